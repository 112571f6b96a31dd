"""The kiosk's sentences that depend on the poll's limits: one place where numbers become Korean."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.ballot import BLANK, VALID, Judgement
from sukui_desktop.domain.definition import Question
from sukui_desktop.ui.kiosk.marking import Counter, Marking

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MANY_GROUPS = 3


def tell_count(least: int, most: int) -> str:
    """Return how many may be picked: 7개 · 7개까지 · 2개에서 7개까지."""
    if least == most:
        return text("kiosk.count.exactly", most=most)
    if least:
        return text("kiosk.count.between", least=least, most=most)
    return text("kiosk.count.up_to", most=most)


def tell_step(counters: tuple[Counter, ...], place: int, whole: Counter) -> str:
    """Return the heading of one step of the list: which group, how many."""
    if not counters:
        return text("kiosk.list.heading_all", count=tell_count(whole.least, whole.most))
    counter = counters[place]
    number = _CIRCLED[place] if place < len(_CIRCLED) else f"({place + 1})"
    count = tell_count(counter.least, counter.most)
    return text("kiosk.list.heading_group", number=number, group=counter.name, count=count)


def tell_counters(marking: Marking, place: int) -> str:
    """Return the running count: every group when they are few, else the present group and the whole."""
    groups, whole = marking.group_counters(), marking.whole_counter()
    if not groups:
        return _count_of(text("kiosk.list.whole"), whole)
    if len(groups) > _MANY_GROUPS:
        return "  ·  ".join((_count_of(groups[place].name, groups[place]), _count_of(text("kiosk.list.whole"), whole)))
    return "  ·  ".join(_count_of(group.name, group) for group in groups)


def tell_rest(marking: Marking, place: int) -> str:
    """Return what may still be picked in this step, and whether it must be."""
    groups = marking.group_counters()
    counter = groups[place] if groups else marking.whole_counter()
    open_picks = min(counter.most - counter.picked, marking.most_in_all() - len(marking.marks))
    if open_picks <= 0:
        return text("kiosk.list.full")
    if counter.picked < counter.least:
        return text("kiosk.list.must_more", count=counter.least - counter.picked)
    return text("kiosk.list.may_more", count=open_picks)


def tell_barrier(judgement: Judgement) -> str:
    """Return why one more cannot be picked and what to do."""
    key = "kiosk.barrier.group" if judgement.name else "kiosk.barrier.whole"
    return text(key, group=judgement.name, limit=judgement.limit)


def tell_unfilled(marking: Marking) -> tuple[str, ...]:
    """Return one sentence for each group (or the whole) that has picks left, for the confirmation."""
    groups = marking.group_counters()
    if not groups:
        whole = marking.whole_counter()
        left = whole.most - whole.picked
        return (text("kiosk.confirm.unfilled_whole", left=left),) if left else ()
    return tuple(
        text("kiosk.confirm.unfilled_group", group=group.name, left=group.most - group.picked)
        for group in groups
        if group.picked < group.most
    )


def tell_verdict(marking: Marking) -> str:
    """Return what stands in the way of casting, or that the ballot is blank; '' for a plain valid one."""
    judgement = marking.judge()
    if judgement.verdict == VALID:
        return ""
    if judgement.verdict == BLANK:
        return text("kiosk.confirm.blank")
    return text(f"kiosk.verdict.{judgement.code}", group=judgement.name, limit=judgement.limit, picked=judgement.picked)


def tell_rules(question: Question) -> tuple[str, ...]:
    """Return the poll's limits, one sentence each, for the guide."""
    marking = Marking(question)
    whole = marking.whole_counter()
    lines = [
        text("kiosk.guide.group", group=group.name, count=tell_count(group.least, group.most))
        for group in marking.group_counters()
    ]
    if not lines or whole.most < sum(group.most for group in marking.group_counters()) or whole.least:
        lines.append(text("kiosk.guide.whole", count=tell_count(whole.least, whole.most)))
    lines.append(text("kiosk.guide.blank" if question.allows_blank else "kiosk.guide.no_blank"))
    return tuple(lines)


def _count_of(name: str, counter: Counter) -> str:
    return text("kiosk.list.counter", name=name, picked=counter.picked, most=counter.most)
