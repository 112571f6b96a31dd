"""Which window knows which: without it console, check-in, kiosk and display would have to import one another."""

from __future__ import annotations

import os
import traceback
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator, Slot
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.programs import pages
from sukui_desktop.ui.console.tabs import TABS
from sukui_desktop.ui.console.window import ConsoleWindow
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.page import PageFactory
from sukui_desktop.ui.widgets.refusal import tell_refusal

if TYPE_CHECKING:
    from sukui_desktop.services.context import Context
    from sukui_desktop.services.room import Room
    from sukui_desktop.ui.console.home.page import HomePage
    from sukui_desktop.ui.kiosk.window import KioskWindow

SETTINGS_NAME = "windows.ini"


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
        self._kiosk: KioskWindow | None = None
        self._others: list[QWidget] = []
        self.console = ConsoleWindow(operations, self._factories(), root / SETTINGS_NAME)
        self.console.painted.connect(self._on_console_painted)
        self.console.window_wanted.connect(self._on_window_wanted)
        self.console.home_wanted.connect(self._on_home_wanted)

    @property
    def room(self) -> Room | None:
        """The open meeting, None at home."""
        return self._room

    @property
    def kiosk(self) -> KioskWindow | None:
        """The kiosk window, None while there is none."""
        return self._kiosk

    def finish(self) -> None:
        """Wait for all work, close the meeting, end the threads."""
        room, self._room = self._room, None
        self._operations.finish(None if room is None else partial(pages.close_room, room))

    def tell_bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Stand as `sys.excepthook`: say that a bug of ours ends the program, and that the file is safe."""
        traceback.print_exception(kind, error, trace)
        box = QMessageBox(QMessageBox.Icon.Critical, text("console.bug.title"), text("console.bug.words"))
        box.setObjectName("bugDialog")
        box.addButton(text("console.bug.close"), QMessageBox.ButtonRole.AcceptRole)
        box.finished.connect(self._on_bug_told)
        self._others.append(box)
        box.open()

    def _factories(self) -> dict[str, PageFactory]:
        return {
            "prepare": pages.prepare_page,
            "checkin": self._checkin_page,
            "run": pages.run_page,
            "vote": self._vote_page,
            "minutes": pages.minutes_page,
            "handover": pages.handover_page,
        }

    def _checkin_page(self, operations: Operations) -> pages.ConsolePage:
        page = pages.checkin_page(operations)
        page.slip_handed.connect(self._on_slip_handed)
        return page

    def _vote_page(self, operations: Operations) -> pages.ConsolePage:
        page = pages.vote_page(operations)
        page.kiosk_wanted.connect(self._on_kiosk_wanted)
        return page

    @Slot()
    def _on_console_painted(self) -> None:
        """Begin the slow part only now that people see the frame."""
        self._speak_korean()
        self._operations.run(self, pages.make_context, on_done=self._on_context_made, on_refused=self._on_refused)

    def _speak_korean(self) -> None:
        """Let Qt's own dialogs speak Korean too."""
        app = QApplication.instance()
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if app is not None and translator.load("qtbase_ko", folder):
            app.installTranslator(translator)

    @Slot(object)
    def _on_context_made(self, context: Context) -> None:
        self._context = context
        if self._is_home or (self._file is not None and not os.environ.get("SUKUI_PASSPHRASE")):
            self._show_home()
            if self._file is not None and self._home is not None:
                self._home.unlock(self._file)
        elif self._file is not None:
            passphrase = os.environ["SUKUI_PASSPHRASE"]
            self._open(partial(pages.open_meeting, self._file, passphrase, context))
        else:
            self._open(partial(pages.open_practice, context))

    def _open(self, service: partial[Room]) -> None:
        self._operations.run(self, service, on_done=self._on_room_opened, on_refused=self._on_refused)

    @Slot(object)
    def _on_refused(self, error: SukuiError) -> None:
        """Tell why no meeting could be opened, and offer the list of meetings."""
        if self._context is not None:
            self._show_home()
        tell_refusal(self.console, error)

    @Slot(object)
    def _on_room_opened(self, room: Room) -> None:
        self._room = room
        self.console.show_room(room, self._tab)

    def _show_home(self) -> None:
        if self._home is None and self._context is not None:
            self._home = pages.home_page(self._operations, self._context, self._root)
            self._home.room_opened.connect(self._on_room_opened)
        if self._home is not None:
            self.console.show_home(self._home)
            self._home.read()

    @Slot()
    def _on_home_wanted(self) -> None:
        """Close the meeting after everything that was asked of it, then show the list."""
        for window in self._others:
            window.close()
        self._others.clear()
        room, self._room = self._room, None
        if room is not None and self._home is None:
            self._show_home()
        if room is not None and self._home is not None:
            self.console.show_home(self._home)
            self._operations.run(self, pages.close_room, room)
            self._home.read()

    @Slot(str, str)
    def _on_window_wanted(self, kind: str, _subject: str) -> None:
        if kind == "display" and self._room is not None:
            desk = pages.display_desk(self._operations, self._room)
            self._others.append(desk)
            desk.show()

    @Slot(str, str)
    def _on_kiosk_wanted(self, poll_id: str, pin: str) -> None:
        if self._room is None or self._kiosk is not None:
            return
        self._kiosk = pages.kiosk_window(self._operations, self._room, poll_id, pin)
        self._kiosk.left.connect(self._on_kiosk_left)
        screens = QApplication.screens()
        others = [screen for screen in screens if screen is not self.console.screen()]
        self._kiosk.show_on(others[0] if others else self.console.screen())

    @Slot()
    def _on_kiosk_left(self) -> None:
        if self._kiosk is not None:
            self._kiosk.deleteLater()
            self._kiosk = None
        self.console.activateWindow()

    @Slot(str)
    def _on_slip_handed(self, token: str) -> None:
        if self._kiosk is not None:
            self._kiosk.take_token(token)

    @Slot()
    def _on_bug_told(self) -> None:
        QApplication.exit(1)
