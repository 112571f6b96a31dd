"""What a rule leaves open, read out with its bounds: without it nobody would know what may still be chosen."""

from __future__ import annotations

from collections.abc import Iterator

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.money_words import money_words, share_words
from sukui_desktop.domain.rule_year.parts import MONEY, SHARE, WORD, Opening, Value
from sukui_desktop.domain.rule_year.rule import RuleYear, unwritten

__all__ = ["choice_words", "money_words", "opening_words", "share_words"]


def opening_words(rule: RuleYear, currency: str = "KRW") -> tuple[str, ...]:
    """Return a heading and one sentence for each open choice; nothing where nothing is open."""
    if not rule.open:
        return ()
    return (text("rules.open.heading"), *_each(rule, currency))


def choice_words(opening: Opening, word: str) -> str:
    """Return what one of an opening's choices is called on the screen; the word itself where it has no other."""
    try:
        return text(f"rules.word.{opening.field.rpartition('.')[2]}.{word}")
    except KeyError:
        return word


def _each(rule: RuleYear, currency: str) -> Iterator[str]:
    must = unwritten(rule, {})
    for opening in rule.open:
        facts = {"title": opening.title, "default": _value(opening, opening.default, currency)}
        if opening in must:
            yield text("rules.open.must", **facts)
        elif opening.kind == WORD:
            words = " · ".join(choice_words(opening, word) for word in opening.choices)
            yield text("rules.open.words", words=words, **facts)
        else:
            yield _range(opening, facts, currency)


def _range(opening: Opening, facts: dict[str, str], currency: str) -> str:
    bounds = {"least": opening.least, "most": opening.most}
    known = {name: _value(opening, bound, currency) for name, bound in bounds.items() if bound is not None}
    key = {2: "range", 0: "any"}.get(len(known)) or ("from" if "least" in known else "to")
    return text(f"rules.open.{key}", **facts, **known)


def _value(opening: Opening, value: Value, currency: str) -> str:
    if opening.kind == MONEY and isinstance(value, int):
        return money_words(value, currency)
    if opening.kind == SHARE and isinstance(value, str):
        return share_words(value)
    return f"{value:,}" if isinstance(value, int) else choice_words(opening, value)
