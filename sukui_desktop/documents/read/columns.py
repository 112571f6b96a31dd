"""Columns of a sheet: which heading means which field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

import msgspec

from sukui_desktop.assets.resources import read_resource
from sukui_desktop.documents.read.text_sheet import SheetRow, TextSheet
from sukui_desktop.domain.text import clean_text

Subject = Literal["projects", "people"]

_HEADER_WITHIN = 30
"""The header is in one of the first rows; above it are titles and dates."""
_BRACKETS = re.compile(r"[(\[（［<].*?[)\]）］>]")
_UNIT = re.compile(r"[(\[（［<]\s*(?:단위\s*[:：]?)?\s*([^()\[\]（）:：,]+?)\s*[)\]）］>]")
_UNIT_ABOVE = re.compile(r"단위\s*[:：]?\s*([가-힣]+)")


class Columns(msgspec.Struct, frozen=True):
    """The columns of a sheet by field."""

    header_row: int
    """Number of the header's row, 0 when none was found."""
    places: Mapping[str, int]
    """Field -> index of its cell from 0."""
    headers: Mapping[str, str]
    """Field -> header as written."""
    width: int
    """How many cells a row has."""
    cost_unit: int
    """What a bare amount counts in: 1000 under 사업비(천원)."""
    missing: tuple[str, ...]
    """Required fields that no header names."""


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    tree: dict[str, dict[str, list[str]]] = tomllib.loads(read_resource("templates/columns.toml").decode("utf-8"))
    return tree


@cache
def total_words() -> frozenset[str]:
    """Return the words that head a row of sums, which is no project and no person."""
    return frozenset(_names()["totals"]["words"])


@cache
def _units() -> dict[str, int]:
    tree: dict[str, dict[str, int]] = tomllib.loads(read_resource("templates/columns.toml").decode("utf-8"))
    return tree["units"]


def find_columns(sheet: TextSheet, subject: Subject) -> Columns:
    """Find the header among the first rows: the first one that names every required field, else the one that names
    most of them."""
    best = Columns(0, {}, {}, 0, 1, tuple(_names()["required"][subject]))
    for row in sheet.rows[:_HEADER_WITHIN]:
        columns = _columns_of(row, subject)
        if columns.places and len(columns.missing) < len(best.missing):
            best = columns
    if "cost" in best.headers and _unit_in(best.headers["cost"]) is None:
        return msgspec.structs.replace(best, cost_unit=_unit_above(sheet, best.header_row))
    return best


def field_names(section: str) -> dict[str, list[str]]:
    """Return the fields of one section of columns.toml, each with the headings by which it is known."""
    return _names()[section]


def match_headings(written: Sequence[str], known: Mapping[str, list[str]]) -> dict[str, int]:
    """Return for each field that some heading names the index of that heading; no heading serves two fields."""
    plain = [plain_heading(header) for header in written]
    places: dict[str, int] = {}
    for field, synonyms in known.items():
        place = _first_place(plain, [plain_heading(name) for name in synonyms], set(places.values()))
        if place is not None:
            places[field] = place
    return places


def _columns_of(row: SheetRow, subject: Subject) -> Columns:
    written = [clean_text(cell) for cell in row.cells]
    places = match_headings(written, _names()[subject])
    headers = {field: written[place] for field, place in places.items()}
    missing = tuple(field for field in _names()["required"][subject] if field not in places)
    width = max((place + 1 for place, header in enumerate(written) if header), default=0)
    unit = _unit_in(headers.get("cost", "")) or 1
    return Columns(row.number, places, headers, width, unit, missing)


def _first_place(plain: list[str], synonyms: list[str], taken: set[int]) -> int | None:
    for name in synonyms:
        for place, header in enumerate(plain):
            if header == name and place not in taken:
                return place
    return None


def plain_heading(header: str) -> str:
    """Return a header for comparing: without brackets, blanks, stars, underscores, in lower case."""
    return re.sub(r"[\s*_※·]", "", _BRACKETS.sub("", header)).lower()


def _unit_in(header: str) -> int | None:
    found = _UNIT.search(header)
    return _units().get(found.group(1).replace(" ", "")) if found else None


def _unit_above(sheet: TextSheet, header_row: int) -> int:
    """Return the unit that a line above the table names, as in (단위: 천원); 1 when there is none."""
    for row in sheet.rows[: header_row - 1]:
        for cell in row.cells:
            if found := _UNIT_ABOVE.search(clean_text(cell)):
                return _units().get(found.group(1), 1)
    return 1
