"""Garbage collection on the window's thread alone: a widget freed by a worker thread crashes the program.

Python collects on whichever thread happens to allocate; with two queues that is often not the one that owns the
widgets.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

PERIOD_MS = 20_000


class WindowThreadCollector(QObject):
    """Turns Python's own collecting off and collects in the window's event loop, until `end`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._is_frozen = False
        self._timer = QTimer(self, interval=PERIOD_MS)
        self._timer.timeout.connect(self._collect_garbage)
        self._timer.start()

    def restore_automatic_collection(self) -> None:
        """Hand collecting back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def _collect_garbage(self) -> None:
        """Collect; what the start imported is set aside first and never looked through again."""
        gc.collect()
        if not self._is_frozen:
            self._is_frozen = True
            gc.freeze()
