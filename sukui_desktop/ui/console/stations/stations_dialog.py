"""[기기]: every station of the room and how it is just now; let one in, name it, pause it, shut it out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QWidget

import sukui_desktop
from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import SukuiError, SyncRefused
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.station import StationRole
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.promotion.promotion import find_poll_to_promote
from sukui_desktop.services.stations.enrolled_stations import (
    pause_station,
    rename_station,
    resume_station,
    revoke_station,
)
from sukui_desktop.services.stations.station_reports import KioskPoll, StationControl, StationReport
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.stations.new_station_and_invitation_dialogs import InvitationDialog, NewStationDialog
from sukui_desktop.ui.console.stations.promotion_dialog import PromotionDialog
from sukui_desktop.ui.dialog_base import HelpedDialog, resize_dialog_within_screen
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import (
    button,
    field_label,
    heading,
    hint,
    show_words_or_hide,
    with_style_property,
)
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence
from sukui_desktop.wording.times import duration_as_clock

CLOCK_MS = 60_000
"""A clock that is further off than this is told."""
_REFRESH_MS = 1000
_SIZE = (1160, 600)
_LONG_S = 60
_LOOPBACK = "127."
"""Begins the address of this machine that no other one reaches."""
_SAME_CLOCK_S = 2
"""Two clocks that are as near as this are called the same: the line itself takes a moment."""
_GIVES_WAY = (7, 6, 5)
"""Version, clock and battery: what is wrong with them is among the words of the state too."""
_WIDTHS = (0, 96, 290, 96, 100, 84, 96, 80)


class StationsDialog(HelpedDialog):
    """A table that looks again every second, and the acts on the chosen station."""

    help_key = "stations.help"
    program_wanted = Signal(object, str)
    """(role, name): start the program of that station on this machine and let it in."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, control: StationControl) -> None:
        super().__init__(parent, text("stations.title"))
        self._operations, self._room, self._control = operations, room, control
        columns = (
            Column[StationReport]("stations.column.name", "row.name"),
            Column[StationReport]("stations.column.role", _station_role_words),
            Column[StationReport]("stations.column.state", station_state_words),
            Column[StationReport]("stations.column.heard", _heard_words, "quiet_s"),
            Column[StationReport]("stations.column.casts", _cast_ballots_words, "casts"),
            Column[StationReport]("stations.column.battery", _battery_words, "battery"),
            Column[StationReport]("stations.column.clock", _clock_words, "clock_ahead_ms"),
            Column[StationReport]("stations.column.program", "program"),
        )
        self.table: RowsTable[StationReport] = RowsTable(
            columns,
            _searchable_texts_of_station,
            name=text("stations.title"),
            empty=text("stations.empty"),
            widths=_WIDTHS,
            gives_way=_GIVES_WAY,
            unit=text("widgets.units.machines"),
        )
        self.fault = with_style_property(WrappedLabel("", self, name="hubFault"), "state", "danger")
        self.fault.hide()
        self.address = hint()
        self.staff_number = WrappedLabel("", self, name="staffNumber")
        self.kiosk_poll = DropDown(self)
        self.kiosk_poll.activated.connect(self._choose_kiosk_poll)
        self._polls_shown: tuple[KioskPoll, ...] | None = None
        self.revoked = hint()
        self.for_others = QCheckBox(text("stations.for_others"), self)
        self.for_others.setChecked(control.is_for_other_machines or not control.is_running)
        self.for_others.toggled.connect(self._start_hub)
        self.add_button = button(text("stations.add"), "primary", on_click=self._ask_for_new_station)
        self.rename_button = button(text("stations.rename"), on_click=self._open_rename_dialog)
        self.pause_button = button(text("stations.pause"), on_click=self._pause_or_resume)
        self.revoke_button = button(text("stations.revoke"), on_click=self._ask_to_revoke)
        self.promote_button = button(text("stations.promote"), on_click=self._find_poll_to_promote)
        self.close_button = button(text("stations.close"), on_click=self.reject)
        column_of(
            heading(self.windowTitle()),
            WrappedLabel(text("stations.words"), self),
            self.for_others,
            self.fault,
            self.address,
            grow(self.table),
            self.revoked,
            row_of(
                field_label(text("stations.kiosk_poll"), self.kiosk_poll),
                grow(self.kiosk_poll),
                self.staff_number,
                spacing=12,
            ),
            row_of(
                self.add_button,
                self.rename_button,
                self.pause_button,
                self.revoke_button,
                self.promote_button,
                grow(),
                self.close_button,
            ),
            spacing=12,
            margins=(28, 24, 28, 24),
            into=self,
        )
        resize_dialog_within_screen(self, _SIZE)
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.show_stations)
        self.table.view.selectionModel().selectionChanged.connect(self._enable_station_buttons)
        self._enable_station_buttons()

    def showEvent(self, event: QShowEvent) -> None:
        """Look from now on; a hub that does not run is started."""
        super().showEvent(event)
        self._timer.start()
        if not self._control.is_running:
            self._start_hub()
        self.show_stations()
        self.add_button.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        self._timer.stop()
        super().hideEvent(event)

    @Slot()
    def show_stations(self) -> None:
        """Show every station as it is just now; the chosen one stays chosen."""
        if self._control.is_superseded:
            self.show_hub_fault(SyncRefused("hub_superseded"))
        chosen = self.table.chosen_row
        reports = tuple(report for report in self._control.list_reports() if not report.row.revoked_at_ms)
        self.table.show_rows(reports)
        for place, report in enumerate(reports):
            if chosen is not None and report.row.station_id == chosen.row.station_id:
                self.table.choose_row(place)
        revoked = sum(1 for report in self._control.list_reports() if report.row.revoked_at_ms)
        show_words_or_hide(self.revoked, text("stations.revoked", count=revoked) if revoked else "")
        self._show_kiosk_polls()
        running = self._control.is_running
        every = self._control.list_addresses()
        addresses = ", ".join([one for one in every if not one.startswith(_LOOPBACK)] or every)
        show_words_or_hide(self.address, text("stations.address", addresses=addresses) if addresses else "")
        self.add_button.setEnabled(running)
        show_words_or_hide(
            self.staff_number, text("stations.staff_number", number=self._control.staff_number) if running else ""
        )
        self._enable_station_buttons()

    def _show_kiosk_polls(self) -> None:
        """Name the polls again only when they are others: an open list is not taken away under the pointer."""
        polls = self._control.kiosk_polls
        if polls != self._polls_shown:
            self._polls_shown = polls
            self.kiosk_poll.clear()
            for poll in polls:
                self.kiosk_poll.addItem(poll.title, poll.poll_id)
            if not polls:
                self.kiosk_poll.addItem(text("stations.kiosk_poll_none"), None)
            self.kiosk_poll.setEnabled(len(polls) > 1)
        if not self.kiosk_poll.view().isVisible():
            place = self.kiosk_poll.findData(self._control.kiosk_poll)
            self.kiosk_poll.setCurrentIndex(max(place, 0))

    @Slot(int)
    def _choose_kiosk_poll(self, place: int) -> None:
        self._control.choose_kiosk_poll(self.kiosk_poll.itemData(place))

    @Slot(object)
    def show_hub_fault(self, error: SukuiError) -> None:
        """Show why no station is answered."""
        show_words_or_hide(self.fault, refusal_sentence(error))

    @Slot()
    def _start_hub(self) -> None:
        show_words_or_hide(self.fault, "")
        self._control.start(is_for_other_machines=self.for_others.isChecked())

    @Slot()
    def _enable_station_buttons(self) -> None:
        chosen = self.table.chosen_row
        for act in (self.rename_button, self.pause_button, self.revoke_button):
            act.setEnabled(chosen is not None)
        is_paused = chosen is not None and chosen.row.is_paused
        self.pause_button.setText(text("stations.resume" if is_paused else "stations.pause"))

    @Slot()
    def _ask_for_new_station(self) -> None:
        names = tuple(report.row.name for report in self._control.list_reports())
        dialog = NewStationDialog(self, names, self._control.list_invited_names())
        dialog.station_wanted.connect(self._show_invitation)
        dialog.open()

    @Slot(object, str, bool)
    def _show_invitation(self, role: StationRole, name: str, is_here: bool) -> None:
        if is_here:
            self.program_wanted.emit(role, name)
            return
        InvitationDialog(self, role, name, self._control).open()

    @Slot()
    def _open_rename_dialog(self) -> None:
        chosen = self.table.chosen_row
        if chosen is not None:
            _RenameDialog(self, self._operations, self._room, chosen).open()

    @Slot()
    def _find_poll_to_promote(self) -> None:
        self._operations.run(self, find_poll_to_promote, self._room, on_done=self._open_promotion)

    def _open_promotion(self, poll_id: PollId | None) -> None:
        if poll_id is None:
            show_words_or_hide(self.fault, text("stations.promote_nothing"))
            return
        PromotionDialog(self, self._operations, self._room, self._control, poll_id).open()

    @Slot()
    def _pause_or_resume(self) -> None:
        chosen = self.table.chosen_row
        if chosen is not None:
            act = resume_station if chosen.row.is_paused else pause_station
            self._operations.run(self, act, self._room, chosen.row.station_id, on_done=self._show_stations_after_act)

    @Slot()
    def _ask_to_revoke(self) -> None:
        chosen = self.table.chosen_row
        if chosen is not None:
            _RevokeDialog(self, self._operations, self._room, chosen).open()

    def _show_stations_after_act(self, changes: Changes) -> None:
        del changes
        self.show_stations()


class _RenameDialog(Ask):
    """Asks for another name."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, report: StationReport) -> None:
        super().__init__(parent, operations, rename_station, room, report.row.station_id, key="stations.renaming")
        self.name = self.add_line_edit(text("stations.renaming.name"))
        self.name.setText(report.row.name)
        self.name.selectAll()

    def answer(self) -> tuple[object, ...]:
        """Return the name."""
        return (self.name.text(),)


class _RevokeDialog(Ask):
    """Asks why a station is shut out for good."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, report: StationReport) -> None:
        super().__init__(
            parent,
            operations,
            revoke_station,
            room,
            report.row.station_id,
            key="stations.revoking",
            is_dangerous=True,
            name=report.row.name,
        )
        self.reason = self.add_line_edit(text("stations.revoking.reason"))

    def answer(self) -> tuple[object, ...]:
        """Return the reason."""
        return (self.reason.text(),)


def station_state_words(report: StationReport) -> str:
    """Return how a station is: first whether it is paused and connected, which a narrow column never cuts; then the
    rest, worst first."""
    paused = [text("stations.state.paused")] if report.row.is_paused else []
    if not report.is_heard:
        return ", ".join([*paused, text("stations.state.never")])
    if report.is_quiet:
        quiet = text("stations.state.quiet", time=duration_as_clock(int(report.quiet_s * 1000)))
        return ", ".join([*paused, quiet])
    return ", ".join([*(paused or [text("stations.state.fine")]), *_station_condition_words(report)])


def _station_condition_words(report: StationReport) -> list[str]:
    facts: list[tuple[bool, str, dict[str, Any]]] = [
        (report.is_double, "double", {}),
        (report.needs_help, "help", {}),
        (report.is_voting, "voting", {}),
        (differs_from_copy(report), "copy_differs", {"count": abs(report.kept - report.received)}),
        (report.is_online, "online", {}),
        (abs(report.clock_ahead_ms) > CLOCK_MS, "clock", {"time": duration_as_clock(abs(report.clock_ahead_ms))}),
        (0 <= report.battery <= 20, "battery", {"percent": report.battery}),
        (report.program != sukui_desktop.__version__, "version", {}),
    ]
    return [text(f"stations.state.{key}", **values) for is_so, key, values in facts if is_so]


def differs_from_copy(report: StationReport) -> bool:
    """Return whether a kiosk kept more or fewer ballots than the box has of it, while nobody votes there."""
    is_known = report.row.role is StationRole.KIOSK and report.is_compared and not report.is_voting
    return is_known and report.kept != report.received


def _station_role_words(report: StationReport) -> str:
    return text(f"station.role.{report.row.role}")


def _cast_ballots_words(report: StationReport) -> str:
    """In steps of five: the ballots of a kiosk would else count the voters one by one."""
    if report.row.role is not StationRole.KIOSK:
        return ""
    count = report.received if report.is_compared else report.casts
    return text("stations.kept", count=_rounded_down_to_fives(count), kept=_rounded_down_to_fives(report.kept))


def _rounded_down_to_fives(count: int) -> int:
    return count // 5 * 5


def _heard_words(report: StationReport) -> str:
    if not report.is_heard:
        return ""
    if report.quiet_s < _LONG_S:
        return text("stations.heard", seconds=int(report.quiet_s))
    return text("stations.heard_long", time=duration_as_clock(int(report.quiet_s * 1000)))


def _battery_words(report: StationReport) -> str:
    if not report.is_heard:
        return ""
    return text("stations.percent", percent=report.battery) if report.battery >= 0 else text("stations.mains")


def _clock_words(report: StationReport) -> str:
    if not report.is_heard:
        return ""
    seconds = round(report.clock_ahead_ms / 1000)
    key = "same" if abs(seconds) <= _SAME_CLOCK_S else "ahead" if seconds > 0 else "behind"
    return text(f"stations.clock_{key}", seconds=abs(seconds))


def _searchable_texts_of_station(report: StationReport) -> tuple[str, str]:
    return report.row.name, ""
