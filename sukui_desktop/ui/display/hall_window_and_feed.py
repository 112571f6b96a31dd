"""The window on the hall's screen, and the feed that reads its snapshot again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.services.hall_snapshot import HallChoice, HallSnapshot, Picture, read_hall_snapshot
from sukui_desktop.services.opened_meeting import Room, now_ms
from sukui_desktop.ui.display.page import DisplayPage
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.layouts import column_of
from sukui_desktop.ui.widgets.screen_scale import show_over_whole_screen

_TURNOUT_MS = 3000
SHOWN_TABLES = ("person", "meeting", "item", "poll", "slip", "attendance", "issued_sheet", "rollback", "ballot_audit")


class DisplayFeed(QObject):
    """Reads the snapshot that is wanted, after every change and, for the turnout of a vote, every three seconds.

    What is refused is read again every three seconds too; until it is read the picture before it stays.
    """

    snapshot_read = Signal(object)
    refused = Signal(object)
    """`SukuiError`: why the picture stands still, each time that it cannot be read."""

    def __init__(self, operations: Operations, room: Room, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._room = room
        self._is_reading = False
        self._is_stale = False
        self.fault: SukuiError | None = None
        """Why the picture that is wanted could not be read; None once it is read."""
        self.wanted = HallChoice.AUTO
        self._shown: Picture | None = None
        self._timer = QTimer(self, interval=_TURNOUT_MS)
        self._timer.timeout.connect(self._load_if_picture_changes_silently)
        operations.changes_announced.connect(self._load_if_shown_rows_changed)

    def start_feed(self) -> None:
        """Keep the picture up to date from now on."""
        self._timer.start()
        self.load_snapshot()

    def stop_feed(self) -> None:
        """Ask nothing more: the screen is dark, and the meeting may be closed."""
        self._timer.stop()
        self.fault = None

    def read_choice_from_now_on(self, choice: HallChoice) -> None:
        """Show this choice from now on."""
        self.wanted = choice
        self.load_snapshot()

    def load_snapshot(self) -> None:
        """Read now, or once more when the reading under way is done."""
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading, self._is_stale = True, False
        self._operations.run(
            self,
            read_hall_snapshot,
            self._room,
            self.wanted,
            on_done=self._announce_snapshot_or_read_again,
            on_refused=self._note_refused_reading,
        )

    def _announce_snapshot_or_read_again(self, snapshot: HallSnapshot) -> None:
        self._is_reading = False
        self._shown, self.fault = snapshot.kind, None
        if not self._is_stale:
            self.snapshot_read.emit(snapshot)
            return
        self.load_snapshot()

    def _note_refused_reading(self, error: SukuiError) -> None:
        self._is_reading = False
        if self._is_stale:
            self.load_snapshot()
        elif self._timer.isActive():
            self.fault = error
            self.refused.emit(error)

    @Slot()
    def _load_if_picture_changes_silently(self) -> None:
        """Read again while a vote, a sheet, a report or an opened ballot is shown: no change announces a cast, or that
        one was shown long enough, or that what could not be read can be read again."""
        if self.fault is not None or self._shown in (None, Picture.VOTE, Picture.SHEET, Picture.REPORT, Picture.AUDIT):
            self.load_snapshot()

    @Slot(object)
    def _load_if_shown_rows_changed(self, changes: Changes) -> None:
        if self._timer.isActive() and changes.touches(*SHOWN_TABLES):
            self.load_snapshot()


class DisplayWindow(QWidget):
    """Shows what `feed` reads; Esc leaves full screen, F11 goes there and back."""

    closed = Signal()

    def __init__(self, operations: Operations, room: Room, now: Callable[[], int] | None = None) -> None:
        """`now` gives the time (ms) where the room is held elsewhere."""
        super().__init__()
        self.setWindowTitle(text("display.window"))
        self.resize(960, 540)
        self.page = DisplayPage(now or partial(now_ms, room), self)
        self.feed = DisplayFeed(operations, room, self)
        column_of(self.page, margins=0, into=self).setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.feed.snapshot_read.connect(self.page.show_snapshot)

    def show_on(self, screen: QScreen) -> None:
        """Cover a whole screen."""
        show_over_whole_screen(self, screen)

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
        self.feed.start_feed()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop reading."""
        self.feed.stop_feed()
        super().closeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Announce that the hall screen is dark; only now the window is no longer visible."""
        super().hideEvent(event)
        self.closed.emit()
