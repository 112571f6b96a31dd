"""The quorum in words: every kind of base, and whether it is met."""

from __future__ import annotations

import pytest

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.quorum import QuorumRule, judge_quorum
from sukui_desktop.models.meeting import QuorumBase
from sukui_desktop.wording.quorum import quorum_base_words, quorum_judged, quorum_words


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
    assert quorum_words(share, judge_quorum(share, enrolled=56, present=40)) == "재적 56명의 과반수, 곧 29명"
    assert quorum_words(fixed, judge_quorum(fixed, enrolled=56, present=40)) == "정한 인원 30명"


def test_a_fixed_number_of_people_is_not_counted_out_of_itself() -> None:
    rule = QuorumRule(base=QuorumBase.FIXED, fixed=5)
    assert quorum_judged(judge_quorum(rule, enrolled=56, present=6)) == text(
        "wording.quorum.fixed_met", base=text("wording.quorum.base_fixed"), needed=5, present=6
    )
    assert quorum_judged(judge_quorum(rule, enrolled=56, present=4)) == text(
        "wording.quorum.fixed_unmet", base=text("wording.quorum.base_fixed"), needed=5, present=4
    )


def test_met_or_not() -> None:
    rule = QuorumRule(base=QuorumBase.ENROLLED)
    assert quorum_judged(judge_quorum(rule, enrolled=56, present=40)) == "재적 56명 중 29명 이상, 40명으로 충족"
    assert quorum_judged(judge_quorum(rule, enrolled=56, present=28)).endswith("28명으로 미달")
