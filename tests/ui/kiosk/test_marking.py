"""One voter's marks: limits hold at every step, and nothing is put back that the voter did not put back."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.methods.ballot_kind import Verdict
from sukui_desktop.domain.question.definition import Group, Option, Question
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.ui.kiosk.marking_rules.approval import ApprovalMarking
from sukui_desktop.ui.kiosk.marking_rules.base import Counter
from sukui_desktop.ui.kiosk.sentences import (
    ballot_verdict_words,
    limit_sentences_for_guide,
    list_step_heading,
    mark_refusal_words,
    marks_still_possible_words,
    pick_limit_words,
    running_count_words,
    unused_marks_words,
)


def question(
    sizes: tuple[int, ...] = (4, 3), limits: tuple[int, ...] = (2, 1), most: int = 3, least: int = 0
) -> Question:
    groups = tuple(Group(name=f"모둠{g}", min_picks=0, max_picks=limit) for g, limit in enumerate(limits))
    options = tuple(
        Option(code=f"{g}-{i}", title=f"사업 {g}-{i}", cost=1, group=f"모둠{g}" if groups else "")
        for g, size in enumerate(sizes)
        for i in range(size)
    )
    return Question(title="t", method=Method.APPROVAL, options=options, groups=groups, min_picks=least, max_picks=most)


@given(st.lists(st.integers(0, 6), max_size=30))
def test_no_walk_passes_a_limit_and_every_mark_is_the_voters(taps: list[int]) -> None:
    asked = question()
    marking = ApprovalMarking(asked)
    expected: set[int] = set()
    for tap in taps:
        before = set(marking.marks)
        verdict = marking.toggle_mark(tap).verdict
        if verdict == Verdict.VALID:
            expected ^= {tap}
        assert set(marking.marks) == expected
        assert before ^ set(marking.marks) <= {tap}, "no other mark moves by itself"
        assert marking.judge_answer_as_it_is().verdict in (Verdict.VALID, Verdict.BLANK)


def test_the_group_stands_in_the_way_before_the_whole() -> None:
    marking = ApprovalMarking(question())
    for option in (0, 1):
        assert marking.toggle_mark(option).verdict == Verdict.VALID
    barrier = marking.toggle_mark(2)
    assert (barrier.verdict, barrier.code, barrier.name, barrier.limit) == (
        Verdict.INVALID,
        "too_many_in_group",
        "모둠0",
        2,
    )
    assert mark_refusal_words(marking, barrier).startswith("모둠0: 2개까지")


def test_counters_count_group_and_whole() -> None:
    marking = ApprovalMarking(question(most=10))
    marking.toggle_mark(0)
    marking.toggle_mark(5)
    assert marking.group_counters() == (Counter("모둠0", 1, 0, 2), Counter("모둠1", 1, 0, 1))
    assert marking.whole_ballot_counter() == Counter("", 2, 0, 3), "never more than the groups allow"
    marking.wipe()
    assert marking.marks == ()


def test_a_ballot_without_groups_counts_the_whole_only() -> None:
    marking = ApprovalMarking(question(sizes=(5,), limits=(), most=9))
    assert marking.group_counters() == ()
    assert marking.whole_ballot_counter().most == 5
    assert running_count_words(marking, 0) == "모두 0/5"
    assert list_step_heading(marking, 0) == text("ballot_kinds.task.any"), "nothing limits who may pick all five"
    limited = ApprovalMarking(question(sizes=(5,), limits=(), most=4))
    assert list_step_heading(limited, 0) == text("ballot_kinds.task.approval", count=text("kiosk.count.up_to", most=4))
    assert unused_marks_words(marking) == "5개를 더 고를 수 있습니다. 그대로 두어도 됩니다."


@pytest.mark.parametrize(("least", "most", "told"), [(0, 7, "7개까지"), (7, 7, "7개를"), (2, 7, "2개에서 7개까지")])
def test_limits_in_words(least: int, most: int, told: str) -> None:
    assert pick_limit_words(least, most) == told


def test_many_groups_show_the_present_one_and_the_whole() -> None:
    marking = ApprovalMarking(question(sizes=(2,) * 5, limits=(1,) * 5, most=5))
    marking.toggle_mark(3)
    assert running_count_words(marking, 1) == "모둠1 1/1  ·  모두 1/5"
    assert list_step_heading(marking, 4) == text(
        "ballot_kinds.task.group_picks",
        number="⑤",
        group="모둠4",
        task=text("ballot_kinds.task.approval", count="1개까지"),
    )
    far = ApprovalMarking(question(sizes=(1,) * 25, limits=(1,) * 25, most=5))
    assert list_step_heading(far, 24) == text(
        "ballot_kinds.task.group_picks",
        number="(25)",
        group="모둠24",
        task=text("ballot_kinds.task.approval", count="1개까지"),
    )


def test_what_is_left_is_reported_for_the_step_and_never_more_than_the_ballot_allows() -> None:
    marking = ApprovalMarking(question(limits=(3, 2), most=3))
    marking.toggle_mark(0)
    marking.toggle_mark(1)
    assert marks_still_possible_words(marking, 1) == text("ballot_kinds.may.approval", count=1)
    marking.toggle_mark(4)
    assert marks_still_possible_words(marking, 1) == text("ballot_kinds.full.approval")


def test_verdicts_before_casting() -> None:
    marking = ApprovalMarking(question(least=2))
    assert ballot_verdict_words(marking) == text("ballot_kinds.is_blank.approval")
    marking.toggle_mark(0)
    assert ballot_verdict_words(marking) == text("ballot_kinds.broken.approval.too_few_picks", limit=2, picked=1)
    marking.toggle_mark(1)
    assert ballot_verdict_words(marking) == ""
    strict = ApprovalMarking(msgspec.structs.replace(question(), allows_blank=False))
    assert ballot_verdict_words(strict) == text("ballot_kinds.broken.approval.blank_not_allowed")


def test_rules_of_the_guide() -> None:
    assert limit_sentences_for_guide(question()) == (
        text("kiosk.guide.group", group="모둠0", count=text("kiosk.count.up_to", most=2)),
        text("kiosk.guide.group", group="모둠1", count=text("kiosk.count.up_to", most=1)),
        text("ballot_kinds.blank.approval"),
    )
    tighter = limit_sentences_for_guide(question(most=2, least=1))
    assert text("kiosk.guide.whole", count=text("kiosk.count.up_to", most=2)) in tighter, "a blank ballot is good too"
