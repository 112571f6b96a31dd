"""A kiosk for each test, and how to make one of another kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Pace
from tests.ui.kiosk.kiosks import CALM, Hands
from tests.ui.rooms import DRAFT, Stage

MakeHands = Callable[..., Hands]


@pytest.fixture
def make_hands(stage: Stage, qtbot: QtBot) -> Iterator[MakeHands]:
    made: list[Hands] = []

    def make(draft: Draft = DRAFT, pace: Pace = CALM) -> Hands:
        made.append(Hands(stage, qtbot, draft, pace))
        return made[-1]

    yield make
    for hands in made:
        hands.window.idle.watch_idle_voter(False)
        hands.window.hide()
        hands.window.deleteLater()


@pytest.fixture
def hands(make_hands: MakeHands) -> Hands:
    return make_hands()
