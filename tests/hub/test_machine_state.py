"""The battery and the internet of a machine, and what is noted of the internet in the record."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from sukui_desktop.domain.errors import NotFound
from sukui_desktop.models.ids import StationId
from sukui_desktop.models.station import CONSOLE, StationRole
from sukui_desktop.programs import machine_state
from sukui_desktop.programs.machine_state import InternetWatch, can_reach_internet, read_battery_percent
from sukui_desktop.record.hub_and_station_certificates import make_certificate_request
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.services.stations.enrolled_stations import enrol_station
from sukui_desktop.services.stations.internet_contacts import list_internet_contacts, note_internet_contact
from tests.builders import rooms


def supply(folder: Path, name: str, **files: str) -> None:
    (folder / name).mkdir()
    for file, words in files.items():
        (folder / name / file).write_text(words + "\n")


def test_the_battery_counts_only_while_it_feeds_the_machine(tmp_path: Path) -> None:
    """Fails where a mouse's battery, or one that is being charged, is called the machine's."""
    assert read_battery_percent(tmp_path / "nowhere") == -1
    supply(tmp_path, "AC", type="Mains", online="0")
    supply(tmp_path, "hidpp_battery_0", type="Battery", scope="Device", status="Discharging", capacity="5")
    assert read_battery_percent(tmp_path) == -1
    supply(tmp_path, "BAT0", type="Battery", status="Charging", capacity="40")
    assert read_battery_percent(tmp_path) == -1
    (tmp_path / "BAT0" / "status").write_text("Discharging\n")
    supply(tmp_path, "BAT1", type="Battery", status="Discharging", capacity="38")
    assert read_battery_percent(tmp_path) == 38
    (tmp_path / "BAT0" / "capacity").write_text("rubbish")
    assert read_battery_percent(tmp_path) == -1


@pytest.mark.parametrize(
    ("has_route", "answers", "finds_name", "is_reached"),
    [(False, True, True, False), (True, False, False, False), (True, True, False, True), (True, False, True, True)],
)
def test_without_a_way_out_nothing_is_tried(
    monkeypatch: pytest.MonkeyPatch, has_route: bool, answers: bool, finds_name: bool, is_reached: bool
) -> None:
    """Fails where a machine without a way out still calls somebody, or a name alone is taken for nothing."""
    tried: list[object] = []
    monkeypatch.setattr(machine_state, "_has_route", lambda family, address: has_route)

    def answer(place: object) -> bool:
        tried.append(place)
        return answers

    monkeypatch.setattr(machine_state, "_accepts_connection", answer)
    monkeypatch.setattr(machine_state, "_finds_public_name", lambda: finds_name)
    assert can_reach_internet() is is_reached
    assert bool(tried) is has_route


def test_a_name_that_the_office_answers_with_its_own_address_is_no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def office(*args: object, **named: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("10.1.2.3", 53))]

    monkeypatch.setattr(socket, "getaddrinfo", office)
    assert not machine_state._finds_public_name()


def test_the_watch_finds_a_cable_that_is_plugged_in_and_forgets_when_it_is_stopped() -> None:
    answers, asked = [False, True], threading.Semaphore(0)

    def reach() -> bool:
        asked.release()
        return answers.pop(0) if answers else True

    watch = InternetWatch(reach, seconds=0.01)
    watch.start()
    for _ in range(4):
        assert asked.acquire(timeout=5)
    found = [watch.is_online]
    watch.stop()
    assert [*found, watch.is_online] == [True, False]


def test_the_record_has_each_change_once(tmp_path: Path) -> None:
    """Fails where a station that says it every second fills the record, or one that never did is noted as lost."""
    room = rooms.make_room(tmp_path)
    request = make_certificate_request().request
    station_id = enrol_station(room, StationRole.KIOSK, "키오스크 1", request).row.station_id
    assert not note_internet_contact(room, station_id, False)
    for machine in (station_id, CONSOLE):
        assert note_internet_contact(room, machine, True)
        assert not note_internet_contact(room, machine, True)
    assert note_internet_contact(room, station_id, False)
    assert not note_internet_contact(room, station_id, False)
    found = {row.station_id: row.is_reached for row in list_internet_contacts(room)}
    assert found == {station_id: False, CONSOLE: True}
    with pytest.raises(NotFound, match="station_unknown"):
        note_internet_contact(room, StationId("nobody"), True)
    close_meeting_and_boxes(room)
