"""Qt's own windows speak Korean; fails on 0.2.0, where "Look in:" and "Files of type:" stayed English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QTableView, QTreeView
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.qt_translation import translate_qt
from sukui_desktop.ui.theme import apply_theme
from sukui_desktop.ui.widgets.form_fields import MomentField


@pytest.fixture(autouse=True)
def korean(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    translate_qt(qapp)
    apply_theme(qapp)
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


def test_no_word_of_a_file_dialog_is_english(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "폴더").mkdir()
    (tmp_path / "표.csv").write_text("가,나", encoding="utf-8")
    dialog = QFileDialog(None, "표 고르기", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setNameFilter("표 (*.csv)")
    dialog.show()
    tree = dialog.findChild(QTreeView)
    assert tree is not None
    qtbot.waitUntil(lambda: tree.model().rowCount(tree.rootIndex()) == 2)
    rows = [tree.model().index(row, column, tree.rootIndex()) for row in range(2) for column in (1, 2)]
    words = [
        *(label.text() for label in dialog.findChildren(QLabel)),
        *(button.text() for button in dialog.findChildren(QAbstractButton)),
        *(str(tree.model().headerData(column, tree.header().orientation())) for column in range(4)),
        *(str(index.data()) for index in rows),
    ]
    assert "파일 형식(&T):" in words
    # Sizes and dates are written in the machine's own language, which Qt does not let a program choose.
    english = [word for word in words if re.search("[A-Za-z]{2,}", re.sub(r"csv|CSV|KB|bytes", "", word))]
    assert english == []


def test_the_calendar_is_korean_and_shows_the_days_of_the_week_whole(qtbot: QtBot) -> None:
    field = MomentField()
    qtbot.addWidget(field)
    field.show_moment(1_788_000_000_000)
    field.show()
    calendar = field.calendarWidget()
    calendar.show()
    calendar.resize(calendar.sizeHint())
    days = calendar.findChild(QTableView)
    assert days is not None
    heads = [str(days.model().index(0, column).data()) for column in range(8)]
    assert sorted(head for head in heads if head and head != "None") == sorted("일월화수목금토")
    cell = days.visualRect(days.model().index(0, 1))
    assert days.fontMetrics().horizontalAdvance("일") < cell.width()
    assert cell.height() >= days.fontMetrics().height()
