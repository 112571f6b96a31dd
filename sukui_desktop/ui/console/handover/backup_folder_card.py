"""The second folder: where copies of the meeting are kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.services.handover.meeting_file_copies import (
    StageCopy,
    read_stage_copy_folder,
    set_stage_copy_folder_and_copy,
)
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.console.handover.file_cards import TOOL_PX
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button, heading, hint, set_style_property
from sukui_desktop.ui.widgets.elided_label import ElidedLabel
from sukui_desktop.ui.widgets.layouts import grid_of
from sukui_desktop.ui.widgets.path_dialog import ask_for_folder
from sukui_desktop.wording.refusal_sentences import refusal_sentence


class BackupFolderCard(QFrame):
    """Shows which folder it is, lets people choose or forget it, and copies at once when one is chosen."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._room: Room | None = None
        self.setProperty("card", "true")
        self.setAccessibleName(text("handover.second.title"))
        self.outcome = ElidedLabel(self, cut=Qt.TextElideMode.ElideMiddle)
        self.choose_button = button(
            text("handover.second.choose"), icon_name="folder", on_click=self._ask_for_backup_folder
        )
        self.forget_button = button(text("handover.second.forget"), on_click=self._forget_folder)
        for tool in (self.choose_button, self.forget_button):
            tool.setMinimumWidth(TOOL_PX)
        layout = grid_of(spacing=(12, 6), margins=(18, 14, 18, 14), growing=0, into=self)
        layout.addWidget(heading(text("handover.second.title"), 3), 0, 0)
        layout.addWidget(hint(text("handover.second.hint")), 1, 0)
        layout.addWidget(self.outcome, 2, 0)
        layout.addWidget(self.choose_button, 0, 1, 2, 1)
        layout.addWidget(self.forget_button, 0, 2, 2, 1)

    def switch_to_meeting(self, room: Room) -> None:
        """Show which folder gets this machine's copies."""
        self._room = room
        self._operations.run(self, read_stage_copy_folder, room, on_done=self._show_backup_folder)

    def set_backup_folder(self, folder: Path) -> None:
        """Let this folder get the copies from now on, the first one at once."""
        if self._room is not None:
            done, refused = self._show_outcome_of_copy, self._show_refusal
            self._operations.run(
                self, set_stage_copy_folder_and_copy, self._room, folder, on_done=done, on_refused=refused
            )

    def _show_backup_folder(self, folder: Path | None) -> None:
        self.forget_button.setVisible(folder is not None)
        self._show_message(
            text("handover.second.none") if folder is None else text("handover.second.set", path=folder), ""
        )

    def _show_outcome_of_copy(self, made: StageCopy | None) -> None:
        self.forget_button.setVisible(True)
        if made is None:
            self._show_message(text("handover.second.own"), "warning")
        elif made.left:
            self._show_message(text("handover.second.left", left=made.left, file=made.path.name), "warning")
        else:
            self._show_message(text("handover.second.copied", path=made.path), "success")

    def _show_refusal(self, error: SukuiError) -> None:
        self._show_message(refusal_sentence(error), "danger")

    def _show_message(self, words: str, state: str) -> None:
        self.outcome.set_words(words)
        set_style_property(self.outcome, "state", state)

    @Slot()
    def _ask_for_backup_folder(self) -> None:
        ask_for_folder(self, text("handover.second.choose"), Path.home(), self.set_backup_folder)

    @Slot()
    def _forget_folder(self) -> None:
        if self._room is not None:
            self._operations.run(self, set_stage_copy_folder_and_copy, self._room, None, on_refused=self._show_refusal)
            self.switch_to_meeting(self._room)
