"""A result in sentences: without them a bar chart would leave "why not ours?" to guesswork."""

from __future__ import annotations

from fractions import Fraction

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.money import format_money, words_of_won
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.marking import CUMULATIVE, RANKING, SCORE
from sukui_desktop.domain.question.motion import Passage
from sukui_desktop.domain.question.selection_steps import BY_CHAIR
from sukui_desktop.domain.question.shares import percent_words
from sukui_desktop.domain.selection.case import AFTER_STOP, BELOW_MINIMUM, CHOSEN, COUNTED, UNAFFORDABLE
from sukui_desktop.domain.selection.eligibility import counts_votes
from sukui_desktop.domain.selection.project_list import Outcome, Ranked


def money_words(amount: int, currency: str) -> str:
    """Return an amount as it is said aloud: 3억 2천만원; other currencies in figures."""
    return words_of_won(amount) if currency == "KRW" else format_money(amount, currency)


def mark_words(ranked: Ranked, definition: Definition) -> str:
    """Return what a project was ranked by: 231표, 812점, or with channels its share 37.25% (3.50점 to a ballot)."""
    if not isinstance(definition.channels, UnsetType) and not isinstance(ranked.score, UnsetType):
        percent = percent_words(ranked.score)
        is_mean = Fraction(ranked.score) > 1
        return text("vote.bar.points", points=percent_words(Fraction(ranked.score) / 100)[:-1]) if is_mean else percent
    if definition.question.method not in (SCORE, RANKING, CUMULATIVE):
        return text("vote.bar.votes", votes=f"{ranked.votes:,}")
    points = ranked.votes if isinstance(ranked.score, UnsetType) else int(Fraction(ranked.score))
    return text("vote.bar.points", points=f"{points:,}")


def note_of(ranked: Ranked, definition: Definition) -> str:
    """Return in a few words why this project is not in and what decided its place; '' when nothing needs saying."""
    notes = [why_not(ranked, definition)]
    if ranked.tie:
        notes.append(text("result.note.chair" if ranked.tie == BY_CHAIR else f"vote.tie.{ranked.tie}"))
    return " · ".join(note for note in notes if note)


def why_not(ranked: Ranked, definition: Definition) -> str:
    """Return in a few words why a project was not selected; '' for one that was and for what a motion offers."""
    if ranked.outcome in (CHOSEN, COUNTED):
        return ""
    if ranked.outcome == BELOW_MINIMUM:
        return _below_minimum(ranked, definition)
    if ranked.outcome == AFTER_STOP:
        return text("vote.note.after_stop")
    currency = definition.currency
    left = money_words(ranked.left_before, currency)
    missing = money_words(max(0, ranked.cost - ranked.left_before), currency)
    if ranked.outcome == UNAFFORDABLE:
        return text("vote.note.unaffordable", left=left, missing=missing)
    return text(f"result.note.{ranked.outcome}", left=left, missing=missing, share=definition.rule.steps.eliminate)


def _below_minimum(ranked: Ranked, definition: Definition) -> str:
    least = definition.rule.min_votes
    lacks = lacking_marks(ranked, definition)
    if lacks <= 0:
        return text("result.note.below_share", share=definition.rule.steps.min_share)
    key = "vote.note.below_minimum" if counts_votes(definition) else "result.note.below_points"
    return text(key, least=f"{least:,}", missing=f"{lacks:,}")


def lacking_marks(ranked: Ranked, definition: Definition) -> int:
    """Return by how many votes (points, where the least is said in points) a project misses the least votes."""
    is_votes = counts_votes(definition) or isinstance(ranked.score, UnsetType)
    marks = ranked.votes if is_votes else int(Fraction(str(ranked.score)))
    return definition.rule.min_votes - marks


def last_in(outcome: Outcome, definition: Definition) -> str:
    """Return the sentence about the last project that got in."""
    chosen = [ranked for ranked in outcome.ranking if ranked.outcome == CHOSEN]
    if not chosen:
        return text("vote.edge.none_in")
    rest = outcome.ceiling - outcome.total_cost
    return text(
        "vote.edge.last_in" if rest >= 0 else "result.edge.last_in_over",
        **_facts(chosen[-1], definition),
        total=money_words(outcome.total_cost, definition.currency),
        rest=money_words(max(0, rest), definition.currency),
        over=money_words(max(0, -rest), definition.currency),
    )


def first_out(outcome: Outcome, definition: Definition) -> str:
    """Return the sentence about the first project, in order of rank, that did not get in."""
    out = next((ranked for ranked in outcome.ranking if ranked.outcome != CHOSEN), None)
    if out is None:
        return text("vote.edge.none_out")
    facts = _facts(out, definition)
    if out.outcome == BELOW_MINIMUM and counts_votes(definition) and lacking_marks(out, definition) > 0:
        least, lacks = definition.rule.min_votes, lacking_marks(out, definition)
        return text("vote.edge.below_minimum", **facts, least=f"{least:,}", missing=f"{lacks:,}")
    if out.outcome != UNAFFORDABLE:
        return text("result.edge.other", **facts, why=why_not(out, definition))
    return text(
        "vote.edge.stopped" if definition.rule.when_unaffordable == "stop" else "vote.edge.skipped",
        **facts,
        left=money_words(out.left_before, definition.currency),
        missing=money_words(out.cost - out.left_before, definition.currency),
    )


def summary(outcome: Outcome, definition: Definition) -> str:
    """Return ceiling, number and cost of the chosen projects and what is left, in one line."""
    currency = definition.currency
    rest = outcome.ceiling - outcome.total_cost
    key = "result.summary.shortlist" if definition.rule.steps.shortlist else "vote.result.summary"
    return text(
        key if rest >= 0 else "result.summary.over",
        ceiling=money_words(outcome.ceiling, currency),
        count=f"{len(outcome.selected):,}",
        total=money_words(outcome.total_cost, currency),
        rest=money_words(max(0, rest), currency),
        over=money_words(max(0, -rest), currency),
    )


def tell_passage(passage: Passage) -> str:
    """Return what was needed and what there was, in one sentence: too few people come before too few votes."""
    if passage.code == "too_few_took_part":
        return text(
            "display.motion.too_few", needed=f"{passage.needed_to_take_part:,}", took_part=f"{passage.took_part:,}"
        )
    return text(
        "display.motion.enough" if passage.is_passed else "display.motion.not_enough",
        base=text(f"display.motion.base.{passage.base}", count=f"{passage.base_count:,}"),
        needed=f"{passage.needed:,}",
        in_favour=f"{passage.in_favour:,}",
    )


def lot_words(outcome: Outcome, most: int = 0) -> str:
    """Return the drawn order of a lot as titles, or '' when no lot was drawn; `most` > 0 counts those beyond it."""
    titles = {ranked.code: ranked.title for ranked in outcome.ranking}
    named = outcome.lot[:most] if most else outcome.lot
    words = " → ".join(titles[code] for code in named)
    more = len(outcome.lot) - len(named)
    return text("vote.result.lot_more", titles=words, more=f"{more:,}") if more else words


def _facts(ranked: Ranked, definition: Definition) -> dict[str, str]:
    return {
        "place": f"{ranked.place:,}",
        "title": ranked.title,
        "marks": mark_words(ranked, definition),
        "cost": money_words(ranked.cost, definition.currency),
    }
