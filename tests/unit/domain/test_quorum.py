"""Whether a quorum was there before, and what speaks against taking ballots now."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.quorum import (
    QuorumRule,
    VoteDoubt,
    doubts_about_voting_now,
    judge_quorum,
    most_present_at_once,
)
from sukui_desktop.models.meeting import MeetingStage, QuorumBase


@pytest.mark.parametrize(
    ("stays", "most"),
    [
        ((), 0),
        (((1, 0), (2, 0), (3, 0)), 3),
        (((1, 5), (5, 9), (9, 0)), 1),
        (((1, 6), (5, 9), (8, 0)), 2),
        (((1, 4), (2, 4), (3, 4)), 3),
    ],
)
def test_how_many_were_here_at_once(stays: tuple[tuple[int, int], ...], most: int) -> None:
    """Fails where all who ever came count as having been here together."""
    assert most_present_at_once(stays) == most


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20)), max_size=12))
def test_the_sweep_finds_what_looking_at_every_moment_finds(lengths: list[tuple[int, int]]) -> None:
    stays = [(came, came + length) for came, length in lengths]
    by_moment = max((sum(came <= now < went for came, went in stays) for now in range(1, 41)), default=0)
    assert most_present_at_once(iter(stays)) == by_moment


@pytest.mark.parametrize(
    ("stage", "present", "voters", "doubts"),
    [
        (MeetingStage.SITTING, 6, 6, ()),
        (MeetingStage.PREPARING, 6, 6, (VoteDoubt.NOT_OPENED,)),
        (MeetingStage.SITTING, 5, 5, (VoteDoubt.NO_QUORUM,)),
        (MeetingStage.SITTING, 6, 0, (VoteDoubt.NOBODY,)),
        (MeetingStage.PREPARING, 0, 0, tuple(VoteDoubt)),
    ],
)
def test_what_speaks_against_taking_ballots(
    stage: MeetingStage, present: int, voters: int, doubts: tuple[VoteDoubt, ...]
) -> None:
    quorum = judge_quorum(QuorumRule(base=QuorumBase.ENROLLED), enrolled=10, present=present)
    assert doubts_about_voting_now(stage, quorum, voters) == doubts
