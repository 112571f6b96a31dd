"""Codes from which a spreadsheet took the zeros are asked about, and get them back when people say so."""

from __future__ import annotations

import pytest

from sukui_desktop.documents.read.projects import read_projects
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.file_import import ImportChoices
from tests.builders.workbooks import workbook


def _list(*codes: object) -> SourceFile:
    rows: list[list[object]] = [["사업코드", "사업명", "사업비(원)"]]
    rows += [[code, f"동네 쉼터 {place}", (place + 10) * 1_000_000] for place, code in enumerate(codes)]
    return workbook(rows)


@pytest.mark.parametrize(
    ("codes", "lost", "filled"),
    [
        (("001", "002", 3, "004", 5), (4, 6), ("001", "002", "003", "004", "005")),
        (("0001", 2, 30), (3, 4), ("0001", "0002", "0030")),
        (("001", "002", "003"), (), ("001", "002", "003")),
        ((1, 2, 30), (), ("1", "2", "30")),
        (("001", 1234), (), ("001", "1234")),
        (("A01", "A2", "010"), (), ("A01", "A2", "010")),
    ],
)
def test_zeros_lost_from_some_codes_of_a_list(
    codes: tuple[object, ...], lost: tuple[int, ...], filled: tuple[str, ...]
) -> None:
    """Fails on 0.6.1: 001, 002, 3 came in as three kinds of number without a word."""
    reading = read_projects(_list(*codes))
    asked = {question.reason_code: question.rows for question in reading.questions}
    assert asked.get("codes_zeros_lost", ()) == lost
    assert tuple(draft.code for draft in reading.drafts) == tuple(map(str, codes))
    again = read_projects(_list(*codes), choices=ImportChoices(fills_zeros=True))
    assert tuple(draft.code for draft in again.drafts) == filled
    assert "codes_zeros_lost" not in {question.reason_code for question in again.questions}


def test_codes_that_zeros_alone_tell_apart_are_asked_about_and_never_made_one() -> None:
    reading = read_projects(_list("001", "1", "02", 2), choices=ImportChoices(fills_zeros=True))
    asked = {question.reason_code: question.rows for question in reading.questions}
    assert asked["codes_alike"] == (2, 3, 4, 5)
    assert len({draft.code for draft in reading.drafts}) == 4
