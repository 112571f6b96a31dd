"""The field of a date and a time, by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDateTimeEdit, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.widgets.form_fields import MomentField
from sukui_desktop.ui.widgets.layouts import column_of
from sukui_desktop.wording.times import local_datetime
from tests.builders.papers import STARTS


def test_tab_leaves_the_field_as_one(qtbot: QtBot) -> None:
    """Fails on Qt's own way, section by section, by which the letters for the next field became the hour."""
    window = QWidget()
    qtbot.addWidget(window)
    before, moment, after = QLineEdit(), MomentField(), QLineEdit()
    column_of(before, moment, after, into=window)
    moment.show_moment(STARTS)
    window.show()
    window.activateWindow()
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert window.focusWidget() is moment
    QTest.keyClick(moment, Qt.Key.Key_Tab)
    assert window.focusWidget() is after
    QTest.keyClicks(after, "2026")
    assert (moment.typed_moment_ms(), after.text()) == (STARTS, "2026")
    QTest.keyClick(after, Qt.Key.Key_Backtab)
    QTest.keyClick(moment, Qt.Key.Key_Backtab)
    assert window.focusWidget() is before


def test_a_number_that_is_clicked_is_typed_over(qtbot: QtBot) -> None:
    """Fails on Qt's own way: into a day of two figures that was clicked no figure went, without a word."""
    moment = MomentField()
    qtbot.addWidget(moment)
    moment.resize(300, 40)
    moment.show_moment(STARTS)
    moment.show()
    moment.activateWindow()
    line, shown = moment.lineEdit(), moment.text()
    for section, typed in ((QDateTimeEdit.Section.DaySection, "29"), (QDateTimeEdit.Section.HourSection, "10")):
        within = shown.rindex(".") - 1 if section == QDateTimeEdit.Section.DaySection else shown.index(":") - 1
        x = line.fontMetrics().horizontalAdvance(shown[:within]) + line.textMargins().left() + 4
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(x, line.height() // 2))
        assert moment.currentSection() == section
        QTest.keyClicks(moment, typed)
    clock = local_datetime(moment.typed_moment_ms())
    assert (clock.day, clock.hour) == (29, 10)
