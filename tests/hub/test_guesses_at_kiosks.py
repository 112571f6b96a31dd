"""Guesses at the staff's number of a kiosk that is a program of its own: told to the hub, and kept over its starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.facts.poll import StaffNumberGuessed
from sukui_desktop.hub.invitation_text import invitation_as_qr_text
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.hub_keeper import HubKeeper
from sukui_desktop.programs.kept_pin_tries import KeptPinTries
from sukui_desktop.programs.kiosk import KioskProgram
from sukui_desktop.programs.station_alerts import StationAlerts
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.staff_number_guesses import record_staff_number_guesses
from sukui_desktop.ui.console.window import ConsoleWindow
from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow
from sukui_desktop.ui.kiosk.staff_pin import TRIES, PinGate, PinTries
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Pace
from sukui_desktop.ui.service_queues import Operations
from tests.builders.hub_rooms import HubRoom, hub_room
from tests.builders.station_reports import station_report

PIN = "1234"


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room") as opened:
        yield opened


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], KioskProgram]]:
    """Give a maker of kiosks that follow each other in one folder."""
    monkeypatch.setenv("SUKUI_HOME", str(tmp_path / "kiosk"))
    operations, made = Operations(), list[KioskProgram]()

    def make_kiosk() -> KioskProgram:
        made.append(KioskProgram(operations))
        made[-1].pace = Pace(guard_ms=0)
        return made[-1]

    yield make_kiosk
    for program in made:
        end(program)
    operations.finish_and_end_threads()


def end(program: KioskProgram) -> None:
    """As the process ends: whatever page it is on, which would else be hidden when half of it is gone."""
    program.end()
    if program.kiosk is not None:
        program.kiosk.lock.release_keyboard()
        program.kiosk.hide()
        program.kiosk.deleteLater()
    program.kiosk = None


def kiosk_at_pin_page(qtbot: QtBot, program: KioskProgram) -> KioskWindow:
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    kiosk = program.kiosk
    assert kiosk is not None
    kiosk.lock.staff_wanted.emit()
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.pin)
    return kiosk


def type_pin(kiosk: KioskWindow, pin: str) -> None:
    QTest.keyClicks(kiosk.pages.pin, pin)
    QTest.mouseClick(kiosk.pages.pin.enter, Qt.MouseButton.LeftButton)


def guesses(held: HubRoom) -> list[int]:
    def read(room: Room) -> list[int]:
        with room.reading() as tx:
            entries = tx.journal.decode_entries(tx.journal.read_entries())
            return [entry.fact.wrong_in_a_row for _, entry in entries if isinstance(entry.fact, StaffNumberGuessed)]

    return held.call(read)


def test_guesses_are_in_the_record_once_also_where_the_hub_was_away(
    qtbot: QtBot, held: HubRoom, make: Callable[[], KioskProgram]
) -> None:
    """Seen to fail on 0.6.0: the alarm sounded at the kiosk, and nobody at the console knew."""
    program = make()
    program.begin(
        invitation_as_qr_text(held.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), held.server.port))
    )
    held.refresh()
    kiosk = kiosk_at_pin_page(qtbot, program)
    for _ in range(TRIES):
        type_pin(kiosk, "1111")
    qtbot.waitUntil(lambda: guesses(held) == [3], timeout=5_000)
    assert held.hub.list_reports()[0].wrong_pins == 3
    held.server.stop()
    kiosk.pages.pin._wait.stop()
    kiosk.pages.pin._end_wait_and_give_tries_back()
    for _ in range(TRIES):
        type_pin(kiosk, "2222")
    qtbot.wait(200)
    held.restart()
    qtbot.waitUntil(lambda: guesses(held) == [3, 6], timeout=20_000)
    qtbot.wait(2_500)
    assert guesses(held) == [3, 6]


def test_a_kiosk_that_is_started_again_goes_on_waiting(
    qtbot: QtBot, held: HubRoom, make: Callable[[], KioskProgram]
) -> None:
    """Mutant: pulling the plug gives three new tries at once."""
    first = make()
    first.begin(
        invitation_as_qr_text(held.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), held.server.port))
    )
    held.refresh()
    kiosk = kiosk_at_pin_page(qtbot, first)
    for _ in range(TRIES):
        type_pin(kiosk, "1111")
    assert not kiosk.pages.pin.enter.isEnabled()
    kiosk._leave_pin_page()
    end(first)
    again = make()
    again.begin()
    kiosk = kiosk_at_pin_page(qtbot, again)
    assert not kiosk.pages.pin.enter.isEnabled()
    type_pin(kiosk, PIN)
    assert kiosk.isVisible()
    assert kiosk.pages.pin.dots.text().strip() == ""
    kiosk.pages.pin._wait.stop()
    kiosk.pages.pin._end_wait_and_give_tries_back()
    type_pin(kiosk, PIN)
    qtbot.waitUntil(lambda: not kiosk.isVisible())


class Clock:
    now = 1_000_000

    def __call__(self) -> int:
        return self.now


def test_tries_and_waits_are_kept_and_a_damaged_file_or_a_wrong_clock_locks_nobody_out(tmp_path: Path) -> None:
    clock = Clock()

    def gate() -> PinGate:
        return PinGate(PIN, 30, KeptPinTries(tmp_path, clock))

    gate().try_pin("0")
    assert gate().tries_left == TRIES - 1
    for _ in range(TRIES - 1):
        gate().try_pin("0")
    assert (gate().tries_left, gate().wait_s) == (0, 30)
    clock.now += 29_500
    assert gate().wait_s == 1
    assert not gate().try_pin(PIN)
    clock.now += 500
    assert (gate().tries_left, gate().times_used_up, gate().wait_s) == (TRIES, 1, 0)
    for _ in range(TRIES):
        gate().try_pin("0")
    assert gate().wait_s == 60
    clock.now = 0
    assert gate().wait_s <= 3600
    clock.now = 10**12
    assert gate().try_pin(PIN)
    assert KeptPinTries(tmp_path, clock).read_tries() == PinTries()
    assert KeptPinTries(tmp_path, clock).untold == 6
    for damaged in (b"", b"\xc1", b"\x94\x09\x00\x00\x00", b"\x94\x01\x00\xcf" + b"\xff" * 8 + b"\x00"):
        (tmp_path / "pin-tries").write_bytes(damaged)
        assert gate().wait_s <= 3600
    (tmp_path / "pin-tries").unlink()
    (tmp_path / "pin-tries").mkdir()
    assert [gate().try_pin("0"), gate().try_pin(PIN)] == [False, True]


def test_the_console_says_at_once_which_kiosk_it_is(qtbot: QtBot) -> None:
    operations = Operations()
    console = ConsoleWindow(operations, {})
    qtbot.addWidget(console)
    console.show()
    hub = HubKeeper(operations)
    StationAlerts(operations, console, hub, None, console)
    hub.looked.emit((station_report(StationRole.KIOSK, name="키오스크 2", wrong_pins=3),))
    assert "키오스크 2" in console.refusal_bar.message
    assert "3" in console.refusal_bar.message
    console.refusal_bar.hide()
    hub.looked.emit((station_report(StationRole.KIOSK, name="키오스크 2", wrong_pins=3),))
    assert not console.refusal_bar.isVisible(), "said once"
    hub.looked.emit((station_report(StationRole.KIOSK, name="키오스크 2", wrong_pins=6),))
    assert "6" in console.refusal_bar.message
    operations.finish_and_end_threads()


@pytest.mark.parametrize("wrong", [0, -3, 2**62])
def test_a_number_that_nobody_typed_is_not_recorded(held: HubRoom, wrong: int) -> None:
    with pytest.raises(BadInput, match="verb_arguments"):
        held.call(record_staff_number_guesses, held.poll_id, wrong)
    assert guesses(held) == []
