"""The line on top of every page of the kiosk: which vote, whether it is practice, and the words of its seal."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.widgets.metrics import Metrics, space


class Strip(QFrame):
    """Never changes while a poll lives."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.title = QLabel(self)
        self.title.setProperty("role", "strip")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.setWordWrap(True)
        self.practice = QLabel(text("kiosk.window.practice"), self)
        self.practice.setProperty("role", "practice")
        self.practice.setObjectName("practiceMark")
        self.practice.hide()
        self.not_held = QLabel(text("kiosk.window.not_held"), self)
        self.not_held.setProperty("role", "practice")
        self.not_held.setObjectName("keyboardNotHeld")
        self.not_held.hide()
        self.words = QLabel(self)
        self.words.setProperty("role", "strip")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.title, 1)
        self._row.addWidget(self.practice)
        self._row.addWidget(self.not_held)
        self._row.addWidget(self.words)

    def show_poll(self, title: str, words: tuple[str, ...], *, is_practice: bool) -> None:
        """Show the poll's title, the four words of its sealed definition and the practice mark."""
        self.title.setText(title)
        self.words.setText(text("kiosk.window.words", words=" · ".join(words)) if words else "")
        self.practice.setVisible(is_practice)

    @Slot(bool)
    def show_keyboard(self, is_held: bool) -> None:
        """Warn the staff while another program could take the keyboard."""
        self.not_held.setVisible(not is_held)

    def fit(self, metrics: Metrics) -> None:
        """Lay the line out."""
        space(self._row, metrics, gap=1, margins=(1.1, 0.25, 1.1, 0.25))
