"""The kiosk as a program of its own, driven by hand against a real hub."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.hub.invitation_text import invitation_as_letters, invitation_as_qr_text
from sukui_desktop.hub.keeping_caster import KeepingCaster, KioskCopies
from sukui_desktop.hub.kept_enrolment import store_enrolment
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.kiosk import KioskProgram
from sukui_desktop.services.stations.enrolled_stations import pause_station, resume_station
from sukui_desktop.services.stations.station_list import list_stations
from sukui_desktop.services.vote.ballot_sealing import Receipt, SealedBallot
from sukui_desktop.services.vote.poll_box import find_or_open_box
from sukui_desktop.services.vote.polls import pause_poll
from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Pace
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.station.enrolment_window import EnrolmentWindow
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom, hub_room


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room") as opened:
        yield opened


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


def invitation(held: HubRoom, name: str = "키오스크 1") -> str:
    return invitation_as_qr_text(held.hub.invite(StationRole.KIOSK, name, ("127.0.0.1",), held.server.port))


def test_a_kiosk_that_is_let_in_shows_the_vote_and_casts(qtbot: QtBot, held: HubRoom, program: KioskProgram) -> None:
    token = held.call(rooms.admit_with_slips, held.poll_id, 1)[0]
    program.pace = Pace(guard_ms=0)
    program.begin(invitation(held))
    assert [row.name for row in held.call(list_stations)] == ["키오스크 1"]
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    kiosk = program.kiosk
    assert kiosk is not None
    kiosk.journey.check_token(token)
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.guide, timeout=5_000)
    QTest.mouseClick(kiosk.pages.guide.begin, Qt.MouseButton.LeftButton)
    assert not program.waiting.isVisible()


def test_what_was_cast_is_kept_until_the_vote_is_closed(qtbot: QtBot, held: HubRoom, program: KioskProgram) -> None:
    """The console is told how many are kept here and there; seen to fail on a `RoomCaster` in the kiosk's window."""
    token = held.call(rooms.admit_with_slips, held.poll_id, 1)[0]
    program.pace = Pace(guard_ms=0)
    program.begin(invitation(held))
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    kiosk = program.kiosk
    assert kiosk is not None
    kiosk.journey.check_token(token)
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.guide, timeout=5_000)
    kiosk.casting.seal_and_cast(Answer((0,)))
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.done, timeout=5_000)
    QTest.mouseClick(kiosk.pages.done.finish, Qt.MouseButton.LeftButton)

    def numbers() -> tuple[int, int, bool]:
        [report] = held.hub.list_reports()
        return report.kept if report.is_heard else -1, report.received, report.is_compared

    qtbot.waitUntil(lambda: numbers() == (1, 1, True), timeout=10_000)
    copies = list((program.folder / "copies").glob("*/*.copy"))
    assert len(copies) == 1
    held.submit(rooms.close, held.room, held.poll_id).result()
    held.hub.set_kiosk_poll_and_staff_pin(None, "1234")
    qtbot.waitUntil(lambda: not copies[0].exists(), timeout=10_000)


def test_where_the_vote_is_over_the_screen_stays_covered(qtbot: QtBot, held: HubRoom, program: KioskProgram) -> None:
    """Fails where the kiosk gave up the screen: anybody closed it, and it said that no vote was ready yet."""
    program.begin(invitation(held))
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    kiosk = program.kiosk
    assert kiosk is not None
    held.submit(rooms.close, held.room, held.poll_id).result()
    held.hub.set_kiosk_poll_and_staff_pin(None, "1234")
    qtbot.waitUntil(lambda: program.answer is not None and program.answer.poll_id is None, timeout=10_000)
    qtbot.waitUntil(lambda: kiosk.pages.start._more.text() == text("kiosk.start.ended"), timeout=10_000)
    assert program.kiosk is kiosk
    assert kiosk.isVisible()
    assert not program.waiting.isVisible()
    kiosk.close()
    assert kiosk.isVisible(), "without the staff's number"
    kiosk.pages.show_page(kiosk.pages.start)


def test_letters_are_typed_where_nothing_can_be_scanned(qtbot: QtBot, held: HubRoom, program: KioskProgram) -> None:
    invited = held.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), held.server.port)
    program.begin()
    window = program.window_to_show()
    assert isinstance(window, EnrolmentWindow)
    qtbot.waitUntil(window.isVisible)
    window.address.setText(f"127.0.0.1:{held.server.port}")
    QTest.keyClicks(window.letters, "AAAAA")
    QTest.keyClick(window.letters, Qt.Key.Key_Return)
    qtbot.waitUntil(window.refusal.isVisible)
    window.letters.setText(invitation_as_letters(invited).lower())
    QTest.keyClick(window.letters, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.kiosk is not None, timeout=10_000)


def test_a_paused_poll_and_a_lost_hub_are_said_and_nothing_is_taken(
    qtbot: QtBot, held: HubRoom, program: KioskProgram
) -> None:
    program.begin(invitation(held))
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    kiosk = program.kiosk
    assert kiosk is not None
    held.submit(pause_poll, held.room, held.poll_id).result()
    qtbot.waitUntil(lambda: not kiosk.pages.start.is_open, timeout=5_000)
    held.server.stop()
    qtbot.waitUntil(lambda: kiosk.pages.start._more.text() == text("kiosk.start.hub_lost"), timeout=10_000)


def test_a_voter_calls_for_help_and_sees_that_somebody_comes(
    qtbot: QtBot, held: HubRoom, program: KioskProgram
) -> None:
    program.begin(invitation(held))
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    assert program.kiosk is not None
    button = program.kiosk.strip.help

    def is_calling() -> bool:
        return held.hub.list_reports()[0].needs_help

    qtbot.wait(800)  # a page that was just shown takes no taps
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(is_calling, timeout=5_000)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not is_calling(), timeout=5_000)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(is_calling, timeout=5_000)
    held.hub.acknowledge_help(held.hub.list_reports()[0].row.station_id)
    qtbot.waitUntil(lambda: button.text() == text("kiosk.window.help_coming"), timeout=5_000)
    qtbot.waitUntil(lambda: not is_calling(), timeout=5_000)


def test_a_kiosk_whose_enrolment_is_damaged_is_let_in_anew(qtbot: QtBot, held: HubRoom, program: KioskProgram) -> None:
    """The program ended with a line on the standard error: at a kiosk nobody sees that, nor can do anything."""
    store_enrolment(program.folder, held.enrol())
    [kept] = [path for path in program.folder.iterdir() if path.name == "enrolment"]
    kept.write_bytes(kept.read_bytes()[:100])
    program.begin()
    qtbot.waitUntil(program.waiting.again.isVisible, timeout=5_000)
    QTest.mouseClick(program.waiting.again, Qt.MouseButton.LeftButton)
    window = program.window_to_show()
    assert isinstance(window, EnrolmentWindow)
    window.letters.setText(invitation(held, "키오스크 2"))
    QTest.keyClick(window.letters, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)


def test_copies_are_held_against_the_box_once_amid_a_voter_and_once_more_afterwards(
    qtbot: QtBot, held: HubRoom, program: KioskProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every second until the voter left: of many kiosks with a day's ballots the hub had time for nothing else."""
    token = held.call(rooms.admit_with_slips, held.poll_id, 1)[0]
    program.pace = Pace(guard_ms=0)
    program.begin(invitation(held))
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    kiosk = program.kiosk
    assert kiosk is not None
    kiosk.journey.check_token(token)
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.guide, timeout=5_000)
    settled: list[bool] = []
    real = KioskCopies.settle

    def note(self: KioskCopies, poll_id: PollId | None = None, *, is_at_rest: bool = True) -> None:
        settled.append(is_at_rest)
        real(self, poll_id, is_at_rest=is_at_rest)

    monkeypatch.setattr(KioskCopies, "settle", note)
    held.hub.note_changes_for_stations(Changes(frozenset({PollRow.TABLE})))
    qtbot.wait(4_500)
    assert settled == [False]
    kiosk.journey.wipe_voter_and_show_start()
    qtbot.waitUntil(lambda: len(settled) > 1, timeout=5_000)
    qtbot.wait(2_500)
    assert settled == [False, True]


def test_what_changes_while_copies_are_settled_is_settled_too(
    qtbot: QtBot, held: HubRoom, program: KioskProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of the one settling was taken for that of the other: after a closing the copy stayed on the disk."""
    settled: list[PollId | None] = []
    real, go_on = KioskCopies.settle, threading.Event()

    def note(self: KioskCopies, poll_id: PollId | None = None, *, is_at_rest: bool = True) -> None:
        settled.append(poll_id)
        go_on.wait(10)
        real(self, poll_id, is_at_rest=is_at_rest)

    monkeypatch.setattr(KioskCopies, "settle", note)
    program.begin(invitation(held))
    qtbot.waitUntil(lambda: bool(settled), timeout=10_000)
    held.hub.set_kiosk_poll_and_staff_pin(None, "1234")
    qtbot.waitUntil(lambda: program.answer is not None and program.answer.poll_id is None, timeout=10_000)
    go_on.set()
    qtbot.waitUntil(lambda: None in settled, timeout=5_000)


def begin_voting(qtbot: QtBot, held: HubRoom, program: KioskProgram) -> KioskWindow:
    """Let a voter in at a kiosk that was let in, up to the guide."""
    token = held.call(rooms.admit_with_slips, held.poll_id, 1)[0]
    program.pace = Pace(guard_ms=0)
    program.begin(invitation(held))
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    kiosk = program.kiosk
    assert kiosk is not None
    kiosk.journey.check_token(token)
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.guide, timeout=5_000)
    return kiosk


def pause(held: HubRoom, *, is_paused: bool) -> None:
    [row] = held.call(list_stations)
    held.submit(pause_station if is_paused else resume_station, held.room, row.station_id).result()
    held.refresh()


def test_a_kiosk_that_staff_paused_says_so_and_not_that_the_line_is_lost(
    qtbot: QtBot, held: HubRoom, program: KioskProgram
) -> None:
    """It sent staff to look at cables that were whole; fails where a pause is shown as a lost hub."""
    program.begin(invitation(held))
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    assert program.kiosk is not None
    start = program.kiosk.pages.start
    pause(held, is_paused=True)
    qtbot.waitUntil(lambda: start._more.text() == text("kiosk.start.station_paused"), timeout=5_000)
    assert not start.is_open
    held.submit(pause_poll, held.room, held.poll_id).result()  # what changes meanwhile does not hide it
    qtbot.wait(1_500)
    assert start._more.text() == text("kiosk.start.station_paused")
    held.server.stop()
    qtbot.waitUntil(lambda: start._more.text() == text("kiosk.start.hub_lost"), timeout=10_000)


@pytest.mark.parametrize("is_killed", [False, True], ids=["unheard", "killed"])
def test_a_ballot_that_had_no_answer_is_sent_again_by_itself(
    qtbot: QtBot, held: HubRoom, program: KioskProgram, monkeypatch: pytest.MonkeyPatch, is_killed: bool
) -> None:
    """It stayed at [다시 보내기] for as long as nobody pressed it, though the hub answered everybody again."""
    kiosk = begin_voting(qtbot, held, program)
    sent: list[bytes] = []
    real = KeepingCaster.cast_ballot

    def note(self: KeepingCaster, token: str, ballot: SealedBallot) -> Receipt:
        sent.append(ballot.sealed)
        return real(self, token, ballot)

    monkeypatch.setattr(KeepingCaster, "cast_ballot", note)
    monkeypatch.setattr(program.line, "_patience_s", 1.0)
    port = held.server.port
    held.server.stop()
    kiosk.casting.seal_and_cast(Answer((0,)))
    sending = kiosk.pages.sending
    qtbot.waitUntil(lambda: sending.shows_failure, timeout=20_000)
    assert sending.help.text() == text("kiosk.sending.waiting_help")
    if is_killed:
        held.restart()
    else:
        held.start(port)
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.done, timeout=20_000)
    assert len(sent) > 1
    assert len(set(sent)) == 1, "the same bytes: counted once"
    assert held.call(find_or_open_box, held.poll_id).box.count_spent_and_filled().filled == 1


def test_a_ballot_kept_out_by_a_pause_is_sent_once_the_kiosk_goes_on(
    qtbot: QtBot, held: HubRoom, program: KioskProgram
) -> None:
    kiosk = begin_voting(qtbot, held, program)
    pause(held, is_paused=True)
    kiosk.casting.seal_and_cast(Answer((0,)))
    sending = kiosk.pages.sending
    qtbot.waitUntil(lambda: sending.shows_failure, timeout=10_000)
    assert sending.why.text() == text("kiosk.refused.station_paused")
    qtbot.wait(1_500)
    assert sending.shows_failure, "while it is paused nothing is sent"
    pause(held, is_paused=False)
    qtbot.waitUntil(lambda: kiosk.pages.currentWidget() is kiosk.pages.done, timeout=10_000)


def test_staff_at_the_question_for_their_number_are_no_voter(
    qtbot: QtBot, held: HubRoom, program: KioskProgram
) -> None:
    """The console showed a voter, and another vote waited for them."""
    program.begin(invitation(held))
    qtbot.waitUntil(lambda: program.kiosk is not None and program.kiosk.pages.start.is_open, timeout=10_000)
    kiosk = program.kiosk
    assert kiosk is not None
    kiosk.lock.staff_wanted.emit()
    assert kiosk.pages.currentWidget() is kiosk.pages.pin
    qtbot.wait(1_500)
    [report] = held.hub.list_reports()
    assert report.is_heard
    assert not report.is_voting
    assert kiosk.is_at_rest


def test_a_voter_behind_the_staffs_question_is_still_a_voter(
    qtbot: QtBot, held: HubRoom, program: KioskProgram
) -> None:
    kiosk = begin_voting(qtbot, held, program)
    qtbot.waitUntil(lambda: held.hub.list_reports()[0].is_voting, timeout=5_000)
    kiosk.lock.staff_wanted.emit()
    qtbot.wait(1_500)
    assert held.hub.list_reports()[0].is_voting
    assert not kiosk.is_at_rest
