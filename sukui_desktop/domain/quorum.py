"""Whether enough people are in the room, and of what base, in exact numbers."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from math import ceil

import msgspec

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.models.meeting import MeetingRow, MeetingStage, QuorumBase


class QuorumRule(msgspec.Struct, frozen=True, kw_only=True):
    """A quorum: a share of the enrolled (재적) or a fixed number of people."""

    base: QuorumBase
    numerator: int = 1
    denominator: int = 2
    is_more_than: bool = True
    """True: more than n/d (과반수); False: n/d or more."""
    fixed: int = 0


class Quorum(msgspec.Struct, frozen=True, kw_only=True):
    """A quorum as judged: how many are needed and how many are present."""

    needed: int
    present: int
    base: QuorumBase
    base_size: int
    is_met: bool


class QuorumAlert(StrEnum):
    """What must be said loudly of a quorum."""

    NONE = ""
    LOST = "quorum_lost"
    """The sitting goes on with too few people in the room."""
    LOST_IN_VOTE = "quorum_lost_in_vote"
    """So does a vote."""


def quorum_alert(stage: MeetingStage, quorum: Quorum, *, is_voting: bool) -> QuorumAlert:
    """Return what must be said of a quorum that was there: too few are left since the sitting or a vote was opened."""
    if quorum.is_met or (stage != MeetingStage.SITTING and not is_voting):
        return QuorumAlert.NONE
    return QuorumAlert.LOST_IN_VOTE if is_voting else QuorumAlert.LOST


def people_needed_for_quorum(rule: QuorumRule, enrolled: int) -> int:
    """Return how many must be present.

    Source: 과반수 is more than one half of the base the rule names (docs/sources.md, "Majority and
    quorum").
    Raises RuleBroken quorum_rule for a share that is no share and a number below zero.
    """
    if rule.base == QuorumBase.FIXED and rule.fixed >= 0:
        return rule.fixed
    if rule.base != QuorumBase.ENROLLED or rule.denominator < 1 or not 0 <= rule.numerator <= rule.denominator:
        raise RuleBroken("quorum_rule", base=rule.base, numerator=rule.numerator, denominator=rule.denominator)
    share = Fraction(rule.numerator, rule.denominator) * enrolled
    if rule.is_more_than:
        return int(share) + 1
    return ceil(share)


def judge_quorum(rule: QuorumRule, *, enrolled: int, present: int) -> Quorum:
    """Return whether `present` of `enrolled` people make a quorum; an empty roster never does under 'enrolled'."""
    needed = people_needed_for_quorum(rule, enrolled)
    base_size = enrolled if rule.base == QuorumBase.ENROLLED else rule.fixed
    return Quorum(
        needed=needed,
        present=present,
        base=rule.base,
        base_size=base_size,
        is_met=present >= needed and (rule.base == QuorumBase.FIXED or enrolled > 0),
    )


def quorum_rule_of_meeting(meeting: MeetingRow) -> QuorumRule:
    """Return the meeting's quorum rule from its columns."""
    return QuorumRule(**{name: getattr(meeting, f"quorum_{name}") for name in QuorumRule.__struct_fields__})
