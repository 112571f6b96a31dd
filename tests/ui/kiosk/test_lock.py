"""Nobody leaves the kiosk but by the PIN."""

from __future__ import annotations

import threading

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.staff_pin import TRIES, PinGate
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import PIN, QUICK, Hands, Key, make_box_readonly, settle

_STAFF = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _call_staff(hands: Hands) -> None:
    QTest.keyClick(hands.window.windowHandle(), Key.Key_Q, _STAFF)
    assert hands.pages.currentWidget() is hands.pages.pin


def test_closing_is_ignored_anybody_who_asks(hands: Hands) -> None:
    assert not hands.window.close()
    QTest.keyClick(hands.window.windowHandle(), Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    hands.press(Key.Key_Escape)
    assert hands.window.isVisible()


def test_trying_to_close_it_asks_for_the_pin(hands: Hands) -> None:
    """Old: staff who did not know the corner or Ctrl+Shift+Q were locked out of their own meeting."""
    QTest.keyClick(hands.window.windowHandle(), Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    assert hands.pages.currentWidget() is hands.pages.pin
    hands.pages.pin.closed.emit()
    assert hands.pages.currentWidget() is not hands.pages.pin
    assert not hands.window.close()
    assert hands.pages.currentWidget() is hands.pages.pin


def test_the_first_page_says_how_staff_come_out(hands: Hands) -> None:
    shown = [label.text() for label in hands.pages.start.findChildren(QLabel) if label.isVisible()]
    assert text("kiosk.start.staff") in shown


def test_the_right_pin_closes_and_tells_who_opened_it(hands: Hands) -> None:
    _call_staff(hands)
    with hands.qtbot.waitSignal(hands.window.left):
        hands.type(PIN)
        hands.press(Key.Key_Return)
    assert not hands.window.isVisible()


def test_the_pin_is_never_shown(hands: Hands) -> None:
    _call_staff(hands)
    hands.type("258")
    page = hands.pages.pin
    assert set(page.dots.text()) == {"●"}
    assert page.dots.accessibleName() == text("kiosk.pin.typed", count=3)
    hands.press(Key.Key_Backspace)
    assert len(page.dots.text()) == 2


def test_three_wrong_pins_make_it_wait_then_the_right_one_opens(make_hands: MakeHands) -> None:
    hands = make_hands(pace=QUICK)
    _call_staff(hands)
    page = hands.pages.pin
    for tries_left in (2, 1):
        hands.type("1111")
        hands.press(Key.Key_Return)
        assert f"{tries_left}번 더" in page.message.text()
    hands.type("1111")
    page.enter.click()
    assert "뒤에 다시" in page.message.text()
    hands.type(PIN)
    assert page.dots.text().strip() == "", "nothing is taken while it waits"
    hands.qtbot.waitUntil(page.enter.isEnabled)
    for digit in PIN:
        page.keypad.keys["1234567890".index(digit)].click()
    with hands.qtbot.waitSignal(hands.window.left):
        page.enter.click()


def test_going_back_from_the_pin_page_leaves_the_voter_where_they_were(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.pick(2)
    _call_staff(hands)
    hands.type("12")
    hands.pages.pin.back.click()
    assert hands.pages.currentWidget() is hands.pages.list
    assert hands.marks == (2,)
    _call_staff(hands)
    assert hands.pages.pin.dots.text().strip() == ""
    hands.press(Key.Key_Escape)
    assert hands.pages.currentWidget() is hands.pages.list


def test_a_long_press_on_the_corner_calls_staff_and_a_short_one_does_not(hands: Hands) -> None:
    handle = hands.window.windowHandle()
    hands.window.lock._long_press.setInterval(40)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert not hands.window.lock._long_press.isActive()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    assert not hands.window.lock._long_press.isActive()
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    hands.wait_for(hands.pages.pin)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))


def test_staff_may_close_over_a_failed_ballot_and_the_box_has_none(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.pick(0)
    hands.confirm()
    hands.stage.ask(make_box_readonly, hands.stage.room, hands.poll_id, True)
    hands.pages.confirm.cast.click()
    hands.qtbot.waitUntil(lambda: bool(hands.pages.sending.why.text()))
    _call_staff(hands)
    with hands.qtbot.waitSignal(hands.window.left):
        hands.type(PIN)
        hands.press(Key.Key_Return)
    assert not hands.window.casting.is_waiting_for_receipt
    hands.stage.ask(make_box_readonly, hands.stage.room, hands.poll_id, False)
    assert hands.ballots() == 0


def test_nobody_closes_while_a_ballot_is_on_its_way(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.confirm()
    is_free = threading.Event()
    hands.stage.operations.run(hands.stage.answers, is_free.wait, 60)
    hands.pages.confirm.cast.click()
    assert hands.window.casting.is_waiting_for_answer
    _call_staff(hands)
    hands.type(PIN)
    hands.press(Key.Key_Return)
    assert hands.window.isVisible()
    assert hands.pages.pin.message.text() == text("kiosk.pin.busy")
    is_free.set()
    hands.wait_for(hands.pages.done)
    assert hands.ballots() == 1


def test_the_window_covers_its_screen_and_asks_for_the_keyboard(hands: Hands) -> None:
    told: list[bool] = []
    hands.window.lock.keyboard_held.connect(told.append)
    screen = hands.window.screen()
    hands.window.show_on(screen)
    settle()
    assert hands.window.isFullScreen()
    assert hands.window.size() == screen.geometry().size()
    assert told, "whether the keyboard is held is told, so that staff can see it"
    hands.window.lock.release_keyboard()


def test_the_gate_counts_tries() -> None:
    gate = PinGate(PIN)
    assert [gate.try_pin("0") for _ in range(TRIES)] == [False] * TRIES
    assert not gate.try_pin(PIN), "no try is left"
    gate.give_tries_back()
    assert not gate.try_pin("25")
    assert gate.try_pin(PIN)
    assert gate.tries_left == TRIES
