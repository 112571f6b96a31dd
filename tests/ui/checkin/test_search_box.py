"""The one box: every key is told once, also those of a syllable not finished; list keys go to the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.checkin.people_table import SearchBox


@pytest.fixture
def box(qtbot: QtBot) -> SearchBox:
    made = SearchBox()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def told(box: SearchBox) -> list[str]:
    words: list[str] = []
    box.typed.connect(words.append)
    return words


def compose(box: SearchBox, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(box, event)


def test_a_name_is_reported_jamo_by_jamo(box: SearchBox, told: list[str]) -> None:
    for preedit in ("ㅎ", "호", "홍"):
        compose(box, preedit)
    compose(box, "ㄱ", "홍")
    compose(box, "기", "")
    compose(box, "", "길")
    assert told == ["ㅎ", "호", "홍", "홍ㄱ", "홍기", "홍길"]
    assert box.text() == "홍길"


def test_the_syllable_learns_where_the_cursor_stands(box: SearchBox, told: list[str]) -> None:
    box.setText("홍동")
    box.setCursorPosition(1)
    compose(box, "길")
    assert told[-1] == "홍길동"


def test_nothing_is_reported_twice(box: SearchBox, told: list[str]) -> None:
    QTest.keyClicks(box, "12")
    box.setText("12")
    assert told == ["1", "12"]


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (Qt.Key.Key_Up, -1),
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_PageUp, -10),
        (Qt.Key.Key_PageDown, 10),
    ],
)
def test_list_keys_move_the_list(box: SearchBox, qtbot: QtBot, key: Qt.Key, step: int) -> None:
    with qtbot.waitSignal(box.stepped) as moved:
        QTest.keyClick(box, key)
    assert moved.args == [step]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_both_enters_press_the_big_button(box: SearchBox, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(box.entered):
        QTest.keyClick(box, key)


def test_escape_empties_once_and_then_leaves_the_key_to_others(box: SearchBox, told: list[str]) -> None:
    box.setText("12")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert told == ["12", ""]


def test_other_keys_still_edit(box: SearchBox) -> None:
    QTest.keyClicks(box, "123")
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    assert box.text() == "12"
