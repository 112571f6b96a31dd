"""What the console says at once of stations and of its own computer: calls for help, the internet within
reach, guesses at a kiosk, and a hub in whose place another machine stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SyncRefused
from sukui_desktop.models.ids import StationId
from sukui_desktop.programs.hub_keeper import HubKeeper
from sukui_desktop.ui.console.window import ConsoleWindow
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.refusal_bar import show_sentence_in_bar
from sukui_desktop.wording.refusal_sentences import refusal_sentence

if TYPE_CHECKING:
    from sukui_desktop.programs.machine_state import InternetWatch
    from sukui_desktop.services.opened_meeting import Room
    from sukui_desktop.services.stations.station_reports import StationReport

_LOOK_MS = 1000


class StationAlerts(QObject):
    """Shows them over the console's pages; what this computer reaches is looked at while a vote runs, and noted."""

    def __init__(
        self,
        operations: Operations,
        console: ConsoleWindow,
        hub: HubKeeper,
        internet: InternetWatch | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._operations, self._console, self._hub, self._internet = operations, console, hub, internet
        self.room: Room | None = None
        """The open meeting, set by `WindowManager`."""
        self._reports: tuple[StationReport, ...] = ()
        self._wrong_pins: dict[StationId, int] = {}
        """What was said at the console of guesses at each kiosk."""
        self._is_online = self._is_told_of_superseding = self._is_own_kiosk_calling = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look_at_own_internet)
        hub.looked.connect(self._show_reports)
        console.help_acknowledged.connect(hub.acknowledge_help)
        console.vote_runs.connect(self._watch_while_vote_runs)

    def stop(self) -> None:
        """The meeting is closed: show and note nothing more."""
        self._watch_while_vote_runs(False)
        self.room, self._reports = None, ()
        self._wrong_pins.clear()
        self._is_told_of_superseding = self._is_own_kiosk_calling = False
        self._console.show_station_alerts((), is_own_online=False)

    @Slot(object)
    def _show_reports(self, reports: tuple[StationReport, ...]) -> None:
        self._reports = reports
        self._show_alerts()
        if self._hub.is_superseded and not self._is_told_of_superseding:
            self._is_told_of_superseding = True
            show_sentence_in_bar(self._console, refusal_sentence(SyncRefused("hub_superseded")))
            QApplication.beep()
        for report in reports:
            if report.wrong_pins != self._wrong_pins.get(report.row.station_id, 0):
                self._wrong_pins[report.row.station_id] = report.wrong_pins
                told = text("kiosk.pin.told_of_station", name=report.row.name, tries=report.wrong_pins)
                show_sentence_in_bar(self._console, told)
                QApplication.beep()

    @Slot(bool)
    def show_call_of_own_kiosk(self, is_calling: bool) -> None:
        """Show that somebody at the kiosk of this computer calls for staff, or no more."""
        self._is_own_kiosk_calling = is_calling
        self._show_alerts()

    def _show_alerts(self) -> None:
        self._console.show_station_alerts(
            self._reports, is_own_online=self._is_online, is_own_kiosk_calling=self._is_own_kiosk_calling
        )

    @Slot(bool)
    def _watch_while_vote_runs(self, is_running: bool) -> None:
        if self._internet is None:
            return
        if is_running:
            self._internet.start()
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()
            self._internet.stop()
            self._is_online = False

    @Slot()
    def _look_at_own_internet(self) -> None:
        if self._internet is None or self.room is None or self._internet.is_online == self._is_online:
            return
        self._is_online = self._internet.is_online
        from sukui_desktop.models.station import CONSOLE
        from sukui_desktop.services.stations.internet_contacts import note_internet_contact

        self._operations.run(self, note_internet_contact, self.room, CONSOLE, self._is_online)
        self._show_alerts()
