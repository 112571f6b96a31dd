"""What a motion asks for against the people there are: a majority nobody can reach, and more than the quorum brings."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from sukui_desktop.domain.question.motion import Motion, MotionBase, Participation
from sukui_desktop.domain.selection.outcome_of_case import people_needed_to_take_part, votes_needed_to_pass


class MotionThresholdDoubtKind(StrEnum):
    """What is doubtful of a motion's thresholds."""

    TURNOUT_NEVER = "turnout_never"
    """More people must take part than may vote."""
    MAJORITY_NEVER = "majority_never"
    """More 찬성 are needed than there are votes."""
    TURNOUT_ABOVE_QUORUM = "turnout_above_quorum"
    """A sitting that just has its quorum cannot decide, whoever votes."""
    MAJORITY_ABOVE_QUORUM = "majority_above_quorum"
    """A sitting that just has its quorum cannot pass it, even if all are in favour."""


class MotionThresholdDoubt(msgspec.Struct, frozen=True):
    """One doubt, with its numbers of people."""

    kind: MotionThresholdDoubtKind
    needed: int
    people: int
    """Who may vote, or the quorum of the sitting."""


def find_motion_threshold_doubts(motion: Motion, *, electors: int, quorum: int) -> tuple[MotionThresholdDoubt, ...]:
    """Return what can never be met, else what contradicts the quorum of the meeting; () where all is in order.

    `electors` is how many of the roster may vote in the poll, 0 where there is no roster yet: then nothing is judged.
    `quorum` is how many make the sitting's quorum (docs/sources.md, "Majority and quorum").
    """
    if electors < 1:
        return ()
    turnout = people_needed_to_take_part(
        motion, Participation(enrolled=electors, present=electors, cast=electors, valid=electors)
    )
    majority = votes_needed_to_pass(motion, electors)
    never = (
        (MotionThresholdDoubtKind.TURNOUT_NEVER, turnout),
        (MotionThresholdDoubtKind.MAJORITY_NEVER, majority),
    )
    found = tuple(MotionThresholdDoubt(kind, needed, electors) for kind, needed in never if needed > electors)
    if found:
        return found
    at_least = min(quorum, electors)
    above = [(MotionThresholdDoubtKind.TURNOUT_ABOVE_QUORUM, turnout)]
    if motion.base == MotionBase.ENROLLED:  # other bases shrink with the room
        above.append((MotionThresholdDoubtKind.MAJORITY_ABOVE_QUORUM, majority))
    return tuple(MotionThresholdDoubt(kind, needed, at_least) for kind, needed in above if needed > at_least)
