"""The kiosk's window: full screen, locked, one page at a time under a strip with the poll's title."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QScreen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QSizePolicy,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import DeviceFault, SukuiError
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.checkin.voter_turns import TurnSnapshot
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.remote_room import RemoteRoom
from sukui_desktop.services.vote.ballot_sealing import BallotCaster, BallotPaper
from sukui_desktop.services.vote.poll_box import read_ballot_paper
from sukui_desktop.services.vote.poll_heads import PollHead
from sukui_desktop.services.vote.polls import read_poll_head
from sukui_desktop.services.vote.room_caster import RoomCaster
from sukui_desktop.ui.kiosk.ballot_cards import CardList
from sukui_desktop.ui.kiosk.ballot_casting import CastingFlow
from sukui_desktop.ui.kiosk.idle_warning import IdleNotice, IdleWatch
from sukui_desktop.ui.kiosk.page_base import KioskButton, KioskPage
from sukui_desktop.ui.kiosk.staff_pin import PinGate, PinMemory
from sukui_desktop.ui.kiosk.start_and_guide_pages import GATHERING, HUB_LOST, STATION_PAUSED, SlipNumber
from sukui_desktop.ui.kiosk.tap_guard import TapGuard, mm_a_pixel
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Pace
from sukui_desktop.ui.kiosk.touch_gestures import TouchLimits
from sukui_desktop.ui.kiosk.voter_journey import Journey, Pages
from sukui_desktop.ui.kiosk.window_lock import KioskWindowLock
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.basic_widgets import with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.refusal_bar import show_refusal
from sukui_desktop.ui.widgets.screen_scale import show_over_whole_screen, style_screen, with_spacing_in_ems

RING_PX = 4
_INNER_PX = 3
_ROOM_PX = RING_PX + _INNER_PX
_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})
_EM_PER_MILLE = 35


class FocusRing(QWidget):
    """4 px of dark blue and 3 px of white: seen on white pages and on blue buttons alike."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the control when it moves."""
        if watched is self._target and event.type() in _MOVES:
            self._surround_focused_widget()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the two rings."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outer = QRectF(self.rect()).adjusted(RING_PX / 2, RING_PX / 2, -RING_PX / 2, -RING_PX / 2)
        painter.setPen(QPen(color("line-focus-fill"), RING_PX))
        painter.drawRoundedRect(outer, 10, 10)
        gap = RING_PX / 2 + _INNER_PX / 2
        painter.setPen(QPen(color("surface"), _INNER_PX))
        painter.drawRoundedRect(outer.adjusted(gap, gap, -gap, -gap), 8, 8)
        painter.end()

    @Slot(QWidget, QWidget)
    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._target is not None:
            self._target.removeEventFilter(self)
        # A list paints the ring around its card.
        has_ring = new is not None and new.window() is self.window() and not isinstance(new, CardList)
        self._target = new if has_ring else None
        if self._target is not None:
            self._target.installEventFilter(self)
        self._surround_focused_widget()

    def _surround_focused_widget(self) -> None:
        target = self._target
        if target is None or not target.isVisible() or target.focusPolicy() == Qt.FocusPolicy.NoFocus:
            self.hide()
            return
        room = 0 if isinstance(target, QAbstractScrollArea) else _ROOM_PX
        place = QRect(target.mapTo(self.window(), QPoint(0, 0)), target.size())
        self.setGeometry(place.adjusted(-room, -room, room, room))
        self.show()
        self.raise_()


_COMING_MS = 45_000
"""How long a kiosk says that somebody comes."""


class HelpButton(KioskButton):
    """Calls staff on every page; pressed again it takes the call back. Hidden where nobody would be told."""

    called = Signal(bool)
    """Whether somebody here calls for staff."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("kiosk.window.help", parent, on_click=self._call_or_take_back)
        self.setProperty("kind", "help")
        self.is_calling = False
        self._coming = QTimer(self, singleShot=True, interval=_COMING_MS)
        self._coming.timeout.connect(self._show_state)
        self.hide()

    @Slot()
    def show_that_staff_come(self) -> None:
        """Say that staff saw the call; the call is over."""
        if self.is_calling:
            self.is_calling = False
            self._coming.start()
            self._show_state()
            self.called.emit(False)

    @Slot()
    def _call_or_take_back(self) -> None:
        self._coming.stop()
        self.is_calling = not self.is_calling
        self._show_state()
        self.called.emit(self.is_calling)

    @Slot()
    def _show_state(self) -> None:
        key = "help_called" if self.is_calling else "help_coming" if self._coming.isActive() else "help"
        self.setText(text(f"kiosk.window.{key}"))
        self.setAccessibleName(self.text())


class PollStrip(QFrame):
    """Never changes while a poll lives."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.title = with_style_property(PlainLabel(self), "role", "strip")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.setWordWrap(True)
        self.practice = with_style_property(PlainLabel(text("kiosk.window.practice"), self), "role", "practice")
        self.practice.setObjectName("practiceMark")
        self.practice.hide()
        self.not_held = with_style_property(PlainLabel(text("kiosk.window.not_held"), self), "role", "practice")
        self.not_held.setObjectName("keyboardNotHeld")
        self.not_held.hide()
        self.words = with_style_property(PlainLabel(self), "role", "strip")
        self.help = HelpButton(self)
        row = row_of(grow(self.title), self.practice, self.not_held, self.words, self.help, into=self)
        with_spacing_in_ems(row, 1, (1.1, 0.25, 1.1, 0.25))

    def show_title_and_seal_words(self, title: str, words: tuple[str, ...], *, is_practice: bool) -> None:
        """Show the poll's title, the four words of its sealed definition and the practice mark."""
        self.title.setText(title)
        self.words.setText(text("kiosk.window.words", words=" · ".join(words)) if words else "")
        self.practice.setVisible(is_practice)

    @Slot(bool)
    def warn_unless_keyboard_is_held(self, is_held: bool) -> None:
        """Warn the staff while another program could take the keyboard."""
        self.not_held.setVisible(not is_held)


class KioskWindow(QWidget):
    """One poll's kiosk; `show_on` gives it a screen, only the PIN takes it away again.

    `check_token` accepts a slip's number from another window of the program; `left` is called when staff closed it.
    """

    left = Signal()
    slip_answered = Signal(str)
    """What became of a number handed over: `accepted`, `busy`, `not_open`, or the sentence of a refusal."""
    pin_used_up = Signal(int)
    """Somebody used up all tries at the staff's number, for so many times in a row."""
    slip_left = Signal(str)
    """A number handed over whose voter left without voting: it is still good."""
    turn_ended = Signal(bool)
    """The one voter's way ended: True with a ballot in the box."""
    staff_came = Signal()
    """The staff's number was right after or within a turn: `show_next_voters` or `leave_to_console` is to be called."""
    next_voter_wanted = Signal(str)
    """Person id: `begin_turn` is to be called with their slip."""

    def __init__(
        self,
        operations: Operations,
        room: Room | RemoteRoom,
        poll_id: PollId,
        pin: str,
        pace: Pace | None = None,
        *,
        is_one_voter: bool = False,
        caster: BallotCaster | None = None,
        pin_memory: PinMemory | None = None,
    ) -> None:
        """`is_one_voter`: on the console's own screen, where staff take it back after each voter; `caster`: who takes
        slips and ballots, where it is not the room alone; `pin_memory`: where tries of the PIN outlive this window."""
        super().__init__()
        self._is_one_voter = is_one_voter
        self._waiting_token = self._handed_token = ""
        self.setObjectName("kiosk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(text("kiosk.window.name"))
        self._operations, self._room = operations, room
        self.poll_id = poll_id
        self._may_close = False
        self._why_not_taken = ""
        """HUB_LOST or STATION_PAUSED while this kiosk takes nothing, whatever the poll's state is."""
        self._page_before: KioskPage | None = None
        self._head: PollHead | None = None
        self._paper: BallotPaper | None = None
        pace = pace or Pace()
        self.number = SlipNumber(self)
        self.strip = PollStrip(self)
        self._gate = PinGate(pin, pace.pin_wait_s, pin_memory)
        self.pages = Pages(self.number, self._gate, pace, self)
        self.casting = CastingFlow(operations, caster or RoomCaster(room, poll_id), self)
        self.idle = IdleWatch(pace.quiet_s, pace.warn_s, pace.tick_ms, self)
        self.journey = Journey(self.pages, self.casting, self.idle, self)
        self.is_staff_here = False
        """The staff's number was right, and the next turn has not begun."""
        self._has_voter = False
        """A slip was accepted and its voter has not ended."""
        self._is_turn = False
        """The slip that is handed over is held by the program: no desk is to see its number."""
        self.lock = KioskWindowLock(self)
        self.guard = TapGuard(self, TouchLimits(new_page_ms=pace.guard_ms))
        self.ring = FocusRing(self)
        self.notice = IdleNotice(self)
        column_of(self.strip, grow(self.pages), spacing=0, margins=0, into=self)
        if is_one_voter:
            self.pages.start.takes_numbers = False
            self.pages.start.show_poll_state("")
            self.pages.done.use_words_of_one_screen()
            self.notice.leaving_key = "kiosk.idle.locking"
            self.journey.waits_at_guide = True
        self._connect_signals()
        self._read_poll_head()

    def show_on(self, screen: QScreen) -> None:
        """Cover a whole screen, on top of everything, with the keyboard held."""
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.setFixedSize(screen.geometry().size())
        show_over_whole_screen(self, screen)
        self.lock.hold_keyboard(self.windowHandle())

    @Slot(str)
    def check_token(self, token: str) -> None:
        """Begin with a slip's number that another window hands over; `slip_answered` says what became of it."""
        self._is_turn = False
        self._begin_with_token(token)

    def _begin_with_token(self, token: str) -> None:
        if self._head is None or self._paper is None:
            self._waiting_token = token  # until the poll is read
        elif not self.journey.is_waiting_for_voter or self.casting.is_checking_token:
            self.slip_answered.emit("busy")
        elif not self.pages.start.is_open:
            self.slip_answered.emit("not_open")
            if self._is_one_voter:
                self._show_locked_page(text("kiosk.refused.poll_not_open"))
        else:
            self._handed_token = token
            self.journey.check_token(token)

    @property
    def is_for_one_voter(self) -> bool:
        """Whether staff take the screen back after each voter."""
        return self._is_one_voter

    def begin_turn(self, token: str) -> None:
        """Begin with the slip of the next voter, which the program holds; staff were here and go away now."""
        self.is_staff_here = False
        self.pages.pin.set_locked(is_locked=False)
        self.pages.show_page(self.pages.start)
        self._is_turn = True
        self._begin_with_token(token)

    def show_next_voters(self, snapshot: TurnSnapshot, ended: str) -> None:
        """Show staff how the turn ended and who may be next."""
        self.pages.next_voter.show_ended_turn_and_waiting_voters(snapshot, ended)
        self.pages.show_page(self.pages.next_voter)

    @Slot()
    def leave_to_console(self) -> None:
        """Close: staff are here."""
        self._may_close = True
        self.close()

    @Slot()
    def lock_for_staff(self) -> None:
        """Show nothing but the question for the staff's number."""
        self._show_locked_page("")

    def _show_locked_page(self, why: str) -> None:
        self.is_staff_here = False
        self.pages.pin.set_locked(is_locked=True)
        self.pages.show_page(self.pages.pin)
        if why:
            self.pages.pin.show_why_not_closed(why)

    @property
    def is_at_rest(self) -> bool:
        """Whether nobody is voting here: staff who left it at the question for their number are no voter."""
        is_asking_staff = self.pages.currentWidget() is self.pages.pin and self._page_before is self.pages.start
        return self.journey.is_waiting_for_voter or (is_asking_staff and not self._is_one_voter)

    @property
    def has_voter(self) -> bool:
        """Whether a slip was accepted whose voter has not ended, also while staff look at their own page."""
        return self._has_voter

    def set_hub_reached(self, *, is_reached: bool, is_paused: bool = False) -> None:
        """Say, as often as the hub is heard, whether it answers and whether staff paused this kiosk there.

        While it does not take anything nobody can begin here; a ballot that waits for the hub is sent again once it
        does.
        """
        why = STATION_PAUSED if is_reached and is_paused else "" if is_reached else HUB_LOST
        if self._why_not_taken != why:
            self._why_not_taken = why
            self._read_poll_head()
        if not why:
            self.journey.send_waiting_ballot_again()

    def offer_help(self) -> None:
        """Show the button that calls staff: somebody is told of it (`strip.help`)."""
        self.strip.help.show()

    def set_staff_number(self, pin: str) -> None:
        """Let this be the staff's number from now on."""
        self._gate.change_pin(pin)

    def close_for_another_poll(self) -> None:
        """Close without the staff's number, so that the kiosk of another poll may take its place; at rest only."""
        if self.is_at_rest:
            self._may_close = True
            self.close()

    @Slot(bool)
    def set_shown_in_hall(self, is_shown: bool) -> None:
        """Say to voters from now on whether a ballot that they have opened is shown in the hall too."""
        self.pages.audit_ask.set_shown_in_hall(is_shown=is_shown)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay open until the PIN was right, and ask for it."""
        if not self._may_close:
            event.ignore()
            self._show_pin_page()
            return
        self.lock.release_keyboard()
        super().closeEvent(event)
        self.left.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Install the event filters between the window system and the widgets."""
        super().showEvent(event)
        handle = self.windowHandle()
        self.guard.mm_a_pixel = mm_a_pixel(self.screen())
        for watcher in (self.number, self.guard, self.idle, self.lock):
            # The last one installed is asked first: the lock, then the idle watch, the guard, the slip number.
            handle.installEventFilter(watcher)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every length the new screen's measure."""
        super().resizeEvent(event)
        style_screen(self, "kiosk", per_mille=_EM_PER_MILLE)
        self.notice.setGeometry(self.rect())

    def _connect_signals(self) -> None:
        self._operations.changes_announced.connect(self._read_poll_head_if_changed)
        self.pages.page_shown.connect(self.guard.ignore_taps_for_a_moment)
        self.guard.contact_began.connect(self.lock.time_contact_in_corner)
        self.guard.contact_ended.connect(self.lock.end_contact)
        self.idle.warned.connect(self.notice.show_seconds_left)
        self.idle.revived.connect(self.notice.hide)
        self.idle.ran_out.connect(self.notice.hide)
        self.notice.go_on.clicked.connect(self.idle.restart_idle_time)
        self.lock.keyboard_held.connect(self.strip.warn_unless_keyboard_is_held)
        self.lock.staff_wanted.connect(self._show_pin_page)
        self.pages.currentChanged.connect(self._keep_pointer_while_voting)
        self.pages.pin.used_up.connect(self.pin_used_up)
        self.pages.pin.closed.connect(self._leave_pin_page)
        self.pages.pin.opened.connect(self._close_kiosk_for_staff)
        self.pages.next_voter.next_wanted.connect(self.next_voter_wanted)
        self.pages.next_voter.console_wanted.connect(self.leave_to_console)
        self.pages.next_voter.left_alone.connect(self.lock_for_staff)
        self.casting.token_accepted.connect(self._tell_desk_slip_accepted)
        self.casting.token_refused.connect(self._tell_desk_slip_refused)
        self.casting.accepted.connect(self._forget_handed_token)
        self.journey.ended.connect(self._finish_voter_and_return_unused_slip)

    def _read_poll_head(self) -> None:
        if self._why_not_taken:
            self._show_start_state(self._why_not_taken)
            return
        self._operations.run(
            self,
            read_poll_head,
            self._room,
            self.poll_id,
            on_done=self._show_poll_and_load_ballot_paper,
            on_refused=self._show_that_hub_is_lost,
        )

    def _show_that_hub_is_lost(self, error: SukuiError) -> None:
        if isinstance(error, DeviceFault):
            self._show_start_state(HUB_LOST)
        elif error.code == STATION_PAUSED:
            self._show_start_state(STATION_PAUSED)
        else:
            show_refusal(self, error)

    def _show_poll_and_load_ballot_paper(self, head: PollHead) -> None:
        self._head = head
        if head.tally_public_key and not _is_ballot_paper_current(self._paper, head):
            self._operations.run(
                self,
                read_ballot_paper,
                self._room,
                self.poll_id,
                on_done=self._use_ballot_paper,
                on_refused=self._ignore_missing_ballot_paper,
            )
        else:
            self._show_poll_state_and_check_waiting_token(head)

    def _ignore_missing_ballot_paper(self, error: SukuiError) -> None:
        del error  # withdrawn between the two readings: its announcement lets the head be read again

    def _use_ballot_paper(self, paper: BallotPaper) -> None:
        if self._head is None or not _is_ballot_paper_current(paper, self._head):
            return  # withdrawn meanwhile: the newer head brings its own paper
        self._paper = paper
        self.casting.set_ballot_paper(paper)
        self.strip.show_title_and_seal_words(
            paper.definition.title, self._head.words, is_practice=paper.definition.is_practice
        )
        self.journey.set_poll_definition(paper.definition)
        self._show_poll_state_and_check_waiting_token(self._head)

    def _show_start_state(self, state: str) -> None:
        self.pages.start.show_poll_state(state)
        if self.journey.is_waiting_for_voter:
            self.pages.start.first_focus().setFocus()

    def _show_poll_state_and_check_waiting_token(self, head: PollHead) -> None:
        self._show_start_state(self._why_not_taken or (GATHERING if head.is_gathering else head.state))
        if self._waiting_token and self._paper is not None:
            token, self._waiting_token = self._waiting_token, ""
            self._begin_with_token(token)

    @Slot()
    def _keep_pointer_while_voting(self) -> None:
        self.lock.keeps_pointer = not self.journey.is_waiting_for_voter

    @Slot()
    def _tell_desk_slip_accepted(self) -> None:
        self._has_voter = True
        if self._handed_token:
            self.slip_answered.emit("accepted")

    @Slot(str)
    def _tell_desk_slip_refused(self, why: str) -> None:
        if self._handed_token:
            self._handed_token = ""
            self.slip_answered.emit(why)
        if self._is_one_voter:
            self._show_locked_page(why)

    @Slot(str)
    def _forget_handed_token(self, receipt: str) -> None:
        del receipt
        self._handed_token = ""

    @Slot(bool)
    def _finish_voter_and_return_unused_slip(self, is_cast: bool) -> None:
        token, self._handed_token = self._handed_token, ""
        if token and not is_cast and not self._is_turn:
            self.slip_left.emit(token)
        had_voter, self._has_voter = self._has_voter, False
        if not self._is_one_voter or self._may_close or not had_voter:
            return
        self.turn_ended.emit(is_cast)
        if not self.is_staff_here:
            self._show_locked_page("")

    @Slot(object)
    def _read_poll_head_if_changed(self, changes: Changes) -> None:
        if changes.touches("poll", "rollback"):
            self._read_poll_head()

    @Slot()
    def _show_pin_page(self) -> None:
        shown = self.pages.currentWidget()
        if shown is self.pages.next_voter:
            self.lock_for_staff()  # staff went away: whoever presses the keys now has to know the number
        elif isinstance(shown, KioskPage) and shown is not self.pages.pin:
            self.pages.pin.set_locked(is_locked=False)
            self._page_before = shown
            self.pages.show_page(self.pages.pin)

    @Slot()
    def _leave_pin_page(self) -> None:
        self.pages.pin.reset()
        self.pages.show_page(self._page_before or self.pages.start)

    @Slot()
    def _close_kiosk_for_staff(self) -> None:
        if self.casting.is_waiting_for_answer:
            self.pages.pin.show_why_not_closed(text("kiosk.pin.busy"))
            return
        if self._is_one_voter and self._is_turn:
            self.is_staff_here = True
            self.journey.wipe_voter_and_show_start()
            self.staff_came.emit()
            return
        self._may_close = True
        self.journey.wipe_voter_and_show_start()
        self.close()


def _is_ballot_paper_current(paper: BallotPaper | None, head: PollHead) -> bool:
    """Return whether ballots sealed on this paper can be opened; the key changes even where the question does not."""
    if paper is None:
        return False
    return (paper.definition_hash, paper.tally_public_key) == (head.definition_hash, head.tally_public_key)
