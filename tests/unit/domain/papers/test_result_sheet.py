"""What a study compares: only ballots that speak for projects, only projects that were in the running."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import (
    does_question_make_list,
    encode_answer,
    plaintext_ballot_length,
    split_ballots,
)
from sukui_desktop.domain.papers.result_sheet import (
    are_all_ballots_in_box,
    compare_with_other_rules,
    outcomes_without_each_channel,
)
from sukui_desktop.domain.question.channels import Channel, Channels, ChannelSource
from sukui_desktop.domain.question.definition import Definition, Draft, WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.selection_steps import AllocateBy, Allocation, SelectionSteps, TieWay
from sukui_desktop.domain.selection.outcome_of_case import case_of_outcome, decide_case, make_case
from sukui_desktop.domain.selection.project_list import Outcome
from tests.builders import kinds
from tests.builders.cases import channel_case, make_channels

EOK = kinds.EOK


def decided(
    draft: Draft, answers: list[Answer], withdrawn: tuple[str, ...] = ()
) -> tuple[Definition, Tally, Outcome, list[bytes]]:
    definition = kinds.define(draft, kinds.projects(6))
    ballots = [encode_answer(definition.question, answer) for answer in answers]
    tally = count_ballots(definition.question, ballots)
    order = tuple(option.code for option in definition.question.options)
    return definition, tally, decide_case(make_case(definition, tally, order, withdrawn)), ballots


VOTES = [Answer((0, 1)), Answer((1, 2)), Answer((1,)), Answer((4,)), Answer()]


def test_plain_greedy_is_the_list_itself() -> None:
    definition, _, outcome, ballots = decided(Draft(max_picks=2, ceiling=15 * EOK), VOTES)
    greedy = compare_with_other_rules(definition, outcome, ballots)[0]
    assert (greedy.rule, greedy.is_same_list) == ("greedy", True)
    assert set(greedy.selected) == set(outcome.selected)


@pytest.mark.parametrize("min_votes", [0, 1, 2])
@pytest.mark.parametrize("ties", [(TieWay.LOT,), (TieWay.COST, TieWay.LOT)], ids=["lot", "cost"])
@pytest.mark.parametrize("rule", [WhenUnaffordable.SKIP, WhenUnaffordable.STOP])
def test_the_poll_s_own_rule_gives_the_poll_s_own_list(
    rule: WhenUnaffordable, ties: tuple[TieWay, ...], min_votes: int
) -> None:
    draft = Draft(
        max_picks=2,
        ceiling=21 * EOK,
        when_unaffordable=rule,
        min_votes=min_votes,
        extra_steps=SelectionSteps(ties=ties),
    )
    definition, tally, _, ballots = decided(draft, VOTES)
    codes = [option.code for option in definition.question.options]
    for drawn in (tuple(codes), tuple(reversed(codes)), ("P005", "P003", "P004", "P000", "P002", "P001")):
        outcome = decide_case(make_case(definition, tally, drawn, ()))
        own = compare_with_other_rules(definition, outcome, ballots)[0 if rule == WhenUnaffordable.SKIP else 1]
        assert own.selected == outcome.selected


def test_a_withdrawn_project_is_kept_from_every_rule() -> None:
    definition, _, outcome, ballots = decided(Draft(max_picks=2, ceiling=40 * EOK), VOTES, withdrawn=("P001",))
    told = compare_with_other_rules(definition, outcome, ballots)
    assert len(told) == 4
    assert all("P001" not in each.selected for each in told)
    assert all(each.cost <= outcome.ceiling for each in told)


def test_the_money_is_that_of_the_short_list() -> None:
    draft = Draft(max_picks=2, ceiling=15 * EOK, extra_steps=SelectionSteps(shortlist="2"))
    definition, _, outcome, ballots = decided(draft, VOTES)
    assert outcome.ceiling == 30 * EOK
    assert compare_with_other_rules(definition, outcome, ballots)[0].is_same_list


def test_invalid_and_unreadable_ballots_do_not_speak() -> None:
    definition, _, outcome, ballots = decided(Draft(max_picks=2, ceiling=15 * EOK), VOTES)
    spoilt = [*ballots, encode_answer(definition.question, Answer((0, 2, 3, 4, 5))), b"\xff", b""]
    assert compare_with_other_rules(definition, outcome, spoilt) == compare_with_other_rules(
        definition, outcome, ballots
    )


def test_the_order_of_the_ballots_leaves_no_trace() -> None:
    definition, _, outcome, ballots = decided(Draft(max_picks=2, ceiling=15 * EOK), VOTES)
    assert compare_with_other_rules(definition, outcome, ballots[::-1]) == compare_with_other_rules(
        definition, outcome, ballots
    )


@pytest.mark.parametrize(
    "draft",
    [
        Draft(method=Method.SCORE, max_picks=6, marks=Marking(low=1, high=5), ceiling=15 * EOK),
        Draft(
            max_picks=2,
            extra_steps=SelectionSteps(
                allocate_by=AllocateBy.FIELD, allocations=(Allocation(name="여성", amount=9 * EOK),)
            ),
        ),
        kinds.MOTION,
        kinds.OPINION,
    ],
    ids=["score", "allocations", "choice", "opinion"],
)
def test_where_there_is_nothing_to_compare_nothing_is_said(draft: Draft) -> None:
    answer = {"score": Answer((0,), (3,)), "opinion": Answer(opinion="가")}.get(draft.method, Answer((0,)))
    motion = replace(draft.motion, base="valid") if draft is kinds.MOTION else draft.motion  # type: ignore[type-var]
    definition, _, outcome, ballots = decided(replace(draft, motion=motion), [answer])
    assert compare_with_other_rules(definition, outcome, ballots) == ()


def test_a_ranking_speaks_for_all_it_names() -> None:
    draft = Draft(method=Method.RANKING, max_picks=2, marks=Marking(place_points=(2, 1)), ceiling=40 * EOK)
    definition, _, outcome, ballots = decided(draft, [Answer((3, 0)), Answer((0, 3))])
    told = {each.rule: set(each.selected) for each in compare_with_other_rules(definition, outcome, ballots)}
    assert told["greedy"] == {"P000", "P003"}


def test_ballots_are_cut_by_the_length_of_the_question() -> None:
    definition, _, _, ballots = decided(Draft(max_picks=2, ceiling=15 * EOK), VOTES)
    assert split_ballots(definition.question, b"".join(ballots)) == ballots
    assert {len(ballot) for ballot in ballots} == {plaintext_ballot_length(definition.question)}
    assert split_ballots(definition.question, b"") == []


def test_kinds_that_make_a_list() -> None:
    made = {name for name, sheet in kinds.every_result().items() if does_question_make_list(sheet.definition)}
    assert {"passed", "choice", "opinions"}.isdisjoint(made)
    assert {"approval", "score", "ranking", "cumulative", "channels"} <= made


def test_a_channel_from_a_file_has_no_ballots_here() -> None:
    plain = kinds.define(Draft(max_picks=2, ceiling=EOK), kinds.projects(3))
    assert are_all_ballots_in_box(plain)
    one = Channel(key="a", name="가", weight="1", source=ChannelSource.BOX)
    assert are_all_ballots_in_box(replace(plain, channels=Channels(channels=(one,))))
    half = (replace(one, weight="1/2"), Channel(key="b", name="나", weight="1/2", source=ChannelSource.FILE))
    assert not are_all_ballots_in_box(replace(plain, channels=Channels(channels=half)))


def test_the_lists_without_a_channel_are_those_of_the_other() -> None:
    definition = kinds.define(
        Draft(max_picks=2, ceiling=11 * EOK, channels=make_channels({"a": "1/2", "b": "1/2"})), kinds.projects(3)
    )
    case = channel_case(definition, {"a": (10, (9, 1, 2)), "b": (4, (0, 1, 4))})
    without = outcomes_without_each_channel(case)
    assert list(without) == ["a", "b"]
    assert without["a"].selected[0] == "P002"
    assert without["b"].selected[0] == "P000"


def test_one_channel_or_none_has_no_list_without() -> None:
    assert outcomes_without_each_channel(make_case(*_plain())) == {}
    only = kinds.define(Draft(max_picks=2, ceiling=11 * EOK, channels=make_channels({"a": "1"})), kinds.projects(3))
    assert outcomes_without_each_channel(channel_case(only, {"a": (10, (9, 1, 2))})) == {}


def _plain() -> tuple[Definition, Tally]:
    definition, tally, _, _ = decided(Draft(max_picks=2, ceiling=15 * EOK), VOTES)
    return definition, tally


@pytest.mark.parametrize("name", list(kinds.every_result()))
def test_every_outcome_can_be_decided_again_from_what_it_says(name: str) -> None:
    sheet = kinds.every_result()[name]
    assert decide_case(case_of_outcome(sheet.definition, sheet.tally, sheet.outcome)) == sheet.outcome
