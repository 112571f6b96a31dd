"""Baseline of `startup`: a bare QMainWindow from process start to its first paint.

`first_paint.py STARTED_NS` (time.monotonic_ns of the parent) prints JSON: milliseconds until the paint is done.
"""

import json
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class Window(QMainWindow):
    """Reports when it has been painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ask for the next turn of the loop, by when the paint is flushed."""
        super().paintEvent(event)
        QTimer.singleShot(0, self.report)

    def report(self) -> None:
        """Print how long it took, and end."""
        json.dump({"first_paint_ms": (time.monotonic_ns() - int(sys.argv[1])) / 1e6}, sys.stdout)
        self.close()


app = QApplication(sys.argv[:1])
window = Window()
window.setCentralWidget(QLabel("bare"))
window.resize(1366, 768)
window.show()
app.exec()
