"""The bar of the six tabs, in the order of the day."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabBar, QWidget

from sukui_desktop.assets.messages import text

TABS = ("prepare", "checkin", "run", "vote", "minutes", "handover")
"""Page keys, left to right; Ctrl+1 to Ctrl+6."""


class TabBar(QTabBar):
    """Six tabs, reached by mouse, arrow keys and Ctrl+1..6."""

    tab_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(text("console.tab.bar"))
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setDrawBase(False)
        for number, key in enumerate(TABS):
            self.addTab(text(f"console.tab.{key}"))
            self.setTabToolTip(number, f"Ctrl+{number + 1}")
        self.currentChanged.connect(self._announce_chosen_tab)

    @Slot()
    def add_tab_shortcuts(self) -> None:
        """Listen to Ctrl+1..6; asked once the frame is painted, which need not wait for it."""
        for number in range(len(TABS)):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self)
            shortcut.activated.connect(partial(self._choose_by_shortcut, number))

    def mark_tab_silently(self, key: str) -> None:
        """Mark `key` as the tab that is shown; announces nothing."""
        with QSignalBlocker(self):
            self.setCurrentIndex(TABS.index(key))

    def _choose_by_shortcut(self, number: int) -> None:
        if number == self.currentIndex():
            self.tab_chosen.emit(TABS[number])
        else:
            self.setCurrentIndex(number)

    @Slot(int)
    def _announce_chosen_tab(self, number: int) -> None:
        self.tab_chosen.emit(TABS[number])
