"""Counting and selecting are right for every election drawn by chance."""

from __future__ import annotations

import random
from contextlib import nullcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sukui_desktop.domain.agenda_tree import items_in_tree_order, rank_between
from sukui_desktop.domain.ballot_accounting import account_for_ballots, turnout_in_steps
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer, Verdict
from sukui_desktop.domain.methods.question_validation import require_answerable_question
from sukui_desktop.domain.methods.registry import decode_answer, encode_answer, judge_answer, plaintext_ballot_length
from sukui_desktop.domain.question.definition import (
    Definition,
    Group,
    Option,
    Question,
    SelectionRule,
    WhenUnaffordable,
)
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.quorum import QuorumRule, judge_quorum, people_needed_for_quorum
from sukui_desktop.domain.selection.open_ties import find_open_tie
from sukui_desktop.domain.selection.outcome_of_case import decide_case, make_case, scores_of_case
from sukui_desktop.domain.selection.ties import find_ties
from sukui_desktop.models.agenda import DecisionHow, ItemRow, ItemState
from sukui_desktop.models.ids import ItemId
from sukui_desktop.models.meeting import QuorumBase

NAMES = ("가", "나", "다")


@st.composite
def questions(draw: st.DrawFn) -> Question:
    grouped = draw(st.booleans())
    size = draw(st.integers(1, 40))
    options = tuple(
        Option(
            code=f"P{n}",
            title="",
            cost=draw(st.integers(1, 12)),
            group=draw(st.sampled_from(NAMES)) if grouped else "",
        )
        for n in range(size)
    )
    groups = []
    for name in NAMES if grouped else ():
        members = sum(option.group == name for option in options)
        least = draw(st.integers(0, min(members, 1)))
        groups.append(Group(name=name, min_picks=least, max_picks=draw(st.integers(least, members + 1))))
    reach = sum(min(group.max_picks, sum(o.group == group.name for o in options)) for group in groups)
    least = draw(st.integers(0, min(3, reach if grouped else size)))
    question = Question(
        title="",
        method=Method.APPROVAL,
        options=options,
        groups=tuple(groups),
        min_picks=least,
        max_picks=draw(st.integers(max(1, least, sum(group.min_picks for group in groups)), size + 3)),
        allows_blank=draw(st.booleans()),
    )
    require_answerable_question(question)
    return question


def marks_of(question: Question) -> st.SearchStrategy[tuple[int, ...]]:
    places = st.integers(0, len(question.options) - 1)
    return st.sets(places, max_size=min(len(question.options), 12)).map(lambda marks: tuple(sorted(marks)))


@st.composite
def elections(draw: st.DrawFn) -> tuple[Question, list[bytes]]:
    question = draw(questions())
    sound = marks_of(question).map(lambda marks: encode_answer(question, Answer(marks)))
    length = plaintext_ballot_length(question)
    broken = st.binary(min_size=0, max_size=length + 1)
    return question, draw(st.lists(st.one_of(sound, sound, sound, broken), max_size=30))


@given(st.data())
def test_marks_come_back_as_they_went_in(data: st.DataObject) -> None:
    question = data.draw(questions())
    marks = data.draw(marks_of(question))
    plaintext = encode_answer(question, Answer(tuple(random.Random(1).sample(marks, len(marks)))))
    assert decode_answer(question, plaintext).marks == marks
    assert len(plaintext) == plaintext_ballot_length(question)


@given(st.data())
def test_bytes_are_one_ballot_or_none(data: st.DataObject) -> None:
    question = data.draw(questions())
    plaintext = data.draw(st.binary(max_size=plaintext_ballot_length(question) + 1))
    try:
        marks = decode_answer(question, plaintext).marks
    except RuleBroken:
        spare = plaintext_ballot_length(question) * 8 - len(question.options)
        assert len(plaintext) != plaintext_ballot_length(question) or plaintext[-1] & ((1 << spare) - 1)
    else:
        assert encode_answer(question, Answer(marks)) == plaintext


@given(st.data())
def test_a_judgement_is_what_the_limits_say(data: st.DataObject) -> None:
    question = data.draw(questions())
    marks = data.draw(marks_of(question))
    assume(marks)
    holds = question.min_picks <= len(marks) <= question.max_picks and all(
        group.min_picks <= sum(question.options[m].group == group.name for m in marks) <= group.max_picks
        for group in question.groups
    )
    judged = judge_answer(question, Answer(marks))
    assert judged.verdict == (Verdict.VALID if holds else Verdict.INVALID)
    assert bool(judged.code) == (not holds)


@given(elections(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_never_matters(election: tuple[Question, list[bytes]], chance: random.Random) -> None:
    question, ballots = election
    shuffled = chance.sample(ballots, len(ballots))
    assert count_ballots(question, shuffled) == count_ballots(question, ballots)


@given(elections())
def test_totals_equal_the_ballots(election: tuple[Question, list[bytes]]) -> None:
    question, ballots = election
    tally = count_ballots(question, ballots)
    assert tally.ballots_cast == len(ballots)
    assert tally.ballots_cast == tally.ballots_valid + tally.ballots_blank + tally.ballots_invalid
    assert sum(tally.votes) <= tally.ballots_valid * min(question.max_picks, len(question.options))
    assert max(tally.votes) <= tally.ballots_valid


@given(elections(), st.data())
def test_one_more_valid_ballot_lowers_nobody(election: tuple[Question, list[bytes]], data: st.DataObject) -> None:
    question, ballots = election
    marks = data.draw(marks_of(question))
    before = count_ballots(question, ballots)
    after = count_ballots(question, [*ballots, encode_answer(question, Answer(marks))])
    counts = judge_answer(question, Answer(marks)).verdict == Verdict.VALID
    for place, (was, is_now) in enumerate(zip(before.votes, after.votes, strict=True)):
        assert is_now == was + (counts and place in marks)


@st.composite
def counted(draw: st.DrawFn) -> tuple[Definition, Tally]:
    question = draw(questions())
    votes = tuple(draw(st.integers(0, 6)) for _ in question.options)
    rule = SelectionRule(
        when_unaffordable=draw(st.sampled_from(WhenUnaffordable)),
        min_votes=draw(st.integers(0, 4)),
        ceiling=draw(st.integers(1, 80)),
    )
    definition = Definition(
        format=1,
        city="seoul",
        meeting_id="m",
        poll_id="p",
        is_practice=False,
        title="",
        currency="KRW",
        question=question,
        rule=rule,
    )
    total = sum(votes)
    return definition, Tally(votes=votes, ballots_cast=total, ballots_valid=total, ballots_blank=0, ballots_invalid=0)


@given(counted(), st.randoms(use_true_random=False))
def test_a_list_never_exceeds_its_ceiling_and_leaves_nobody_out(
    case: tuple[Definition, Tally], chance: random.Random
) -> None:
    definition, tally = case
    options = definition.question.options
    lot = [
        code
        for tied in find_ties(definition, scores_of_case(make_case(definition, tally)))
        for code in chance.sample(tied, len(tied))
    ]
    outcome = decide_case(make_case(definition, tally, lot))
    cost, votes = {o.code: o.cost for o in options}, dict(zip((o.code for o in options), tally.votes, strict=True))
    assert outcome.total_cost == sum(cost[code] for code in outcome.selected) <= definition.rule.ceiling
    assert sorted(r.code for r in outcome.ranking) == sorted(cost)
    assert all(votes[code] >= definition.rule.min_votes for code in outcome.selected)
    keys = [(-r.votes, r.cost, outcome.lot.index(r.code) if r.code in outcome.lot else 0) for r in outcome.ranking]
    assert keys == sorted(keys)
    for ranked in outcome.ranking:
        if ranked.outcome == "unaffordable":
            assert ranked.cost > ranked.left_before
        if ranked.outcome == "chosen":
            assert ranked.cost <= ranked.left_before
    if definition.rule.when_unaffordable == "skip":
        left = definition.rule.ceiling - outcome.total_cost
        for ranked in outcome.ranking:
            if ranked.outcome not in ("chosen", "below_minimum"):
                assert ranked.cost > left


@given(counted())
def test_every_tie_is_found_and_needs_its_lot(case: tuple[Definition, Tally]) -> None:
    definition, tally = case
    options = definition.question.options
    same = {(tally.votes[i], o.cost) for i, o in enumerate(options)}
    ties = find_ties(definition, scores_of_case(make_case(definition, tally)))
    assert len(options) - sum(map(len, ties)) + len(ties) == len(same)
    lot = [code for tied in ties for code in tied]
    decide_case(make_case(definition, tally, lot))
    for missing in lot:
        rest = make_case(definition, tally, [code for code in lot if code != missing])
        tied = find_open_tie(definition, scores_of_case(rest), (), rest.tie_order)
        assert not tied or missing in tied
        with pytest.raises(RuleBroken, match="tie_needs_lot") if tied else nullcontext():
            decide_case(rest)


@given(st.lists(st.integers(0, 1_000_000), max_size=80))
def test_a_rank_is_always_between(places: list[int]) -> None:
    ranks: list[str] = []
    for number in places:
        place = number % (len(ranks) + 1)
        before = ranks[place - 1] if place else ""
        after = ranks[place] if place < len(ranks) else ""
        rank = rank_between(before, after)
        assert before < rank
        assert not after or rank < after
        assert not rank.endswith("0")
        ranks.insert(place, rank)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12), st.sampled_from("123")), max_size=10))
def test_the_tree_hides_nothing_whatever_stands_under_what(shape: list[tuple[int, int, str]]) -> None:
    items = [
        ItemRow(
            item_id=ItemId(str(n)),
            parent_id="" if parent == 12 else str(parent),
            rank=rank,
            title="",
            presenter="",
            minutes=0,
            state=ItemState.PLANNED,
            started_at_ms=0,
            spent_ms=0,
            decision="",
            decision_how=DecisionHow.OPEN,
        )
        for n, (_, parent, rank) in enumerate(shape)
    ]
    views = items_in_tree_order(items)
    assert sorted(v.row.item_id for v in views) == sorted(i.item_id for i in items)
    assert len({v.number for v in views}) == len(items)
    assert all(v.number.count(".") == v.depth for v in views)


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 12), st.data())
def test_a_quorum_is_exact(enrolled: int, present: int, denominator: int, data: st.DataObject) -> None:
    numerator = data.draw(st.integers(0, denominator))
    is_more_than = data.draw(st.booleans())
    rule = QuorumRule(base=QuorumBase.ENROLLED, numerator=numerator, denominator=denominator, is_more_than=is_more_than)
    share = Fraction(numerator * enrolled, denominator)
    enough = present > share if is_more_than else present >= share
    assert (present >= people_needed_for_quorum(rule, enrolled)) == enough
    assert judge_quorum(rule, enrolled=enrolled, present=present).is_met == (enough and enrolled > 0)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 50), st.integers(0, 50))
def test_slips_always_add_up_or_are_refused(issued: int, cast: int, spoiled: int, returned: int) -> None:
    try:
        closed = account_for_ballots(issued=issued, cast=cast, spoiled=spoiled, returned=returned)
    except RuleBroken:
        assert cast + spoiled + returned > issued
    else:
        assert closed.issued == closed.cast + closed.spoiled + closed.returned + closed.not_returned
        assert closed.not_returned >= 0


@given(st.integers(0, 100_000))
def test_shown_turnout_never_tells_a_single_cast(cast: int) -> None:
    shown = turnout_in_steps(cast)
    assert shown <= cast < shown + 5
    assert shown % 5 == 0
