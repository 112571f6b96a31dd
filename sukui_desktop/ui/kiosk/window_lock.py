"""The lock of the kiosk's window: full screen on top, the keyboard held, closed by the PIN only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCursor, QKeyEvent, QWindow

from sukui_desktop.ui.kiosk.fields_without_clipboard import is_clipboard_or_menu_event

_RETRY_MS = 1000
_LONG_PRESS_MS = 3000
_CORNER_PX = 96
_EDGE_PX = 4
_WAY_OUT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class KioskWindowLock(QObject):
    """Event filter of the kiosk's QWindow: asks for the staff page on Ctrl+Shift+Q, on Alt+F4, by which people try
    to close any window, or on a long press on the upper left corner, and tries each second to hold the keyboard while
    another program has it. Clipboard keys, other mouse buttons, menus and drops end here; while somebody votes, the
    pointer is put back when it leaves the screen, since beside it may be the console."""

    staff_wanted = Signal()
    keyboard_held = Signal(bool)
    """Whether Alt-Tab and its kin reach us: False is shown to staff."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window: QWindow | None = None
        self.keeps_pointer = False
        """Whether the pointer stays on this screen; only while the keyboard is held."""
        self._long_press = QTimer(self, singleShot=True, interval=_LONG_PRESS_MS)
        self._long_press.timeout.connect(self.staff_wanted)
        self._retry = QTimer(self, interval=_RETRY_MS)
        self._retry.timeout.connect(self._try_to_grab_keyboard)

    def hold_keyboard(self, window: QWindow) -> None:
        """Grab the keyboard for `window`; tried again each second until it is granted."""
        self._window = window
        self._try_to_grab_keyboard()

    def release_keyboard(self) -> None:
        """Release the keyboard."""
        self._retry.stop()
        if self._window is not None:
            self._window.setKeyboardGrabEnabled(False)
        self._window = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the staff's ways, and swallow the keys that would close a window."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._ask_for_staff_or_swallow_key(event)
        ):
            return True
        if event.type() == QEvent.Type.Leave:
            self._put_pointer_back()
        return is_clipboard_or_menu_event(event)

    @Slot(QPoint)
    def time_contact_in_corner(self, place: QPoint) -> None:
        """A finger or a mouse's button came down here: held long enough on the corner it asks for the staff page."""
        if QRect(QPoint(0, 0), QPoint(_CORNER_PX, _CORNER_PX)).contains(place):
            self._long_press.start()

    @Slot()
    def end_contact(self) -> None:
        """It was lifted."""
        self._long_press.stop()

    def _ask_for_staff_or_swallow_key(self, event: QKeyEvent) -> bool:
        is_close = event.key() == Qt.Key.Key_F4 and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if is_close or (event.key() == Qt.Key.Key_Q and event.modifiers() == _WAY_OUT):
            self.staff_wanted.emit()
            return True
        return False

    def _put_pointer_back(self) -> None:
        """Put a pointer that left back to where it went out. Wayland does not let programs do so."""
        if self._window is None or not self.keeps_pointer:
            return
        area, at = self._window.geometry(), QCursor.pos()
        if not area.contains(at):
            inside = area.adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
            x = min(max(at.x(), inside.left()), inside.right())
            y = min(max(at.y(), inside.top()), inside.bottom())
            QCursor.setPos(x, y)

    @Slot()
    def _try_to_grab_keyboard(self) -> None:
        is_held = self._window is not None and self._window.setKeyboardGrabEnabled(True)
        self.keyboard_held.emit(is_held)
        if is_held:
            self._retry.stop()
        elif not self._retry.isActive():
            self._retry.start()
