"""What keeps the hall screen true: it reads again when something changed, and on a timer for the turnout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.ui.display.scene import AUTO, Scene, read_scene
from sukui_desktop.ui.operations import Operations

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room

_TURNOUT_MS = 3000
_SHOWN = ("meeting", "item", "poll", "slip", "attendance")


class DisplayFeed(QObject):
    """Reads the scene that is wanted; one reading at a time."""

    scene_read = Signal(object)

    def __init__(self, operations: Operations, room: Room, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._room = room
        self._is_reading = False
        self._is_stale = False
        self.wanted = AUTO
        self._timer = QTimer(self)
        self._timer.setInterval(_TURNOUT_MS)
        self._timer.timeout.connect(self.read)
        operations.changes_announced.connect(self._on_changes_announced)

    def wake(self) -> None:
        """Keep the picture true from now on."""
        self._timer.start()
        self.read()

    def rest(self) -> None:
        """Ask nothing more: the screen is dark, and the meeting may be closed."""
        self._timer.stop()

    def want(self, choice: str) -> None:
        """Show this choice (`scene.CHOICES`) from now on."""
        self.wanted = choice
        self.read()

    @Slot()
    def read(self) -> None:
        """Read now, or once more when the reading under way is done."""
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading, self._is_stale = True, False
        self._operations.run(
            self,
            read_scene,
            self._room,
            self.wanted,
            on_done=self._on_scene_read,
            on_refused=self._on_scene_refused,
        )

    def _on_scene_read(self, scene: Scene) -> None:
        self._is_reading = False
        if not self._is_stale:
            self.scene_read.emit(scene)
            return
        self.read()

    def _on_scene_refused(self, error: SukuiError) -> None:
        # A poll that was closed between two questions; the change it announces reads again.
        del error
        self._is_reading = False

    @Slot(object)
    def _on_changes_announced(self, changes: Changes) -> None:
        if self._timer.isActive() and changes.touches(*_SHOWN):
            self.read()
