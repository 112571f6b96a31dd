"""The sentences before and after marking: what the poll asks, what will be stored, what is left open or wrong."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.ballot import BLANK, VALID
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.marking import APPROVAL, CHOICE, CUMULATIVE, OPINION, RANKING, SCORE
from sukui_desktop.ui.kiosk.marking.base import Marking
from sukui_desktop.ui.kiosk.marking.cumulative import CumulativeMarking
from sukui_desktop.ui.kiosk.marking.listed import ListMarking
from sukui_desktop.ui.kiosk.marking.making import make_marking
from sukui_desktop.ui.kiosk.wording import tell_broken, tell_count
from sukui_desktop.ui.widgets.result_words import money_words

BYTES_OF_A_SYLLABLE = 3
"""UTF-8 of a Hangul syllable."""


def tell_rules(question: Question, currency: str = "KRW") -> tuple[str, ...]:
    """Return the poll's limits, one sentence each, for the guide."""
    marking = make_marking(question, currency)
    lines: list[str] = []
    if isinstance(marking, ListMarking):
        lines += _tell_limits(marking)
    if question.method == OPINION:
        lines.append(text("kiosk_marking.rule.opinion", letters=question.marking.text_bytes // BYTES_OF_A_SYLLABLE))
    blank = "blank" if question.allows_blank else "no_blank"
    return (*lines, text(f"kiosk_marking.{blank}.{question.method}"))


def tell_stored(marking: Marking) -> str:
    """Return what the voter sees below: these marks, as they will be stored; '' for a blank ballot."""
    if marking.is_blank:
        return ""
    words = text(f"kiosk_marking.stored.{marking.question.method}", count=len(marking.marks))
    if isinstance(marking, ListMarking) and marking.question.marking.cost_limit:
        cost = money_words(marking.cost_marked(), marking.currency)
        words = f"{words} {text('kiosk_marking.stored_cost', cost=cost)}"
    if isinstance(marking, CumulativeMarking):
        words = f"{words} {text('kiosk_marking.stored_points', given=marking.given)}"
    return words


def tell_unfilled(marking: Marking) -> str:
    """Return what the voter might still add, or '' when nothing is left open."""
    left = _tell_left(marking) if isinstance(marking, ListMarking) else ()
    return " ".join((*left, text("kiosk.confirm.unfilled_end"))) if left else ""


def tell_verdict(marking: Marking) -> str:
    """Return what stands in the way of casting, what will not count, or that the ballot is blank; else ''."""
    judgement = marking.judge()
    if judgement.verdict == BLANK:
        return text(f"kiosk_marking.is_blank.{marking.question.method}")
    if not judgement.code:
        return ""
    words = tell_broken(marking, judgement)
    return f"{words} {text('kiosk_marking.partial')}" if judgement.verdict == VALID else words


def _tell_limits(marking: ListMarking) -> list[str]:
    question, limits, whole = marking.question, marking.question.marking, marking.whole_counter()
    groups = marking.group_counters()
    lines: list[str] = []
    if question.method != APPROVAL:
        key = question.method if question.method != CUMULATIVE or limits.most_points else "cumulative_free"
        lines.append(
            text(
                f"kiosk_marking.rule.{key}",
                low=limits.low,
                high=limits.high,
                most=whole.most,
                points=limits.most_points,
            )
        )
    if question.method == CHOICE:
        return lines
    lines += [
        text("kiosk.guide.group", group=group.name, count=tell_count(group.least, group.most)) for group in groups
    ]
    is_tighter = whole.most < (sum(group.most for group in groups) if groups else len(question.options))
    if (question.method == APPROVAL and not groups) or is_tighter or whole.least:
        lines.append(text("kiosk.guide.whole", count=tell_count(whole.least, whole.most)))
    if question.method == CUMULATIVE and limits.high and limits.most_points:
        lines.append(text("kiosk_marking.rule.high", high=limits.high))
    if limits.least_points:
        lines.append(text("kiosk_marking.rule.least_points", points=limits.least_points))
    if limits.cost_limit:
        lines.append(text("kiosk_marking.rule.cost", limit=money_words(limits.cost_limit, marking.currency)))
    return lines


def _tell_left(marking: ListMarking) -> tuple[str, ...]:
    method, whole = marking.question.method, marking.whole_counter()
    if isinstance(marking, CumulativeMarking) and marking.question.marking.most_points:
        left = marking.question.marking.most_points - marking.given
        return (text("kiosk_marking.left.cumulative", left=left),) if left else ()
    if method == CHOICE:
        return ()
    if method in (SCORE, RANKING, CUMULATIVE) or not marking.question.groups:
        left = whole.most - whole.picked
        return (text(f"kiosk_marking.left.{method}", left=left),) if left else ()
    return tuple(
        text("kiosk.confirm.unfilled_group", group=group.name, left=group.most - group.picked)
        for group in marking.group_counters()
        if group.picked < group.most and whole.picked < whole.most
    )
