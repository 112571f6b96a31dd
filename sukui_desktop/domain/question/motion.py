"""Motions (과반수·정족수): when a question of 찬성 and 반대 passes, and of what base.

Source: docs/sources.md, "Majority and quorum" and "Tracks of the Plan" (민주주의서울).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class MotionBase(StrEnum):
    """The people or ballots that a majority is taken of."""

    ENROLLED = "enrolled"
    """재적."""
    PRESENT = "present"
    """출석."""
    CAST = "cast"
    """투표: blank and invalid ballots too."""
    VALID = "valid"
    """유효."""
    DECIDING = "deciding"
    """찬성과 반대만, without 기권."""


class MotionReason(StrEnum):
    """Why a motion passed or not."""

    PASSED = "passed"
    TOO_FEW_TOOK_PART = "too_few_took_part"
    NOT_ENOUGH = "not_enough"


class Motion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a choice needs to pass."""

    numerator: int = 1
    denominator: int = 2
    is_more_than: bool = True
    """True: more than the share; False: equal is enough."""
    base: MotionBase = MotionBase.VALID
    least_cast: int = 0
    """의사·투표 정족수: fewest people who must take part; equal is enough; 0 sets none."""
    least_share: str = ""
    """Or a share of the enrolled who must take part ("1/2", equal is enough); '' sets none."""


class Participation(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of people that bases and 정족수 are counted by."""

    enrolled: int = 0
    """재적; 0 where nobody keeps a roster."""
    present: int = 0
    """출석; 0 where nobody checks in."""
    cast: int
    """투표: blank and invalid ballots too."""
    valid: int


class MotionResult(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a choice passed, with every number it was decided by."""

    is_passed: bool
    code: MotionReason
    in_favour: int
    against: int
    needed: int
    """The smallest number of 찬성 that passes."""
    base: MotionBase
    base_count: int
    took_part: int
    needed_to_take_part: int
    turnout: Participation
    """All numbers of people, so that anybody can do it again."""
