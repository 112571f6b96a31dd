"""The hub of the open meeting: found again where it was, told of every change, gone with the meeting."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.errors import SyncRefused
from sukui_desktop.hub.invitation_text import invitation_of_qr_text
from sukui_desktop.hub.station_line import StationLine, enrol_at_hub
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.hub_keeper import HubKeeper
from sukui_desktop.programs.station_alerts import StationAlerts
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.vote.polls import pause_poll
from sukui_desktop.ui.console.window import ConsoleWindow
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.wording.refusal_sentences import refusal_sentence
from tests.builders import rooms
from tests.builders.hub_rooms import hear_of_promotion, pulse


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Operations, Room, PollId]]:
    operations = Operations()
    room, poll_id = operations.run_for_station(rooms.open_room, tmp_path).result()
    yield operations, room, poll_id
    operations.finish_and_end_threads(lambda: close_meeting_and_boxes(room))


@pytest.fixture
def keeper(opened: tuple[Operations, Room, PollId]) -> Iterator[HubKeeper]:
    made = HubKeeper(opened[0])
    yield made
    made.stop_serving_stations()


def taken_port() -> socket.socket:
    """A listening socket on a port that the hub would like."""
    holder = socket.create_server(("127.0.0.1", 0))
    holder.listen()
    return holder


def test_stations_find_the_hub_again_where_it_was(
    qtbot: QtBot, opened: tuple[Operations, Room, PollId], keeper: HubKeeper
) -> None:
    """Mutant: a hub that takes whatever port is free is lost for every station after a restart."""
    _, room, poll_id = opened
    keeper.serve_stations_of_room(room)
    with qtbot.waitSignal(keeper.started, timeout=10_000):
        keeper.start(is_for_other_machines=False)
    kept = enrol_at_hub(
        invitation_of_qr_text(keeper.invite(StationRole.KIOSK, "키오스크 1").qr_text), StationRole.KIOSK
    )
    line = StationLine(kept)
    assert line.send_pulse(pulse()).poll_id == poll_id
    keeper.stop_serving_stations()
    with qtbot.waitSignal(keeper.started, timeout=10_000):
        keeper.serve_stations_of_room(room)  # a station is known: it begins by itself, and as the last time
    assert not keeper.is_for_other_machines
    assert line.send_pulse(pulse()).poll_id == poll_id
    line.close()


def test_what_changes_at_the_console_is_told_and_so_is_what_a_station_is(
    qtbot: QtBot, opened: tuple[Operations, Room, PollId], keeper: HubKeeper
) -> None:
    operations, room, poll_id = opened
    keeper.serve_stations_of_room(room)
    with qtbot.waitSignal(keeper.started, timeout=10_000):
        keeper.start(is_for_other_machines=False)
    line = StationLine(
        enrol_at_hub(invitation_of_qr_text(keeper.invite(StationRole.KIOSK, "키오스크 1").qr_text), StationRole.KIOSK)
    )
    seen = line.send_pulse(pulse()).newest
    operations.run(keeper, pause_poll, room, poll_id)
    qtbot.waitUntil(lambda: line.send_pulse(pulse(seen=seen)).changes.touches("poll"), timeout=10_000)
    reports = keeper.list_reports()
    assert [(report.row.name, report.is_heard) for report in reports] == [("키오스크 1", True)]
    assert len(keeper.staff_number) == 4
    line.close()


def test_the_console_says_that_another_machine_took_its_place(
    qtbot: QtBot, opened: tuple[Operations, Room, PollId], keeper: HubKeeper
) -> None:
    """Only the open window of the stations said so: at the console itself the vote went on."""
    operations, room, _ = opened
    console = ConsoleWindow(operations, {})
    qtbot.addWidget(console)
    console.show()
    alerts = StationAlerts(operations, console, keeper, None, console)
    keeper.serve_stations_of_room(room)
    with qtbot.waitSignal(keeper.started, timeout=10_000):
        keeper.start(is_for_other_machines=False)
    scanned = invitation_of_qr_text(keeper.invite(StationRole.KIOSK, "키오스크 1").qr_text)
    line = StationLine(enrol_at_hub(scanned, StationRole.KIOSK))
    assert keeper._hub is not None
    hear_of_promotion(line, keeper._hub)
    with pytest.raises(SyncRefused):
        line.send_pulse(pulse())
    said = refusal_sentence(SyncRefused("hub_superseded"))
    qtbot.waitUntil(lambda: console.refusal_bar.accessibleName() == said, timeout=10_000)
    console.refusal_bar.show_message("")
    qtbot.wait(1_500)
    assert not console.refusal_bar.accessibleName(), "it is said once"
    alerts.stop()
    line.close()
