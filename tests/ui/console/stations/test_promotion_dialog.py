"""이 컴퓨터를 진행석으로 세우기, by mouse and keys: from a machine without the box to a vote that goes on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import RollbackKind, RollbackRow
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.models.station import StationRole
from sukui_desktop.record.hub_and_station_certificates import make_certificate_request
from sukui_desktop.services.handover.anchor_sheets import issue_anchor_sheet, list_anchor_sheets
from sukui_desktop.services.handover.meeting_file_copies import copy_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.promotion.promotion import hand_over_kiosk_copy, read_promotion
from sukui_desktop.services.signing.signers import (
    SignerView,
    enrol_signer_by_name,
    list_signers,
    withdraw_signer,
)
from sukui_desktop.services.stations.enrolled_stations import enrol_station
from sukui_desktop.ui.console.console_snapshot import read_console_snapshot
from sukui_desktop.ui.console.next_step import next_step
from sukui_desktop.ui.console.signing.enrolled_signers_dialog import SignersDialog
from sukui_desktop.ui.console.stations.promotion_dialog import PromoteDialog, PromotionDialog
from sukui_desktop.ui.console.stations.stations_dialog import StationsDialog
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.step_dialogs import ReasonedProofsDialog
from sukui_desktop.ui.service_queues import Operations
from tests.builders import rooms
from tests.builders.station_reports import FixedControl


class Machine:
    """A machine with a copy of a meeting whose vote is on; its kiosks are called by hand."""

    def __init__(self, folder: Path, *, has_sheet: bool = True) -> None:
        old, self.poll_id = rooms.open_room(folder / "old")
        self.secrets = tuple(proof.secret for proof in rooms.two_signers(old))
        for name in ("키오스크 1", "키오스크 2"):
            enrol_station(old, StationRole.KIOSK, name, make_certificate_request().request)
        if has_sheet:
            issue_anchor_sheet(old, self.poll_id)
        self.sheet = " ".join(list_anchor_sheets(old)[-1].words) if has_sheet else ""
        (folder / "new").mkdir()
        copy_meeting(old, folder / "new" / "회의.sukui")
        close_meeting_and_boxes(old)
        self.room: Room = rooms.open_folder(folder / "new")
        self.operations = Operations()
        self.window: QWidget | None = None


@pytest.fixture
def machine(tmp_path: Path, qtbot: QtBot) -> Iterator[Machine]:
    made = Machine(tmp_path)
    yield made
    made.operations.finish_and_end_threads()
    close_meeting_and_boxes(made.room)


@pytest.fixture
def dialog(machine: Machine, qtbot: QtBot) -> PromotionDialog:
    window = machine.window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    stations = StationsDialog(window, machine.operations, machine.room, FixedControl())
    stations.open()
    QTest.mouseClick(stations.promote_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(stations.findChildren(PromotionDialog)))
    [found] = stations.findChildren(PromotionDialog)
    qtbot.waitUntil(lambda: found.table.view.model().rowCount() == 2)
    return found


def answer(qtbot: QtBot, dialog: PromotionDialog, machine: Machine) -> ReasonedProofsDialog:
    """Give both proofs and a reason to the question that is open, by keys."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in dialog.findChildren(ReasonedProofsDialog)))
    [asked] = [one for one in dialog.findChildren(ReasonedProofsDialog) if one.isVisible()]
    qtbot.waitUntil(lambda: len(asked.proofs.secret_lines) == 2)
    for field, secret in zip(asked.proofs.secret_lines, machine.secrets, strict=True):
        field.setText(secret)
    asked.reason.setPlainText("켜지지 않음")
    return asked


def accept(qtbot: QtBot, asked: ReasonedProofsDialog) -> None:
    with qtbot.waitSignal(asked.answered, timeout=10_000):
        QTest.mouseClick(asked.accept_button, Qt.MouseButton.LeftButton)


def hand_over(machine: Machine, place: int) -> None:
    view = machine.operations.run_for_station(read_promotion, machine.room, PollId(machine.poll_id)).result()
    station = view.kiosks[place].station_id
    with machine.room.reading() as tx:
        from sukui_desktop.models.poll import PollRow

        box_id = tx.require_row(PollRow, machine.poll_id).box_id
    machine.operations.run_for_station(
        hand_over_kiosk_copy, machine.room, machine.poll_id, station, box_id, (), ()
    ).result()


def test_two_people_set_this_machine_up_gather_and_go_on(
    qtbot: QtBot, machine: Machine, dialog: PromotionDialog
) -> None:
    assert dialog.promote_button.isVisible()
    assert not dialog.go_on_button.isVisible()
    QTest.mouseClick(dialog.promote_button, Qt.MouseButton.LeftButton)
    asked = answer(qtbot, dialog, machine)
    assert isinstance(asked, PromoteDialog)
    QTest.mouseClick(asked.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(asked.refusal.isVisible)  # without the words of the sheet
    asked.sheet.setPlainText(machine.sheet)
    accept(qtbot, asked)
    qtbot.waitUntil(dialog.go_on_button.isVisible, timeout=5_000)
    assert not dialog.go_on_button.isEnabled()
    assert "169.254.13.7" in dialog.addresses.text()
    hand_over(machine, 0)
    qtbot.waitUntil(lambda: dialog.table.view.model().index(0, 1).data() == text("promotion.state.in"), timeout=5_000)
    dialog.table.choose_row(1)
    qtbot.waitUntil(dialog.write_off_button.isEnabled)
    QTest.mouseClick(dialog.write_off_button, Qt.MouseButton.LeftButton)
    accept(qtbot, answer(qtbot, dialog, machine))
    qtbot.waitUntil(dialog.go_on_button.isEnabled, timeout=5_000)
    QTest.mouseClick(dialog.go_on_button, Qt.MouseButton.LeftButton)
    accept(qtbot, answer(qtbot, dialog, machine))
    qtbot.waitUntil(lambda: not dialog.go_on_button.isVisible(), timeout=5_000)
    kinds = [row.kind for row in rooms.rows_of(machine.room, RollbackRow)]
    assert kinds == [RollbackKind.HUB_PROMOTED, RollbackKind.KIOSK_WRITTEN_OFF, RollbackKind.HUB_GATHERED]
    states = [dialog.table.view.model().index(row, 1).data() for row in range(2)]
    assert states == [text("promotion.state.not_asked")] * 2, "nobody is waited for any more"


def test_what_cannot_be_compared_and_where_the_file_lies_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    """Fails where a machine was set up from a copy without any sheet and nothing said so, nor that the stick stays."""
    machine = Machine(tmp_path, has_sheet=False)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = PromotionDialog(window, machine.operations, machine.room, FixedControl(), machine.poll_id)
    dialog.open()
    qtbot.waitUntil(dialog.promote_button.isVisible)
    QTest.mouseClick(dialog.promote_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in dialog.findChildren(PromoteDialog)))
    [asked] = dialog.findChildren(PromoteDialog)
    assert asked.no_sheet.isVisible()
    assert not asked.sheet.isVisible()
    assert str(machine.room.path.parent) in asked.stick.text().replace("\u200b", "")
    asked.reject()
    dialog.reject()
    machine.operations.finish_and_end_threads()
    close_meeting_and_boxes(machine.room)


def test_the_console_says_where_to_set_this_machine_up(qtbot: QtBot, machine: Machine) -> None:
    """Fails where the vote tab stayed at its being read and the next thing to do was to give slips."""
    snapshot = machine.operations.run_for_station(read_console_snapshot, machine.room).result()
    assert snapshot.boxes_elsewhere == {machine.poll_id}
    assert next_step(snapshot).words == text("steps.next.promote.words", title=snapshot.polls[0].title)
    page = VotePage(machine.operations)
    qtbot.addWidget(page)
    page.show()
    page.switch_to_meeting(machine.room)
    wait = page.findChild(QLabel, "voteWait")
    assert wait is not None
    qtbot.waitUntil(lambda: text("stations.promote") in wait.text())
    assert wait.isVisible()


def test_the_keyboard_begins_at_the_first_proof_and_the_sheet_comes_before_the_reason(
    qtbot: QtBot, machine: Machine, dialog: PromotionDialog
) -> None:
    """Seen to fail on 0.6.0: it began in the reason, as the lines of people came later."""
    QTest.mouseClick(dialog.promote_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in dialog.findChildren(PromoteDialog)))
    [asked] = [one for one in dialog.findChildren(PromoteDialog) if one.isVisible()]
    qtbot.waitUntil(lambda: len(asked.proofs.secret_lines) == 2)
    first, second = asked.proofs.secret_lines
    qtbot.waitUntil(lambda: asked.focusWidget() is first)
    assert not asked.signers_button.isVisible()
    for expected in (second, asked.sheet, asked.reason, asked.cancel_button):
        QTest.keyClick(asked.focusWidget(), Qt.Key.Key_Tab)
        assert asked.focusWidget() is expected
    tops = [one.mapTo(asked, one.rect().topLeft()).y() for one in (first, second, asked.sheet, asked.reason)]
    assert tops == sorted(tops)
    asked.reject()


def test_where_too_few_sign_they_are_enrolled_from_the_question(
    qtbot: QtBot, machine: Machine, dialog: PromotionDialog
) -> None:
    """Seen to fail on 0.6.0: the question said that two people are needed, and led nowhere."""
    signers = machine.operations.run_for_station(list_signers, machine.room).result()
    machine.operations.run_for_station(withdraw_signer, machine.room, signers[0].signer.signer_id).result()
    QTest.mouseClick(dialog.promote_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in dialog.findChildren(PromoteDialog)))
    [asked] = [one for one in dialog.findChildren(PromoteDialog) if one.isVisible()]
    qtbot.waitUntil(asked.signers_button.isVisible)
    QTest.mouseClick(asked.signers_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in asked.findChildren(SignersDialog)))
    [enrolling] = asked.findChildren(SignersDialog)
    machine.operations.run_for_station(
        partial(enrol_signer_by_name, passphrase="아주 긴 다른 암호문 하나"),
        machine.room,
        "새사람",
        SignerWay.PASSPHRASE,
    ).result()
    enrolling.settled.emit(machine.operations.run_for_station(list_able, machine.room).result())
    qtbot.waitUntil(lambda: len(asked.proofs.secret_lines) == 2)
    assert not asked.signers_button.isVisible()
    enrolling.reject()
    asked.reject()


def list_able(room: Room) -> tuple[SignerView, ...]:
    return tuple(view for view in list_signers(room) if not view.signer.is_withdrawn)
