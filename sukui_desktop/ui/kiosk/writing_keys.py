"""A Korean keyboard on the screen: letters, figures and a few signs for those who have no other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sukui_desktop.ui.kiosk.hangul import SHIFTED
from sukui_desktop.ui.kiosk.keypad import KeyPad
from sukui_desktop.ui.kiosk.page import KioskButton
from sukui_desktop.ui.widgets.metrics import Metrics, space

_ROWS = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ123" + "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ?456" + "ㅋㅌㅊㅍㅠㅜㅡ.,0789"
"""The two-set layout with a block of figures at its right. Source: KS X 5002."""
_COLUMNS = 13


class WritingKeys(QWidget):
    """Sends strokes; 쌍자음 holds for one letter."""

    stroke_pressed = Signal(str)
    erased = Signal()
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letters = KeyPad(_ROWS, _COLUMNS, "kiosk_marking.opinion.key", self)
        self.shift = KioskButton("kiosk_marking.opinion.shift", self)
        self.blank = KioskButton("kiosk_marking.opinion.space", self)
        self.erase = KioskButton("kiosk_marking.opinion.erase", self)
        self.clear = KioskButton("kiosk_marking.opinion.clear", self)
        self.shift.setCheckable(True)
        self._column = QVBoxLayout(self)
        self._row = QHBoxLayout()
        self._column.addWidget(self.letters)
        for button, share in ((self.shift, 1), (self.blank, 2), (self.erase, 1), (self.clear, 1)):
            self._row.addWidget(button, share)
        self._column.addLayout(self._row)
        for key in self.stops():
            # A finger on a key leaves the cursor in the field.
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.letters.letter_pressed.connect(self._on_letter_pressed)
        self.shift.toggled.connect(self._on_shift_toggled)
        self.blank.clicked.connect(self._on_blank_clicked)
        self.erase.clicked.connect(self.erased)
        self.clear.clicked.connect(self.cleared)

    def fit(self, metrics: Metrics) -> None:
        """Lay the keys out."""
        space(self._column, metrics, gap=0, margins=(0, 0, 0, 0))
        space(self._row, metrics, gap=0.5, margins=(0.35, 0.1, 0.35, 0.35))
        self.letters.fit(metrics)

    def stops(self) -> tuple[QPushButton, ...]:
        """Return every key in the order of Tab."""
        return (*self.letters.keys, self.shift, self.blank, self.erase, self.clear)

    @Slot(str)
    def _on_letter_pressed(self, letter: str) -> None:
        self.stroke_pressed.emit(letter)
        self.shift.setChecked(False)

    @Slot(bool)
    def _on_shift_toggled(self, is_on: bool) -> None:
        for place, key in enumerate(self.letters.keys):
            plain = _ROWS[place]
            key.setText(SHIFTED.get(plain, plain) if is_on else plain)

    @Slot()
    def _on_blank_clicked(self) -> None:
        self.stroke_pressed.emit(" ")
