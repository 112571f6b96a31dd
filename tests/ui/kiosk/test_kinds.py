"""A citizen and every kind of question, by finger and by keyboard alone, on a real box: what was tapped is what lies
in it."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import decode_answer, plaintext_ballot_length
from sukui_desktop.domain.question.definition import Draft, EachGroup
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.question.selection_steps import AllocateBy
from sukui_desktop.models.poll import PollCountRow
from sukui_desktop.services.vote.polls import read_poll
from sukui_desktop.ui.kiosk.ballot_cards import ActsRole
from tests.builders import rooms
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import Hands, Key, settle, words_in
from tests.ui.rooms import BILLION, PROJECTS

CEILING = 260 * BILLION
CHOICE = Draft(method=Method.CHOICE, max_picks=1, choices=("찬성", "반대", "기권"), motion=Motion())
SCORE = Draft(method=Method.SCORE, max_picks=6, marks=Marking(low=1, high=5), ceiling=CEILING)
RANKING = Draft(method=Method.RANKING, max_picks=3, marks=Marking(place_points=(3, 2, 1)), ceiling=CEILING)
SHARE = Draft(method=Method.CUMULATIVE, max_picks=6, marks=Marking(most_points=10, high=6), ceiling=CEILING)
OPINION = Draft(method=Method.OPINION, marks=Marking(text_bytes=60))
EXACTLY = Draft(min_picks=2, max_picks=2, ceiling=CEILING)
MONEY = Draft(max_picks=6, marks=Marking(cost_limit=150 * BILLION), ceiling=CEILING)


def in_the_box(hands: Hands) -> tuple[Answer, ...]:
    """Close the poll and open its box: every ballot as an answer."""
    room, poll_id = hands.stage.room, hands.poll_id
    hands.stage.ask(rooms.close, room, poll_id)
    hands.stage.ask(rooms.count, room, poll_id)
    (count,) = hands.stage.ask(rooms.rows_of, room, PollCountRow)
    ballots = count.ballots
    definition = hands.stage.ask(read_poll, room, poll_id).definition
    assert definition is not None
    length = plaintext_ballot_length(definition.question)
    pieces = (ballots[start : start + length] for start in range(0, len(ballots), length))
    return tuple(decode_answer(definition.question, piece) for piece in pieces)


def come_in(hands: Hands, number: str = "1") -> None:
    """Come in with a slip, by finger."""
    hands.window.check_token(hands.slip(number))
    hands.wait_for(hands.pages.guide)
    hands.pages.guide.begin.click()
    hands.wait_for(hands.pages.asking)


def type_in(hands: Hands, number: str = "1") -> None:
    """Come in with a slip, by keys alone."""
    hands.type(hands.slip(number))
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.guide)
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.asking)


def cast_by_keys(hands: Hands, next_button: QPushButton) -> None:
    hands.tab_to(next_button)
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.confirm)
    hands.tab_to(hands.pages.confirm.cast)
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.done)


def tap(hands: Hands, row: int, name: str, value: int = 0) -> None:
    """Tap one of the buttons on a card."""
    cards = hands.pages.list.area.cards
    index = cards.model().index(row, 0)
    cards.scrollTo(index)
    settle()
    places = cards._delegate.layout.button_places(cards.visualRect(index))
    for place, act in zip(places, index.data(ActsRole), strict=True):
        if (act.name, act.value) == (name, value):
            assert act.is_open, f"{name} {value} is not on card {row}"
            tap_at(hands, place)
            return
    raise AssertionError(f"no button {name} {value}")


def tap_at(hands: Hands, place: QRect) -> None:
    viewport = hands.pages.list.area.cards.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place.center())


def shown_marks(hands: Hands) -> list[tuple[str, str]]:
    """What the confirmation reads back: (mark, title)."""
    return [(line.badge.text(), line.title.text()) for line in hands.pages.confirm.review.lines]


def test_a_choice_by_finger_moves_until_it_is_cast(make_hands: MakeHands) -> None:
    hands = make_hands(CHOICE)
    come_in(hands)
    page = hands.pages.choice
    assert hands.pages.currentWidget() is page
    assert [answer.title for answer in page.answers] == ["찬성", "반대", "기권"]
    for answer in (page.answers[0], page.answers[2], page.answers[1]):
        QTest.mouseClick(answer, Qt.MouseButton.LeftButton)
    assert [answer.isChecked() for answer in page.answers] == [False, True, False]
    assert "골랐음" in page.answers[1].accessibleName()
    page.next.click()
    hands.wait_for(hands.pages.confirm)
    assert hands.pages.confirm.answer.text() == "반대"
    hands.cast()
    hands.pages.done.finish.click()
    hands.wait_for(hands.pages.start)
    assert not any(answer.isChecked() for answer in page.answers)
    assert in_the_box(hands) == (Answer((1,)),)


def test_a_choice_by_keyboard_alone(make_hands: MakeHands) -> None:
    hands = make_hands(CHOICE)
    type_in(hands)
    hands.press(Key.Key_Right, Key.Key_Right, Key.Key_Space)
    assert hands.pages.choice.answers[2].isChecked()
    hands.press(Key.Key_Left, Key.Key_Left, Key.Key_Enter)
    cast_by_keys(hands, hands.pages.choice.next)
    assert in_the_box(hands) == (Answer((0,)),)


def test_a_choice_taken_back_is_a_blank_ballot_and_said_to_be_one(make_hands: MakeHands) -> None:
    hands = make_hands(CHOICE)
    come_in(hands)
    for _ in range(2):
        hands.pages.choice.answers[0].click()
    hands.pages.choice.blank.click()
    hands.wait_for(hands.pages.confirm)
    assert hands.pages.confirm.verdict.text() == text("ballot_kinds.is_blank.choice")
    hands.cast()
    assert in_the_box(hands) == (Answer(),)


def test_many_choices_are_a_list(make_hands: MakeHands) -> None:
    hands = make_hands(
        msgspec.structs.replace(CHOICE, choices=tuple(f"{n}안" for n in range(1, 9)), motion=msgspec.UNSET)
    )
    come_in(hands)
    assert hands.pages.currentWidget() is hands.pages.list
    hands.pick(1)
    hands.pick(0)
    assert hands.marks == (0,), "another choice takes the mark over"


def test_scores_by_finger(make_hands: MakeHands) -> None:
    hands = make_hands(SCORE)
    come_in(hands)
    assert hands.pages.list.heading.text() == text("ballot_kinds.task.score", low=1, high=5)
    tap(hands, 0, "give", 4)
    tap(hands, 2, "give", 1)
    tap(hands, 2, "give", 5)
    tap(hands, 3, "give", 2)
    tap(hands, 3, "clear")
    assert "점수 준 사업 2/6" in hands.pages.list.counters.text()
    hands.confirm()
    assert shown_marks(hands) == [("4점", PROJECTS[0][1]), ("5점", PROJECTS[2][1])]
    assert hands.pages.confirm.stored.text() == text("ballot_kinds.stored.score", count=2)
    hands.cast()
    assert in_the_box(hands) == (Answer((0, 2), (4, 5)),)


def test_a_tap_beside_the_numbers_gives_no_score(make_hands: MakeHands) -> None:
    hands = make_hands(SCORE)
    come_in(hands)
    cards = hands.pages.list.area.cards
    row = cards.visualRect(cards.model().index(1, 0))
    tap_at(hands, QRect(row.topLeft() + QPoint(30, 30), row.topLeft() + QPoint(32, 32)))
    assert hands.marks == ()


def test_scores_by_keyboard_alone(make_hands: MakeHands) -> None:
    hands = make_hands(SCORE)
    type_in(hands)
    hands.press(Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Left)
    hands.press(Key.Key_Down, Key.Key_Right, Key.Key_Left)
    hands.press(Key.Key_Down, *[Key.Key_Space] * 5)
    hands.press(Key.Key_Down, *[Key.Key_Space] * 6)
    assert hands.marks == (0, 2), "below the lowest and above the highest number stands no score"
    hands.press(Key.Key_F1)
    hands.wait_for(hands.pages.detail)
    assert hands.pages.detail.state.text() == text("ballot_kinds.unmarked.score")
    hands.tab_to(hands.pages.detail.more)
    hands.press(Key.Key_Return, Key.Key_Return)
    assert hands.pages.detail.state.text() == "2점 줌"
    hands.tab_to(hands.pages.detail.back)
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.list)
    cast_by_keys(hands, hands.way_on)
    assert in_the_box(hands) == (Answer((0, 2, 3), (2, 5, 2)),)


def test_places_by_finger_close_up_and_change(make_hands: MakeHands) -> None:
    hands = make_hands(RANKING)
    come_in(hands)
    assert hands.pages.list.heading.text() == text("ballot_kinds.task.ranking", most=3)
    hands.pick(3, 0, 2)
    assert list(hands.marks) == [3, 0, 2]
    hands.pick(1)
    assert hands.pages.list.refusal.text() == text("ballot_kinds.refusal.ranking.too_many_picks", limit=3)
    hands.pick(3)
    assert list(hands.marks) == [0, 2], "the later ones move up"
    hands.pick(1)
    tap(hands, 1, "earlier", -1)
    assert list(hands.marks) == [0, 1, 2]
    tap(hands, 0, "later", 1)
    assert list(hands.marks) == [1, 0, 2]
    assert "정한 순위 3/3" in hands.pages.list.counters.text()
    hands.confirm()
    assert shown_marks(hands) == [("1순위", PROJECTS[1][1]), ("2순위", PROJECTS[0][1]), ("3순위", PROJECTS[2][1])]
    hands.cast()
    assert in_the_box(hands) == (Answer((1, 0, 2)),)


def test_places_by_keyboard_alone(make_hands: MakeHands) -> None:
    hands = make_hands(RANKING)
    type_in(hands)
    hands.press(Key.Key_Space, Key.Key_Down, Key.Key_Return, Key.Key_Down, Key.Key_Down, Key.Key_Space)
    assert list(hands.marks) == [0, 1, 3]
    hands.press(Key.Key_Left, Key.Key_Left, Key.Key_Left)
    assert hands.marks == (3, 0, 1)
    hands.press(Key.Key_Right)
    assert hands.marks == (0, 3, 1)
    cast_by_keys(hands, hands.way_on)
    assert in_the_box(hands) == (Answer((0, 3, 1)),)


def test_points_by_finger_never_pass_what_there_is(make_hands: MakeHands) -> None:
    hands = make_hands(SHARE)
    come_in(hands)
    for _ in range(7):
        tap(hands, 0, "more", 1)
    assert hands.pages.list.refusal.text() == text("ballot_kinds.refusal.any.points_too_high", limit=6)
    for _ in range(5):
        tap(hands, 1, "more", 1)
    assert hands.pages.list.refusal.text() == text("ballot_kinds.refusal.any.too_many_points", limit=10)
    assert "남은 점수 0점" in hands.pages.list.counters.text()
    tap(hands, 0, "less", -1)
    assert hands.pages.list.refusal.isHidden()
    assert hands.pages.list.rest.text() == text("ballot_kinds.points.may", count=1)
    hands.confirm()
    assert text("ballot_kinds.left.cumulative", left=1) in hands.pages.confirm.unfilled.text()
    assert text("ballot_kinds.stored_points", given=9) in hands.pages.confirm.stored.text()
    hands.cast()
    assert in_the_box(hands) == (Answer((0, 1), (5, 4)),)


def test_points_by_keyboard_alone(make_hands: MakeHands) -> None:
    hands = make_hands(SHARE)
    type_in(hands)
    hands.press(*[Key.Key_Right] * 4, Key.Key_Left, Key.Key_Down, Key.Key_Space, Key.Key_Down, Key.Key_Left)
    cast_by_keys(hands, hands.way_on)
    assert in_the_box(hands) == (Answer((0, 1), (3, 1)),)


def test_too_few_points_cannot_be_cast(make_hands: MakeHands) -> None:
    hands = make_hands(msgspec.structs.replace(SHARE, marks=Marking(most_points=10, least_points=10)))
    assert text("ballot_kinds.rule.least_points", points=10) in hands.pages.guide.rules.text()
    come_in(hands)
    tap(hands, 0, "more", 1)
    assert hands.pages.list.rest.text() == text("ballot_kinds.points.must", count=9)
    hands.way_on.click()
    assert hands.pages.currentWidget() is hands.pages.list
    assert hands.pages.list.refusal.text() == text("ballot_kinds.broken.any.too_few_points", limit=10, picked=1)


def test_an_opinion_by_the_keys_on_the_screen(make_hands: MakeHands) -> None:
    hands = make_hands(OPINION)
    come_in(hands)
    page = hands.pages.opinion
    for letter in "ㄱㅡㄴㅡㄹㅁㅏㄱ ㄴㅗㅎㅏ":
        press_letter(hands, letter)
    assert page.field.toPlainText() == "그늘막 노하"
    assert page.room.text() == text("ballot_kinds.opinion.left", letters=14)
    QTest.mouseClick(page.keys.erase, Qt.MouseButton.LeftButton)
    assert page.field.toPlainText() == "그늘막 놓", "erasing takes one stroke, not one syllable"
    page.next.click()
    hands.wait_for(hands.pages.confirm)
    assert hands.pages.confirm.answer.text() == "그늘막 놓"
    hands.cast()
    hands.pages.done.finish.click()
    hands.wait_for(hands.pages.start)
    assert "그늘막" not in words_in(hands.window)
    assert in_the_box(hands) == (Answer(opinion="그늘막 놓"),)


def press_letter(hands: Hands, letter: str) -> None:
    keys = hands.pages.opinion.keys
    stops = {key.text(): key for key in keys.letters.keys} | {" ": keys.blank}
    QTest.mouseClick(stops[letter], Qt.MouseButton.LeftButton)


def test_an_opinion_by_keyboard_alone(make_hands: MakeHands) -> None:
    hands = make_hands(OPINION)
    type_in(hands)
    for letter in "BENCHES":
        hands.press(Qt.Key(ord(letter)))
    hands.press(Key.Key_Space, Key.Key_2)
    assert hands.pages.opinion.field.toPlainText().lower() == "benches 2"
    written = hands.pages.opinion.field.toPlainText()
    cast_by_keys(hands, hands.pages.opinion.next)
    assert in_the_box(hands) == (Answer(opinion=written),)


def test_an_opinion_that_is_full_takes_no_more(make_hands: MakeHands) -> None:
    hands = make_hands(OPINION)
    come_in(hands)
    page = hands.pages.opinion
    page.field.setPlainText("가" * 20)
    assert page.room.text() == text("ballot_kinds.opinion.full")
    press_letter(hands, "ㄴ")
    assert page.refusal.text() == text("ballot_kinds.refusal.any.opinion_too_long")
    assert page.field.toPlainText() == "가" * 20
    page.next.click()
    hands.wait_for(hands.pages.confirm)
    hands.cast()
    assert in_the_box(hands) == (Answer(opinion="가" * 20),)


def test_exactly_so_many_by_keyboard_alone(make_hands: MakeHands) -> None:
    hands = make_hands(EXACTLY)
    type_in(hands)
    assert hands.pages.list.heading.text() == text(
        "ballot_kinds.task.approval", count=text("kiosk.count.exactly", most=2)
    )
    hands.press(Key.Key_Space)
    assert hands.pages.list.rest.text() == text("ballot_kinds.must.approval", count=1)
    hands.tab_to(hands.way_on)
    hands.press(Key.Key_Return)
    assert hands.pages.currentWidget() is hands.pages.list
    assert hands.pages.list.refusal.text() == text("ballot_kinds.must.approval", count=1)
    hands.pages.list.area.cards.setFocus()
    hands.press(Key.Key_Down, Key.Key_Space, Key.Key_Down, Key.Key_Space)
    assert hands.pages.list.refusal.text() == text("ballot_kinds.refusal.approval.too_many_picks", limit=2)
    cast_by_keys(hands, hands.way_on)
    assert in_the_box(hands) == (Answer((0, 1)),)


def test_money_is_counted_and_never_passed(make_hands: MakeHands) -> None:
    hands = make_hands(MONEY)
    come_in(hands)
    assert hands.pages.list.heading.text() == text("ballot_kinds.task.cost", limit="150억원")
    hands.pick(0)
    assert "고른 사업비 98억원 / 150억원" in hands.pages.list.counters.text()
    assert "남은 돈 52억원" in hands.pages.list.counters.text()
    hands.pick(1)
    assert hands.marks == (0,)
    assert hands.pages.list.refusal.text() == text(
        "ballot_kinds.refusal.any.too_costly", limit="150억원", over="20억원"
    )
    hands.pick(0)
    assert "남은 돈 150억원" in hands.pages.list.counters.text()
    hands.pick(1, 3)
    hands.confirm()
    assert text("ballot_kinds.stored_cost", cost="126억원") in hands.pages.confirm.stored.text()
    hands.cast()
    assert in_the_box(hands) == (Answer((1, 3)),)


def test_one_in_each_of_many_groups_is_a_step_a_group(make_hands: MakeHands) -> None:
    draft = Draft(max_picks=2, each_group=EachGroup(by=AllocateBy.GROUP, min_picks=0, max_picks=1), ceiling=CEILING)
    hands = make_hands(draft)
    come_in(hands)
    page = hands.pages.list
    assert page.heading.text() == text(
        "ballot_kinds.task.group_picks",
        number="①",
        group="광역제안형",
        task=text("ballot_kinds.task.approval", count="1개까지"),
    )
    hands.pick(1)
    hands.pick(0)
    assert page.refusal.text() == text("ballot_kinds.refusal.approval.too_many_in_group", name="광역제안형", limit=1)
    page.next.click()
    assert page.heading.text() == text(
        "ballot_kinds.task.group_picks",
        number="②",
        group="광역협치형",
        task=text("ballot_kinds.task.approval", count="1개까지"),
    )
    hands.pick(1)
    hands.confirm()
    hands.cast()
    assert in_the_box(hands) == (Answer((1, 5)),)


@pytest.mark.parametrize("draft", [CHOICE, SCORE, RANKING, SHARE, OPINION], ids=lambda draft: draft.method)
def test_where_no_blank_is_allowed_none_can_be_cast(make_hands: MakeHands, draft: Draft) -> None:
    hands = make_hands(msgspec.structs.replace(draft, allows_blank=False))
    assert text(f"ballot_kinds.no_blank.{draft.method}") in hands.pages.guide.rules.text()
    come_in(hands)
    hands.pages.asking.finished.emit()
    hands.wait_for(hands.pages.confirm)
    assert hands.pages.confirm.cast.isHidden()
    assert hands.pages.confirm.verdict.text() == text(f"ballot_kinds.broken.{draft.method}.blank_not_allowed")
