"""Base of the four panels of the 준비 tab."""

from __future__ import annotations

from PySide6.QtCore import Signal

from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.console.undo_steps import UndoSteps
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.tab_page import RoomView


class PreparePanel(RoomView):
    """One of the things to prepare; shows in a few words how far it is, and takes back what was done in it."""

    summary_changed = Signal(str, bool)
    """(words, is_ready) for the list at the left."""

    def __init__(self, operations: Operations) -> None:
        super().__init__(operations)
        self.undo_steps = UndoSteps(self)

    def switch_to_meeting(self, room: Room) -> None:
        """Show another meeting; what was done in the last one is not taken back here."""
        self.undo_steps.forget_all_steps()
        super().switch_to_meeting(room)
