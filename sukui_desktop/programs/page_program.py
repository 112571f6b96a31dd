"""What the stations whose work is one page share, as desks and recorders: the page in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.hub.messages import PulseAnswer
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.station_program import StationProgram, station_folder
from sukui_desktop.services.remote_room import as_room
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.station.work_window import WorkWindow
from sukui_desktop.ui.tab_page import ConsolePage


class PageProgram(StationProgram):
    """Shows a page of the console in a window of its own; any number of them work at once."""

    work_shown = Signal()
    """The window is there for the first time since the station was let in."""

    def __init__(self, operations: Operations, role: StationRole, name: str = "") -> None:
        super().__init__(operations, role, station_folder(role, name))
        self.window: WorkWindow | None = None
        self._page: ConsolePage | None = None
        self._is_suspended = False
        self.lost.connect(self._tell_window_that_hub_is_lost)
        operations.changes_announced.connect(self._load_page_again)

    def make_page(self, line: StationLine) -> ConsolePage:
        """Return the page of this role, for a meeting that is reached over this line."""
        raise NotImplementedError

    def follow_answer(self, answer: PulseAnswer) -> None:
        """Show the page; it reads again what the hub says has changed."""
        if self.line is None:
            return
        if self.window is None:
            self._page = self.make_page(self.line)
            self.window = WorkWindow(self.role, self._page)
            self.window.closed.connect(self._save_what_is_typed)
            self.window.address_wanted.connect(self._show_waiting_window_for_address)
            self._page.switch_to_meeting(as_room(self.line))
            self.window.show()
            self._page.first_focus().setFocus()
            self.work_shown.emit()
        self.waiting.hide()
        self.window.show_station_and_meeting(answer.name, self.line.enrolment.meeting)
        self.window.show_connected(is_connected=True, is_paused=answer.is_paused)
        if self._is_suspended:
            self._is_suspended = False
            self.window.refusal_bar.hide()

    def resume_work(self) -> None:
        """Nothing was closed that could be shown again."""

    def hide_work(self) -> None:
        """Close the page: this station was shut out."""
        if self.window is not None:
            self.window.closed.disconnect(self._save_what_is_typed)
            self.window.close()
            self.window.deleteLater()
            self.window = self._page = None

    def suspend_work(self, sentence: str) -> None:
        """Take nothing and say why; what is typed stays (`StationProgram.suspend_work`)."""
        if self.window is None:
            super().suspend_work(sentence)
        else:
            self._is_suspended = True
            self.window.show_connected(is_connected=False)
            self.window.refusal_bar.show_message(sentence)

    @Slot()
    def _tell_window_that_hub_is_lost(self) -> None:
        if self.window is not None:
            self.window.show_connected(is_connected=False)

    @Slot()
    def _show_waiting_window_for_address(self) -> None:
        """In front of the page, where what is typed stays until the hub answers again."""
        self.waiting.show()
        self.waiting.raise_()
        self.waiting.activateWindow()
        self.waiting.address.setFocus()

    @Slot()
    def _save_what_is_typed(self) -> None:
        if self._page is not None:
            self._page.save_unfinished_and_name_unsavable()

    @Slot(object)
    def _load_page_again(self, changes: Changes) -> None:
        if self._page is not None:
            self._page.load_if_shown_tables_changed(changes)
