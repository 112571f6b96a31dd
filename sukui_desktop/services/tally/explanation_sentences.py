"""One Korean sentence for every project: why it is in the list or not, in numbers that can be traced."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.margin.explanations import COST_LIMIT, SHARE, THRESHOLD, Explanation, explain
from sukui_desktop.domain.money import format_money, words_of_won
from sukui_desktop.domain.question.shares import percent_words
from sukui_desktop.domain.selection.budget_limits import ALLOCATION, CEILING, LEFTOVER
from sukui_desktop.domain.selection.case import AFTER_STOP, ELIMINATED, EXCLUDED, Case
from sukui_desktop.domain.selection.eligibility import counts_votes
from sukui_desktop.domain.selection.project_list import Outcome

MOST_NAMED = 3


def explanation_sentences(case: Case, outcome: Outcome, currency: str) -> dict[str, str]:
    """Return the sentence of every project by its code, in order of rank; empty for a motion or an opinion."""
    titles = {ranked.code: ranked.title for ranked in outcome.ranking}
    has_channels = not isinstance(case.definition.channels, UnsetType)
    is_points = not has_channels and not counts_votes(case.definition)
    return {each.code: _Sentence(each, titles, currency, is_points).tell() for each in explain(case, outcome)}


class _Sentence:
    """One explanation on its way to words."""

    def __init__(self, told: Explanation, titles: Mapping[str, str], currency: str, is_points: bool) -> None:
        self._told = told
        self._titles = titles
        self._currency = currency
        self._is_points = is_points

    def tell(self) -> str:
        told = self._told
        return text(
            f"explaining.{told.reason}",
            standing=self._standing(),
            limit=self._limit(),
            left=self._money(told.left_before),
            lacks=self._money(told.lacks),
            cost=self._money(told.cost),
            displaced=self._displaced(),
            unless=self._unless(),
        )

    def _money(self, amount: int) -> str:
        return words_of_won(amount) if self._currency == "KRW" else format_money(amount, self._currency)

    def _standing(self) -> str:
        told = self._told
        facts = {"votes": f"{told.votes:,}", "place": f"{told.place:,}"}
        if not isinstance(told.score, str):
            return text("explaining.standing.votes", **facts)
        if self._is_points:
            return text("explaining.standing.points", **facts, points=f"{int(Fraction(told.score)):,}")
        if Fraction(told.score) > 1:  # points to a ballot, which no percentage tells
            return text("explaining.standing.mean", **facts, score=told.score)
        percent = percent_words(told.score)
        return text("explaining.standing.share", **facts, score=told.score, percent=percent)

    def _limit(self) -> str:
        told = self._told
        if told.limit in (CEILING, ALLOCATION, LEFTOVER):
            key = told.limit
        elif told.limit == COST_LIMIT:
            key = COST_LIMIT if told.limit_name else "cost_limit_all"
        elif told.limit == THRESHOLD:
            key = "threshold_points" if self._is_points else "threshold_votes"
        elif told.limit == SHARE:
            key = "eliminate" if told.reason == ELIMINATED else "share_votes" if told.limit_amount else "share_score"
        else:
            return ""
        return text(
            f"explaining.limit.{key}",
            name=told.limit_name,
            amount=self._money(told.limit_amount),
            least=f"{told.limit_amount:,}",
            lacks=f"{told.lacks:,}",
        )

    def _displaced(self) -> str:
        codes = self._told.displaced_by
        if not codes:
            return ""
        # The last are nearest to its own place, so they are the ones people ask about.
        titles = ", ".join(f"‘{self._titles[code]}’" for code in codes[-MOST_NAMED:])
        if len(codes) > MOST_NAMED:
            titles = text("explaining.displaced.more", titles=titles, count=f"{len(codes) - MOST_NAMED:,}")
        key = {AFTER_STOP: "stop", EXCLUDED: "rival"}.get(self._told.reason, "money")
        return text(f"explaining.displaced.{key}", titles=titles)

    def _unless(self) -> str:
        told = self._told
        if told.out_by:
            return text("explaining.unless.out", marks=self._marks(told.out_by))
        has_cost = told.reason != "chosen" and told.in_at_cost > 0
        key = "both" if has_cost and told.short_by else "cost" if has_cost else "votes" if told.short_by else ""
        if not key:
            return ""
        return text(f"explaining.unless.{key}", cost=self._money(told.in_at_cost), marks=self._marks(told.short_by))

    def _marks(self, count: int) -> str:
        key = "marks_points" if self._is_points else "marks_votes"
        return text(f"explaining.unless.{key}", count=f"{count:,}")
