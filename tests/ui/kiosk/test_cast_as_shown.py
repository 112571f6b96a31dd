"""확인 with every kind of ballot: whatever is taken away and put back, what is cast is what is shown, also where it was
sealed before the voter chose."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.ui.kiosk.marking_rules.base import ListMarking
from sukui_desktop.ui.kiosk.sentences import mark_badge_words
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import Hands, settle
from tests.ui.kiosk.test_kinds import in_the_box
from tests.ui.rooms import PROJECTS

KINDS = (
    Draft(method=Method.APPROVAL, min_picks=0, max_picks=5, ceiling=10**9),
    Draft(method=Method.RANKING, min_picks=0, max_picks=3, marks=Marking(place_points=(3, 2, 1)), ceiling=10**9),
    Draft(method=Method.SCORE, min_picks=0, max_picks=6, marks=Marking(low=1, high=5), ceiling=10**9),
    Draft(method=Method.CUMULATIVE, min_picks=0, max_picks=6, marks=Marking(most_points=10), ceiling=10**9),
)
STEPS = 40


def shown(hands: Hands) -> list[tuple[str, str]]:
    return [
        (line.title.text(), line.badge.text()) for line in hands.pages.confirm.review.lines if not line.is_taken_away
    ]


def click(hands: Hands, widget: object) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def wander(hands: Hands, dice: random.Random) -> None:
    """Mark on the list, take away and put back on the review, go back to the list, come again."""
    page, marking = hands.pages.confirm, hands.window.journey.marking
    assert isinstance(marking, ListMarking)
    for _ in range(STEPS):
        if hands.pages.currentWidget() is hands.pages.list:
            for _mark in range(dice.randint(0, 4)):
                marking.press_card(dice.randrange(len(PROJECTS)))
            hands.window.journey._show_confirm_page()
        elif hands.pages.currentWidget() is hands.pages.sealed:
            click(hands, hands.pages.sealed.back)
        else:
            lines = [line for line in page.review.lines if not line.is_taken_away]
            taken = [line for line in page.review.lines if line.is_taken_away]
            match dice.choice(("take", "take", "put", "put", "back", "seal")):
                case "take" if lines:
                    click(hands, dice.choice(lines).remove)
                case "put" if taken:
                    click(hands, dice.choice(taken).remove)
                case "back":
                    click(hands, page.back)
                case "seal" if hands.window.journey._has_audits and not page.cast.isHidden():
                    click(hands, page.cast)
                case _:
                    pass
        settle()


@pytest.mark.parametrize("is_sealed_first", [False, True], ids=["cast at once", "sealed first"])
@pytest.mark.parametrize("draft", KINDS, ids=lambda draft: draft.method)
def test_what_is_cast_is_what_the_review_shows(make_hands: MakeHands, draft: Draft, is_sealed_first: bool) -> None:
    """Mutants: what is put back is not shown; the answer that stood when the review was opened is cast."""
    hands = make_hands(replace(draft, allows_blank=True, offers_audits=is_sealed_first))
    dice, seen = random.Random(str(draft.method)), []
    for number in ("1", "2", "3"):
        hands.enter(hands.slip(number))
        wander(hands, dice)
        if hands.pages.currentWidget() is not hands.pages.confirm:
            hands.window.journey._show_asking_page()
            hands.window.journey._show_confirm_page()
            settle()
        marking = hands.window.journey.marking
        assert isinstance(marking, ListMarking)
        assert [title for title, _ in shown(hands)] == [PROJECTS[mark][1] for mark in marking.marks]
        assert [badge for _, badge in shown(hands)] == [mark_badge_words(marking, mark) or "" for mark in marking.marks]
        seen.append(marking.answer)
        click(hands, hands.pages.confirm.cast)
        if is_sealed_first:
            hands.wait_for(hands.pages.sealed)
            click(hands, hands.pages.sealed.cast)
        hands.wait_for(hands.pages.done)
        click(hands, hands.pages.done.finish)
        hands.wait_for(hands.pages.start)
    assert sorted(map(repr, in_the_box(hands))) == sorted(map(repr, seen))
