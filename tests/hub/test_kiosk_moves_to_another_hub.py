"""A kiosk's program whose hub died: staff type the new address, and what was kept goes over by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.hub.invitation_text import invitation_as_qr_text
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs import station_program
from sukui_desktop.programs.kiosk import KioskProgram
from sukui_desktop.services.promotion.promotion import KioskState, go_on_after_promotion, promote_hub, read_promotion
from sukui_desktop.services.stations.enrolled_stations import revoke_station
from sukui_desktop.services.stations.hub_parts import read_promotion_count
from sukui_desktop.services.stations.station_list import list_stations
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Pace
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.wording.refusal_sentences import refusal_sentence
from tests.builders import rooms
from tests.builders.hub_rooms import hub_room
from tests.hub.test_promotion import REASON, TwoMachines, ballots_of


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[TwoMachines]:
    with hub_room(tmp_path / "old") as old, ExitStack() as scene:
        made = TwoMachines(old, tmp_path, scene, kiosks=0)
        yield made


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KioskProgram]:
    monkeypatch.setenv("SUKUI_HOME", str(tmp_path / "kiosk"))
    operations = Operations()
    kiosk = KioskProgram(operations)
    yield kiosk
    kiosk.end()
    if kiosk.kiosk is not None:
        kiosk.kiosk.close_for_another_poll()
    operations.finish_and_end_threads()


def test_what_a_kiosk_kept_goes_to_the_new_hub(qtbot: QtBot, machines: TwoMachines, program: KioskProgram) -> None:
    old = machines.old
    program.pace = Pace(guard_ms=0)
    invited = old.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), old.server.port)
    program.begin(invitation_as_qr_text(invited))
    old.refresh()
    machines.copy()
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    kiosk = program.kiosk
    assert kiosk is not None
    kiosk.journey.check_token(machines.tokens[0])
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.guide, timeout=5_000)
    kiosk.casting.seal_and_cast(Answer((0,)))
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.done, timeout=5_000)
    QTest.mouseClick(kiosk.pages.done.finish, Qt.MouseButton.LeftButton)
    cast = ballots_of(old)
    new = machines.lose_hub()
    new.call(promote_hub, new.poll_id, machines.proofs, machines.sheet, REASON)
    new.hub.set_promotions(new.call(read_promotion_count))
    kiosk.close_for_another_poll()
    program._close_kiosk_for_staff_and_wait()
    qtbot.waitUntil(program.waiting.address.isVisible, timeout=15_000)
    program.waiting.address.setText("여기")
    QTest.keyClick(program.waiting.address, Qt.Key.Key_Return)
    qtbot.waitUntil(program.waiting.address_refusal.isVisible)
    program.waiting.address.setText(f"127.0.0.1:{new.server.port}")
    QTest.mouseClick(program.waiting.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: new.call(read_promotion, new.poll_id).kiosks[0].state is KioskState.IN, timeout=15_000)
    assert ballots_of(new) == cast
    assert len(cast) == 1
    program.resume_work()

    def is_said() -> bool:  # fails where the first page said that the vote begins: people typed 26 letters for nothing
        page = program.kiosk.pages.start if program.kiosk is not None else None
        return page is not None and not page.is_open and page._more.text() == text("kiosk.start.gathering")

    qtbot.waitUntil(is_said, timeout=10_000)
    new.submit(go_on_after_promotion, new.room, new.poll_id, machines.proofs, REASON).result()
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    with pytest.raises(Exception, match="slip_used"):
        new.call(rooms.vote, new.poll_id, machines.tokens[0], [1])


def test_who_stands_at_a_kiosk_whose_hub_is_replaced_votes_at_the_new_one(
    qtbot: QtBot, machines: TwoMachines, program: KioskProgram
) -> None:
    """The window kept the line to the old hub for good: its ballots came nowhere until the program was restarted."""
    old = machines.old
    program.pace = Pace(guard_ms=0)
    invited = old.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), old.server.port)
    program.begin(invitation_as_qr_text(invited))
    old.refresh()
    machines.copy()
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    kiosk = program.kiosk
    assert kiosk is not None
    kiosk.journey.check_token(machines.tokens[0])
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.guide, timeout=5_000)
    new = machines.lose_hub()
    new.call(promote_hub, new.poll_id, machines.proofs, machines.sheet, REASON)
    new.hub.set_promotions(new.call(read_promotion_count))
    kiosk.casting.seal_and_cast(Answer((0,)))  # nobody is there: it is to be sent again
    program._go_to_hub_at(f"127.0.0.1:{new.server.port}")
    qtbot.waitUntil(lambda: new.call(read_promotion, new.poll_id).kiosks[0].state is KioskState.IN, timeout=20_000)
    new.call(go_on_after_promotion, new.poll_id, machines.proofs, REASON)
    qtbot.waitUntil(lambda: not kiosk.casting.is_waiting_for_answer, timeout=15_000)
    assert program.kiosk is kiosk
    kiosk.casting.send_sealed_ballot_again()
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.done, timeout=10_000)
    assert len(ballots_of(new)) == 1


def test_a_disk_that_takes_nothing_keeps_no_station_from_its_hub(
    qtbot: QtBot, machines: TwoMachines, program: KioskProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address was written after the old line was given up: the station had none, and a bug was reported."""
    old = machines.old
    invited = old.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), old.server.port)
    program.begin(invitation_as_qr_text(invited))
    old.refresh()
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)

    def refuse(*_: object) -> None:
        raise StorageFault("disk_full", file="enrolment")

    monkeypatch.setattr(station_program, "store_enrolment", refuse)
    monkeypatch.setattr(station_program, "delete_stored_enrolment", refuse)
    port = old.server.port
    old.restart()
    program._go_to_hub_at(f"127.0.0.1:{port}")
    old.hub.set_promotions(1)  # is to be kept as well
    qtbot.waitUntil(lambda: program.line is not None and program.line.promotions == 1, timeout=10_000)
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    program._forget_enrolment_and_ask_anew()
    assert program.line is not None
    assert refusal_sentence(StorageFault("disk_full", file="enrolment")) in program.waiting.why.text()


def test_a_kiosk_that_is_let_in_anew_votes_over_its_new_line(
    qtbot: QtBot, machines: TwoMachines, program: KioskProgram
) -> None:
    """Somebody stood at it when it was shut out: the window over the dead line stayed, as the poll was the same."""
    old = machines.old
    program.pace = Pace(guard_ms=0)
    invited = old.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), old.server.port)
    program.begin(invitation_as_qr_text(invited))
    old.refresh()
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    kiosk = program.kiosk
    assert kiosk is not None
    kiosk.journey.check_token(machines.tokens[0])
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.guide, timeout=5_000)
    [row] = old.call(list_stations)
    old.call(revoke_station, row.station_id, "다시 잇는다")
    old.refresh()
    qtbot.waitUntil(program.waiting.again.isVisible, timeout=10_000)
    program._forget_enrolment_and_ask_anew()
    again = old.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), old.server.port)
    program._close_enrolment_window_and_connect(program._enrol("", invitation_as_qr_text(again)))
    old.refresh()
    kiosk.journey.wipe_voter_and_show_start()
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk is not kiosk, timeout=15_000)
    shown = program.kiosk
    assert shown is not None
    qtbot.waitUntil(lambda: shown.pages.start.is_open, timeout=10_000)
    shown.journey.check_token(machines.tokens[0])
    qtbot.waitUntil(lambda: shown.pages.currentWidget() is shown.pages.guide, timeout=5_000)
    shown.casting.seal_and_cast(Answer((0,)))
    qtbot.waitUntil(lambda: shown.pages.currentWidget() is shown.pages.done, timeout=5_000)
