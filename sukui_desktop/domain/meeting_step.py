"""Where a meeting stands in its day: the part of it that people go on with when they open its file again."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sukui_desktop.models.meeting import MeetingStage
from sukui_desktop.models.poll import PollState

RUNNING = (PollState.OPEN, PollState.PAUSED)
"""States of a poll that people vote in."""
TO_BE_ENDED = (PollState.CLOSED, PollState.COUNTED, PollState.CHALLENGED, PollState.SELECTED)
"""States of a poll that was closed and is not certified."""


class MeetingStep(StrEnum):
    """A part of the day, by the name of its tab."""

    PREPARE = "prepare"
    CHECKIN = "checkin"
    RUN = "run"
    VOTE = "vote"
    MINUTES = "minutes"


def find_step_of_meeting(
    stage: MeetingStage, polls: Iterable[PollState], *, has_arrivals: bool, is_drafting: bool = False
) -> MeetingStep:
    """Return where a meeting stands: at a vote that runs or waits for its result, at the draft that was written on
    last, else where its stage is.

    `has_arrivals` says that somebody has come in, `is_drafting` that the last thing done was to write on a draft.
    """
    states = set(polls)
    if states.intersection(RUNNING) or states.intersection(TO_BE_ENDED):
        return MeetingStep.VOTE
    if stage == MeetingStage.CLOSED:
        return MeetingStep.MINUTES
    if is_drafting:
        return MeetingStep.VOTE
    if stage == MeetingStage.SITTING:
        return MeetingStep.RUN
    return MeetingStep.CHECKIN if has_arrivals else MeetingStep.PREPARE
