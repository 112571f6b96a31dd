"""The apostrophe by which no cell of a table that we write can run as a formula, put before a text and taken off again.

Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

import re

_STARTS_FORMULA = re.compile(
    r"'*(?:[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[=+\-@＝＋－＠]|[\t\r\n\0])"
)
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?\Z|[+-]?[0-9]+(?:\.[0-9]+)?\Z")


def escape_formula(text: str) -> str:
    """Return `text` for a cell of a CSV or XLSX: with an apostrophe before it when a spreadsheet could run it.

    Plain numbers, also negative ones, are left as they are. `unescape_formula` reads it back as it was.
    """
    return f"'{text}" if _could_run_as_formula(text) else text


def unescape_formula(cell: str) -> str:
    """Return what a cell said before an apostrophe was put before it."""
    return cell[1:] if cell[:1] == "'" and _could_run_as_formula(cell[1:]) else cell


def _could_run_as_formula(text: str) -> bool:
    return _STARTS_FORMULA.match(text) is not None and _NUMBER.match(text) is None
