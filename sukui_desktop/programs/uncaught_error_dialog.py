"""The dialog for an uncaught error (a bug) of the windows: shown once, with the word that the meeting file is safe."""

from __future__ import annotations

import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QMessageBox

from sukui_desktop.assets.messages import text

EXIT_BUG = 1
BOX_NAME = "bugReport"
_SHOWN_BOXES: list[QMessageBox] = []
"""Keeps the dialog alive until the program ends."""


def show_uncaught_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Write a bug on stderr and show the first one in a dialog, after which the program ends with exit code 1.

    For `sys.excepthook`.
    """
    traceback.print_exception(kind, error, trace)
    if any(widget.objectName() == BOX_NAME for widget in QApplication.topLevelWidgets()):
        return
    box = QMessageBox(QMessageBox.Icon.Critical, text("console.bug.title"), text("console.bug.words"))
    box.setObjectName(BOX_NAME)
    box.setInformativeText(kind.__name__)
    box.addButton(text("console.bug.close"), QMessageBox.ButtonRole.AcceptRole)
    box.finished.connect(_exit_with_bug_code)
    box.open()
    _SHOWN_BOXES.append(box)


class ThreadErrors(QObject):
    """Shows a bug of a thread of the program as one of its windows: else a pulse or a hub would end and nobody know."""

    _raised = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._raised.connect(self._show_error, Qt.ConnectionType.QueuedConnection)
        self._before, threading.excepthook = threading.excepthook, self._send_to_window

    def stop(self) -> None:
        """Leave what threads raise to whom it was left before."""
        threading.excepthook = self._before

    def _send_to_window(self, raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None and not isinstance(raised.exc_value, SystemExit):
            self._raised.emit(raised.exc_value)

    @Slot(object)
    def _show_error(self, error: BaseException) -> None:
        show_uncaught_error(type(error), error, error.__traceback__)


def _exit_with_bug_code() -> None:
    QApplication.exit(EXIT_BUG)
