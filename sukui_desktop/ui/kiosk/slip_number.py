"""The one hidden buffer into which scanner, keyboard and screen keys write a slip's number; wiped when it is used."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent

from sukui_desktop.ui.kiosk.keypad import CROCKFORD

_LONGEST = 64
_GROUP = 4
_BURST_MS = 200
"""Enter this soon after a letter belongs to a scanner, not to a finger."""
_ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_KEY_EVENTS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})


class SlipNumber(QObject):
    """Event filter of the kiosk's QWindow: no printable key of a scanner ever reaches a widget.

    While it takes keys, letters and figures go into the number and Enter sends it; else they go nowhere, and neither
    does the Enter that ends a scan. A page that has a text field lets the keys through with `let_keys_through`.
    """

    changed = Signal()
    entered = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._letters = bytearray()
        self._takes_keys = False
        self._lets_through = False
        self._since_letter = QElapsedTimer()

    def take_keys(self, is_taking: bool) -> None:
        """Take the keyboard's letters into the number, or stop."""
        self._takes_keys = is_taking

    def let_keys_through(self, is_through: bool) -> None:
        """Let letters reach a text field, or stop them."""
        self._lets_through = is_through

    def shown(self) -> str:
        """Return the number in groups, as it is printed on a slip."""
        letters = self._letters.decode("ascii")
        return "-".join(letters[place : place + _GROUP] for place in range(0, len(letters), _GROUP))

    def take(self) -> str:
        """Return the number and forget it here."""
        token = self.shown()
        self.wipe()
        return token

    @Slot(str)
    def add(self, letter: str) -> None:
        """Write one letter; what cannot stand in a number is left out."""
        if letter in CROCKFORD + "ILOU" and len(self._letters) < _LONGEST:
            self._letters += letter.encode("ascii")
            self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """Take the last letter back."""
        if self._letters:
            self._letters.pop()
            self.changed.emit()

    @Slot()
    def wipe(self) -> None:
        """Overwrite and forget the number."""
        self._letters[:] = bytes(len(self._letters))
        self._letters.clear()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep letters from the widgets below."""
        del watched
        if event.type() not in _KEY_EVENTS or not isinstance(event, QKeyEvent) or self._lets_through:
            return False
        if event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        return _letter_of(event) != ""

    def _press(self, event: QKeyEvent) -> bool:
        letter = _letter_of(event)
        if letter:
            self._since_letter.start()
            if self._takes_keys:
                self.add(letter)
            return True
        if event.key() in _ENTERS:
            return self._end_of_scan()
        if self._takes_keys and event.key() == Qt.Key.Key_Backspace:
            self.erase()
            return True
        return False

    def _end_of_scan(self) -> bool:
        is_burst = self._since_letter.isValid() and self._since_letter.elapsed() < _BURST_MS
        # One Enter ends one scan; the next is a finger's.
        self._since_letter.invalidate()
        if self._takes_keys and self._letters:
            self.entered.emit(self.take())
            return True
        return is_burst


def _letter_of(event: QKeyEvent) -> str:
    """Return the letter or figure of a key, upper case, whatever the keyboard's language; '-' for other signs.

    With the Hangul keyboard on, a scanner's letters arrive as 한글, but their key codes stay the same.
    """
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return ""
    key = int(event.key())
    if 0x30 <= key <= 0x39 or 0x41 <= key <= 0x5A:
        return chr(key)
    return "-" if 0x21 <= key < 0x01000000 else ""
