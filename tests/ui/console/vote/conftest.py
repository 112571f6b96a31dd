"""The 투표 tab with a real meeting behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.console.vote.page import VotePage
from tests.ui.rooms import Stage


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> Iterator[VotePage]:
    made = VotePage(stage.operations)
    qtbot.addWidget(made)
    stage.operations.changes_announced.connect(made.load_if_shown_tables_changed)
    made.resize(1366, 650)
    made.show()
    made.switch_to_meeting(stage.room)
    stage.idle()
    yield made
    made.drafting.forget_typed_draft()
    stage.idle()
