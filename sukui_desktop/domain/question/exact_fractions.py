"""Exact shares: "9/20" or "1" as written in files, and percentages for reading."""

from __future__ import annotations

import re
from fractions import Fraction

_HUNDREDTHS = 10_000
_SHARE = re.compile(r"(0|[1-9][0-9]{0,17})(?:/([1-9][0-9]{0,17}))?")


def parse_exact_fraction(text: str) -> Fraction | None:
    """Return the share that "9/20" or "1" says; None for anything else ("0.45", "45%", "-1/2", "1/0")."""
    found = _SHARE.fullmatch(text)
    return Fraction(int(found[1]), int(found[2] or 1)) if found else None


def percent_words(share: str | Fraction) -> str:
    """Return a share as a percentage for reading: 45% where it is exactly that, else two decimals, half rounded up."""
    exact = Fraction(share) * 100
    if exact.denominator == 1:
        return f"{exact.numerator}%"
    hundredths = (Fraction(share) * _HUNDREDTHS + Fraction(1, 2)).__floor__()
    sign, whole = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    return f"{sign}{whole // 100}.{whole % 100:02}%"
