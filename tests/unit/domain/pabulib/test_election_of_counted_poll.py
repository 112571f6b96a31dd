"""A poll of ours as a Pabulib election: counted again from the file it is the same, and nobody is in it."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.documents.write.pabulib import pabulib_bytes
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import encode_answer
from sukui_desktop.domain.pabulib.election_count import encode_ballots_of_voters, make_countable_election
from sukui_desktop.domain.pabulib.election_of_counted_poll import election_of_counted_poll
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.domain.question.channels import Channel, Channels, ChannelSource
from sukui_desktop.domain.question.definition import Definition, Option, Question, SelectionRule, WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.selection_steps import SelectionSteps, TieWay
from sukui_desktop.domain.selection.outcome_of_case import decide_case, make_case
from sukui_desktop.services.file_reading_and_saving import read_file

DAYS = (date(2026, 8, 29), date(2026, 8, 30))
OPTIONS = tuple(
    Option(code=code, title=f"사업 {code}", cost=cost, field="복지") for code, cost in (("A", 60), ("B", 50))
)
MARKINGS = {
    Method.APPROVAL: Marking(cost_limit=100),
    Method.RANKING: Marking(place_points=(2, 1)),
    Method.CUMULATIVE: Marking(high=3, least_points=1, most_points=4),
    Method.SCORE: Marking(low=-1, high=3),
}
RULE = SelectionRule(
    when_unaffordable=WhenUnaffordable.SKIP, min_votes=0, ceiling=100, extra_steps=SelectionSteps(ties=(TieWay.LOT,))
)


def define(method: Method, rule: SelectionRule = RULE, **settings: object) -> Definition:
    question = Question(
        title="문항",
        method=method,
        options=OPTIONS,
        groups=(),
        min_picks=1,
        max_picks=2,
        marks=MARKINGS.get(method, UNSET),
    )
    definition = Definition(
        format=1,
        city="seoul",
        meeting_id="m",
        poll_id="p-1",
        is_practice=False,
        title="우선사업; 표결",
        currency="KRW",
        question=question,
        rule=rule,
    )
    return replace(definition, **settings)


def answers(method: Method) -> list[Answer]:
    """Answers of all kinds: full, part, blank, and one that is beyond a limit."""
    if method in (Method.CUMULATIVE, Method.SCORE):
        return [Answer((0, 1), (3, 1)), Answer((1,), (2,)), Answer((1,), (2,)), Answer(), Answer((0, 1), (9, 9))]
    return [Answer((1, 0)), Answer((1,)), Answer((1,)), Answer()]


def export(definition: Definition, cast: list[Answer]) -> tuple[Election, Tally]:
    plaintexts = sorted(encode_answer(definition.question, answer) for answer in cast)
    tally = count_ballots(definition.question, plaintexts)
    plain = replace(definition, channels=UNSET)
    outcome = decide_case(make_case(plain, tally, ("A", "B")))
    return election_of_counted_poll(definition, b"".join(plaintexts), tally, outcome, DAYS), tally


@pytest.mark.parametrize("method", list(MARKINGS))
def test_the_file_counted_again_is_the_same_count(tmp_path: Path, method: Method) -> None:
    election, tally = export(define(method), answers(method))
    (tmp_path / "ours.pb").write_bytes(pabulib_bytes(election))
    read = read_pabulib(read_file(tmp_path / "ours.pb"))
    countable = make_countable_election(read)
    again = count_ballots(countable.question, encode_ballots_of_voters(countable))
    place = {option.code: index for index, option in enumerate(OPTIONS)}
    order = [place[project.project_id] for project in read.projects]
    assert again.votes == tuple(tally.votes[index] for index in order)
    assert again.points_or_votes == tuple(tally.points_or_votes[index] for index in order)
    assert (again.ballots_valid, again.ballots_blank) == (tally.ballots_valid, 0)
    assert [project.votes for project in read.projects] == [tally.votes[index] for index in order]
    assert read.meta["comment"].startswith(f"#1: 1 blank and {tally.ballots_invalid} invalid")


def test_nobody_can_be_reported_from_the_order() -> None:
    cast = answers(Method.APPROVAL) * 3
    first, _ = export(define(Method.APPROVAL), cast)
    random.Random(5).shuffle(cast)
    other, _ = export(define(Method.APPROVAL), cast)
    assert first == other
    assert first.voter_ids == tuple(map(str, range(1, 7)))


def test_what_is_reported_of_the_poll() -> None:
    election, _ = export(define(Method.APPROVAL), answers(Method.APPROVAL))
    assert (election.vote_type, election.currency, election.budget) == ("approval", "KRW", 100)
    assert election.meta["description"] == "우선사업; 표결"
    assert (election.meta["min_length"], election.meta["max_length"], election.meta["max_sum_cost"]) == (
        "1",
        "2",
        "100",
    )
    assert [(project.project_id, project.category, project.selected) for project in election.projects] == [
        ("B", "복지", 1),
        ("A", "복지", 0),
    ]
    assert all(project.score is None for project in election.projects)


@pytest.mark.parametrize(
    ("changes", "settings", "name"),
    [
        ({}, {}, "greedy"),
        ({"when_unaffordable": "stop"}, {}, "greedy-no-skip"),
        ({"min_votes": 2}, {}, "greedy-threshold"),
        ({"extra_steps": SelectionSteps(eliminate="1/5", ties=(TieWay.LOT,))}, {}, "greedy-custom"),
        (
            {},
            {"channels": Channels(channels=(Channel(key="room", name="현장", weight="1", source=ChannelSource.BOX),))},
            "greedy-custom",
        ),
    ],
)
def test_the_rule_by_the_name_that_the_format_has(
    changes: dict[str, object], settings: dict[str, object], name: str
) -> None:
    definition = define(Method.APPROVAL, replace(RULE, **changes), **settings)
    election, _ = export(definition, answers(Method.APPROVAL))
    assert election.rule == name


def test_a_malformed_ballot_is_left_out_and_told() -> None:
    definition = define(Method.APPROVAL)
    ballots = b"\x40\xff"
    tally = count_ballots(definition.question, [b"\x40", b"\xff"])
    outcome = decide_case(make_case(definition, tally, ("A", "B")))
    election = election_of_counted_poll(definition, ballots, tally, outcome, DAYS)
    assert election.ballots == ((0,),)
    assert election.projects[0].project_id == "B"
    assert election.meta["comment"].startswith("#1: 0 blank and 1 invalid")


def test_words_are_no_ballot_of_this_format() -> None:
    definition = define(Method.APPROVAL)
    tally = count_ballots(definition.question, [])
    outcome = decide_case(make_case(definition, tally, ("A", "B")))
    words = replace(definition, question=replace(definition.question, method=Method.OPINION))
    with pytest.raises(RuleBroken, match="opinions_not_exported"):
        election_of_counted_poll(words, b"", tally, outcome, DAYS)
