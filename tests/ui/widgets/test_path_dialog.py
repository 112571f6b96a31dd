"""Questions for a file or a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QTreeView, QWidget
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


def test_size_and_kind_of_a_file_are_read_whole(qtbot: QtBot, tmp_path: Path) -> None:
    """They were cut to 6.⋯iB and E⋯트."""
    (tmp_path / "아주 긴 이름의 2027년도 주민참여예산 사업 목록 최종의 최종.csv").write_bytes(b"x" * 6_700)
    parent = QWidget()
    qtbot.addWidget(parent)
    ask_for_file(parent, "파일", "표 (*.csv)", list[Path]().append, tmp_path)
    dialog = asked(parent)
    files = dialog.findChild(QTreeView, "treeView")
    assert files is not None
    qtbot.waitUntil(lambda: files.model().rowCount(files.rootIndex()) == 1)
    for column in (1, 2, 3):
        assert files.columnWidth(column) >= files.sizeHintForColumn(column)
    assert sum(files.columnWidth(column) for column in range(4)) <= files.viewport().width()
    dialog.close()


def test_a_folder_is_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    parent, told = QWidget(), list[Path]()
    qtbot.addWidget(parent)
    ask_for_folder(parent, "폴더", tmp_path, told.append)
    assert asked(parent).fileMode() == QFileDialog.FileMode.Directory
    asked(parent).fileSelected.emit(str(tmp_path))
    assert told == [tmp_path]
    asked(parent).close()
