"""What people are told when the program itself is wrong: loud, once, and with their file safe."""

from __future__ import annotations

import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QMessageBox

from sukui_desktop.assets.messages import text

EXIT_BUG = 1


class BugReport(QObject):
    """Stands as `sys.excepthook`: tells the first bug in a dialog, all of them on stderr, and ends the program."""

    def __init__(self) -> None:
        super().__init__()
        self.box: QMessageBox | None = None

    def tell(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Tell one bug."""
        traceback.print_exception(kind, error, trace)
        if self.box is not None:
            return
        self.box = QMessageBox(QMessageBox.Icon.Critical, text("console.bug.title"), text("console.bug.words"))
        self.box.setInformativeText(kind.__name__)
        self.box.addButton(text("console.bug.close"), QMessageBox.ButtonRole.AcceptRole)
        self.box.finished.connect(self._on_box_closed)
        self.box.open()

    @Slot()
    def _on_box_closed(self) -> None:
        QApplication.exit(EXIT_BUG)
