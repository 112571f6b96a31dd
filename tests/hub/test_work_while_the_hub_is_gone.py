"""A desk whose hub is replaced or of another meeting keeps what was typed; one that was shut out shows nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.errors import SyncRefused
from sukui_desktop.hub.invitation_text import invitation_as_qr_text
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.desk import DeskProgram
from sukui_desktop.services.stations.enrolled_stations import revoke_station
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.wording.refusal_sentences import refusal_sentence
from tests.builders.hub_rooms import HubRoom, hear_of_promotion, hub_room

TYPED = "은행"


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room") as opened:
        yield opened


@pytest.fixture
def program(qtbot: QtBot, held: HubRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeskProgram]:
    """A desk that is at work, with a few letters in its search."""
    monkeypatch.setenv("SUKUI_HOME", str(tmp_path / "desk"))
    desk = DeskProgram(Operations())
    invited = held.hub.invite(StationRole.DESK, "접수대 1", ("127.0.0.1",), held.server.port)
    desk.begin(invitation_as_qr_text(invited))
    qtbot.waitUntil(lambda: desk.page is not None and desk.page.model.rowCount() >= 10, timeout=10_000)
    assert desk.page is not None
    desk.page.search.setText(TYPED)
    held.refresh()
    yield desk
    desk.end()
    desk.hide_work()
    desk.waiting.close()
    desk.operations.finish_and_end_threads()


def test_a_hub_of_before_takes_nothing_and_what_was_typed_stays(
    qtbot: QtBot, held: HubRoom, program: DeskProgram
) -> None:
    """The page was thrown away with what was typed on it."""
    page, window, line = program.page, program.window, program.line
    assert page is not None
    assert window is not None
    assert line is not None
    hear_of_promotion(line, held.hub)
    qtbot.waitUntil(window.refusal_bar.isVisible, timeout=10_000)
    assert window.refusal_bar.accessibleName() == refusal_sentence(SyncRefused("hub_superseded"))
    assert not page.isEnabled()
    held.hub.set_promotions(1)
    held.hub._is_superseded = False  # as its next start
    qtbot.waitUntil(lambda: page.isEnabled() and not window.refusal_bar.isVisible(), timeout=10_000)
    assert page.search.text() == TYPED


def test_a_desk_that_is_shut_out_shows_nothing_of_the_meeting(
    qtbot: QtBot, held: HubRoom, program: DeskProgram
) -> None:
    assert program.line is not None
    held.call(revoke_station, program.line.enrolment.station_id, "잃어버렸습니다")
    held.refresh()
    qtbot.waitUntil(lambda: program.window is None and program.waiting.again.isVisible(), timeout=10_000)
