"""The life of a poll: the steps between its states, and the two people that some steps need."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.models.poll import ChallengeRow, ConfirmationRow, PollCountRow, PollRow, PollState


def states_between(first: PollState, last: PollState) -> tuple[PollState, ...]:
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
    "void": (states_between(PollState.DRAFTED, PollState.SELECTED), PollState.VOID),
}
"""verb → (states it may start from, state it ends in). Source: docs/sources.md, "Life of a poll"."""

SHOWS_RESULT = states_between(PollState.CERTIFIED, PollState.SEALED)
"""States in which a result may leave the program."""

ANNOUNCED = states_between(PollState.PUBLISHED, PollState.SEALED)
"""States in which ballots may be published: the result was announced."""

HAS_BOX = states_between(PollState.READY, PollState.PAUSED)
"""States in which a poll has a box: slips are given, taken back and replaced."""

TAKES_CHANNELS = states_between(PollState.READY, PollState.CHALLENGED)
"""States in which what a channel said may be taken in or back: frozen already, not selected yet."""

TAKES_CONFIRMATION = states_between(PollState.COUNTED, PollState.SELECTED)
"""States in which somebody may open the box again: it was counted, nothing is certified yet."""

TAKES_CHALLENGES = states_between(PollState.COUNTED, PollState.PUBLISHED)
"""States in which a challenge may be recorded: the count is known, the keys are not destroyed."""

TAKES_AUDIT_DISPUTES = states_between(PollState.OPEN, PollState.CLOSED)
"""States in which a voter may still say that an opened ballot was not theirs: not counted yet."""


def next_state(state: PollState, verb: str) -> PollState:
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


def require_two_different_names(names: Sequence[str]) -> tuple[str, str]:
    """Return the two names, tidied.

    Raises RuleBroken two_people_needed unless there are exactly two non-empty names, two_people_alike where they
    differ only in blanks, in capitals or in how their letters are put together: that is one person.
    """
    tidy = tuple(" ".join(name.split()) for name in names)
    if len(tidy) != 2 or not all(map(_letters_of_name, tidy)):
        raise RuleBroken("two_people_needed")
    if _letters_of_name(tidy[0]) == _letters_of_name(tidy[1]):
        raise RuleBroken("two_people_alike", first=tidy[0], second=tidy[1])
    return tidy[0], tidy[1]


def _letters_of_name(name: str) -> str:
    """Return the letters and figures of a name, however it is spaced, dotted or composed."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", name).casefold() if letter.isalnum())
