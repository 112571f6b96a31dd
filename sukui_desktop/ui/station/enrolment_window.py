"""The window in which a station is let in: the hub's address and twenty letters, or one scan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.station import StationRole
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import EnterButton, field_label, show_words_or_hide, with_style_property
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence

_SCAN_MARK = "SUKUI"
_WIDTH = 560

EnrolByHand = Callable[[str, str], Any]
"""(address, letters) → what is kept; a scan comes as the letters, with no address."""


class EnrolmentWindow(QWidget):
    """Asks until the station was let in; what was typed stays after a refusal."""

    enrolled = Signal(object)
    """What the enrolling function returned."""

    def __init__(self, operations: Operations, role: StationRole, enrol: EnrolByHand) -> None:
        super().__init__()
        self._operations, self._enrol = operations, enrol
        role_words = text(f"station.role.{role}")
        self.setWindowTitle(text("station.enrol.title", role=role_words))
        self.setMinimumWidth(_WIDTH)
        self.address = QLineEdit(self, placeholderText=text("station.enrol.address_hint"))
        self.letters = QLineEdit(self, placeholderText=text("station.enrol.letters_hint"))
        self.letters.setInputMethodHints(Qt.InputMethodHint.ImhUppercaseOnly | Qt.InputMethodHint.ImhNoPredictiveText)
        self.refusal = with_style_property(WrappedLabel("", self), "state", "danger")
        self.refusal.hide()
        self.connect_button = EnterButton(text("station.enrol.connect"), self)
        self.connect_button.setProperty("class", "primary")
        self.connect_button.clicked.connect(self._ask_to_be_let_in)
        self.letters.returnPressed.connect(self._ask_to_be_let_in)
        self.address.returnPressed.connect(self._go_on_from_address)
        column_of(
            with_style_property(WrappedLabel(text("station.enrol.heading", role=role_words), self), "heading", "2"),
            WrappedLabel(text("station.enrol.words"), self),
            field_label(text("station.enrol.address"), self.address),
            self.address,
            field_label(text("station.enrol.letters"), self.letters),
            self.letters,
            self.refusal,
            row_of(grow(), self.connect_button),
            grow(),
            spacing=12,
            margins=(32, 28, 32, 28),
            into=self,
        )

    @Slot()
    def _go_on_from_address(self) -> None:
        """A scan is typed with Enter behind it wherever the keyboard is."""
        if self.address.text().strip().upper().startswith(_SCAN_MARK):
            self._ask_to_be_let_in()
        else:
            self.letters.setFocus()

    @Slot()
    def _ask_to_be_let_in(self) -> None:
        address, letters = self.address.text(), self.letters.text()
        for scanned in (address, letters):
            if scanned.strip().upper().startswith(_SCAN_MARK):
                address, letters = "", scanned
        show_words_or_hide(self.refusal, "")
        self._set_connecting(is_connecting=True)
        self._operations.run(
            self,
            self._enrol,
            address,
            letters,
            on_done=self._announce_enrolled,
            on_refused=self._show_refusal,
            queue="making",
        )

    def _set_connecting(self, *, is_connecting: bool) -> None:
        for part in (self.address, self.letters, self.connect_button):
            part.setEnabled(not is_connecting)
        self.connect_button.setText(text("station.enrol.connecting" if is_connecting else "station.enrol.connect"))

    def _announce_enrolled(self, kept: object) -> None:
        self.enrolled.emit(kept)

    def _show_refusal(self, error: SukuiError) -> None:
        self._set_connecting(is_connecting=False)
        show_words_or_hide(self.refusal, refusal_sentence(error))
        field = self.address if error.code in ("hub_address_unreadable", "hub_not_reached") else self.letters
        field.setFocus()
        field.selectAll()
