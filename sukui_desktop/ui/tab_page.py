"""The base class of the console's tabs: what the frame may ask of a page, and what a page may ask of the frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.ui.service_queues import Operations

if TYPE_CHECKING:
    from sukui_desktop.services.opened_meeting import Room


class RoomView(QWidget):
    """Shows one meeting at a time: reads it when it is opened, and again when something it shows has changed."""

    SHOWN_TABLES: ClassVar[tuple[str, ...]] = ()
    """Row types after whose change it is read again."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.operations = operations
        self._room: Room | None = None

    @property
    def room(self) -> Room:
        """The meeting that is shown; asked for only while one is."""
        assert self._room is not None
        return self._room

    def switch_to_meeting(self, room: Room) -> None:
        """Read and show a meeting that was just opened."""
        self._room = room
        self.load()

    def load_if_shown_tables_changed(self, changes: Changes) -> None:
        """Read again when it shows what changed."""
        if self._room is not None and changes.touches(*self.SHOWN_TABLES):
            self.load()

    def load(self) -> None:
        """Ask for the rows it shows; asked only while a meeting is shown."""
        raise NotImplementedError

    def first_focus(self) -> QWidget:
        """Return where the keyboard starts."""
        return self


class ConsolePage(RoomView):
    """A tab of the console; made with the program's `Operations` when its tab is first shown.

    The frame calls `switch_to_meeting` once for each meeting, then `load_if_shown_tables_changed` with what changed
    (for a hidden page: gathered, when it is shown next).
    """

    page_wanted = Signal(str, str)
    """(page key, target): leave for another tab, such as ("minutes", "decisions")."""
    window_wanted = Signal(str, str)
    """(kind, id): open a window of its own, such as ("kiosk", poll_id) or ("display", "")."""

    help_key: ClassVar[str] = ""
    """Key of the F1 text, such as `prepare.help`; its heading and lines are under it."""

    @Slot()
    def ask_for_hall_desk(self) -> None:
        """Ask for the desk of the hall screen."""
        self.window_wanted.emit("display", "")

    def go_to_place_on_page(self, target: str) -> None:
        """Show one place of this page, named by another page's `page_wanted`; unknown targets are ignored."""

    def save_unfinished_and_name_unsavable(self) -> str:
        """Write down what is typed, before the meeting is left or the window closed.

        Returns in one sentence what cannot be written as it is and would be lost; '' where nothing would.
        """
        return ""


PageFactory = Callable[[Operations], ConsolePage]
"""How programs/ hands a page to the console, which may not know check-in, kiosk or display."""
