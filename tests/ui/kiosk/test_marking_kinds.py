"""Marks of every kind by themselves: whatever is pressed, no limit is passed and nothing moves that was not pressed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.methods.ballot_kind import Answer, Verdict
from sukui_desktop.domain.methods.registry import decode_answer, encode_answer
from sukui_desktop.domain.question.definition import Group, Question
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.ui.kiosk.marking_rules.approval import ApprovalMarking
from sukui_desktop.ui.kiosk.marking_rules.base import Act, ListMarking
from sukui_desktop.ui.kiosk.marking_rules.by_method import make_marking
from sukui_desktop.ui.kiosk.marking_rules.choice import ChoiceMarking
from sukui_desktop.ui.kiosk.marking_rules.cumulative import CumulativeMarking
from sukui_desktop.ui.kiosk.marking_rules.opinion import OpinionMarking
from sukui_desktop.ui.kiosk.marking_rules.ranking import RankingMarking
from sukui_desktop.ui.kiosk.marking_rules.score import ScoreMarking
from tests.ui.kiosk.ballots import BILLION, QUESTIONS, choice, opinion, options, plain

GROUPED = msgspec.structs.replace(
    plain(Method.SCORE, Marking(low=-2, high=2), most=4),
    options=options(("가", "나")),
    groups=(Group(name="가", min_picks=0, max_picks=3), Group(name="나", min_picks=0, max_picks=2)),
)
LISTS = {
    **{name: asked for name, asked in QUESTIONS.items() if asked.method != "opinion"},
    "grouped": GROUPED,
    "grouped_ranking": msgspec.structs.replace(GROUPED, method="ranking", marks=Marking(place_points=(4, 3, 2, 1))),
    "grouped_points": msgspec.structs.replace(GROUPED, method="cumulative", marks=Marking(most_points=7, high=3)),
    "dear_points": plain(Method.CUMULATIVE, Marking(most_points=9, cost_limit=150 * BILLION)),
    "free_points": plain(Method.CUMULATIVE, most=4),
}
UPPER = {"too_many_picks", "too_many_in_group", "too_costly", "too_many_points", "points_too_high"}
LOWER = {"too_few_picks", "too_few_in_group", "too_few_points"}


def listed(question: Question) -> ListMarking:
    marking = make_marking(question)
    assert isinstance(marking, ListMarking)
    return marking


def press(marking: ListMarking, option: int, way: int) -> str:
    """Press one of the ways there are on a card; return the code of the refusal."""
    acts = [act for act in marking.buttons_on_card(option) if act.is_open]
    if way == 0:
        return marking.toggle_mark(option).code
    if way == 1:
        return marking.press_card(option).code
    if way in (2, 3):
        return marking.step_mark(option, 1 if way == 2 else -1).code
    return marking.press_card_button(option, acts[way % len(acts)]).code if acts else ""


@pytest.mark.parametrize("name", LISTS)
@given(data=st.data())
def test_no_walk_over_any_ballot_passes_a_limit(name: str, data: st.DataObject) -> None:
    question = LISTS[name]
    marking = listed(question)
    size = len(question.options)
    for option, way in data.draw(st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, 9)), max_size=40)):
        before = {place: marking.number_on_option(place) for place in range(size)}
        refusal = press(marking, option, way)
        after = {place: marking.number_on_option(place) for place in range(size)}
        assert refusal in UPPER | {""}
        if refusal:
            assert after == before, "what is refused changes nothing"
        if question.method in ("approval", "score", "cumulative"):
            assert {place for place in range(size) if before[place] != after[place]} <= {option}
        judgement = marking.judge_answer_as_it_is()
        assert judgement.verdict in (Verdict.VALID, Verdict.BLANK) or judgement.code in LOWER, judgement
        assert decode_answer(question, encode_answer(question, marking.answer)) == marking.answer
    marking.wipe()
    assert marking.is_blank
    assert marking.answer == Answer()


def test_every_method_has_its_marking() -> None:
    made = {
        method: type(make_marking(msgspec.structs.replace(plain(Method.APPROVAL), method=method)))
        for method in tuple(Method)
    }
    assert made == {
        "approval": ApprovalMarking,
        "choice": ChoiceMarking,
        "score": ScoreMarking,
        "ranking": RankingMarking,
        "cumulative": CumulativeMarking,
        "opinion": OpinionMarking,
    }


def test_a_choice_moves_and_may_be_taken_back() -> None:
    marking = ChoiceMarking(choice("찬성", "반대", "기권"))
    for option in (0, 2, 1):
        assert marking.toggle_mark(option).verdict == Verdict.VALID
        assert marking.marks == (option,)
    marking.toggle_mark(1)
    assert marking.is_blank


def test_a_choice_of_two_keeps_both() -> None:
    marking = ChoiceMarking(msgspec.structs.replace(choice("가", "나", "다"), max_picks=2))
    assert [marking.toggle_mark(option).code for option in (0, 1, 2)] == ["", "", "too_many_picks"]
    assert marking.marks == (0, 1)


def test_a_score_is_not_the_same_as_none() -> None:
    marking = ScoreMarking(plain(Method.SCORE, Marking(low=0, high=10)))
    marking.give_score(3, 0)
    assert marking.is_marked(3)
    assert marking.number_on_option(3) == 0
    assert marking.answer == Answer((3,), (0,))
    marking.step_mark(3, -1)
    assert not marking.is_marked(3)
    marking.step_mark(3, -1)
    assert not marking.is_marked(3), "nothing is below unscored"


def test_scores_below_zero_are_marks_like_others() -> None:
    marking = ScoreMarking(GROUPED)
    marking.press_card_button(0, Act("give", -2))
    assert marking.answer == Answer((0,), (-2,))
    marking.give_score(0, -9)
    assert marking.number_on_option(0) == -2
    marking.give_score(0, 9)
    assert marking.number_on_option(0) == 2


def test_enter_walks_the_whole_scale_and_comes_round() -> None:
    marking = ScoreMarking(plain(Method.SCORE, Marking(low=1, high=3)))
    seen = []
    for _ in range(5):
        marking.press_card(0)
        seen.append(marking.number_on_option(0))
    assert seen == [1, 2, 3, None, 1]


def test_a_short_scale_has_its_numbers_and_a_long_one_steps() -> None:
    short = ScoreMarking(plain(Method.SCORE, Marking(low=0, high=10))).buttons_on_card(0)
    assert [act.value for act in short if act.name == "give"] == list(range(11))
    marking = ScoreMarking(plain(Method.SCORE, Marking(low=0, high=100)))
    assert [(act.name, act.value, act.is_open) for act in marking.buttons_on_card(0)] == [
        ("less", -10, False),
        ("less", -1, False),
        ("more", 1, True),
        ("more", 10, True),
        ("clear", 0, False),
    ]
    for _ in range(11):
        marking.press_card_button(0, Act("more", 10))
    assert marking.number_on_option(0) == 100
    assert [act.is_open for act in marking.buttons_on_card(0)] == [True, True, False, False, True]
    marking.press_card_button(0, Act("less", -10))
    assert marking.number_on_option(0) == 90
    marking.press_card_button(0, Act("clear"))
    assert marking.number_on_option(0) is None


def test_the_given_number_is_the_one_that_stands_out() -> None:
    marking = ScoreMarking(plain(Method.SCORE, Marking(low=1, high=5)))
    marking.give_score(2, 4)
    assert [act.value for act in marking.buttons_on_card(2) if act.is_on] == [4]
    assert not any(act.is_on for act in marking.buttons_on_card(1))


def test_as_many_scores_as_the_limit_says() -> None:
    marking = ScoreMarking(plain(Method.SCORE, Marking(low=1, high=5), most=2))
    marking.give_score(0, 1)
    marking.give_score(1, 1)
    refusal = marking.give_score(2, 5)
    assert (refusal.verdict, refusal.code, refusal.limit) == (Verdict.INVALID, "too_many_picks", 2)
    assert marking.give_score(1, 5).verdict == Verdict.VALID, "a scored one may always change"


def test_a_place_given_up_moves_the_later_ones() -> None:
    marking = RankingMarking(plain(Method.RANKING, Marking(place_points=(4, 3, 2, 1)), most=4))
    for option in (5, 1, 8, 3):
        marking.toggle_mark(option)
    marking.toggle_mark(1)
    assert list(marking.marks) == [5, 8, 3]
    assert [marking.number_on_option(option) for option in (5, 1, 8, 3)] == [1, None, 2, 3]
    marking.toggle_mark(1)
    assert list(marking.marks) == [5, 8, 3, 1], "taken again, it comes last"
    marking.unmark(9)
    assert marking.marks == (5, 8, 3, 1)


def test_places_move_by_one_and_not_beyond_the_ends() -> None:
    marking = RankingMarking(plain(Method.RANKING, Marking(place_points=(3, 2, 1)), most=3))
    for option in (0, 1, 2):
        marking.toggle_mark(option)
    marking.step_mark(0, -1)
    marking.step_mark(2, 1)
    assert marking.marks == (0, 1, 2)
    marking.press_card_button(2, Act("earlier", -1))
    marking.step_mark(0, 1)
    assert marking.marks == (2, 0, 1)
    marking.step_mark(7, -1)
    assert marking.marks == (2, 0, 1), "an option without a place has nowhere to go"
    assert [[act.is_open for act in marking.buttons_on_card(option)] for option in (2, 0, 1, 7)] == [
        [False, True],
        [True, True],
        [True, False],
        [False, False],
    ]


def test_points_stop_at_the_project_and_at_the_sum() -> None:
    marking = CumulativeMarking(plain(Method.CUMULATIVE, Marking(most_points=10, high=6)))
    assert marking.step_mark(0, 10).verdict == Verdict.VALID
    assert marking.number_on_option(0) == 6, "a leap goes as far as it can"
    assert marking.step_mark(0, 1).code == "points_too_high"
    assert marking.step_mark(1, 10).verdict == Verdict.VALID
    assert (marking.number_on_option(1), marking.points_counter().picked) == (4, 10)
    refusal = marking.step_mark(2, 1)
    assert (refusal.code, refusal.limit) == ("too_many_points", 10)
    marking.step_mark(0, -10)
    assert marking.number_on_option(0) is None
    assert marking.answer == Answer((1,), (4,))


def test_leaps_of_ten_stand_only_where_there_are_many_points() -> None:
    few = CumulativeMarking(plain(Method.CUMULATIVE, Marking(most_points=10)))
    many = CumulativeMarking(plain(Method.CUMULATIVE, Marking(most_points=100)))
    assert [act.value for act in few.buttons_on_card(0)] == [-1, 1]
    assert [act.value for act in many.buttons_on_card(0)] == [-10, -1, 1, 10]


def test_money_stands_in_the_way_of_any_list() -> None:
    marking = listed(plain(Method.RANKING, Marking(cost_limit=100 * BILLION, place_points=(2, 1)), most=2))
    marking.mark(0)
    refusal = marking.mark(1)
    assert (refusal.code, refusal.picked, refusal.limit) == ("too_costly", 170 * BILLION, 100 * BILLION)
    assert marking.cost_of_marked_options() == 98 * BILLION


@given(st.text(max_size=60))
def test_what_is_taken_of_an_opinion_always_fits_the_ballot(typed: str) -> None:
    question = opinion(60)
    marking = OpinionMarking(question)
    is_taken = marking.take_typed_opinion(typed)
    assert marking.bytes_left >= 0
    assert is_taken or marking.answer == Answer()
    assert marking.judge_answer_as_it_is().verdict in (Verdict.VALID, Verdict.BLANK)
    assert decode_answer(question, encode_answer(question, marking.answer)) == marking.answer


def test_an_opinion_too_long_leaves_what_was_written() -> None:
    marking = OpinionMarking(opinion(9))
    assert marking.take_typed_opinion("  그늘막\n")
    assert (marking.answer.opinion, marking.bytes_left) == ("그늘막", 0)
    assert not marking.take_typed_opinion("그늘막!")
    assert marking.answer.opinion == "그늘막"
    marking.wipe()
    assert marking.is_blank
