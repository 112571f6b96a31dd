"""A stack that is as high as the page people see, and becomes another when another page is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.widgets.stacked_pages import CurrentPages


def page(height: int) -> QWidget:
    made, inner = QWidget(), QWidget()
    inner.setMinimumHeight(height)
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(inner)
    return made


def test_only_the_shown_page_asks_for_room(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    pages = CurrentPages(holder)
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(pages)
    low, high = page(40), page(400)
    pages.addWidget(low)
    pages.addWidget(high)
    assert holder.minimumSizeHint().height() == 40
    pages.setCurrentWidget(high)
    assert holder.minimumSizeHint().height() == 400
    pages.setCurrentWidget(low)
    assert holder.minimumSizeHint().height() == 40


def test_an_empty_stack_asks_for_nothing(qtbot: QtBot) -> None:
    pages = CurrentPages()
    qtbot.addWidget(pages)
    assert pages.minimumSizeHint().height() <= 0
    assert pages.sizeHint().height() <= 0
