"""The turnout of a running poll, read every two seconds: a ballot announces nothing, so somebody must look."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.room import Room
from sukui_desktop.ui.console.vote.reading import Live, read_live
from sukui_desktop.ui.operations import Operations

EVERY_MS = 2000


class TurnoutClock(QObject):
    """Reads turnout and slips of one laid poll while somebody looks at it."""

    live_read = Signal(object)
    """A `Live`."""

    def __init__(self, operations: Operations, parent: QObject) -> None:
        super().__init__(parent)
        self._operations = operations
        self._of: tuple[Room, PollId] | None = None
        self._is_asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._on_time_out)

    @property
    def is_running(self) -> bool:
        """True while a poll is followed."""
        return self._timer.isActive()

    def follow(self, room: Room, poll_id: PollId) -> None:
        """Read this poll from now on."""
        self._of = (room, poll_id)
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Read nothing more."""
        self._of = None
        self._timer.stop()

    @Slot()
    def _on_time_out(self) -> None:
        if self._of is None or self._is_asking:
            return
        self._is_asking = True
        self._operations.run(self, read_live, *self._of, on_done=self._on_live_read, on_refused=self._on_live_refused)

    @Slot(object)
    def _on_live_read(self, live: Live) -> None:
        self._is_asking = False
        if self._of is not None:
            self.live_read.emit(live)

    @Slot(object)
    def _on_live_refused(self, error: SukuiError) -> None:
        """The poll was closed meanwhile: that change is announced and read anyway."""
        del error
        self._is_asking = False
        self.stop()
