"""Every way a project may end has its few Korean words, made by the real rule from real counts."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.question.selection_steps import (
    AllocateBy,
    Allocation,
    Boundary,
    CostLimit,
    SelectionSteps,
    TieWay,
)
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.outcome_of_case import decide_case, make_case
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.ui.widgets.waterline_chart import make_waterline_bars
from sukui_desktop.wording.result import (
    first_not_chosen_sentence,
    last_chosen_sentence,
    marks_short_of_minimum,
    selection_summary_line,
    why_not_chosen_and_tie_note,
    why_not_chosen_note,
)
from tests.ui.widgets.test_waterline import BILLION, VOTES, definition, outcome_of

CODES = tuple(f"P{place}" for place in range(10))


def ruled(extra_steps: SelectionSteps, *, ceiling: int = 410, fields: bool = False) -> Definition:
    asked = definition(ceiling=ceiling)
    options = asked.question.options
    if fields:
        options = tuple(
            replace(option, field=("복지", "교통")[place % 2] if place < 8 else "문화")
            for place, option in enumerate(options)
        )
    return replace(
        asked, rule=replace(asked.rule, extra_steps=extra_steps), question=replace(asked.question, options=options)
    )


def decided(asked: Definition, withdrawn: tuple[str, ...] = (), lot: tuple[str, ...] = ()) -> Outcome:
    tally = Tally(votes=VOTES, ballots_cast=300, ballots_valid=300, ballots_blank=0, ballots_invalid=0)
    return decide_case(make_case(asked, tally, lot, withdrawn))


def notes(outcome: Outcome, asked: Definition) -> dict[str, str]:
    return {ranked.code: why_not_chosen_and_tie_note(ranked, asked) for ranked in outcome.ranking}


def test_a_withdrawn_project() -> None:
    asked = definition()
    assert notes(decided(asked, ("P0",)), asked)["P0"] == text("result.note.withdrawn")
    assert first_not_chosen_sentence(decided(asked, ("P0",)).ranking, asked) == (
        text("result.first_out.withdrawn", place=1, title="발달장애인 낮활동 확대", standing="231표", cost="98억원")
    )


def test_a_project_over_the_limit_of_one() -> None:
    asked = ruled(SelectionSteps(cost_limits=(CostLimit(below=90 * BILLION),)))
    assert notes(decided(asked), asked)["P0"] == text("result.note.over_cost_limit")


def test_the_lowest_by_money() -> None:
    asked = ruled(SelectionSteps(eliminate="1/5"), ceiling=10_000)
    assert notes(decided(asked), asked)["P9"] == text("result.note.eliminated", share="1/5")


def test_one_of_two_that_exclude_each_other() -> None:
    asked = ruled(SelectionSteps(exclusive=(("P0", "P1"),)))
    assert notes(decided(asked), asked)["P1"] == text("result.note.excluded")


def test_allocations_that_are_none_or_too_small() -> None:
    limits = (Allocation(name="복지", amount=170 * BILLION), Allocation(name="교통", amount=100 * BILLION))
    asked = ruled(SelectionSteps(allocate_by=AllocateBy.FIELD, allocations=limits), ceiling=0, fields=True)
    told = notes(decided(asked), asked)
    assert told["P9"] == text("result.note.no_allocation")
    assert told["P3"] == text("result.note.over_allocation", left="28억원", missing="26억원")


def test_below_a_share_of_the_ballots() -> None:
    asked = ruled(SelectionSteps(min_share="2/5"), ceiling=10_000)
    outcome = decided(asked)
    assert notes(outcome, asked)["P8"] == ""  # 120 of 300: equal is eligible
    assert notes(outcome, asked)["P9"] == text("result.note.below_share", share="2/5")
    assert first_not_chosen_sentence(outcome.ranking, asked).endswith(
        "최소 비율 40%에 미치지 못해 선정되지 못했습니다."
    )


def test_below_the_least_points() -> None:
    asked = definition(ceiling=10_000, min_votes=500)
    asked = replace(asked, question=replace(asked.question, method=Method.SCORE))
    points = (900, 800, 700, 650, 640, 630, 620, 610, 500, 480)
    tally = Tally(votes=VOTES, points=points, ballots_cast=300, ballots_valid=300, ballots_blank=0, ballots_invalid=0)
    outcome = decide_case(make_case(asked, tally))
    assert marks_short_of_minimum(outcome.ranking[9], asked) == 20
    assert why_not_chosen_and_tie_note(outcome.ranking[9], asked) == text(
        "result.note.below_points", least=500, missing=20
    )
    assert first_not_chosen_sentence(outcome.ranking, asked) == (
        text(
            "result.first_out.below_points",
            place=10,
            title="고독사 예방 거점",
            standing="480점 · 98명",
            cost="33억원",
            needed=500,
            missing=20,
        )
    )


def test_the_list_may_go_over_the_ceiling_where_the_rule_says_so() -> None:
    asked = ruled(SelectionSteps(boundary=Boundary.REACH), ceiling=100)
    outcome = decided(asked)
    assert selection_summary_line(outcome, asked) == text(
        "result.summary.over", ceiling="100억원", count=2, total="170억원", over="70억원"
    )
    assert "70억원 넘지만" in last_chosen_sentence(outcome.ranking, asked)
    assert first_not_chosen_sentence(outcome.ranking, asked).endswith(
        "은 앞선 사업에서 선정이 끝나 선정되지 못했습니다."
    )


def test_a_short_list_is_called_one() -> None:
    asked = ruled(SelectionSteps(shortlist="13/10"), ceiling=100)
    assert selection_summary_line(decided(asked), asked).startswith("짧은 목록의 한도 130억원 · ")


def test_an_order_of_the_chair() -> None:
    asked = replace(
        definition((10,) * 10), rule=replace(definition().rule, extra_steps=SelectionSteps(ties=(TieWay.CHAIR,)))
    )
    outcome = outcome_of(asked, (5,) * 10, CODES)
    assert notes(outcome, asked)["P0"].endswith("동점은 의장이 정한 순서")


@pytest.mark.parametrize("word", tuple(OutcomeKind))
def test_no_way_to_end_is_without_words(word: str) -> None:
    asked = ruled(SelectionSteps(eliminate="1/5"))
    ranked = replace(decided(asked).ranking[-1], outcome=word)
    assert bool(why_not_chosen_note(ranked, asked)) == (word not in (OutcomeKind.CHOSEN, OutcomeKind.COUNTED))


def test_bars_begin_where_the_chosen_before_ended_whatever_purse_paid() -> None:
    limits = (Allocation(name="복지", amount=170 * BILLION), Allocation(name="교통", amount=100 * BILLION))
    asked = ruled(SelectionSteps(allocate_by=AllocateBy.FIELD, allocations=limits), ceiling=0, fields=True)
    outcome = decided(asked)
    spent = 0
    for bar in make_waterline_bars(outcome, asked):
        assert bar.start == spent
        spent += bar.cost if bar.is_chosen else 0
    assert spent == outcome.total_cost
