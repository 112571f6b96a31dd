"""Fields that the wheel passes over: it scrolls the page, and nobody's number or choice changes by it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox, QTabBar, QTabWidget, QWidget


class NumberBox(QSpinBox):
    """A whole number that is typed, stepped with the arrows or clicked."""

    def __init__(self, parent: QWidget | None = None, **settings: Any) -> None:
        super().__init__(parent, **settings)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class Tabs(QTabWidget):
    """Pages under tabs that are clicked or reached by keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabBar(_TabBar(self))


class _TabBar(QTabBar):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
