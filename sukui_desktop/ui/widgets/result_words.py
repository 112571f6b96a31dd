"""A result in sentences: without them a bar chart would leave "why not ours?" to guesswork."""

from __future__ import annotations

from fractions import Fraction

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.definition import Definition
from sukui_desktop.domain.marking import CUMULATIVE, RANKING, SCORE
from sukui_desktop.domain.money import format_money, words_of_won
from sukui_desktop.domain.selection import AFTER_STOP, BELOW_MINIMUM, CHOSEN, UNAFFORDABLE, Outcome, Ranked


def money_words(amount: int, currency: str) -> str:
    """Return an amount as it is said aloud: 3억 2천만원; other currencies in figures."""
    return words_of_won(amount) if currency == "KRW" else format_money(amount, currency)


def mark_words(ranked: Ranked, definition: Definition) -> str:
    """Return what a project was ranked by: 231표, 812점, or with channels its share, 37.25% (cut, not rounded up)."""
    if not isinstance(definition.channels, UnsetType) and not isinstance(ranked.score, UnsetType):
        hundredths = int(Fraction(ranked.score) * 10_000)
        return text("vote.bar.share", share=f"{hundredths // 100}.{hundredths % 100:02}")
    if definition.question.method not in (SCORE, RANKING, CUMULATIVE):
        return text("vote.bar.votes", votes=f"{ranked.votes:,}")
    points = ranked.votes if isinstance(ranked.score, UnsetType) else int(Fraction(ranked.score))
    return text("vote.bar.points", points=f"{points:,}")


def note_of(ranked: Ranked, definition: Definition) -> str:
    """Return in a few words why this project is not in and what decided its place; '' when nothing needs saying."""
    notes = [_why_not(ranked, definition)] if ranked.outcome != CHOSEN else []
    if ranked.tie:
        notes.append(text(f"vote.tie.{ranked.tie}"))
    return " · ".join(note for note in notes if note)


def _why_not(ranked: Ranked, definition: Definition) -> str:
    if ranked.outcome == BELOW_MINIMUM:
        least = definition.rule.min_votes
        return text("vote.note.below_minimum", least=f"{least:,}", missing=f"{least - ranked.votes:,}")
    if ranked.outcome == AFTER_STOP:
        return text("vote.note.after_stop")
    currency = definition.currency
    left, missing = ranked.left_before, ranked.cost - ranked.left_before
    return text("vote.note.unaffordable", left=money_words(left, currency), missing=money_words(missing, currency))


def last_in(outcome: Outcome, definition: Definition) -> str:
    """Return the sentence about the last project that got in."""
    chosen = [ranked for ranked in outcome.ranking if ranked.outcome == CHOSEN]
    if not chosen:
        return text("vote.edge.none_in")
    last = chosen[-1]
    return text(
        "vote.edge.last_in",
        **_facts(last, definition),
        total=money_words(outcome.total_cost, definition.currency),
        rest=money_words(outcome.ceiling - outcome.total_cost, definition.currency),
    )


def first_out(outcome: Outcome, definition: Definition) -> str:
    """Return the sentence about the first project, in order of rank, that did not get in."""
    out = next((ranked for ranked in outcome.ranking if ranked.outcome != CHOSEN), None)
    if out is None:
        return text("vote.edge.none_out")
    facts = _facts(out, definition)
    if out.outcome == BELOW_MINIMUM:
        least = definition.rule.min_votes
        return text("vote.edge.below_minimum", **facts, least=f"{least:,}", missing=f"{least - out.votes:,}")
    key = "stopped" if out.outcome == UNAFFORDABLE and definition.rule.when_unaffordable == "stop" else "skipped"
    return text(
        f"vote.edge.{key}",
        **facts,
        left=money_words(out.left_before, definition.currency),
        missing=money_words(out.cost - out.left_before, definition.currency),
    )


def summary(outcome: Outcome, definition: Definition) -> str:
    """Return ceiling, number and cost of the chosen projects and what is left, in one line."""
    currency = definition.currency
    return text(
        "vote.result.summary",
        ceiling=money_words(outcome.ceiling, currency),
        count=f"{len(outcome.selected):,}",
        total=money_words(outcome.total_cost, currency),
        rest=money_words(outcome.ceiling - outcome.total_cost, currency),
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
