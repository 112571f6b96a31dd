"""The frame around what the keyboard is on: painted over the page, because a thicker border would move the words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from sukui_desktop.ui.kiosk.card_list import CardList
from sukui_desktop.ui.theme import color

RING_PX = 4
_INNER_PX = 3
_ROOM_PX = RING_PX + _INNER_PX
_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})


class FocusRing(QWidget):
    """4 px of dark blue and 3 px of white: seen on white pages and on blue buttons alike."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the control when it moves."""
        if watched is self._target and event.type() in _MOVES:
            self._follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the two rings."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outer = QRectF(self.rect()).adjusted(RING_PX / 2, RING_PX / 2, -RING_PX / 2, -RING_PX / 2)
        painter.setPen(QPen(color("line-focus-fill"), RING_PX))
        painter.drawRoundedRect(outer, 10, 10)
        gap = RING_PX / 2 + _INNER_PX / 2
        painter.setPen(QPen(color("surface"), _INNER_PX))
        painter.drawRoundedRect(outer.adjusted(gap, gap, -gap, -gap), 8, 8)
        painter.end()

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        del old
        if self._target is not None:
            self._target.removeEventFilter(self)
        # A list paints the ring around its card.
        has_ring = new is not None and new.window() is self.window() and not isinstance(new, CardList)
        self._target = new if has_ring else None
        if self._target is not None:
            self._target.installEventFilter(self)
        self._follow()

    def _follow(self) -> None:
        target = self._target
        if target is None or not target.isVisible() or target.focusPolicy() == Qt.FocusPolicy.NoFocus:
            self.hide()
            return
        room = 0 if isinstance(target, QAbstractScrollArea) else _ROOM_PX
        place = QRect(target.mapTo(self.window(), QPoint(0, 0)), target.size())
        self.setGeometry(place.adjusted(-room, -room, room, room))
        self.show()
        self.raise_()
