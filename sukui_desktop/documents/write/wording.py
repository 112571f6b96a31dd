"""A poll's limits, rule, figures and money in words: the same in minutes and result."""

from __future__ import annotations

from collections.abc import Iterable

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.definition import Definition, Question, SelectionRule
from sukui_desktop.domain.money import format_money, words_of_won
from sukui_desktop.domain.selection import Ranked

_MILLION = 1_000_000


class MoneyColumn:
    """How one table writes its amounts: 백만원 when every amount is whole in it, else the currency itself."""

    def __init__(self, amounts: Iterable[int], currency: str) -> None:
        self._currency = currency
        self._is_millions = currency == "KRW" and all(amount % _MILLION == 0 for amount in amounts)

    @property
    def unit(self) -> str:
        """Return the words for above the table, such as (단위: 백만원)."""
        if self._is_millions:
            return text("documents.unit_millions")
        if self._currency == "KRW":
            return text("documents.unit_won")
        return text("documents.unit_other", currency=self._currency)

    def cell(self, amount: int) -> str:
        """Return an amount without its unit."""
        if self._is_millions:
            return f"{amount // _MILLION:,}"
        return format_money(amount, self._currency).removesuffix("원").removesuffix(f" {self._currency}")


def money_words(amount: int, currency: str) -> str:
    """Return an amount as people say it: 462억 8천만원; other currencies in figures."""
    return words_of_won(amount) if currency == "KRW" else format_money(amount, currency)


def money_both(amount: int, currency: str) -> str:
    """Return an amount in words and figures: 410억원(41,000,000,000원)."""
    words, figures = money_words(amount, currency), format_money(amount, currency)
    return words if words == figures else f"{words}({figures})"


def limits_words(question: Question) -> tuple[str, ...]:
    """Return how many projects a voter may pick, as a whole and per group, and what a blank ballot is."""
    lines = [_picks("documents.limits", question.min_picks, question.max_picks)]
    lines += [
        text("documents.limits_group", group=group.name, picks=_count(group.min_picks, group.max_picks))
        for group in question.groups
    ]
    lines.append(text("documents.blank_allowed" if question.allows_blank else "documents.blank_refused"))
    return tuple(lines)


def _picks(key: str, least: int, most: int) -> str:
    return text(key, picks=_count(least, most))


def _count(least: int, most: int) -> str:
    if least == most:
        return text("documents.picks_exactly", most=most)
    if least == 0:
        return text("documents.picks_up_to", most=most)
    return text("documents.picks_between", least=least, most=most)


def rule_words(rule: SelectionRule, currency: str) -> tuple[str, ...]:
    """Return how votes become a list: order, ceiling, what does not fit, minimum, ties."""
    lines = [
        text("documents.rule_order", ceiling=money_both(rule.ceiling, currency)),
        text(f"documents.rule_{rule.when_unaffordable}"),
    ]
    if rule.min_votes:
        lines.append(text("documents.rule_min_votes", votes=f"{rule.min_votes:,}"))
    return (*lines, text("documents.rule_ties"))


def outcome_word(ranked: Ranked) -> str:
    """Return what became of a project, such as 선정 or 한도 초과."""
    return text(f"documents.outcome_{ranked.outcome}")


def last_in(ranking: Iterable[Ranked], currency: str) -> str:
    """Return one sentence on the project that was chosen last, or that none was."""
    chosen = [ranked for ranked in ranking if ranked.outcome == "chosen"]
    if not chosen:
        return text("documents.last_in_none")
    last = chosen[-1]
    return text(
        "documents.last_in",
        place=last.place,
        title=last.title,
        votes=f"{last.votes:,}",
        cost=money_words(last.cost, currency),
        before=money_words(last.left_before, currency),
        left=money_words(last.left_before - last.cost, currency),
    )


def first_out(ranking: Iterable[Ranked], definition: Definition) -> str:
    """Return one sentence on the highest project that was not chosen and why, or that all were."""
    for ranked in ranking:
        if ranked.outcome != "chosen":
            return text(
                f"documents.first_out_{ranked.outcome}",
                place=ranked.place,
                title=ranked.title,
                votes=f"{ranked.votes:,}",
                cost=money_words(ranked.cost, definition.currency),
                left=money_words(ranked.left_before, definition.currency),
                short=money_words(max(0, ranked.cost - ranked.left_before), definition.currency),
                needed=f"{definition.rule.min_votes:,}",
                missing=f"{definition.rule.min_votes - ranked.votes:,}",
            )
    return text("documents.first_out_none")
