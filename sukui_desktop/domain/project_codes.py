"""Codes and titles of projects as two files may write them: zeros that a spreadsheet took away, spaces, letter case."""

from __future__ import annotations

import re
import unicodedata

from sukui_desktop.domain.text_cleaning_and_search import clean_text

_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_AS_FRACTION = re.compile(r"([0-9]+)\.0+")


def code_without_leading_zeros(code: str) -> str:
    """Return a code without the zeros before its figures, in one letter case: 001, 1, 1.0 and ００1 are alike, so are
    A-01 and a-1; 10 and 100 are not."""
    folded = "".join(unicodedata.normalize("NFKC", code).casefold().split())
    whole = _AS_FRACTION.fullmatch(folded)
    return _LEADING_ZEROS.sub("", whole.group(1) if whole else folded)


def comparable_title(title: str) -> str:
    """Return a title without spaces and letter case."""
    return clean_text(title).replace(" ", "").casefold()
