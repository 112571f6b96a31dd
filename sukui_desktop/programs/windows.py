"""Which window knows which: without it console, check-in, kiosk and display would have to import one another."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from sukui_desktop.domain.errors import RuleBroken, SukuiError
from sukui_desktop.programs import pages
from sukui_desktop.programs.side_windows import SideWindows
from sukui_desktop.ui.console.tabs import TABS
from sukui_desktop.ui.console.window import ConsoleWindow
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.page import ConsolePage, PageFactory
from sukui_desktop.ui.widgets.refusal import tell_refusal

if TYPE_CHECKING:
    from sukui_desktop.services.room import Context, Room
    from sukui_desktop.ui.console.home.page import HomePage

SETTINGS_NAME = "windows.ini"
PASSPHRASE = "SUKUI_PASSPHRASE"


class Windows(QObject):
    """The console and what it opens; holds the one open room of this program."""

    def __init__(
        self, operations: Operations, root: Path, file: Path | None, *, is_home: bool = False, tab: str = TABS[0]
    ) -> None:
        super().__init__()
        self._operations = operations
        self._root = root
        self._file = file
        self._is_home = is_home
        self._tab = tab
        self._context: Context | None = None
        self._room: Room | None = None
        self._home: HomePage | None = None
        self.console = ConsoleWindow(operations, self._factories(), root / SETTINGS_NAME)
        self.side = SideWindows(operations, self.console)
        self.console.painted.connect(self._on_console_painted)
        self.console.window_wanted.connect(self.side.open_window)
        self.console.home_wanted.connect(self._on_home_wanted)
        self.console.closed.connect(self.side.close_all)

    @property
    def room(self) -> Room | None:
        """The open meeting, None at home."""
        return self._room

    @property
    def _opens_at_once(self) -> bool:
        """True when a meeting is opened at the start without asking anything."""
        return bool(os.environ.get(PASSPHRASE)) if self._file is not None else not self._is_home

    def finish(self) -> None:
        """Wait for all work, close the meeting, end the threads."""
        room, self._room = self._room, None
        self._operations.finish(None if room is None else partial(pages.close_room, room))

    def _factories(self) -> dict[str, PageFactory]:
        return {
            "prepare": pages.prepare_page,
            "checkin": self._checkin_page,
            "run": pages.run_page,
            "vote": self._vote_page,
            "minutes": pages.minutes_page,
            "handover": pages.handover_page,
        }

    def _checkin_page(self, operations: Operations) -> ConsolePage:
        page = pages.checkin_page(operations)
        page.slip_handed.connect(self.side.hand_slip)
        page.set_kiosk_open(self.side.kiosk is not None)
        self.side.kiosk_opened.connect(page.set_kiosk_open)
        return page

    def _vote_page(self, operations: Operations) -> ConsolePage:
        page = pages.vote_page(operations)
        page.kiosk_wanted.connect(self.side.open_kiosk)
        return page

    @Slot()
    def _on_console_painted(self) -> None:
        """Begin the slow part only now that people see the frame."""
        passphrase = os.environ.get(PASSPHRASE)
        if self._file is not None and passphrase:
            from sukui_desktop.programs.first_meeting import FirstMeeting

            first = FirstMeeting(self._file, passphrase)
            self._operations.run(self, first.make_context, on_done=self._on_context_made)
            self._open(first.open)
        else:
            self._operations.run(self, pages.make_context, on_done=self._on_context_made)
        if self._opens_at_once:
            self.console.show_page(self._tab)  # made while the key is derived

    @Slot(object)
    def _on_context_made(self, context: Context) -> None:
        self._context = context
        if not self._opens_at_once:
            home = self._show_home(context)
            if self._file is not None:
                home.ways.open_file(self._file)
        elif self._file is None:
            self._open(partial(pages.open_practice, context))

    def _open(self, service: Callable[[], Room]) -> None:
        self._operations.run(self, service, on_done=self._on_room_opened, on_refused=self._on_refused)

    @Slot(object)
    def _on_refused(self, error: SukuiError) -> None:
        """Tell why no meeting could be opened, and offer the list of meetings."""
        if self._context is not None:
            self._show_home(self._context)
        tell_refusal(self.console, error)

    @Slot(object)
    def _on_room_opened(self, room: Room) -> None:
        self._room = self.side.room = room
        self.console.show_room(room, self._tab)

    def _show_home(self, context: Context) -> HomePage:
        if self._home is None:
            self._home = pages.home_page(self._operations, context, self._root)
            self._home.room_opened.connect(self._on_room_opened)
        self.console.show_home(self._home)
        self._home.read()
        return self._home

    @Slot()
    def _on_home_wanted(self) -> None:
        """Close the meeting after everything that was asked of it, then show the list."""
        if self.side.kiosk is not None:
            tell_refusal(self.console, RuleBroken("kiosk_still_open"))
            return
        room, self._room = self._room, None
        if room is not None and self._context is not None:
            self.side.close_all()
            self.side.room = None
            self._show_home(self._context)
            self._operations.run(self, pages.close_room, room)
