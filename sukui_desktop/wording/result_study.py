"""Why a project is in the list or not, how close a result was and what other rules would choose, in Korean words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.advice.rule_comparison import Comparison
from sukui_desktop.domain.margin.explanations import COST_LIMIT, SHARE, THRESHOLD, Explanation, explain_projects
from sukui_desktop.domain.margin.margin import Margin
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.papers.result_sheet import Study
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.exact_fractions import percent_words
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.budget_limits import LimitKind
from sukui_desktop.domain.selection.deciding_ties import DecidingTie
from sukui_desktop.domain.selection.decision_inputs import Case, OutcomeKind
from sukui_desktop.domain.selection.eligibility import is_minimum_in_votes
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.wording.distinct_project_titles import distinct_option_titles
from sukui_desktop.wording.money import money_words

MOST_NAMED = 3
MOST_NAMED_CHANGES = 5


def explanation_sentences(case: Case, outcome: Outcome, currency: str) -> dict[str, str]:
    """Return the sentence of every project by its code, in order of rank; empty for a motion or an opinion."""
    titles = distinct_option_titles(case.definition)
    has_channels = not isinstance(case.definition.channels, UnsetType)
    is_points = not has_channels and not is_minimum_in_votes(case.definition)
    return {
        each.code: _ExplanationSentence(each, titles, currency, is_points).words()
        for each in explain_projects(case, outcome)
    }


class _ExplanationSentence:
    """One explanation on its way to words."""

    def __init__(self, found: Explanation, titles: Mapping[str, str], currency: str, is_points: bool) -> None:
        self._explanation = found
        self._titles = titles
        self._currency = currency
        self._is_points = is_points

    def words(self) -> str:
        """Return the sentence, with the parts that its reason needs."""
        found = self._explanation
        return text(
            f"explaining.{found.reason}",
            standing=self._votes_and_place_words(),
            limit=self._limit_in_the_way_words(),
            left=self._money_words(found.left_before),
            lacks=self._money_words(found.lacks),
            cost=self._money_words(found.cost),
            displaced=self._displaced_by_words(),
            unless=self._what_would_change_it_words(),
        )

    def _money_words(self, amount: int) -> str:
        return money_words(amount, self._currency)

    def _votes_and_place_words(self) -> str:
        found = self._explanation
        facts = {"votes": f"{found.votes:,}", "place": f"{found.place:,}"}
        if not isinstance(found.score, str):
            return text("explaining.standing.votes", **facts)
        if self._is_points:
            return text("explaining.standing.points", **facts, points=f"{int(Fraction(found.score)):,}")
        if Fraction(found.score) > 1:  # points to a ballot, which no percentage shows
            return text("explaining.standing.mean", **facts, score=found.score)
        percent = percent_words(found.score)
        return text("explaining.standing.share", **facts, score=found.score, percent=percent)

    def _limit_in_the_way_words(self) -> str:
        found = self._explanation
        if found.limit in (LimitKind.CEILING, LimitKind.ALLOCATION, LimitKind.LEFTOVER):
            key = found.limit
        elif found.limit == COST_LIMIT:
            key = COST_LIMIT if found.limit_name else "cost_limit_all"
        elif found.limit == THRESHOLD:
            key = "threshold_points" if self._is_points else "threshold_votes"
            key = key if found.votes or found.limit_amount > 1 else "unvoted"
        elif found.limit == SHARE:
            key = (
                "eliminate"
                if found.reason == OutcomeKind.ELIMINATED
                else "share_votes"
                if found.limit_amount
                else "share_score"
            )
        else:
            return ""
        return text(
            f"explaining.limit.{key}",
            name=found.limit_name,
            amount=self._money_words(found.limit_amount),
            least=f"{found.limit_amount:,}",
            lacks=f"{found.lacks:,}",
        )

    def _displaced_by_words(self) -> str:
        codes = self._explanation.displaced_by
        if not codes:
            return ""
        # The last are nearest to its own place, so they are the ones people ask about.
        titles = ", ".join(f"‘{self._titles[code]}’" for code in codes[-MOST_NAMED:])
        if len(codes) > MOST_NAMED:
            titles = text("explaining.displaced.more", titles=titles, count=f"{len(codes) - MOST_NAMED:,}")
        key = {OutcomeKind.AFTER_STOP: "stop", OutcomeKind.EXCLUDED: "rival"}.get(self._explanation.reason, "money")
        return text(f"explaining.displaced.{key}", titles=titles)

    def _what_would_change_it_words(self) -> str:
        found = self._explanation
        if found.out_by:
            return text("explaining.unless.out", marks=self._votes_or_points_words(found.out_by))
        has_cost = found.reason != "chosen" and found.in_at_cost > 0
        key = "both" if has_cost and found.short_by else "cost" if has_cost else "votes" if found.short_by else ""
        if not key:
            return ""
        return text(
            f"explaining.unless.{key}",
            cost=self._money_words(found.in_at_cost),
            marks=self._votes_or_points_words(found.short_by),
        )

    def _votes_or_points_words(self, count: int) -> str:
        key = "marks_points" if self._is_points else "marks_votes"
        return text(f"explaining.unless.{key}", count=f"{count:,}")


def closeness_sentence(definition: Definition, margin: Margin) -> str:
    """Return the smallest change of marks that makes another list or turns a motion; '' where nothing is decided."""
    kind = ballot_kind_of(definition.question)
    is_motion = not isinstance(definition.motion, UnsetType)
    if not kind.makes_list and not is_motion:
        return ""
    if not margin.code:
        return text("study.nothing_motion" if is_motion else "study.nothing")
    titles = distinct_option_titles(definition)
    title, count, is_more = titles[margin.code], f"{abs(margin.change):,}", margin.change > 0
    if is_motion:
        way = text("study.many" if is_more else "study.few")
        result = text("study.passed" if margin.is_passed else "study.failed")
        return text("study.motion", title=title, count=count, way=way, result=result)
    return text(
        "study.list",
        where=_margin_channel_words(definition, margin),
        title=title,
        marks=text("study.votes" if kind.counts_votes else "study.points", count=count),
        way=text("study.more" if is_more else "study.less"),
        changes=_projects_changed_by_margin_words(titles, margin),
    )


def _margin_channel_words(definition: Definition, margin: Margin) -> str:
    names = [channel.name for channel in definition.channel_list if channel.key == margin.channel]
    return text("study.in_channel", name=names[0]) if names else ""


def _projects_changed_by_margin_words(titles: Mapping[str, str], margin: Margin) -> str:
    ins, outs = margin.comes_in, margin.goes_out
    key = "both" if ins and outs else "only_in" if ins else "only_out"
    return text(
        f"study.{key}", ins=_titles_with_rest(titles, ins, MOST_NAMED), outs=_titles_with_rest(titles, outs, MOST_NAMED)
    )


def _titles_with_rest(titles: Mapping[str, str], codes: Sequence[str], most: int) -> str:
    """Return the titles of the first `most` projects, and how many there are beyond."""
    named = ", ".join(text("study.named", title=titles[code]) for code in codes[:most])
    more = len(codes) - most
    return text("study.rest", titles=named, count=f"{more:,}") if more > 0 else named


def tie_sentences(ties: Sequence[DecidingTie], titles: Mapping[str, str], order: str = "") -> tuple[str, ...]:
    """Return one sentence for each tie that decided a list: who was equal, who is in the list, what put them in order.

    `titles` are those of the codes; `order` is the key of what stood for the lot where none was drawn: file (its order
    of projects), ballot or code.
    """
    return tuple(_tie_sentence(tie, titles, order) for tie in ties)


def _tie_sentence(tie: DecidingTie, titles: Mapping[str, str], order: str) -> str:
    ways = [order if order and way == TieWay.LOT else str(way) for way in tie.ways]
    return text(
        "explaining.tie.some" if tie.selected else "explaining.tie.none",
        titles=_titles_with_rest(titles, tie.codes, MOST_NAMED_CHANGES),
        selected=_titles_with_rest(titles, tie.selected, MOST_NAMED_CHANGES),
        order=text("explaining.tie.then").join(text(f"explaining.tie.{way}") for way in ways),
    )


def result_without_channel_lines(definition: Definition, outcome: Outcome, study: Study) -> tuple[str, ...]:
    """Return for each channel what the list would have been without it; () without channels."""
    names = {channel.key: channel.name for channel in definition.channel_list}
    titles = distinct_option_titles(definition)
    return tuple(
        text(
            "result.without.same" if set(codes) == set(outcome.selected) else "result.without.other",
            name=names.get(key, key),
            changes=list_change_words(titles, outcome.selected, codes),
        )
        for key, codes in study.without.items()
    )


def other_rule_lines(definition: Definition, study: Study) -> tuple[str, ...]:
    """Return for each other rule what it would have chosen beside the list."""
    titles = distinct_option_titles(definition)
    return tuple(_other_rule_line(titles, each) for each in study.agreement) or (text("result.agreement.none"),)


def list_change_words(titles: Mapping[str, str], before: Collection[str], after: Collection[str]) -> str:
    """Return which projects come in and which go out; '' when the lists hold the same."""
    ins = [code for code in after if code not in before]
    outs = [code for code in before if code not in after]
    found = [(key, codes) for key, codes in (("in", ins), ("out", outs)) if codes]
    return " · ".join(
        text(f"result.change.{key}", titles=_titles_with_rest(titles, codes, MOST_NAMED_CHANGES))
        for key, codes in found
    )


def _other_rule_line(titles: Mapping[str, str], each: Comparison) -> str:
    rule = text(f"study.rule.{each.rule}")
    if each.is_same_list:
        return text("result.agreement.same", rule=rule)
    official = (*each.in_common, *each.only_there)
    changes = list_change_words(titles, official, (*each.in_common, *each.only_here))
    return text("result.agreement.other", rule=rule, common=f"{len(each.in_common):,}", changes=changes)
