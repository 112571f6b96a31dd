"""The kiosk on the only screen of a room: one voter, then nothing but the question for the staff's number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.services.checkin.voter_turns import begin_turn, read_turn_snapshot
from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow
from sukui_desktop.ui.kiosk.page_base import KioskPage
from sukui_desktop.ui.kiosk.staff_pin import TRIES
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Pace
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import PIN, Hands, Key, settle

PACE = Pace(quiet_s=6, warn_s=2, staff_quiet_s=6, receipt_s=600, pin_wait_s=3, tick_ms=20)


class OneScreen:
    """A kiosk for one voter, whose turn has begun."""

    def __init__(self, hands: Hands, qtbot: QtBot) -> None:
        self.hands, self.qtbot = hands, qtbot
        room, poll_id = hands.stage.room, hands.poll_id
        self.window = KioskWindow(hands.stage.operations, room, poll_id, PIN, PACE, is_one_voter=True)
        self.window.resize(1366, 768)
        self.window.show()
        self.begin("1")

    def begin(self, number: str) -> None:
        """Begin the turn of somebody."""
        stage = self.hands.stage
        turn = stage.ask(begin_turn, stage.room, stage.person(number), self.hands.poll_id)
        self.window.begin_turn(turn.token)
        self.wait_for(self.window.pages.guide)

    def wait_for(self, page: KioskPage) -> None:
        """Wait until a page is shown."""
        self.qtbot.waitUntil(lambda: self.window.pages.currentWidget() is page)

    def type(self, figures: str) -> None:
        """Type figures and press the button of the staff page."""
        for figure in figures:
            QTest.keyClick(self.window.windowHandle(), Key(ord(figure)))
        self.window.pages.pin.enter.click()

    def show_next_voters(self) -> None:
        """Answer what the kiosk asks for once staff came, as the program does."""
        stage = self.hands.stage
        self.window.show_next_voters(stage.ask(read_turn_snapshot, stage.room, self.hands.poll_id), "끝났습니다")


@pytest.fixture
def one_screen(make_hands: MakeHands, qtbot: QtBot) -> Iterator[OneScreen]:
    screen = OneScreen(make_hands(), qtbot)
    yield screen
    screen.window.leave_to_console()
    screen.hands.stage.idle()
    screen.window.deleteLater()


def test_no_number_is_asked_for_and_the_guide_waits_until_the_voter_comes(one_screen: OneScreen) -> None:
    """Fails where the keys for a slip's number are shown, or the guide is wiped while the voter is on the way."""
    pages = one_screen.window.pages
    assert pages.start._right.isHidden()
    one_screen.qtbot.wait(20 * 20)
    assert pages.currentWidget() is pages.guide
    pages.guide.begin.click()
    one_screen.wait_for(pages.pin)  # nobody touches it
    assert pages.pin.is_locked


def test_the_locked_page_stays_whatever_is_pressed_and_however_long(one_screen: OneScreen) -> None:
    """Fails where the page closes by itself, or [돌아가기] leads to the start page."""
    pages = one_screen.window.pages
    pages.guide.quit.click()
    assert pages.currentWidget() is pages.pin
    assert pages.pin.back.isHidden()
    QTest.keyClick(one_screen.window.windowHandle(), Key.Key_Escape)
    one_screen.window.close()
    one_screen.qtbot.wait(20 * 20)
    assert pages.currentWidget() is pages.pin
    assert one_screen.window.isVisible()


def test_within_a_turn_the_staff_page_gives_the_ballot_back(one_screen: OneScreen) -> None:
    """Fails where somebody's key press locks a voter out of their own ballot."""
    pages = one_screen.window.pages
    pages.guide.begin.click()
    one_screen.window.close()
    assert pages.currentWidget() is pages.pin
    assert not pages.pin.is_locked
    pages.pin.back.click()
    assert pages.currentWidget() is pages.list


def test_wrong_numbers_sound_flash_and_are_told(one_screen: OneScreen) -> None:
    """Fails where guesses at the number are silent, or the keyboard is nowhere once the wait is over."""
    told: list[int] = []
    one_screen.window.pin_used_up.connect(told.append)
    pages = one_screen.window.pages
    pages.guide.quit.click()
    for _ in range(TRIES):
        one_screen.type("1111")
    assert told == [1]
    assert pages.pin.property("alarm") == "true"
    one_screen.qtbot.waitUntil(pages.pin.enter.isEnabled, timeout=5000)
    assert one_screen.window.focusWidget() is pages.pin.enter
    with one_screen.qtbot.waitSignal(one_screen.window.staff_came):
        one_screen.type(PIN)


def test_staff_who_go_away_leave_a_locked_screen_without_names(one_screen: OneScreen) -> None:
    """Fails where the names of those who wait stay on a screen that nobody watches."""
    pages = one_screen.window.pages
    pages.guide.quit.click()
    one_screen.type(PIN)
    one_screen.show_next_voters()
    assert pages.next_voter.voters.count() == 5
    assert pages.next_voter.voters.item(0).text() == text("checkin.turn.unfinished_name", name="홍길동")
    one_screen.wait_for(pages.pin)
    assert pages.pin.is_locked
    assert not pages.next_voter.voters.count()
    one_screen.type(PIN)
    one_screen.show_next_voters()
    one_screen.window.close()
    assert pages.currentWidget() is pages.pin, "the keys that close a window lock it"


def test_the_keys_of_the_locked_page_are_whole(one_screen: OneScreen) -> None:
    """Fails where two lines of words press the figures over each other."""
    pages = one_screen.window.pages
    pages.guide.quit.click()
    for _ in range(TRIES):
        one_screen.type("1111")
    settle()
    keys = pages.pin.keypad.keys
    assert all(key.height() >= key.minimumSizeHint().height() for key in keys)
    assert keys[0].geometry().bottom() < keys[5].geometry().top()
