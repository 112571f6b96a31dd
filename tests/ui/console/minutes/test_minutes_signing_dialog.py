"""회의록 서명 in the window: two people sign, and what is changed afterwards asks who changes it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.services.agenda.agenda_items import decide_item, list_items
from sukui_desktop.services.agenda.corrections import list_corrections
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.minutes.minutes import write_under_heading
from sukui_desktop.services.signing.signers import enrol_signer
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.console.minutes.heading_card import PAUSE_MS
from sukui_desktop.ui.console.minutes.page import MinutesPage
from sukui_desktop.ui.console.minutes.signing_dialog import MinutesSigningDialog
from sukui_desktop.ui.correction_reason_dialog import CorrectionDialog
from tests.builders import rooms
from tests.ui.rooms import Stage


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> MinutesPage:
    made = MinutesPage(stage.operations)
    qtbot.addWidget(made)
    stage.operations.changes_announced.connect(made.load_if_shown_tables_changed)
    stage.operations.correction_asked.connect(
        lambda correction: CorrectionDialog(made, stage.operations, correction).open()
    )
    made.resize(1366, 660)
    made.show()
    made.switch_to_meeting(stage.room)
    stage.idle()
    return made


def only(kind: type[AskDialog], parent: QWidget) -> AskDialog:
    (found,) = (dialog for dialog in parent.findChildren(kind) if dialog.isVisible())
    return found


def test_two_people_sign_and_a_change_asks_who_makes_it(stage: Stage, page: MinutesPage, qtbot: QtBot) -> None:
    stage.admit("1", "2", "3", "4")
    stage.ask(open_sitting, stage.room)
    item = stage.ask(list_items, stage.room)[0].row.item_id
    stage.ask(record_note, stage.room, item, "홍길동", "이동지원을 늘리자")
    stage.ask(decide_item, stage.room, item, "이동지원 예산을 먼저 심의한다", "consensus")
    stage.ask(write_under_heading, stage.room, "votes", "", is_none=True)
    stage.idle()
    assert page.side.sign.isHidden(), "not before 폐회"
    stage.ask(close_sitting, stage.room)
    people = stage.ask(rooms.person_ids, stage.room)[:2]
    made = [stage.ask(enrol_signer, stage.room, person_id, SignerWay.CARD) for person_id in people]
    cards = [one.card.code for one in made if one.card]
    stage.idle()

    page.side.sign.click()
    stage.idle()
    dialog = only(MinutesSigningDialog, page)
    assert isinstance(dialog, MinutesSigningDialog)
    assert dialog.focusWidget() is dialog.proofs.secret_lines[0], "a space in a passphrase pressed the way out"
    dialog.accept_button.click()
    assert not dialog.refusal.isHidden(), "no card was given"
    for field, code in zip(dialog.proofs.secret_lines, cards, strict=True):
        field.setText(code)
    dialog.accept_button.click()
    assert all(row.rect().contains(row.field.geometry()) for row in dialog.proofs.rows), "the lines are cut off"
    stage.idle()
    assert stage.ask(rooms.rows_of, stage.room, MeetingRow)[0].minutes_signed_at_ms
    assert page.side.sign.isHidden()
    assert page.side.signed.isVisible()

    page.go_to_place_on_page("gists")
    page.card.field.setFocus()
    page.card.field.setPlainText("뒤늦게 적음")
    qtbot.wait(PAUSE_MS + 200)
    stage.idle()
    assert not [dialog for dialog in page.findChildren(CorrectionDialog) if dialog.isVisible()], "asked while typing"
    page.card.announce_changed_text()
    stage.idle()
    question = only(CorrectionDialog, page)
    assert isinstance(question, CorrectionDialog)
    assert question.proofs is not None
    question.reason.setText("빠뜨렸음")
    question.proofs.secret_lines[0].setText(cards[0])
    question.accept_button.click()
    stage.idle()
    (noted,) = stage.ask(list_corrections, stage.room)
    assert (noted.kind, noted.reason, noted.is_after_signing) == ("heading.written", "빠뜨렸음", True)
    assert page.corrections.isVisible()
