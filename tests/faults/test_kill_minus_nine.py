"""The program is killed by signal 9 at random moments of `demo`: what was acknowledged is there; the vote goes on.

It proves only the order inside the process (the system's cache survives); power cuts are in `test_power_loss`.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import IS_LONG
from tests.faults.closing_kills import ClosingKills
from tests.faults.killing import Course, Moment, Outcome, campaign, draw_moments, whole_run
from tests.faults.small_election import write_election

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

VOTERS = 150
SEED = 20_260_901


@pytest.fixture(scope="module")
def election(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_election(tmp_path_factory.mktemp("election") / "small.pb", VOTERS)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, election: Path) -> Course:
    return whole_run(tmp_path_factory.mktemp("whole") / "run", election)


def _judge(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        print(outcome)
    assert not [outcome for outcome in outcomes if outcome.wrong]
    stages = Counter(outcome.stage for outcome in outcomes)
    print(f"seed {SEED}: {dict(stages)}")
    assert any(0 < outcome.acknowledged < VOTERS for outcome in outcomes)
    assert any(outcome.acknowledged == 0 for outcome in outcomes)
    assert any(outcome.acknowledged == VOTERS for outcome in outcomes)


def test_twenty_kills(tmp_path: Path, election: Path, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail on `acknowledge_first` and `two_transactions` (the tests below)."""
    _judge(campaign(tmp_path / "run", election, draw_moments(course, 20, SEED), monkeypatch))


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_two_hundred_kills(tmp_path: Path, election: Path, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail on `acknowledge_first` and `two_transactions` (the tests below)."""
    _judge(campaign(tmp_path / "run", election, draw_moments(course, 200, SEED + 1), monkeypatch))


@pytest.mark.parametrize("mutant", ["acknowledge_first", "two_transactions"])
def test_the_campaign_sees_the_mutant(
    tmp_path: Path, election: Path, course: Course, monkeypatch: pytest.MonkeyPatch, mutant: str
) -> None:
    """The mutants on which the campaign must fail, within ten kills in the vote."""
    first, last, _ = course.writes
    moments = [Moment(0.0, first + (last - first) * part // 13) for part in range(2, 12)]
    outcomes = campaign(tmp_path / "run", election, moments, monkeypatch, mutant)
    print(outcomes[-1])
    assert outcomes[-1].wrong


@pytest.mark.parametrize("mode", ["light", "strict"])
@pytest.mark.timeout(7200 if IS_LONG else 900)
def test_a_kill_within_a_closing_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    """Seen to fail on a move that puts the new file in the place of the box before the closing is written."""
    kills, dice = ClosingKills(tmp_path, monkeypatch, is_strict=mode == "strict"), random.Random(SEED)
    count = 100 if IS_LONG else 8
    outcomes = [kills.kill((place + dice.random()) / count) for place in range(count)]
    print(f"{mode}: {dict(Counter(outcome.step for outcome in outcomes))}")
    assert not [outcome for outcome in outcomes if outcome.wrong]
