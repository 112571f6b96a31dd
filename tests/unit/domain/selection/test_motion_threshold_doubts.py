"""Thresholds of a motion against the people who may vote and the quorum of the sitting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.question.motion import Motion, MotionBase, Participation
from sukui_desktop.domain.selection.motion_threshold_doubts import (
    MotionThresholdDoubtKind,
    find_motion_threshold_doubts,
)
from sukui_desktop.domain.selection.outcome_of_case import judge_motion

HALF = Motion(base=MotionBase.PRESENT, least_share="1/2")
"""재적의 절반이 참여하고 출석 과반수가 찬성: what the program offers."""


@pytest.mark.parametrize(
    ("motion", "electors", "quorum", "expected"),
    [
        (HALF, 40, 21, []),
        (HALF, 40, 20, []),
        (HALF, 40, 14, [(MotionThresholdDoubtKind.TURNOUT_ABOVE_QUORUM, 20, 14)]),
        (HALF, 41, 20, [(MotionThresholdDoubtKind.TURNOUT_ABOVE_QUORUM, 21, 20)]),
        (HALF, 6, 21, []),
        (HALF, 0, 0, []),
        (Motion(base=MotionBase.ENROLLED), 40, 14, [(MotionThresholdDoubtKind.MAJORITY_ABOVE_QUORUM, 21, 14)]),
        (Motion(least_cast=50), 40, 21, [(MotionThresholdDoubtKind.TURNOUT_NEVER, 50, 40)]),
        (Motion(numerator=1, denominator=1), 40, 21, [(MotionThresholdDoubtKind.MAJORITY_NEVER, 41, 40)]),
        (Motion(numerator=2, denominator=3, is_more_than=False, base=MotionBase.PRESENT), 40, 14, []),
    ],
)
def test_what_contradicts_is_named(
    motion: Motion, electors: int, quorum: int, expected: list[tuple[MotionThresholdDoubtKind, int, int]]
) -> None:
    found = find_motion_threshold_doubts(motion, electors=electors, quorum=quorum)
    assert [(doubt.kind, doubt.needed, doubt.people) for doubt in found] == expected


@given(
    denominator=st.integers(1, 6),
    numerator=st.integers(0, 6),
    is_more_than=st.booleans(),
    base=st.sampled_from(MotionBase),
    least=st.sampled_from(("", "1/3", "1/2", "1")),
    least_cast=st.integers(0, 40),
    electors=st.integers(1, 30),
    quorum=st.integers(1, 30),
)
def test_a_doubt_is_there_exactly_when_everybody_in_favour_is_not_enough(
    denominator: int,
    numerator: int,
    is_more_than: bool,
    base: MotionBase,
    least: str,
    least_cast: int,
    electors: int,
    quorum: int,
) -> None:
    motion = Motion(
        numerator=min(numerator, denominator),
        denominator=denominator,
        is_more_than=is_more_than,
        base=base,
        least_cast=least_cast,
        least_share=least,
    )

    def passes(here: int) -> bool:
        turnout = Participation(enrolled=electors, present=here, cast=here, valid=here)
        return judge_motion(motion, here, 0, turnout).is_passed

    kinds = {doubt.kind for doubt in find_motion_threshold_doubts(motion, electors=electors, quorum=quorum)}
    never = kinds & {MotionThresholdDoubtKind.TURNOUT_NEVER, MotionThresholdDoubtKind.MAJORITY_NEVER}
    assert bool(never) == (not passes(electors))
    if not never:
        assert bool(kinds) == (not passes(min(quorum, electors)))
