"""Questions for a file or a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.widgets.path_dialog import PathDialog, ask_for_file, ask_for_folder


def asked(parent: QWidget) -> PathDialog:
    found = parent.findChild(PathDialog)
    assert isinstance(found, PathDialog)
    return found


def test_a_file_is_asked_for_and_told_as_a_path(qtbot: QtBot, tmp_path: Path) -> None:
    parent, told = QWidget(), list[Path]()
    qtbot.addWidget(parent)
    ask_for_file(parent, "파일", "표 (*.csv)", told.append, tmp_path)
    dialog = asked(parent)
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFile
    assert dialog.nameFilters() == ["표 (*.csv)"]
    assert Path(dialog.directory().absolutePath()) == tmp_path
    dialog.fileSelected.emit(str(tmp_path / "a.csv"))
    assert told == [tmp_path / "a.csv"]
    dialog.close()


def test_a_folder_is_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    parent, told = QWidget(), list[Path]()
    qtbot.addWidget(parent)
    ask_for_folder(parent, "폴더", tmp_path, told.append)
    assert asked(parent).fileMode() == QFileDialog.FileMode.Directory
    asked(parent).fileSelected.emit(str(tmp_path))
    assert told == [tmp_path]
    asked(parent).close()
