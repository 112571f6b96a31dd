"""Kiosk and hall screen beside the console: which screen each one takes, and what passes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen

from sukui_desktop.programs import pages
from sukui_desktop.ui.console.window import ConsoleWindow
from sukui_desktop.ui.operations import Operations

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room
    from sukui_desktop.ui.display.desk import DisplayDesk
    from sukui_desktop.ui.kiosk.window import KioskWindow


class SideWindows(QObject):
    """At most one kiosk and one hall screen on this machine."""

    kiosk_opened = Signal(bool)
    """True when a kiosk stands open, False when it was left."""

    def __init__(self, operations: Operations, console: ConsoleWindow) -> None:
        super().__init__()
        self._operations = operations
        self._console = console
        self.room: Room | None = None
        """The open meeting, told by `Windows`."""
        self.kiosk: KioskWindow | None = None
        self.desk: DisplayDesk | None = None

    @Slot(str, str)
    def open_kiosk(self, poll_id: str, pin: str) -> None:
        """Open the kiosk of one poll, on another screen than the console's where there is one."""
        if self.room is None:
            return
        if self.kiosk is not None:
            self.kiosk.raise_()
            return
        self.kiosk = pages.kiosk_window(self._operations, self.room, poll_id, pin)
        self.kiosk.left.connect(self._on_kiosk_left)
        self.kiosk.show_on(self._free_screen())
        self.kiosk_opened.emit(True)

    @Slot(str, str)
    def open_window(self, kind: str, _subject: str) -> None:
        """Open what a page asked for: `display` is the desk from which the hall screen is steered."""
        if kind != "display" or self.room is None:
            return
        if self.desk is None:
            self.desk = pages.display_desk(self._operations, self.room)
            self.desk.closed.connect(self._on_desk_closed)
        self.desk.show()
        self.desk.raise_()

    @Slot()
    def close_all(self) -> None:
        """Close the hall screen; a kiosk leaves by its PIN only."""
        if self.desk is not None:
            self.desk.close()

    @Slot(str)
    def hand_slip(self, token: str) -> None:
        """Hand a slip's number to the kiosk; nothing happens without one."""
        if self.kiosk is not None:
            self.kiosk.take_token(token)

    def _free_screen(self) -> QScreen:
        own = self._console.screen()
        return next((screen for screen in QGuiApplication.screens() if screen is not own), own)

    @Slot()
    def _on_kiosk_left(self) -> None:
        if self.kiosk is not None:
            self.kiosk.deleteLater()
            self.kiosk = None
            self.kiosk_opened.emit(False)
        self._console.activateWindow()

    @Slot()
    def _on_desk_closed(self) -> None:
        if self.desk is not None:
            self.desk.deleteLater()
            self.desk = None
