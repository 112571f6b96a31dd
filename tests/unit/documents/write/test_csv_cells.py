"""What we export is never run by a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.documents.formula_escaping import escape_formula, unescape_formula
from sukui_desktop.documents.read.people import read_people
from sukui_desktop.services.file_reading_and_saving import read_file


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x","누르세요")',
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)",
        "\t=1+1",
        "\r=1+1",
        " =1+1",
        "\u200b=1+1",
        "\ufeff=1+1",
        "＝1+1",
        "＠SUM(A1)",
        "\tx",
        "-",
        "+82-10-1234-5678",
        "-1-1",
    ],
)
def test_what_a_spreadsheet_might_run_is_marked_as_text(text: str) -> None:
    assert escape_formula(text) == "'" + text
    assert unescape_formula(escape_formula(text)) == text


@pytest.mark.parametrize(
    "text", ["", "'", "'5", "홍길동", "1", "-5", "+3", "-1,234,567.50", "12.5", "나무 = 숲", "a@b.kr", "'x", "😀"]
)
def test_harmless_text_and_numbers_are_left_alone(text: str) -> None:
    assert escape_formula(text) == text
    assert unescape_formula(text) == text


@given(st.text(max_size=6) | st.text("'=-+@ 1\t", max_size=6))
def test_every_text_comes_back(text: str) -> None:
    # Fails where '=x was left alone: it came back as =x.
    assert unescape_formula(escape_formula(text)) == text


def test_a_formula_taken_in_with_a_roster_goes_out_as_text(tmp_path: Path) -> None:
    path = tmp_path / "명부.csv"
    path.write_text("번호,성명\n1,=A1+홍\n2,@SUM(A1)\n3,-3+cmd\n", encoding="utf-8")
    out = io.StringIO()
    csv.writer(out).writerows([escape_formula(person.name)] for person in read_people(read_file(path)).drafts)
    assert out.getvalue().splitlines() == ["'=A1+홍", "'@SUM(A1)", "'-3+cmd"]
