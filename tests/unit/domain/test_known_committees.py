"""Committees that are known with every tie: forty small profiles of unit cost from the abcvoting library."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from sukui_desktop.domain.advice.ballot_profile import make_ballot_profile
from sukui_desktop.domain.advice.equal_shares import BY_PHRAGMEN, BY_VOTES, Completion, equal_shares
from sukui_desktop.domain.advice.phragmen import sequential_phragmen
from tests.builders.plain_rules import by_votes_paths, phragmen_paths, shares_paths

FILES = 40
_LIST = re.compile(r"\[[\[\], 0-9]*\]")


class Known(NamedTuple):
    """One file: who approves whom, how many seats, and the winning committees of each rule."""

    name: str
    candidates: int
    seats: int
    ballots: list[tuple[int, ...]]
    winners: dict[str, set[frozenset[int]]]


def read_known(path: Path) -> Known:
    """Read the few kinds of lines that these files have; lists may run over lines."""
    text = path.read_text(encoding="utf-8")
    winners = {}
    for part in text.split("- rule_id: ")[1:]:
        rule = part.split("\n", 1)[0].strip()
        written = _LIST.match(" ".join(part.split("result:", 1)[1].split("resolute:")[0].split()))
        if "resolute: false" in part and written:
            winners[rule] = {frozenset(committee) for committee in json.loads(written.group())}
    return Known(
        name=path.name,
        candidates=_number(text, "num_cand"),
        seats=_number(text, "committeesize"),
        ballots=[tuple(marks) for marks in json.loads(_after(text, "profile:"))],
        winners=winners,
    )


def _after(text: str, key: str) -> str:
    found = _LIST.match(" ".join(text.split(f"\n{key}", 1)[1].split("num_cand", maxsplit=1)[0].split()))
    assert found, key
    return found.group()


def _number(text: str, key: str) -> int:
    found = re.search(rf"^{key}: (\d+)$", text, re.MULTILINE)
    assert found, key
    return int(found.group(1))


@pytest.fixture(scope="module")
def known(shared_data: Path) -> list[Known]:
    return [read_known(path) for path in sorted((shared_data / "abcvoting_known_answers").glob("*.abc.yaml"))]


def _shares(one: Known, completion: Completion) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    profile = make_ballot_profile([1] * one.candidates, one.seats, one.ballots)
    return lambda order: equal_shares(profile, completion, tie_order=order)


def _phragmen(one: Known) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    profile = make_ballot_profile([1] * one.candidates, one.seats, one.ballots)
    return lambda order: sequential_phragmen(profile, tie_order=order)


def _sold(one: Known) -> dict[tuple[int, ...], list[Fraction]]:
    return shares_paths([1] * one.candidates, one.ballots, Fraction(one.seats, len(one.ballots)))


def _paths_then_phragmen(one: Known) -> set[tuple[int, ...]]:
    costs = [1] * one.candidates
    return set().union(*(phragmen_paths(costs, one.seats, one.ballots, start=end) for end in _sold(one).items()))


def _paths_then_votes(one: Known) -> set[tuple[int, ...]]:
    costs = [1] * one.candidates
    return set().union(*(by_votes_paths(path, costs, one.seats, one.ballots) for path in _sold(one)))


def _check(
    one: Known, rule: str, paths: set[tuple[int, ...]], ours: Callable[[tuple[int, ...]], tuple[int, ...]]
) -> None:
    """Ours must walk every path when ties go that way, the ends must be the known ones, and no order may end elsewhere.

    Putting first what a path takes first makes every tie on it go its way, so all ties are accounted for.
    """
    committees = one.winners[rule]
    assert {frozenset(path) for path in paths} == committees, one.name
    others = list(range(one.candidates))
    for path in paths:
        assert ours((*path, *(option for option in others if option not in path))) == path, one.name
    chance = random.Random(one.name)
    for _ in range(20):
        chance.shuffle(others)
        assert frozenset(ours(tuple(others))) in committees, one.name


def test_all_files_are_read(known: list[Known]) -> None:
    assert len(known) == FILES
    assert all(
        one.winners.keys() >= {"equal-shares", "equal-shares-with-av-completion", "seqphragmen"} for one in known
    )
    assert any(len(one.winners["equal-shares"]) > 1 for one in known)


def test_equal_shares_completed_by_phragmen(known: list[Known]) -> None:
    for one in known:
        _check(one, "equal-shares", _paths_then_phragmen(one), _shares(one, BY_PHRAGMEN))


def test_equal_shares_completed_by_votes(known: list[Known]) -> None:
    for one in known:
        _check(one, "equal-shares-with-av-completion", _paths_then_votes(one), _shares(one, BY_VOTES))


def test_sequential_phragmen(known: list[Known]) -> None:
    for one in known:
        _check(one, "seqphragmen", phragmen_paths([1] * one.candidates, one.seats, one.ballots), _phragmen(one))
