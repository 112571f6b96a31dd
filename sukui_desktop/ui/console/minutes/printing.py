"""[회의록 PDF 만들기]: composed on the store queue, drawn on the making queue, so no vote waits for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.papers.minutes import Minutes
from sukui_desktop.services.minutes.writing import compose_minutes, make_minutes_pdf
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.refusal import sentence

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room


class Printing(QObject):
    """One PDF at a time."""

    made = Signal(object)
    """The `Path` of the finished file."""
    refused = Signal(str)

    def __init__(self, operations: Operations, page: QWidget) -> None:
        super().__init__(page)
        self._operations = operations
        self._path = Path()

    def start(self, room: Room, path: Path) -> None:
        """Begin; `made` or `refused` follows."""
        self._path = path
        self._operations.run(self, compose_minutes, room, on_done=self._on_composed, on_refused=self._on_refused)

    def _on_composed(self, minutes: Minutes) -> None:
        self._operations.run(
            self,
            make_minutes_pdf,
            minutes,
            self._path,
            queue="making",
            on_done=self._on_made,
            on_refused=self._on_refused,
        )

    def _on_made(self, path: Path) -> None:
        self.made.emit(path)

    def _on_refused(self, error: SukuiError) -> None:
        self.refused.emit(sentence(error))
