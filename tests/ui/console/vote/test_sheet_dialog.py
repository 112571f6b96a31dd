"""[기록 확인서]: one button issues the sheet, saves its page, and the hall sees the same words."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.papers.anchor_sheet import anchor_code
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.hall_snapshot import SHEET_MS, HallChoice, read_hall_snapshot
from sukui_desktop.services.handover.anchor_sheets import find_newest_anchor_sheet, issue_anchor_sheet
from sukui_desktop.services.vote.polls import open_poll
from sukui_desktop.ui.console.vote.anchor_sheet_dialog import AnchorSheetDialog
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.display.page import DisplayPage
from tests.builders import rooms
from tests.ui.console.vote.driving import opened, press, until_state
from tests.ui.display.test_snapshot import select
from tests.ui.rooms import Stage


def test_one_button_issues_shows_and_saves_the_sheet(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    assert not page.bar.sheet_button.isVisible()
    stage.ready()
    until_state(qtbot, page, PollState.READY)
    press(page.bar.sheet_button)
    dialog = opened(qtbot, page, AnchorSheetDialog)
    qtbot.waitUntil(dialog.paper.print_button.isEnabled)
    issued = stage.ask(find_newest_anchor_sheet, stage.room)
    assert issued is not None
    shown = [label.text().partition(". ")[2] for label in dialog.findChildren(QLabel, "sheetWord")]
    assert tuple(shown) == issued.words
    assert dialog.paper.path.read_bytes().startswith(b"%PDF-")
    assert not dialog.code.is_empty()
    assert page.bar.sheet_button.isEnabled()


def test_the_hall_sees_the_sheet_for_a_while_and_no_figure_of_the_count(
    page: VotePage, stage: Stage, qtbot: QtBot
) -> None:
    """Fails where the sheet of 개표 carries what was counted onto the hall screen."""
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    stage.ask(rooms.close, stage.room, poll_id)
    closed = stage.ask(issue_anchor_sheet, stage.room, poll_id).sheet
    hall = stage.ask(read_hall_snapshot, stage.room)
    assert (hall.kind, hall.sheet) == ("sheet", closed)
    shown = DisplayPage(stage.context.now)
    qtbot.addWidget(shown)
    shown.resize(1366, 768)
    shown.show()
    shown.show_snapshot(hall)
    words = [label.text().partition(". ")[2] for label in shown.findChildren(QLabel, "displayWord")]
    assert tuple(words) == closed.words
    assert f"{closed.anchor.entries:,}" in " ".join(
        label.text() for label in shown.findChildren(QLabel, "displayRecord")
    )
    later = stage.context.now() + SHEET_MS
    while stage.context.now() <= later:
        pass
    assert stage.ask(read_hall_snapshot, stage.room).kind == "counting"
    asked = stage.ask(read_hall_snapshot, stage.room, HallChoice.PAPER)
    assert asked.sheet is not None
    assert anchor_code(asked.sheet.anchor) == anchor_code(closed.anchor)
    assert stage.ask(read_hall_snapshot, stage.room, HallChoice.COVERED).kind == "covered"


def test_the_sheet_of_a_count_shows_the_hall_no_count(page: VotePage, stage: Stage) -> None:
    """Fails where the hall's sheet is that of the paper."""
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    select(stage, poll_id)
    paper = stage.ask(issue_anchor_sheet, stage.room, poll_id).sheet
    assert paper.tally is not None
    hall = stage.ask(read_hall_snapshot, stage.room)
    assert hall.sheet is not None
    assert hall.sheet.tally is None
