"""The way of the keyboard through a window: whole, in order, and the window stays whose it was."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.widgets.tab_order import widgets_in_tab_order


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_every_widget_comes_once_in_the_order_of_tab(owner: QWidget) -> None:
    first, last, middle = QLineEdit(owner), QPushButton(owner), QComboBox(owner)
    QWidget.setTabOrder(first, middle)
    QWidget.setTabOrder(middle, last)
    assert [stop for stop in widgets_in_tab_order(owner) if stop.parentWidget() is owner] == [first, middle, last]


def test_a_window_that_was_looked_through_is_still_its_owner_s(owner: QWidget) -> None:
    """Old: the walk came round to the dialog, and a collection of garbage closed it."""
    dialog = QDialog(owner)
    QLineEdit(dialog)
    dialog.open()
    assert list(widgets_in_tab_order(dialog))
    del dialog
    gc.collect()
    [left] = owner.findChildren(QDialog)
    assert left.isVisible()
