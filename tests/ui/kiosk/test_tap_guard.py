"""Hands on the real pages: fingers, palms, drags and mice through the window itself, on a clock of our own and on the
real one."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScroller, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow
from sukui_desktop.ui.kiosk.marking_rules.base import ListMarking
from sukui_desktop.ui.kiosk.tap_guard import ms_that_never_go_back
from sukui_desktop.ui.kiosk.touch_gestures import TouchLimits
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import Hands, definition, settle

IS_LONG = os.environ.get("SUKUI_LONG") == "1"
LIMITS = TouchLimits()
MM_A_PIXEL = 0.252
"""A laptop of 15.6 inches with 1366 x 768 pixels."""


class OwnClock:
    """Passes only when it is told to."""

    def __init__(self) -> None:
        self.now = ms_that_never_go_back() + 1_000_000

    def __call__(self) -> int:
        return self.now

    def wait(self, ms: int) -> None:
        self.now += ms


class RealClock:
    """Passes as it does; events are let through meanwhile."""

    def __call__(self) -> int:
        return ms_that_never_go_back()

    def wait(self, ms: int) -> None:
        QTest.qWait(max(1, ms))


class Gestures:
    """One person's hands before a kiosk: `touch` on a panel that feels fingers, else as a mouse."""

    def __init__(self, window: KioskWindow, clock: OwnClock | RealClock, seed: int) -> None:
        self.window, self.clock, self.random = window, clock, random.Random(seed)
        self.handle = window.windowHandle()
        self.device = QTest.createTouchDevice()
        window.guard.clock = clock
        window.guard.mm_a_pixel = MM_A_PIXEL

    def stroke(self, path: Sequence[QPoint], *, touch: bool, held: int = 80, step: int = 15, at_end: int = 0) -> None:
        """Come down at the first place, go through the others, leave at the last."""
        inside = self.window.rect().adjusted(1, 1, -2, -2)
        path = [
            QPoint(
                min(max(place.x(), inside.left()), inside.right()), min(max(place.y(), inside.top()), inside.bottom())
            )
            for place in path
        ]
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        if touch:
            QTest.touchEvent(self.handle, self.device).press(0, path[0])
        else:
            self.window.guard._last_touch = -(10**9)  # one machine has one kind of panel
            QTest.mousePress(self.handle, left, none, path[0])
        self.clock.wait(held)
        for place in path[1:]:
            if touch:
                QTest.touchEvent(self.handle, self.device).move(0, place)
            else:
                QTest.mouseMove(self.handle, place)
            self.clock.wait(step)
        self.clock.wait(at_end)
        if touch:
            QTest.touchEvent(self.handle, self.device).release(0, path[-1])
        else:
            QTest.mouseRelease(self.handle, left, none, path[-1])

    def fingers(self, places: Sequence[QPoint], *, apart: int, held: int) -> None:
        """Put several fingers down one after another, and lift them so."""
        down: list[int] = []
        for finger, place in enumerate(places):
            self._with_others_still(down).press(finger, place)
            down.append(finger)
            self.clock.wait(apart)
        self.clock.wait(held)
        for finger, place in enumerate(places):
            down.remove(finger)
            self._with_others_still(down).release(finger, place)
            self.clock.wait(apart)

    def _with_others_still(self, down: Sequence[int]) -> QTest.QTouchEventSequence:
        made = QTest.touchEvent(self.handle, self.device)
        for finger in down:
            made.stationary(finger)
        return made

    def between(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def near(self, place: QPoint, most: int) -> QPoint:
        return place + QPoint(self.between(-most, most), self.between(-most, most))


class ListHands(Gestures):
    """Hands on the list of projects; every press of a card is counted."""

    def __init__(self, hands: Hands, clock: OwnClock | RealClock, seed: int) -> None:
        super().__init__(hands.window, clock, seed)
        self.cards = hands.pages.list.area.cards
        self.pressed: list[int] = []
        self.cards.clicked.connect(lambda index: self.pressed.append(index.row()))

    def spot(self) -> QPoint:
        view = self.cards.viewport()
        inside = QPoint(self.between(80, int(view.width() * 0.55)), self.between(80, view.height() - 80))
        return view.mapTo(self.window, inside)

    def row_at(self, place: QPoint) -> int:
        return self.cards.indexAt(self.cards.viewport().mapFrom(self.window, place)).row()

    def rest(self) -> None:
        """Let everything end: no glide, no mark, no memory of the last tap."""
        self.clock.wait(900)
        QScroller.scroller(self.cards.viewport()).stop()
        bar = self.cards.verticalScrollBar()
        if bar.value() > bar.maximum() * 0.8:
            bar.setValue(0)
        marking = self.window.journey.marking
        assert isinstance(marking, ListMarking)
        marking.wipe()
        self.pressed.clear()

    # what is no tap

    def drag(self, *, touch: bool) -> None:
        start, way = self.spot(), self.random.choice((-1, 1)) * self.between(45, 330)
        steps = self.between(3, 25)
        path = [start + QPoint(0, way * step // steps) for step in range(steps + 1)]
        held, at_end = self.between(0, 400), self.random.choice((0, 300))
        self.stroke(path, touch=touch, held=held, step=self.between(4, 30), at_end=at_end)

    def brush(self, *, touch: bool) -> None:
        self.stroke([self.spot()], touch=touch, held=self.between(0, LIMITS.least_ms - 20))

    def two_fingers(self, *, touch: bool) -> None:
        self.fingers([self.spot(), self.spot()], apart=self.between(0, 250), held=self.between(60, 400))

    def palm(self, *, touch: bool) -> None:
        middle = self.spot()
        self.fingers([self.near(middle, 60) for _ in range(self.between(3, 5))], apart=20, held=self.between(50, 800))
        if self.random.random() < 0.5:
            self.clock.wait(20)
            self.stroke([middle], touch=True)

    def leap(self, *, touch: bool) -> None:
        first = self.spot()
        other = first + QPoint(0, 200 if first.y() < 400 else -200)
        self.stroke([first, other, first], touch=False, held=100, step=50)

    def early(self, *, touch: bool) -> None:
        self.window.guard.ignore_taps_for_a_moment()
        self.clock.wait(self.between(0, 400))
        self.stroke([self.spot()], touch=touch)

    # what is one tap

    def honest(self, *, touch: bool) -> int:
        start = self.spot()
        path = [start] + [self.near(start, 18) for _ in range(self.between(0, 4))]
        self.stroke(path, touch=touch, held=self.between(70, 300), step=self.between(10, 200))
        return self.row_at(start)

    def double(self, *, touch: bool) -> int:
        start = self.spot()
        self.stroke([start], touch=touch)
        self.clock.wait(self.between(60, 300))
        self.stroke([self.near(start, 8)], touch=touch)
        return self.row_at(start)

    def beside_a_resting_hand(self, *, touch: bool) -> int:
        rest = self.cards.viewport().mapTo(self.window, QPoint(500, self.cards.viewport().height() - 30))
        start = self.spot()
        QTest.touchEvent(self.handle, self.device).press(0, rest)
        self.clock.wait(self.between(600, 3000))
        QTest.touchEvent(self.handle, self.device).stationary(0).press(1, start)
        self.clock.wait(90)
        QTest.touchEvent(self.handle, self.device).stationary(0).release(1, start)
        self.clock.wait(200)
        QTest.touchEvent(self.handle, self.device).release(0, rest)
        return self.row_at(start)


NO_TAPS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("drag", ListHands.drag),
    ("drag", ListHands.drag),
    ("brush", ListHands.brush),
    ("two fingers", ListHands.two_fingers),
    ("palm", ListHands.palm),
    ("leap", ListHands.leap),
    ("early", ListHands.early),
)
TAPS: tuple[tuple[str, Callable[..., int]], ...] = (
    ("honest", ListHands.honest),
    ("honest", ListHands.honest),
    ("double", ListHands.double),
    ("beside a resting hand", ListHands.beside_a_resting_hand),
)


@pytest.fixture
def on_list(make_hands: MakeHands) -> Hands:
    hands = make_hands()
    hands.window.resize(1366, 768)
    hands.window.journey.set_poll_definition(definition(97))
    hands.window.journey._show_asking_page()
    settle()
    return hands


def storm(hands: Hands, clock: OwnClock | RealClock, gestures: int, seed: int) -> Counter[str]:
    """Play random gestures; each that is no tap presses nothing, each tap the one card under it."""
    person, played = ListHands(hands, clock, seed), Counter[str]()
    for _ in range(gestures):
        person.rest()
        touch = person.random.random() < 0.5
        if person.random.random() < 0.6:
            name, gesture = person.random.choice(NO_TAPS)
            gesture(person, touch=touch)
            expected: list[int] = []
        else:
            name, tap = person.random.choice(TAPS)
            expected = [tap(person, touch=touch)]
        assert person.pressed == expected, (name, touch, played.total())
        played[name] += 1
    return played


def test_no_gesture_but_a_tap_ticks_a_project(on_list: Hands) -> None:
    """Fails on 0.6.0: 36 of 48 drags of a finger left a mark, and palms, brushes and double taps did."""
    played = storm(on_list, OwnClock(), 10_000 if IS_LONG else 400, seed=1)
    assert len(played) == len({name for name, _ in (*NO_TAPS, *TAPS)})


def test_fingers_scroll_the_list_and_tick_nothing_on_the_real_clock(on_list: Hands) -> None:
    person = ListHands(on_list, RealClock(), seed=3)
    bar = person.cards.verticalScrollBar()
    for touch in (True, False):
        person.rest()
        bar.setValue(0)
        top = person.cards.viewport().mapTo(person.window, QPoint(300, 350))
        person.stroke([top - QPoint(0, 12 * step) for step in range(20)], touch=touch, held=20)
        assert bar.value() > 60, touch
        assert person.pressed == []
    storm(on_list, RealClock(), 120 if IS_LONG else 8, seed=4)


def test_a_tap_that_trembles_before_the_limit_ticks_the_row_it_came_down_on(on_list: Hands) -> None:
    """Fails where the list scrolls before a drag is one: the row under the finger changes."""
    person = ListHands(on_list, OwnClock(), seed=5)
    place = person.cards.viewport().mapTo(person.window, QPoint(300, 200))
    row = person.row_at(place)
    person.rest()
    person.stroke([place, place + QPoint(0, 28), place - QPoint(0, 28), place], touch=True, held=200)
    assert person.pressed == [row]


def test_nothing_is_cast_by_storms_of_taps(make_hands: MakeHands) -> None:
    """Whatever is tapped wildly, the ballot is cast by nothing but a tap on a review that stood for its moment."""
    hands = make_hands()
    hands.window.resize(1366, 768)
    clock = OwnClock()
    person = Gestures(hands.window, clock, seed=7)
    journey, pages = hands.window.journey, hands.pages
    journey.set_poll_definition(definition(12, groups=0))
    pages.confirm.cast_wanted.disconnect(journey._seal_or_cast_answer)
    shown = [clock.now]
    pages.page_shown.connect(lambda: shown.append(clock.now))
    casts: list[int] = []
    pages.confirm.cast_wanted.connect(lambda: casts.append(clock.now - shown[-1]))
    for _ in range(10_000 if IS_LONG else 150):
        journey._show_guide_to_new_voter()
        clock.wait(person.between(0, 900))
        corner = person.random.choice((_middle(hands, pages.guide.begin), QPoint(1366 // 2, 400)))
        for _tap in range(person.between(4, 9)):
            wild = QPoint(person.between(5, 1360), person.between(5, 760))
            place = person.near(corner, 30) if person.random.random() < 0.8 else wild
            person.stroke([place], touch=True, held=person.between(0, 140))
            clock.wait(person.between(10, 320))
    assert all(since_page >= LIMITS.new_page_ms for since_page in casts)
    journey.wipe_voter_and_show_start()


def test_a_row_of_quick_taps_from_the_guide_never_reaches_the_box(hands: Hands) -> None:
    """Fails on 0.2.0: four taps at one place from the guide on cast a blank ballot."""
    clock = OwnClock()
    person = Gestures(hands.window, clock, seed=8)
    hands.window.check_token(hands.slip("1"))
    hands.wait_for(hands.pages.guide)
    clock.wait(2 * LIMITS.new_page_ms)
    place = _middle(hands, hands.pages.guide.begin)
    for _ in range(20):
        person.stroke([place], touch=True, held=60)
        clock.wait(100)
    hands.stage.idle()
    assert hands.ballots() == 0
    assert hands.pages.currentWidget() is hands.pages.list


def test_a_finger_strikes_figures_twice_and_a_step_button_many_times(hands: Hands) -> None:
    clock = OwnClock()
    person = Gestures(hands.window, clock, seed=9)
    keypad = hands.pages.start.keypad
    key = next(key for key in keypad.keys if key.text() == "3")
    for _ in range(3):
        person.stroke([_middle(hands, key)], touch=True, held=60)
        clock.wait(LIMITS.again_on_key_ms)
    assert hands.window.number.grouped_number() == "333"


def test_a_long_press_of_a_finger_on_the_corner_asks_for_staff(hands: Hands) -> None:
    """Fails where the corner feels a mouse alone."""
    place = QPoint(40, 40)
    QTest.touchEvent(hands.window.windowHandle(), QTest.createTouchDevice()).press(0, place)
    hands.qtbot.waitUntil(lambda: hands.pages.currentWidget() is hands.pages.pin, timeout=6000)


def test_a_touch_that_answers_the_warning_presses_nothing_below(on_list: Hands, qtbot: QtBot) -> None:
    """Fails where the window system tells the touch once more, as a mouse: the page below the warning is pressed."""
    person = ListHands(on_list, OwnClock(), seed=10)
    person.rest()
    idle = on_list.window.idle
    idle.watch_idle_voter(True)
    idle._warning.start()
    assert on_list.window.notice.isVisible()
    person.stroke([person.spot()], touch=True)
    assert not on_list.window.notice.isVisible()
    assert person.pressed == []
    idle.watch_idle_voter(False)


def test_a_pressed_button_looks_so_until_the_finger_leaves_it(hands: Hands) -> None:
    clock = OwnClock()
    person = Gestures(hands.window, clock, seed=11)
    clock.wait(2 * LIMITS.new_page_ms)
    key = hands.pages.start.keypad.keys[0]
    place = _middle(hands, key)
    QTest.touchEvent(person.handle, person.device).press(0, place)
    assert key.isDown()
    QTest.touchEvent(person.handle, person.device).move(0, place + QPoint(0, 60))
    assert not key.isDown()
    QTest.touchEvent(person.handle, person.device).release(0, place + QPoint(0, 60))
    assert hands.window.number.grouped_number() == ""


def _middle(hands: Hands, widget: QWidget) -> QPoint:
    return widget.mapTo(hands.window, widget.rect().center())
