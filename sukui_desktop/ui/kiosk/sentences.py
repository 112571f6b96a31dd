"""The kiosk's sentences: limits, counts, marks, refusals and what will be stored, in Korean.

Nothing here asks for the method: what differs between kinds of ballot is said by the marking (`task_text_key`,
`guide_rule_text_key`, `has_badge`, `points_counter` ...), and the words are under the method's name in
`i18n/ko/ballot_kinds.toml`.
"""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.methods.ballot_kind import Judgement, Verdict
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.ui.kiosk.marking_rules.base import Act, Counter, ListMarking, VoterMarking
from sukui_desktop.ui.kiosk.marking_rules.by_method import make_marking
from sukui_desktop.ui.kiosk.marking_rules.opinion import BYTES_OF_A_SYLLABLE
from sukui_desktop.wording.money import money_words
from sukui_desktop.wording.refusal_sentences import refusal_sentence

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MANY_GROUPS = 3
_BY_METHOD = frozenset(
    {"blank_not_allowed", "too_many_picks", "too_few_picks", "too_many_in_group", "too_few_in_group"}
)
"""Codes that need other words on a list to tick, to score and to rank."""


_REFUSED = frozenset(
    {
        "slip_malformed",
        "slip_unknown",
        "slip_used",
        "slip_returned",
        "slip_spoiled",
        "poll_not_open",
        "audits_used_up",
        "ballot_audited",
        "box_full",
        "box_locked",
        "station_paused",
    }
)
"""Error codes that need other words for a voter than for staff."""


def slip_or_ballot_refusal_words(error: SukuiError) -> str:
    """Return why the voter's slip or ballot was not taken, in words for the voter."""
    return text(f"kiosk.refused.{error.code}", **error.facts) if error.code in _REFUSED else refusal_sentence(error)


def limit_sentences_for_guide(question: Question, currency: str = "KRW") -> tuple[str, ...]:
    """Return the poll's limits, one sentence each, for the guide."""
    marking = make_marking(question, currency)
    lines: list[str] = []
    if marking.guide_rule_text_key:
        most = marking.whole_ballot_counter().most if isinstance(marking, ListMarking) else 0
        lines.append(text(f"ballot_kinds.rule.{marking.guide_rule_text_key}", **_limit_facts(marking, most)))
    if isinstance(marking, ListMarking) and marking.states_limits:
        lines += _list_limit_sentences(marking)
    blank = "blank" if question.allows_blank else "no_blank"
    return (*lines, text(f"ballot_kinds.{blank}.{question.method}"))


def pick_limit_words(least: int, most: int) -> str:
    """Return how many may be picked: 7개 · 7개까지 · 2개에서 7개까지."""
    if least == most:
        return text("kiosk.count.exactly", most=most)
    if least:
        return text("kiosk.count.between", least=least, most=most)
    return text("kiosk.count.up_to", most=most)


def list_step_heading(marking: ListMarking, place: int) -> str:
    """Return the heading of one step of the list: which group, what to do, how many."""
    groups, whole = marking.group_counters(), marking.whole_ballot_counter()
    if not groups:
        return _marking_task_words(marking, whole)
    counter = groups[place]
    number = _CIRCLED[place] if place < len(_CIRCLED) else f"({place + 1})"
    task = _marking_task_words(marking, counter)
    return text(f"ballot_kinds.task.{marking.group_key}", number=number, group=counter.name, task=task)


def running_count_words(marking: ListMarking, place: int) -> str:
    """Return the running count: points; every group when they are few, else the present one; the whole; money."""
    groups, whole = marking.group_counters(), marking.whole_ballot_counter()
    points = marking.points_counter()
    parts = [] if points is None else [_points_given_words(points)]
    shown = (groups[place],) if len(groups) > _MANY_GROUPS else groups
    parts += [_picked_count_words(group.name, group) for group in shown]
    is_tighter = whole.most < sum(group.most for group in groups)
    if not groups or len(groups) > _MANY_GROUPS or is_tighter:
        parts.append(_picked_count_words(text(f"ballot_kinds.whole.{marking.question.method}"), whole))
    return "  ·  ".join((*parts, *_money_spent_words(marking)))


def review_group_words(group: Counter) -> str:
    """Return the heading of a group in the review: its name, and how many are marked of how many."""
    return _picked_count_words(group.name, group)


def says_all_in_groups(marking: ListMarking) -> bool:
    """Return whether the headings of the groups count all there is to count: no points, no money, no tighter whole."""
    groups, whole = marking.group_counters(), marking.whole_ballot_counter()
    is_tighter = whole.most < sum(group.most for group in groups)
    return bool(groups) and not is_tighter and marking.points_counter() is None and not _money_spent_words(marking)


def marks_still_possible_words(marking: ListMarking, place: int) -> str:
    """Return what may still be done in this step, and whether it must be, or may be left for a blank ballot."""
    must = "must_or_blank" if may_be_left_blank(marking) else "must"
    points = marking.points_counter()
    if points is not None and points.most:
        return _points_still_possible_words(points, must, needs_one=_needs_one_mark(marking))
    groups, whole, method = marking.group_counters(), marking.whole_ballot_counter(), marking.question.method
    counter = groups[place] if groups else whole
    open_picks = min(counter.most - counter.picked, whole.most - whole.picked)
    if not may_mark_more(marking, place):
        return text(f"ballot_kinds.full.{method}")
    missing = _marks_missing_in_step(marking, place)
    if missing > 0:
        return text(f"ballot_kinds.{must}.{method}", count=missing)
    return text(f"ballot_kinds.may.{method}", count=open_picks)


def may_be_left_blank(marking: VoterMarking) -> bool:
    """Return whether the ballot is blank as it is and may be cast so."""
    return marking.is_blank and marking.question.allows_blank


def words_that_keep_voter_in_step(marking: ListMarking, place: int) -> str:
    """Return what must be done before the voter goes on from a step of the list; '' where they may go on, as with a
    blank ballot that may be cast."""
    if may_be_left_blank(marking):
        return ""
    missing = _marks_missing_in_step(marking, place)
    if missing > 0:
        return text(f"ballot_kinds.must.{marking.question.method}", count=missing)
    judgement = marking.judge_answer_as_it_is()
    is_last = place + 1 >= len(marking.group_counters())
    return broken_limit_words(marking, judgement) if is_last and judgement.verdict == Verdict.INVALID else ""


def _marks_missing_in_step(marking: ListMarking, place: int) -> int:
    groups, whole = marking.group_counters(), marking.whole_ballot_counter()
    missing = groups[place].least - groups[place].picked if groups else 0
    if place + 1 < len(groups):
        return missing
    return max(missing, whole.least - whole.picked, int(_needs_one_mark(marking)))


def _needs_one_mark(marking: VoterMarking) -> bool:
    return marking.is_blank and not marking.question.allows_blank


def may_mark_more(marking: ListMarking, place: int) -> bool:
    """Return whether anything more may be marked in this step of the list."""
    points = marking.points_counter()
    if points is not None and points.most:
        return points.picked < points.most
    groups, whole = marking.group_counters(), marking.whole_ballot_counter()
    counter = groups[place] if groups else whole
    return counter.picked < counter.most and whole.picked < whole.most


def mark_badge_words(marking: ListMarking, index: int) -> str | None:
    """Return the number on an option (3순위, 4점), '' while it has none; None for kinds that have a tick."""
    if not marking.has_badge:
        return None
    number = marking.number_on_option(index)
    return "" if number is None else text(f"ballot_kinds.badge.{marking.question.method}", number=number)


def mark_state_words(marking: ListMarking, index: int) -> str:
    """Return the mark of an option for a screen reader and the details: 골랐음, 3순위, 점수 없음."""
    method = marking.question.method
    if not marking.is_marked(index):
        return text(f"ballot_kinds.unmarked.{method}")
    return text(f"ballot_kinds.marked.{method}", number=marking.number_on_option(index))


def card_button_words(act: Act) -> str:
    """Return the words of a button on a card."""
    return text(f"ballot_kinds.act.{act.name}", value=abs(act.value) if act.name != "give" else act.value)


def mark_refusal_words(marking: VoterMarking, judgement: Judgement) -> str:
    """Return why a mark is not taken and what to do first."""
    return text(f"ballot_kinds.refusal.{_refusal_text_key(marking, judgement)}", **_refusal_facts(marking, judgement))


def broken_limit_words(marking: VoterMarking, judgement: Judgement) -> str:
    """Return what is wrong with an answer as it is and where to go."""
    return text(f"ballot_kinds.broken.{_refusal_text_key(marking, judgement)}", **_refusal_facts(marking, judgement))


def marks_to_be_stored_words(marking: VoterMarking) -> str:
    """Return what the voter sees below: these marks, as they will be stored; '' for a blank ballot."""
    if marking.is_blank:
        return ""
    words = text(f"ballot_kinds.stored.{marking.question.method}", count=len(marking.marks))
    if not isinstance(marking, ListMarking):
        return words
    if marking.question.marking.cost_limit:
        cost = money_words(marking.cost_of_marked_options(), marking.currency)
        words = f"{words} {text('ballot_kinds.stored_cost', cost=cost)}"
    points = marking.points_counter()
    return words if points is None else f"{words} {text('ballot_kinds.stored_points', given=points.picked)}"


def unused_marks_words(marking: VoterMarking) -> str:
    """Return what the voter might still add, or '' when nothing is left open."""
    left = _unused_marks_sentences(marking) if isinstance(marking, ListMarking) else ()
    return " ".join((*left, text("kiosk.confirm.unfilled_end"))) if left else ""


def ballot_verdict_words(marking: VoterMarking) -> str:
    """Return what forbids casting, what will not count, or that the ballot is blank; else ''."""
    judgement = marking.judge_answer_as_it_is()
    if judgement.verdict == Verdict.BLANK:
        return text(f"ballot_kinds.is_blank.{marking.question.method}")
    if not judgement.code:
        return ""
    words = broken_limit_words(marking, judgement)
    return f"{words} {text('ballot_kinds.partial')}" if judgement.verdict == Verdict.VALID else words


def _limit_facts(marking: VoterMarking, most: int) -> dict[str, object]:
    limits = marking.question.marking
    return {
        "low": limits.low,
        "high": limits.high,
        "most": most,
        "points": limits.most_points,
        "letters": limits.text_bytes // BYTES_OF_A_SYLLABLE,
    }


def _list_limit_sentences(marking: ListMarking) -> list[str]:
    question, limits, whole = marking.question, marking.question.marking, marking.whole_ballot_counter()
    groups, points = marking.group_counters(), marking.points_counter()
    lines = [
        text(
            "kiosk.guide.group_exactly" if group.least == group.most else "kiosk.guide.group",
            group=group.name,
            count=pick_limit_words(group.least, group.most),
        )
        for group in groups
    ]
    least = marking.least_to_tell(whole)
    is_tighter = whole.most < (sum(group.most for group in groups) if groups else len(question.options))
    if marking.least_key:
        how = "all" if whole.least == whole.most else "some" if least else "none"
        lines.append(text(f"ballot_kinds.least.{marking.least_key}.{how}", least=whole.least, most=whole.most))
    elif (not marking.guide_rule_text_key and not groups) or is_tighter or least:
        lines.append(_whole_limit_sentence(marking, whole, least))
    if points is not None and points.most and limits.high:
        lines.append(text("ballot_kinds.rule.high", high=limits.high))
    if limits.least_points > (1 if question.allows_blank else 0):
        lines.append(text("ballot_kinds.rule.least_points", points=limits.least_points))
    if limits.cost_limit:
        lines.append(text("ballot_kinds.rule.cost", limit=money_words(limits.cost_limit, marking.currency)))
    return lines


def _whole_limit_sentence(marking: ListMarking, whole: Counter, least: int) -> str:
    """Return how many may or must be marked of the whole ballot."""
    of_what = "scored" if marking.has_badge else "whole"
    if least == whole.most:
        return text(f"kiosk.guide.{of_what}_exactly", most=whole.most)
    if not least and whole.most == len(marking.question.options):
        return text(f"kiosk.guide.{of_what}_any")
    must = "_between" if least else ""
    return text(f"kiosk.guide.{of_what}{must}", count=pick_limit_words(least, whole.most))


def _marking_task_words(marking: ListMarking, counter: Counter) -> str:
    return text(
        f"ballot_kinds.task.{marking.task_text_key(counter)}",
        count=pick_limit_words(marking.least_to_tell(counter), counter.most),
        limit=money_words(marking.question.marking.cost_limit, marking.currency),
        **_limit_facts(marking, counter.most),
    )


def _picked_count_words(name: str, counter: Counter) -> str:
    return text("kiosk.list.counter", name=name, picked=counter.picked, most=counter.most)


def _points_given_words(points: Counter) -> str:
    if not points.most:
        return text("ballot_kinds.points.free", given=points.picked)
    left = points.most - points.picked
    return text("ballot_kinds.points.given", given=points.picked, most=points.most, left=left)


def _points_still_possible_words(points: Counter, must: str, *, needs_one: bool) -> str:
    left, missing = points.most - points.picked, max(points.least - points.picked, int(needs_one))
    if left <= 0:
        return text("ballot_kinds.points.full")
    if missing > 0:
        return text(f"ballot_kinds.points.{must}", count=missing)
    return text("ballot_kinds.points.may", count=left)


def _money_spent_words(marking: ListMarking) -> tuple[str, ...]:
    limit, spent = marking.question.marking.cost_limit, marking.cost_of_marked_options()
    if not limit:
        return ()
    words = {"spent": spent, "limit": limit, "left": limit - spent}
    return (text("ballot_kinds.money", **{key: money_words(cost, marking.currency) for key, cost in words.items()}),)


def _unused_marks_sentences(marking: ListMarking) -> tuple[str, ...]:
    method, whole, points = marking.question.method, marking.whole_ballot_counter(), marking.points_counter()
    if not marking.states_limits:
        return ()
    if not marking.has_badge and marking.question.groups:
        return tuple(
            text("kiosk.confirm.unfilled_group", group=group.name, left=group.most - group.picked)
            for group in marking.group_counters()
            if group.picked < group.most and whole.picked < whole.most
        )
    counter = points if points is not None and points.most else whole
    left = counter.most - counter.picked
    return (text(f"ballot_kinds.left.{method}", left=left),) if left else ()


def _refusal_text_key(marking: VoterMarking, judgement: Judgement) -> str:
    whose = marking.question.method if judgement.code in _BY_METHOD else "any"
    return f"{whose}.{judgement.code}"


def _refusal_facts(marking: VoterMarking, judgement: Judgement) -> dict[str, object]:
    facts: dict[str, object] = {"name": judgement.name, "limit": judgement.limit, "picked": judgement.picked}
    if judgement.code == "too_costly":
        over = judgement.picked - judgement.limit
        facts |= {"limit": money_words(judgement.limit, marking.currency), "over": money_words(over, marking.currency)}
    return facts
