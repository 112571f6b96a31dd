"""The table of projects: the columns of its kind, the waterline in its place, a note under its own row."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from sukui_desktop.documents.write.paper_tables import outcome_cell, ranking_table, selected_table, waterline_row
from sukui_desktop.domain.papers.document_blocks import Table, TableRow
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.wording.result import ranking_score_of_project
from tests.builders import kinds

LISTS = [name for name, sheet in kinds.every_result().items() if sheet.outcome.ceiling]


def sheet_of(name: str) -> ResultSheet:
    return kinds.every_result()[name]


def table_of(name: str) -> Table:
    sheet = sheet_of(name)
    return ranking_table(sheet.outcome, sheet.definition, sheet.tally)


def project_rows(table: Table) -> list[TableRow]:
    """Return the rows of projects, without the line and the totals."""
    return [row for row in table.rows[:-1] if not row.is_banner]


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("approval", "순위 사업코드 사업명 득표 득표율 사업비 선정누계 결과"),
        ("score", "순위 사업코드 사업명 득표 점수 사업비 선정누계 결과"),
        ("ranking", "순위 사업코드 사업명 득표 점수 사업비 선정누계 결과"),
        ("channels", "순위 사업코드 사업명 득표 합산 사업비 선정누계 결과"),
    ],
)
def test_what_projects_are_ranked_by_stands_beside_the_votes(name: str, titles: str) -> None:
    assert [column.title.replace(" ", "") for column in table_of(name).columns] == titles.split()


@pytest.mark.parametrize("name", LISTS)
def test_the_last_row_adds_up_the_projects(name: str) -> None:
    sheet, table = sheet_of(name), table_of(name)
    titles = [column.title for column in table.columns]
    totals = dict(zip(titles, table.rows[-1].cells, strict=True))
    assert totals["순위"] == "계"
    assert totals["득표"] == f"{sum(ranked.votes for ranked in sheet.outcome.ranking):,}"
    assert totals["결과"] == f"선정 {len(sheet.outcome.selected):,}건"
    place = titles.index("사업비")
    costs = [Fraction(row.cells[place].replace(",", "")) for row in project_rows(table)]
    assert Fraction(totals["사업비"].replace(",", "")) == sum(costs)


def test_a_rate_is_a_share_of_the_valid_ballots() -> None:
    sheet = sheet_of("approval")
    for row, ranked in zip(project_rows(table_of("approval")), sheet.outcome.ranking, strict=True):
        told = Fraction(row.cells[4].removesuffix("%"))
        assert abs(told - Fraction(ranked.votes * 100, sheet.tally.ballots_valid)) <= Fraction(1, 200)


@pytest.mark.parametrize("name", LISTS)
def test_the_list_alone_has_the_chosen_in_order_and_what_they_cost(name: str) -> None:
    sheet = sheet_of(name)
    rows = selected_table(sheet.outcome, sheet.definition, sheet.tally).rows
    chosen = [ranked for ranked in sheet.outcome.ranking if ranked.code in sheet.outcome.selected]
    assert [row.cells[1] for row in rows[:-1]] == [ranked.code for ranked in chosen]
    assert rows[-1].cells[:3] == ("계", "", f"사업 {len(chosen):,}건")


@pytest.mark.parametrize("name", LISTS)
def test_the_line_lies_under_the_last_one_chosen(name: str) -> None:
    rows = table_of(name).rows[:-1]
    line = next(place for place, row in enumerate(rows) if row.is_banner)
    assert not any(row.is_bold for row in rows[line + 1 :])
    assert line == 0 or rows[line - 1].is_bold


@pytest.mark.parametrize("name", LISTS)
def test_the_running_sum_ends_at_the_cost_of_the_list(name: str) -> None:
    table = table_of(name)
    sums = [row.cells[-2] for row in project_rows(table) if row.cells[-2]] or ["0"]
    assert table.rows[-1].cells[-2] == sums[-1]
    last = Fraction(sums[-1].replace(",", ""))
    unit = 1_000_000 if "백만" in table.unit else Fraction(100) if "PLN" in table.unit else 1
    assert last * unit == sheet_of(name).outcome.total_cost


def test_points_are_those_of_the_count() -> None:
    sheet = sheet_of("ranking")
    points = dict(zip((option.code for option in sheet.definition.question.options), sheet.tally.points, strict=True))  # type: ignore[arg-type]
    rows = [row.cells for row in project_rows(table_of("ranking"))]
    assert {cells[1]: int(cells[4].replace(",", "")) for cells in rows} == points


def test_a_share_is_read_as_a_percentage() -> None:
    sheet = sheet_of("channels")
    rows = [row.cells for row in project_rows(table_of("channels"))]
    for cells, ranked in zip(rows, sheet.outcome.ranking, strict=True):
        told = Fraction(cells[4].removesuffix("%"))
        assert abs(told - ranking_score_of_project(ranked) * 100) <= Fraction(1, 200)


def test_a_note_belongs_to_its_own_row() -> None:
    sheet = sheet_of("approval")
    table = ranking_table(sheet.outcome, sheet.definition, sheet.tally, notes={"P004": "까닭"})
    assert {row.cells[1]: row.note for row in table.rows if row.note} == {"P004": "까닭"}


def test_what_put_equals_in_order_is_said() -> None:
    """Fails on 0.6.0, whose minutes had sixteen projects of one score in places 11 to 26 without a word."""
    sheet = sheet_of("approval")
    ranked, definition = sheet.outcome.ranking[0], sheet.definition
    told = {tie: outcome_cell(replace(ranked, tie=tie), definition) for tie in ("", "cost", "lot", "chair", "equal")}
    lots = {"lot": "선정(추첨)", "chair": "선정(의장 결정)"}
    assert told == {"": "선정", "cost": "선정(동점, 금액순)", "equal": "선정(동점)", **lots}


def test_the_line_says_what_is_left_what_is_over_or_that_nothing_is_chosen() -> None:
    outcome = sheet_of("approval").outcome
    left, over, none = (
        waterline_row(replace(outcome, ceiling=3 * kinds.EOK, selected=selected, total_cost=total), "KRW").cells[0]
        for selected, total in ((("P000",), 2 * kinds.EOK), (("P000",), 4 * kinds.EOK), ((), 0))
    )
    assert left.startswith("한도액 3억원 · 선정 1건 2억원 · 잔액 1억원")
    assert over.startswith("한도액 3억원 · 선정 1건 4억원 · 초과 1억원")
    assert none == "한도액 3억원 · 선정된 사업이 없습니다"
