"""The quorum in words: every kind of base, and whether it is met."""

from __future__ import annotations

import pytest

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.electorate import WhoCounts
from sukui_desktop.domain.quorum import QuorumAlert, QuorumRule, judge_quorum, quorum_alert
from sukui_desktop.models.meeting import MeetingStage, QuorumBase
from sukui_desktop.wording.quorum import (
    quorum_alert_words,
    quorum_base_and_needed_words,
    quorum_base_words,
    quorum_verdict_words,
    vote_base_at_closing_words,
    who_counts_in_quorum_words,
)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (QuorumRule(base=QuorumBase.ENROLLED), "재적 6명의 과반수"),
        (
            QuorumRule(base=QuorumBase.ENROLLED, numerator=2, denominator=3, is_more_than=False),
            "재적 6명의 3분의 2 이상",
        ),
        (QuorumRule(base=QuorumBase.ENROLLED, numerator=1, denominator=3), "재적 6명의 3분의 1 초과"),
        (
            QuorumRule(base=QuorumBase.ENROLLED, numerator=1, denominator=2, is_more_than=False),
            "재적 6명의 2분의 1 이상",
        ),
        (QuorumRule(base=QuorumBase.FIXED, fixed=30), "정한 인원 30명"),
    ],
)
def test_every_base_has_its_words(rule: QuorumRule, words: str) -> None:
    assert quorum_base_words(rule, 6) == words


def test_the_number_that_is_needed_follows_a_share_and_not_a_number_of_people() -> None:
    share, fixed = QuorumRule(base=QuorumBase.ENROLLED), QuorumRule(base=QuorumBase.FIXED, fixed=30)
    assert (
        quorum_base_and_needed_words(share, judge_quorum(share, enrolled=56, present=40))
        == "재적 56명의 과반수, 곧 29명"
    )
    assert quorum_base_and_needed_words(fixed, judge_quorum(fixed, enrolled=56, present=40)) == "정한 인원 30명"


def test_a_fixed_number_of_people_is_not_counted_out_of_itself() -> None:
    rule = QuorumRule(base=QuorumBase.FIXED, fixed=5)
    assert quorum_verdict_words(judge_quorum(rule, enrolled=56, present=6)) == text(
        "wording.quorum.fixed_met", base=text("wording.quorum.base_fixed"), needed=5, present=6
    )
    assert quorum_verdict_words(judge_quorum(rule, enrolled=56, present=4)) == text(
        "wording.quorum.fixed_unmet", base=text("wording.quorum.base_fixed"), needed=5, present=4
    )


def test_met_or_not() -> None:
    rule = QuorumRule(base=QuorumBase.ENROLLED)
    assert quorum_verdict_words(judge_quorum(rule, enrolled=56, present=40)) == "재적 56명 중 29명 이상, 40명으로 충족"
    assert quorum_verdict_words(judge_quorum(rule, enrolled=56, present=28)).endswith("28명으로 미달")


def test_who_counts_is_said_with_numbers_and_roles() -> None:
    words = who_counts_in_quorum_words(
        WhoCounts(enrolled=10, present=4, others_present=6, members=("위원",), others=("주관부서", "참관인"))
    )
    for part in ("재적 10명", "출석 4명", "위원", "주관부서, 참관인은", "6명"):
        assert part in words
    alone = who_counts_in_quorum_words(WhoCounts(enrolled=3, present=3, members=("위원",)))
    assert "표결권이 없는" not in alone


def test_who_counts_is_true_where_the_roster_has_no_roles() -> None:
    """Fails on words that named the one walk-in's role as the only one that votes, and hid that he is in 재적, too."""
    plain = who_counts_in_quorum_words(WhoCounts(enrolled=14, present=11, members=("",)))
    assert text("wording.quorum.everybody") in plain
    mixed = who_counts_in_quorum_words(
        WhoCounts(enrolled=14, present=12, walk_ins=1, walk_ins_came=1, members=("", "공무원"))
    )
    for part in (
        "재적 14명",
        "출석 12명",
        text("wording.quorum.walk_ins", listed="13", count="1"),
        "역할 없음, 공무원",
    ):
        assert part in mixed


def test_the_base_of_a_vote_is_said_with_those_who_voted_and_left() -> None:
    assert vote_base_at_closing_words(enrolled=0, present=0, voted_and_left=0, others_present=0) == ""
    here = vote_base_at_closing_words(enrolled=20, present=15, voted_and_left=0, others_present=0)
    left = vote_base_at_closing_words(enrolled=20, present=15, voted_and_left=3, others_present=4)
    assert ("재적 20명" in here, "출석 15명" in here, "나간" in here) == (True, True, False)
    for part in ("출석 15명", "회의장에 12명", "나간 사람 3명", "4명은 세지 않았습니다"):
        assert part in left


@pytest.mark.parametrize(
    ("stage", "present", "is_voting", "was_met", "alert"),
    [
        (MeetingStage.SITTING, 6, True, True, QuorumAlert.NONE),
        (MeetingStage.PREPARING, 5, False, True, QuorumAlert.NONE),
        (MeetingStage.SITTING, 5, False, True, QuorumAlert.LOST),
        (MeetingStage.SITTING, 5, True, False, QuorumAlert.LOST_IN_VOTE),
        (MeetingStage.PREPARING, 5, True, True, QuorumAlert.LOST_IN_VOTE),
        (MeetingStage.PREPARING, 5, True, False, QuorumAlert.MISSING_IN_VOTE),
    ],
)
def test_a_lost_quorum_is_said_loudly(
    stage: MeetingStage, present: int, is_voting: bool, was_met: bool, alert: QuorumAlert
) -> None:
    """Fails where a quorum that was never there is said to have broken in mid-vote (0.4.0)."""
    quorum = judge_quorum(QuorumRule(base=QuorumBase.ENROLLED), enrolled=10, present=present)
    assert quorum_alert(stage, quorum, is_voting=is_voting, was_met=was_met) is alert
    words = quorum_alert_words(alert, quorum)
    assert bool(words) is bool(alert)
    assert not alert or "1명 모자람" in words
