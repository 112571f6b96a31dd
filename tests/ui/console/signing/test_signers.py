"""Who signs: enrolled by passphrase and by card, withdrawn; a card is printed and tried before its window closes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.domain.clock_check import DAY_MS
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.models.poll import PollState
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.record.key_card import PersonKeys, card_qr_text, card_words_of_seed
from sukui_desktop.services.person_keys import OldPassphrase, SignerProof
from sukui_desktop.services.prepare.roster import add_person
from sukui_desktop.services.signing.signers import enrol_signer_by_name, list_signers
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.handover import open_and_print
from sukui_desktop.ui.console.prepare.page import PreparePage
from sukui_desktop.ui.console.signing.enrolled_signers_dialog import SignersDialog
from sukui_desktop.ui.console.signing.key_card_dialog import KeyCardDialog
from sukui_desktop.ui.console.signing.signer_enrolment_dialog import SignerEnrolmentDialog
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.step_dialogs import MakePollReadyDialog
from sukui_desktop.ui.signer_proof_fields import ProofLines
from sukui_desktop.ui.widgets.drop_down import Completions
from sukui_desktop.wording.times import date_words
from tests.builders.rooms import TWO, two_signers
from tests.ui.console.vote.driving import Dialog, opened, press, until_state
from tests.ui.rooms import Stage

OWN = "느티나무 소금 대청마루"
GAP_PX = 48
"""More between two parts of a window looks like something that is missing."""
OTHER = "여우비 돌다리 새벽"


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> Iterator[VotePage]:
    made = VotePage(stage.operations)
    qtbot.addWidget(made)
    stage.operations.changes_announced.connect(made.load_if_shown_tables_changed)
    made.resize(1366, 650)
    made.show()
    made.switch_to_meeting(stage.room)
    stage.idle()
    yield made
    made.drafting.forget_typed_draft()
    stage.idle()


@pytest.fixture
def signers(stage: Stage, qtbot: QtBot, parent: QWidget) -> SignersDialog:
    made = SignersDialog(parent, stage.operations, stage.room)
    made.open()
    stage.idle()
    return made


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def asked(qtbot: QtBot, over: QWidget, kind: type[Dialog]) -> Dialog:
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in over.findChildren(kind)))
    return next(dialog for dialog in over.findChildren(kind) if dialog.isVisible())


def write(dialog: SignerEnrolmentDialog, name: str, passphrase: str) -> None:
    for field, words in ((dialog.name, name), (dialog.passphrase, passphrase), (dialog.again, passphrase)):
        field.setText(words)


def names_of(stage: Stage) -> list[str]:
    return [view.name for view in stage.ask(list_signers, stage.room) if not view.signer.is_withdrawn]


def test_a_person_of_the_roster_enrols_with_a_passphrase(signers: SignersDialog, stage: Stage, qtbot: QtBot) -> None:
    press(signers.add_button)
    dialog = asked(qtbot, signers, SignerEnrolmentDialog)
    assert dialog.focusWidget() is dialog.name
    press(dialog.accept_button)
    assert dialog.refusal.text() == text("signing.enrol.no_name")
    write(dialog, "이서연", OWN)
    dialog.again.setText(OTHER)
    press(dialog.accept_button)
    assert dialog.refusal.text() == text("signing.enrol.differs")
    dialog.again.setText(OWN)
    QTest.keyClick(dialog.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: signers.table.found.rowCount() == 1)
    (view,) = stage.ask(list_signers, stage.room)
    assert (view.name, view.signer.person_id) == ("이서연", stage.person("6"))
    assert view.signer.way == SignerWay.PASSPHRASE


@pytest.mark.parametrize(
    ("passphrase", "code"),
    [("11111111", "person_passphrase_weak"), ("회의 파일 암호", "person_passphrase_same")],
)
def test_a_passphrase_that_is_none_is_refused_and_stays_typed(
    signers: SignersDialog, stage: Stage, qtbot: QtBot, passphrase: str, code: str
) -> None:
    press(signers.add_button)
    dialog = asked(qtbot, signers, SignerEnrolmentDialog)
    write(dialog, "강참관", passphrase)
    press(dialog.accept_button)
    qtbot.waitUntil(dialog.refusal.isVisible)
    assert dialog.refusal.text() in (error_text(code), error_text("person_passphrase_weak"))
    assert (dialog.name.text(), dialog.passphrase.text()) == ("강참관", passphrase)
    assert names_of(stage) == []


def test_two_of_one_name_on_the_roster_are_told_apart(signers: SignersDialog, stage: Stage, qtbot: QtBot) -> None:
    press(signers.add_button)
    dialog = asked(qtbot, signers, SignerEnrolmentDialog)
    write(dialog, "김민준", OWN)
    press(dialog.accept_button)
    assert dialog.refusal.text() == text("signing.enrol.several", name="김민준", count=2)
    completer = dialog.name.completer()
    assert isinstance(completer, Completions)
    qtbot.waitUntil(completer.list.isVisible)
    lines = [completer.model().index(row, 0).data() for row in range(completer.model().rowCount())]
    dialog.name.setText(next(line for line in lines if line.startswith("김민준") and "(5 " in line))
    dialog.is_drawn.setChecked(True)
    press(dialog.accept_button)
    qtbot.waitUntil(lambda: signers.table.found.rowCount() == 1)
    (view,) = stage.ask(list_signers, stage.room)
    assert (view.signer.person_id, view.signer.is_drawn) == (stage.person("5"), True)
    (shown,) = (row.shown for row in signers.table.model.rows)
    assert "복지2분과" in shown, "among namesakes a bare name says nothing"
    fields = ProofLines(stage.operations, signers)
    fields.show_lines_of_signers(stage.room, (view,), 1)
    assert any(shown in label.text() for label in fields.findChildren(QLabel))


def test_namesakes_are_listed_as_the_desk_shows_them_by_number(stage: Stage, qtbot: QtBot, parent: QWidget) -> None:
    """Fails where the list said number and role alone, 11 before 2, and the arrow did not open it."""
    for number, position in (("131", "위원"), ("1103", "위원장"), ("99", "간사")):
        draft = PersonDraft(number=number, name="곽두섭", affiliation="한빛1동", position=position)
        stage.ask(add_person, stage.room, draft, is_another=True)
    dialog = SignersDialog(parent, stage.operations, stage.room)
    dialog.open()
    stage.idle()
    press(dialog.add_button)
    enrol = asked(qtbot, dialog, SignerEnrolmentDialog)
    enrol.name.setText("곽두섭")
    assert enrol.who.text() == text("signing.enrol.is_many", count=3)
    QTest.keyClick(enrol.name, Qt.Key.Key_Down)
    completer = enrol.name.completer()
    assert isinstance(completer, Completions)
    popup = completer.list
    qtbot.waitUntil(popup.isVisible)
    lines = [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())]
    assert [line.split("(")[1].split(" ")[0] for line in lines] == ["99", "131", "1103"]
    assert all("한빛1동" in line for line in lines)
    assert "위원장" in lines[2]
    popup.hide()
    enrol.name.setText("강참관")
    assert enrol.who.text() == text("signing.enrol.is_new", count=0)
    enrol.name.setText(lines[1])
    assert enrol.who.text() == text("signing.enrol.is_known", count=1)


def new_card(signers: SignersDialog, qtbot: QtBot, name: str = "강참관") -> KeyCardDialog:
    press(signers.add_button)
    dialog = asked(qtbot, signers, SignerEnrolmentDialog)
    dialog.name.setText(name)
    dialog.by_card.click()
    assert dialog.passphrase.isHidden()
    press(dialog.accept_button)
    return asked(qtbot, signers, KeyCardDialog)


def words_of(card: KeyCardDialog) -> list[str]:
    labels = [label.text() for label in card.findChildren(QLabel, "cardWord")]
    return [line.partition(". ")[2] for line in sorted(labels, key=lambda line: int(line.partition(".")[0]))]


def empty_px(dialog: QDialog) -> int:
    """Return the highest gap between what is shown one below the other."""
    parts = [part for part in dialog.findChildren(QWidget) if part.isVisible() and not part.findChildren(QWidget)]
    shown = [QRect(part.mapTo(dialog, QPoint(0, 0)), part.size()) for part in parts]
    ends = sorted((place.top(), place.bottom()) for place in shown if place.height() > 2)
    gaps, bottom = [0], ends[0][1]
    for top, end in ends[1:]:
        gaps.append(top - bottom)
        bottom = max(bottom, end)
    return max(gaps)


def test_nothing_hidden_leaves_a_gap(signers: SignersDialog, qtbot: QtBot) -> None:
    """Fails where the window kept the room of the fields of a passphrase, and that of the card, as empty bands."""
    press(signers.add_button)
    dialog = asked(qtbot, signers, SignerEnrolmentDialog)
    by_passphrase = dialog.height()
    press(dialog.by_card)
    assert dialog.height() < by_passphrase - 100
    assert empty_px(dialog) <= GAP_PX
    press(dialog.by_passphrase)
    assert dialog.height() == by_passphrase
    press(dialog.by_card)
    dialog.name.setText("강참관")
    press(dialog.accept_button)
    card = asked(qtbot, signers, KeyCardDialog)
    whole = card.height()
    press(card.go_on_button)
    assert card.height() < whole - 100
    assert empty_px(card) <= GAP_PX
    press(card.again_button)
    assert card.height() == whole
    press(card.give_up_button)
    qtbot.waitUntil(lambda: not signers.findChildren(KeyCardDialog))


def test_a_card_is_tried_before_its_window_closes(
    signers: SignersDialog, stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails where people may leave with a card that does not work."""
    printed: list[bytes] = []

    def print_page(path: Path) -> bool:
        printed.append(path.read_bytes())
        return True

    monkeypatch.setattr(open_and_print, "print_made_file", print_page)
    card = new_card(signers, qtbot)
    words = words_of(card)
    assert len(words) == 20
    (until,) = card.findChildren(QLabel, "cardUntil")
    assert date_words(stage.ask(list_signers, stage.room)[0].signer.valid_until_ms) in until.text()
    press(card.print_button)
    # The first page of a process reads the typefaces.
    qtbot.waitUntil(lambda: card.message.text() == text("signing.card_dialog.printing"), timeout=30_000)
    assert printed[0].startswith(b"%PDF")
    folder = card._folder
    assert folder is not None
    card.reject()
    assert card.isVisible()
    press(card.go_on_button)
    assert not any(label.isVisible() for label in card.findChildren(QLabel, "cardWord")), "copied from the screen"
    card.typed.setText(" ".join((*words[:-1], words[0] if words[0] != words[-1] else words[1])))
    press(card.try_button)
    qtbot.waitUntil(lambda: card.message.property("state") == "danger")
    assert card.close_button.isHidden()
    card.typed.setText(" ".join(words))
    QTest.keyClick(card.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(card.close_button.isVisible)
    press(card.close_button)
    qtbot.waitUntil(lambda: not signers.findChildren(KeyCardDialog))
    assert not folder.exists(), "the printed page does not stay on the disk"
    assert names_of(stage) == ["강참관"]


def test_a_person_who_gets_no_card_is_withdrawn(signers: SignersDialog, stage: Stage, qtbot: QtBot) -> None:
    card = new_card(signers, qtbot)
    press(card.give_up_button)
    qtbot.waitUntil(lambda: not signers.findChildren(KeyCardDialog))
    assert names_of(stage) == []


def test_somebody_is_withdrawn_once_asked(signers: SignersDialog, stage: Stage, qtbot: QtBot) -> None:
    stage.ask(two_signers, stage.room)
    signers.hide()
    signers.show()
    qtbot.waitUntil(lambda: signers.table.found.rowCount() == 2)
    signers.table.choose_row(0)
    press(signers.withdraw_button)
    press(asked(qtbot, signers, Ask).accept_button)
    qtbot.waitUntil(lambda: signers.table.found.rowCount() == 1)
    assert names_of(stage) == [TWO[1]]


def test_two_people_are_enrolled_and_the_poll_made_ready_by_keyboard(
    page: VotePage, stage: Stage, qtbot: QtBot
) -> None:
    stage.draft()
    until_state(qtbot, page, PollState.DRAFTED)
    press(page.drafting.ready_button)
    signers = opened(qtbot, page, SignersDialog)
    for count, (name, passphrase) in enumerate((("이서연", OWN), ("강참관", OTHER)), start=1):
        dialog = asked(qtbot, signers, SignerEnrolmentDialog)
        assert not signers.go_on_button.isEnabled()
        dialog.name.setText(name)
        dialog.passphrase.setText(passphrase)
        dialog.again.setText(passphrase)
        QTest.keyClick(dialog.again, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: signers.table.found.rowCount() == count)  # noqa: B023 - waited for at once
    qtbot.waitUntil(signers.go_on_button.isEnabled)
    assert signers.focusWidget() is signers.go_on_button
    QTest.keyClick(signers.go_on_button, Qt.Key.Key_Return)
    ready = opened(qtbot, page, MakePollReadyDialog)
    assert ready.opener.currentText().startswith("강참관")
    QTest.keyClick(ready.opener, Qt.Key.Key_Return)
    until_state(qtbot, page, PollState.READY)


def test_preparing_leads_to_the_signers(stage: Stage, qtbot: QtBot) -> None:
    preparing = PreparePage(stage.operations)
    qtbot.addWidget(preparing)
    preparing.show()
    preparing.switch_to_meeting(stage.room)
    stage.idle()
    press(preparing.signers_button)
    dialog = asked(qtbot, preparing, SignersDialog)
    press(dialog.close_button)
    qtbot.waitUntil(lambda: not preparing.findChildren(SignersDialog))


def test_each_line_is_tried_and_the_next_person_is_asked(stage: Stage, qtbot: QtBot, parent: QWidget) -> None:
    first, second = stage.ask(two_signers, stage.room)
    third = stage.ask(enrol_signer_by_name, stage.room, "박셋째", SignerWay.CARD)
    fields = ProofLines(stage.operations, parent)
    fields.show()
    fields.show_lines_of_signers(stage.room, stage.ask(list_signers, stage.room), 2)
    assert fields.missing_proof_count == 2
    lines = fields.secret_lines
    lines[0].setFocus()
    lines[0].setText("틀린 것입니다")
    QTest.keyClick(lines[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fields.rows[0].verdict.text() == error_text("passphrase_of_person_wrong"))
    assert all(row.verdict.isHidden() for row in fields.rows[1:])
    lines[0].setText(first.secret)
    QTest.keyClick(lines[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fields.rows[0].verdict.text() == text("signing.proof.right"))
    assert third.card is not None
    lines[2].setText(" ".join(third.card.words))
    with qtbot.waitSignal(fields.completed):
        QTest.keyClick(lines[2], Qt.Key.Key_Return)
    assert [proof.signer_id for proof in fields.proofs] == [first.signer_id, third.signer_id]
    assert second.signer_id not in {proof.signer_id for proof in fields.proofs}
    fields.wipe_typed_proofs()
    assert fields.proofs == ()


def line_with_keyboard() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def scan(words: str) -> None:
    """Type as a scanner or hasty people do: into whatever has the keyboard, letter by letter, and Enter."""
    for letter in words:
        event = QInputMethodEvent()
        event.setCommitString(letter)
        QApplication.sendEvent(line_with_keyboard(), event)
    QTest.keyClick(line_with_keyboard(), Qt.Key.Key_Return)


def test_two_scans_in_quick_succession_each_land_in_their_own_line(stage: Stage, qtbot: QtBot, parent: QWidget) -> None:
    """Fails on 0.4.0, where the keyboard stayed in the first line until its proof was tried: the second card was
    joined to it, under a green 맞습니다."""
    third = stage.ask(enrol_signer_by_name, stage.room, "박셋째", SignerWay.CARD)
    fourth = stage.ask(enrol_signer_by_name, stage.room, "한넷째", SignerWay.CARD)
    assert third.card is not None
    assert fourth.card is not None
    fields = ProofLines(stage.operations, parent)
    fields.show()
    parent.activateWindow()
    fields.show_lines_of_signers(stage.room, stage.ask(list_signers, stage.room), 2)
    fields.focus_first_empty_line()
    completed: list[int] = []
    fields.completed.connect(lambda: completed.append(1))
    scan(" ".join(third.card.words))
    scan(" ".join(fourth.card.words))
    assert [line.text() for line in fields.secret_lines] == [" ".join(third.card.words), " ".join(fourth.card.words)]
    assert completed == [1]
    qtbot.waitUntil(lambda: fields.rows[0].verdict.text() == text("signing.proof.right"))
    stage.idle()
    assert [row.verdict.isHidden() for row in fields.rows] == [False, True]


def test_a_wrong_proof_takes_no_keys_from_the_next_person(stage: Stage, qtbot: QtBot, parent: QWidget) -> None:
    """Fails where the keyboard goes back to the first line while the second person types."""
    stage.ask(two_signers, stage.room)
    fields = ProofLines(stage.operations, parent)
    fields.show()
    fields.show_lines_of_signers(stage.room, stage.ask(list_signers, stage.room), 2)
    fields.focus_first_empty_line()
    scan("틀린 것입니다")
    QTest.keyClicks(line_with_keyboard(), "abc")
    qtbot.waitUntil(lambda: fields.rows[0].verdict.text() == error_text("passphrase_of_person_wrong"))
    assert fields.secret_lines[1].hasFocus()
    QTest.keyClicks(line_with_keyboard(), "d")
    assert [line.text() for line in fields.secret_lines] == ["틀린 것입니다", "abcd"]


def test_a_wrong_proof_is_no_proof_given(stage: Stage, qtbot: QtBot, parent: QWidget) -> None:
    """Fails on 0.6.0: beside a wrong passphrase stood that one person of two had given theirs, and the button only
    asked for the other."""
    first, second = stage.ask(two_signers, stage.room)
    fields = ProofLines(stage.operations, parent)
    fields.show()
    fields.show_lines_of_signers(stage.room, stage.ask(list_signers, stage.room), 2)
    lines = fields.secret_lines
    lines[0].setText("틀린 것입니다")
    assert fields.say_what_is_missing() == text("signing.proof.missing", count=1)
    qtbot.waitUntil(lambda: fields.rows[0].verdict.text() == error_text("passphrase_of_person_wrong"))
    assert fields.still_needed.text() == text("signing.proof.needed", count=2, needed=2)
    lines[1].setFocus()
    assert fields.say_what_is_missing() == text("signing.proof.wrong", name=fields.rows[0].name)
    assert lines[0].hasFocus()
    lines[0].setText(first.secret)
    assert fields.still_needed.text() == text("signing.proof.needed", count=1, needed=2)
    lines[1].setText(second.secret)
    assert fields.say_what_is_missing() == ""


def test_a_line_that_changed_keeps_no_verdict(stage: Stage, qtbot: QtBot, parent: QWidget) -> None:
    """Fails where only keys, and no other change of the line, take the verdict away."""
    first, _ = stage.ask(two_signers, stage.room)
    fields = ProofLines(stage.operations, parent)
    fields.show()
    fields.show_lines_of_signers(stage.room, stage.ask(list_signers, stage.room), 2)
    fields.focus_first_empty_line()
    row = fields.rows[0]
    row.field.setText(first.secret)
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row.verdict.text() == text("signing.proof.right"))
    row.field.setText(f"{first.secret} tiger")
    assert row.verdict.isHidden()


def test_lines_stay_where_they_are_when_a_verdict_comes(stage: Stage, qtbot: QtBot, parent: QWidget) -> None:
    """Fails where the sentence beside a name pushes the next line and the buttons down (0.4.0)."""
    stage.ask(two_signers, stage.room)
    fields = ProofLines(stage.operations, parent)
    fields.resize(540, 300)
    fields.show()
    fields.show_lines_of_signers(stage.room, stage.ask(list_signers, stage.room), 2)
    QTest.qWait(1)
    places = [line.mapTo(fields, QPoint()) for line in fields.secret_lines]
    for row in fields.rows:
        (name,) = (label for label in row.findChildren(QLabel) if label.text().startswith(row.name))
        beside = name.mapTo(fields, name.rect().center()).y()
        assert abs(beside - row.field.mapTo(fields, row.field.rect().center()).y()) <= 3, "the name is beside its line"
    height = fields.sizeHint().height()
    fields.rows[0].show_sentence(error_text("passphrase_of_person_wrong"))
    QTest.qWait(1)
    assert [line.mapTo(fields, QPoint()) for line in fields.secret_lines] == places
    assert fields.sizeHint().height() == height


def test_the_passphrase_of_an_old_poll_is_nobodys_proof(stage: Stage, qtbot: QtBot, parent: QWidget) -> None:
    """Fails where it is a proof of a signer without a name: whoever asks for people would take it for one."""
    fields = ProofLines(stage.operations, parent)
    fields.show()
    fields.show_passphrase_line(stage.room, text("vote.count.passphrase"))
    fields.secret_lines[0].setText("집계 암호문")
    with qtbot.waitSignal(fields.completed):
        QTest.keyClick(fields.secret_lines[0], Qt.Key.Key_Return)
    assert fields.given_proofs_or_passphrase == (OldPassphrase("집계 암호문"),)
    assert fields.proofs == ()


def test_a_card_that_is_scanned_is_the_persons(stage: Stage) -> None:
    from sukui_desktop.services.signing.signers import try_proof

    enrolled = stage.ask(enrol_signer_by_name, stage.room, "박셋째", SignerWay.CARD)
    assert enrolled.card is not None
    assert stage.ask(try_proof, stage.room, SignerProof(enrolled.signer_id, enrolled.card.code)) is None


def test_a_card_that_somebody_has_enrols_them_and_no_new_one_is_made(
    signers: SignersDialog, stage: Stage, qtbot: QtBot
) -> None:
    seed = bytes(range(16))
    press(signers.add_button)
    dialog = asked(qtbot, signers, SignerEnrolmentDialog)
    dialog.name.setText("강참관")
    dialog.by_kept.click()
    assert dialog.passphrase.isHidden()
    assert dialog.kept_until.isVisible()
    press(dialog.accept_button)
    assert dialog.refusal.text() == text("signing.enrol.no_kept")
    dialog.kept.setText(card_qr_text(card_words_of_seed(seed)))
    dialog.kept_until.show_moment(stage.context.now() - 40 * DAY_MS)
    press(dialog.accept_button)
    qtbot.waitUntil(lambda: dialog.refusal.text() == error_text("card_expired"))
    dialog.kept_until.show_moment(stage.context.now() + 40 * DAY_MS)
    press(dialog.accept_button)
    qtbot.waitUntil(lambda: signers.table.found.rowCount() == 1)
    assert not [card for card in signers.findChildren(KeyCardDialog) if card.isVisible()]
    (view,) = stage.ask(list_signers, stage.room)
    assert view.signer.sign_key == PersonKeys(seed).public.sign
    assert view.signer.way == SignerWay.CARD
