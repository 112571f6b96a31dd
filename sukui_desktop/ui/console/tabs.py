"""The six tabs in the order of the day: without the bar nobody would know where the meeting stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from sukui_desktop.assets.messages import text

TABS = ("prepare", "checkin", "run", "vote", "minutes", "handover")
"""Page keys, left to right; Ctrl+1 to Ctrl+6."""


class TabBar(QWidget):
    """Six tabs as check buttons, reached by mouse, arrow keys and Ctrl+1..6."""

    tab_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setSpacing(0)
        for number, key in enumerate(TABS, start=1):
            layout.addWidget(self._make_tab(number, key))
        self._group.idClicked.connect(self._on_tab_clicked)

    def choose(self, key: str) -> None:
        """Mark `key` as the tab that is shown; announces nothing."""
        self._group.button(TABS.index(key)).setChecked(True)

    def tab(self, key: str) -> QPushButton:
        """Return the button of one tab."""
        button = self._group.button(TABS.index(key))
        assert isinstance(button, QPushButton)
        return button

    def _make_tab(self, number: int, key: str) -> QPushButton:
        button = QPushButton(text(f"console.tab.{key}"), self)
        button.setProperty("role", "tab")
        button.setCheckable(True)
        button.setFlat(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip(f"Ctrl+{number}")
        button.setAccessibleDescription(f"Ctrl+{number}")
        self._group.addButton(button, number - 1)
        shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
        shortcut.activated.connect(button.click)
        return button

    @Slot(int)
    def _on_tab_clicked(self, number: int) -> None:
        self.tab_chosen.emit(TABS[number])
