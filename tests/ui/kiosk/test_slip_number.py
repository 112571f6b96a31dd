"""A scanner types like a keyboard: whole into the one buffer on 시작, into nothing anywhere else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from sukui_desktop.ui.kiosk.start_and_guide_pages import SlipNumber
from tests.ui.kiosk.kiosks import Hands, Key

_NONE = Qt.KeyboardModifier.NoModifier


def _key(key: Qt.Key, text: str, kind: QEvent.Type = QEvent.Type.KeyPress) -> QKeyEvent:
    return QKeyEvent(kind, key, _NONE, text)


def test_letters_come_in_groups_and_leave_whole(qapp: QObject) -> None:
    number = SlipNumber()
    number.set_keyboard_enabled(True)
    for letter in "7K3M9":
        assert number.eventFilter(number, _key(Qt.Key(ord(letter)), letter))
    assert number.grouped_number() == "7K3M-9"
    number.erase_letter()
    assert number.grouped_number() == "7K3M"
    assert number.take_number() == "7K3M"
    assert number.grouped_number() == ""
    assert bytes(number._letters) == b""


def test_the_hangul_keyboard_does_not_spoil_a_scan(qapp: QObject) -> None:
    number = SlipNumber()
    number.set_keyboard_enabled(True)
    number.eventFilter(number, _key(Qt.Key.Key_A, "ㅁ"))
    number.eventFilter(number, _key(Qt.Key.Key_R, "ㄱ"))
    assert number.grouped_number() == "AR"


def test_what_cannot_stand_in_a_number_is_left_out(qapp: QObject) -> None:
    number = SlipNumber()
    number.set_keyboard_enabled(True)
    number.add_letter("가")
    number.add_letter("$")
    number.eventFilter(number, _key(Qt.Key.Key_Minus, "-"))
    assert number.grouped_number() == ""
    for _ in range(100):
        number.add_letter("A")
    assert len(number.take_number().replace("-", "")) == 64


def test_releases_and_shortcuts_of_letters_are_kept_too(qapp: QObject) -> None:
    number = SlipNumber()
    assert number.eventFilter(number, _key(Qt.Key.Key_A, "a", QEvent.Type.KeyRelease))
    assert number.eventFilter(number, _key(Qt.Key.Key_A, "a", QEvent.Type.ShortcutOverride))
    assert not number.eventFilter(number, _key(Qt.Key.Key_Tab, "\t"))
    assert not number.eventFilter(number, QEvent(QEvent.Type.MouseMove))


def test_a_text_field_gets_its_letters(qapp: QObject) -> None:
    number = SlipNumber()
    number.pass_keys_to_text_field(True)
    assert not number.eventFilter(number, _key(Qt.Key.Key_A, "a"))


def test_a_scan_on_the_start_page_begins_the_vote(hands: Hands) -> None:
    hands.type(hands.slip("1"))
    assert hands.pages.start.shown_number.text() == hands.pages.start.number.grouped_number()
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.guide)
    assert hands.pages.start.number.grouped_number() == ""


def test_a_scan_elsewhere_moves_and_picks_nothing(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.pick(1)
    row = hands.pages.list.area.cards.currentIndex().row()
    hands.type(hands.slip("2"))
    hands.press(Key.Key_Return)
    assert hands.pages.currentWidget() is hands.pages.list
    assert hands.marks == (1,), "the Enter that ends a scan is no pick"
    assert hands.pages.list.area.cards.currentIndex().row() == row
    assert hands.pages.start.number.grouped_number() == ""


def test_the_screen_keys_write_the_same_number(hands: Hands) -> None:
    token = hands.slip("1")
    keys = {key.text(): key for key in hands.pages.start.keypad.keys}
    assert len(keys) == 32
    keys["Z"].click()
    hands.pages.start.clear.click()
    assert "아직" in hands.pages.start.shown_number.text()
    for letter in token.replace("-", ""):
        keys[letter].click()
    assert hands.pages.start.shown_number.text() == token
    hands.pages.start.enter.click()
    hands.wait_for(hands.pages.guide)


def test_backspace_takes_the_last_letter_back(hands: Hands) -> None:
    hands.type("7K")
    QTest.keyClick(hands.window.windowHandle(), Key.Key_Backspace)
    assert hands.pages.start.number.grouped_number() == "7"
