"""Number formats of a workbook: what a cell shows of the number it holds."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from sukui_desktop.domain.written_money_units import parse_money_unit

_BUILT_IN = {9: "0%", 10: "0.00%"} | dict.fromkeys(
    (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "yyyy"
)
"""Formats that a workbook names by number alone and that change what is read; days need no more than their kind."""
_IN_BRACKETS = re.compile(r"\[(?:\$([^\]\-]*)[^\]]*|[^\]]*)\]")
_PIECE = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|([0#?.,]+)|(%)|(.)', re.DOTALL)
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)


_SIGNS = ("₩", "￦", "\\")
"""A sign of money says the currency and nothing of thousands."""


class NumberFormat(msgspec.Struct, frozen=True):
    """What a format does to a number before people see it."""

    is_date: bool = False
    scale: int = 1
    """1000 for `#,##0,`: the cell shows a thousandth of what it holds."""
    zeros: int = 0
    """Least number of figures before the point, 0 for the usual."""
    mask: str = ""
    """Digits with other letters between them, as in 000-0000-0000; '' without."""
    unit: str = ""
    """A unit of money that the format writes behind or before the number, as in `#,##0"천원"`."""
    is_percent: bool = False


PLAIN = NumberFormat()


def parse_number_format(code: str) -> NumberFormat:
    """Return what the first section of a format code does."""
    section = _first_format_section(code)
    if section.lower() in ("general", "@", ""):
        return PLAIN
    bare = _IN_BRACKETS.sub("", section)
    if _DATE_LETTERS.search(re.sub(r'"[^"]*"|\\.|_.|\*.', "", bare)) and "0" not in bare.split(".")[0]:
        return NumberFormat(is_date=True)
    literal, digits, mask, is_percent = "", "", "", False
    for quoted, escaped, placeholders, percent, other in _PIECE.findall(_IN_BRACKETS.sub(r"\1", section)):
        if placeholders:
            digits += placeholders
            mask += re.sub(r"[^0#?]", "", placeholders)
        else:
            letters = quoted or escaped or other
            literal += letters
            is_percent |= bool(percent)
            mask += letters if letters in ("-", ".", " ", "/", ")") and digits else ""
    whole = digits.partition(".")[0].rstrip(",") if "." in digits else digits.rstrip(",")
    scale = 1000 ** _trailing_commas(digits)
    is_masked = "-" in mask.strip("-") and "," not in digits and "." not in digits
    zeros = whole.count("0") if "," not in whole and whole.count("0") > 1 else 0
    unit = literal.strip() if parse_money_unit(literal) is not None and literal.strip() not in _SIGNS else ""
    return NumberFormat(
        scale=scale, zeros=zeros, mask=mask.strip() if is_masked else "", unit=unit, is_percent=is_percent
    )


def built_in_number_format(number: int) -> NumberFormat:
    """Return the format that a workbook names by `number` alone."""
    return parse_number_format(_BUILT_IN.get(number, ""))


def number_as_cell_shows_it(number: str, form: NumberFormat) -> str:
    """Return a number, written plainly, as `form` shows it, without commas and never rounded."""
    if form.is_percent:
        return f"{_decimal_without_trailing_zeros(Decimal(number) * 100)}%"
    shown = _decimal_without_trailing_zeros(Decimal(number) / form.scale) if form.scale > 1 else number
    if shown.isdigit():
        if form.mask:
            shown = _fill_number_mask(shown, form.mask)
        elif form.zeros:
            shown = shown.zfill(form.zeros)
    return shown + form.unit


def _decimal_without_trailing_zeros(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fill_number_mask(digits: str, mask: str) -> str:
    """Lay digits into a mask from the right; what is left over stands before it."""
    left, out = list(digits), ""
    for letter in reversed(mask):
        if letter not in "0#?":
            out = letter + out
        elif left:
            out = left.pop() + out
        elif letter == "0":
            out = "0" + out
    return "".join(left) + out.lstrip("-. /")


def _trailing_commas(digits: str) -> int:
    whole, point, part = digits.partition(".")
    tail = part if point and part.endswith(",") else whole
    return len(tail) - len(tail.rstrip(","))


def _first_format_section(code: str) -> str:
    section, is_quoted = "", False
    for place, letter in enumerate(code):
        is_quoted ^= letter == '"'
        if letter == ";" and not is_quoted and not code[:place].endswith("\\"):
            break
        section += letter
    return section
