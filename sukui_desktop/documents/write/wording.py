"""What became of projects in words, and by how much: the same in minutes, result and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.money_words import money_words, share_words
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.marking import CHOICE, CUMULATIVE, RANKING, SCORE
from sukui_desktop.domain.question.shares import percent_words
from sukui_desktop.domain.selection.case import BELOW_MINIMUM, CHOSEN
from sukui_desktop.domain.selection.eligibility import counts_votes
from sukui_desktop.domain.selection.project_list import Ranked

MOST_NAMED = 3


def method_word(definition: Definition) -> str:
    """Return how people voted, such as 전자 비밀투표 · 복수선택."""
    method = definition.question.method
    if method == CHOICE and not isinstance(definition.motion, UnsetType):
        method = "motion"
    return text(f"documents.poll.method_{method}")


def gives_points(definition: Definition) -> bool:
    """Tell whether projects are ranked by points, beside which stands how many ballots named them."""
    return definition.question.method in (SCORE, RANKING, CUMULATIVE)


def has_channels(definition: Definition) -> bool:
    """Tell whether projects are ranked by a share combined of several channels."""
    return not isinstance(definition.channels, UnsetType)


def score_of(ranked: Ranked) -> Fraction:
    """Return what a project was ranked by: votes, points or the combined share."""
    return Fraction(ranked.votes if isinstance(ranked.score, UnsetType) else ranked.score)


def score_words(ranked: Ranked, definition: Definition) -> str:
    """Return what a project was ranked by as its column shows it: 812 points, or 55.75% of a combined share."""
    if has_channels(definition):
        return percent_words(score_of(ranked))
    return f"{int(score_of(ranked)):,}"


def standing_words(ranked: Ranked, definition: Definition) -> str:
    """Return what a project was ranked by with its unit, and the votes beside it where they are something else."""
    votes = f"{ranked.votes:,}"
    if has_channels(definition):
        return text("documents.standing_share", share=score_words(ranked, definition), votes=votes)
    if gives_points(definition):
        return text("documents.standing_points", points=score_words(ranked, definition), votes=votes)
    return text("documents.standing_votes", votes=votes)


def outcome_word(ranked: Ranked) -> str:
    """Return what became of a project, such as 선정 or 한도 초과."""
    return text(f"documents.outcome_{ranked.outcome}")


def names_text(names: Sequence[str]) -> str:
    """Return names one after the other."""
    return ", ".join(names)


def last_in(ranking: Iterable[Ranked], definition: Definition) -> str:
    """Return one sentence on the project that was chosen last, or that none was."""
    chosen = [ranked for ranked in ranking if ranked.outcome == CHOSEN]
    if not chosen:
        return text("documents.last_in_none")
    last, currency = chosen[-1], definition.currency
    left = last.left_before - last.cost
    return text(
        "documents.last_in" if left >= 0 else "documents.last_in_over",
        place=last.place,
        title=last.title,
        standing=standing_words(last, definition),
        cost=money_words(last.cost, currency),
        before=money_words(last.left_before, currency),
        left=money_words(abs(left), currency),
    )


def first_out(ranking: Iterable[Ranked], definition: Definition) -> str:
    """Return one sentence on the highest project that was not chosen and why, or that all were."""
    for ranked in ranking:
        if ranked.outcome != CHOSEN:
            return _why_out(ranked, definition)
    return text("documents.first_out_none")


def _why_out(ranked: Ranked, definition: Definition) -> str:
    currency, rule = definition.currency, definition.rule
    reason, measure = ranked.outcome, Fraction(ranked.votes) if counts_votes(definition) else score_of(ranked)
    if reason == BELOW_MINIMUM and measure >= rule.min_votes:
        reason = "below_share"
    elif reason == BELOW_MINIMUM and not counts_votes(definition):
        reason = "below_points"
    return text(
        f"documents.first_out_{reason}",
        place=ranked.place,
        title=ranked.title,
        standing=standing_words(ranked, definition),
        cost=money_words(ranked.cost, currency),
        left=money_words(ranked.left_before, currency),
        short=money_words(max(0, ranked.cost - ranked.left_before), currency),
        needed=f"{rule.min_votes:,}",
        missing=f"{int(rule.min_votes - measure):,}",
        share=share_words(rule.steps.min_share or "0"),
    )
