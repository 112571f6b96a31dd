"""What a list came to: ceiling, cost and rest add up, and each allocation says what it paid for."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sukui_desktop.documents.write.paper_tables import allocation_table, last_in_first_out_blocks
from sukui_desktop.domain.papers.document_blocks import Paragraph, Table
from sukui_desktop.domain.question.definition import Definition, Draft
from sukui_desktop.domain.question.selection_steps import AllocateBy, Allocation, SelectionSteps
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.wording.result import selection_summary_sentence
from tests.builders import kinds, papers


def decided(name: str) -> tuple[Definition, Outcome]:
    sheet = kinds.every_result()[name]
    return sheet.definition, sheet.outcome


def said(name: str) -> str:
    return selection_summary_sentence(*decided(name)).replace("\u00a0", " ")


def test_what_is_left_is_said_in_words_and_figures() -> None:
    definition, outcome = decided("approval")
    told = said("approval")
    assert told.startswith("한도액 30억원(3,000,000,000원) 가운데 ")
    assert f"({outcome.total_cost:,}원)을 선정하고" in told
    assert f"({outcome.ceiling - outcome.total_cost:,}원)이 남았습니다." in told
    assert "후보" not in told
    assert definition.rule.steps.shortlist == ""


def test_what_goes_over_is_said_as_over() -> None:
    definition, outcome = decided("short_list")
    told = said("short_list")
    assert outcome.total_cost > outcome.ceiling
    assert f"({outcome.total_cost - outcome.ceiling:,}원) 넘었습니다." in told
    assert "-" not in told
    assert "130%" in told
    assert definition.rule.steps.shortlist == "13/10"


def test_nothing_chosen_leaves_everything() -> None:
    definition, outcome = decided("approval")
    told = selection_summary_sentence(definition, replace(outcome, selected=(), total_cost=0))
    assert "선정한 사업이 없어 30억원" in told
    assert "0건" not in told


@pytest.mark.parametrize("name", ["approval", "score", "channels", "every_fate"])
def test_edges_are_two_sentences_and_no_more(name: str) -> None:
    blocks = list(last_in_first_out_blocks(*decided(name)))
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert len(texts) == len(blocks)
    assert texts[0].startswith("마지막 선정: ")
    assert texts[1].startswith("첫 미선정: ")
    assert len(texts) == 2 + bool(decided(name)[1].lot)


def test_an_order_is_called_by_who_made_it() -> None:
    definition, outcome = decided("foreign")
    assert outcome.lot
    texts = [block.text for block in last_in_first_out_blocks(definition, outcome) if isinstance(block, Paragraph)]
    titles = {ranked.code: ranked.title for ranked in outcome.ranking}
    order = " → ".join(titles[code] for code in outcome.lot)
    assert texts[-1] == f"공개 추첨 순서: {order}"
    steps = replace(definition.rule.steps, ties=("cost", "chair"))
    by_chair = replace(definition, rule=replace(definition.rule, extra_steps=steps))
    texts = [block.text for block in last_in_first_out_blocks(by_chair, outcome) if isinstance(block, Paragraph)]
    assert texts[-1] == f"의장이 정한 순서: {order}"


def test_allocations_say_what_they_paid_for() -> None:
    definition, outcome = decided("allocations")
    table = allocation_table(definition, outcome)
    *rows, total = table.rows
    assert [row.cells[0] for row in table.rows] == ["여성", "복지", "환경", "계"]
    assert {row.cells[1] for row in rows} == {"1,200"}
    unit = 1_000_000
    assert int(total.cells[2]) == len(outcome.selected)
    assert int(total.cells[3].replace(",", "")) * unit == outcome.total_cost
    figures = [[int(cell.replace(",", "")) for cell in row.cells[1:]] for row in table.rows]
    for amount, _, spent, left in figures[:-1]:
        assert left == max(0, amount - spent)
    assert [sum(column) for column in zip(*figures[:-1], strict=True)] == figures[-1]


def test_a_pool_is_explained_and_nothing_else_is() -> None:
    definition, outcome = decided("allocations")
    notes = [
        block
        for block in last_in_first_out_blocks(definition, outcome)
        if isinstance(block, Paragraph) and block.is_small
    ]
    assert len(notes) == 1
    steps = replace(definition.rule.steps, leftover="unspent")
    unspent = replace(definition, rule=replace(definition.rule, extra_steps=steps))
    blocks = list(last_in_first_out_blocks(unspent, outcome))
    assert isinstance(blocks[-1], Table)


@pytest.mark.parametrize(("by", "title"), [("field", "분야"), ("group", "묶음"), ("district", "자치구")])
def test_what_the_money_is_allocated_to_heads_its_column(by: AllocateBy, title: str) -> None:
    names = {"field": kinds.FIELDS[:2], "group": ("광역제안형", "광역협치형"), "district": ("관악구", "성북구")}[by]
    extra_steps = SelectionSteps(
        allocate_by=by, allocations=tuple(Allocation(name=name, amount=20 * kinds.EOK) for name in names)
    )
    sheet = kinds.make_result(
        kinds.define(Draft(max_picks=3, extra_steps=extra_steps), kinds.projects(8)), kinds.ballots(9, 8, 3)
    )
    table = allocation_table(sheet.definition, sheet.outcome)
    assert table.columns[0].title == title
    assert sum(int(row.cells[2]) for row in table.rows[:-1]) == len(sheet.outcome.selected) > 0


def test_a_short_list_has_more_in_every_allocation() -> None:
    extra_steps = SelectionSteps(
        allocate_by=AllocateBy.GROUP,
        allocations=(Allocation(name="광역제안형", amount=10 * kinds.EOK),),
        shortlist="13/10",
    )
    sheet = kinds.make_result(
        kinds.define(Draft(max_picks=3, extra_steps=extra_steps), kinds.projects(8)), kinds.ballots(9, 8, 3)
    )
    assert allocation_table(sheet.definition, sheet.outcome).rows[0].cells[1] == "1,300"


def test_a_long_lot_is_told_by_codes() -> None:
    """Fails where the titles of a hundred drawn projects fill a page with running text."""
    sheet = papers.big_result()
    codes = tuple(ranked.code for ranked in sheet.outcome.ranking)[:100]
    told = [
        block.text
        for block in last_in_first_out_blocks(sheet.definition, replace(sheet.outcome, lot=codes))
        if isinstance(block, Paragraph)
    ]
    assert any(" → ".join(codes) in line for line in told)
