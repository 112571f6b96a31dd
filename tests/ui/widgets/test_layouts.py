"""Rows and columns of widgets."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.widgets.layouts import column_of, fill, gap, grow, row_of


def test_parts_come_in_the_order_given_and_share_the_room(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    first, second, third = QLabel("1"), QLabel("2"), QLabel("3")
    row = row_of(first, grow(second, 2), spacing=5)
    column = column_of(row, gap(7), grow(), grow(third), spacing=3, margins=(1, 2, 3, 4), into=holder)
    assert holder.layout() is column
    assert [column.stretch(place) for place in range(column.count())] == [0, 0, 1, 1]
    assert [row.stretch(0), row.stretch(1), row.spacing(), column.spacing()] == [0, 2, 5, 3]
    assert column.getContentsMargins() == (1, 2, 3, 4)
    empty = column.itemAt(1)
    assert empty is not None
    assert empty.sizeHint().height() == 7
    assert {first.parentWidget(), second.parentWidget(), third.parentWidget()} == {holder}


def test_one_margin_is_for_all_sides_and_parts_may_follow(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = row_of(margins=9, into=holder)
    fill(row, QLabel("1"), grow())
    assert row.getContentsMargins() == (9, 9, 9, 9)
    assert row.count() == 2
