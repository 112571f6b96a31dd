"""The kiosk's sentences: limits, counts, marks, refusals and what will be stored, in Korean."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.ballot import BLANK, VALID, Judgement
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.marking import APPROVAL, CHOICE, CUMULATIVE, OPINION, RANKING, SCORE
from sukui_desktop.ui.kiosk.marking.base import Act, Counter, ListMarking, Marking
from sukui_desktop.ui.kiosk.marking.cumulative import CumulativeMarking
from sukui_desktop.ui.kiosk.marking.kinds import make_marking
from sukui_desktop.ui.widgets.result_words import money_words

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MANY_GROUPS = 3
_NUMBERED = (SCORE, RANKING, CUMULATIVE)
_BY_METHOD = frozenset(
    {"blank_not_allowed", "too_many_picks", "too_few_picks", "too_many_in_group", "too_few_in_group"}
)
"""Codes that people must be told in other words on a list to tick, to score and to rank."""


def count_words(least: int, most: int) -> str:
    """Return how many may be picked: 7개 · 7개까지 · 2개에서 7개까지."""
    if least == most:
        return text("kiosk.count.exactly", most=most)
    if least:
        return text("kiosk.count.between", least=least, most=most)
    return text("kiosk.count.up_to", most=most)


def step_words(marking: ListMarking, place: int) -> str:
    """Return the heading of one step of the list: which group, what to do, how many."""
    groups, whole = marking.group_counters(), marking.whole_counter()
    if not groups:
        return _tell_task(marking, whole)
    counter = groups[place]
    number = _CIRCLED[place] if place < len(_CIRCLED) else f"({place + 1})"
    key = "group_picks" if marking.question.method == APPROVAL else "group"
    return text(f"kiosk_marking.task.{key}", number=number, group=counter.name, task=_tell_task(marking, counter))


def counter_words(marking: ListMarking, place: int) -> str:
    """Return the running count: every group when they are few, else the present one; the whole; points; money."""
    groups, whole = marking.group_counters(), marking.whole_counter()
    method = marking.question.method
    shown = (groups[place],) if len(groups) > _MANY_GROUPS else groups
    parts = [_count_of(group.name, group) for group in shown]
    is_tighter = whole.most < sum(group.most for group in groups)
    if not groups or len(groups) > _MANY_GROUPS or is_tighter:
        parts.append(_count_of(text(f"kiosk_marking.whole.{method}"), whole))
    if isinstance(marking, CumulativeMarking):
        parts.insert(0, _tell_points(marking))
    return "  ·  ".join((*parts, *_tell_money(marking)))


def rest_words(marking: ListMarking, place: int) -> str:
    """Return what may still be done in this step, and whether it must be."""
    if isinstance(marking, CumulativeMarking) and marking.question.marking.most_points:
        return _tell_points_left(marking)
    groups, whole, method = marking.group_counters(), marking.whole_counter(), marking.question.method
    counter = groups[place] if groups else whole
    open_picks = min(counter.most - counter.picked, whole.most - whole.picked)
    if open_picks <= 0:
        return text(f"kiosk_marking.full.{method}")
    missing = counter.least - counter.picked
    if place + 1 >= len(groups):
        missing = max(missing, whole.least - whole.picked)
    if missing > 0:
        return text(f"kiosk_marking.must.{method}", count=missing)
    return text(f"kiosk_marking.may.{method}", count=open_picks)


def badge_words(marking: ListMarking, index: int) -> str | None:
    """Return the number on an option (3순위, 4점), '' while it has none; None for kinds that have a tick."""
    method, number = marking.question.method, marking.number_of(index)
    if method not in _NUMBERED:
        return None
    return "" if number is None else text(f"kiosk_marking.badge.{method}", number=number)


def state_words(marking: ListMarking, index: int) -> str:
    """Return the mark of an option for a screen reader and the details: 골랐음, 3순위, 점수 없음."""
    method = marking.question.method
    if not marking.is_marked(index):
        return text(f"kiosk_marking.unmarked.{method}")
    return text(f"kiosk_marking.marked.{method}", number=marking.number_of(index))


def act_words(act: Act) -> str:
    """Return the words of a button on a card."""
    return text(f"kiosk_marking.act.{act.name}", value=abs(act.value) if act.name != "give" else act.value)


def refusal_words(marking: Marking, judgement: Judgement) -> str:
    """Return why a mark is not taken and what to do first."""
    return text(f"kiosk_marking.refusal.{_key(marking, judgement.code)}", **_facts(marking, judgement))


def broken_words(marking: Marking, judgement: Judgement) -> str:
    """Return what is wrong with an answer as it stands and where to go."""
    return text(f"kiosk_marking.broken.{_key(marking, judgement.code)}", **_facts(marking, judgement))


def _tell_task(marking: ListMarking, counter: Counter) -> str:
    method, limits = marking.question.method, marking.question.marking
    if method == APPROVAL and limits.cost_limit and (counter.least, counter.most) == (0, len(marking.question.options)):
        return text("kiosk_marking.task.cost", limit=money_words(limits.cost_limit, marking.currency))
    if method == APPROVAL:
        return text("kiosk_marking.task.approval", count=count_words(counter.least, counter.most))
    if method == CUMULATIVE and not limits.most_points:
        key = "cumulative_each" if limits.high else "cumulative_free"
        return text(f"kiosk_marking.task.{key}", high=limits.high)
    if method == RANKING and counter.most == 1:
        return text("kiosk_marking.task.ranking_one")
    return text(
        f"kiosk_marking.task.{method}",
        low=limits.low,
        high=limits.high,
        most=counter.most,
        points=limits.most_points,
    )


def _tell_points(marking: CumulativeMarking) -> str:
    most = marking.question.marking.most_points
    if not most:
        return text("kiosk_marking.points.free", given=marking.given)
    return text("kiosk_marking.points.given", given=marking.given, most=most, left=most - marking.given)


def _tell_points_left(marking: CumulativeMarking) -> str:
    limits = marking.question.marking
    left, missing = limits.most_points - marking.given, limits.least_points - marking.given
    if left <= 0:
        return text("kiosk_marking.points.full")
    if missing > 0:
        return text("kiosk_marking.points.must", count=missing)
    return text("kiosk_marking.points.may", count=left)


def _tell_money(marking: ListMarking) -> tuple[str, ...]:
    limit, spent = marking.question.marking.cost_limit, marking.cost_marked()
    if not limit:
        return ()
    words = {"spent": spent, "limit": limit, "left": limit - spent}
    return (text("kiosk_marking.money", **{key: money_words(cost, marking.currency) for key, cost in words.items()}),)


def _key(marking: Marking, code: str) -> str:
    return f"{marking.question.method}.{code}" if code in _BY_METHOD else f"any.{code}"


def _facts(marking: Marking, judgement: Judgement) -> dict[str, object]:
    facts: dict[str, object] = {"name": judgement.name, "limit": judgement.limit, "picked": judgement.picked}
    if judgement.code == "too_costly":
        over = judgement.picked - judgement.limit
        facts |= {"limit": money_words(judgement.limit, marking.currency), "over": money_words(over, marking.currency)}
    return facts


def _count_of(name: str, counter: Counter) -> str:
    return text("kiosk.list.counter", name=name, picked=counter.picked, most=counter.most)


BYTES_OF_A_SYLLABLE = 3
"""UTF-8 of a Hangul syllable."""


def rule_sentences(question: Question, currency: str = "KRW") -> tuple[str, ...]:
    """Return the poll's limits, one sentence each, for the guide."""
    marking = make_marking(question, currency)
    lines: list[str] = []
    if isinstance(marking, ListMarking):
        lines += _tell_limits(marking)
    if question.method == OPINION:
        lines.append(text("kiosk_marking.rule.opinion", letters=question.marking.text_bytes // BYTES_OF_A_SYLLABLE))
    blank = "blank" if question.allows_blank else "no_blank"
    return (*lines, text(f"kiosk_marking.{blank}.{question.method}"))


def stored_words(marking: Marking) -> str:
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


def unfilled_words(marking: Marking) -> str:
    """Return what the voter might still add, or '' when nothing is left open."""
    left = _tell_left(marking) if isinstance(marking, ListMarking) else ()
    return " ".join((*left, text("kiosk.confirm.unfilled_end"))) if left else ""


def verdict_words(marking: Marking) -> str:
    """Return what stands in the way of casting, what will not count, or that the ballot is blank; else ''."""
    judgement = marking.judge()
    if judgement.verdict == BLANK:
        return text(f"kiosk_marking.is_blank.{marking.question.method}")
    if not judgement.code:
        return ""
    words = broken_words(marking, judgement)
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
        text("kiosk.guide.group", group=group.name, count=count_words(group.least, group.most)) for group in groups
    ]
    is_tighter = whole.most < (sum(group.most for group in groups) if groups else len(question.options))
    if (question.method == APPROVAL and not groups) or is_tighter or whole.least:
        lines.append(text("kiosk.guide.whole", count=count_words(whole.least, whole.most)))
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
