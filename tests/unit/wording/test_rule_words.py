"""A rule in words: every part has its sentence, and nothing is added."""

from __future__ import annotations

from typing import Any

import pytest

from sukui_desktop.domain.question.channels import Basis, Channel, Channels, EmptyChannel
from sukui_desktop.domain.question.definition import Draft, EachGroup, Group, Sizing, WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method
from sukui_desktop.domain.question.motion import Motion, MotionBase
from sukui_desktop.domain.question.selection_steps import (
    TIE_WAYS,
    AllocateBy,
    Allocation,
    Boundary,
    CostLimit,
    Leftover,
    SelectionSteps,
    TieWay,
)
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year, list_shipped_rule_years
from sukui_desktop.wording.rules import rule_sentences

PLAIN_DRAFT = (
    "한 사람이 3개까지 고릅니다.",
    "조건을 하나라도 어기면 그 투표지 전체가 무효입니다.",
    "아무것도 고르지 않은 투표지는 무효와 따로 셉니다.",
    "표가 많은 차례로 뽑습니다.",
    "표를 하나도 받지 못한 사업은 돈이 남아도 뽑지 않습니다.",
    "한도액은 1억원입니다.",
    "남은 돈으로 할 수 없는 사업은 건너뛰고 다음 사업을 봅니다.",
    "동점이면 금액이 적은 사업이 먼저이고, 금액도 같으면 공개 추첨합니다.",
)


def test_a_plain_draft_is_read_out_whole() -> None:
    assert plain_words(rule_sentences(Draft(max_picks=3, ceiling=100_000_000))) == PLAIN_DRAFT


def plain_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences with plain spaces, as people type them."""
    return tuple(word.replace("\u00a0", " ") for word in words)


def said(draft: Draft) -> str:
    return "\n".join(plain_words(rule_sentences(draft)))


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (Draft(min_picks=168, max_picks=168), "한 사람이 정확히 168개를 고릅니다."),
        (Draft(min_picks=2, max_picks=5), "한 사람이 2개 이상 5개까지 고릅니다."),
        (Draft(min_picks=1, max_picks=4096), "한 사람이 개수의 제한 없이 고릅니다."),
        (Draft(min_picks=3, max_picks=4096), "한 사람이 3개 이상을 개수의 제한 없이 고릅니다."),
        (
            Draft(sizing=(Sizing(up_to=5, min_picks=1, max_picks=2), Sizing(up_to=0, min_picks=3, max_picks=3))),
            "안건이 5개까지면 한 사람이 2개까지 고릅니다.\n그 밖에는 한 사람이 정확히 3개를 고릅니다.",
        ),
        (Draft(groups=(Group(name="가", min_picks=0, max_picks=7),)), "‘가’에서는 7개까지 고릅니다."),
        (Draft(groups=(Group(name="가", min_picks=1, max_picks=7),)), "‘가’에서는 1개 이상 7개까지 고릅니다."),
        (Draft(groups=(Group(name="가", min_picks=2, max_picks=2),)), "‘가’에서는 정확히 2개를 고릅니다."),
        (Draft(each_group=EachGroup(by=AllocateBy.FIELD, min_picks=0, max_picks=1)), "한 분야에서 1개까지 고릅니다."),
        (
            Draft(each_group=EachGroup(by=AllocateBy.DISTRICT, min_picks=1, max_picks=1)),
            "한 자치구에서 정확히 1개를 고릅니다.",
        ),
        (Draft(marks=Marking(cost_limit=150_000_000)), "고른 사업의 금액을 더해 1억 5천만원을 넘을 수 없습니다."),
        (Draft(marks=Marking(invalidity=Invalidity.GROUP)), "묶음의 한도를 어기면 그 묶음의 표만 무효이고"),
        (Draft(allows_blank=False), "아무것도 고르지 않은 투표지는 낼 수 없고, 있으면 무효입니다."),
        (Draft(when_unaffordable=WhenUnaffordable.STOP), "남은 돈으로 할 수 없는 사업을 만나면 거기서 끝냅니다."),
        (Draft(min_votes=500), "500표 이상을 얻어야 합니다. 500표면 됩니다."),
        (Draft(), "한도액은 투표를 준비할 때 적습니다."),
    ],
)
def test_limits_are_said(draft: Draft, sentence: str) -> None:
    assert sentence in said(draft)


@pytest.mark.parametrize(
    ("extra_steps", "sentence"),
    [
        (
            SelectionSteps(cost_limits=(CostLimit(below=4_000_000_000),)),
            "금액이 40억원 미만인 사업만 뽑을 수 있습니다.",
        ),
        (
            SelectionSteps(cost_limits=(CostLimit(below=300_000_000, kind="행사성·프로그램"),)),
            "‘행사성·프로그램’ 사업은 금액이 3억원 미만이어야 합니다.",
        ),
        (SelectionSteps(min_share="1/10"), "유효 투표의 10% 이상을 얻어야 합니다."),
        (SelectionSteps(min_share="1/3"), "유효 투표의 1/3 이상을 얻어야 합니다."),
        (SelectionSteps(eliminate="1/20"), "전체 금액의 5%만큼 뺍니다.\n그 비율에 걸치는 사업은 남깁니다."),
        (
            SelectionSteps(eliminate="1/8", eliminate_boundary=Boundary.REACH),
            "전체 금액의 1/8만큼 뺍니다.\n그 비율에 걸치는 사업도",
        ),
        (SelectionSteps(exclusive=(("가-1", "가-2"),)), "가-1, 가-2는 함께 뽑을 수 없습니다."),
        (
            SelectionSteps(
                allocate_by=AllocateBy.FIELD,
                allocations=(Allocation(name="여성", amount=10_000), Allocation(name="복지", amount=0)),
            ),
            "분야마다 배분액이 따로 있습니다: 여성 1만원, 복지 (금액을 적어야 함).",
        ),
        (
            SelectionSteps(
                allocate_by=AllocateBy.GROUP,
                allocations=(Allocation(name="가", amount=0), Allocation(name="나", amount=0)),
            ),
            "유형마다 배분액이 따로 있고, 그 금액은 투표를 준비할 때 적습니다(가 · 나).",
        ),
        (SelectionSteps(shortlist="13/10"), "한도액(배분액)의 130%까지 후보로 추립니다."),
        (SelectionSteps(boundary=Boundary.REACH), "한도를 넘게 하는 사업까지 뽑고 거기서 끝냅니다."),
        (SelectionSteps(leftover=Leftover.POOL), "배분액에서 남은 돈은 한데 모아"),
    ],
)
def test_steps_of_the_selection_are_said(extra_steps: SelectionSteps, sentence: str) -> None:
    assert sentence in said(Draft(extra_steps=extra_steps))


@pytest.mark.parametrize("ties", TIE_WAYS)
def test_every_way_to_break_a_tie_has_its_own_sentence(ties: tuple[TieWay, ...]) -> None:
    others = {rule_sentences(Draft(extra_steps=SelectionSteps(ties=other)))[-1] for other in TIE_WAYS if other != ties}
    last = rule_sentences(Draft(extra_steps=SelectionSteps(ties=ties)))[-1]
    assert last.startswith("동점이면")
    assert last not in others


def test_reach_says_nothing_of_skipping() -> None:
    assert "건너뛰고" not in said(Draft(extra_steps=SelectionSteps(boundary=Boundary.REACH)))


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (
            Draft(method=Method.SCORE, max_picks=4096, marks=Marking(low=1, high=5)),
            "사업마다 1점에서 5점까지 매깁니다.",
        ),
        (
            Draft(method=Method.RANKING, max_picks=3, marks=Marking(place_points=(3, 2, 1))),
            "3위까지 순위를 매기고, 1위부터 차례로 3 · 2 · 1점을 줍니다.",
        ),
        (Draft(method=Method.CUMULATIVE, marks=Marking(most_points=10)), "다 더해 10점까지입니다."),
        (
            Draft(method=Method.CUMULATIVE, marks=Marking(least_points=2, most_points=10, high=4)),
            "다 더해 2점 이상 10점까지입니다.\n한 사업에 4점까지 줄 수 있습니다.",
        ),
    ],
)
def test_methods_that_give_points(draft: Draft, sentence: str) -> None:
    assert sentence in said(draft)
    assert "점수의 합이 높은 차례로 뽑습니다." in said(draft)


def test_picks_that_the_method_says_already_are_not_said_twice() -> None:
    scored = Draft(method=Method.SCORE, max_picks=4096, marks=Marking(high=5))
    assert "개수의 제한" not in said(scored)
    assert "개까지 고릅니다" not in said(Draft(method=Method.RANKING, max_picks=2, marks=Marking(place_points=(2, 1))))
    two = Draft(method=Method.RANKING, min_picks=2, max_picks=2, marks=Marking(place_points=(2, 1)))
    assert "정확히 2개를 고릅니다" in said(two)


def test_an_opinion_says_nothing_of_projects_or_money() -> None:
    words = said(Draft(method=Method.OPINION, marks=Marking(text_bytes=300)))
    assert words.startswith("의견을 짧은 글(100글자까지)로 적고")
    assert "한도액" not in words
    assert "무효입니다" not in words


def channels(basis: Basis = Basis.BALLOTS, empty: EmptyChannel = EmptyChannel.RESCALE) -> Channels:
    parts = (Channel(key="a", name="위원", weight="9/20"), Channel(key="b", name="시민", weight="11/20"))
    return Channels(channels=parts, basis=basis, empty=empty)


def test_channels_are_said_with_weight_basis_and_what_an_empty_one_does() -> None:
    words = said(Draft(channels=channels()))
    assert "위원 45%, 시민 55%로 합칩니다." in words
    assert "유효 투표지 수로 나눈" in words
    assert "합친 비율이 높은 차례로" in words
    assert "나머지 선거인단이" in words
    other = said(
        Draft(
            channels=channels(basis=Basis.MARKS, empty=EmptyChannel.ZERO), extra_steps=SelectionSteps(min_share="1/10")
        )
    )
    assert "준 표(점수)의 합으로 나눈" in other
    assert "아무 사업에도 더하지 않습니다" in other
    assert "합친 비율이 10% 이상이어야" in other


@pytest.mark.parametrize(
    ("motion", "sentence"),
    [
        (Motion(base=MotionBase.PRESENT), "출석의 과반수가 ‘찬성’이면 통과합니다."),
        (Motion(base=MotionBase.ENROLLED, numerator=2, denominator=3), "재적의 2/3보다 많이 ‘찬성’이면 통과합니다."),
        (Motion(base=MotionBase.CAST, is_more_than=False), "투표한 사람의 50% 이상이 ‘찬성’이면 통과합니다."),
        (Motion(least_cast=5000), "5,000명 이상이 참여해야 합니다."),
        (Motion(least_share="1/2"), "재적의 50% 이상이 참여해야 합니다."),
    ],
)
def test_motions_are_said(motion: Motion, sentence: str) -> None:
    words = said(Draft(method=Method.CHOICE, choices=("찬성", "반대"), motion=motion))
    assert words.startswith("찬성 · 반대 가운데 하나를 고릅니다.")
    assert sentence in words
    assert "한도액" not in words


def test_money_of_another_currency_is_said_in_its_figures() -> None:
    assert "한도액은 1,234.50 PLN입니다." in rule_sentences(Draft(ceiling=123_450), "PLN")


@pytest.mark.parametrize("rule", list_shipped_rule_years(), ids=lambda rule: rule.key)
def test_every_shipped_rule_is_read_out_in_whole_sentences(rule: Any) -> None:
    words = rule_sentences(rule)
    assert words[0] == rule.summary
    heads = [*words[1 : len(words) - len(rule.open) - bool(rule.open)]]
    assert all(word.endswith((".", "다.")) for word in heads), heads
    assert not [word for word in words if "{" in word or "rules." in word]
    assert len(set(words)) == len(words)


def test_the_rule_of_2015_names_its_limits_weights_and_openings() -> None:
    words = plain_words(rule_sentences(find_shipped_rule_year("seoul-2015")))
    for sentence in (
        "한 사람이 5개까지 고릅니다.",
        "한 분야에서 1개까지 고릅니다.",
        "참여예산위원 45%, 시민 45%, 설문조사 10%로 합칩니다.",
        "조례와 계획이 열어 둔 것:",
        "한도액: 투표를 준비할 때 적어야 합니다",
    ):
        assert sentence in words
