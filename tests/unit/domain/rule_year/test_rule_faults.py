"""Every fault in a rule is found, with its place and what was expected."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from sukui_desktop.domain.question.channels import Channel, Channels, ChannelSource
from sukui_desktop.domain.question.definition import EachGroup, Group, Sizing
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.question.motion import Motion, MotionBase
from sukui_desktop.domain.question.selection_steps import AllocateBy, Allocation, CostLimit
from sukui_desktop.domain.rule_year.rule_faults import faults_of_rule_tables
from sukui_desktop.domain.rule_year.rule_tables import QuestionPart, SelectionPart

APPROVAL = QuestionPart(method=Method.APPROVAL, min_picks=1, max_picks=5)
CHOICE = QuestionPart(method=Method.CHOICE, min_picks=1, max_picks=1, choices=("찬성", "반대"))


def places(
    question: QuestionPart = APPROVAL,
    selection: SelectionPart | None = None,
    channels: Channels | UnsetType = UNSET,
    motion: Motion | UnsetType = UNSET,
) -> list[str]:
    return [field for field, _, _ in faults_of_rule_tables(question, selection or SelectionPart(), channels, motion)]


def test_sound_parts_have_no_fault() -> None:
    assert places() == []
    assert places(CHOICE, motion=Motion()) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"method": "plurality"}, "question.method"),
        ({"invalidity": "page"}, "question.invalidity"),
        ({"min_picks": 6}, "question.max_picks"),
        ({"min_picks": 0, "max_picks": 0}, "question.max_picks"),
        ({"min_picks": -1}, "question.max_picks"),
        ({"choices": ("찬성", "반대")}, "question.choices"),
        ({"groups": (Group(name="가", min_picks=2, max_picks=1),)}, "question.groups.0.max_picks"),
        ({"groups": (Group(name="가", min_picks=6, max_picks=9),)}, "question.max_picks"),
        ({"groups": (Group(name="", min_picks=0, max_picks=1),) * 2}, "question.groups.1.name"),
        ({"groups": (Group(name="가", min_picks=0, max_picks=1),) * 2}, "question.groups.1.name"),
        ({"each_group": EachGroup(by="bureau", min_picks=0, max_picks=1)}, "question.each_group.by"),  # type: ignore[arg-type]
        ({"each_group": EachGroup(by=AllocateBy.FIELD, min_picks=2, max_picks=1)}, "question.each_group.max_picks"),
        (
            {
                "each_group": EachGroup(by=AllocateBy.FIELD, min_picks=0, max_picks=1),
                "groups": (Group(name="가", min_picks=0, max_picks=1),),
            },
            "question.groups",
        ),
        ({"sizing": (Sizing(up_to=5, min_picks=1, max_picks=2),)}, "question.sizing.up_to"),
        (
            {"sizing": tuple(Sizing(up_to=n, min_picks=1, max_picks=2) for n in (9, 5, 0))},
            "question.sizing.up_to",
        ),
        ({"sizing": (Sizing(up_to=0, min_picks=3, max_picks=2),)}, "question.sizing.max_picks"),
        ({"method": "score", "low": 5, "high": 5}, "question.high"),
        ({"method": "ranking", "place_points": (3, 2, 1)}, "question.place_points"),
        ({"method": "cumulative"}, "question.most_points"),
        ({"method": "cumulative", "least_points": 11, "most_points": 10}, "question.least_points"),
        ({"method": "opinion"}, "question.text_bytes"),
        ({"method": "opinion", "text_bytes": 4097}, "question.text_bytes"),
    ],
)
def test_faults_of_the_question(changes: dict[str, Any], field: str) -> None:
    assert places(replace(APPROVAL, **changes))[:1] == [field]


def test_a_question_that_is_sized_needs_no_limit_of_its_own() -> None:
    sized = QuestionPart(method=Method.APPROVAL, sizing=(Sizing(up_to=0, min_picks=1, max_picks=2),))
    assert places(sized) == []


@pytest.mark.parametrize("choices", [(), ("찬성",), ("찬성", "찬성")])
def test_a_choice_offers_two_different_words_or_more(choices: tuple[str, ...]) -> None:
    assert places(replace(CHOICE, choices=choices), motion=Motion()) == ["question.choices"]


def test_a_choice_says_what_passes_and_nothing_else_does() -> None:
    assert places(CHOICE) == ["motion"]
    assert places(APPROVAL, motion=Motion()) == ["motion"]


TWO = (Allocation(name="가", amount=1), Allocation(name="나", amount=1))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"when_unaffordable": "jump"}, "selection.when_unaffordable"),
        ({"boundary": "over"}, "selection.boundary"),
        ({"eliminate_boundary": "over"}, "selection.eliminate_boundary"),
        ({"leftover": "spend"}, "selection.leftover"),
        ({"allocate_by": "bureau", "allocations": TWO}, "selection.allocate_by"),
        ({"allocate_by": "field"}, "selection.allocations"),
        ({"allocations": TWO}, "selection.allocations"),
        ({"allocate_by": "field", "allocations": (TWO[0], TWO[0])}, "selection.allocations.1.name"),
        ({"allocate_by": "field", "allocations": (Allocation(name="가", amount=-1),)}, "selection.allocations.amount"),
        ({"min_share": "0.1"}, "selection.min_share"),
        ({"min_share": "11/10"}, "selection.min_share"),
        ({"eliminate": "2"}, "selection.eliminate"),
        ({"eliminate": "0"}, "selection.eliminate"),
        ({"shortlist": "130%"}, "selection.shortlist"),
        ({"ties": ("lot", "cost")}, "selection.ties"),
        ({"min_votes": -1}, "selection.min_votes"),
        ({"ceiling": -1}, "selection.ceiling"),
        ({"cost_limits": (CostLimit(below=0),)}, "selection.cost_limits.below"),
    ],
)
def test_faults_of_the_selection(changes: dict[str, Any], field: str) -> None:
    assert places(selection=SelectionPart(**changes)) == [field]


def test_a_short_list_may_be_more_than_the_whole() -> None:
    assert places(selection=SelectionPart(shortlist="13/10")) == []


def channels(*weights: str, source: ChannelSource = ChannelSource.FILE, **changes: str) -> Channels:
    parts = tuple(Channel(key=f"c{n}", name=f"{n}", weight=w, source=source) for n, w in enumerate(weights))
    return Channels(channels=parts, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (channels("9/20", "9/20", "1/10"), []),
        (channels("1"), []),
        (channels("1/2", "1/3"), ["channels.channels"]),
        (channels("3/2"), ["channels.channels.c0.weight", "channels.channels"]),
        (channels("1", "0"), ["channels.channels.c1.weight"]),
        (channels("1", "half"), ["channels.channels.c1.weight"]),
        (channels("1", source="post"), ["channels.channels.c0.source"]),  # type: ignore[arg-type]
        (channels("1/2", "1/2", source=ChannelSource.BOX), ["channels.channels"]),
        (channels("1", basis="people"), ["channels.basis"]),
        (channels("1", empty="drop"), ["channels.empty"]),
        (channels(), ["channels.channels"]),
    ],
)
def test_faults_of_the_channels(said: Channels, fields: list[str]) -> None:
    assert places(channels=said) == fields


def test_two_channels_of_one_key_are_refused() -> None:
    twice = Channels(channels=(Channel(key="a", name="가", weight="1/2"), Channel(key="a", name="나", weight="1/2")))
    assert places(channels=twice) == ["channels.channels.1.key"]


@pytest.mark.parametrize(
    ("motion", "fields"),
    [
        (Motion(numerator=2, denominator=3, is_more_than=False, base=MotionBase.ENROLLED), []),
        (Motion(base="voters"), ["motion.base"]),  # type: ignore[arg-type]
        (Motion(numerator=3, denominator=2), ["motion.numerator"]),
        (Motion(numerator=0, denominator=0), ["motion.numerator"]),
        (Motion(least_cast=-1), ["motion.least_cast"]),
        (Motion(least_share="2"), ["motion.least_share"]),
        (Motion(least_share="50%"), ["motion.least_share"]),
    ],
)
def test_faults_of_the_motion(motion: Motion, fields: list[str]) -> None:
    assert places(CHOICE, motion=motion) == fields


def test_a_fault_shows_what_stands_there_and_what_should() -> None:
    (fault,) = faults_of_rule_tables(APPROVAL, SelectionPart(boundary="over"), UNSET, UNSET)  # type: ignore[arg-type]
    assert fault == ("selection.boundary", "over", "within | reach")
    (sums,) = faults_of_rule_tables(APPROVAL, SelectionPart(), channels("1/2", "1/3"), UNSET)
    assert sums == ("channels.channels", "5/6", "1")
