"""The desk with a real meeting behind it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.checkin.page import CheckinPage
from tests.ui.rooms import Stage


@pytest.fixture
def desk(stage: Stage, qtbot: QtBot) -> CheckinPage:
    page = CheckinPage(stage.operations)
    qtbot.addWidget(page)
    stage.operations.changes_announced.connect(page.load_if_shown_tables_changed)
    page.resize(1366, 650)
    page.show()
    page.switch_to_meeting(stage.room)
    stage.idle()
    return page
