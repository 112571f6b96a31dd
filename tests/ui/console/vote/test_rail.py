"""The rail of a poll's life: every state stands somewhere, and is painted and said so."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from sukui_desktop.domain import poll_steps as life
from sukui_desktop.models.poll import PollState
from sukui_desktop.ui.console.vote.poll_steps_rail import CIRCLE_PX, STEPS, PollStepsRail, RailPosition, rail_position
from sukui_desktop.ui.theme import color

STATES = tuple(dict.fromkeys(state for sources, target in life.STEPS.values() for state in (*sources, target)))


@pytest.mark.parametrize("state", STATES)
def test_every_state_stands_on_the_rail(state: str) -> None:
    stand = rail_position(state)
    assert 0 <= stand.done <= len(STEPS)
    assert stand.is_void == (state == PollState.VOID)


def test_a_poll_never_goes_back_on_the_rail_but_by_withdrawing() -> None:
    for verb, (sources, target) in life.STEPS.items():
        if verb in ("withdraw", "reopen", "void"):
            continue
        for source in sources:
            assert rail_position(source).done <= rail_position(target).done, verb


@pytest.mark.parametrize(
    ("state", "present"),
    [
        (PollState.DRAFTED, "ready"),
        (PollState.OPEN, "polling"),
        (PollState.PAUSED, "polling"),
        (PollState.CLOSED, "counting"),
        (PollState.COUNTED, "challenge"),
        (PollState.CHALLENGED, "challenge"),
        (PollState.SELECTED, "certifying"),
        (PollState.CERTIFIED, "publishing"),
    ],
)
def test_the_present_step_is_the_one_to_do(state: str, present: str) -> None:
    stand = rail_position(state)
    assert [key for place, key in enumerate(STEPS) if stand.state_of_step(place) == "present"] == [present]


@pytest.mark.parametrize("state", [PollState.PUBLISHED, PollState.SEALED, PollState.VOID])
def test_nothing_is_present_when_it_is_over(state: str) -> None:
    stand = rail_position(state)
    assert "present" not in [stand.state_of_step(place) for place in range(len(STEPS))]


def test_a_void_poll_shows_whether_it_was_ready() -> None:
    assert rail_position(PollState.VOID).done == 0
    assert rail_position(PollState.VOID, was_ready=True).done == 1


@pytest.fixture
def rail(qtbot: QtBot) -> PollStepsRail:
    made = PollStepsRail()
    qtbot.addWidget(made)
    made.resize(1300, 40)
    made.show()
    return made


def first_circle(rail: PollStepsRail) -> str:
    image: QImage = rail.grab().toImage()
    return image.pixelColor(CIRCLE_PX // 2, 20 - CIRCLE_PX // 2 + 4).name()


def test_done_present_and_ahead_are_painted_apart(rail: PollStepsRail) -> None:
    rail.show_position(RailPosition(1, is_void=False))
    assert first_circle(rail) == color("success").name()
    rail.show_position(RailPosition(0, is_void=False))
    assert first_circle(rail) == color("primary").name()
    rail.show_position(RailPosition(0, is_void=True))
    assert first_circle(rail) == color("surface-sunken").name()


def test_the_rail_is_said_aloud(rail: PollStepsRail) -> None:
    rail.show_position(rail_position(PollState.OPEN))
    assert rail.accessibleName().startswith("준비 완료 마침, 투표 지금, 마감 남음")
    rail.show_position(rail_position(PollState.VOID))
    assert rail.accessibleName().endswith("무효")


def test_all_words_fit_the_smallest_window(rail: PollStepsRail) -> None:
    assert rail.minimumSizeHint().width() <= 1366
    assert rail.sizeHint().height() == 40
