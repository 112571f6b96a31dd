"""Questions for a file, for a folder or for the name of a new file, without waiting for the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import platformdirs
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHeaderView, QTreeView, QWidget

from sukui_desktop.assets.messages import text

TABLE_SUFFIXES = (".xlsx", ".csv")
"""Kinds of file that a table is saved as."""

_WIDE_PX, _HIGH_PX = 960, 560


class PathDialog(QFileDialog):
    """The system's dialog for one path; gone when it closes."""

    path_chosen = Signal(object)
    """`Path`."""
    last_folder: ClassVar[Path | None] = None
    """Where something was chosen last: the next question begins there unless it has a place of its own."""

    def __init__(self, parent: QWidget, title: str, start: Path | None, on_chosen: Callable[[Path], object]) -> None:
        """`on_chosen` is a bound slot or the `emit` of a signal; `start` is the folder that is shown first.

        Without one it is where something was chosen last, at first the user's documents.
        """
        start = start or PathDialog.last_folder or Path(platformdirs.user_documents_dir())
        super().__init__(parent, title, str(start if start.is_dir() else Path.home()))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.path_chosen.connect(on_chosen)
        self.fileSelected.connect(self._announce_chosen_path)
        _widen_dialog(self)

    @Slot(str)
    def _announce_chosen_path(self, path: str) -> None:
        chosen = Path(path)
        PathDialog.last_folder = chosen if chosen.is_dir() else chosen.parent
        self.path_chosen.emit(chosen)


class SavingDialog(QFileDialog):
    """Asks how the file of a table is to be called; its name ends as the kind that is chosen."""

    path_named = Signal(object)
    """`Path`."""

    def __init__(self, parent: QWidget, title: str, start: Path, on_named: Callable[[Path], object]) -> None:
        """`on_named` is a bound slot; `start` is the name that is offered."""
        super().__init__(parent, title, str(start))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._filters = {text(f"widgets.export.{suffix[1:]}"): suffix for suffix in TABLE_SUFFIXES}
        self.setNameFilters(list(self._filters))
        self.setDefaultSuffix(TABLE_SUFFIXES[0])
        self.path_named.connect(on_named)
        _widen_dialog(self)
        self.filterSelected.connect(self._set_suffix_of_file_kind)
        self.fileSelected.connect(self._announce_named_path)

    @Slot(str)
    def _set_suffix_of_file_kind(self, name_filter: str) -> None:
        """Let the name end as the kind of file does."""
        suffix = self._filters[name_filter]
        self.setDefaultSuffix(suffix)
        for path in map(Path, self.selectedFiles()):
            if path.suffix.lower() in TABLE_SUFFIXES:
                self.selectFile(path.with_suffix(suffix).name)

    @Slot(str)
    def _announce_named_path(self, path: str) -> None:
        self.path_named.emit(Path(path))


def _widen_dialog(dialog: QFileDialog) -> None:
    """Open Qt's own dialog so wide that size and kind of a file are read whole; the system's has its own size."""
    room = dialog.screen().availableGeometry()
    dialog.resize(min(_WIDE_PX, room.width()), min(_HIGH_PX, room.height()))
    files = dialog.findChild(QTreeView, "treeView")
    if files is not None:
        files.header().setStretchLastSection(False)
        files.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        files.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)


def ask_where_to_save(parent: QWidget, title: str, start: Path, on_named: Callable[[Path], object]) -> None:
    """Ask for the name of a table's file, a spreadsheet or CSV; `start` is the one that is offered."""
    SavingDialog(parent, title, start, on_named).open()


def ask_for_file(
    parent: QWidget, title: str, name_filter: str, on_chosen: Callable[[Path], object], start: Path | None = None
) -> None:
    """Ask for a file; `name_filter` is as Qt writes it ("표 (*.csv *.xlsx)")."""
    ask = PathDialog(parent, title, start, on_chosen)
    ask.setFileMode(QFileDialog.FileMode.ExistingFile)
    ask.setNameFilter(name_filter)
    ask.open()


def ask_for_folder(parent: QWidget, title: str, start: Path | None, on_chosen: Callable[[Path], object]) -> None:
    """Ask for a folder, beginning at `start`, or where something was chosen last."""
    ask = PathDialog(parent, title, start, on_chosen)
    ask.setFileMode(QFileDialog.FileMode.Directory)
    ask.setOption(QFileDialog.Option.ShowDirsOnly)
    ask.open()
