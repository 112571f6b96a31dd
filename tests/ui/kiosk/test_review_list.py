"""확인: what is read back before it is cast, a line a mark under its group, and taking a mark away there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.ui.kiosk.ballot_casting import ConfirmPage
from sukui_desktop.ui.kiosk.marking_rules.base import ListMarking
from sukui_desktop.ui.kiosk.review_list import ReviewMark, _columns
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import Hands, definition, settle
from tests.ui.rooms import PROJECTS

SCORES = Draft(method=Method.SCORE, min_picks=0, max_picks=6, marks=Marking(low=1, high=5), ceiling=10**9)
RANKS = Draft(method=Method.RANKING, min_picks=0, max_picks=3, marks=Marking(place_points=(3, 2, 1)), ceiling=10**9)


def reviewed(hands: Hands, *options: int) -> ConfirmPage:
    hands.enter(hands.slip("1"))
    marking = hands.window.journey.marking
    assert isinstance(marking, ListMarking)
    for option in options:
        marking.mark(option)
    hands.window.journey._show_confirm_page()
    settle()
    return hands.pages.confirm


def titles(page: ConfirmPage) -> list[str]:
    return [line.title.text() for line in page.review.lines]


def press_line(page: ConfirmPage, title: str) -> None:
    line = next(line for line in page.review.lines if line.title.text() == title)
    QTest.mouseClick(line.remove, Qt.MouseButton.LeftButton)


def test_ten_of_two_groups_are_seen_whole_at_once_on_a_laptop(make_hands: MakeHands) -> None:
    """Fails on 0.6.0: of 10 picks 4 were seen at 1366 x 768."""
    hands = make_hands()
    hands.window.resize(1366, 768)
    hands.window.journey.set_poll_definition(definition(20))
    marking = hands.window.journey.marking
    assert isinstance(marking, ListMarking)
    for option in (*range(7), *range(10, 13)):
        marking.mark(option)
    hands.window.journey._show_confirm_page()
    settle()
    page = hands.pages.confirm
    assert len(page.review.lines) == 10
    assert page.review.count_lines_below() == 0
    assert page.more.isHidden()
    assert all(line.remove.height() >= 66 for line in page.review.lines), "17 mm of a 15.6 inch laptop"


def test_what_casts_does_not_stand_where_the_pages_before_had_their_way_on(hands: Hands) -> None:
    """Fails on 0.6.0: [투표하기] was where [다음] had been."""
    page = reviewed(hands, 0)
    cast = page.cast.rect().translated(page.cast.mapTo(hands.window, page.cast.rect().topLeft()))
    hands.pages.show_page(hands.pages.list)
    settle()
    following = hands.pages.list.next
    assert not cast.intersects(following.rect().translated(following.mapTo(hands.window, following.rect().topLeft())))


def test_a_mark_is_taken_away_here_and_put_back_where_it_stood(hands: Hands) -> None:
    page = reviewed(hands, 0, 4)
    assert titles(page) == [PROJECTS[0][1], PROJECTS[4][1]]
    press_line(page, PROJECTS[0][1])
    assert list(hands.marks) == [4]
    assert titles(page) == [PROJECTS[0][1], PROJECTS[4][1]], "the line stays, struck through"
    assert [line.remove.text() for line in page.review.lines] == [
        text("kiosk.confirm.put_back"),
        text("kiosk.confirm.remove"),
    ]
    press_line(page, PROJECTS[0][1])
    assert list(hands.marks) == [0, 4]
    assert page.review.lines[0].remove.text() == text("kiosk.confirm.remove")
    hands.cast()
    assert hands.count().votes == (1, 0, 0, 0, 1, 0)


def test_no_line_moves_under_the_finger_that_took_one_away(hands: Hands) -> None:
    """Fails where a sentence comes above the lines, or the line goes: the same spot is another project's button."""
    page = reviewed(hands, 0, 1, 4)
    before = [line.remove.mapTo(hands.window, line.remove.rect().topLeft()) for line in page.review.lines]
    press_line(page, PROJECTS[0][1])
    settle()
    assert [line.remove.mapTo(hands.window, line.remove.rect().topLeft()) for line in page.review.lines] == before


def test_the_list_knows_what_was_taken_away_in_the_review(hands: Hands) -> None:
    """Fails where the list still says that all are picked, with a mark that was taken away in the review."""
    page = reviewed(hands, 0, 1, 4)
    press_line(page, PROJECTS[0][1])
    page.back.click()
    hands.wait_for(hands.pages.list)
    model = hands.pages.list.area.model
    assert model.index(0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert "1/2" in hands.pages.list.counters.text()


def test_groups_count_again_and_the_sentence_of_what_is_stored_too(hands: Hands) -> None:
    page = reviewed(hands, 0, 1, 4)
    press_line(page, PROJECTS[1][1])
    headings = [line.group.text() for line in page.review._kept if not line.group.isHidden()]
    assert "1/2" in headings[0]
    assert page.stored.text() == text("ballot_kinds.stored.approval", count=2)


def test_taking_the_last_mark_away_says_that_the_ballot_is_blank(hands: Hands) -> None:
    page = reviewed(hands, 0)
    press_line(page, PROJECTS[0][1])
    assert page.verdict.text() == text("ballot_kinds.is_blank.approval")
    press_line(page, PROJECTS[0][1])
    assert page.verdict.isHidden()
    assert titles(page) == [PROJECTS[0][1]]


def test_taking_away_below_the_least_forbids_casting(make_hands: MakeHands) -> None:
    hands = make_hands(Draft(method=Method.APPROVAL, min_picks=2, max_picks=2, ceiling=10**9, allows_blank=False))
    page = reviewed(hands, 0, 1)
    assert page.cast.isVisible()
    press_line(page, PROJECTS[1][1])
    assert page.cast.isHidden()
    press_line(page, PROJECTS[1][1])
    assert page.cast.isVisible()


@pytest.mark.parametrize(("draft", "badges"), [(SCORES, ["1점", "1점", "1점"]), (RANKS, ["1순위", "2순위", "3순위"])])
def test_scores_and_places_come_back_as_they_were(make_hands: MakeHands, draft: Draft, badges: list[str]) -> None:
    """Fails where a mark is put back as a new one: a first place would come back as the last."""
    hands = make_hands(replace(draft, allows_blank=True))
    page = reviewed(hands, 2, 0, 4)
    before, shown = hands.marks, titles(page)
    assert [line.badge.text() for line in page.review.lines] == badges
    press_line(page, shown[0])
    press_line(page, shown[1])
    if draft is RANKS:
        assert [line.badge.text() for line in page.review.lines] == ["", "", "1순위"]
    press_line(page, shown[0])
    press_line(page, shown[1])
    assert (hands.marks, titles(page)) == (before, shown)
    assert [line.badge.text() for line in page.review.lines] == badges


def test_each_button_tells_a_screen_reader_what_it_takes_away(hands: Hands) -> None:
    page = reviewed(hands, 0, 4)
    assert [line.remove.accessibleName() for line in page.review.lines] == [
        text("kiosk.confirm.remove_name", title=title) for title in titles(page)
    ]


def test_the_lines_of_one_voter_are_used_again_and_keep_no_word(hands: Hands) -> None:
    page = reviewed(hands, 0, 1, 4)
    kept = list(page.review._kept)
    hands.window.journey.wipe_voter_and_show_start()
    assert page.review.lines == []
    assert all(line.title.text() == line.remove.accessibleName() == "" for line in kept)


MARKS = st.lists(st.tuples(st.sampled_from("가나다라"), st.integers(0, 12)), max_size=6)


@given(MARKS)
def test_two_columns_hold_every_line_once_in_order_and_end_with_no_heading(sizes: list[tuple[str, int]]) -> None:
    option = 0
    marks: list[tuple[str, list[ReviewMark]]] = []
    for name, size in sizes:
        marks.append((name, [ReviewMark(option + place, "", "", "") for place in range(size)]))
        option += size
    parts = _columns(marks, 2)
    lines = [line for part in parts for line in part]
    assert [mark.option for _words, mark in lines if mark is not None] == list(range(option))
    assert lines == list(_columns(marks, 1)[0])
    if len(parts) == 2 and parts[0] and parts[1] and parts[0][-1][1] is None:
        assert parts[1][0][1] is None, "the heading of a group that has marks stands over them"
