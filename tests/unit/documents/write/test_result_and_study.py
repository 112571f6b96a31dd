"""The result on paper: its figures are the outcome's, its bars have the outcome's sizes, nobody's name is on it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from sukui_desktop.documents.write.fonts_and_line_breaks import register_fonts, text_width
from sukui_desktop.documents.write.page_layout import lay_out_pages
from sukui_desktop.documents.write.page_marks import (
    BODY_WIDTH,
    BOTTOM_EDGE,
    LEFT_EDGE,
    RIGHT_EDGE,
    BoxMark,
    TextMark,
)
from sukui_desktop.documents.write.result_and_study import result_document, result_pdf
from sukui_desktop.documents.write.waterline_figure import waterline_marks
from sukui_desktop.domain.papers.document_blocks import Table, WaterlineFigure, WaterlineStripe, document_text
from sukui_desktop.domain.papers.public_result import public_result_fields, result_json_bytes
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from tests.builders import papers
from tests.unit.documents.write.pdf_reading import body_text, reader_of, squeezed, whole_text

SHEETS = [papers.small_result(), papers.big_result(), papers.extreme_result()]


def _ranking(sheet: ResultSheet) -> Table:
    table = result_document(sheet).blocks[-1]
    assert isinstance(table, Table)
    return table


@pytest.mark.parametrize("sheet", SHEETS)
def test_extracted_text_is_the_whole_document(sheet: ResultSheet, tmp_path: Path) -> None:
    path = tmp_path / "result.pdf"
    path.write_bytes(result_pdf(sheet))
    assert squeezed(body_text(reader_of(path.read_bytes()))) == squeezed(document_text(result_document(sheet)))


@pytest.mark.parametrize("sheet", SHEETS)
def test_rows_are_the_ranking(sheet: ResultSheet) -> None:
    rows = [row for row in _ranking(sheet).rows[:-1] if not row.is_banner]
    assert len(rows) == len(sheet.outcome.ranking)
    spent = 0
    unit = 1 if "백만" not in _ranking(sheet).unit else 1_000_000
    for row, ranked in zip(rows, sheet.outcome.ranking, strict=True):
        place, code, title, votes, _, cost, total, _ = row.cells
        assert (int(place), code, title) == (ranked.place, ranked.code, " ".join(ranked.title.split(" ")))
        assert int(votes.replace(",", "")) == ranked.votes
        assert int(cost.replace(",", "")) * unit == ranked.cost
        assert row.is_bold == (ranked.outcome == OutcomeKind.CHOSEN)
        if ranked.outcome == OutcomeKind.CHOSEN:
            spent += ranked.cost
            assert int(total.replace(",", "")) * unit == spent
    assert spent == sheet.outcome.total_cost


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_chosen_project_lies_under_the_waterline(sheet: ResultSheet) -> None:
    rows = _ranking(sheet).rows
    line = next(place for place, row in enumerate(rows) if row.is_banner)
    assert rows[line - 1].is_bold
    assert not any(row.is_bold for row in rows[line + 1 : -1])


@pytest.mark.parametrize("sheet", SHEETS)
def test_nothing_is_set_outside_the_page(sheet: ResultSheet) -> None:
    register_fonts()
    for leaf in lay_out_pages(result_document(sheet)):
        assert leaf.body
        for mark in (*leaf.body, *leaf.repeated):
            if isinstance(mark, TextMark):
                assert mark.x >= LEFT_EDGE - 0.1
                assert mark.x + text_width(mark.text, mark.font, mark.size) <= RIGHT_EDGE + 0.1
                assert mark.y <= BOTTOM_EDGE


def test_the_skyline_is_drawn_to_scale() -> None:
    skyline = WaterlineFigure(
        stripes=(
            WaterlineStripe(width=60, height=10, is_hatched=False),
            WaterlineStripe(width=50, height=5, is_hatched=True),
        ),
        ceiling=100,
        top="",
        line="",
        legend=(),
    )
    marks, height = waterline_marks(skyline, 0, 300, 1000)
    chosen, other = (mark for mark in marks if isinstance(mark, BoxMark))
    assert (chosen.x, round(chosen.width + 0.4)) == (0, 120)
    assert (other.x, round(other.width + 0.4)) == (200, 100)
    assert chosen.height == 2 * other.height
    assert chosen.y + chosen.height == other.y + other.height
    assert other.is_hatched
    assert not chosen.is_hatched
    assert waterline_marks(skyline, 0, BODY_WIDTH, 0)[1] < height


def test_nobody_voted_and_nothing_fits() -> None:
    asked = papers.definition(["가", "나"], [10, 20], ceiling=5)
    sheet = papers.result_sheet(asked, (0, 0), 0)
    text = document_text(result_document(sheet))
    assert "선정된 사업이 없습니다" in text
    assert "가운데 선정한 사업이 없어" in text
    assert "0건 0원" not in text


def test_a_lot_is_reported() -> None:
    asked = papers.definition(["가", "나", "다"], [10, 10, 20], ceiling=20)
    text = document_text(result_document(papers.result_sheet(asked, (4, 4, 1), 5)))
    assert "공개 추첨 순서: 가 → 나" in text
    assert "선정(추첨)" in text


def test_practice_is_marked_on_every_page(tmp_path: Path) -> None:
    path = tmp_path / "result.pdf"
    path.write_bytes(result_pdf(papers.small_result(is_practice=True)))
    assert all(page.extract_text().count("연습") >= 2 for page in reader_of(path.read_bytes()).pages)
    path.write_bytes(result_pdf(papers.small_result()))
    assert "연습" not in whole_text(reader_of(path.read_bytes()))


def test_equal_results_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        (tmp_path / name).write_bytes(result_pdf(papers.big_result()))
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_a_foreign_currency_is_not_called_won() -> None:
    asked = msgspec.structs.replace(papers.definition(["A", "B"], [1050, 2000], ceiling=2000), currency="PLN")
    text = document_text(result_document(papers.result_sheet(asked, (3, 2), 4)))
    assert "(단위: PLN)" in text
    assert "20.00 PLN" in text
    assert not re.search(r"\d원", text)


def test_result_json_is_read_back_as_it_was(tmp_path: Path) -> None:
    public = public_result_fields(papers.big_result())
    path = tmp_path / "result.json"
    path.write_bytes(result_json_bytes(public))
    assert json.loads(path.read_bytes()) == public
    assert path.read_bytes() == result_json_bytes(public)
    assert list(json.loads(path.read_bytes())["votes"]) == list(public["votes"])  # type: ignore[call-overload]
    assert "서울특별시" in path.read_text(encoding="utf-8")
