"""One heading of the minutes: what is known of it and what the recorder writes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.minutes_content import LEGAL_NAMES, NEVER_NONE
from sukui_desktop.domain.text_cleaning_and_search import clean_text_of_lines
from sukui_desktop.ui.console.minutes.heading_list_and_signing import HeadingState
from sukui_desktop.ui.widgets.basic_widgets import button, heading, hint, row, with_screen_reader_name
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of

PAUSE_MS = 1000
"""After the last keystroke; what is typed is written down then, so that a fall of the program costs no more."""
_TEXT_PX = 92
"""Three lines, which a low window leaves to each of the two texts."""


class HeadingCard(QWidget):
    """Writes when the field is left, when another heading is shown, by button, and when people pause in typing."""

    asks_before_writing = False
    """True once the minutes are signed: each writing asks who corrects and why, so it waits until the field is left."""

    written = Signal(str, str, bool)
    """(heading, text, 해당 없음)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: HeadingState | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.announce_changed_text)
        self.title = heading("", 1)
        self.known = with_screen_reader_name(
            QPlainTextEdit(self, readOnly=True, tabChangesFocus=True), text("minutes.card.known")
        )
        self.field = with_screen_reader_name(QPlainTextEdit(self, tabChangesFocus=True), text("minutes.card.field"))
        self.field.setPlaceholderText(text("minutes.card.field_hint"))
        self.field.installEventFilter(self)
        for shown in (self.known, self.field):
            shown.setMinimumHeight(_TEXT_PX)
            shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.none = QCheckBox(text("minutes.card.none"), self)
        self.none_why = hint()
        self.write = button(text("minutes.card.write"), on_click=self.announce_changed_text)
        self.saved = hint()
        column_of(
            self.title,
            heading(text("minutes.card.known"), 3),
            grow(self.known, 3),
            heading(text("minutes.card.field"), 3),
            grow(self.field, 2),
            row_of(self.none, grow(self.none_why), spacing=8),
            row(self.write, self.saved),
            spacing=10,
            margins=0,
            into=self,
        )
        self.field.textChanged.connect(self._refresh_none_and_write_buttons)
        self.field.textChanged.connect(self._restart_pause_before_writing)
        self.none.clicked.connect(self._announce_none_tick)

    def show_heading(self, state: HeadingState, known: str | None) -> None:
        """Show a heading; what was typed under the one before is kept first.

        `known` is None while it is put together.
        """
        if self._state is not None and self._state.heading != state.heading:
            self.announce_changed_text()
        is_same = self._state is not None and self._state.heading == state.heading
        is_typing = is_same and self._is_text_changed()
        self._state = state
        self.title.setText(LEGAL_NAMES[state.heading])
        self.known.setPlainText(
            text("minutes.card.gathering") if known is None else known or text("minutes.card.nothing_known")
        )
        if not is_typing and (not is_same or self._is_text_changed()):  # the cursor stays where people write
            self.field.setPlainText(state.written)
            self._pause.stop()
        self.none.setChecked(state.is_none)
        self._refresh_none_and_write_buttons()

    @Slot()
    def announce_changed_text(self) -> None:
        """Write what was typed, when it differs from what is stored."""
        self._pause.stop()
        if self._state is not None and self._is_text_changed():
            wording = self.field.toPlainText()
            self.written.emit(self._state.heading, wording, self.none.isChecked() and not wording.strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Write when the keyboard leaves the field."""
        if watched is self.field and event.type() == QEvent.Type.FocusOut:
            self.announce_changed_text()
        return False

    def _is_text_changed(self) -> bool:
        return self._state is not None and clean_text_of_lines(self.field.toPlainText()) != self._state.written

    @Slot()
    def _restart_pause_before_writing(self) -> None:
        if not self.asks_before_writing:
            self._pause.start()

    @Slot()
    def _refresh_none_and_write_buttons(self) -> None:
        if self._state is None:
            return
        has_text = bool(self.field.toPlainText().strip())
        is_needed = self._state.heading in NEVER_NONE
        why = "has_content" if self._state.has_content else "has_text" if has_text else "needed" if is_needed else ""
        self.none.setEnabled(not why)
        self.none_why.setText(text(f"minutes.card.none_{why}") if why else "")
        if self.write.hasFocus() and not self._is_text_changed():
            self.field.setFocus()  # Qt would give the keyboard of a button that has nothing to do to the window's first
        self.write.setEnabled(self._is_text_changed())
        self.saved.setText("" if self._is_text_changed() else text("minutes.card.saved"))

    @Slot(bool)
    def _announce_none_tick(self, is_none: bool) -> None:
        if self._state is not None:
            self.written.emit(self._state.heading, "", is_none)
