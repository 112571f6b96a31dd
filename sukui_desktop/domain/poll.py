"""The life of a poll: which step may follow which, and in whose company."""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.models.poll import PollState

DRAFTED = PollState.DRAFTED
READY = PollState.READY
OPEN = PollState.OPEN
PAUSED = PollState.PAUSED
CLOSED = PollState.CLOSED
COUNTED = PollState.COUNTED
CHALLENGED = PollState.CHALLENGED
SELECTED = PollState.SELECTED
CERTIFIED = PollState.CERTIFIED
PUBLISHED = PollState.PUBLISHED
SEALED = PollState.SEALED
VOID = PollState.VOID

STEPS: dict[str, tuple[tuple[PollState, ...], PollState]] = {
    "make_ready": ((DRAFTED,), READY),
    "withdraw": ((READY,), DRAFTED),
    "open": ((READY,), OPEN),
    "pause": ((OPEN,), PAUSED),
    "resume": ((PAUSED,), OPEN),
    "close": ((OPEN, PAUSED), CLOSED),
    "count": ((CLOSED,), COUNTED),
    "recount": ((COUNTED, CHALLENGED), COUNTED),
    "challenge": ((COUNTED,), CHALLENGED),
    "select": ((CHALLENGED,), SELECTED),
    "certify": ((SELECTED,), CERTIFIED),
    "publish": ((CERTIFIED,), PUBLISHED),
    "seal": ((PUBLISHED,), SEALED),
    "void": ((DRAFTED, READY, OPEN, PAUSED, CLOSED, COUNTED, CHALLENGED, SELECTED), VOID),
}
"""verb → (states it may start from, state it ends in). Source: docs/sources.md, "Life of a
poll"."""

SHOWS_RESULT = (CERTIFIED, PUBLISHED, SEALED)
"""States in which a result may leave the program."""


TAKES_CHANNELS = (READY, OPEN, PAUSED, CLOSED, COUNTED, CHALLENGED)
"""States in which what a channel said may be taken in or back: frozen already, not selected yet."""


def next_state(state: PollState, verb: str) -> PollState:
    """Return the state that `verb` leads to.

    Raises RuleBroken poll_step when the poll is in no state from which it may be done.
    """
    sources, target = STEPS[verb]
    if state not in sources:
        raise RuleBroken("poll_step", state=state, verb=verb)
    return target


def check_two_people(names: Sequence[str]) -> tuple[str, str]:
    """Return the two names, tidied.

    Raises RuleBroken two_people_needed unless there are exactly two different, non-empty names.
    """
    tidy = tuple(" ".join(name.split()) for name in names)
    if len(tidy) != 2 or not all(tidy) or tidy[0] == tidy[1]:
        raise RuleBroken("two_people_needed")
    return tidy[0], tidy[1]
