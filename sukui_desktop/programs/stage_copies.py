"""A copy on the second folder or stick whenever the meeting has come a step further; without it one disk holds all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.refusal import tell_refusal

if TYPE_CHECKING:
    from sukui_desktop.domain.changes import Changes
    from sukui_desktop.programs.windows import Windows


class StageCopies(QObject):
    """Copies after every step of a poll or of the sitting; says once that the stick is gone, not at every step."""

    def __init__(self, operations: Operations, windows: Windows) -> None:
        super().__init__()
        self._operations = operations
        self._windows = windows
        self._told = ""
        operations.changes_announced.connect(self._on_changes_announced)

    @Slot(object)
    def _on_changes_announced(self, changes: Changes) -> None:
        room = self._windows.room
        if room is not None and changes.touches("poll", "meeting"):
            from sukui_desktop.services.handover.copies import copy_at_stage

            self._operations.run(self, copy_at_stage, room, on_done=self._on_copied, on_refused=self._on_copy_refused)

    @Slot(object)
    def _on_copied(self, path: object) -> None:
        del path
        self._told = ""

    @Slot(object)
    def _on_copy_refused(self, error: SukuiError) -> None:
        if self._told != error.code:
            self._told = error.code
            tell_refusal(self._windows.console, error)
