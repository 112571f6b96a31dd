"""What opens a meeting: unlock a file, make a new one, open the practice meeting."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.meeting_kind_template import Template
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.meeting_opening import recovery_code
from sukui_desktop.services.opened_meeting import Context, Room, read_meeting
from sukui_desktop.services.practice_meeting import open_practice, practice_path, renew_practice
from sukui_desktop.services.prepare.meeting_kind_templates import list_templates
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.home.new_meeting_dialog import NewMeetingDialog
from sukui_desktop.ui.console.home.unlock_and_recovery_dialogs import RecoveryCodeDialog, UnlockDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.refusal_bar import show_refusal


class HomeActions(QObject):
    """Asks over its page and opens on the store queue."""

    room_opened = Signal(object)
    practice_ended = Signal()
    """The practice meeting was opened or could not be."""

    def __init__(self, page: QWidget, operations: Operations, context: Context, folder: Path) -> None:
        super().__init__(page)
        self._page = page
        self._operations = operations
        self._context = context
        self._folder = folder
        self._new_room: Room | None = None

    def open_meeting_file(self, path: Path) -> None:
        """Open a meeting file: the practice meeting at once, any other by its passphrase."""
        if path == practice_path(self._context):
            self.open_practice_meeting()
            return
        ask = UnlockDialog(self._page, self._operations, self._context, path)
        ask.service_done.connect(self.room_opened)
        ask.open()

    def open_practice_meeting(self) -> None:
        """Open the practice meeting."""
        self._operations.run(
            self,
            open_practice,
            self._context,
            on_done=self._announce_practice_meeting,
            on_refused=self._show_practice_refusal,
        )

    @Slot()
    def ask_to_renew_practice_meeting(self) -> None:
        """Ask once, then throw the practice meeting away and open a fresh one."""
        ask = Ask(self._page, self._operations, renew_practice, self._context, key="home.renew", is_dangerous=True)
        ask.service_done.connect(self.room_opened)
        ask.open()

    @Slot()
    def ask_for_new_meeting(self) -> None:
        """Ask for a new meeting."""
        self._operations.run(self, list_templates, queue="making", on_done=self._open_new_meeting_dialog)

    def _announce_practice_meeting(self, room: Room) -> None:
        self.practice_ended.emit()
        self.room_opened.emit(room)

    def _show_practice_refusal(self, error: SukuiError) -> None:
        self.practice_ended.emit()
        show_refusal(self._page, error)

    def _open_new_meeting_dialog(self, templates: tuple[Template, ...]) -> None:
        ask = NewMeetingDialog(self._page, self._operations, self._context, templates, self._folder)
        ask.service_done.connect(self._read_recovery_code_of_new_meeting)
        ask.open()

    @Slot(object)
    def _read_recovery_code_of_new_meeting(self, room: Room) -> None:
        self._new_room = room
        self._operations.run(self, _read_meeting_and_recovery_code, room, on_done=self._show_recovery_code)

    def _show_recovery_code(self, read: tuple[MeetingRow, str]) -> None:
        meeting, code = read
        dialog = RecoveryCodeDialog(self._page, code, meeting)
        dialog.accepted.connect(self._announce_new_meeting)
        dialog.open()

    @Slot()
    def _announce_new_meeting(self) -> None:
        room, self._new_room = self._new_room, None
        self.room_opened.emit(room)


def _read_meeting_and_recovery_code(room: Room) -> tuple[MeetingRow, str]:
    return read_meeting(room), recovery_code(room)
