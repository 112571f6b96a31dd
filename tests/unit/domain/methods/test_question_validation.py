"""A question that nobody could answer is refused by name, before a poll opens with it."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.marks_with_numbers import MAX_POINTS
from sukui_desktop.domain.methods.opinion import MAX_TEXT_BYTES
from sukui_desktop.domain.methods.question_validation import require_answerable_question
from sukui_desktop.domain.question.definition import MAX_OPTIONS, Group, Option, Question
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method

OPTIONS = tuple(Option(code=f"P{n}", title=f"사업 {n}", cost=1000 + n, group="가" if n < 2 else "나") for n in range(4))
GROUPS = (Group(name="가", min_picks=0, max_picks=2), Group(name="나", min_picks=1, max_picks=2))
SOUND = Question(title="우선사업", method=Method.APPROVAL, options=OPTIONS, groups=GROUPS, min_picks=0, max_picks=3)
PLAIN = replace(SOUND, groups=())
SOUND_OF = {
    "approval": SOUND,
    Method.CHOICE: replace(PLAIN, method=Method.CHOICE, max_picks=1),
    Method.SCORE: replace(SOUND, method=Method.SCORE, marks=Marking(low=-2, high=2)),
    Method.RANKING: replace(SOUND, method=Method.RANKING, marks=Marking(place_points=(3, 2, 1))),
    Method.CUMULATIVE: replace(SOUND, method=Method.CUMULATIVE, marks=Marking(high=5, least_points=1, most_points=10)),
    Method.OPINION: replace(PLAIN, method=Method.OPINION, options=(), max_picks=1, marks=Marking(text_bytes=300)),
}


def refusal(question: Question) -> str:
    with pytest.raises(RuleBroken) as refused:
        require_answerable_question(question)
    return refused.value.code


@pytest.mark.parametrize("method", tuple(Method))
def test_a_sound_question_of_every_method_passes(method: str) -> None:
    require_answerable_question(SOUND_OF[method])


@pytest.mark.parametrize("invalidity", tuple(Invalidity))
def test_each_invalidity_passes(invalidity: Invalidity) -> None:
    require_answerable_question(replace(SOUND, marks=Marking(invalidity=invalidity)))


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("no_options", {"options": ()}),
        ("option_twice", {"options": (*OPTIONS, OPTIONS[0])}),
        ("limits_crossed", {"min_picks": 4, "max_picks": 3}),
        ("limits_crossed", {"min_picks": -1}),
        ("limits_crossed", {"max_picks": 0}),
        ("too_few_options", {"min_picks": 5, "max_picks": 5}),
        ("group_unknown", {"groups": GROUPS[:1]}),
        ("group_twice", {"groups": (*GROUPS, GROUPS[0])}),
        ("group_limits", {"groups": (replace(GROUPS[0], min_picks=3, max_picks=3), GROUPS[1])}),
        ("group_limits", {"groups": (replace(GROUPS[0], min_picks=2, max_picks=1), GROUPS[1])}),
        ("group_limits", {"groups": (replace(GROUPS[0], min_picks=-1), GROUPS[1])}),
        ("groups_do_not_fit", {"groups": (replace(GROUPS[0], min_picks=2), replace(GROUPS[1], min_picks=2))}),
        ("groups_do_not_fit", {"groups": (replace(GROUPS[0], max_picks=0), GROUPS[1]), "min_picks": 3}),
        ("cost_limit_low", {"marks": Marking(cost_limit=999)}),
        ("cost_limit_low", {"marks": Marking(cost_limit=2000), "min_picks": 2}),
        ("cost_limit_low", {"marks": Marking(cost_limit=-1)}),
    ],
)
def test_limits_that_no_ballot_can_meet_are_refused(code: str, change: dict[str, Any]) -> None:
    assert refusal(replace(SOUND, **change)) == code


@pytest.mark.parametrize(
    ("change", "needed"),
    [
        ({}, 100),
        ({"min_picks": 2}, 110),
        ({"min_picks": 3}, 130),
        (
            {
                "min_picks": 3,
                "groups": (Group(name="가", min_picks=1, max_picks=3), Group(name="나", min_picks=0, max_picks=1)),
            },
            210,
        ),
        ({"groups": (Group(name="가", min_picks=0, max_picks=3), Group(name="나", min_picks=0, max_picks=2))}, 10),
        ({"groups": (Group(name="가", min_picks=0, max_picks=3), Group(name="나", min_picks=0, max_picks=0))}, 100),
        ({"min_picks": 2, "groups": ()}, 30),
    ],
)
def test_the_least_of_every_group_counts_towards_the_cost_limit(change: dict[str, Any], needed: int) -> None:
    options = tuple(
        Option(code=code, title="", cost=cost, group=group)
        for code, group, cost in (("a", "가", 100), ("b", "가", 100), ("c", "나", 10), ("d", "나", 20))
    )
    groups = (Group(name="가", min_picks=1, max_picks=3), Group(name="나", min_picks=0, max_picks=2))
    question = replace(SOUND, options=options, groups=groups)
    question = replace(question, **change)
    require_answerable_question(replace(question, marks=Marking(cost_limit=needed)))
    with pytest.raises(RuleBroken) as refused:
        require_answerable_question(replace(question, marks=Marking(cost_limit=needed - 1)))
    assert (refused.value.code, refused.value.facts["needed"]) == ("cost_limit_low", needed)


def test_the_cheapest_project_alone_may_fill_the_cost_limit() -> None:
    require_answerable_question(replace(PLAIN, marks=Marking(cost_limit=1000)))


def test_groups_may_be_filled_exactly() -> None:
    require_answerable_question(replace(SOUND, groups=(replace(GROUPS[0], min_picks=2), GROUPS[1]), max_picks=3))
    require_answerable_question(replace(SOUND, min_picks=4, max_picks=4))


def test_as_many_picks_as_options_are_fine() -> None:
    require_answerable_question(replace(PLAIN, min_picks=4, max_picks=9))


@pytest.mark.parametrize(
    ("method", "code", "change"),
    [
        (Method.CHOICE, "choice_is_one", {"max_picks": 2}),
        (Method.CHOICE, "no_options", {"options": ()}),
        (Method.SCORE, "score_range", {"marks": Marking(low=3, high=2)}),
        (Method.SCORE, "score_range", {"marks": Marking(low=3, high=3)}),
        (Method.SCORE, "score_range", {"marks": Marking(low=0, high=MAX_POINTS + 1)}),
        (Method.RANKING, "place_points", {"marks": Marking(place_points=(3, 2))}),
        (Method.RANKING, "place_points", {"marks": Marking(place_points=(3, 2, 1, 0))}),
        (Method.RANKING, "place_points", {"marks": Marking(place_points=(3, 2, -1))}),
        (Method.RANKING, "place_points", {"marks": Marking()}),
        (Method.CUMULATIVE, "points_range", {"marks": Marking(high=-1)}),
        (Method.CUMULATIVE, "points_range", {"marks": Marking(high=MAX_POINTS + 1)}),
        (Method.CUMULATIVE, "points_range", {"marks": Marking(most_points=MAX_POINTS + 1)}),
        (Method.CUMULATIVE, "points_range", {"marks": Marking(most_points=-1)}),
        (Method.CUMULATIVE, "points_range", {"marks": Marking(least_points=-1)}),
        (Method.CUMULATIVE, "points_range", {"marks": Marking(least_points=11, most_points=10)}),
        (Method.CUMULATIVE, "points_range", {"marks": Marking(high=2, least_points=7)}),
        (Method.CUMULATIVE, "points_range", {"marks": Marking(most_points=2), "min_picks": 3}),
        (Method.OPINION, "opinion_length", {"marks": Marking()}),
        (Method.OPINION, "opinion_length", {"marks": Marking(text_bytes=MAX_TEXT_BYTES + 1)}),
        (Method.OPINION, "opinion_with_options", {"options": OPTIONS}),
        (Method.OPINION, "opinion_with_options", {"groups": GROUPS}),
    ],
)
def test_what_a_method_needs_is_asked_for(method: str, code: str, change: dict[str, Any]) -> None:
    assert refusal(replace(SOUND_OF[method], **change)) == code


@pytest.mark.parametrize(
    ("method", "marks"),
    [
        (Method.SCORE, Marking(low=7, high=8)),
        (Method.SCORE, Marking(low=0, high=MAX_POINTS)),
        (Method.RANKING, Marking(place_points=(1, 1, 0))),
        (Method.CUMULATIVE, Marking()),
        (Method.CUMULATIVE, Marking(high=1)),
        (Method.CUMULATIVE, Marking(most_points=1)),
        (Method.CUMULATIVE, Marking(high=2, least_points=6)),
        (Method.CUMULATIVE, Marking(least_points=10, most_points=10)),
        (Method.CUMULATIVE, Marking(most_points=MAX_POINTS)),
        (Method.OPINION, Marking(text_bytes=1)),
        (Method.OPINION, Marking(text_bytes=MAX_TEXT_BYTES)),
    ],
)
def test_the_edges_of_what_a_method_needs_pass(method: str, marks: Marking) -> None:
    require_answerable_question(replace(SOUND_OF[method], marks=marks))


def test_the_most_options_are_taken_and_one_more_is_refused() -> None:
    options = tuple(Option(code=str(n), title="", cost=1) for n in range(MAX_OPTIONS + 1))
    most = replace(SOUND, options=options[:-1], groups=())
    require_answerable_question(most)
    with pytest.raises(RuleBroken) as refused:
        require_answerable_question(replace(most, options=options))
    assert refused.value.code == "too_many_options"
    assert refused.value.facts == {"count": MAX_OPTIONS + 1, "most": MAX_OPTIONS}
