"""Fields in which people give what only they have, a passphrase or the words of their card: one line a person.

Enter goes on to the next person at once and tries what was typed meanwhile; what is wrong is said beside its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.two_people import PEOPLE_WHO_DECIDE
from sukui_desktop.models.ids import SignerId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.person_keys import OldPassphrase, SignerProof
from sukui_desktop.services.practice_meeting import passphrase_of_practice_signer
from sukui_desktop.services.signing.signers import SignerView, list_signers, try_proof
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import field_label, hint, show_words_in_state, with_screen_reader_name
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence

_NAME_PX = 190
_VERDICT_LINES = 2
_FEW_ROWS = 2
"""So many rows have room for two lines of a verdict each, more of them for one: nothing moves when it comes."""


class SecretLine(QLineEdit):
    """A line for one secret: a passphrase is never shown, the words of a card only while they are being typed."""

    entered = Signal()
    """Enter was pressed; the window around does not hear of it."""

    def __init__(self, way: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, echoMode=QLineEdit.EchoMode.Password)
        self._is_card = way == SignerWay.CARD
        self.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText)
        if self._is_card:
            self.setPlaceholderText(text("signing.proof.card_hint"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter, which would press the default button of a dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            if not event.isAutoRepeat():
                self.entered.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the words of a card, so that twenty of them can be checked."""
        if self._is_card:
            self.setEchoMode(QLineEdit.EchoMode.Normal)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide them again."""
        if self._is_card:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        super().focusOutEvent(event)


class ProofRow(QWidget):
    """One person: their name, the line they type in, and what was found of it."""

    entered = Signal(object)
    """This row, when Enter was pressed in it."""
    found_right = Signal(object)
    """This row, when the proof that was tried is the person's."""

    def __init__(
        self, signer_id: SignerId | None, name: str, label: str, way: str, *, shown_passphrase: str = ""
    ) -> None:
        """Take whose line it is; None for the passphrase of a poll that was made ready before 0.5.0."""
        super().__init__()
        self.signer_id, self.name = signer_id, name
        self.is_known_wrong = False
        """Whether what is typed was tried and is not the person's."""
        self.field = SecretLine(way, self)
        self.verdict = WrappedLabel(name="proofVerdict")
        self.verdict.hide()
        named_label: QLabel = field_label(label, self.field, wraps=True)
        named_label.setFixedWidth(_NAME_PX)
        named_label.setMinimumHeight(self.field.sizeHint().height())  # beside the line, not beside the verdict's room
        column = column_of(self.field, spacing=2, margins=0)
        if shown_passphrase:
            column.addWidget(hint(text("signing.proof.practice", passphrase=shown_passphrase)))
        column.addWidget(self.verdict)
        row_of(column_of(named_label, grow(), margins=0), grow(column), spacing=12, margins=0, into=self)
        self.field.entered.connect(self._announce_entered)
        self.field.textChanged.connect(self.hide_verdict)

    @property
    def proof(self) -> SignerProof | OldPassphrase:
        """What was given."""
        typed = self.field.text()
        return OldPassphrase(typed) if self.signer_id is None else SignerProof(self.signer_id, typed)

    @property
    def is_filled(self) -> bool:
        """Whether something was given."""
        return bool(self.field.text().strip())

    def show_right_proof(self, tried: str, answer: object = None) -> None:
        """Say that the proof is the person's; nothing of what was typed on while it was tried."""
        if self.field.text() != tried:
            return
        self._show_verdict(text("signing.proof.right"), "success")
        self.found_right.emit(self)

    def show_sentence(self, sentence: str) -> None:
        """Say this beside the name."""
        self._show_verdict(sentence, "danger")

    def show_sentence_and_focus(self, sentence: str) -> None:
        """Say this beside the name and put the keyboard there."""
        self.show_sentence(sentence)
        self.field.setFocus()
        self.field.selectAll()

    def _show_verdict(self, words: str, state: str) -> None:
        self.is_known_wrong = state == "danger"
        show_words_in_state(self.verdict, words, state)
        self.verdict.setVisible(bool(words))
        self.updateGeometry()

    @Slot()
    def hide_verdict(self) -> None:
        """Say nothing any more: it was about what was typed before."""
        self._show_verdict("", "")

    @Slot()
    def _announce_entered(self) -> None:
        self.entered.emit(self)


class ProofLines(QWidget):
    """A line for each person who may give a proof, and how many are still needed."""

    completed = Signal()
    """Enter was pressed and as many proofs as are needed were given."""
    grown = Signal()
    """Lines came or went, or a sentence beside one of them."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._room: Room | None = None
        self._needed = 1
        self.rows: list[ProofRow] = []
        self.still_needed = hint()
        self._lines = column_of(spacing=8, margins=0)
        self._column = column_of(self._lines, self.still_needed, spacing=6, margins=0, into=self)

    @property
    def secret_lines(self) -> list[SecretLine]:
        """The lines, in the order of the people."""
        return [row.field for row in self.rows]

    @property
    def given_proofs_or_passphrase(self) -> tuple[SignerProof | OldPassphrase, ...]:
        """What was given so far, in the order of the people."""
        return tuple(row.proof for row in self.rows if row.is_filled)

    @property
    def proofs(self) -> tuple[SignerProof, ...]:
        """What people who sign gave so far, in their order."""
        return tuple(proof for proof in self.given_proofs_or_passphrase if isinstance(proof, SignerProof))

    @property
    def missing_proof_count(self) -> int:
        """How many proofs are still to be typed."""
        return max(0, self._needed - len(self.given_proofs_or_passphrase))

    def say_what_is_missing(self) -> str:
        """Return why there are not enough proofs, '' where there are, and put the keyboard there: one that is wrong, or
        the first that is not typed. What was typed is tried meanwhile and told beside its name."""
        if not self.missing_proof_count:
            return ""
        wrong = next((row for row in self.rows if row.is_known_wrong), None)
        if wrong is not None:
            wrong.field.setFocus()
            wrong.field.selectAll()
            return text("signing.proof.wrong", name=wrong.name)
        for row in self.rows:
            self._try_proof_of_row(row)
        self.focus_first_empty_line()
        return text("signing.proof.missing", count=self.missing_proof_count)

    def show_lines_of_signers(
        self, room: Room, signers: Sequence[SignerView], needed: int, *, is_practice: bool = False
    ) -> None:
        """Show a line for each of these people, of whom `needed` must give a proof; what was typed stays."""
        rows = []
        for view in signers:
            label = text(f"signing.proof.{view.signer.way}", name=view.shown)
            shown = passphrase_of_practice_signer(view.name) if is_practice else ""
            rows.append((view.signer.signer_id, view.name, label, str(view.signer.way), shown))
        self._show_rows(room, rows, needed)

    def show_passphrase_line(self, room: Room, label: str) -> None:
        """Show the one line for the passphrase of a poll that was made ready before 0.5.0."""
        self._show_rows(room, [(None, "", label, str(SignerWay.PASSPHRASE), "")], 1)

    def _show_rows(self, room: Room, rows: Sequence[tuple[SignerId | None, str, str, str, str]], needed: int) -> None:
        self._room, self._needed = room, needed
        if [row.signer_id for row in self.rows] != [row[0] for row in rows] or not rows:
            typed = {row.signer_id: row.field.text() for row in self.rows}
            self._take_rows_away()
            for signer_id, name, label, way, shown in rows:
                made = ProofRow(signer_id, name, label, way, shown_passphrase=shown)
                made.field.setText(typed.get(signer_id, ""))
                made.verdict.reserve_height_of_lines(_VERDICT_LINES if len(rows) <= _FEW_ROWS else 1)
                self._add_row(made)
        self._show_how_many_are_needed()
        self._lines.activate()
        self._column.activate()
        self.updateGeometry()
        self.grown.emit()

    def _add_row(self, row: ProofRow) -> None:
        self.rows.append(row)
        self._lines.addWidget(row)
        row.show()  # a dialog that is open already grows by what is shown, and Qt would show it later
        row.entered.connect(self._try_entered_proof)
        row.found_right.connect(self._go_to_next_person)
        row.field.textChanged.connect(self._show_how_many_are_needed)

    def _take_rows_away(self) -> None:
        for row in self.rows:
            row.field.clear()
            row.hide()
            self._lines.removeWidget(row)
            row.deleteLater()
        self.rows = []

    def wipe_typed_proofs(self) -> None:
        """Leave nothing typed."""
        for row in self.rows:
            row.field.clear()
            row.hide_verdict()

    def focus_first_empty_line(self) -> None:
        """Put the keyboard where something is still to be typed."""
        for row in (self._first_empty_row(), *self.rows):
            if row is not None:
                row.field.setFocus()
                return

    def show_refusal_beside_name(self, error: SukuiError) -> bool:
        """Say a refusal beside the name it is about; return whether it is about one."""
        name, signer_id = error.facts.get("name"), error.facts.get("signer")
        for row in self.rows:
            if row.signer_id is not None and (row.signer_id == signer_id or row.name == name):
                known = {**error.facts, "signer": row.name}
                row.show_sentence_and_focus(refusal_sentence(type(error)(error.code, **known)))
                self._show_how_many_are_needed()
                self.grown.emit()
                return True
        return False

    def _first_empty_row(self) -> ProofRow | None:
        return next((row for row in self.rows if not row.is_filled), None)

    @Slot(object)
    def _try_entered_proof(self, row: ProofRow) -> None:
        if not self.missing_proof_count:
            self.completed.emit()
        elif row.is_filled and row.signer_id is not None:
            self._try_proof_of_row(row)
            following = self._first_empty_row()
            if following is not None:  # at once: the next card may be scanned before this one was tried
                following.field.setFocus()

    def _try_proof_of_row(self, row: ProofRow) -> None:
        if not row.is_filled or row.signer_id is None:
            return
        tried = row.field.text()
        self._operations.run(
            row,
            try_proof,
            self._room,
            row.proof,
            on_done=partial(row.show_right_proof, tried),
            on_refused=partial(self._show_refused_proof, row, tried),
        )

    def _show_refused_proof(self, row: ProofRow, tried: str, error: SukuiError) -> None:
        """Say why not, nothing of what was typed on while it was tried; the keyboard goes back unless somebody types
        elsewhere by now."""
        if row.field.text() != tried:
            return
        here = self.window().focusWidget()
        typed = here.text() if isinstance(here, QLineEdit) else ""
        typed = here.toPlainText() if isinstance(here, QPlainTextEdit) else typed
        if here is row.field or not typed:
            row.show_sentence_and_focus(refusal_sentence(error))
        else:
            row.show_sentence(refusal_sentence(error))
        self._show_how_many_are_needed()
        self.grown.emit()

    @Slot(object)
    def _go_to_next_person(self, row: ProofRow) -> None:
        """Go on to the next person, unless somebody types elsewhere by now."""
        self.grown.emit()
        following = self._first_empty_row()
        if following is not None and row.field.hasFocus():
            following.field.setFocus()

    @Slot()
    def _show_how_many_are_needed(self) -> None:
        is_many = len(self.rows) > 1
        not_wrong = sum(row.is_filled and not row.is_known_wrong for row in self.rows)
        missing = max(0, self._needed - not_wrong)
        key = "needed" if missing else "enough"
        self.still_needed.setText(text(f"signing.proof.{key}", count=missing, needed=self._needed))
        self.still_needed.setVisible(is_many)


def signer_words(view: SignerView) -> str:
    """Return a person who signs in one line: name, passphrase or card, drawn by lot."""
    about = [text(f"signing.way.{view.signer.way}")]
    if view.signer.is_drawn:
        about.append(text("signing.drawn"))
    return text("signing.line", name=view.shown, about=" · ".join(about))


class ChosenProofs(ProofLines):
    """Lines for people chosen from all who sign, as many as the act needs; where no more sign nobody has to choose."""

    def __init__(self, operations: Operations, needed: int, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._needed = needed
        self._is_practice = False
        self._signers: dict[str, SignerView] = {}
        self.people = tuple(DropDown(self) for _ in range(needed))
        for number, choice in enumerate(self.people, start=1):
            with_screen_reader_name(choice, text("signing.proof.person", number=number, count=needed))
            choice.currentIndexChanged.connect(self._show_lines_of_chosen_people)
            choice.hide()
        self._column.insertLayout(0, row_of(*map(grow, self.people), spacing=12))

    def load_signers(self, room: Room) -> None:
        """Find out who signs, and offer them."""
        self._room = room
        self._operations.run(self, read_meeting, room, on_done=self._load_signers_of_meeting)

    def _load_signers_of_meeting(self, meeting: MeetingRow) -> None:
        self._is_practice = meeting.is_practice
        self._operations.run(self, list_signers, self._room, on_done=self._offer_signers_not_withdrawn)

    def _offer_signers_not_withdrawn(self, signers: Sequence[SignerView]) -> None:
        able = [view for view in signers if not view.signer.is_withdrawn]
        if self._room is not None:
            self.offer_signers(self._room, able, is_practice=self._is_practice)

    def offer_signers(self, room: Room, signers: Sequence[SignerView], *, is_practice: bool = False) -> None:
        """Let people choose among these, the first ones at first."""
        self._room, self._is_practice = room, is_practice
        self._signers = {str(view.signer.signer_id): view for view in signers}
        for place, choice in enumerate(self.people):
            with QSignalBlocker(choice):
                choice.clear()
                for signer_id, view in self._signers.items():
                    choice.addItem(signer_words(view), signer_id)
                choice.setCurrentIndex(min(place, choice.count() - 1))
            choice.setVisible(len(self._signers) > self._needed)
        self._show_lines_of_chosen_people()

    @property
    def has_enough_signers(self) -> bool:
        """Whether as many people sign as are needed."""
        return len(self._signers) >= self._needed

    def problem(self) -> str:
        """Return what is missing, '' for nothing: other people, or the proof of one, where the keyboard then goes."""
        if not self.has_enough_signers:
            return text("signing.proof.too_few", count=self._needed)
        if len(self.rows) < self._needed:
            return text("signing.proof.alike")
        return self.say_what_is_missing()

    @Slot()
    def _show_lines_of_chosen_people(self) -> None:
        chosen = dict.fromkeys(str(choice.currentData()) for choice in self.people if choice.currentIndex() >= 0)
        if self._room is not None:
            views = [self._signers[signer_id] for signer_id in chosen]
            self.show_lines_of_signers(self._room, views, self._needed, is_practice=self._is_practice)


class ProofAsk(Ask):
    """Asks people for their proofs, and for what else the act needs; a wrong one is told beside its name."""

    def __init__(self, *args: Any, is_practice: bool = False, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self._is_practice = is_practice
        self.setMinimumWidth(600)
        self.proofs = self.make_proof_lines()
        self.body.addWidget(self.proofs)
        self.proofs.completed.connect(self.accept_button.click)
        self.proofs.grown.connect(self._grow_to_paragraphs)

    def make_proof_lines(self) -> ProofLines:
        """Return the lines in which proofs are given."""
        return ProofLines(self._operations, self)

    @property
    def _room(self) -> Room:
        room = self._args[0]
        assert isinstance(room, Room)
        return room

    def show_lines_of_signers(self, signers: Sequence[SignerView], needed: int) -> None:
        """Show who may give a proof; the keyboard begins at the first."""
        self.proofs.show_lines_of_signers(self._room, signers, needed, is_practice=self._is_practice)
        self._first_field = self.proofs.secret_lines[0] if self.proofs.rows else None

    def show_passphrase_line(self, label: str) -> None:
        """Show the one line for the passphrase of a poll that was made ready before 0.5.0."""
        self.proofs.show_passphrase_line(self._room, label)
        self._first_field = self.proofs.secret_lines[0]

    def problem(self) -> str:
        """As many as are needed."""
        return self.proofs.say_what_is_missing()

    def answer(self) -> tuple[object, ...]:
        """Return the proofs as one argument."""
        return (self.proofs.proofs,)

    def show_service_refusal(self, error: SukuiError) -> None:
        """Say it beside the name it is about, or under the fields."""
        if self.proofs.show_refusal_beside_name(error):
            self.show_message("")
        else:
            super().show_service_refusal(error)

    def done(self, result: int) -> None:
        """Close, leaving no proof in memory that people could see again."""
        self.proofs.wipe_typed_proofs()
        super().done(result)


class ChosenProofsAsk(ProofAsk):
    """Asks the two people who decide something together for their proofs, chosen where more people sign."""

    proofs: ChosenProofs

    def __init__(self, *args: Any, signers: Sequence[SignerView] | None = None, **facts: Any) -> None:
        """`signers` is everybody who signs now; None to find out."""
        super().__init__(*args, **facts)
        self._last_stops: tuple[QWidget, ...] = ()
        if signers is None:
            self.proofs.grown.connect(self._focus_first_proof_line)
            self.proofs.load_signers(self._room)
        else:
            self.proofs.offer_signers(self._room, signers, is_practice=self._is_practice)

    @Slot()
    def _focus_first_proof_line(self) -> None:
        """Put the keyboard into the first line once it is there: a space typed before would press the way out."""
        if not self.proofs.rows:
            return
        self.proofs.grown.disconnect(self._focus_first_proof_line)
        self._first_field = self._first_field or self.proofs.secret_lines[0]
        self._order_tabs()
        here = self.focusWidget()
        typed = here.toPlainText() if isinstance(here, QPlainTextEdit) else ""
        typed = here.text() if isinstance(here, QLineEdit) else typed
        is_untouched = here in (None, self.cancel_button) or isinstance(here, QLineEdit | QPlainTextEdit)
        if self.isVisible() and is_untouched and not typed:
            self.proofs.focus_first_empty_line()

    def make_proof_lines(self) -> ChosenProofs:
        """Return lines for people who are chosen."""
        return ChosenProofs(self._operations, PEOPLE_WHO_DECIDE, self)

    def set_tab_order_through_proofs(self, *last: QWidget) -> None:
        """Let Tab go through the people, their proofs, the fields that were added last, and the buttons."""
        self._first_field = self.proofs.secret_lines[0] if self.proofs.rows else None
        self._last_stops = last
        self._order_tabs()

    def _order_tabs(self) -> None:
        people, last = self.proofs.people, self._last_stops
        stops = (*people, *self.proofs.secret_lines, *last, self.cancel_button, self.accept_button)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def problem(self) -> str:
        """Different people, each with their proof."""
        return self.proofs.problem()
