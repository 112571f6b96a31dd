"""Base of the four panels of the 준비 tab."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sukui_desktop.domain.changes import Changes
from sukui_desktop.services.room import Room
from sukui_desktop.ui.operations import Operations


class PreparePanel(QWidget):
    """One of the things to prepare; shows in a few words how far it is."""

    summary_changed = Signal(str, bool)
    """(words, is_ready) for the list at the left."""

    SHOWN_TABLES: ClassVar[tuple[str, ...]] = ()
    """The tables it shows: it is read again when one of them changes."""

    def __init__(self, operations: Operations) -> None:
        super().__init__()
        self.operations = operations
        self._room: Room | None = None

    @property
    def room(self) -> Room:
        """The meeting that is shown; asked for only while one is."""
        assert self._room is not None
        return self._room

    def show_room(self, room: Room) -> None:
        """Show a meeting."""
        self._room = room
        self.read()

    def read_again(self, changes: Changes) -> None:
        """Read again when it shows what changed."""
        if self._room is not None and changes.touches(*self.SHOWN_TABLES):
            self.read()

    def read(self) -> None:
        """Ask for the rows it shows."""
        raise NotImplementedError

    def first_focus(self) -> QWidget:
        """Return where the keyboard starts."""
        return self
