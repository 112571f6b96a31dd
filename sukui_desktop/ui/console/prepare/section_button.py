"""One of the things to prepare, as a big button that says how far it is."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from sukui_desktop.ui.theme import color, font
from sukui_desktop.ui.widgets.parts import icon

_HEIGHT_PX = 68
_ICONS = {"meeting": "meeting", "agenda": "agenda", "projects": "project", "roster": "people"}


class SectionButton(QAbstractButton):
    """Name, one line of summary, and a check mark once it is ready."""

    def __init__(self, words: str, key: str) -> None:
        super().__init__()
        self.setText(words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._key = key
        self.summary = ""
        self._is_ready = False

    @Slot(str, bool)
    def tell(self, summary: str, is_ready: bool) -> None:
        """Say how far it is."""
        self.summary, self._is_ready = summary, is_ready
        self.setAccessibleDescription(summary)
        self.setToolTip(summary)
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines of text and some air."""
        return QSize(220, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon, name, summary and mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(1, 1, -2, -2)
        is_chosen = self.isChecked()
        painter.setBrush(color("primary-tint" if is_chosen else "surface"))
        edge = "line-focus" if self.hasFocus() else ("primary" if is_chosen else "line")
        painter.setPen(QPen(color(edge), 3 if self.hasFocus() else 1))
        painter.drawRoundedRect(box, 8, 8)
        icon(_ICONS[self._key], "primary-text" if is_chosen else "ink-subtle").paint(painter, 14, 14, 20, 20)
        painter.setPen(color("primary-text" if is_chosen else "ink"))
        painter.setFont(font(16, is_bold=True))
        painter.drawText(QRect(44, 12, box.width() - 80, 24), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(font(13))
        painter.setPen(color("ink-subtle" if self._is_ready else "warning-text"))
        room = QRect(44, 37, box.width() - 56, 20)
        words = painter.fontMetrics().elidedText(self.summary, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        if self._is_ready:
            icon("check", "success-text").paint(painter, box.width() - 32, 14, 20, 20)
