"""The window on the hall's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.display.feed import DisplayFeed
from sukui_desktop.ui.display.page import DisplayPage
from sukui_desktop.ui.operations import Operations

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room


class DisplayWindow(QWidget):
    """Shows what `feed` reads; Esc leaves full screen, F11 goes there and back."""

    closed = Signal()

    def __init__(self, operations: Operations, room: Room) -> None:
        super().__init__()
        self.setWindowTitle(text("display.window"))
        self.resize(960, 540)
        self.page = DisplayPage(room.context.now, self)
        self.feed = DisplayFeed(operations, room, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.feed.scene_read.connect(self.page.show_scene)

    def show_on(self, screen: QScreen) -> None:
        """Cover a whole screen."""
        self.winId()
        self.windowHandle().setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave or enter full screen."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.showNormal()
        elif event.key() == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to follow the meeting."""
        super().showEvent(event)
        self.feed.wake()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the hall screen is dark."""
        self.feed.rest()
        super().closeEvent(event)
        self.closed.emit()
