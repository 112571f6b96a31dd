"""The field of a date and a time, by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.widgets.form_fields import MomentField
from sukui_desktop.ui.widgets.layouts import column_of
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
    assert (moment.moment(), after.text()) == (STARTS, "2026")
    QTest.keyClick(after, Qt.Key.Key_Backtab)
    QTest.keyClick(moment, Qt.Key.Key_Backtab)
    assert window.focusWidget() is before
