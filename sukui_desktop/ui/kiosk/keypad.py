"""Keys on the screen: without them a citizen at a touch screen could type nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.widgets.metrics import Metrics, space

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The letters of a slip's number. Source: Crockford base32, which leaves out I, L, O and U."""

DIGITS = "1234567890"
LEADS = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
"""The 14 plain 초성: enough to find a title."""


class _Key(QPushButton):
    """One letter."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter as well as space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


class KeyPad(QWidget):
    """A grid of letters, walked with Tab or the arrows."""

    letter_pressed = Signal(str)

    def __init__(self, letters: str, columns: int, name_key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.keys: list[QPushButton] = []
        self._grid = QGridLayout(self)
        for place, letter in enumerate(letters):
            key = _Key(letter, self)
            key.setProperty("kind", "key")
            key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            key.setAccessibleName(text(name_key, letter=letter))
            key.clicked.connect(self._on_key_clicked)
            self._grid.addWidget(key, place // columns, place % columns)
            self.keys.append(key)

    def fit(self, metrics: Metrics) -> None:
        """Set the keys apart far enough for a focus ring."""
        space(self._grid, metrics, gap=0.45, margins=(0.35, 0.35, 0.35, 0.35))

    @Slot()
    def _on_key_clicked(self) -> None:
        key = self.sender()
        if isinstance(key, QPushButton):
            self.letter_pressed.emit(key.text())
