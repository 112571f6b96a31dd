"""The life of a poll: the steps between its states, and what has to be done before some of them."""

from __future__ import annotations

from collections.abc import Iterable

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.models.poll import ChallengeRow, ConfirmationRow, PollCountRow, PollRow, PollState


def poll_states_between(first: PollState, last: PollState) -> tuple[PollState, ...]:
    """Return the states from `first` to `last`, both included, in the order of a poll's life."""
    states = tuple(PollState)
    return states[states.index(first) : states.index(last) + 1]


STEPS: dict[str, tuple[tuple[PollState, ...], PollState]] = {
    "make_ready": ((PollState.DRAFTED,), PollState.READY),
    "withdraw": ((PollState.READY,), PollState.DRAFTED),
    "open": ((PollState.READY,), PollState.OPEN),
    "pause": ((PollState.OPEN,), PollState.PAUSED),
    "resume": ((PollState.PAUSED,), PollState.OPEN),
    "close": ((PollState.OPEN, PollState.PAUSED), PollState.CLOSED),
    "reopen": ((PollState.CLOSED,), PollState.PAUSED),
    "count": ((PollState.CLOSED,), PollState.COUNTED),
    "recount": ((PollState.COUNTED, PollState.CHALLENGED), PollState.COUNTED),
    "challenge": ((PollState.COUNTED,), PollState.CHALLENGED),
    "select": ((PollState.CHALLENGED,), PollState.SELECTED),
    "certify": ((PollState.SELECTED,), PollState.CERTIFIED),
    "publish": ((PollState.CERTIFIED,), PollState.PUBLISHED),
    "seal": ((PollState.PUBLISHED,), PollState.SEALED),
    "void": (poll_states_between(PollState.DRAFTED, PollState.SELECTED), PollState.VOID),
}
"""verb → (states it may start from, state it ends in). Source: docs/sources.md, "Life of a poll"."""

SHOWS_RESULT = poll_states_between(PollState.CERTIFIED, PollState.SEALED)
"""States in which a result may leave the program."""

ANNOUNCED = poll_states_between(PollState.PUBLISHED, PollState.SEALED)
"""States in which ballots may be published: the result was announced."""

HAS_BOX = poll_states_between(PollState.READY, PollState.PAUSED)
"""States in which a poll has a box: slips are given, taken back and replaced."""

TAKES_CHANNELS = poll_states_between(PollState.READY, PollState.CHALLENGED)
"""States in which what a channel said may be taken in or back: frozen already, not selected yet."""

TAKES_CONFIRMATION = poll_states_between(PollState.COUNTED, PollState.SELECTED)
"""States in which somebody may open the box again: it was counted, nothing is certified yet."""

TAKES_CHALLENGES = poll_states_between(PollState.COUNTED, PollState.PUBLISHED)
"""States in which a challenge may be recorded: the count is known, the keys are not destroyed."""

TAKES_AUDIT_DISPUTES = poll_states_between(PollState.OPEN, PollState.CLOSED)
"""States in which a voter may still say that an opened ballot was not theirs: not counted yet."""


def next_poll_state(state: PollState, verb: str) -> PollState:
    """Return the state that `verb` leads to.

    Raises RuleBroken poll_step when the poll is in no state from which it may be done.
    """
    sources, target = STEPS[verb]
    if state not in sources:
        raise RuleBroken("poll_step", state=state, verb=verb)
    return target


def require_challenges_answered(poll: PollRow, challenges: Iterable[ChallengeRow]) -> None:
    """Let a result be certified only when whoever challenged it was answered.

    Raises RuleBroken challenge_unanswered with the number of the first one that was not, and who brought it.
    """
    waiting = sorted((row for row in challenges if not row.answer), key=lambda row: int(row.number))
    if waiting:
        first, count = waiting[0], f"{len(waiting):,}"
        raise RuleBroken("challenge_unanswered", title=poll.title, number=int(first.number), by=first.by, count=count)


def require_count_confirmed(poll: PollRow, count: PollCountRow, confirmations: Iterable[ConfirmationRow]) -> None:
    """Let a result be certified only when somebody opened the box again and found the same.

    A poll that was made ready before 0.5.0 has no lock and nobody who could do that.
    Raises RuleBroken count_unconfirmed, confirmation_differs.
    """
    found = tuple(confirmations)
    if not poll.lock:
        return
    if not found:
        raise RuleBroken("count_unconfirmed", title=poll.title)
    for row in found:
        if (row.sealed_root, row.opened_root, row.tally) != (count.sealed_root, count.opened_root, count.tally):
            raise RuleBroken("confirmation_differs", title=poll.title)
