"""A question in words with its fields: asked once, refused at its place, wiped when it closes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.ui.dialog_base import ContentsOfDialog, HelpedDialog, fit_dialog_height, height_on_screen
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import EnterButton, field_label, show_words_or_hide, with_style_property
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.tab_order import widgets_in_tab_order
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence

_REFUSAL_LINES = 4


class AskDialog(HelpedDialog):
    """Asks once, in words; stays open and says why when the answer is refused; wipes its fields when it closes."""

    answered = Signal()

    def __init__(self, parent: QWidget, *, title: str, words: str, accept: str, is_dangerous: bool = False) -> None:
        super().__init__(parent, title)
        self.setMinimumWidth(480)
        self._fields: list[QLineEdit] = []
        self._labels: dict[QWidget, QLabel] = {}
        self._first_field: QWidget | None = None
        self._last_field: QWidget | None = None
        self._height_without_refusal = 0
        self._is_asked_about_typed_words = False
        heading = with_style_property(WrappedLabel(title, self), "heading", "2")
        self.explained = explained = WrappedLabel(words, self)
        explained.setVisible(bool(words))
        self.body = column_of(spacing=6)
        self.refusal = with_style_property(WrappedLabel("", self), "state", "danger")
        self.refusal.hide()
        self.accept_button = EnterButton(accept, self)
        self.accept_button.setProperty("class", "danger" if is_dangerous else "primary")
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self._check_and_act_on_answer)
        self.cancel_button = EnterButton(text("vote.ask.cancel"), self)
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        # Tab leads from what was typed to what it was typed for; where that cannot be undone, to the way out first.
        stops = (self.accept_button, self.cancel_button)
        self._button_stops = stops[::-1] if is_dangerous else stops
        buttons = row_of(grow(), self.cancel_button, self.accept_button)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(12)
        # The refusal under the buttons, which so stay under the mouse however long it is.
        contents = self.contents = ContentsOfDialog(self, heading, explained, self.body)
        fill(layout, contents, buttons, self.refusal)

    def add_line_edit(self, label: str, *, is_secret: bool = False, hint: str = "") -> QLineEdit:
        """Add a named line to type into; a secret one shows dots."""
        field = QLineEdit(self, placeholderText=hint)
        if is_secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText)
        self._fields.append(field)
        self.add_field(label, field)
        return field

    def add_paragraph_edit(self, label: str) -> QPlainTextEdit:
        """Add a named field of three lines; Tab leaves it."""
        field = QPlainTextEdit(self, tabChangesFocus=True)
        field.setMaximumHeight(96)
        self.add_field(label, field)
        return field

    def add_field(self, label: str, field: QWidget) -> None:
        """Add any field under its name."""
        self._labels[field] = field_label(label, field)
        self.place_labelled_field(self._labels[field], field)
        stop = field.focusProxy() or field  # of a field of several parts, the one that has the keyboard
        if self._last_field is None:
            self._first_field = stop
        else:
            QWidget.setTabOrder(self._last_field, stop)
        self._last_field = stop
        QWidget.setTabOrder(stop, self._button_stops[0])
        QWidget.setTabOrder(*self._button_stops)

    def show_field(self, field: QWidget, *, is_shown: bool) -> None:
        """Show or hide a field together with its name."""
        for part in (self._labels[field], field):
            part.setVisible(is_shown)

    def place_labelled_field(self, named: QLabel, field: QWidget) -> None:
        """Put a field under its name; forms of many fields put them side by side."""
        fill(self.body, named, field)

    def problem(self) -> str:
        """Return why the answer cannot be taken as it is, or ''; overridden by each question."""
        return ""

    def act_on_answer(self) -> None:
        """Do what was answered and close; a question that asks a service waits for it."""
        self.accept()

    def show_message(self, message: str) -> None:
        """Show at the place why not, and let people answer again."""
        self._is_asked_about_typed_words = False
        if self.refusal.isHidden():
            self._height_without_refusal = self.height()
        show_words_or_hide(self.refusal, message)
        self.accept_button.setEnabled(True)
        if message:
            self._grow_to_paragraphs()
        else:  # the room of the sentence goes with it; else the fields slide apart under people's hands
            needed = self.height_needed_at(self.width())
            self.resize(self.width(), max(min(self._height_without_refusal, height_on_screen(self)), needed))

    def show_service_refusal(self, error: SukuiError) -> None:
        """Show a known failure; what was typed stays."""
        self.show_message(refusal_sentence(error))

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first field; where nothing is to be typed, at the button that leaves things as they are."""
        super().showEvent(event)
        self._grow_to_paragraphs()
        self.raise_()
        self.activateWindow()  # the next keys are for the question, not for the window behind it
        (self._first_field or self._first_field_to_fill_in()).setFocus()
        for line in self.findChildren(QLineEdit):
            line.textEdited.connect(self._clear_refusal, Qt.ConnectionType.UniqueConnection)
        for paragraph in self.findChildren(QPlainTextEdit):
            paragraph.textChanged.connect(self._clear_refusal, Qt.ConnectionType.UniqueConnection)
        for choice in self.findChildren(QComboBox):
            choice.activated.connect(self._clear_refusal, Qt.ConnectionType.UniqueConnection)

    def _first_field_to_fill_in(self) -> QWidget:
        """Return what comes first on the keyboard's way and is filled in; the way out where nothing is."""
        for stop in widgets_in_tab_order(self):
            is_field = isinstance(stop, QLineEdit | QComboBox | QAbstractSpinBox | QPlainTextEdit)
            if is_field and stop.isVisibleTo(self) and stop.isEnabled():
                return stop
        return self.cancel_button

    @Slot()
    def _clear_refusal(self) -> None:
        """Take the refusal away: it spoke of what was typed before."""
        if not self.refusal.isHidden():
            self.show_message("")

    def _grow_to_paragraphs(self) -> None:
        """Grow to what the paragraphs need at this width: a dialog does not do so by itself."""
        super().keep_buttons_on_screen()
        needed = self.height_needed_at(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)
        self._move_up_onto_screen()

    def height_needed_at(self, width: int) -> int:
        """Return how high all of it is at a width in pixels, or how high the screen lets it be."""
        if self.contents is not None:
            self.contents.measure_anew()
        self._layout.activate()
        return min(self._layout.totalHeightForWidth(width), height_on_screen(self))

    def _move_up_onto_screen(self) -> None:
        """Move up by what hangs out of the screen below, a sentence must be seen; before there is one, so far that one
        of a few lines has room, for when it comes the button is under the pointer."""
        area = self.screen().availableGeometry()
        room = _REFUSAL_LINES * self.fontMetrics().lineSpacing() if self.refusal.isHidden() else 0
        below = self.frameGeometry().bottom() + room - area.bottom()
        if below > 0 and self.isVisible():
            self.move(self.x(), max(area.top(), self.y() - below))

    def keep_buttons_on_screen(self) -> None:
        """Scroll what is asked, and move up, where the screen has no room."""
        super().keep_buttons_on_screen()
        self._move_up_onto_screen()

    def fit_height_to_fields(self) -> None:
        """Be as high as the fields that are shown now: what a choice hides leaves no gap behind."""
        fit_dialog_height(self)

    def reject(self) -> None:
        """Close without an answer; where that throws typed words away, only when it is asked for a second time."""
        typed = _fields_with_much_typed(self)
        if not typed or self._is_asked_about_typed_words:
            super().reject()
            return
        is_answer_open = self.accept_button.isEnabled()
        self.show_message(text("widgets.ask.typed_words"))
        self.accept_button.setEnabled(is_answer_open)
        self._is_asked_about_typed_words = True
        typed[0].setFocus()  # a second Enter on the same button must not throw them away

    def done(self, result: int) -> None:
        """Close, leaving nothing typed in memory that people could see again."""
        for field in self._fields:
            field.clear()
        super().done(result)

    @Slot()
    def _check_and_act_on_answer(self) -> None:
        message = self.problem()
        self.show_message(message)
        if not message:
            self.accept_button.setEnabled(False)
            self.answered.emit()
            self.act_on_answer()


def _fields_with_much_typed(dialog: AskDialog) -> list[QLineEdit] | list[QPlainTextEdit]:
    """Return the fields that people would have to write anew: paragraphs, or several lines; [] for one line and for
    what a proof is typed into, which is never kept."""
    paragraphs = [
        field
        for field in dialog.findChildren(QPlainTextEdit)
        if field.document().isModified() and field.toPlainText().strip() and field.isVisibleTo(dialog)
    ]
    lines = [
        field
        for field in dialog.findChildren(QLineEdit)
        if field.isModified()
        and field.text().strip()
        and field.isVisibleTo(dialog)
        and field.echoMode() == QLineEdit.EchoMode.Normal
    ]
    return paragraphs or (lines if len(lines) > 1 else [])


class Ask(AskDialog):
    """Asks in the words of `key` (title, words, accept) and calls `service(*args, *answer())`.

    It closes when the service is done; a refusal is shown in it and what was typed stays.
    """

    OVERRULE: ClassVar[tuple[str, str] | None] = None
    """(code of a refusal, keyword of the service by which people may have it done all the same)."""

    service_done = Signal(object)
    """What the service returned, before the dialog closes."""

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        service: Callable[..., Any],
        *args: object,
        key: str,
        words: str = "words",
        is_dangerous: bool = False,
        **facts: object,
    ) -> None:
        """`words` is the name of the sentence under `key`; `facts` fill the title and that sentence."""
        super().__init__(
            parent,
            title=text(f"{key}.title", **facts),
            words=text(f"{key}.{words}", **facts),
            accept=text(f"{key}.accept"),
            is_dangerous=is_dangerous,
        )
        self._operations = operations
        self._key = key
        self._args = args
        self.service = service
        """What is called; a dialog with two ways may change it until it is answered."""
        self.overruling = QCheckBox(self)
        self.overruling.hide()

    def show_service_refusal(self, error: SukuiError) -> None:
        """Show a known failure; where people may overrule it, offer that below the fields."""
        if self.OVERRULE is not None and error.code == self.OVERRULE[0]:
            self.overruling.setText(text(f"widgets.overrule.{error.code}"))
            self.body.addWidget(self.overruling)
            self.overruling.show()
            self.overruling.setFocus()
        super().show_service_refusal(error)

    def answer(self) -> tuple[object, ...]:
        """Return what was answered, as the last arguments of the service; nothing where nothing is typed."""
        return ()

    def announce_result_and_close(self, answer: object = None) -> None:
        """Hand on what the service returned, then close."""
        self.service_done.emit(answer)
        self.accept()

    def act_on_answer(self) -> None:
        """Ask the service; its refusal is shown, its answer closes the question."""
        service = self.service
        if self.OVERRULE is not None and self.overruling.isChecked():
            service = partial(service, **{self.OVERRULE[1]: True})
        facts = (*self._args, *self.answer())
        self._operations.run(
            self, service, *facts, on_done=self.announce_result_and_close, on_refused=self.show_service_refusal
        )
