"""Readiness, zero, pause and closing report and the receipts, from the buttons where the facilitator is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sukui_desktop.models.poll import PaperKind, PollState
from sukui_desktop.services.handover.poll_reports import list_issued_report_kinds
from sukui_desktop.services.vote.polls import make_poll_ready, open_poll, pause_poll
from sukui_desktop.ui import dialog_base
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.handover.page import HandoverPage
from sukui_desktop.ui.console.vote.counting.view import CountingView
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.poll_report_dialogs import ReadinessDialog, ReportDialog
from sukui_desktop.ui.console.vote.polling.ready_polling_and_void_views import PollingView, ReadyView
from sukui_desktop.ui.console.vote.receipts_dialog import ReceiptsDialog
from tests.builders.rooms import close, two_people_lock
from tests.ui.console.vote.driving import cast_all, opened, press, until_state
from tests.ui.rooms import DRAFT, Stage


def papers(stage: Stage) -> list[PaperKind]:
    return [key.paper for key in stage.ask(list_issued_report_kinds, stage.room)]


def figure(dialog: ReportDialog, name: str) -> str:
    label = dialog.findChild(QLabel, f"report_{name}")
    assert isinstance(label, QLabel)
    return label.text()


def test_the_readiness_sheet_is_looked_at_issued_and_saved(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    stage.ready()
    until_state(qtbot, page, PollState.READY)
    view = page.view_of_present_step
    assert isinstance(view, ReadyView)
    press(view.readiness_button)
    dialog = opened(qtbot, page, ReadinessDialog)
    qtbot.waitUntil(dialog.issue_button.isEnabled)
    assert len(dialog.findings) == 7
    assert papers(stage) == []
    press(dialog.again_button)
    qtbot.waitUntil(dialog.issue_button.isEnabled)
    press(dialog.issue_button)
    report = opened(qtbot, page, ReportDialog)
    qtbot.waitUntil(report.paper.print_button.isEnabled)
    assert report.paper.path.read_bytes().startswith(b"%PDF-")
    assert papers(stage) == [PaperKind.READINESS]


def test_many_findings_scroll_above_the_buttons(
    page: VotePage, stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails on 0.6.1: the window was as high as all findings, its buttons below a screen of 1024x640."""
    monkeypatch.setattr(dialog_base, "height_on_screen", lambda _dialog: 552)
    page.resize(1024, 531)
    stage.ready()
    until_state(qtbot, page, PollState.READY)
    view = page.view_of_present_step
    assert isinstance(view, ReadyView)
    press(view.readiness_button)
    dialog = opened(qtbot, page, ReadinessDialog)
    qtbot.waitUntil(dialog.issue_button.isEnabled)
    dialog._show_findings(dialog.findings * 4)
    contents = dialog.contents
    assert contents is not None
    qtbot.waitUntil(lambda: contents.does_scroll)
    press(dialog.issue_button)
    report = opened(qtbot, page, ReportDialog)
    qtbot.waitUntil(report.paper.print_button.isEnabled)
    for window, last in ((dialog, dialog.close_button), (report, report.paper.print_button)):
        assert window.height() <= 552
        assert window.width() <= 1024
        assert window.rect().contains(last.mapTo(window, last.rect().bottomRight()))


def test_the_zero_report_is_beside_the_opening(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    stage.ready()
    until_state(qtbot, page, PollState.READY)
    view = page.view_of_present_step
    assert isinstance(view, ReadyView)
    press(view.zero_button)
    report = opened(qtbot, page, ReportDialog)
    qtbot.waitUntil(report.paper.print_button.isEnabled)
    assert (figure(report, "cast"), figure(report, "issued")) == ("0", "0")
    assert papers(stage) == [PaperKind.ZERO]
    assert view.open_button.isEnabled()


def test_a_pause_report_pauses_the_vote_first_and_counts_to_the_ballot(
    page: VotePage, stage: Stage, qtbot: QtBot
) -> None:
    """Fails where the very number of ballots is shown while ballots come in."""
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    until_state(qtbot, page, PollState.OPEN)
    cast_all(stage, poll_id)
    view = page.view_of_present_step
    assert isinstance(view, PollingView)
    press(view.report_button)
    ask = opened(qtbot, page, Ask)
    assert papers(stage) == []
    press(ask.accept_button)
    report = opened(qtbot, page, ReportDialog)
    qtbot.waitUntil(report.paper.print_button.isEnabled)
    assert (figure(report, "issued"), figure(report, "cast"), figure(report, "outstanding")) == ("6", "5", "1")
    until_state(qtbot, page, PollState.PAUSED)
    report.reject()
    press(view.report_button)
    qtbot.waitUntil(lambda: papers(stage) == [PaperKind.PAUSE])


def test_the_accounting_goes_along_with_the_vote_and_says_when_it_does_not_balance(
    page: VotePage, stage: Stage, qtbot: QtBot
) -> None:
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    until_state(qtbot, page, PollState.OPEN)
    cast_all(stage, poll_id)
    view = page.view_of_present_step
    assert isinstance(view, PollingView)
    qtbot.waitUntil(lambda: "6" in view.accounting.text() and "5" in view.accounting.text())
    assert view.fault.isHidden()
    assert "시민" in view.by_channel.text()
    opened_box = stage.room.boxes[poll_id].box

    def stop_one() -> None:
        with opened_box._write_transaction() as connection:
            connection.execute("UPDATE slip SET spent = 3 WHERE tag = (SELECT tag FROM slip WHERE spent = 0 LIMIT 1)")

    stage.ask(stop_one)
    stage.ask(pause_poll, stage.room, poll_id)
    until_state(qtbot, page, PollState.PAUSED)
    qtbot.waitUntil(view.fault.isVisible)
    assert view.balance.property("badge") == "red"


def test_closing_offers_the_report_and_the_receipts_and_the_hall(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    cast_all(stage, poll_id)
    stage.ask(close, stage.room, poll_id)
    until_state(qtbot, page, PollState.CLOSED)
    view = page.view_of_present_step
    assert isinstance(view, CountingView)
    assert view.accounting.offer.isVisible()
    press(view.accounting.report_button)
    report = opened(qtbot, page, ReportDialog)
    qtbot.waitUntil(report.paper.print_button.isEnabled)
    assert figure(report, "cast") == "5"
    report.reject()
    press(view.accounting.receipts_button)
    receipts = opened(qtbot, page, ReceiptsDialog)
    with qtbot.waitSignal(page.window_wanted) as wanted:
        press(receipts.hall_button)
    assert wanted.args == ["display", "receipts"]
    receipts.reject()
    handover = HandoverPage(stage.operations)
    qtbot.addWidget(handover)
    handover.switch_to_meeting(stage.room)
    qtbot.waitUntil(lambda: ("report_closing", poll_id) in handover.cards)
    stage.idle()


@pytest.mark.parametrize("gives_receipts", [True, False])
def test_a_poll_without_receipts_offers_none(page: VotePage, stage: Stage, qtbot: QtBot, gives_receipts: bool) -> None:
    poll_id = stage.draft(draft=replace(DRAFT, gives_receipts=gives_receipts))
    stage.ask(make_poll_ready, stage.room, poll_id, stage.ask(two_people_lock, stage.room), 12)
    stage.ask(open_poll, stage.room, poll_id)
    stage.ask(close, stage.room, poll_id)
    until_state(qtbot, page, PollState.CLOSED)
    view = page.view_of_present_step
    assert isinstance(view, CountingView)
    assert view.accounting.receipts_button.isVisible() == gives_receipts
    assert view.accounting.report_button.isVisible()
