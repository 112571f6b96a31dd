"""How close and what other rules say, on paper: advice that is called advice."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.paper_tables import money_column_of_poll, other_rules_table, study_blocks
from sukui_desktop.domain.advice.rule_comparison import Comparison
from sukui_desktop.domain.papers.document_blocks import Paragraph, Table
from sukui_desktop.domain.papers.result_sheet import Study
from tests.builders import kinds, papers


def study_of(name: str) -> Study:
    study = kinds.every_result()[name].study
    assert study
    return study


def compared(rule: str, selected: tuple[str, ...], official: tuple[str, ...]) -> Comparison:
    return Comparison(
        rule=rule,
        selected=selected,
        in_common=tuple(code for code in official if code in selected),
        only_here=tuple(code for code in selected if code not in official),
        only_there=tuple(code for code in official if code not in selected),
        cost=200_000_000,
    )


def test_rules_are_named_and_their_differences_listed() -> None:
    asked = papers.definition(["쉼터", "쉼터", "공원"], [100_000_000] * 3)
    mine = ("P001", "P002")
    told = Study(
        is_counted_alike=True,
        agreement=(compared("greedy", mine, mine), compared("phragmen", ("P003", "P001"), mine)),
    )
    table = other_rules_table(told, asked)
    assert [row.cells for row in table.rows] == [
        ("득표순, 못 드는 사업은 건너뜀", "2건", "없음", "없음", "200"),
        (text("study.rule.phragmen"), "1건", "공원", "쉼터 (P002)", "200"),
    ]
    assert table.unit == "(단위: 백만원)"


def test_one_amount_that_is_no_whole_million_puts_every_table_in_won() -> None:
    """Fails where one table of a paper is in 백만원 and the next in 원 (F24)."""
    asked = papers.definition(["쉼터", "공원"], [100_000_000, 100_000_001])
    told = Study(is_counted_alike=True, agreement=(compared("greedy", ("P001",), ("P001",)),))
    table = other_rules_table(told, asked)
    assert (table.unit, table.rows[0].cells[-1]) == ("(단위: 원)", "200,000,000")
    assert money_column_of_poll(asked).unit_words == table.unit


def test_every_rule_of_the_comparison_has_a_name_of_its_own() -> None:
    table = other_rules_table(study_of("approval"), kinds.every_result()["approval"].definition)
    assert len({row.cells[0] for row in table.rows}) == 4


@pytest.mark.parametrize("name", ["approval", "ranking", "many", "short_list"])
def test_what_is_common_and_what_is_not_make_the_two_lists(name: str) -> None:
    study, sheet = study_of(name), kinds.every_result()[name]
    outcome = sheet.outcome
    for row, each in zip(other_rules_table(study, sheet.definition).rows, study.agreement, strict=True):
        common = int(row.cells[1].removesuffix("건").replace(",", ""))
        here, there = ([] if cell == "없음" else cell.split("\n") for cell in row.cells[2:4])
        assert common + len(here) == len(each.selected)
        assert common + len(there) == len(outcome.selected)


def test_advice_is_called_advice_before_it_is_given() -> None:
    sheet = kinds.every_result()["approval"]
    blocks = list(study_blocks(study_of("approval"), sheet.outcome, sheet.definition))
    kinds_of_blocks = [type(block) for block in blocks]
    assert kinds_of_blocks == [Paragraph, Paragraph, Paragraph, Paragraph, Table, Paragraph, Table]
    notes = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert notes[1] == study_of("approval").closeness
    assert "결과를 바꾸지 않습니다" in notes[3]


def test_every_project_has_its_reason_in_the_study() -> None:
    sheet = kinds.every_result()["approval"]
    table = list(study_blocks(study_of("approval"), sheet.outcome, sheet.definition))[-1]
    assert isinstance(table, Table)
    assert [row.cells[2] for row in table.rows] == list(study_of("approval").explanations.values())


def test_channels_bring_the_lists_without_them() -> None:
    sheet = kinds.every_result()["channels"]
    blocks = list(study_blocks(study_of("channels"), sheet.outcome, sheet.definition))
    table = next(block for block in blocks if isinstance(block, Table))
    assert [row.cells[0] for row in table.rows] == ["참여예산위원", "엠보팅(온라인 시민투표)", "시민 여론조사"]
    for row, codes in zip(table.rows, study_of("channels").without.values(), strict=True):
        assert row.cells[1] == f"{len(codes)}건"


@pytest.mark.parametrize(
    ("name", "has"), [("approval", True), ("passed", True), ("too_few", True), ("choice", False), ("opinions", False)]
)
def test_a_section_of_its_own_only_where_there_is_something_to_say(name: str, has: bool) -> None:
    sheet = kinds.every_result()[name]
    assert bool(list(study_blocks(study_of(name), sheet.outcome, sheet.definition))) == has


def test_without_a_ledger_there_is_no_table_of_channels() -> None:
    sheet = kinds.every_result()["approval"]
    odd = replace(study_of("approval"), without={"a": ("P000",)}, agreement=(), explanations={})
    assert [type(block) for block in study_blocks(odd, sheet.outcome, sheet.definition)] == [Paragraph, Paragraph]
