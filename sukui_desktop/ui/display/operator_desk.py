"""The desk of the hall screen: a small preview, what to show, and which screen to light."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.station import StationRole
from sukui_desktop.services.hall_snapshot import HallChoice
from sukui_desktop.services.opened_meeting import Room, now_ms
from sukui_desktop.services.stations.room_queue import RoomQueue
from sukui_desktop.services.stations.station_reports import StationReport
from sukui_desktop.ui.display.hall_window_and_feed import DisplayFeed, DisplayWindow
from sukui_desktop.ui.display.page import DisplayPage
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button, heading, hint, with_screen_reader_name
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.refusal_bar import RefusalBar
from sukui_desktop.wording.refusal_sentences import refusal_sentence


class DisplayDesk(QWidget):
    """Preview on the facilitator's screen, the window on the hall's; programs/ opens it for ("display", "")."""

    closed = Signal()
    hall_stuck = Signal(str)
    """The sentence that says why the hall's picture stands still; once, until it moves again."""
    sent_to_stations = Signal(object)
    """The `HallChoice` that hall screens which are programs of their own are to show."""
    audits_shown_changed = Signal(bool)
    """Whether a ballot that a voter has opened is shown in the hall."""

    def __init__(self, operations: Operations, room: Room) -> None:
        super().__init__()
        self.setWindowTitle(text("display.desk.title"))
        self.resize(860, 640)
        self.kiosk_screen: QScreen | None = None
        """The screen that a kiosk covers: the hall may not see it."""
        self.is_screen_taken: Callable[[QScreen], bool] | None = None
        """Whether another program covers a screen; None where nobody knows."""
        self.window_shown = DisplayWindow(operations, room)
        self.preview = DisplayPage(partial(now_ms, room), self)
        self.preview.setMinimumSize(640, 360)
        self.feed = DisplayFeed(operations, room, self)
        self.choices = QButtonGroup(self)
        self.send = button(text("display.desk.send"), "primary")
        self.to_own = QCheckBox(text("display.desk.to_own"), self)
        self.to_own.setChecked(True)
        self.to_stations = QCheckBox(text("display.desk.to_stations", count=0), self)
        self.to_stations.setChecked(True)
        self.stations_hint = hint()
        self._stations: tuple[StationReport, ...] = ()
        self._sent: HallChoice | None = None
        """What was sent to hall stations last."""
        self.screens = with_screen_reader_name(DropDown(self), text("display.desk.screen"))
        self.light = button(text("display.desk.light"))
        self.close_button = button(text("display.desk.close"), on_click=self.close)
        self.hint = hint()
        self.fault = RefusalBar(self)
        """Why the hall's picture, or the preview, stands still."""
        self._stuck = ""
        self._arrange()
        self._connect_signals()
        self._list_screens_to_choose()
        self._show_hint_of_stations()
        self.feed.start_feed()

    @property
    def lit_screen(self) -> QScreen | None:
        """The screen on which the hall sees something; None while it is dark."""
        return self.window_shown.screen() if self.window_shown.isVisible() else None

    @property
    def is_showing_audits(self) -> bool:
        """Whether a ballot that a voter has opened is shown in the hall: lit, not covered, and its picture moves."""
        feed = self.window_shown.feed
        return self.window_shown.isVisible() and feed.wanted != HallChoice.COVERED and feed.fault is None

    def choose_for_preview_and_hall(self, choice: HallChoice) -> None:
        """Choose what a page of the console asked for, here and on the hall screen, which people light themselves."""
        self.choices.button(tuple(HallChoice).index(choice)).setChecked(True)
        self.feed.read_choice_from_now_on(choice)
        self._send_preview_to_hall()

    def show_hall_stations(self, reports: Sequence[StationReport], sent: HallChoice | None) -> None:
        """Show how many hall screens are programs of their own, what was sent to them, and which of them are lost."""
        self._stations = tuple(
            report for report in reports if report.row.role is StationRole.HALL and not report.row.revoked_at_ms
        )
        self._sent = sent
        queue = RoomQueue.of_reports(reports)
        for page in (self.preview, self.window_shown.page):
            page.queue.show_queue(queue)
        self._show_hint_of_stations()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes while the hall sees nothing; a lit hall goes dark by a button alone."""
        if event.key() == Qt.Key.Key_Escape and self.lit_screen is None:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The hall screen goes dark with its desk."""
        self.feed.stop_feed()
        self.window_shown.close()
        super().closeEvent(event)
        self.closed.emit()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        for place, choice in enumerate(HallChoice):
            made = button(text(f"display.desk.choice.{choice}"))
            made.setCheckable(True)
            made.setChecked(choice == HallChoice.AUTO)
            self.choices.addButton(made, place)
            row.addWidget(made)
        row.addStretch()
        targets = row_of(self.to_own, self.to_stations, grow(), self.send)
        column_of(
            heading(text("display.desk.preview"), 3),
            grow(self.preview),
            row,
            targets,
            self.hint,
            self.stations_hint,
            self.fault,
            row_of(PlainLabel(text("display.desk.screen"), self), grow(self.screens), self.light, self.close_button),
            margins=(20, 16, 20, 16),
            into=self,
        )

    def _connect_signals(self) -> None:
        self.feed.snapshot_read.connect(self.preview.show_snapshot)
        self.choices.idClicked.connect(self._preview_choice)
        self.send.clicked.connect(self._send_preview_to_hall)
        self.light.clicked.connect(self._light_or_darken_screen)
        for target in (self.to_own, self.to_stations):
            target.toggled.connect(self._show_hint_of_stations)
        self.window_shown.closed.connect(self._refresh_buttons_and_hint)
        self.feed.snapshot_read.connect(self._show_or_clear_reading_fault)
        self.feed.refused.connect(self._show_or_clear_reading_fault)
        self.window_shown.feed.snapshot_read.connect(self._refresh_buttons_and_hint)
        self.window_shown.feed.refused.connect(self._refresh_buttons_and_hint)

    def _list_screens_to_choose(self) -> None:
        for place, screen in enumerate(QGuiApplication.screens(), start=1):
            size = screen.size()
            words = text("display.desk.screen_of", place=place, width=size.width(), height=size.height())
            self.screens.addItem(words, screen)
        # The facilitator's own screen comes first; the hall's is the last one that was plugged in.
        self.screens.setCurrentIndex(self.screens.count() - 1)
        self._refresh_buttons_and_hint()

    @Slot(int)
    def _preview_choice(self, place: int) -> None:
        self.feed.read_choice_from_now_on(tuple(HallChoice)[place])

    @Slot()
    def _send_preview_to_hall(self) -> None:
        """Send it where the boxes say: to this computer's screen, to the hall stations, or both."""
        if self.to_own.isChecked():
            self.window_shown.feed.read_choice_from_now_on(self.feed.wanted)
        if self._stations and self.to_stations.isChecked():
            self._sent = self.feed.wanted
            self.sent_to_stations.emit(self._sent)
        self._refresh_buttons_and_hint()
        self._show_hint_of_stations()

    @Slot()
    def _show_hint_of_stations(self) -> None:
        count = len(self._stations)
        self.to_own.setVisible(bool(count))
        self.to_stations.setVisible(bool(count))
        self.to_stations.setText(text("display.desk.to_stations", count=count))
        has_target = not count or self.to_own.isChecked() or self.to_stations.isChecked()
        self.send.setEnabled(has_target)
        if not count:
            self.stations_hint.setText(text("display.desk.stations_none"))
            return
        lost = [report.row.name for report in self._stations if report.is_quiet]
        key = "display.desk.stations_unsent" if self._sent is None else "display.desk.stations_showing"
        shown = text(f"display.desk.choice.{self._sent or HallChoice.AUTO}")
        said = [text(key, count=count, choice=shown)]
        if lost:
            said.append(text("display.desk.stations_lost", count=len(lost), names=", ".join(lost)))
        if not has_target:
            said.append(text("display.desk.no_target"))
        self.stations_hint.setText(" ".join(said))

    @Slot()
    def _light_or_darken_screen(self) -> None:
        if self.window_shown.isVisible():
            self.window_shown.close()
            return
        if self.kiosk_screen is not None and self.kiosk_screen is self.screens.currentData():
            self.hint.setText(text("display.desk.kiosk_there"))
            return
        if self.is_screen_taken is not None and self.is_screen_taken(self.screens.currentData()):
            self.hint.setText(text("display.desk.program_there"))
            return
        if self.screens.count() > 1:
            self.window_shown.show_on(self.screens.currentData())
        else:
            self.window_shown.show()
        self._refresh_buttons_and_hint()

    @Slot()
    def _refresh_buttons_and_hint(self) -> None:
        is_lit = self.window_shown.isVisible()
        self.light.setText(text("display.desk.dark" if is_lit else "display.desk.light"))
        self.close_button.setText(text("display.desk.close_and_dark" if is_lit else "display.desk.close"))
        shown = text(f"display.desk.choice.{self.window_shown.feed.wanted}")
        self.hint.setText(text("display.desk.showing", choice=shown) if is_lit else text("display.desk.not_lit"))
        self._show_or_clear_reading_fault()
        self.audits_shown_changed.emit(self.is_showing_audits)

    @Slot()
    def _show_or_clear_reading_fault(self) -> None:
        """Say why the hall's picture or the preview stands still, for as long as it does; the hall's first."""
        hall, preview = self.window_shown.feed.fault, self.feed.fault
        stuck = "" if hall is None else text("display.desk.stuck", why=refusal_sentence(hall))
        unread = "" if preview is None else text("display.desk.preview_stuck", why=refusal_sentence(preview))
        if stuck or unread:
            self.fault.show_message(stuck or unread)
        else:
            self.fault.hide()
        if stuck and stuck != self._stuck:
            self.hall_stuck.emit(stuck)
        self._stuck = stuck
