"""A drop-down list shows every row; fails on a list measured by Qt's lower rows, whose last row was cut."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.theme import apply_theme
from sukui_desktop.ui.widgets.drop_down import MOST_ROWS, Completions, DropDown


@pytest.mark.parametrize("count", [1, 2, 3, 5, MOST_ROWS])
def test_every_row_of_an_open_list_is_seen_whole(qtbot: QtBot, qapp: QApplication, count: int) -> None:
    apply_theme(qapp)
    choice = DropDown()
    qtbot.addWidget(choice)
    choice.addItems(
        [f"{place}째 고름" for place in range(count - 1)] + ["재적 인원의 3분의 2 이상이 나와야 하는 아주 긴 고름"]
    )
    choice.resize(120, 40)
    choice.show()
    choice.showPopup()
    view = choice.view()
    last = view.visualRect(view.model().index(count - 1, 0))
    assert view.visualRect(view.model().index(0, 0)).top() >= 0
    assert last.bottom() <= view.viewport().height()
    assert last.height() >= 34
    assert view.sizeHintForColumn(0) <= view.viewport().width()
    assert choice.screen().availableGeometry().contains(view.window().geometry())
    choice.hidePopup()


@pytest.mark.parametrize("place", [0, 4000])
def test_what_completes_a_narrow_field_is_read_whole(qtbot: QtBot, qapp: QApplication, place: int) -> None:
    """Fails on a list as wide as its field, which cut the digits that tell two namesakes apart."""
    apply_theme(qapp)
    field = QLineEdit()
    qtbot.addWidget(field)
    many = [f"kim · 주민자치회 위원 · 끝번호 {digits}" for digits in (3456, 7890)]
    completions = Completions([*many, *(f"lee {number}" for number in range(20))], field)
    field.setCompleter(completions)
    field.setFixedWidth(140)
    field.move(place, 0)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    popup = completions.list
    for typed in ("l", "k"):
        field.clear()
        QTest.keyClicks(field, typed)
        qtbot.waitUntil(popup.isVisible)
        qtbot.wait(20)
        assert popup.sizeHintForColumn(0) <= popup.viewport().width()
        assert popup.screen().availableGeometry().contains(popup.geometry())
    assert popup.width() > field.width()
