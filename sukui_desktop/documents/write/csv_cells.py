"""Text that stays text in a spreadsheet: without it a name beginning with = would run as a formula on the city's PC.

Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

import re

_STARTS_FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[=+\-@＝＋－＠]|[\t\r\n\0]")
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?\Z|[+-]?[0-9]+(?:\.[0-9]+)?\Z")


def safe_cell(text: str) -> str:
    """Return `text` for a cell of a CSV or XLSX: with an apostrophe before it when a spreadsheet could run it.

    Plain numbers, also negative ones, are left as they are.
    """
    if _NUMBER.match(text) or not _STARTS_FORMULA.match(text):
        return text
    return f"'{text}"
