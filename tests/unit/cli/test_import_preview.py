"""`sukui preview`: exactly the keys that other programs rely on, and an exit code that says whether to look."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sukui_desktop.cli.main import run_command
from sukui_desktop.services.opened_meeting import Context
from tests.builders.workbooks import Rows, workbook

KEYS = {"sheet", "unit", "rows", "sum", "file_total", "problems", "questions", "not_read"}
HEAD = ["사업번호", "사업명", "사업비(천원)"]
LIST: list[list[object]] = [[*HEAD, "비고"], ["P1", "산책로", 850, ""], ["P2", "안부전화", 120, "계속"]]


def _no_context() -> Context:
    raise AssertionError("a preview needs no store")


def preview(
    capsys: pytest.CaptureFixture[str], folder: Path, kind: str, rows: Rows, *options: str, name: str = "목록.xlsx"
) -> tuple[int, dict[str, Any]]:
    path = folder / name
    path.write_bytes(workbook(rows).content)
    code = run_command(["preview", kind, str(path), "--json", *options], _no_context)
    document = json.loads(capsys.readouterr().out)
    assert set(document) == KEYS
    return code, document


def test_a_list_that_comes_in_without_a_question(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, document = preview(capsys, tmp_path, "projects", [*LIST, ["합계", "", 970, ""]])
    assert code == 0
    assert document["rows"] == [
        {"row": 2, "code": "P1", "title": "산책로", "cost": 850_000},
        {"row": 3, "code": "P2", "title": "안부전화", "cost": 120_000},
    ]
    assert (document["sheet"], document["unit"]) == ("시트1", 1000)
    assert (document["sum"], document["file_total"]) == (970_000, 970_000)
    assert document["problems"] == document["questions"] == []
    assert [part["what"] for part in document["not_read"]] == ["row", "column"]


def test_a_refused_row_or_a_question_ends_with_three(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, document = preview(capsys, tmp_path, "projects", [*LIST, ["P3", "숲", "약 3억", ""]])
    assert (code, document["problems"]) == (
        3,
        [{"row": 4, "column": "사업비(천원)", "value": "약 3억", "reason": "money_unreadable"}],
    )
    odd: list[list[object]] = [["사업번호", "사업명", "사업비(안)"], ["P1", "산책로", 850]]
    code, document = preview(capsys, tmp_path, "projects", odd)
    assert (code, [question["reason"] for question in document["questions"]]) == (3, ["unit_unknown"])
    assert document["rows"] == []
    code, document = preview(capsys, tmp_path, "projects", odd, "--unit", "백만원")
    assert (code, [row["cost"] for row in document["rows"]]) == (0, [850_000_000])


def test_a_column_is_chosen_by_its_letters(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows: list[list[object]] = [["사업번호", "사업명", "예산(천원)", "예산(천원)"], ["P1", "산책로", 850, 900]]
    assert preview(capsys, tmp_path, "projects", rows)[0] == 3
    code, document = preview(capsys, tmp_path, "projects", rows, "--column", "cost=D")
    assert (code, [row["cost"] for row in document["rows"]]) == (0, [900_000])


def test_a_roster_and_a_channel(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    roster: list[list[object]] = [["번호", "성명", "연락처"], ["001", "홍길동", "010-1234-5678"]]
    code, document = preview(capsys, tmp_path, "roster", roster)
    assert (code, document["sum"]) == (0, None)
    person = document["rows"][0]
    assert (person["row"], person["number"], person["name"], person["phone_last4"]) == (2, "001", "홍길동", "5678")
    channel: list[list[object]] = [["사업번호", "사업명", "득표수"], ["P1", "산책로", 10], ["합계", "", 10]]
    code, document = preview(capsys, tmp_path, "channel", channel)
    assert (code, document["rows"]) == (0, [{"row": 2, "code": "P1", "title": "산책로", "votes": 10, "points": None}])
    assert (document["sum"], document["file_total"]) == (10, 10)


def test_a_file_that_cannot_be_read_is_said_in_the_same_shape(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "내려받기.xls"
    path.write_bytes(b"<html><table></table></html>")
    assert run_command(["preview", "projects", str(path), "--json"], _no_context) == 3
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert set(document) == KEYS
    assert [problem["reason"] for problem in document["problems"]] == ["input_is_html"]
    assert "웹 페이지" in printed.err


def test_people_read_the_same_as_lines(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "목록.xlsx"
    path.write_bytes(workbook(LIST).content)
    assert run_command(["preview", "projects", str(path)], _no_context) == 0
    lines = capsys.readouterr().out
    assert "천원" in lines
    assert "970,000원" in lines
