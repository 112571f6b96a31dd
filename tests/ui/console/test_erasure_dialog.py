"""개인정보 지우기 in the window: what names the person is shown, two people erase, a namesake's words are left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import NOTHING
from sukui_desktop.domain.facts.base import ERASED
from sukui_desktop.models.agenda import ItemRow, NoteRow
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.prepare.person_erasure import ErasureResult
from sukui_desktop.services.signing.signers import enrol_signer
from sukui_desktop.ui.console.prepare.person_erasure_dialog import (
    ErasureOutcomeDialog,
    PersonErasureDialog,
    RemainingCopies,
)
from sukui_desktop.ui.console.prepare.roster_panel import RosterPanel
from sukui_desktop.ui.console.table_export_button import TableRows
from tests.builders import rooms
from tests.ui.console.conftest import Desk


@pytest.fixture
def panel(desk: Desk, tmp_path: Path) -> RosterPanel:
    made = RosterPanel(desk.operations)
    made.resize(1366, 660)
    desk.qtbot.addWidget(made)
    desk.operations.changes_announced.connect(made.load_if_shown_tables_changed)
    desk.main_room = desk.room()
    made.show()
    desk.qtbot.waitExposed(made)
    made.switch_to_meeting(desk.main_room)
    desk.idle()
    return made


def roster_file(panel: RosterPanel) -> TableRows:
    """Return the rows of the file that [파일로 저장] writes."""
    return panel.export_button._table_of(panel.table.found_rows())


def test_two_people_erase_somebody_and_leave_out_a_namesake(desk: Desk, panel: RosterPanel) -> None:
    room = desk.main_room
    desk.ask(rooms.furnish, room)
    desk.idle()
    panel.load()
    desk.idle()
    people = desk.ask(rooms.rows_of, room, PersonRow)
    made = [desk.ask(enrol_signer, room, row.person_id, SignerWay.CARD) for row in people[:2]]
    cards = [one.card.code for one in made if one.card]
    erased = people[2]
    item_id = desk.ask(rooms.item_ids, room)[0]
    desk.ask(record_note, room, item_id, erased.name, "나의 말")
    desk.ask(record_note, room, item_id, erased.name, "이름이 같은 다른 사람의 말")
    desk.idle()
    panel.table.choose_row(panel.table.model.rows.index(erased))
    panel.erase_button.click()
    desk.idle()
    (dialog,) = panel.findChildren(PersonErasureDialog)
    assert dialog.passages.count() == 2
    where, said = dialog.passages.item(1).text().split("\n")
    assert said == f"{erased.name} · 이름이 같은 다른 사람의 말", "by what is said people decide"
    title = next(row.title for row in desk.ask(rooms.rows_of, room, ItemRow) if row.item_id == item_id)
    assert where.startswith(text("verification.kind.note.recorded")), "nothing said where the words stand (F39)"
    assert title in where
    assert not dialog.passages.horizontalScrollBar().isVisible()
    dialog.passages.item(1).setCheckState(Qt.CheckState.Unchecked)
    dialog.accept_button.click()
    assert not dialog.refusal.isHidden(), "a reason is missing"
    dialog.reason.setText("본인이 요청함")
    for field, code in zip(dialog.proofs.secret_lines, cards, strict=True):
        field.setText(code)
    dialog.accept_button.click()
    desk.idle()
    told = next(shown for shown in panel.findChildren(ErasureOutcomeDialog) if shown.isVisible())
    assert text("prepare.erased.words", count=1) in told.explained.text().replace("\u200b", "")
    assert text("prepare.erased.papers") in told.left.text().replace("\u200b", "")
    told.accept_button.click()
    row = panel.table.model.rows[-1]
    assert (row.person_id, row.name, row.number, row.phone_last4) == (erased.person_id, ERASED, "", "")
    assert row.remark.startswith("20"), "the row says when it was erased"
    assert len(roster_file(panel)) == len(panel.table.model.rows), "the heading, and nobody who was erased"
    panel.table.choose_row(len(panel.table.model.rows) - 1)
    for pressed in (panel.erase_button, panel.remove_button):
        pressed.click()
        desk.idle()
        assert not any(dialog.isVisible() for dialog in panel.findChildren(QDialog))
    assert sorted(row.speaker for row in desk.ask(rooms.rows_of, room, NoteRow)) == sorted([ERASED, erased.name])


def test_signed_minutes_are_kept_and_other_papers_are_made_anew(desk: Desk, panel: RosterPanel) -> None:
    """Fails where one sentence says that signed minutes are kept by law and the next that they are thrown away, with
    all names of files in one run of text (F38)."""
    erased = ErasureResult(1, 0, is_signed=True, changes=NOTHING)
    names = tuple(f"2026-11-30 아주 긴 회의 이름이 붙은 문서 {number}.pdf" for number in range(9))
    dialog = ErasureOutcomeDialog(panel, erased, RemainingCopies(None, names, ("회의록.pdf",)))
    dialog.show()
    desk.qtbot.waitExposed(dialog)
    shown = dialog.left.text().replace("\u200b", "")
    assert text("prepare.erased.papers_but_minutes") in shown
    assert "회의록.pdf" not in shown
    assert [dialog.files.item(row).text() for row in range(dialog.files.count())] == list(names)
    assert [dialog.signed_minutes.item(row).text() for row in range(dialog.signed_minutes.count())] == ["회의록.pdf"]
    dialog.reject()
