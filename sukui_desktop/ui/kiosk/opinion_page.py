"""의견: one field to write in, by keyboard or by the keys on the screen, and how many letters are left."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.methods.ballot_kind import Judgement, Verdict
from sukui_desktop.ui.kiosk.ballot_cards import Card
from sukui_desktop.ui.kiosk.fields_without_clipboard import TypedText
from sukui_desktop.ui.kiosk.marking_rules.base import VoterMarking
from sukui_desktop.ui.kiosk.marking_rules.opinion import BYTES_OF_A_SYLLABLE, OpinionMarking
from sukui_desktop.ui.kiosk.page_base import AskPage, KioskButton, RefusalLine
from sukui_desktop.ui.kiosk.screen_keyboard import WritingKeys, compose_hangul
from sukui_desktop.ui.kiosk.sentences import mark_refusal_words
from sukui_desktop.ui.widgets.layouts import fill, grow
from sukui_desktop.ui.widgets.screen_scale import role_label, with_spacing_in_ems

_FEW_LETTERS = 10


class OpinionPage(AskPage):
    """The text of the field is what will be sealed, but for spaces at its ends and doubled ones."""

    written = Signal()
    """Somebody writes; an input method's keys never reach the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marking: OpinionMarking | None = None
        self._kept = ""
        self._strokes = ""
        """What the keys on the screen wrote since the cursor came here."""
        self._is_writing = False
        self.heading.setText(text("ballot_kinds.opinion.heading"))
        self.question = role_label(self, "lead")
        self.field = TypedText(self)
        self.refusal = RefusalLine(self)
        self.keys = WritingKeys(self)
        self.room = role_label(self, "counter")
        self.back = KioskButton("kiosk.list.back", self)
        self.next = KioskButton("kiosk.list.next", self, is_primary=True)
        self._arrange()
        self._connect_signals()

    def set_ballot(self, cards: tuple[Card, ...], marking: VoterMarking) -> None:
        """Ask this from now on; there are no cards."""
        assert isinstance(marking, OpinionMarking)
        self._marking = marking
        self.question.setText(marking.question.title)
        self.reset()

    def reset(self) -> None:
        """Forget the text and every way back to it."""
        self._kept = self._strokes = ""
        with QSignalBlocker(self.field):
            self.field.setPlainText("")
        self.keys.shift.setChecked(False)
        self.refusal.hide_refusal()
        self._show_number_of_letters_left()

    def first_focus(self) -> QWidget:
        """The field."""
        return self.field

    def accepts_keyboard_letters(self) -> bool:
        """Letters belong to the field."""
        return True

    def _arrange(self) -> None:
        self.field.setObjectName("opinionField")
        self.field.setAccessibleName(text("ballot_kinds.opinion.field"))
        self.field.setPlaceholderText(text("ballot_kinds.opinion.hint"))
        self.field.setTabChangesFocus(True)
        # An undo step would bring the last voter's words back.
        self.field.setUndoRedoEnabled(False)
        with_spacing_in_ems(self.body, 0.3, (1.1, 0.2, 1.1, 0.2))
        fill(self.body, self.question, grow(self.field), self.refusal, self.keys)
        fill(self.foot_row, grow(self.room), self.back, self.next)
        stops = [self.field, self.back, self.next, *self.keys.keys_in_tab_order()]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    def _connect_signals(self) -> None:
        self.field.textChanged.connect(self._take_typed_text_or_restore_kept)
        self.field.textChanged.connect(self.written)
        self.field.cursorPositionChanged.connect(self._forget_strokes_after_move)
        self.keys.stroke_pressed.connect(self._write_stroke)
        self.keys.erased.connect(self._erase_stroke_or_letter)
        self.keys.cleared.connect(self.field.clear)
        self.back.clicked.connect(self.left)
        self.next.clicked.connect(self.finished)

    def _show_number_of_letters_left(self) -> None:
        if self._marking is None:
            return
        letters = self._marking.bytes_left // BYTES_OF_A_SYLLABLE
        key = "left" if letters > _FEW_LETTERS else "left_few" if letters else "full"
        self.room.setText(text(f"ballot_kinds.opinion.{key}", letters=letters))

    def _replace_strokes(self, strokes: str) -> None:
        """Replace what the last strokes wrote by what these strokes write."""
        cursor = self.field.textCursor()
        before = len(compose_hangul(self._strokes))
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, before)
        self._is_writing = True
        cursor.insertText(compose_hangul(strokes))
        self._is_writing = False
        self._strokes = strokes if self.refusal.isHidden() else ""

    @Slot()
    def _take_typed_text_or_restore_kept(self) -> None:
        if self._marking is None:
            return
        typed = self.field.toPlainText()
        if self._marking.take_typed_opinion(typed):
            self._kept = typed
            self.refusal.hide_refusal()
        else:
            refusal = Judgement(Verdict.INVALID, "opinion_too_long", "", 0, self._marking.question.marking.text_bytes)
            self.refusal.show_refusal(mark_refusal_words(self._marking, refusal))
            self._restore_last_text_that_fits()
        self._show_number_of_letters_left()

    def _restore_last_text_that_fits(self) -> None:
        cursor = self.field.textCursor()
        end = max(0, cursor.position() - (len(self.field.toPlainText()) - len(self._kept)))
        with QSignalBlocker(self.field):
            self.field.setPlainText(self._kept)
            cursor = self.field.textCursor()
            cursor.setPosition(min(end, len(self._kept)))
            self.field.setTextCursor(cursor)
        self._strokes = ""

    @Slot()
    def _forget_strokes_after_move(self) -> None:
        if not self._is_writing:
            self._strokes = ""

    @Slot(str)
    def _write_stroke(self, stroke: str) -> None:
        self._replace_strokes(self._strokes + stroke)

    @Slot()
    def _erase_stroke_or_letter(self) -> None:
        if self._strokes:
            self._replace_strokes(self._strokes[:-1])
        else:
            self.field.textCursor().deletePreviousChar()
