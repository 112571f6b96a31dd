"""Taking in a list from a file: choose, read, look, and only then take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.ui.console.prepare.import_preview import ImportPreview
from sukui_desktop.ui.console.prepare.import_subject import AnyComparison, AnyReading, ImportSubject
from sukui_desktop.ui.operations import Job, Operations
from sukui_desktop.ui.widgets.file_line import FileLine
from sukui_desktop.ui.widgets.parts import button, heading
from sukui_desktop.ui.widgets.refusal import RefusalBar, sentence

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room


class ImportDialog(QDialog):
    """Nothing of the meeting changes until [가져오기]; closing earlier leaves nothing behind."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, subject: ImportSubject) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self._operations = operations
        self._room = room
        self._subject = subject
        self._job: Job | None = None
        self._reading: AnyReading | None = None
        pattern = " ".join(f"*{suffix}" for suffix in subject.suffixes)
        self.file_line = FileLine(
            hint=text("prepare.import.path"),
            choose=text("prepare.import.choose"),
            name_filter=text("prepare.import.filter", pattern=pattern),
        )
        self.file_line.file_named.connect(self.read_file)
        self.refusal_bar = RefusalBar(self)
        self.preview = ImportPreview(subject.name)
        self.preview.ticks_changed.connect(self._tell_accept)
        self.accept_button = button(text("prepare.import.accept_none"), "primary")
        self.accept_button.clicked.connect(self._on_accept_clicked)
        self.cancel_button = button(text("prepare.import.cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.stack = QStackedWidget(self)
        self._told = QLabel(text(f"prepare.import.{subject.name}.told"), self)
        self._told.setWordWrap(True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.busy = _busy_page()
        for page in (self._told, self.busy, self.preview):
            self.stack.addWidget(page)
        self._lay_out()
        self._tell_accept()

    @Slot(object)
    def read_file(self, path: Path) -> None:
        """Read a file on the making queue and show what it would change."""
        self.file_line.show_path(path)
        self.refusal_bar.hide()
        self._reading = None
        self._tell_accept()
        self.stack.setCurrentWidget(self.busy)
        self._drop_job()
        self._job = self._operations.run(
            self, self._subject.read, path, queue="making", on_done=self._on_file_read, on_refused=self._on_refused
        )

    def done(self, result: int) -> None:
        """Close; what is still being read is dropped."""
        self._drop_job()
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file that is dragged in."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the dropped file."""
        self.read_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def _lay_out(self) -> None:
        self.setWindowTitle(text(f"prepare.import.{self._subject.name}.title"))
        self.resize(980, 640)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(14)
        layout.addWidget(heading(self.windowTitle()))
        layout.addWidget(self.file_line)
        layout.addWidget(self.refusal_bar)
        layout.addWidget(self.stack, 1)
        layout.addLayout(buttons)

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @Slot()
    def _tell_accept(self) -> None:
        """Say on the button what it will do."""
        added = len(self.preview.added.model.rows) + len(self.preview.changed.model.rows)
        removed = len(self.preview.ticked_keys)
        is_anything = self._reading is not None and bool(added or removed)
        key = "accept_removing" if removed else "accept"
        words = text(f"prepare.import.{key}", count=added, removed=removed)
        self.accept_button.setText(words if is_anything else text("prepare.import.accept_none"))
        self.accept_button.setEnabled(is_anything)

    @Slot(object)
    def _on_file_read(self, reading: AnyReading) -> None:
        self._reading = reading
        self._job = self._operations.run(
            self,
            self._subject.compare,
            self._room,
            reading,
            on_done=self._on_compared,
            on_refused=self._on_refused,
        )

    @Slot(object)
    def _on_compared(self, comparison: AnyComparison) -> None:
        self._job = None
        if self._reading is None:
            return
        self.preview.show_reading(self._reading, comparison)
        self.stack.setCurrentWidget(self.preview)
        self._tell_accept()
        if self.accept_button.isEnabled():
            self.accept_button.setFocus()

    @Slot(object)
    def _on_refused(self, error: SukuiError) -> None:
        self._job = None
        if self.stack.currentWidget() is self.busy:
            self.stack.setCurrentWidget(self._told)
        self.refusal_bar.tell(sentence(error))
        self._tell_accept()

    @Slot()
    def _on_accept_clicked(self) -> None:
        self.accept_button.setEnabled(False)
        self._operations.run(
            self,
            self._subject.accept,
            self._room,
            self._reading,
            self.preview.ticked_keys,
            on_done=self._on_accepted,
            on_refused=self._on_refused,
        )

    @Slot(object)
    def _on_accepted(self, _changes: object) -> None:
        self.accept()


def _busy_page() -> QWidget:
    page = QWidget()
    bar = QProgressBar(page)
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setAccessibleName(text("prepare.import.reading"))
    layout = QVBoxLayout(page)
    layout.addStretch(1)
    layout.addWidget(QLabel(text("prepare.import.reading"), page))
    layout.addWidget(bar)
    layout.addStretch(2)
    return page
