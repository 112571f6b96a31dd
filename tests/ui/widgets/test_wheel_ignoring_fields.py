"""The wheel changes no number, no choice, no date and no tab; fails on Qt's own fields, which take it unasked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.form_fields import MomentField
from sukui_desktop.ui.widgets.wheel_ignoring_fields import NumberBox, Tabs
from tests.builders.papers import STARTS


def turn_wheel(over: QWidget, *, by: int) -> bool:
    """Turn the wheel and return whether the field kept it from the page."""
    place = QPointF(over.rect().center())
    event = QWheelEvent(
        place,
        QPointF(over.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(over, event)
    return event.isAccepted()


def number() -> tuple[NumberBox, Callable[[], object]]:
    box = NumberBox(minimum=1, maximum=9, value=5)
    return box, box.value


def choice() -> tuple[DropDown, Callable[[], object]]:
    box = DropDown()
    box.addItems(["원", "천원", "십만원"])
    box.setCurrentIndex(1)
    return box, box.currentIndex


def moment() -> tuple[MomentField, Callable[[], object]]:
    field = MomentField()
    field.show_moment(STARTS)
    return field, field.typed_moment_ms


@pytest.mark.parametrize("made", [number, choice, moment])
@pytest.mark.parametrize("by", [-120, 120])
@pytest.mark.parametrize("has_keys", [False, True])
def test_the_wheel_over_a_field_is_the_page_s(
    qtbot: QtBot, made: Callable[[], tuple[QWidget, Callable[[], object]]], by: int, has_keys: bool
) -> None:
    field, value = made()
    qtbot.addWidget(field)
    field.show()
    if has_keys:
        field.setFocus()
    assert field.focusPolicy() == Qt.FocusPolicy.StrongFocus, "the wheel would take the keys to it"
    before = value()
    assert not turn_wheel(field, by=by)
    assert value() == before


def test_the_wheel_over_tabs_turns_no_page(qtbot: QtBot) -> None:
    tabs: QTabWidget = Tabs()
    qtbot.addWidget(tabs)
    for name in ("더해질 것", "바뀔 것", "읽지 않은 것"):
        tabs.addTab(QWidget(), name)
    tabs.setCurrentIndex(1)
    tabs.show()
    for by in (-120, 120):
        assert not turn_wheel(tabs.tabBar(), by=by)
        assert tabs.currentIndex() == 1
