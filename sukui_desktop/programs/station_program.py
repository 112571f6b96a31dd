"""What the programs of all stations share: folder, being let in, line and pulse, and what staff see meanwhile."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import BadInput, Conflict, DeviceFault, StorageFault, SukuiError
from sukui_desktop.hub.invitation_text import addresses_and_port_of_hub, invitation_of_letters, invitation_of_qr_text
from sukui_desktop.hub.kept_enrolment import (
    KeptEnrolment,
    delete_stored_enrolment,
    enrolment_at_place,
    read_stored_enrolment,
    store_enrolment,
)
from sukui_desktop.hub.messages import PulseAnswer
from sukui_desktop.hub.station_line import StationLine, enrol_at_hub
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.garbage_collection import WindowThreadCollector
from sukui_desktop.programs.machine_context import station_path, wall_clock_ms
from sukui_desktop.programs.machine_state import InternetWatch
from sukui_desktop.programs.screens_in_use import CoveredScreen, ScreensInUse
from sukui_desktop.programs.station_pulse import StationPulse
from sukui_desktop.programs.uncaught_error_dialog import ThreadErrors, show_uncaught_error
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.file_lock import FileLock
from sukui_desktop.ui.qt_translation import translate_qt
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.station.enrolment_window import EnrolmentWindow
from sukui_desktop.ui.station.screen_choice_window import ScreenChoiceWindow
from sukui_desktop.ui.station.waiting_window import WaitingWindow
from sukui_desktop.ui.theme import apply_theme
from sukui_desktop.wording.refusal_sentences import refusal_sentence

_PLAIN = " -_()"
"""Letters of names that stand in the name of a folder as they are, beside letters and figures."""
_LOCK = "in-use"
"""In the folder of a station, held by the one program that works with it."""
_REFUSED_BY_OWN_HUB = ("station_revoked",)
"""Of the hub that this station looks for: another address would find no other."""
_SHUT_OUT = ("station_not_enrolled", "station_revoked")
_TO_BE_LET_IN_ANEW = (*_SHUT_OUT, "hub_of_another_meeting")


def station_folder(role: StationRole, name: str = "") -> Path:
    """Return where a station of this machine keeps what is its own; `name` tells several of one role apart."""
    plain = "".join(letter if letter.isalnum() or letter in _PLAIN else f"%{ord(letter):x}" for letter in name)
    return station_path() / "stations" / (f"{role}-{plain}" if name else str(role))


class StationProgram(QObject):
    """One station from its first window to its last; subclasses show the work once the line is there."""

    lost = Signal()
    """The hub does not answer."""

    def __init__(self, operations: Operations, role: StationRole, folder: Path, screen_number: int = 0) -> None:
        """`screen_number` is the screen that was told, from 1; 0 for none."""
        super().__init__()
        self.operations, self.role, self.folder = operations, role, folder
        self.line: StationLine | None = None
        self.pulse: StationPulse | None = None
        self.internet: InternetWatch | None = None
        """Finds whether this machine reaches the internet; set before `begin`."""
        self.answer: PulseAnswer | None = None
        """What the hub said last; None before it answered."""
        self._lock = FileLock(folder / _LOCK)
        self._hub_ahead_ms = 0
        self.covered = CoveredScreen(ScreensInUse(station_path()), str(role), folder, screen_number)
        self._choice_window: ScreenChoiceWindow | None = None
        self._enrolment_window: EnrolmentWindow | None = None
        self.waiting = WaitingWindow(role)
        self.waiting.anew_wanted.connect(self._forget_enrolment_and_ask_anew)
        self.waiting.address_given.connect(self._go_to_hub_at)
        self.waiting.resume_wanted.connect(self.resume_work)

    def begin(self, invitation: str = "") -> None:
        """Come back with what is kept; with an invitation, as its QR text, be let in first.

        Where another program works with this station's folder a window says so. With an invitation, which the console
        gives, raises Conflict station_program_open for that, StorageFault, and what `enrol_at_hub` raises.
        """
        try:
            with faults_translated(self.folder / _LOCK):
                if not self._lock.take():
                    raise Conflict("station_program_open")
        except SukuiError as error:
            if invitation:
                raise
            self.waiting.show_why_not_begun(refusal_sentence(error))
            self.waiting.show()
            return
        if invitation:
            self._open_line_and_start_pulse(self._enrol("", invitation))
            return
        try:
            kept = read_stored_enrolment(self.folder)
        except StorageFault as fault:
            self.waiting.show_sentence(refusal_sentence(fault), can_enrol=True)
            self.waiting.show()
            return
        if kept is None or kept.role is not self.role:
            self._ask_for_enrolment()
        else:
            self._open_line_and_start_pulse(kept)

    def end(self) -> None:
        """Hang up, and let another program work with this station's folder."""
        self.hang_up()
        self._lock.release()

    def hang_up(self) -> None:
        """Have nothing more to do with the hub that is known."""
        self._close_screen_choice()
        self.covered.release()
        if self.line is not None:
            self.line.close()  # first: else the window waits until the pulse that is under way was given up
        if self.pulse is not None:
            self.pulse.stop()
        self.pulse = self.line = None

    def follow_answer(self, answer: PulseAnswer) -> None:
        """Show the work of this role as the hub says it is now; called with every answer."""
        raise NotImplementedError

    def resume_work(self) -> None:
        """Show the work again that staff closed."""
        raise NotImplementedError

    def hide_work(self) -> None:
        """Show no work any more: this station was shut out."""
        raise NotImplementedError

    def suspend_work(self, sentence: str) -> None:
        """Take nothing until the hub of this room answers as it should: one of another version, of before a promotion
        or of another meeting did. `sentence` says so."""
        del sentence
        self.hide_work()
        self.waiting.show()

    def hub_time_ms(self) -> int:
        """Return the time (ms) at the hub: the clock of this computer may be wrong."""
        return wall_clock_ms() + self._hub_ahead_ms

    def window_to_show(self) -> QWidget:
        """Return the window that is in front just now."""
        return self._enrolment_window or self._choice_window or self.waiting

    def screen_to_cover(self) -> QScreen | None:
        """Return the screen that this station covers; None while people are asked which."""
        if self._choice_window is not None:
            return None
        screen = self.covered.find()
        if screen is None:
            self.waiting.hide()
            self._choice_window = ScreenChoiceWindow(self.role, self.covered.taken_by)
            self._choice_window.screen_chosen.connect(self._cover_chosen_screen)
            self._choice_window.show()
        return screen

    @Slot(object)
    def _cover_chosen_screen(self, screen: QScreen) -> None:
        """Cover it; where another program took it in the same moment people are asked again."""
        self.covered.take(screen)
        self._close_screen_choice()
        if self.answer is not None:
            self.follow_answer(self.answer)

    def _close_screen_choice(self) -> None:
        if self._choice_window is not None:
            self._choice_window.close()
            self._choice_window.deleteLater()
            self._choice_window = None

    def _enrol(self, address: str, letters: str) -> KeptEnrolment:
        invitation = invitation_of_letters(address, letters) if address else invitation_of_qr_text(letters)
        kept = enrol_at_hub(invitation, self.role)
        store_enrolment(self.folder, kept)
        return kept

    def _ask_for_enrolment(self) -> None:
        self.waiting.hide()
        self._enrolment_window = EnrolmentWindow(self.operations, self.role, self._enrol)
        self._enrolment_window.enrolled.connect(self._close_enrolment_window_and_connect)
        self._enrolment_window.show()

    @Slot(object)
    def _close_enrolment_window_and_connect(self, kept: KeptEnrolment) -> None:
        if self._enrolment_window is not None:
            self._enrolment_window.close()
            self._enrolment_window.deleteLater()
            self._enrolment_window = None
        self._open_line_and_start_pulse(kept)

    def _open_line_and_start_pulse(self, kept: KeptEnrolment) -> None:
        self.line = StationLine(kept)
        self.pulse = StationPulse(self.line, self.internet, self)
        self.pulse.heard.connect(self._follow_pulse_answer)
        self.pulse.lost.connect(self._show_loss_or_refusal_of_hub)
        self.waiting.show_station_and_meeting(kept.name, kept.meeting)
        self.waiting.show_why_it_waits("connecting")
        self.waiting.show()
        self.pulse.start()

    @Slot(object)
    def _follow_pulse_answer(self, answer: PulseAnswer) -> None:
        if self.line is None:
            return
        self.answer = answer
        self._hub_ahead_ms = answer.clock_ms - wall_clock_ms()
        before = self.line.enrolment
        told = replace(before, promotions=self.line.promotions, promotion_proof=self.line.promotion_proof)
        if told.promotions >= before.promotions and told != before:
            self.line.enrolment = told
            if self._keep_enrolment() is not None:
                self.line.enrolment = before  # tried again at the next pulse: meanwhile the program knows it
        self.waiting.show_station_and_meeting(answer.name, self.line.enrolment.meeting)
        self.follow_answer(answer)
        if answer.changes:
            self.operations.changes_announced.emit(answer.changes)

    @Slot(object)
    def _show_loss_or_refusal_of_hub(self, error: SukuiError) -> None:
        if isinstance(error, DeviceFault):
            self.waiting.show_why_it_waits("lost")
            self.lost.emit()
            return
        sentence, can_enrol = refusal_sentence(error), error.code in _TO_BE_LET_IN_ANEW
        can_move = error.code not in _REFUSED_BY_OWN_HUB
        self.waiting.show_sentence(sentence, can_enrol=can_enrol, can_move=can_move)
        if error.code in _SHUT_OUT:
            self.hide_work()
            self.waiting.show()
        else:
            self.suspend_work(sentence)

    @Slot(str)
    def _go_to_hub_at(self, written: str) -> None:
        """Look for the hub of this room at another address first from now on; what is shown and typed stays."""
        if self.line is None:
            return
        try:
            addresses, port = addresses_and_port_of_hub(written)
        except BadInput as error:
            self.waiting.show_address_refusal(refusal_sentence(error))
            return
        self.line.move_to(enrolment_at_place(self.line.enrolment, addresses, port))
        self.waiting.show_why_it_waits("connecting")
        fault = self._keep_enrolment()
        if fault is not None:
            self.waiting.show_sentence(refusal_sentence(fault), can_move=True)

    def _keep_enrolment(self) -> StorageFault | None:
        """Keep where the hub is for the next start of this program; returns why the disk did not take it."""
        assert self.line is not None
        try:
            store_enrolment(self.folder, self.line.enrolment)
        except StorageFault as fault:
            return fault
        return None

    @Slot()
    def _forget_enrolment_and_ask_anew(self) -> None:
        try:
            delete_stored_enrolment(self.folder)
        except StorageFault as fault:
            self.waiting.show_sentence(refusal_sentence(fault), can_enrol=True)
            return
        self.hang_up()
        self._ask_for_enrolment()


def add_screen_option(parser: argparse.ArgumentParser) -> None:
    """Add `--screen`, which says by its number which screen a station covers."""
    parser.add_argument(
        "--screen", type=int, default=0, metavar=text("cli.metavar.number"), help=text("cli.help.screen")
    )


def run_station(
    argv: Sequence[str] | None,
    parser: argparse.ArgumentParser,
    make_program: Callable[[Operations, argparse.Namespace], StationProgram],
) -> int:
    """Run the program of a station until its last window is closed.

    The parser gets the options of every station: `--name` tells several of one role on this machine apart, `--invited`
    reads an invitation from the standard input, as the console gives it. Returns 0, 1 after a bug, 2 when it was typed
    wrongly, 3 or 4 when it was not let in.
    """
    parser.add_argument("--name", default="", metavar=text("cli.metavar.station"), help=text("cli.help.station_name"))
    parser.add_argument("--invited", action="store_true", help=text("cli.help.invited"))
    try:
        options = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    invitation = sys.stdin.readline().strip() if options.invited else ""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("sukui")
    apply_theme(app)
    translate_qt(app)
    operations = Operations()
    program = make_program(operations, options)
    program.internet = InternetWatch()
    program.internet.start()
    sys.excepthook, thread_errors = show_uncaught_error, ThreadErrors(app)
    collector = WindowThreadCollector(app)
    try:
        try:
            program.begin(invitation)
        except SukuiError as error:
            sys.stderr.write(refusal_sentence(error) + "\n")
            return error.exit_code
        return app.exec()
    finally:
        collector.restore_automatic_collection()
        sys.excepthook = sys.__excepthook__
        thread_errors.stop()
        program.internet.stop()
        program.end()
        operations.finish_and_end_threads()
