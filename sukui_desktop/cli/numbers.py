"""Numbers as a JSON document of the command line holds them: exact, never a float."""

from __future__ import annotations

from fractions import Fraction

from sukui_desktop.domain.money import decimal_money


def plain_number(score: int | Fraction) -> int | str:
    """Return a whole number as it is and any other as "n/d"."""
    exact = Fraction(score)
    return exact.numerator if exact.denominator == 1 else f"{exact.numerator}/{exact.denominator}"


def plain_amount(amount: int, currency: str) -> int | str:
    """Return whole units of the currency as a number, an amount with a part of one as "12.5"."""
    written = decimal_money(amount, currency)
    return int(written) if written.isdigit() else written
