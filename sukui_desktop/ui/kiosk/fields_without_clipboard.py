"""Fields into which a voter only types: nothing is copied out of them, pasted, dropped or opened by another button.

A clipboard belongs to the whole computer: the next voter, or the console, would read what this one wrote.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QInputEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

_CLIPBOARD_KEYS = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
)
_DROPS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.DragLeave, QEvent.Type.Drop})


def is_clipboard_or_menu_event(event: QEvent) -> bool:
    """Return whether an event would open a menu, or bring something out of a field or into it other than by typing."""
    if isinstance(event, QKeyEvent):
        is_press = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        return is_press and any(event.matches(keys) for keys in _CLIPBOARD_KEYS)
    if isinstance(event, QMouseEvent):
        return event.button() not in (Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton)
    return isinstance(event, QContextMenuEvent) or event.type() in _DROPS


class _TypedOnly(QObject):
    """Swallows at a field what reaches outside; the window's lock does so for every other widget."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow clipboard keys, other buttons, menus and drops."""
        if not is_clipboard_or_menu_event(event):
            return False
        if isinstance(event, QInputEvent) or event.type() in _DROPS:
            event.ignore()
        return True


def restrict_field_to_typing(field: QWidget, *parts: QWidget) -> None:
    """Let a field and its parts take typing alone."""
    guard = _TypedOnly(field)
    for part in (field, *parts):
        part.setAcceptDrops(False)
        part.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        part.installEventFilter(guard)


class TypedText(QPlainTextEdit):
    """Lines that are typed; nothing in it is ever selected, so nothing of it gets into a clipboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        restrict_field_to_typing(self, self.viewport())
        self.selectionChanged.connect(self._drop_selection)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take nothing that was copied or dragged."""
        return False

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take nothing that was copied or dragged."""

    @Slot()
    def _drop_selection(self) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.clearSelection()
            self.setTextCursor(cursor)


class TypedLine(QLineEdit):
    """One line that is typed; nothing in it is ever selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        restrict_field_to_typing(self)
        self.setDragEnabled(False)
        self.selectionChanged.connect(self.deselect)
