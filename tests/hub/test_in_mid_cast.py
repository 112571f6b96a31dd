"""A kiosk whose ballot is on its way while staff pause it, shut it out, pause the vote or are called for help.

접수됨 is said with the ballot in box and copy, else never, and the number of ballots is one or none.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.hub import station_line
from sukui_desktop.hub.invitation_text import invitation_as_qr_text
from sukui_desktop.models.station import StationRole, StationRow
from sukui_desktop.programs.kiosk import KioskProgram
from sukui_desktop.services.vote.poll_box import find_or_open_box
from sukui_desktop.services.vote.polls import pause_poll
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Pace
from sukui_desktop.ui.service_queues import Operations
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom, hub_room

Change = Callable[[StationRow], StationRow]


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room") as opened:
        yield opened


@pytest.fixture
def program(qtbot: QtBot, held: HubRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KioskProgram]:
    """A kiosk before which somebody stands, who has answered."""
    monkeypatch.setenv("SUKUI_HOME", str(tmp_path / "kiosk"))
    monkeypatch.setattr(station_line, "READ_SECONDS", 0.5)
    operations = Operations()
    made = KioskProgram(operations)
    made.pace = Pace(guard_ms=0)
    invited = held.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), held.server.port)
    made.begin(invitation_as_qr_text(invited))
    qtbot.waitUntil(lambda: made.kiosk is not None and made.kiosk.pages.start.is_open, timeout=10_000)
    assert made.kiosk is not None
    pages = made.kiosk.pages
    made.kiosk.journey.check_token(held.call(rooms.admit_with_slips, held.poll_id, 1)[0])
    qtbot.waitUntil(lambda: pages.currentWidget() is pages.guide, timeout=5_000)
    yield made
    made.end()
    if made.kiosk is not None:
        made.kiosk.leave_to_console()
    operations.finish_and_end_threads()


def in_box(held: HubRoom) -> int:
    return held.call(lambda room: find_or_open_box(room, held.poll_id).box.count_spent_and_filled().filled)


def begin_cast(held: HubRoom, program: KioskProgram) -> threading.Event:
    """Send the ballot to a hub that is busy; it goes on once the event is set."""
    gate, kiosk = threading.Event(), program.kiosk
    assert kiosk is not None
    held._store.submit(gate.wait)
    kiosk.journey._show_sending_page()
    kiosk.casting.seal_and_cast(Answer((0,)))
    return gate


def change_station(held: HubRoom, change: Change) -> None:
    held.hub.set_stations([change(row) for row in held.hub._stations.values()])


CHANGES: dict[str, Change] = {
    "paused": lambda row: replace(row, is_paused=True),
    "shut out": lambda row: replace(row, revoked_at_ms=1, is_paused=False),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("waits_ms", [0, 700], ids=["at once", "asked again"])
def test_a_kiosk_that_is_paused_or_shut_out_in_mid_cast(
    qtbot: QtBot, held: HubRoom, program: KioskProgram, change: Change, waits_ms: int
) -> None:
    """Mutants: a refusal of who asks is taken for one of the ballot; what was begun is not answered."""
    kiosk = program.kiosk
    assert kiosk is not None
    gate = begin_cast(held, program)
    qtbot.wait(250)  # it is at the hub
    QTest.mouseClick(kiosk.strip.help, Qt.MouseButton.LeftButton)
    change_station(held, change)
    qtbot.wait(waits_ms)
    gate.set()
    qtbot.waitUntil(lambda: not kiosk.casting.is_waiting_for_answer, timeout=20_000)
    pages = kiosk.pages
    assert in_box(held) == 1
    if pages.currentWidget() is not pages.done:
        assert pages.currentWidget() is pages.sending
        assert pages.sending.give_up.isHidden(), "nobody may leave with a slip that is said to be good"
        change_station(held, lambda row: replace(row, is_paused=False, revoked_at_ms=0))
        qtbot.wait(1_500)
        if pages.currentWidget() is pages.sending:  # else it was sent again by itself
            QTest.mouseClick(pages.sending.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pages.currentWidget() is pages.done, timeout=15_000)
    assert in_box(held) == 1
    assert program._copies is not None
    assert program._copies.kept[held.poll_id] == 1


def test_a_vote_that_is_paused_while_a_ballot_waits_at_the_hub(
    qtbot: QtBot, held: HubRoom, program: KioskProgram
) -> None:
    """The ballot came before the pause in the hub's queue, or after it: received, or surely not."""
    kiosk = program.kiosk
    assert kiosk is not None
    gate = threading.Event()
    held._store.submit(gate.wait)
    paused = held.submit(pause_poll, held.room, held.poll_id)  # comes first
    kiosk.journey._show_sending_page()
    kiosk.casting.seal_and_cast(Answer((0,)))
    qtbot.wait(200)
    gate.set()
    paused.result()
    pages = kiosk.pages
    qtbot.waitUntil(lambda: not kiosk.casting.is_waiting_for_answer, timeout=20_000)
    assert pages.currentWidget() is pages.sending
    assert not pages.sending.give_up.isHidden()
    assert program._copies is not None
    assert program._copies.kept[held.poll_id] == in_box(held) == 0
