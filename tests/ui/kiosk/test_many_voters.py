"""One voter after another on the same pages: nothing is built anew, nothing piles up, nothing is carried over."""

from __future__ import annotations

import gc

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sukui_desktop.ui.kiosk.marking_rules.base import VoterMarking
from tests.ui.kiosk.kiosks import Hands, definition, settle

VOTERS = 16


def _one_voter(hands: Hands, number: int) -> None:
    """Read, search, look closer, pick, confirm and leave, as a restless voter would; nothing is cast."""
    journey, pages = hands.window.journey, hands.pages
    journey._show_guide_to_new_voter()
    pages.guide.begin.click()
    model = pages.list.area.model
    for row in (number % 9, number % 5 + 10):
        model.setData(model.index(row), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    pages.list.area.controls.search.click()
    pages.list.search.field.setText(f"{number}호")
    pages.list.search.close_search.click()
    journey._show_details(number)
    pages.detail.back.click()
    hands.way_on.click()
    hands.way_on.click()
    assert pages.currentWidget() is pages.confirm
    assert len(pages.confirm.review.lines) == len(hands.marks)
    journey.wipe_voter_and_show_start()
    settle()


def test_many_voters_leave_no_widget_and_no_mark_behind(hands: Hands) -> None:
    hands.window.journey.set_poll_definition(definition(97))
    _one_voter(hands, 0)
    pages = tuple(id(page) for page in hands.pages.all_pages())
    gc.collect()
    widgets = len(hands.window.findChildren(QWidget))
    markings = sum(isinstance(thing, VoterMarking) for thing in gc.get_objects())
    for number in range(1, VOTERS):
        _one_voter(hands, number)
        assert hands.marks == ()
    gc.collect()
    assert len(hands.window.findChildren(QWidget)) == widgets
    assert tuple(id(page) for page in hands.pages.all_pages()) == pages
    assert sum(isinstance(thing, VoterMarking) for thing in gc.get_objects()) == markings


def test_the_same_definition_read_again_disturbs_nobody(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.pick(1)
    hands.stage.admit("6")
    hands.window._read_poll_head()
    hands.stage.idle()
    assert hands.marks == (1,)
    assert hands.pages.currentWidget() is hands.pages.list


def test_letters_follow_the_screen(hands: Hands) -> None:
    sizes = {}
    for screen in ((1366, 768), (1920, 1080), (1080, 1920)):
        hands.window.resize(*screen)
        settle()
        sizes[screen] = hands.pages.list.heading.fontMetrics().height()
    assert sizes[(1366, 768)] < sizes[(1920, 1080)]
    assert sizes[(1080, 1920)] < sizes[(1920, 1080)], "an upright screen is narrow, not tall"
    card = hands.pages.list.area.cards.sizeHintForRow(0)
    hands.window.resize(1920, 1080)
    settle()
    assert hands.pages.list.area.cards.sizeHintForRow(0) > card


def test_a_slip_checked_too_late_opens_nothing(hands: Hands) -> None:
    """The answer to a slip that comes after the voter was wiped is thrown away."""
    token = hands.slip("1")
    hands.window.check_token(token)
    hands.window.journey.wipe_voter_and_show_start()
    hands.stage.idle()
    assert hands.pages.currentWidget() is hands.pages.start
    hands.enter(token)
    assert hands.pages.currentWidget() is hands.pages.list
