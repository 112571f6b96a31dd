"""The dialog for an uncaught error (a bug) of the windows: shown once, with the word that the meeting file is safe."""

from __future__ import annotations

import traceback
from types import TracebackType

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


def _exit_with_bug_code() -> None:
    QApplication.exit(EXIT_BUG)
