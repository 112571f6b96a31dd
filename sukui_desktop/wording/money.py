"""Amounts of money and shares in Korean words, and the unit of a table of amounts."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.money import format_money, words_of_won

_MILLION = 1_000_000
_NBSP = "\u00a0"


class MoneyColumn:
    """How one table writes its amounts: in 백만원 when every amount is a whole number of it, else in the currency."""

    def __init__(self, amounts: Iterable[int], currency: str) -> None:
        self._currency = currency
        self._is_millions = currency == "KRW" and all(amount % _MILLION == 0 for amount in amounts)

    @property
    def unit_words(self) -> str:
        """Return the words for above the table, such as (단위: 백만원)."""
        if self._is_millions:
            return text("documents.unit_millions")
        if self._currency == "KRW":
            return text("documents.unit_won")
        return text("documents.unit_other", currency=self._currency)

    def amount_words(self, amount: int) -> str:
        """Return an amount without its unit."""
        if self._is_millions:
            return f"{amount // _MILLION:,}"
        return format_money(amount, self._currency).removesuffix("원").removesuffix(f" {self._currency}")


def money_words(amount: int, currency: str = "KRW") -> str:
    """Return an amount as people say it: 462억 8천만원, with no-break spaces; other currencies in figures."""
    return words_of_won(amount) if currency == "KRW" else format_money(amount, currency)


def money_words_and_figures(amount: int, currency: str) -> str:
    """Return an amount in words and figures, without a space to break at: 3억 2천만원(320,000,000원)."""
    words, figures = money_words(amount, currency), format_money(amount, currency)
    return f"{words}({figures})" if words != figures else figures.replace(" ", _NBSP)


def share_words(share: str) -> str:
    """Return a share such as 9/20 as people say it: 45%, and 1/3 where it is no whole percentage."""
    exact = Fraction(share) * 100
    return f"{exact.numerator}%" if exact.denominator == 1 else share
