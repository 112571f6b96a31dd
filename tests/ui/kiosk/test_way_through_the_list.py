"""The blue button of the list: the next cards until the last one was seen, and only then the next page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.marking_rules.base import ListMarking
from sukui_desktop.ui.kiosk.option_list_page import ListPage
from sukui_desktop.ui.widgets.list_page_turn import rows_in_view
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import Hands, Key, definition, settle


@pytest.fixture
def long_list(make_hands: MakeHands) -> Hands:
    """97 projects in two groups of 49 and 48, seven of each."""
    hands = make_hands()
    hands.window.resize(1366, 768)
    hands.window.journey.set_poll_definition(definition(97))
    hands.window.journey._show_asking_page()
    settle()
    return hands


def marking_of(hands: Hands) -> ListMarking:
    marking = hands.window.journey.marking
    assert isinstance(marking, ListMarking)
    return marking


def is_at_end(page: ListPage) -> bool:
    return rows_in_view(page.area.cards)[1] == page.area.model.rowCount() - 1


def test_every_card_was_before_the_voter_before_the_blue_button_goes_on(long_list: Hands) -> None:
    """Fails on 0.6.0: [다음] left the group after 5 of 49 projects without a word."""
    page, seen = long_list.pages.list, set[int]()
    presses = 0
    while page.heading.text().startswith("①"):
        first, last = rows_in_view(page.area.cards)
        seen |= set(range(first, last + 1))
        QTest.mouseClick(page.next, Qt.MouseButton.LeftButton)
        settle()
        presses += 1
    assert seen == set(range(49))
    assert presses > 5
    assert page.heading.text().startswith("②")
    assert rows_in_view(page.area.cards)[0] == 0


def test_the_button_says_how_many_come_next(long_list: Hands) -> None:
    page = long_list.pages.list
    first, last = rows_in_view(page.area.cards)
    assert page.next.text() == text("kiosk.list.next_cards", count=last - first + 1)
    while not is_at_end(page):
        page.next.click()
        settle()
    assert page.next.text() == text("kiosk.list.next")
    page.area.controls.page_up.click()
    settle()
    assert page.next.text() == text("kiosk.list.next"), "the end was seen"


def test_who_is_done_before_the_end_says_so(long_list: Hands) -> None:
    page = long_list.pages.list
    long_list.pick(1)
    assert page.done.isVisible()
    assert page.done.text() == text("kiosk.list.done")
    page.done.click()
    assert page.heading.text().startswith("②")


def test_with_all_picked_nothing_more_has_to_be_seen(long_list: Hands) -> None:
    """Seven of the first group and three of the second are cast in 15 taps by who knows what they want."""
    page, marking = long_list.pages.list, marking_of(long_list)
    for option in range(7):
        marking.mark(option)
    page.refresh_counts_and_marks()
    assert page.next.text() == text("kiosk.list.next")
    assert page.done.isHidden()
    page.next.click()
    assert page.heading.text().startswith("②")


def test_a_mark_taken_back_brings_the_unseen_cards_back(long_list: Hands) -> None:
    page, marking = long_list.pages.list, marking_of(long_list)
    for option in range(7):
        marking.mark(option)
    page.refresh_counts_and_marks()
    long_list.pick(0)
    assert len(marking.marks) == 6
    assert page.done.isVisible()


def test_an_empty_ballot_of_the_last_group_is_named_where_it_is_cast(long_list: Hands) -> None:
    page = long_list.pages.list
    page.done.click()
    settle()
    assert page.heading.text().startswith("②")
    assert page.done.text() == text("kiosk.choice.blank")
    assert page.next.text() != text("kiosk.choice.blank")


def test_the_search_names_its_way_out_and_what_it_shows_is_not_the_end(long_list: Hands) -> None:
    """Fails on 0.6.0: [다음] under what was found only closed the search."""
    page = long_list.pages.list
    page.area.controls.search.click()
    settle()
    assert page.next.text() == text("kiosk.search.close")
    assert page.done.isHidden()
    page.search.field.setText("3호")
    settle()
    page.next.click()
    settle()
    assert not page.search.isVisible()
    assert page.heading.text().startswith("①")
    assert page.done.isVisible(), "only what was found was seen, not the end of the group"


def test_a_voter_after_another_sees_the_list_from_its_beginning(long_list: Hands) -> None:
    page = long_list.pages.list
    while not is_at_end(page):
        page.next.click()
        settle()
    long_list.window.journey.wipe_voter_and_show_start()
    long_list.window.journey._show_asking_page()
    settle()
    assert page.done.isVisible()


def test_a_short_list_goes_on_at_once(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    settle()
    assert hands.pages.list.next.text() == text("kiosk.list.next")
    assert hands.pages.list.done.isHidden()


def test_the_keyboard_reaches_the_way_on_and_the_way_out(long_list: Hands) -> None:
    page = long_list.pages.list
    long_list.tab_to(page.done)
    long_list.tab_to(page.next)
    long_list.press(Key.Key_Return)
    settle()
    assert rows_in_view(page.area.cards)[0] > 0
