"""Whether enough people are in the room, and of what base, in exact numbers."""

from __future__ import annotations

from collections.abc import Iterable
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
    MISSING_IN_VOTE = "quorum_missing_in_vote"
    """A vote goes on and the quorum was never there."""


def quorum_alert(stage: MeetingStage, quorum: Quorum, *, is_voting: bool, was_met: bool) -> QuorumAlert:
    """Return what must be said of a quorum: too few are left since the sitting or a vote was opened.

    `was_met` says that enough were in the room at once before; a sitting is opened on a quorum alone.
    """
    if quorum.is_met or (stage != MeetingStage.SITTING and not is_voting):
        return QuorumAlert.NONE
    if not is_voting:
        return QuorumAlert.LOST
    return QuorumAlert.LOST_IN_VOTE if was_met or stage == MeetingStage.SITTING else QuorumAlert.MISSING_IN_VOTE


def most_present_at_once(stays: Iterable[tuple[int, int]]) -> int:
    """Return how many were in the room at once at most, of (came, went) in ms; went is 0 of those who are still here.

    Who goes in the very millisecond in which another comes makes room for them.
    """
    known = tuple(stays)
    steps = [(came, 1) for came, _ in known] + [(went, -1) for _, went in known if went]
    most = here = 0
    for _, step in sorted(steps):
        here += step
        most = max(most, here)
    return most


class VoteDoubt(StrEnum):
    """What speaks against taking ballots now; none of it forbids it, as a rule may let a vote begin so."""

    NOT_OPENED = "not_opened"
    """The sitting was not opened (개회)."""
    NOBODY = "nobody"
    """Nobody who may vote is in the room."""
    NO_QUORUM = "no_quorum"


def doubts_about_voting_now(stage: MeetingStage, quorum: Quorum, voters_present: int) -> tuple[VoteDoubt, ...]:
    """Return what people are asked about before ballots are taken, () where nothing is missing."""
    found = (
        (VoteDoubt.NOT_OPENED, stage == MeetingStage.PREPARING),
        (VoteDoubt.NOBODY, not voters_present),
        (VoteDoubt.NO_QUORUM, not quorum.is_met),
    )
    return tuple(doubt for doubt, is_there in found if is_there)


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
