"""Reports and receipts on the hall screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import StorageFault, SukuiError, VerifyFailed
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.hall_snapshot import (
    AUDIT_MS,
    SHEET_MS,
    HallChoice,
    HallSnapshot,
    Picture,
    read_hall_snapshot,
)
from sukui_desktop.services.handover.anchor_sheets import issue_anchor_sheet
from sukui_desktop.services.handover.poll_reports import issue_closing_report, issue_pause_report, issue_zero_report
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.poll_box import list_receipts
from sukui_desktop.services.vote.polls import open_poll, pause_poll, resume_poll
from sukui_desktop.storage.ballot_box import box_path
from sukui_desktop.ui.display.hall_window_and_feed import DisplayFeed, DisplayWindow
from sukui_desktop.ui.display.operator_desk import DisplayDesk
from sukui_desktop.ui.display.page import DisplayPage
from sukui_desktop.ui.display.report_and_receipts_panels import PER_PAGE, ReceiptsPanel
from tests.builders.rooms import close
from tests.ui.console.vote.driving import cast_all
from tests.ui.display.test_snapshot import audited_poll, open_ballot, pass_time
from tests.ui.rooms import Stage


def texts_of(page: DisplayPage, name: str) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel, name) if label.text()]


def shown(stage: Stage, qtbot: QtBot, snapshot: HallSnapshot) -> DisplayPage:
    page = DisplayPage(stage.context.now)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.show_snapshot(snapshot)
    return page


def test_the_newest_of_sheet_and_report_is_shown(stage: Stage, qtbot: QtBot) -> None:
    poll_id = stage.ready()
    report = stage.ask(issue_zero_report, stage.room, poll_id).report
    hall = stage.ask(read_hall_snapshot, stage.room)
    assert (hall.kind, hall.report) == (Picture.REPORT, report)
    page = shown(stage, qtbot, hall)
    assert texts_of(page, "displayFigure_cast") == ["0"]
    stage.ask(issue_anchor_sheet, stage.room, poll_id)
    assert stage.ask(read_hall_snapshot, stage.room).kind == Picture.SHEET
    assert stage.ask(read_hall_snapshot, stage.room, HallChoice.PAPER).kind == Picture.SHEET


def test_an_audit_goes_before_sheet_and_report_and_they_go_on_for_their_whole_time(stage: Stage) -> None:
    """Fails where a report of the last three minutes hides what a voter was promised that everybody sees."""
    poll_id = audited_poll(stage)
    stage.ask(open_poll, stage.room, poll_id)
    stage.ask(pause_poll, stage.room, poll_id)
    stage.ask(issue_pause_report, stage.room, poll_id)
    stage.ask(resume_poll, stage.room, poll_id)
    assert hall_kind(stage) == Picture.REPORT
    open_ballot(stage, poll_id)
    assert hall_kind(stage) == Picture.AUDIT
    pass_time(stage, AUDIT_MS)
    assert hall_kind(stage) == Picture.REPORT
    pass_time(stage, SHEET_MS - AUDIT_MS)
    assert hall_kind(stage) == Picture.REPORT, "the minute of the audit is not taken from it"
    pass_time(stage, AUDIT_MS)
    assert hall_kind(stage) == Picture.VOTE
    stage.ask(issue_anchor_sheet, stage.room, poll_id)
    assert hall_kind(stage) == Picture.SHEET
    open_ballot(stage, poll_id, "2")
    assert hall_kind(stage) == Picture.AUDIT


def hall_kind(stage: Stage) -> Picture:
    return stage.ask(read_hall_snapshot, stage.room).kind


def test_receipts_are_shown_when_they_are_asked_for_and_not_before(stage: Stage, qtbot: QtBot) -> None:
    """Fails where the hall is shown the list of a poll whose box is still open, or nothing after the closing."""
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    cast_all(stage, poll_id)
    assert stage.ask(read_hall_snapshot, stage.room, HallChoice.RECEIPTS).kind == Picture.VOTE
    stage.ask(close, stage.room, poll_id)
    stage.ask(issue_closing_report, stage.room, poll_id)
    receipts = stage.ask(list_receipts, stage.room, poll_id)
    hall = stage.ask(read_hall_snapshot, stage.room, HallChoice.RECEIPTS)
    assert (hall.kind, hall.receipts) == (Picture.RECEIPTS, receipts)
    assert texts_of(shown(stage, qtbot, hall), "displayReceipt") == list(receipts)


def test_many_receipts_follow_one_another_in_pages(stage: Stage, qtbot: QtBot) -> None:
    stage.ready()
    plain = stage.ask(read_hall_snapshot, stage.room)
    receipts = tuple(f"{n:04}" for n in range(PER_PAGE + 3))
    page = shown(
        stage, qtbot, HallSnapshot(kind=Picture.RECEIPTS, meeting=plain.meeting, receipts=receipts, poll_title="투표")
    )
    assert texts_of(page, "displayReceipt") == list(receipts[:PER_PAGE])
    panel = page.panels[Picture.RECEIPTS]
    assert isinstance(panel, ReceiptsPanel)
    panel.turn_page()
    assert texts_of(page, "displayReceipt") == list(receipts[PER_PAGE:])
    panel.turn_page()
    assert texts_of(page, "displayReceipt") == list(receipts[:PER_PAGE])


def spoil_box(stage: Stage, poll_id: PollId, place: int) -> tuple[Path, bytes]:
    """Write over some bytes of a closed box, and return where it is and what it was."""
    path = box_path(stage.room.path, poll_id, b"x")
    whole = path.read_bytes()
    path.write_bytes(whole[:place] + bytes(1024) + whole[place + 1024 :])
    return path, whole


class Last:
    """What a signal of yes and no said last."""

    def __init__(self, signal: Any) -> None:
        self._said: list[bool] = []
        signal.connect(self._said.append)

    def heard(self, word: bool) -> bool:
        return bool(self._said) and self._said[-1] is word


def kind_in(hall: DisplayWindow) -> Picture | None:
    return None if hall.page.snapshot is None else hall.page.snapshot.kind


@pytest.mark.parametrize(("place", "fault"), [(0, VerifyFailed), (2048, StorageFault)])
def test_a_hall_that_cannot_be_read_keeps_its_picture_and_says_so_at_the_desk(
    stage: Stage, qtbot: QtBot, place: int, fault: type[SukuiError]
) -> None:
    """Fails where the hall stands still without a word, or goes on reading for nobody."""
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    cast_all(stage, poll_id)
    stage.ask(close, stage.room, poll_id)
    desk = DisplayDesk(stage.operations, stage.room)
    qtbot.addWidget(desk)
    said: list[str] = []
    desk.hall_stuck.connect(said.append)
    in_hall = Last(desk.audits_shown_changed)
    desk.show()
    desk.light.click()
    stage.idle()
    hall = desk.window_shown
    assert kind_in(hall) == Picture.COUNTING
    assert in_hall.heard(True)
    box, whole = spoil_box(stage, poll_id, place)
    desk.choose_for_preview_and_hall(HallChoice.RECEIPTS)
    qtbot.waitUntil(desk.fault.isVisible)
    stage.idle()
    assert kind_in(hall) == Picture.COUNTING, "the last picture stays"
    assert desk.fault.message == said[0]
    assert isinstance(hall.feed.fault, fault)
    assert in_hall.heard(False), "nothing new is shown in the hall"
    hall.feed._load_if_picture_changes_silently()
    stage.idle()
    assert len(said) == 1, "it is said once"
    box.write_bytes(whole)
    for feed in (hall.feed, desk.feed):
        feed._load_if_picture_changes_silently()
    stage.idle()
    assert kind_in(hall) == Picture.RECEIPTS, "it is read again by itself"
    assert not desk.fault.isVisible()
    assert in_hall.heard(True)
    desk.light.click()
    assert in_hall.heard(False)
    assert desk.light.text() == text("display.desk.light")
    desk.close()
    stage.idle()


def test_a_preview_that_cannot_be_read_is_said_beside_it(stage: Stage, qtbot: QtBot) -> None:
    """Fails where the picture before stays in the preview as if it were the one that was chosen."""
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    cast_all(stage, poll_id)
    stage.ask(close, stage.room, poll_id)
    spoil_box(stage, poll_id, 2048)
    desk = DisplayDesk(stage.operations, stage.room)
    qtbot.addWidget(desk)
    told: list[str] = []
    desk.hall_stuck.connect(told.append)
    desk.show()
    desk.light.click()
    desk.choices.button(tuple(HallChoice).index(HallChoice.RECEIPTS)).click()
    qtbot.waitUntil(desk.fault.isVisible)
    assert told == [], "the hall shows what it showed"
    desk.choices.button(tuple(HallChoice).index(HallChoice.AUTO)).click()
    qtbot.waitUntil(lambda: not desk.fault.isVisible())
    desk.close()
    stage.idle()


def test_what_changed_while_a_reading_was_refused_is_read(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails where a refused reading forgets that another one was asked for meanwhile."""
    owner = QWidget()
    qtbot.addWidget(owner)
    feed = DisplayFeed(stage.operations, stage.room, owner)
    pictures: list[object] = []
    faults = [StorageFault("disk_full", file="box")]

    def read(room: Room, wanted: HallChoice) -> HallSnapshot:
        if faults:
            raise faults.pop()
        return read_hall_snapshot(room, wanted)

    monkeypatch.setattr("sukui_desktop.ui.display.hall_window_and_feed.read_hall_snapshot", read)
    feed.snapshot_read.connect(pictures.append)
    feed.start_feed()
    feed.load_snapshot()
    stage.idle()
    assert len(pictures) == 1
    feed.stop_feed()


def test_the_desk_tells_whether_an_opened_ballot_is_seen_in_the_hall(stage: Stage, qtbot: QtBot) -> None:
    """Fails where a cover, or a dark hall, is taken for a hall that sees everything."""
    desk = DisplayDesk(stage.operations, stage.room)
    qtbot.addWidget(desk)
    in_hall = Last(desk.audits_shown_changed)
    desk.show()
    assert not desk.is_showing_audits
    desk.light.click()
    assert in_hall.heard(True)
    desk.choices.button(tuple(HallChoice).index(HallChoice.COVERED)).click()
    assert in_hall.heard(True), "a preview changes nothing"
    desk.send.click()
    assert in_hall.heard(False)
    desk.choose_for_preview_and_hall(HallChoice.ITEM)
    assert in_hall.heard(True)
    desk.window_shown.close()
    assert in_hall.heard(False)
    desk.close()
    stage.idle()


def test_the_desk_shows_what_a_page_asked_for(stage: Stage, qtbot: QtBot) -> None:
    desk = DisplayDesk(stage.operations, stage.room)
    qtbot.addWidget(desk)
    desk.show()
    desk.choose_for_preview_and_hall(HallChoice.RECEIPTS)
    assert desk.window_shown.feed.wanted == HallChoice.RECEIPTS
    assert desk.choices.checkedId() == tuple(HallChoice).index(HallChoice.RECEIPTS)
    stage.idle()
    desk.close()
    stage.idle()
