"""직원 확인: whether a PIN opens the kiosk, and the page that asks for it."""

from __future__ import annotations

import hashlib
import hmac
from typing import Protocol

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.page_base import KioskButton, KioskPage
from sukui_desktop.ui.kiosk.screen_keyboard import DIGITS, KeyPad
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Countdown, Pace
from sukui_desktop.ui.widgets.basic_widgets import set_style_property
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.screen_scale import role_label, with_spacing_in_ems

TRIES = 3
_LONGEST = 12
_FLASH_MS = 400
_FLASHES = 16
"""Turns of the alarm between red and plain; each begins with the sound of the machine."""
_MOST_DOUBLINGS = 5
"""30 seconds become 16 minutes at most: three guesses each, and staff who only mistyped are let in the same day."""


class PinTries(msgspec.Struct, frozen=True, kw_only=True):
    """How far somebody is with guessing."""

    left: int = TRIES
    times_used_up: int = 0
    """How often all tries were used up since the right number: each time makes people wait twice as long."""
    wait_s: int = 0
    """How long nothing is taken from now on."""


class PinMemory(Protocol):
    """Where the tries are kept that a start of the program, or another window, is not to give back."""

    def read_tries(self) -> PinTries:
        """Return what was kept, with what is left of the wait."""

    def keep_tries(self, tries: PinTries) -> None:
        """Keep this in the place of what was kept."""


class PinGate:
    """Keeps a hash of the PIN for as long as the window lives; a wrong one costs a try."""

    def __init__(self, pin: str, wait_s: int = 30, memory: PinMemory | None = None) -> None:
        """`wait_s`: how long people wait after the first `TRIES`; without a memory tries live as long as the window."""
        self._digest = _pin_digest(pin)
        self._first_wait_s, self._memory = wait_s, memory
        kept = memory.read_tries() if memory is not None else PinTries()
        self.tries_left, self.times_used_up, self.wait_s = kept.left, kept.times_used_up, kept.wait_s
        """`wait_s`: what was left of a wait when this gate was made, or how long the newest one is."""

    def try_pin(self, typed: str) -> bool:
        """Return whether `typed` is the PIN; a right one gives all tries back, and none counts when no try is left."""
        if not self.tries_left:
            return False
        if hmac.compare_digest(_pin_digest(typed), self._digest):
            self.tries_left = TRIES
            self.times_used_up = self.wait_s = 0
            self._keep()
            return True
        self.tries_left -= 1
        if not self.tries_left:
            self.times_used_up += 1
            self.wait_s = self._first_wait_s * 2 ** min(self.times_used_up - 1, _MOST_DOUBLINGS)
        self._keep()
        return False

    def change_pin(self, pin: str) -> None:
        """Take another PIN from now on; tries that were used up stay so."""
        self._digest = _pin_digest(pin)

    def give_tries_back(self) -> None:
        """Give the tries back: the wait is over."""
        self.tries_left, self.wait_s = TRIES, 0
        self._keep()

    def _keep(self) -> None:
        if self._memory is not None:
            tries = PinTries(left=self.tries_left, times_used_up=self.times_used_up, wait_s=self.wait_s)
            self._memory.keep_tries(tries)


def _pin_digest(pin: str) -> bytes:
    return hashlib.sha256(pin.encode("utf-8")).digest()


class PinPage(KioskPage):
    """Figures are never shown, only how many; after three wrong ones it waits, each time twice as long, with an alarm
    that staff see and hear.

    Left alone it closes by itself, so that nobody keeps the kiosk from the next voter; locked it has no other way out
    than the number.
    """

    opened = Signal()
    closed = Signal()
    used_up = Signal(int)
    """All tries were wrong, for so many times in a row."""

    def __init__(self, gate: PinGate, pace: Pace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gate = gate
        self._typed = ""
        self._wait = Countdown(pace.pin_wait_s, pace.tick_ms, self)
        self._quiet = Countdown(pace.staff_quiet_s, pace.tick_ms, self)
        self._is_locked = False
        self._flashes_left = 0
        self._flash = QTimer(self, interval=_FLASH_MS)
        self._flash.timeout.connect(self._flash_and_sound)
        self.setObjectName("pinPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.ask = role_label(self, "body", name="pinAsk")
        self.dots = role_label(self, "number", name="pinDots")
        self.message = role_label(self, "danger", name="pinMessage")
        self.keypad = KeyPad(DIGITS, 5, "kiosk.pin.key", self)
        self.erase = KioskButton("kiosk.pin.erase", self, is_struck_twice=True, on_click=self._erase_last_digit)
        self.back = KioskButton("kiosk.pin.back", self, on_click=self.closed)
        self.enter = KioskButton("kiosk.pin.enter", self, is_primary=True, on_click=self._try_typed_pin)
        self._arrange()
        self.keypad.letter_pressed.connect(self._add_digit)
        self._wait.seconds_left.connect(self._show_seconds_to_wait)
        self._wait.ran_out.connect(self._end_wait_and_give_tries_back)
        self._quiet.ran_out.connect(self._close_if_left_alone)
        self.set_locked(is_locked=False)
        self.reset()
        if gate.wait_s:
            self._begin_to_wait()

    @property
    def is_locked(self) -> bool:
        """Whether only the number leads away from here."""
        return self._is_locked

    def set_locked(self, *, is_locked: bool) -> None:
        """Lead nowhere but by the number from now on, as the console is below; or be left again by [돌아가기]."""
        self._is_locked = is_locked
        self.back.setVisible(not is_locked)
        self.heading.setText(text("kiosk.pin.locked_heading" if is_locked else "kiosk.pin.heading"))
        self.ask.setText(text("kiosk.pin.locked_ask" if is_locked else "kiosk.pin.ask"))
        self.enter.setText(text("kiosk.pin.unlock" if is_locked else "kiosk.pin.enter"))

    def reset(self) -> None:
        """Forget what was typed; a wait that runs goes on."""
        self._keep_typed_pin_and_show_dots("")
        if not self._wait.is_running:
            self.message.clear()

    def first_focus(self) -> QWidget:
        """Figures may be typed at once; Enter tries them."""
        return self.enter

    def accepts_keyboard_letters(self) -> bool:
        """Figures may be typed."""
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to watch whether anybody is here."""
        super().showEvent(event)
        self._quiet.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Watch no longer."""
        self._quiet.stop()
        super().hideEvent(event)

    def show_why_not_closed(self, sentence: str) -> None:
        """Show why the kiosk cannot be closed now."""
        self.message.setText(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take figures from a keyboard too."""
        letter = event.text()
        if letter and letter in DIGITS:
            self._add_digit(letter)
        elif event.key() == Qt.Key.Key_Backspace:
            self._erase_last_digit()
        elif event.key() == Qt.Key.Key_Escape:
            if not self._is_locked:
                self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        middle = QWidget(self)
        middle.setObjectName("pinKeys")
        buttons = row_of(grow(self.back), grow(self.erase), grow(self.enter, 2))
        with_spacing_in_ems(column_of(self.ask, self.dots, self.message, self.keypad, buttons, into=middle), 0.5)
        with_spacing_in_ems(buttons, 0.6, (0.35, 0.2, 0.35, 0.35))
        self.body.addStretch(1)
        self.body.addLayout(row_of(grow(), middle, grow()))
        self.body.addStretch(2)
        self.foot.hide()

    def _keep_typed_pin_and_show_dots(self, typed: str) -> None:
        self._typed = typed
        if self.isVisible():
            self._quiet.start()
        self.dots.setText("●" * len(typed) or " ")
        self.dots.setAccessibleName(text("kiosk.pin.typed", count=len(typed)))

    @Slot(str)
    def _add_digit(self, digit: str) -> None:
        if not self._wait.is_running and len(self._typed) < _LONGEST:
            self._keep_typed_pin_and_show_dots(self._typed + digit)

    @Slot()
    def _erase_last_digit(self) -> None:
        self._keep_typed_pin_and_show_dots(self._typed[:-1])

    @Slot()
    def _try_typed_pin(self) -> None:
        if self._wait.is_running or not self._typed:
            return
        typed = self._typed
        self._keep_typed_pin_and_show_dots("")
        if self._gate.try_pin(typed):
            self.message.clear()
            self.opened.emit()
        elif self._gate.tries_left:
            self.message.setText(text("kiosk.pin.wrong", left=self._gate.tries_left))
        else:
            self._begin_to_wait()
            self._flashes_left = _FLASHES
            self._flash.start()
            self._flash_and_sound()
            self.used_up.emit(self._gate.times_used_up)

    def _begin_to_wait(self) -> None:
        self.enter.setEnabled(False)
        self._wait.start(self._gate.wait_s)

    @Slot()
    def _flash_and_sound(self) -> None:
        """Turn red, or plain again at the end: people in the room look up."""
        self._flashes_left -= 1
        is_red = self._flashes_left % 2 == 1
        set_style_property(self, "alarm", "true" if is_red else "false")
        if is_red:
            QApplication.beep()
        if self._flashes_left <= 0:
            self._flash.stop()

    @Slot()
    def _close_if_left_alone(self) -> None:
        if not self._is_locked:
            self.closed.emit()

    @Slot(int)
    def _show_seconds_to_wait(self, seconds: int) -> None:
        self.message.setText(text("kiosk.pin.wait", seconds=seconds))

    @Slot()
    def _end_wait_and_give_tries_back(self) -> None:
        self._gate.give_tries_back()
        self.enter.setEnabled(True)
        self.enter.setFocus()
        self.message.clear()
