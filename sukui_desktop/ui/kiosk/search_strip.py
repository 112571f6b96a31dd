"""Finding one of 600 projects by the first sounds of its title."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.keypad import LEADS, KeyPad
from sukui_desktop.ui.kiosk.page import KioskButton
from sukui_desktop.ui.widgets.metrics import Metrics, space


class SearchStrip(QFrame):
    """A field and the 14 초성 keys."""

    query_changed = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.field = QLineEdit(self)
        self.field.setObjectName("searchField")
        self.field.setPlaceholderText(text("kiosk.search.hint"))
        self.field.setAccessibleName(text("kiosk.search.name"))
        self.keypad = KeyPad(LEADS, 14, "kiosk.search.key", self)
        self.erase = KioskButton("kiosk.search.erase", self)
        self.close_search = KioskButton("kiosk.search.close", self)
        self._column = QVBoxLayout(self)
        self._row = QHBoxLayout()
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self.erase)
        self._row.addWidget(self.close_search)
        self._column.addLayout(self._row)
        self._column.addWidget(self.keypad)
        self.field.textChanged.connect(self.query_changed)
        self.keypad.letter_pressed.connect(self._on_letter_pressed)
        self.erase.clicked.connect(self.field.backspace)
        self.close_search.clicked.connect(self.closed)

    def fit(self, metrics: Metrics) -> None:
        """Lay the strip out."""
        space(self._column, metrics, gap=0.2, margins=(1.1, 0.2, 1.1, 0.2))
        space(self._row, metrics, gap=0.6, margins=(0, 0.2, 0, 0))
        self.keypad.fit(metrics)

    def wipe(self) -> None:
        """Forget what was searched for, its undo steps too."""
        self.field.setText("")
        self.field.setModified(False)

    @Slot(str)
    def _on_letter_pressed(self, letter: str) -> None:
        self.field.setText(self.field.text() + letter)
