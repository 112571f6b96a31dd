"""The console window: strip, tabs, next step, help and the page that is shown.

Services are imported where they are first asked: loading SQLAlchemy before the first paint would double its time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.models.poll import PollState
from sukui_desktop.ui.console.help_panel import WIDTH_PX as HELP_WIDTH_PX
from sukui_desktop.ui.console.help_panel import HelpPanel
from sukui_desktop.ui.console.meeting_strip import MeetingStrip
from sukui_desktop.ui.console.next_step import NextStepBar, next_step
from sukui_desktop.ui.console.tab_bar import TABS, TabBar
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.tab_page import ConsolePage, PageFactory
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.refusal_bar import RefusalBar

if TYPE_CHECKING:
    from sukui_desktop.services.opened_meeting import Room
    from sukui_desktop.services.stations.station_reports import StationReport
    from sukui_desktop.ui.console.console_snapshot import ConsoleSnapshot
    from sukui_desktop.ui.console.stations.alert_bars import DoubleStationBar, HelpCallBar, InternetBar

_RUNNING = (PollState.OPEN, PollState.PAUSED)
"""States of a poll in which leaving is asked about."""
_KEY = "console/geometry"
_LEAST = (1024, 640)
_FIRST = (1366, 768)
_TITLE_PX = 40
_BESIDE_PX = _LEAST[0] + HELP_WIDTH_PX
"""A narrower window has no room for the help beside a page."""
"""Room for the title bar that the window system adds."""


def restore_window_place(window: QMainWindow, settings_path: Path | None) -> None:
    """Put the window where it was, or give it its first size; a screen too small for that size is filled."""
    room = window.screen().availableGeometry().size()
    window.setMinimumSize(QSize(*_LEAST).boundedTo(room))
    window.resize(QSize(*_FIRST).boundedTo(room))
    if room.width() <= _FIRST[0] or room.height() <= _FIRST[1] + _TITLE_PX:
        window.setWindowState(Qt.WindowState.WindowMaximized)
    if settings_path is not None and settings_path.exists():
        geometry = QSettings(str(settings_path), QSettings.Format.IniFormat).value(_KEY)
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)


def save_window_place(window: QMainWindow, settings_path: Path | None) -> None:
    """Note the place of the window."""
    if settings_path is not None:
        QSettings(str(settings_path), QSettings.Format.IniFormat).setValue(_KEY, window.saveGeometry())


class ConsoleWindow(QMainWindow):
    """Six tabs over one meeting; pages are made when first shown and read again when what they show changes."""

    window_wanted = Signal(str, str)
    """(kind, id) from a page: programs/ opens that window, the console does not know it."""
    painted = Signal()
    """The frame is on the screen for the first time: what is slow may begin."""
    closed = Signal()
    vote_runs = Signal(bool)
    """Whether a vote is open or paused."""
    help_acknowledged = Signal(str)
    """The id of a station whose call for help staff saw."""
    home_wanted = Signal()
    """People want to leave this meeting for the list of meetings."""

    def __init__(
        self, operations: Operations, factories: Mapping[str, PageFactory], settings_path: Path | None = None
    ) -> None:
        super().__init__()
        self._operations = operations
        self._factories = factories
        self._settings_path = settings_path
        self._pages: dict[str, ConsolePage] = {}
        self._stale: dict[str, Changes] = {}
        self._room: Room | None = None
        self._home: QWidget | None = None
        self._is_painted = False
        self._now: ConsoleSnapshot | None = None
        self._is_leaving_confirmed = False
        self._leave: Callable[[], object] = self.close
        """What people wanted when they were asked whether to leave."""
        self.strip = MeetingStrip(self)
        self.tab_bar = TabBar(self)
        self.next_bar = NextStepBar(self)
        self.refusal_bar = RefusalBar(self)
        self.help_panel: HelpPanel | None = None
        self.help_bar: HelpCallBar | None = None
        self.internet_bar: InternetBar | None = None
        self.double_bar: DoubleStationBar | None = None
        self._stack = QStackedWidget(self)
        self._wait = PlainLabel(text("console.opening"), self, alignment=Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._wait)
        self._lay_out()
        self.tab_bar.tab_chosen.connect(self.show_tab)
        self.next_bar.step_wanted.connect(self.show_tab)
        self.strip.home_button.clicked.connect(self._go_home_if_allowed)
        self.strip.stations_button.clicked.connect(self._ask_to_open_stations_dialog)
        operations.changes_announced.connect(self._load_changed_pages_again)
        self.painted.connect(self.tab_bar.add_tab_shortcuts)
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self).activated.connect(self._show_or_hide_help)
        self.setWindowTitle(text("console.title"))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._watch_for_lost_focus)
        restore_window_place(self, settings_path)

    @property
    def current_page(self) -> ConsolePage | None:
        """The tab that is shown; None at home."""
        page = self._stack.currentWidget()
        return page if isinstance(page, ConsolePage) else None

    def switch_to_meeting(self, room: Room, tab: str = TABS[0], target: str = "") -> None:
        """Take an opened meeting and show one of its tabs, and one place in it."""
        self._room = room
        self._stale.clear()
        self.tab_bar.setEnabled(True)
        self._bar.show()
        self.strip.home_button.show()
        self.strip.stations_button.show()
        for page in self._pages.values():
            page.switch_to_meeting(room)
        self.show_tab(tab, target)
        self._load_snapshot()

    def show_home(self, home: QWidget) -> None:
        """Leave the meeting that was shown, if any, and show the list of meetings."""
        self._room = self._now = None
        self.vote_runs.emit(False)
        self.show_station_alerts((), is_own_online=False)
        self._stale.clear()
        self._bar.hide()
        self.strip.show_no_open_meeting()
        self.next_bar.forget_step_and_hide()
        self.refusal_bar.hide()
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        if self._home is not home:
            self._stack.addWidget(home)
            self._home = home
        self._stack.setCurrentWidget(home)
        self.setWindowTitle(text("console.title"))
        home.setFocus()

    @Slot(str, str)
    def show_tab(self, key: str, target: str = "") -> None:
        """Show one tab, and one place in it; while no meeting is open the tab is only made, ready for one."""
        page = self._get_or_make_page_of_tab(key)
        if self._room is None:
            return
        self.tab_bar.mark_tab_silently(key)
        self._stack.setCurrentWidget(page)
        stale = self._stale.pop(key, None)
        if stale is not None:
            page.load_if_shown_tables_changed(stale)
        if target:
            page.go_to_place_on_page(target)
        if self.help_panel is not None and self.help_panel.isVisible():
            self.help_panel.fill_in_help_text(page.help_key)
        if not self.tab_bar.hasFocus():
            page.first_focus().setFocus(Qt.FocusReason.TabFocusReason)

    def show_station_alerts(
        self, reports: Sequence[StationReport], *, is_own_online: bool, is_own_kiosk_calling: bool = False
    ) -> None:
        """Show who calls for help, which machines reach the internet and which stations came twice; bars are made when
        there is something."""
        if self._alerts.count() == 0:
            is_any = any(one.needs_help or one.is_online or one.is_double for one in reports)
            if not (is_any or is_own_online or is_own_kiosk_calling):
                return
            from sukui_desktop.ui.console.stations.alert_bars import DoubleStationBar, HelpCallBar, InternetBar

            self.help_bar, self.internet_bar = HelpCallBar(self), InternetBar(self)
            self.double_bar = DoubleStationBar(self)
            self.help_bar.acknowledged.connect(self.help_acknowledged)
            self._alerts.addWidget(self.help_bar)
            self._alerts.addWidget(self.internet_bar)
            self._alerts.addWidget(self.double_bar)
        if self.help_bar is not None and self.internet_bar is not None and self.double_bar is not None:
            self.help_bar.show_calls(reports, is_own_kiosk_calling=is_own_kiosk_calling)
            self.double_bar.show_doubles(reports)
            self.internet_bar.show_machines_on_internet(reports, is_own_online=is_own_online)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Announce once that the frame can be seen."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the frame on the screen: the window system's title bar is known only now."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._move_back_onto_screen)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before anything typed is lost or a vote is left; remember the place of the window."""
        if not self._may_leave_meeting_or_ask(self.close, is_closing=True):
            event.ignore()
            return
        save_window_place(self, self._settings_path)
        super().closeEvent(event)
        self.closed.emit()

    def _may_leave_meeting_or_ask(self, leave: Callable[[], object], *, is_closing: bool) -> bool:
        """Return whether the meeting may be left now; otherwise people are asked, and `leave` follows their yes."""
        if self._is_leaving_confirmed or self._room is None:
            return True
        reasons = [words for page in self._pages.values() if (words := page.save_unfinished_and_name_unsavable())]
        running = [poll.title for poll in self._now.polls if poll.state in _RUNNING] if self._now is not None else []
        if running:
            reasons.insert(0, text("console.leave.vote", title=running[0]))
        if not reasons:
            return True
        from sukui_desktop.ui.ask_dialog import AskDialog

        key = "close" if is_closing else "home"
        title, accept = text(f"console.leave.{key}_title"), text(f"console.leave.{key}")
        dialog = AskDialog(self, title=title, words="\n".join(reasons), accept=accept, is_dangerous=True)
        dialog.setObjectName("leaveDialog")
        dialog.answered.connect(self._leave_after_confirmation)
        self._leave = leave
        dialog.open()
        return False

    @Slot()
    def _leave_after_confirmation(self) -> None:
        self._is_leaving_confirmed = True
        self._leave()
        self._is_leaving_confirmed = False

    @Slot()
    def _ask_to_open_stations_dialog(self) -> None:
        self.window_wanted.emit("stations", "")

    @Slot()
    def _go_home_if_allowed(self) -> None:
        if self._may_leave_meeting_or_ask(self._go_home_if_allowed, is_closing=False):
            self.home_wanted.emit()

    @Slot(QWidget, QWidget)
    def _watch_for_lost_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """Give keys that would go nowhere, as after a button that vanished, to the page that is shown."""
        if new is None and old is not None and self.isActiveWindow():
            QTimer.singleShot(0, self, self._restore_lost_focus)

    @Slot()
    def _restore_lost_focus(self) -> None:
        page = self.current_page
        if page is not None and self.isActiveWindow() and QApplication.focusWidget() is None:
            page.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _move_back_onto_screen(self) -> None:
        room, frame = self.screen().availableGeometry(), self.frameGeometry()
        if self.isMaximized() or self.isFullScreen() or room.contains(frame):
            return
        if frame.width() > room.width() or frame.height() > room.height():
            self.showMaximized()
            return
        left = max(room.left(), min(frame.left(), room.right() + 1 - frame.width()))
        top = max(room.top(), min(frame.top(), room.bottom() + 1 - frame.height()))
        self.move(left, top)

    def _lay_out(self) -> None:
        self._bar = bar = QFrame(self)
        bar.setProperty("bar", "true")
        row_of(self.tab_bar, grow(self.next_bar), spacing=0, margins=(20, 0, 0, 0), into=bar)
        bar.setFixedHeight(57)
        self._work = work = QHBoxLayout()
        work.setSpacing(0)
        work.addWidget(self._stack, 1)
        self._alerts = QVBoxLayout()
        self._alerts.setSpacing(0)
        body = QWidget(self)
        column_of(self.strip, bar, self._alerts, self.refusal_bar, grow(work), spacing=0, margins=0, into=body)
        self.setCentralWidget(body)
        self.tab_bar.setEnabled(False)

    def _get_or_make_page_of_tab(self, key: str) -> ConsolePage:
        page = self._pages.get(key)
        if page is None:
            page = self._factories[key](self._operations)
            page.page_wanted.connect(self.show_tab)
            page.window_wanted.connect(self.window_wanted)
            self._pages[key] = page
            self._stack.addWidget(page)
            if self._room is not None:
                page.switch_to_meeting(self._room)
        return page

    def _load_snapshot(self) -> None:
        self._operations.run(self, _import_and_read_console_snapshot, self._room, on_done=self._show_snapshot)

    def _show_snapshot(self, now: ConsoleSnapshot) -> None:
        if self._room is None:
            return
        self._now = now
        self.vote_runs.emit(any(poll.state in _RUNNING for poll in now.polls))
        self.strip.show_snapshot(now)
        self.next_bar.show_step(next_step(now))
        self.setWindowTitle(text("console.title_of", meeting=now.meeting.title))

    @Slot()
    def _show_or_hide_help(self) -> None:
        if self.help_panel is None:
            self.help_panel = HelpPanel(self.centralWidget())
        page = self.current_page
        self.help_panel.setVisible(self.help_panel.isHidden())
        self.help_panel.fill_in_help_text(page.help_key if page is not None else "home.help")
        self._place_help_panel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the help where it fits."""
        super().resizeEvent(event)
        self._place_help_panel()

    def _place_help_panel(self) -> None:
        """Put the help beside the page, or over its right side where the page would have no room for its buttons."""
        panel = self.help_panel
        if panel is None:
            return
        if self.width() >= _BESIDE_PX:
            if self._work.indexOf(panel) < 0:
                self._work.addWidget(panel)
            return
        self._work.removeWidget(panel)
        area = self._stack.geometry()
        right = self.width()
        panel.setGeometry(right - panel.width(), area.y(), panel.width(), area.height())
        panel.raise_()

    @Slot(object)
    def _load_changed_pages_again(self, changes: Changes) -> None:
        if self._room is None:
            return
        from sukui_desktop.ui.console.console_snapshot import SHOWN_TABLES

        if changes.touches(*SHOWN_TABLES):
            self._load_snapshot()
        for key, page in self._pages.items():
            if page is self._stack.currentWidget():
                page.load_if_shown_tables_changed(changes)
            else:
                stale = self._stale.get(key)
                self._stale[key] = changes if stale is None else stale | changes


def _import_and_read_console_snapshot(room: Room) -> ConsoleSnapshot:
    """Load and ask, on the store queue, what reads the strip: the page of the tab is asked for before and not kept."""
    from sukui_desktop.ui.console.console_snapshot import read_console_snapshot

    return read_console_snapshot(room)
