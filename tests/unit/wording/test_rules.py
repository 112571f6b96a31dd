"""A frozen question is read out by the words of its draft: what was agreed on is what the paper says."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Draft, WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import Marking
from sukui_desktop.domain.question.selection_steps import Boundary, SelectionSteps
from sukui_desktop.domain.selection.definition_from_draft import draft_from_definition
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year
from sukui_desktop.wording.rules import (
    marking_sentences,
    result_rule_sentences,
    rule_parameter_heading_and_sentences,
    rule_sentences,
)
from tests.builders import kinds, papers


def both(draft: Draft) -> tuple[list[str], list[str]]:
    return list(marking_sentences(draft, "KRW")), list(result_rule_sentences(draft, "KRW"))


@pytest.mark.parametrize("name", list(kinds.every_result()))
def test_a_definition_reads_like_the_draft_it_was_made_from(name: str) -> None:
    definition = kinds.every_result()[name].definition
    draft = draft_from_definition(definition)
    assert kinds.define(draft, definition.question.options).question == definition.question
    asked, decided = both(draft)
    assert rule_sentences(draft) == (*asked, *decided)
    assert asked
    assert all(sentence.endswith(".") for sentence in (*asked, *decided))


def test_limits_of_seven_and_three() -> None:
    asked, decided = both(draft_from_definition(papers.small_result().definition))
    assert asked == [
        "한 사람이 10개까지 고릅니다.",
        "‘광역제안형’에서는 7개까지 고릅니다.",
        "‘광역협치형’에서는 3개까지 고릅니다.",
        "조건을 하나라도 어기면 그 투표지 전체가 무효입니다.",
        "아무것도 고르지 않은 투표지는 무효와 따로 셉니다.",
    ]
    assert decided == [
        "표가 많은 차례로 뽑습니다.",
        "표를 하나도 받지 못한 사업도 돈이 남으면 뽑습니다.",
        "한도액은 410억원입니다.",
        "남은 돈으로 할 수 없는 사업은 건너뛰고 다음 사업을 봅니다.",
        "동점이면 금액이 적은 사업이 먼저이고, 금액도 같으면 공개 추첨합니다.",
    ]


def test_asking_and_deciding_are_kept_apart() -> None:
    asked, decided = both(Draft(max_picks=2, ceiling=10**8, min_votes=1500, when_unaffordable=WhenUnaffordable.STOP))
    assert "1,500표 이상을 얻어야 합니다. 1,500표면 됩니다." in decided
    assert "남은 돈으로 할 수 없는 사업을 만나면 거기서 끝냅니다." in decided
    assert not set(asked) & set(decided)


def test_an_opinion_has_nothing_to_decide() -> None:
    asked, decided = both(kinds.OPINION)
    assert decided == []
    assert asked[0] == "의견을 짧은 글(30글자까지)로 적고, 같은 의견끼리 셉니다."
    assert not any("무효입니다" in sentence for sentence in asked)


def test_a_motion_is_decided_by_its_base_alone() -> None:
    asked, decided = both(kinds.MOTION)
    assert asked[0] == "찬성 · 반대 · 기권 가운데 하나를 고릅니다."
    assert decided == ["출석의 과반수가 ‘찬성’이면 통과합니다."]


def test_a_choice_without_a_motion_decides_nothing() -> None:
    _, decided = both(draft_from_definition(kinds.every_result()["choice"].definition))
    assert decided == []


def test_the_options_of_a_list_are_no_choices() -> None:
    assert draft_from_definition(kinds.every_result()["approval"].definition).choices is UNSET
    assert draft_from_definition(kinds.every_result()["passed"].definition).choices == ("찬성", "반대", "기권")


@pytest.mark.parametrize(
    ("draft", "told"),
    [
        (
            Draft(max_picks=4, marks=Marking(cost_limit=15 * 10**8)),
            "고른 사업의 금액을 더해 15억원을 넘을 수 없습니다.",
        ),
        (Draft(allows_blank=False), "아무것도 고르지 않은 투표지는 낼 수 없고, 있으면 무효입니다."),
        (
            Draft(max_picks=3, extra_steps=SelectionSteps(boundary=Boundary.REACH)),
            "한도를 넘게 하는 사업까지 뽑고 거기서 끝냅니다.",
        ),
        (
            Draft(max_picks=3, extra_steps=SelectionSteps(eliminate="1/5")),
            "순위가 낮은 사업부터 전체 금액의 20%만큼 뺍니다.",
        ),
    ],
)
def test_every_part_has_its_sentence(draft: Draft, told: str) -> None:
    asked, decided = both(draft)
    assert told in [sentence.replace("\u00a0", " ") for sentence in (*asked, *decided)]


def test_an_empty_default_is_not_shown() -> None:
    rule = find_shipped_rule_year("general-approval")
    (groups,) = [opening for opening in rule.open if opening.field == "question.groups"]
    assert text("rules.open.any_empty", title=groups.title) in rule_parameter_heading_and_sentences(rule)
