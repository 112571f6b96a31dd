"""The windows of one program: console, kiosk and hall screen, and the one meeting that is open in them.

Pages, services and the store are imported by the functions that first need them, so that the frame is on the screen
before they are loaded; console, check-in, kiosk and display do not know one another.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import RuleBroken, StorageFault, SukuiError
from sukui_desktop.programs.clock_watch import ClockWatch
from sukui_desktop.programs.hub_keeper import HubKeeper
from sukui_desktop.programs.machine_context import make_context, station_path
from sukui_desktop.programs.one_screen_voting import OneScreenVoting
from sukui_desktop.programs.open_meeting_mark import OpenMark
from sukui_desktop.programs.screens_in_use import CONSOLE, ScreensInUse
from sukui_desktop.programs.sealing_watch import SealingWatch
from sukui_desktop.programs.station_alerts import StationAlerts
from sukui_desktop.programs.station_processes import StationProcesses
from sukui_desktop.ui.console.tab_bar import TABS
from sukui_desktop.ui.console.window import ConsoleWindow
from sukui_desktop.ui.service_queues import Correction, Operations
from sukui_desktop.ui.tab_page import ConsolePage, PageFactory
from sukui_desktop.ui.widgets.refusal_bar import show_refusal, show_sentence_in_bar

if TYPE_CHECKING:
    from sukui_desktop.domain.changed_tables import Changes
    from sukui_desktop.models.meeting import KnownMeeting
    from sukui_desktop.models.station import StationRole
    from sukui_desktop.programs.machine_state import InternetWatch
    from sukui_desktop.services.handover.meeting_file_copies import StageCopy
    from sukui_desktop.services.last_open_meeting import StepAtOpening
    from sukui_desktop.services.opened_meeting import Context, Room
    from sukui_desktop.services.stations.station_reports import StationReport
    from sukui_desktop.storage.file_key_and_recovery_code import FileKey
    from sukui_desktop.ui.console.home.page import HomePage
    from sukui_desktop.ui.display.operator_desk import DisplayDesk
    from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow

SETTINGS_NAME = "windows.ini"
PASSPHRASE = "SUKUI_PASSPHRASE"


class WindowManager(QObject):
    """The console and what it opens; holds the one open room of this program."""

    def __init__(
        self,
        operations: Operations,
        file: Path | None,
        *,
        is_home: bool = False,
        is_practice: bool = False,
        tab: str = "",
        internet: InternetWatch | None = None,
    ) -> None:
        """`tab` is the one to begin with, '' for the step where the meeting stands; `internet` looks, while a vote
        runs, whether this computer reaches the internet."""
        super().__init__()
        self._operations = operations
        self._file = file
        self._is_home = is_home
        self._is_practice = is_practice
        self._tab = tab
        self._context: Context | None = None
        self._key: Future[FileKey] | None = None
        self._home: HomePage | None = None
        self._mark = OpenMark(station_path())
        self.console = ConsoleWindow(operations, self._factories_of_console_pages(), station_path() / SETTINGS_NAME)
        self.hub = HubKeeper(operations, self)
        self.side = SideWindows(operations, self.console, self.hub)
        self.alerts = StationAlerts(operations, self.console, self.hub, internet, self)
        self.console.painted.connect(self._start_after_first_paint)
        self.console.window_wanted.connect(self.side.open_hall_desk)
        self.console.help_acknowledged.connect(self.side.tell_kiosk_that_staff_come)
        self.side.kiosk_help_called.connect(self.alerts.show_call_of_own_kiosk)
        self.clock = ClockWatch(self.console)
        self.sealing = SealingWatch(operations, self.console)
        self.console.home_wanted.connect(self._close_meeting_and_show_home)
        self.console.closed.connect(self.side.close_hall_desk)
        operations.correction_asked.connect(self._ask_correction_reason)

    @property
    def room(self) -> Room | None:
        """The open meeting, None at home."""
        return self.side.room

    def shut_down(self) -> None:
        """Wait for all work, close the meeting, end the threads."""
        room, self.side.room = self.side.room, None
        self.sealing.stop()
        self.alerts.stop()
        self.hub.stop_serving_stations()
        self._mark.mark_closed()
        if room is None:
            self._operations.finish_and_end_threads()
            return
        from sukui_desktop.services.meeting_file_name import close_and_name_after_planned_day

        self._operations.finish_and_end_threads(partial(close_and_name_after_planned_day, room))

    @Slot()
    def _start_after_first_paint(self) -> None:
        """Begin the slow part only now that people see the frame."""
        passphrase = os.environ.get(PASSPHRASE)
        if self._file is not None and passphrase:
            self._key = derive_file_key_in_background(self._file, passphrase)
        self._operations.run(self, make_context, on_done=self._open_first_meeting_or_home)

    @Slot(object)
    def _open_first_meeting_or_home(self, context: Context) -> None:
        self._context = context
        if self._file is not None and self._key is not None:
            self._open_meeting(partial(_open_meeting_with_derived_key, self._file, self._key, context))
            self.console.show_tab(self._tab or TABS[0])  # made while the file is opened
        elif self._is_practice:
            from sukui_desktop.services.practice_meeting import open_practice

            self._open_meeting(partial(open_practice, context))
            self.console.show_tab(self._tab or TABS[0])
        elif self._file is not None:
            self._show_home(context).ways.open_meeting_file(self._file)
        elif self._is_home:
            self._show_home(context)
        else:
            from sukui_desktop.services.last_open_meeting import find_last_open_meeting

            self._operations.run(self, find_last_open_meeting, context, on_done=self._resume_last_open_meeting)

    @Slot(object)
    def _resume_last_open_meeting(self, known: KnownMeeting | None) -> None:
        """Go on with the meeting that was open; where none was, the list shows what can be opened."""
        if self._context is not None:
            home = self._show_home(self._context)
            if known is not None and self._mark.is_set_elsewhere(Path(known.path)):
                show_refusal(self.console, StorageFault("locked", file=Path(known.path).name))
            elif known is not None:
                home.ways.open_meeting_file(Path(known.path))

    def _open_meeting(self, service: Callable[[], Room]) -> None:
        self._operations.run(self, service, on_done=self._take_opened_meeting, on_refused=self._show_home_with_refusal)

    @Slot(object)
    def _show_home_with_refusal(self, error: SukuiError) -> None:
        """Show why no meeting could be opened, and the list of meetings."""
        if self._context is not None:
            self._show_home(self._context)
        show_refusal(self.console, error)

    @Slot(object)
    def _take_opened_meeting(self, room: Room) -> None:
        self.side.room = room
        from sukui_desktop.services.last_open_meeting import note_as_last_open_and_find_step
        from sukui_desktop.services.opened_meeting import meeting_path

        self._mark.mark_open(meeting_path(room))

        self._operations.run(
            self, note_as_last_open_and_find_step, room, on_done=self._show_current_step_and_begin_watches
        )

    @Slot(object)
    def _show_current_step_and_begin_watches(self, found: StepAtOpening) -> None:
        """Show the step where the meeting stands, and whether the computer's clock can be trusted."""
        if self.side.room is None:
            return
        tab, target = (self._tab, "") if self._tab else (found.step, found.target)
        self._tab = ""
        self.console.switch_to_meeting(self.side.room, tab, target)
        self.hub.serve_stations_of_room(self.side.room)
        self.alerts.room = self.side.room
        self.side.one_screen.settle_turns_of_program_before()
        self.clock.begin_watching(self._context, found.clock)
        if self._context is not None:
            self.sealing.begin_watching(self.side.room, self._context)

    @Slot(object)
    def _ask_correction_reason(self, correction: Correction) -> None:
        """Ask for the reason over the window in which something of a closed meeting was changed.

        A field that loses the keyboard to this very question asks a second time: that is the same change.
        """
        from sukui_desktop.ui.correction_reason_dialog import CorrectionDialog

        owner = correction.asking_object
        window = owner.window() if isinstance(owner, QWidget) else self.console
        if window.findChild(CorrectionDialog) is None:
            CorrectionDialog(window, self._operations, correction).open()

    def _show_home(self, context: Context) -> HomePage:
        if self._home is None:
            from sukui_desktop.ui.console.home.page import HomePage

            self._home = HomePage(self._operations, context, _meetings_folder())
            self._home.room_opened.connect(self._take_opened_meeting)
        self.console.show_home(self._home)
        self._home.load()
        return self._home

    @Slot()
    def _close_meeting_and_show_home(self) -> None:
        """Close the meeting after everything that was asked of it, then show the list."""
        if self.side.kiosk is not None:
            show_refusal(self.console, RuleBroken("kiosk_still_open"))
            return
        room, self.side.room = self.side.room, None
        self.sealing.stop()
        self.alerts.stop()
        self.hub.stop_serving_stations()
        if room is not None and self._context is not None:
            self._mark.mark_closed()
            self.side.close_hall_desk()
            from sukui_desktop.services.meeting_file_name import close_and_name_after_planned_day

            # Before the list is read: the file may have another name from here on.
            self._operations.run(self, close_and_name_after_planned_day, room)
            self._show_home(self._context)
            from sukui_desktop.services.last_open_meeting import forget_last_open_meeting

            self._operations.run(self, forget_last_open_meeting, self._context)

    def _factories_of_console_pages(self) -> dict[str, PageFactory]:
        return {
            "prepare": self._make_prepare_page,
            "checkin": self._make_checkin_page,
            "run": self._make_run_page,
            "vote": self._make_vote_page,
            "minutes": self._make_minutes_page,
            "handover": self._make_handover_page,
        }

    def _make_prepare_page(self, operations: Operations) -> ConsolePage:
        from sukui_desktop.ui.console.prepare.page import PreparePage

        return PreparePage(operations)

    def _make_checkin_page(self, operations: Operations) -> ConsolePage:
        from sukui_desktop.ui.checkin.page import CheckinPage

        page = CheckinPage(operations)
        page.slip_handed.connect(self.side.hand_slip_to_kiosk)
        page.turn_wanted.connect(self.side.one_screen.begin_turn)
        page.set_kiosk_open(self.side.kiosk is not None)
        self.side.kiosk_opened.connect(page.set_kiosk_open)
        self.side.slip_answered.connect(page.slips.show_kiosk_answer)
        self.side.slip_left.connect(page.slips.show_number_given_back_by_kiosk)
        return page

    def _make_run_page(self, operations: Operations) -> ConsolePage:
        from sukui_desktop.ui.console.run.page import RunPage

        return RunPage(operations)

    def _make_vote_page(self, operations: Operations) -> ConsolePage:
        from sukui_desktop.ui.console.vote.page import VotePage

        page = VotePage(operations)
        page.kiosk_wanted.connect(self.side.open_kiosk)
        page.turn_wanted.connect(self.side.one_screen.begin_turn)
        return page

    def _make_minutes_page(self, operations: Operations) -> ConsolePage:
        from sukui_desktop.ui.console.minutes.page import MinutesPage

        return MinutesPage(operations)

    def _make_handover_page(self, operations: Operations) -> ConsolePage:
        from sukui_desktop.ui.console.handover.page import HandoverPage

        return HandoverPage(operations)


class SideWindows(QObject):
    """At most one kiosk and one hall screen on this machine."""

    kiosk_opened = Signal(bool)
    """True when a kiosk was opened, False when it was left."""
    kiosk_help_called = Signal(bool)
    """Whether somebody at the kiosk calls for staff."""
    slip_answered = Signal(str)
    slip_left = Signal(str)
    """As of `KioskWindow`, for the desk that handed the slip; an unused number comes back once the kiosk is left."""

    def __init__(self, operations: Operations, console: ConsoleWindow, hub: HubKeeper) -> None:
        super().__init__()
        self._operations = operations
        self._console = console
        self._hub = hub
        self._programs = StationProcesses(self)
        self._programs.refused.connect(self._tell_that_program_was_refused)
        self._own_place = ScreensInUse(station_path())
        self._kiosk_place, self._hall_place = ScreensInUse(station_path()), ScreensInUse(station_path())
        """The screens that the console, its kiosk and its hall screen have: other programs leave them alone."""
        hub.looked.connect(self._tell_desk_of_hall_stations)
        self.room: Room | None = None
        """The open meeting, set and taken away by `WindowManager`."""
        self.kiosk: KioskWindow | None = None
        self.desk: DisplayDesk | None = None
        self.pin = ""
        """The PIN that staff chose last: on one screen the kiosk is opened anew for each voter."""
        self.one_screen = OneScreenVoting(operations, console, self, self)
        self._kiosk_poll = self._waiting_token = self._left_token = ""

    @Slot(str)
    def tell_kiosk_that_staff_come(self, station_id: str) -> None:
        """Let a voter at the kiosk of this computer know that staff saw the call."""
        if station_id == CONSOLE and self.kiosk is not None:
            self.kiosk.strip.help.show_that_staff_come()

    @Slot(str, str)
    def open_kiosk(self, poll_id: str, pin: str) -> None:
        """Open the kiosk of one poll; where there are several screens people say which."""
        if self.kiosk is not None:
            self.kiosk.raise_()
        else:
            self._open_kiosk(poll_id, pin)

    def open_kiosk_for_turn(self, poll_id: str, token: str) -> None:
        """Open the kiosk with the slip of whose turn it is, of which nobody is to see the number."""
        self._open_kiosk(poll_id, self.pin, token, is_turn=True)

    def _open_kiosk(
        self, poll_id: str, pin: str, token: str = "", screen: QScreen | None = None, *, is_turn: bool = False
    ) -> None:
        """Open the kiosk, for one voter only where a slip is handed to it on the console's own screen."""
        if self.room is None:
            return
        self.pin, self._kiosk_poll = pin, poll_id
        from sukui_desktop.models.ids import PollId
        from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow

        if screen is None:
            screens = self._screens_kiosk_may_cover()
            if len(screens) > 1:
                self._ask_for_kiosk_screen(screens, partial(self._open_kiosk, poll_id, pin, token, is_turn=is_turn))
                return
            screen = screens[0]
        is_shared = bool(token) and screen is self._console.screen()
        self.kiosk = KioskWindow(self._operations, self.room, PollId(poll_id), pin, is_one_voter=is_shared)
        self.kiosk.left.connect(self._forget_closed_kiosk)
        self.kiosk.slip_answered.connect(self.slip_answered)
        self.kiosk.slip_left.connect(self._give_unused_token_back)
        self.kiosk.pin_used_up.connect(self._tell_that_pin_is_guessed)
        if screen is not self._console.screen():  # on the console's own screen nobody would see a call
            self.kiosk.offer_help()
            self.kiosk.strip.help.called.connect(self.kiosk_help_called)
        self.kiosk.set_shown_in_hall(self.desk is not None and self.desk.is_showing_audits)
        self.kiosk.show_on(screen)
        self._kiosk_place.claim(screen, "kiosk")
        if self.desk is not None:
            self.desk.kiosk_screen = screen
        self.one_screen.follow_kiosk(self.kiosk)
        self.kiosk_opened.emit(True)
        if token and is_turn:
            self.kiosk.begin_turn(token)
        elif token:
            self.kiosk.check_token(token)

    @Slot(str, str)
    def open_hall_desk(self, kind: str, subject: str) -> None:
        """Open what a page asked for: `display` is the desk from which the hall screen is controlled, `subject` what
        of `HallChoice` it is to show, '' for what is shown already; `stations` is the list of stations."""
        if self.room is None:
            return
        if kind == "stations":
            self._open_stations()
            return
        if self.desk is None:
            from sukui_desktop.ui.display.operator_desk import DisplayDesk

            self.desk = DisplayDesk(self._operations, self.room)
            self.desk.closed.connect(self._forget_closed_desk)
            self.desk.hall_stuck.connect(self._tell_that_hall_is_stuck)
            self.desk.audits_shown_changed.connect(self._tell_kiosk_about_hall)
            self.desk.audits_shown_changed.connect(self._hub.note_console_hall)
            self.desk.sent_to_stations.connect(self._hub.send_to_hall)
            self.desk.show_hall_stations(self._hub.list_reports(), self._hub.hall_sent)
            self.desk.kiosk_screen = self.kiosk.screen() if self.kiosk is not None else None
            self.desk.is_screen_taken = self._is_screen_of_other_program
        self.desk.show()
        self.desk.raise_()
        if subject:
            from sukui_desktop.services.hall_snapshot import HallChoice

            self.desk.choose_for_preview_and_hall(HallChoice(subject))

    def _open_stations(self) -> None:
        from sukui_desktop.ui.console.stations.stations_dialog import StationsDialog

        assert self.room is not None
        dialog = StationsDialog(self._console, self._operations, self.room, self._hub)
        self._hub.started.connect(dialog.show_stations)
        self._hub.failed.connect(dialog.show_hub_fault)
        dialog.program_wanted.connect(self._start_station_program)
        dialog.open()

    @Slot(object, str)
    def _start_station_program(self, role: StationRole, name: str) -> None:
        """Start the program of a station on this machine; it is let in by what it reads on its standard input."""
        self._own_place.claim(self._console.screen(), CONSOLE)
        try:
            self._programs.start(role, name, self._hub.invite(role, name).qr_text)
        except SukuiError as error:
            show_refusal(self._console, error)

    @Slot(object)
    def _tell_desk_of_hall_stations(self, reports: tuple[StationReport, ...]) -> None:
        if self.desk is not None:
            self.desk.show_hall_stations(reports, self._hub.hall_sent)

    @Slot(str)
    def _tell_that_program_was_refused(self, sentence: str) -> None:
        show_sentence_in_bar(self._console, sentence)

    @Slot()
    def close_hall_desk(self) -> None:
        """Close the hall screen; a kiosk leaves by its PIN only."""
        if self.desk is not None:
            self.desk.close()

    @Slot(str, str)
    def hand_slip_to_kiosk(self, token: str, poll_id: str) -> None:
        """Hand a slip's number to the kiosk; where none is open one is opened, after staff chose a PIN once."""
        if self.kiosk is not None and self._kiosk_poll != poll_id:
            self.slip_answered.emit("other_poll")
        elif self.kiosk is not None:
            self.kiosk.check_token(token)
        elif self.pin:
            self._open_kiosk(poll_id, self.pin, token)
        else:
            from sukui_desktop.ui.console.vote.step_dialogs import KioskPinDialog

            self._kiosk_poll, self._waiting_token = poll_id, token
            dialog = KioskPinDialog(QApplication.activeModalWidget() or self._console)
            dialog.pin_chosen.connect(self._open_kiosk_with_chosen_pin)
            dialog.finished.connect(self._leave_token_at_desk_without_pin)
            dialog.open()

    @Slot(str)
    def _open_kiosk_with_chosen_pin(self, pin: str) -> None:
        token, self._waiting_token = self._waiting_token, ""
        self._open_kiosk(self._kiosk_poll, pin, token)

    @Slot()
    def _leave_token_at_desk_without_pin(self) -> None:
        """Where nobody chose a PIN the number stays with the desk."""
        if self._waiting_token:
            self._waiting_token = ""
            self.slip_answered.emit(text("checkin.slip.nowhere"))

    @Slot(int)
    def _tell_that_pin_is_guessed(self, times: int) -> None:
        """Say at the console that somebody guesses the staff's number."""
        from sukui_desktop.services.vote.staff_number_guesses import record_staff_number_guesses
        from sukui_desktop.ui.kiosk.staff_pin import TRIES

        show_sentence_in_bar(self._console, text("kiosk.pin.told", tries=times * TRIES))
        if self.room is not None and self.kiosk is not None:
            self._operations.run(self, record_staff_number_guesses, self.room, self.kiosk.poll_id, times * TRIES)

    @Slot(str)
    def _tell_that_hall_is_stuck(self, sentence: str) -> None:
        """Say at the console that the hall's picture stands still: its desk may be behind other windows."""
        show_sentence_in_bar(self._console, sentence)

    @Slot(bool)
    def _tell_kiosk_about_hall(self, is_shown: bool) -> None:
        lit = self.desk.lit_screen if self.desk is not None else None
        if lit is None:
            self._hall_place.release()
        elif len(QGuiApplication.screens()) > 1:
            self._hall_place.claim(lit, "hall")
        if self.kiosk is not None:
            self.kiosk.set_shown_in_hall(is_shown)

    @Slot(str)
    def _give_unused_token_back(self, token: str) -> None:
        """Give an unused number back to the desk; on one screen once the desk can be seen again."""
        if self.kiosk is not None and self.kiosk.screen() is self._console.screen():
            self._left_token = token
        else:
            self.slip_left.emit(token)

    def _screens_kiosk_may_cover(self) -> list[QScreen]:
        """Return the screens that a kiosk may cover: not the one on which the hall sees something; the console's last.

        Where nothing else is left it is the console's own.
        """
        own = self._console.screen()
        hall = self.desk.lit_screen if self.desk is not None else None
        others = [screen for screen in QGuiApplication.screens() if screen is not own and screen is not hall]
        return [*(screen for screen in others if not self._kiosk_place.role_elsewhere(screen)), own]

    def _ask_for_kiosk_screen(self, screens: list[QScreen], open_on: Callable[[QScreen], None]) -> None:
        from sukui_desktop.ui.kiosk.kiosk_screen_dialog import ScreenDialog

        dialog = ScreenDialog(self._console, screens, self._console.screen())
        dialog.screen_chosen.connect(open_on)
        dialog.open()

    @Slot()
    def _forget_closed_kiosk(self) -> None:
        if self.kiosk is not None:
            self.kiosk.deleteLater()
            self.kiosk = None
            self._kiosk_place.release()
            self.kiosk_help_called.emit(False)
            if self.desk is not None:
                self.desk.kiosk_screen = None
            self.kiosk_opened.emit(False)
        self._console.activateWindow()
        token, self._left_token = self._left_token, ""
        if token:
            self.slip_left.emit(token)

    def _is_screen_of_other_program(self, screen: QScreen) -> bool:
        return bool(self._hall_place.role_elsewhere(screen)) and screen is not self._console.screen()

    @Slot()
    def _forget_closed_desk(self) -> None:
        self._hall_place.release()
        self._hub.note_console_hall(False)
        if self.desk is not None:
            self.desk.deleteLater()
            self.desk = None


_COPIED_AFTER = ("poll", "meeting", "station", "issued_sheet", "rollback")
"""Tables; slips and people would be too often."""


class StageCopies(QObject):
    """Copies the meeting to the second folder or stick after every step of a poll or of the sitting, every sheet that
    people carry away and every station that is let in: another machine goes on from there.

    A refusal (the stick is gone) is shown once, not at every step; so is a file there that was left alone.
    """

    def __init__(self, operations: Operations, windows: WindowManager) -> None:
        super().__init__()
        self._operations = operations
        self._windows = windows
        self._refused_code = ""
        self._left = ""
        operations.changes_announced.connect(self._copy_after_stage_change)

    @Slot(object)
    def _copy_after_stage_change(self, changes: Changes) -> None:
        room = self._windows.room
        if room is not None and changes.touches(*_COPIED_AFTER):
            from sukui_desktop.services.handover.meeting_file_copies import copy_at_stage

            self._operations.run(
                self,
                copy_at_stage,
                room,
                on_done=self._warn_of_file_not_overwritten,
                on_refused=self._show_copy_refusal_once,
            )

    @Slot(object)
    def _warn_of_file_not_overwritten(self, made: StageCopy | None) -> None:
        self._refused_code = ""
        left = made.left if made is not None else ""
        if made is not None and left and left != self._left:
            show_sentence_in_bar(self._windows.console, text("handover.second.left", left=left, file=made.path.name))
        self._left = left

    @Slot(object)
    def _show_copy_refusal_once(self, error: SukuiError) -> None:
        if self._refused_code != error.code:
            self._refused_code = error.code
            show_refusal(self._windows.console, error)


def derive_file_key_in_background(file: Path, passphrase: str) -> Future[FileKey]:
    """Begin to derive the key of a meeting file on a thread that ends with it; its errors are the result's.

    Deriving does not hold the interpreter's lock, importing pages and store does: side by side they take the time of
    one. Result as `storage.file_key_and_recovery_code.derive_file_key`.
    """
    from sukui_desktop.storage.file_key_and_recovery_code import derive_file_key

    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sukui-key")
    key = pool.submit(derive_file_key, file, passphrase)
    pool.shutdown(wait=False)
    return key


def _open_meeting_with_derived_key(file: Path, key: Future[FileKey], context: Context) -> Room:
    from sukui_desktop.services.meeting_opening import open_with_key

    return open_with_key(file, key.result(), context)


def _meetings_folder() -> Path:
    """Return where new meetings are kept: beside the station's files when `SUKUI_HOME` is set, else in the user's
    documents."""
    if os.environ.get("SUKUI_HOME"):
        return station_path() / "meetings"
    return Path(platformdirs.user_documents_dir()) / text("home.page.folder")
