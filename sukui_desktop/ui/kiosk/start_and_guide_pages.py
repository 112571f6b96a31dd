"""시작 and 안내: the slip's number by scanner or key, and what the vote asks."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.models.poll import PollState
from sukui_desktop.ui.kiosk.page_base import KioskButton, KioskPage
from sukui_desktop.ui.kiosk.screen_keyboard import CROCKFORD, KeyPad
from sukui_desktop.ui.kiosk.sentences import limit_sentences_for_guide
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Countdown, Pace
from sukui_desktop.ui.widgets.basic_widgets import show_words_or_hide
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.screen_scale import role_label, with_spacing_in_ems

_LONGEST = 64
_GROUP = 4
_FORGET_MS = 30_000
_BURST_MS = 200
"""Enter this soon after a letter belongs to a scanner, not to a finger."""
_ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_KEY_EVENTS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
HUB_LOST = "hub_lost"
"""Stands for the state of a poll while the hub that holds its box does not answer."""
STATION_PAUSED = "station_paused"
"""Stands for it while staff paused this kiosk at the console; the hub's refusal has the same code."""
GATHERING = "gathering"
"""Stands for it while another machine takes the hub's place."""
_WHY_CLOSED: dict[str, str] = {
    PollState.DRAFTED: "not_open",
    PollState.READY: "not_open",
    PollState.PAUSED: "paused",
    HUB_LOST: "hub_lost",
    STATION_PAUSED: "station_paused",
    GATHERING: "gathering",
}


class SlipNumber(QObject):
    """Event filter of the kiosk's QWindow: no printable key of a scanner ever reaches a widget.

    While it takes keys, letters and figures go into the number and Enter sends it; else they go nowhere, and neither
    does the Enter that ends a scan. A page that has a text field lets the keys through with `pass_keys_to_text_field`.
    """

    changed = Signal()
    entered = Signal(str)

    def __init__(self, parent: QObject | None = None, forget_ms: int = _FORGET_MS) -> None:
        """`forget_ms`: a number that nobody goes on with is forgotten."""
        super().__init__(parent)
        self._letters = bytearray()
        self._takes_keys = False
        self._lets_through = False
        self._is_refused = False
        self._forget = QTimer(self, singleShot=True, interval=forget_ms)
        self._forget.timeout.connect(self.wipe_number)
        self.changed.connect(self._restart_time_to_forget)
        self._since_letter = QElapsedTimer()

    def set_keyboard_enabled(self, is_taking: bool) -> None:
        """Take the keyboard's letters into the number, or stop."""
        self._takes_keys = is_taking

    def pass_keys_to_text_field(self, is_through: bool) -> None:
        """Let letters through to a text field, or stop them."""
        self._lets_through = is_through

    def grouped_number(self) -> str:
        """Return the number in groups, as it is printed on a slip."""
        letters = self._letters.decode("ascii")
        return "-".join(letters[place : place + _GROUP] for place in range(0, len(letters), _GROUP))

    def take_number(self) -> str:
        """Return the number and forget it here."""
        token = self.grouped_number()
        self.wipe_number()
        return token

    def show_refused_number(self, token: str) -> None:
        """Show a refused number again, so that its wrong letter may be corrected; a scan begins anew all the same."""
        self.wipe_number()
        for letter in token:
            self.add_letter(letter)
        self._is_refused = bool(self._letters)

    @Slot(str)
    def add_letter(self, letter: str) -> None:
        """Write one letter; what is no letter of a number is left out."""
        if letter in CROCKFORD + "ILOU" and len(self._letters) < _LONGEST:
            self._letters += letter.encode("ascii")
            self.changed.emit()

    @Slot()
    def erase_letter(self) -> None:
        """Take the last letter back."""
        self._is_refused = False
        if self._letters:
            self._letters.pop()
            self.changed.emit()

    @Slot()
    def wipe_number(self) -> None:
        """Overwrite and forget the number."""
        self._letters[:] = bytes(len(self._letters))
        self._letters.clear()
        self._is_refused = False
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep letters from the widgets below."""
        if event.type() not in _KEY_EVENTS or not isinstance(event, QKeyEvent) or self._lets_through:
            return False
        if event.type() == QEvent.Type.KeyPress:
            return self._write_or_swallow_key(event)
        return _letter_of_key(event) != ""

    def _write_or_swallow_key(self, event: QKeyEvent) -> bool:
        letter = _letter_of_key(event)
        if letter:
            self._since_letter.start()
            if self._takes_keys:
                if self._is_refused:
                    self.wipe_number()
                self.add_letter(letter)
            return True
        if event.key() in _ENTERS:
            return self._send_number_or_swallow_enter()
        if self._takes_keys and event.key() == Qt.Key.Key_Backspace:
            self.erase_letter()
            return True
        return False

    @Slot()
    def _restart_time_to_forget(self) -> None:
        if self._letters:
            self._forget.start()
        else:
            self._forget.stop()

    def _send_number_or_swallow_enter(self) -> bool:
        is_burst = self._since_letter.isValid() and self._since_letter.elapsed() < _BURST_MS
        # One Enter ends one scan; the next is a finger's.
        self._since_letter.invalidate()
        if self._takes_keys and self._letters:
            self.entered.emit(self.take_number())
            return True
        return is_burst


def _letter_of_key(event: QKeyEvent) -> str:
    """Return the letter or figure of a key, upper case, whatever the keyboard's language; '-' for other signs.

    With the Hangul keyboard on, a scanner's letters arrive as 한글, but their key codes stay the same.
    """
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return ""
    key = int(event.key())
    if 0x30 <= key <= 0x39 or 0x41 <= key <= 0x5A:
        return chr(key)
    return "-" if 0x21 <= key < 0x01000000 else ""


def _heading_key(state: str) -> str:
    return "lost_heading" if state in (HUB_LOST, STATION_PAUSED, GATHERING) else "closed_heading"


class StartPage(KioskPage):
    """Shows the slip's number as it is typed by finger, keyboard or scanner; all three write into one `SlipNumber`."""

    token_entered = Signal(str)

    def __init__(self, number: SlipNumber, pace: Pace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self._refusal_ends = Countdown(pace.refusal_s, pace.tick_ms, self)
        self._refusal_ends.ran_out.connect(self.reset)
        self.is_open = False
        self.takes_numbers = True
        """False where the program itself hands over each slip: nobody types or scans one here."""
        self.message = role_label(self, "danger", name="startMessage")
        self.checking = role_label(self, "big", "kiosk.start.checking", name="startChecking")
        self.checking.hide()
        self.shown_number = role_label(self, "number", name="slipNumber")
        self.keypad = KeyPad(CROCKFORD, 8, "kiosk.start.key", self)
        self.erase = KioskButton("kiosk.start.erase", self, is_struck_twice=True)
        self.clear = KioskButton("kiosk.start.clear", self)
        self.enter = KioskButton("kiosk.start.enter", self, is_primary=True, on_click=self._send_number_typed)
        self._right = QWidget(self)
        self._right.setObjectName("slipKeys")
        self._arrange()
        self.keypad.letter_pressed.connect(number.add_letter)
        self.erase.clicked.connect(number.erase_letter)
        self.clear.clicked.connect(number.wipe_number)
        number.changed.connect(self._show_number_typed)
        self.show_poll_state("")

    def reset(self) -> None:
        """Forget the number and the message."""
        self.number.wipe_number()
        self.checking.hide()
        self.show_slip_refusal("")

    def first_focus(self) -> QWidget:
        """The keyboard writes the number wherever it is; Enter goes on."""
        return self.enter if self.enter.isVisibleTo(self) else self

    def show_poll_state(self, state: str) -> None:
        """Take slips only while the poll is open; show why not otherwise ('' while the poll is being read)."""
        self.is_open = is_open = state == PollState.OPEN
        takes_numbers = is_open and self.takes_numbers
        self._right.setVisible(takes_numbers)
        self.number.set_keyboard_enabled(takes_numbers)
        self._scan.setVisible(takes_numbers)
        shows_why = bool(state) and not is_open
        self.heading.setText(text(f"kiosk.start.{_heading_key(state) if shows_why else 'heading'}"))
        open_words = "scan_more" if self.takes_numbers else "reading"
        why = open_words if is_open else _WHY_CLOSED.get(state, "ended" if state else "reading")
        self._more.setText(text(f"kiosk.start.{why}"))

    def show_slip_refusal(self, sentence: str) -> None:
        """Show why a slip was not taken, for a while; '' removes the sentence."""
        show_words_or_hide(self.message, sentence)
        self._refusal_ends.stop()
        if sentence:
            self.checking.hide()
            self._refusal_ends.start()

    def show_slip_being_checked(self) -> None:
        """Show that a slip's number is being asked for, until it is answered."""
        self.show_slip_refusal("")
        self.checking.show()

    def _arrange(self) -> None:
        self._scan: QLabel = role_label(self, "big", "kiosk.start.scan")
        self._more: QLabel = role_label(self, "lead", "kiosk.start.scan_more")
        at_the_foot = [role_label(self, "small", f"kiosk.start.{key}") for key in ("help", "staff")]
        left = column_of(self._scan, self._more, self.checking, self.message, grow(), *at_the_foot)
        buttons = row_of(grow(self.erase), grow(self.clear), grow(self.enter, 2))
        number = role_label(self, "small", "kiosk.start.number")
        right = column_of(number, self.shown_number, grow(self.keypad), buttons, into=self._right)
        with_spacing_in_ems(left, 0.7, (0, 0.3, 0, 0))
        with_spacing_in_ems(right, 0.3)
        with_spacing_in_ems(buttons, 0.6, (0.35, 0.2, 0.35, 0.35))
        fill(self.body, grow(with_spacing_in_ems(row_of(grow(left), self._right), 1.4)))
        self.foot.hide()
        self._show_number_typed()

    @Slot()
    def _show_number_typed(self) -> None:
        shown = self.number.grouped_number()
        self.shown_number.setText(shown or text("kiosk.start.empty"))
        self.shown_number.setProperty("is_empty", not shown)
        self.shown_number.style().polish(self.shown_number)
        if shown:
            self.show_slip_refusal("")

    @Slot()
    def _send_number_typed(self) -> None:
        token = self.number.take_number()
        if token:
            self.token_entered.emit(token)


class GuidePage(KioskPage):
    """Title, limits in words, secrecy, time."""

    begun = Signal()
    quitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading.setText(text("kiosk.guide.heading"))
        self.question = role_label(self, "big")
        self.rules = role_label(self, "lead")
        self.quit = KioskButton("kiosk.guide.quit", self, on_click=self.quitted)
        self.begin = KioskButton("kiosk.guide.begin", self, is_primary=True, on_click=self.begun)
        fill(
            self.body,
            self.question,
            self.rules,
            role_label(self, "lead", "kiosk.guide.secret"),
            role_label(self, "lead", "kiosk.guide.time"),
            grow(),
        )
        fill(self.foot_row, self.quit, grow(), self.begin)

    def show_poll_question_and_limits(self, definition: Definition) -> None:
        """Show what this poll asks."""
        self.question.setText(definition.title)
        self.rules.setText("\n".join(limit_sentences_for_guide(definition.question, definition.currency)))

    def first_focus(self) -> QWidget:
        """Enter goes on to the list."""
        return self.begin
