"""Writing, judging and counting hold for every kind of ballot, with and without groups, whatever is void."""

from __future__ import annotations

import random
from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UnsetType

from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer, Verdict
from sukui_desktop.domain.methods.opinion import tidy_opinion
from sukui_desktop.domain.methods.question_validation import require_answerable_question
from sukui_desktop.domain.methods.registry import decode_answer, encode_answer, judge_answer, plaintext_ballot_length
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Invalidity, Method
from tests.builders.elections import malformed_bytes, random_answer, random_ballots, random_question

SEEDS = st.integers(0, 2**32)
every_method = pytest.mark.parametrize("method", tuple(Method))
some = settings(max_examples=60)


def drawn(method: Method, seed: int) -> tuple[Question, random.Random]:
    chance = random.Random(seed)
    question = random_question(chance, method)
    require_answerable_question(question)
    return question, chance


@every_method
@some
@given(SEEDS)
def test_an_answer_comes_back_as_it_went_in(method: Method, seed: int) -> None:
    question, chance = drawn(method, seed)
    answer = random_answer(question, chance)
    plaintext = encode_answer(question, answer)
    assert len(plaintext) == plaintext_ballot_length(question)
    assert decode_answer(question, plaintext) == msgspec.structs.replace(answer, opinion=tidy_opinion(answer.opinion))


@every_method
@some
@given(SEEDS, st.data())
def test_bytes_are_one_ballot_or_none(method: Method, seed: int, data: st.DataObject) -> None:
    """Decoding never raises anything but that refusal; what it reads is written back as the very bytes."""
    question, chance = drawn(method, seed)
    length = plaintext_ballot_length(question)
    fuzz = st.one_of(st.binary(max_size=length + 1), st.binary(min_size=length, max_size=length))
    for plaintext in (data.draw(fuzz), malformed_bytes(question, chance)):
        try:
            answer = decode_answer(question, plaintext)
        except RuleBroken:
            continue
        assert judge_answer(question, answer).verdict in (Verdict.VALID, Verdict.BLANK, Verdict.INVALID)
        if answer.opinion == tidy_opinion(answer.opinion):
            assert encode_answer(question, answer) == plaintext


@every_method
@some
@given(SEEDS)
def test_a_voter_learns_what_the_count_will_say(method: Method, seed: int) -> None:
    question, chance = drawn(method, seed)
    answer = random_answer(question, chance)
    assert judge_answer(question, answer) == judge_answer(
        question, decode_answer(question, encode_answer(question, answer))
    )


@every_method
@some
@given(SEEDS)
def test_only_what_was_cast_counts_and_all_of_it_where_no_limit_is_broken(method: Method, seed: int) -> None:
    question, chance = drawn(method, seed)
    answer = random_answer(question, chance)
    judged = judge_answer(question, answer)
    assert (judged.verdict == Verdict.INVALID) <= bool(judged.code)
    if judged.verdict != Verdict.VALID:
        assert judged.counted == Answer()
        return
    cast = Counter(answer.marks)
    assert set(judged.counted.marks) <= set(cast)
    assert len(set(judged.counted.marks)) == len(judged.counted.marks)
    if not judged.code:
        assert judged.counted.marks == answer.marks
    if question.marking.invalidity == Invalidity.BALLOT:
        assert not judged.code


@pytest.mark.parametrize("method", [Method.APPROVAL, Method.SCORE, Method.RANKING, Method.CUMULATIVE])
@some
@given(SEEDS)
def test_the_wider_the_invalidity_the_less_counts(method: Method, seed: int) -> None:
    question, chance = drawn(method, seed)
    answer = random_answer(question, chance)
    counted = []
    for invalidity in tuple(Invalidity):
        marks = msgspec.structs.replace(question.marking, invalidity=invalidity)
        judged = judge_answer(msgspec.structs.replace(question, marks=marks), answer)
        counted.append(set(judged.counted.marks))
    whole, group, single = counted
    assert whole <= group <= single


@every_method
@some
@given(SEEDS)
def test_the_order_of_ballots_never_matters(method: Method, seed: int) -> None:
    question, chance = drawn(method, seed)
    ballots = random_ballots(question, 30, chance)
    assert count_ballots(question, chance.sample(ballots, 30)) == count_ballots(question, ballots)


@every_method
@some
@given(SEEDS)
def test_totals_equal_the_ballots(method: Method, seed: int) -> None:
    question, chance = drawn(method, seed)
    tally = count_ballots(question, random_ballots(question, 30, chance))
    assert tally.ballots_cast == 30 == tally.ballots_valid + tally.ballots_blank + tally.ballots_invalid
    assert all(0 <= votes <= tally.ballots_valid for votes in tally.votes)
    assert isinstance(tally.points, UnsetType) == (method not in (Method.SCORE, Method.RANKING, Method.CUMULATIVE))
    assert isinstance(tally.ballots_partial, UnsetType) == (question.marking.invalidity == Invalidity.BALLOT)
    if not isinstance(tally.ballots_partial, UnsetType):
        assert 0 <= tally.ballots_partial <= tally.ballots_valid
    if not isinstance(tally.opinions, UnsetType):
        assert sum(opinion.count for opinion in tally.opinions) == tally.ballots_valid


@every_method
@some
@given(SEEDS, st.integers(0, 30))
def test_two_boxes_count_to_the_sum_of_both(method: Method, seed: int, cut: int) -> None:
    question, chance = drawn(method, seed)
    ballots = random_ballots(question, 30, chance)
    whole = count_ballots(question, ballots)
    parts = count_ballots(question, ballots[:cut]), count_ballots(question, ballots[cut:])
    assert whole.ballots_valid == sum(part.ballots_valid for part in parts)
    assert whole.ballots_blank == sum(part.ballots_blank for part in parts)
    assert whole.points_or_votes == tuple(
        map(sum, zip(parts[0].points_or_votes, parts[1].points_or_votes, strict=True))
    )


@every_method
@some
@given(SEEDS)
def test_one_more_valid_ballot_never_lowers_what_it_marks(method: Method, seed: int) -> None:
    question, chance = drawn(method, seed)
    ballots = random_ballots(question, 20, chance)
    answer = random_answer(question, chance)
    counted = judge_answer(question, answer).counted
    before, after = (
        count_ballots(question, ballots),
        count_ballots(question, [*ballots, encode_answer(question, answer)]),
    )
    given_points = dict(zip(counted.marks, counted.points or [1] * len(counted.marks), strict=True))
    for option, (was, is_now) in enumerate(zip(before.points_or_votes, after.points_or_votes, strict=True)):
        assert is_now == was + given_points.get(option, 0)
        assert is_now >= was or given_points[option] < 0
        assert after.votes[option] == before.votes[option] + (option in given_points)


@every_method
def test_chance_reaches_every_verdict_and_every_invalidity(method: Method) -> None:
    """The builder is worth something only if it draws what the rules tell apart."""
    chance = random.Random(7)
    seen: Counter[str] = Counter()
    for _ in range(300):
        question = random_question(chance, method)
        tally = count_ballots(question, random_ballots(question, 15, chance))
        seen.update(
            {
                Verdict.VALID: tally.ballots_valid,
                Verdict.BLANK: tally.ballots_blank,
                Verdict.INVALID: tally.ballots_invalid,
            }
        )
        seen[question.marking.invalidity] += 1
        seen["grouped"] += bool(question.groups)
        seen["partial"] += 0 if isinstance(tally.ballots_partial, UnsetType) else tally.ballots_partial
    assert all(seen[verdict] > 50 for verdict in (Verdict.VALID, Verdict.BLANK, Verdict.INVALID))
    if method not in (Method.CHOICE, Method.OPINION):
        assert all(seen[invalidity] > 50 for invalidity in tuple(Invalidity))
        assert seen["grouped"] > 80
        assert seen["partial"] > 20


@pytest.mark.parametrize("invalidity", tuple(Invalidity))
@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("method", [Method.APPROVAL, Method.SCORE, Method.RANKING, Method.CUMULATIVE])
def test_the_builder_gives_what_it_is_asked_for(method: Method, grouped: bool, invalidity: Invalidity) -> None:
    question = random_question(random.Random(3), method, grouped=grouped, invalidity=invalidity)
    assert (bool(question.groups), question.marking.invalidity) == (grouped, invalidity)
    assert question.method == method
