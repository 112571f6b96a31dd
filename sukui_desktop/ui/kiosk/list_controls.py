"""The buttons beside the list: pages for hands that cannot flick, and the way to the search."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.page import KioskButton, label
from sukui_desktop.ui.widgets.metrics import Metrics, space


class ListControls(QWidget):
    """이전 쪽 · where we are · 다음 쪽 · 찾기."""

    page_turned = Signal(int)
    """1 forward, -1 back."""
    search_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page_up = KioskButton("kiosk.list.page_up", self)
        self.page_down = KioskButton("kiosk.list.page_down", self)
        self.search = KioskButton("kiosk.list.search", self)
        self.place = label(self, "small")
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.page_up)
        self._column.addWidget(self.place)
        self._column.addWidget(self.page_down)
        self._column.addStretch(1)
        self._column.addWidget(self.search)
        self.page_up.clicked.connect(self._on_up_clicked)
        self.page_down.clicked.connect(self._on_down_clicked)
        self.search.clicked.connect(self.search_wanted)

    def fit(self, metrics: Metrics) -> None:
        """Lay the column out; wide enough for the words of its buttons."""
        self.setFixedWidth(metrics.u(6))
        space(self._column, metrics, gap=0.5, margins=(0.35, 0.35, 0.35, 0.35))

    def show_place(self, rows: tuple[int, int], count: int) -> None:
        """Show which of `count` cards are in view; a button that leads nowhere is off."""
        first, last = rows
        if count:
            self.place.setText(text("kiosk.list.place", first=first + 1, last=last + 1, count=count))
        else:
            self.place.setText(text("kiosk.list.place_none"))
        self.page_up.setEnabled(first > 0)
        self.page_down.setEnabled(last + 1 < count)

    @Slot()
    def _on_up_clicked(self) -> None:
        self.page_turned.emit(-1)

    @Slot()
    def _on_down_clicked(self) -> None:
        self.page_turned.emit(1)
