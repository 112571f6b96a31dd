"""Classes of voters by what they have bought, on ballots small enough to follow by hand."""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.domain.advice.ballot_profile import make_ballot_profile
from sukui_desktop.domain.advice.voter_classes import Division, Electorate, undivided_voters

BALLOTS = [(0, 1), (0, 1), (0, 2), (1,), (), (2,), (2,), (2,)]


def electorate() -> Electorate:
    return Electorate(make_ballot_profile([1, 1, 1], 3, BALLOTS))


def after(bought: Sequence[int]) -> Division:
    division = undivided_voters(electorate())
    for option in bought:
        division = division.divide(option)
    return division


def held(division: Division, option: int) -> dict[int, int]:
    return dict(zip(*division.supporter_classes(option), strict=True))


def test_supporters_are_kinds_of_ballot_and_those_cast_once_come_first() -> None:
    voters = electorate()
    assert voters.marks == [(), (0, 1), (0, 2), (1,), (2,)]
    assert voters.counts == [1, 2, 1, 1, 3]
    assert voters.supporters == [[2, 1], [3, 1], [2, 4]]
    assert voters.cast_once == [1, 1, 1]
    assert voters.votes_by_option == (3, 3, 4)


def test_before_anything_is_bought_all_are_one_class() -> None:
    division = after([])
    assert division.class_of == [0] * 5
    assert division.made_at == [0]
    assert [held(division, option) for option in range(3)] == [{0: 3}, {0: 3}, {0: 4}]


def test_a_purchase_parts_its_supporters_from_the_others() -> None:
    division = after([0])
    assert division.class_of == [0, 1, 1, 0, 0]
    assert division.made_from == [0]
    assert division.made_at == [0, 1]
    assert [held(division, option) for option in (1, 2)] == [{0: 1, 1: 2}, {0: 3, 1: 1}]


def test_each_class_parts_apart_and_keeps_where_it_came_from() -> None:
    division = after([0, 2])
    assert division.class_of[0] == division.class_of[3] == 0
    assert division.class_of[1] == 1
    assert {division.made_from[made - 2] for made in (division.class_of[2], division.class_of[4])} == {0, 1}
    assert division.made_at == [0, 1, 2, 2]
    assert held(division, 1) == {0: 1, 1: 2}


def test_voters_are_together_exactly_when_they_bought_the_same() -> None:
    bought = (2, 0)
    division = after(bought)
    for place, marks in enumerate(electorate().marks):
        for other, others in enumerate(electorate().marks):
            same = {p for p in marks if p in bought} == {p for p in others if p in bought}
            assert (division.class_of[place] == division.class_of[other]) is same


def test_dividing_leaves_the_division_before_as_it_was() -> None:
    first = after([0])
    first.divide(1)
    assert first.class_of == [0, 1, 1, 0, 0]
    assert first.made_at == [0, 1]


def test_all_supporters_are_counted_in_every_division() -> None:
    for bought in ([], [0], [1], [0, 1], [2, 0, 1]):
        division = after(bought)
        assert [sum(held(division, option).values()) for option in range(3)] == [3, 3, 4]
