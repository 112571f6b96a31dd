"""Fingers that are too quick or slip: nothing is cast unseen, a wrong letter costs no number, blank is a choice."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.ui.kiosk.ballot_casting import ConfirmPage
from sukui_desktop.ui.kiosk.start_and_guide_pages import SlipNumber
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import CALM, Hands, Key, settle

PICKS = Draft(method=Method.APPROVAL, min_picks=0, max_picks=3, ceiling=10**9)
MOTION = Draft(method=Method.CHOICE, min_picks=1, max_picks=1, choices=("찬성", "반대"))


def middle(hands: Hands, widget: QWidget) -> QPoint:
    return widget.mapTo(hands.window, widget.rect().center())


def tap(hands: Hands, place: QPoint, wait_ms: int = 60) -> None:
    handle = hands.window.windowHandle()
    none = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, none, place, wait_ms)
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, none, place, 60)
    settle()


@pytest.mark.parametrize("wait_ms", [60, 350])
def test_a_double_tap_never_casts_a_ballot_unseen(make_hands: MakeHands, wait_ms: int) -> None:
    """Fails on 0.2.0: [투표하기] appeared where [다음] had been, and the second tap cast."""
    hands = make_hands(PICKS)
    hands.enter(hands.slip("1"))
    hands.pick(0, 1)
    hands.qtbot.wait(CALM.guard_ms + 150)
    place = middle(hands, hands.way_on)
    tap(hands, place, wait_ms)
    tap(hands, place, wait_ms)
    assert hands.pages.currentWidget() is hands.pages.confirm
    assert hands.ballots() == 0
    hands.qtbot.wait(CALM.guard_ms + 150)
    tap(hands, middle(hands, hands.pages.confirm.cast))
    hands.wait_for(hands.pages.done)
    assert hands.ballots() == 1, "a tap of its own casts"


def test_a_double_tap_never_skips_a_group(hands: Hands) -> None:
    """Fails on 0.2.0: the second group was never before the voter."""
    hands.enter(hands.slip("1"))
    hands.qtbot.wait(CALM.guard_ms + 150)
    place = middle(hands, hands.way_on)
    tap(hands, place)
    tap(hands, place)
    assert hands.pages.currentWidget() is hands.pages.list


def test_taps_at_one_place_from_the_guide_on_cast_no_empty_ballot(make_hands: MakeHands) -> None:
    """Fails on 0.2.0: [시작], [다음] and [투표하기] stood at one place, and three taps cast a blank ballot."""
    hands = make_hands(replace(MOTION, allows_blank=True))
    hands.window.check_token(hands.slip("1"))
    hands.wait_for(hands.pages.guide)
    hands.qtbot.wait(CALM.guard_ms + 150)
    place = middle(hands, hands.pages.guide.begin)
    for _ in range(4):
        tap(hands, place, 200)
    assert hands.pages.currentWidget() is hands.pages.choice
    assert hands.ballots() == 0


def test_an_empty_ballot_on_a_motion_is_a_choice_of_its_own(make_hands: MakeHands) -> None:
    """Fails on 0.2.0: [다음] under "하나를 골라야 합니다" went on with nothing chosen."""
    hands = make_hands(replace(MOTION, allows_blank=True))
    hands.window.check_token(hands.slip("1"))
    hands.wait_for(hands.pages.guide)
    hands.pages.guide.begin.click()
    page = hands.pages.choice
    page.next.click()
    assert hands.pages.currentWidget() is page
    assert page.refusal.isVisible()
    assert page.blank.isVisible()
    page.answers[0].click()
    assert not page.blank.isVisible()
    page.answers[0].click()
    page.blank.click()
    hands.wait_for(hands.pages.confirm)
    hands.cast()
    assert hands.count().ballots_blank == 1


def test_a_motion_without_blank_ballots_waits_for_an_answer(make_hands: MakeHands) -> None:
    hands = make_hands(replace(MOTION, allows_blank=False))
    hands.window.check_token(hands.slip("1"))
    hands.wait_for(hands.pages.guide)
    hands.pages.guide.begin.click()
    hands.pages.choice.next.click()
    assert hands.pages.currentWidget() is hands.pages.choice
    assert not hands.pages.choice.blank.isVisible()
    hands.pages.choice.answers[1].click()
    hands.pages.choice.next.click()
    hands.wait_for(hands.pages.confirm)


def test_a_wrong_letter_costs_no_number(hands: Hands) -> None:
    """Fails on 0.2.0: one wrong letter wiped all 26."""
    token = hands.slip("1")
    wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
    hands.type(wrong)
    hands.press(Key.Key_Return)
    hands.qtbot.waitUntil(lambda: hands.pages.start.message.text() != "")
    assert hands.window.number.grouped_number() == wrong
    hands.press(Key.Key_Backspace)
    hands.type(token[-1])
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.guide)


def test_a_scan_after_a_refused_number_begins_anew(hands: Hands) -> None:
    token = hands.slip("1")
    hands.type("7K2M")
    hands.press(Key.Key_Return)
    hands.qtbot.waitUntil(lambda: hands.pages.start.message.text() != "")
    hands.type(token)
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.guide)


def test_a_number_that_nobody_goes_on_with_is_forgotten(qtbot: QtBot) -> None:
    """Fails on 0.2.0: a half-typed number stayed for the next voter."""
    number = SlipNumber(forget_ms=40)
    number.add_letter("7")
    assert number.grouped_number() == "7"
    qtbot.waitUntil(lambda: number.grouped_number() == "")


def test_the_review_says_how_many_picks_are_below(make_hands: MakeHands, qtbot: QtBot) -> None:
    """Fails on 0.2.0: five of ten picks were seen and a scroll bar was all that told of the others."""
    hands = make_hands(replace(PICKS, max_picks=6))
    hands.window.resize(1366, 620)
    hands.enter(hands.slip("1"))
    marking = hands.window.journey.marking
    assert marking is not None
    for option in range(6):
        marking.toggle_mark(option)  # type: ignore[attr-defined]
    hands.way_on.click()
    hands.wait_for(hands.pages.confirm)
    page = hands.pages.confirm
    settle()
    seen = _seen(page)
    if page.more.isVisible():
        assert str(6 - len(seen)) in page.more.text()
        while page.more.isVisible() and len(seen) < 6:
            page.more.click()
            settle()
            seen |= _seen(page)
    assert seen == set(range(6))


def _seen(page: ConfirmPage) -> set[int]:
    count = len(page.review.lines)
    return {place for place, line in enumerate(page.review.lines) if not line.visibleRegion().isEmpty()} | set(
        range(count - page.review.count_lines_below(), 0)
    )
