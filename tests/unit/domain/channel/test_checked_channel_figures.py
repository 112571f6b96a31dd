"""A channel's file is accepted only when it can be true; every refusal names what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from sukui_desktop.assets.messages import error_text
from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.channel.channel_result_file import (
    MOST_NUMBER,
    ChannelLine,
    ChannelOrigin,
    ChannelReading,
    ChannelResult,
    ChannelTotals,
)
from sukui_desktop.domain.channel.checked_channel_figures import (
    channel_count_of_result,
    empty_channel_result,
    problems_of_channel_lines,
    reconcile_channel_reading,
    reconcile_reading_unattended,
    require_attester_name,
    require_result_of_same_question,
)
from sukui_desktop.domain.errors import BadInput, Fact, RuleBroken
from sukui_desktop.domain.file_import import Problem
from sukui_desktop.domain.question.channels import ChannelCount
from sukui_desktop.domain.question.definition import (
    Definition,
    Group,
    Option,
    Question,
    SelectionRule,
    WhenUnaffordable,
)
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method

OPTIONS = (
    Option(code="P1", title="마을 도서관", cost=300, group="광역"),
    Option(code="P2", title="안심 골목길", cost=200, group="광역"),
    Option(code="P3", title="그늘 쉼터", cost=100, group="동네"),
)
QUESTION = Question(title="우선사업", method=Method.APPROVAL, options=OPTIONS, groups=(), min_picks=0, max_picks=2)
GROUPED = replace(
    QUESTION,
    groups=(Group(name="광역", min_picks=0, max_picks=1), Group(name="동네", min_picks=0, max_picks=1)),
)
SCORED = replace(QUESTION, method="score", marks=Marking(low=-2, high=5), max_picks=2)
RANKED = replace(QUESTION, method="ranking", marks=Marking(place_points=(3, 1)), max_picks=2)
SHARED = replace(QUESTION, method="cumulative", marks=Marking(high=4, least_points=2, most_points=5), max_picks=3)
TEN = ChannelTotals(voters=12, ballots_valid=10, ballots_blank=1, ballots_invalid=1)


def _reading(
    votes: Sequence[int | None] = (6, 5, 4),
    *,
    points: Sequence[int | None] = (None, None, None),
    totals: ChannelTotals = TEN,
) -> ChannelReading:
    lines = tuple(
        ChannelLine(row=row, code=option.code, title=option.title, votes=vote, points=point)
        for row, (option, vote, point) in enumerate(zip(OPTIONS, votes, points, strict=True), 2)
    )
    return ChannelReading(file_name="온라인.csv", sha256=b"", encoding="utf-8", lines=lines, totals=totals)


def _changed(place: int, **fields: object) -> ChannelReading:
    reading = _reading()
    lines = list(reading.lines)
    lines[place] = replace(lines[place], **fields)
    return replace(reading, lines=tuple(lines))


def _refused(
    reading: ChannelReading, question: Question = QUESTION, said: ChannelTotals | None = None
) -> tuple[str, dict[str, Fact]]:
    with pytest.raises(BadInput) as refused:
        reconcile_channel_reading(question, reading, said)
    facts = dict(refused.value.facts)
    assert facts.pop("file") == "온라인.csv"
    assert error_text(refused.value.code, file="온라인.csv", **facts)
    return refused.value.code, facts


def test_what_can_be_true_comes_in_ballot_order() -> None:
    reading = _reading()
    result = reconcile_channel_reading(QUESTION, replace(reading, lines=reading.lines[::-1]))
    assert result == ChannelResult(voters=12, ballots_valid=10, ballots_blank=1, ballots_invalid=1, votes=(6, 5, 4))
    assert result.points_or_votes == (6, 5, 4)
    assert canonical_bytes.decode(canonical_bytes.encode(result), ChannelResult) == result
    assert channel_count_of_result("c", result) == ChannelCount(key="c", marks=(6, 5, 4), ballots_valid=10)


def test_an_option_is_found_by_code_alone_and_by_title_alone() -> None:
    by_code = replace(_reading(), lines=tuple(replace(line, title="") for line in _reading().lines))
    by_title = replace(_reading(), lines=tuple(replace(line, code="") for line in _reading().lines))
    spaced = replace(
        by_title, lines=tuple(replace(line, title=f" {line.title[:2]}  {line.title[2:]}") for line in by_title.lines)
    )
    shortened = _changed(0, title="도서관")
    results = {reconcile_channel_reading(QUESTION, reading) for reading in (by_code, by_title, spaced, shortened)}
    assert results == {reconcile_channel_reading(QUESTION, _reading())}


def test_options_that_are_not_those_of_the_ballot() -> None:
    assert _refused(_changed(1, code="P9", title="")) == ("channel_option_unknown", {"row": 3, "value": "P9"})
    assert _refused(_changed(1, code="P9")) == (
        "channel_code_unknown",
        {"row": 3, "value": "P9", "title": OPTIONS[1].title},
    )
    assert _refused(_changed(1, code="", title="없는 사업")) == (
        "channel_option_unknown",
        {"row": 3, "value": "없는 사업"},
    )
    reading = _reading()
    assert _refused(replace(reading, lines=reading.lines[1:])) == (
        "channel_option_missing",
        {"count": 1, "titles": ("마을 도서관",)},
    )
    assert _refused(replace(reading, lines=())) == (
        "channel_option_missing",
        {"count": 3, "titles": ("마을 도서관", "안심 골목길", "그늘 쉼터")},
    )
    assert _refused(replace(reading, lines=(*reading.lines, replace(reading.lines[0], row=9)))) == (
        "channel_option_twice",
        {"row": 9, "value": "마을 도서관", "first": 2},
    )
    assert _refused(_changed(0, code="P2")) == (
        "channel_option_differs",
        {"row": 2, "value": "P2", "title": "마을 도서관"},
    )


def test_a_title_that_two_options_have_needs_the_code() -> None:
    twins = replace(QUESTION, options=(OPTIONS[0], replace(OPTIONS[1], title="마을 도서관"), OPTIONS[2]))
    reading = _reading()
    with_codes = replace(
        reading, lines=tuple(replace(line, title="마을 도서관") if line.row < 4 else line for line in reading.lines)
    )
    assert reconcile_channel_reading(twins, with_codes).votes == (6, 5, 4)
    assert _refused(_changed(0, code=""), twins) == ("channel_title_ambiguous", {"row": 2, "value": "마을 도서관"})


def test_a_problem_of_the_reading_stops_it_by_its_own_code() -> None:
    problem = Problem(file="온라인.csv", row=3, column="득표수", value="-5", reason_code="channel_votes_negative")
    assert _refused(replace(_reading(), problems=(problem,))) == (
        "channel_votes_negative",
        {"row": 3, "column": "득표수", "value": "-5"},
    )


def test_numbers_that_are_not_there() -> None:
    assert _refused(_reading((6, None, 4))) == ("channel_votes_missing", {})
    assert _refused(_reading((None, None, None))) == ("channel_votes_missing", {})
    assert _refused(_reading((6, 5, 4)), SCORED) == ("channel_points_missing", {})
    assert _refused(_reading((6, None, 4), points=(1, 1, 1)), SCORED) == ("channel_votes_missing", {})


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (ChannelTotals(voters=12, ballots_valid=10, ballots_invalid=2), (12, 10, 0, 2)),
        (ChannelTotals(voters=12, ballots_valid=10), (12, 10, 0, 2)),
        (ChannelTotals(voters=12, ballots_invalid=2), (12, 10, 0, 2)),
        (ChannelTotals(ballots_valid=10, ballots_invalid=2), (12, 10, 0, 2)),
        (ChannelTotals(ballots_valid=10, ballots_invalid=1, ballots_blank=1), (12, 10, 1, 1)),
        (ChannelTotals(voters=12, ballots_valid=10, ballots_blank=1), (12, 10, 1, 1)),
        (TEN, (12, 10, 1, 1)),
    ],
)
def test_totals_follow_from_one_another(stated: ChannelTotals, expected: tuple[int, ...]) -> None:
    result = reconcile_channel_reading(QUESTION, _reading(totals=stated))
    assert (result.voters, result.ballots_valid, result.ballots_blank, result.ballots_invalid) == expected


@pytest.mark.parametrize("known", ["voters", "ballots_valid", "ballots_invalid", "ballots_blank"])
def test_one_total_alone_is_not_enough_and_is_asked_for(known: str) -> None:
    reading = _reading(totals=ChannelTotals(**{known: 10}))
    assert _refused(reading) == ("channel_total_missing", {})
    assert reconcile_channel_reading(QUESTION, reading, TEN).voters == 12


def test_ballots_that_do_not_add_up() -> None:
    wrong = replace(TEN, ballots_invalid=0)
    assert _refused(_reading(totals=wrong)) == (
        "channel_ballots_differ",
        {"voters": 12, "valid": 10, "blank": 1, "invalid": 0},
    )
    assert _refused(_reading(totals=ChannelTotals(voters=9, ballots_valid=10)))[0] == "channel_ballots_differ"
    assert _refused(_reading(totals=ChannelTotals(voters=1, ballots_invalid=2)))[0] == "channel_ballots_differ"
    assert _refused(_reading(totals=replace(TEN, voters=-1))) == ("channel_total_negative", {"value": -1})
    huge = MOST_NUMBER + 1
    assert _refused(_reading(), said=ChannelTotals(voters=huge)) == ("channel_total_too_large", {"value": huge})


def test_what_a_person_says_goes_before_what_was_found() -> None:
    reading = _reading(totals=replace(TEN, voters=2026))
    assert _refused(reading)[0] == "channel_ballots_differ"
    assert reconcile_channel_reading(QUESTION, reading, ChannelTotals(voters=12)).voters == 12


def test_a_stated_sum_is_held_against_the_lines() -> None:
    assert reconcile_channel_reading(QUESTION, _reading(totals=replace(TEN, votes=15))).votes == (6, 5, 4)
    assert _refused(_reading(totals=replace(TEN, votes=16))) == ("channel_total_differs", {"stated": 16, "total": 15})
    points = _reading(points=(3, -1, 4), totals=replace(TEN, points=7))
    assert _refused(points, SCORED) == ("channel_total_differs", {"stated": 7, "total": 6})


def test_more_marks_than_the_ballots_can_hold() -> None:
    assert _refused(_reading((11, 1, 1))) == (
        "channel_votes_over_ballots",
        {"title": "마을 도서관", "value": 11, "valid": 10},
    )
    assert _refused(_reading((7, 7, 7))) == (
        "channel_marks_over_picks",
        {"marks": 21, "valid": 10, "picks": 2, "most": 20},
    )
    assert reconcile_channel_reading(QUESTION, _reading((7, 7, 6))).votes == (7, 7, 6)
    assert _refused(_reading((-1, 5, 5))) == ("channel_votes_below_zero", {"title": "마을 도서관", "value": -1})
    nobody = replace(TEN, ballots_valid=0, ballots_invalid=11)
    assert _refused(_reading((0, 0, 1), totals=nobody))[0] == "channel_votes_over_ballots"


def test_a_group_holds_no_more_than_its_own_picks() -> None:
    assert reconcile_channel_reading(GROUPED, _reading((5, 5, 10))).votes == (5, 5, 10)
    assert _refused(_reading((6, 5, 4)), GROUPED) == (
        "channel_group_over_picks",
        {"group": "광역", "marks": 11, "valid": 10, "picks": 1, "most": 10},
    )
    needing = replace(GROUPED, groups=(GROUPED.groups[0], Group(name="동네", min_picks=1, max_picks=1)))
    assert _refused(_reading((5, 5, 9)), needing) == (
        "channel_group_under_picks",
        {"group": "동네", "marks": 9, "valid": 10, "picks": 1, "least": 10},
    )


def test_exactly_so_many_picks_leave_one_sum() -> None:
    exactly = replace(QUESTION, min_picks=2, max_picks=2)
    assert reconcile_channel_reading(exactly, _reading((7, 7, 6))).votes == (7, 7, 6)
    assert _refused(_reading((7, 7, 5)), exactly) == (
        "channel_marks_under_picks",
        {"marks": 19, "valid": 10, "picks": 2, "least": 20},
    )
    by_mark = replace(exactly, marks=Marking(invalidity=Invalidity.MARK))
    assert reconcile_channel_reading(by_mark, _reading((7, 7, 5))).votes == (7, 7, 5)


def test_marked_projects_cost_no_more_than_every_ballot_may_spend() -> None:
    knapsack = replace(QUESTION, marks=Marking(cost_limit=300), max_picks=3)
    assert reconcile_channel_reading(knapsack, _reading((5, 5, 5))).votes == (5, 5, 5)
    assert _refused(_reading((5, 5, 6)), knapsack) == (
        "channel_cost_over_limit",
        {"spent": 3100, "valid": 10, "most": 3000},
    )


@pytest.mark.parametrize(
    ("question", "points", "code"),
    [
        (SCORED, (51, 0, 0), "channel_points_out_of_range"),
        (SCORED, (-21, 0, 0), "channel_points_out_of_range"),
        (SCORED, (50, 50, 1), "channel_points_over_limit"),
        (RANKED, (31, 0, 0), "channel_points_out_of_range"),
        (RANKED, (30, -1, 0), "channel_points_out_of_range"),
        (RANKED, (20, 20, 1), "channel_points_over_limit"),
        (SHARED, (41, 0, 0), "channel_points_out_of_range"),
        (SHARED, (25, 25, 1), "channel_points_over_limit"),
        (SHARED, (10, 9, 0), "channel_points_under_limit"),
    ],
)
def test_points_that_no_ballots_can_give(question: Question, points: tuple[int, ...], code: str) -> None:
    assert _refused(_reading((None,) * 3, points=points), question)[0] == code


@pytest.mark.parametrize(
    ("question", "points"),
    [
        (SCORED, (50, -20, 50)),
        (RANKED, (30, 10, 0)),
        (SHARED, (40, 10, 0)),
        (replace(SHARED, marks=Marking(most_points=5)), (50, 0, 0)),
        (replace(SHARED, marks=Marking()), (10**6, 0, 0)),
    ],
)
def test_points_that_ballots_can_just_give(question: Question, points: tuple[int, ...]) -> None:
    result = reconcile_channel_reading(question, _reading((None,) * 3, points=points))
    assert (result.points, result.points_or_votes, result.votes) == (points, points, ())
    named = reconcile_channel_reading(question, _reading((4, 4, 4), points=points))
    assert named.votes == (4, 4, 4)


def test_points_are_nothing_to_a_question_that_gives_none() -> None:
    result = reconcile_channel_reading(QUESTION, _reading(points=(900, 900, 900)))
    assert result == reconcile_channel_reading(QUESTION, _reading())


def test_a_command_line_asks_nobody() -> None:
    for totals in (ChannelTotals(ballots_valid=10), ChannelTotals(voters=10)):
        result = reconcile_reading_unattended(QUESTION, _reading(totals=totals))
        assert channel_count_of_result("citizens", result) == ChannelCount(
            key="citizens", marks=(6, 5, 4), ballots_valid=10
        )
    assert reconcile_reading_unattended(QUESTION, _reading()).ballots_valid == 10
    with pytest.raises(BadInput):
        reconcile_reading_unattended(QUESTION, _reading(totals=ChannelTotals()))
    with pytest.raises(BadInput):
        reconcile_reading_unattended(QUESTION, _reading(totals=replace(TEN, voters=13)))


def test_an_empty_channel() -> None:
    assert empty_channel_result(QUESTION).points_or_votes == (0, 0, 0)
    assert empty_channel_result(SCORED).points == (0, 0, 0)
    zero = ChannelTotals(voters=0, ballots_valid=0)
    assert reconcile_channel_reading(QUESTION, _reading((0, 0, 0), totals=zero)) == empty_channel_result(QUESTION)


DEFINITION = Definition(
    format=1,
    city="seoul",
    meeting_id="m",
    poll_id="our-poll",
    is_practice=False,
    title="우선사업",
    currency="KRW",
    question=GROUPED,
    rule=SelectionRule(when_unaffordable=WhenUnaffordable.SKIP, min_votes=0, ceiling=500),
)
HASH = bytes(range(32))
ORIGIN = ChannelOrigin(
    poll_id="their-poll",
    poll_title="둘째 회의장",
    definition_hash="ff" * 32,
    is_practice=False,
    currency="KRW",
    method="approval",
    min_picks=0,
    max_picks=2,
    groups=GROUPED.groups,
)


def test_another_halls_result_over_the_same_question_may_come_in() -> None:
    require_result_of_same_question(DEFINITION, HASH, _reading())
    require_result_of_same_question(DEFINITION, HASH, replace(_reading(), origin=ORIGIN))


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        (replace(ORIGIN, poll_id="our-poll"), "channel_file_own_poll"),
        (replace(ORIGIN, definition_hash=HASH.hex()), "channel_file_own_poll"),
        (replace(ORIGIN, is_practice=True), "channel_file_practice"),
        (replace(ORIGIN, currency="PLN"), "channel_file_other_poll"),
        (replace(ORIGIN, method="ranking"), "channel_file_other_poll"),
        (replace(ORIGIN, max_picks=3), "channel_file_other_poll"),
        (replace(ORIGIN, min_picks=1), "channel_file_other_poll"),
        (replace(ORIGIN, groups=()), "channel_file_other_poll"),
        (replace(ORIGIN, marking=Marking(high=5)), "channel_file_other_poll"),
    ],
)
def test_a_result_of_another_poll(origin: ChannelOrigin, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        require_result_of_same_question(DEFINITION, HASH, replace(_reading(), origin=origin))
    assert (refused.value.code, refused.value.facts) == (code, {"file": "온라인.csv", "poll": "둘째 회의장"})


def test_somebody_stands_for_the_numbers() -> None:
    assert require_attester_name("  김 하나\u200b ") == "김 하나"
    for nobody in ("", "   ", "\u200b"):
        with pytest.raises(RuleBroken) as refused:
            require_attester_name(nobody)
        assert refused.value.code == "attester_missing"


def _numbered(*codes: str) -> Question:
    named = zip(OPTIONS, codes, strict=True)
    return replace(QUESTION, options=tuple(replace(option, code=code) for option, code in named))


@pytest.mark.parametrize("codes", [("1", "02", "3"), ("1.0", "２", "0003"), ("001", "2.0", "3")])
@pytest.mark.parametrize("has_titles", [True, False])
def test_codes_that_lost_their_zeros_in_a_spreadsheet_are_known(codes: tuple[str, ...], has_titles: bool) -> None:
    """Fails on 0.6.1: 1 of 001 was no option of the ballot, whatever title stood beside it."""
    question, reading = _numbered("001", "002", "003"), _reading()
    lines = [
        replace(line, code=code, title=line.title if has_titles else "")
        for line, code in zip(reading.lines, codes, strict=True)
    ]
    found = reconcile_channel_reading(question, replace(reading, lines=tuple(lines)))
    assert found == reconcile_channel_reading(QUESTION, reading)


def test_zeros_are_not_guessed_where_two_options_would_be_meant_or_the_title_says_otherwise() -> None:
    reading = _changed(0, code="1")
    two = _numbered("001", "01", "003")
    assert _refused(reading, two)[0] == "channel_code_unknown"
    assert _refused(_changed(0, code="2"), _numbered("001", "002", "P3"))[0] == "channel_option_differs"
    exact = _numbered("001", "1", "P3")
    assert _refused(_changed(0, code="1"), exact)[0] == "channel_option_differs", "the code as it stands comes first"


def test_every_line_that_is_about_no_option_is_listed() -> None:
    """Fails where the first one alone is told: the tab of what is to be mended said none."""
    reading = _reading()
    lines = (
        replace(reading.lines[0], code="X1"),
        replace(reading.lines[1], code="X2", title="없는 사업"),
        reading.lines[2],
        replace(reading.lines[2], row=9),
        replace(reading.lines[0], row=10, title=OPTIONS[1].title),
    )
    problems = problems_of_channel_lines(QUESTION, replace(reading, lines=lines))
    assert [(problem.row, problem.reason_code, problem.about) for problem in problems] == [
        (2, "channel_code_unknown", OPTIONS[0].title),
        (3, "channel_option_unknown", ""),
        (9, "channel_option_twice", "4"),
        (10, "channel_option_differs", OPTIONS[1].title),
    ]
    assert problems_of_channel_lines(QUESTION, reading) == ()
