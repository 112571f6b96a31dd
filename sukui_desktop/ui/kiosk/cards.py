"""What a card of the ballot says: worked out once for each poll, so that painting 600 cards stays quick."""

from __future__ import annotations

import msgspec

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.money import format_money, words_of_won
from sukui_desktop.domain.question.definition import Definition, Option
from sukui_desktop.domain.text import initials

_NBSP = "\u00a0"


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one option; `index` is its place on the ballot."""

    index: int
    code: str
    title: str
    line: str
    """Field and cost in words and figures."""
    cost: str
    group: str
    summary: str
    letters: str
    """The title for searching: lower case, no spaces."""
    initials: str
    """초성 of the title, for searching."""


def make_cards(definition: Definition) -> tuple[Card, ...]:
    """Return one card an option, in the order of the ballot."""
    return tuple(_card(index, option, definition.currency) for index, option in enumerate(definition.question.options))


def find_cards(cards: tuple[Card, ...], query: str) -> tuple[int, ...]:
    """Return the places of the cards whose title, its 초성 or code hold `query`, in the order of the ballot."""
    wanted = _fold(query)
    return tuple(
        card.index for card in cards if wanted in card.letters or wanted in card.initials or wanted in _fold(card.code)
    )


def tell_cost(cost: int, currency: str) -> str:
    """Return a cost in words and figures, which never part at a line's end: 3억 2천만원 (320,000,000원)."""
    figures = format_money(cost, currency)
    if currency != "KRW":
        return figures.replace(" ", _NBSP)
    return f"{words_of_won(cost)}{_NBSP}({figures})"


def _fold(value: str) -> str:
    return value.replace(" ", "").lower()


def _card(index: int, option: Option, currency: str) -> Card:
    # A choice such as 찬성 costs nothing; a project whose cost nobody wrote down has no line either.
    cost = tell_cost(option.cost, currency) if option.cost else ""
    line = text("kiosk.card.line", field=option.field, cost=cost) if option.field and cost else option.field or cost
    return Card(
        index=index,
        code=option.code,
        title=option.title,
        line=line,
        cost=cost,
        group=option.group,
        summary=option.summary,
        letters=_fold(option.title),
        initials=initials(option.title),
    )
