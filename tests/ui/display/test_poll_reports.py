"""Reports and receipts on the hall screen."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sukui_desktop.services.handover.anchor_sheets import issue_anchor_sheet
from sukui_desktop.services.handover.poll_reports import issue_closing_report, issue_zero_report
from sukui_desktop.services.vote.poll_box import list_receipts
from sukui_desktop.services.vote.polls import open_poll
from sukui_desktop.ui.display.operator_desk import DisplayDesk
from sukui_desktop.ui.display.page import DisplayPage
from sukui_desktop.ui.display.poll_report_panel import PER_PAGE, ReceiptsPanel
from sukui_desktop.ui.display.snapshot import HallChoice, HallSnapshot, Picture, read_hall_snapshot
from tests.builders.rooms import close
from tests.ui.console.vote.driving import cast_all
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
    assert stage.ask(read_hall_snapshot, stage.room, HallChoice.SHEET).kind == Picture.SHEET


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


def test_the_desk_shows_what_a_page_asked_for(stage: Stage, qtbot: QtBot) -> None:
    desk = DisplayDesk(stage.operations, stage.room)
    qtbot.addWidget(desk)
    desk.show()
    desk.show_in_hall(HallChoice.RECEIPTS)
    assert desk.window_shown.feed.wanted == HallChoice.RECEIPTS
    assert desk.choices.checkedId() == tuple(HallChoice).index(HallChoice.RECEIPTS)
    stage.idle()
    desk.close()
    stage.idle()
