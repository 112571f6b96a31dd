"""Every kind of question on three screens, one of them upright: nothing cut, nothing small, nothing without a name."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Marking as Limits
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.ui.kiosk.ballot_cards import ActsRole, BadgeRole, BallotListModel, CardList, CardRole, make_cards
from sukui_desktop.ui.kiosk.choice_page import ChoicePage
from sukui_desktop.ui.kiosk.marking_rules.base import Act, ListMarking
from sukui_desktop.ui.kiosk.marking_rules.by_method import make_marking
from sukui_desktop.ui.kiosk.marking_rules.choice import ChoiceMarking
from sukui_desktop.ui.kiosk.marking_rules.opinion import OpinionMarking
from sukui_desktop.ui.kiosk.opinion_page import OpinionPage
from sukui_desktop.ui.widgets.screen_scale import metrics_for_screen, scale_layouts_to_screen
from tests.ui.kiosk.ballots import QUESTIONS, choice, made, opinion, plain
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import Hands, definition, settle
from tests.ui.kiosk.layout_checks import cut_texts

SCREENS = ((1366, 768), (1920, 1080), (1080, 1920))
METRICS = metrics_for_screen(1366, 768, per_mille=35)
LONG = choice(
    "온라인 시민공론장을 하반기에 여는 것에 찬성하고 준비 모임에 함께합니다",
    "올해는 열지 않고 내년에 다시 정합니다",
    "기권",
    "지하철역교통약자이동안내로봇시범설치사업먼저",
    "다섯째 답",
    "여섯째 답",
)


@pytest.fixture
def hands(make_hands: MakeHands) -> Hands:
    return make_hands()


def fill(hands: Hands, question: Question) -> None:
    """Mark as much as there may be, and be refused one more."""
    hands.window.journey.set_poll_definition(made(question))
    marking = hands.window.journey.marking
    if isinstance(marking, ListMarking):
        for option in range(len(question.options)):
            marking.mark(option)
        hands.pages.list.refresh_counts_and_marks()
        index = hands.pages.list.area.model.index(0)
        if index.isValid():
            hands.pages.list.area.model.press_card(index)
            hands.pages.list.area.model.press_card(index)
        hands.pages.choice.reset()
    else:
        hands.pages.opinion.field.setPlainText("어르신 쉼터와 그늘막 " * 5)
        hands.pages.opinion.field.insertPlainText("가" * 200)


def test_no_word_of_any_kind_is_cut_on_any_screen(hands: Hands) -> None:
    bad: list[str] = []
    for screen in SCREENS:
        hands.window.resize(*screen)
        for name, question in (*QUESTIONS.items(), ("long", LONG)):
            fill(hands, question)
            for step in ("guide", "asking", "detail", "confirm"):
                if step == "detail" and question.method in ("choice", "opinion"):
                    continue
                show(hands, step)
                bad += [f"{name} {step} {screen}: {cut}" for cut in cut_texts(hands.window)]
                least = hands.window.minimumSizeHint()
                if least.width() > screen[0] or least.height() > screen[1]:
                    bad.append(f"{name} {step} {screen}: the window wants {least}")
                small = [button for button in hands.window.findChildren(QPushButton) if is_small(button)]
                bad += [f"{name} {step} {screen}: {button.text()!r} is {button.size()}" for button in small]
    assert not bad, "\n".join(bad[:20])


def show(hands: Hands, step: str) -> None:
    if step == "detail":
        hands.window.journey._show_details(0)
    elif step == "confirm":
        hands.window.journey._show_confirm_page()
    else:
        hands.pages.show_page(getattr(hands.pages, step))
    settle()


def is_small(button: QPushButton) -> bool:
    return button.isVisible() and min(button.width(), button.height()) < 40


def listed(question: Question) -> tuple[CardList, BallotListModel, ListMarking]:
    marking = make_marking(question)
    assert isinstance(marking, ListMarking)
    model = BallotListModel()
    model.set_ballot(make_cards(made(question)), marking)
    model.show_options(range(len(question.options)))
    view = CardList(model)
    view.lay_out_new_cards()
    return view, model, marking


@pytest.mark.parametrize("width", [1000, 1130, 1700])
@pytest.mark.parametrize("name", ["score", "score_10", "score_100", "ranking", "cumulative", "cumulative_100"])
def test_buttons_stand_on_their_card_and_on_nothing_else(qtbot: QtBot, name: str, width: int) -> None:
    view, model, _ = listed(QUESTIONS[name])
    qtbot.addWidget(view)
    view.resize(width, 600)
    view.fit_to_screen(METRICS)
    view.show()
    settle()
    layout = view._delegate.layout
    for row in range(3):
        index = model.index(row)
        place = view.visualRect(index)
        taken = [layout.tick_box_place(place), layout.details_button_place(place), *layout.button_places(place)]
        taken += [words for words, *_ in layout.placed_texts(index.data(CardRole), place)]
        assert all(layout.card_body_place(place).contains(one) for one in taken), f"{name} {width}: {taken} in {place}"
        pairs = [(one, other) for at, one in enumerate(taken) for other in taken[at + 1 :]]
        assert not any(one.intersects(other) for one, other in pairs)
        assert all(min(button.width(), button.height()) >= 40 for button in layout.button_places(place))


@pytest.mark.parametrize("name", [name for name, asked in QUESTIONS.items() if asked.method != "opinion"])
def test_the_model_of_every_kind_keeps_its_promises_to_qt(qapp: QObject, name: str) -> None:
    _, model, marking = listed(QUESTIONS[name])
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for row in range(model.rowCount()):
        model.press_card(model.index(row))
        model.step_card_mark(model.index(row), 1)
        for act in model.index(row).data(ActsRole):
            model.press_button_of_card(model.index(row), act)
    model.show_options((2, 0))
    marking.wipe()
    model.refresh_marks()
    assert tester.model() is model


def test_a_new_place_repaints_every_card(qtbot: QtBot) -> None:
    _, model, _ = listed(QUESTIONS["ranking"])
    for row in (4, 1, 2):
        model.press_card(model.index(row))
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.press_card(model.index(4))
    assert changed.args is not None
    first, last, roles = changed.args
    assert (first.row(), last.row()) == (0, model.rowCount() - 1)
    assert {BadgeRole, ActsRole} <= set(roles)
    assert [model.index(row).data(BadgeRole) for row in (1, 2, 4)] == ["1순위", "2순위", ""]


def test_a_chosen_number_is_seen_in_grey_too(qtbot: QtBot) -> None:
    view, model, _ = listed(QUESTIONS["score"])
    qtbot.addWidget(view)
    view.resize(1130, 600)
    view.fit_to_screen(METRICS)
    view.show()
    settle()
    place = view._delegate.layout.button_places(view.visualRect(model.index(1)))[3].adjusted(6, 6, -6, -6)

    def darkness() -> int:
        image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        spots = ((x, y) for x in range(place.left(), place.right()) for y in range(place.top(), place.bottom()))
        return sum(QColor(image.pixel(x, y)).lightness() < 128 for x, y in spots)

    before = darkness()
    model.press_button_of_card(model.index(1), Act("give", 4))
    settle()
    assert darkness() > 3 * before


def test_a_project_without_a_cost_has_one_line(qapp: QObject) -> None:
    question = msgspec.structs.replace(
        plain(Method.APPROVAL), options=(msgspec.structs.replace(plain(Method.APPROVAL).options[0], cost=0, field=""),)
    )
    (card,) = make_cards(made(question))
    assert card.line == ""
    assert card.cost == ""


def choice_page(qtbot: QtBot, question: Question) -> ChoicePage:
    page = ChoicePage()
    qtbot.addWidget(page)
    page.set_ballot((), ChoiceMarking(question))
    page.resize(1366, 700)
    scale_layouts_to_screen(page, METRICS)
    page.show()
    settle()
    return page


@pytest.mark.parametrize("size", [(1366, 700), (1080, 1850)])
def test_answers_are_as_large_as_the_page_lets_them(qtbot: QtBot, size: tuple[int, int]) -> None:
    page = choice_page(qtbot, choice("찬성", "반대", "기권"))
    page.resize(*size)
    scale_layouts_to_screen(page, metrics_for_screen(*size, per_mille=35))
    settle()
    places = [answer.geometry() for answer in page.answers]
    across = size[0] > size[1]
    assert all(min(place.width(), place.height()) > 300 for place in places)
    assert len({place.y() for place in places}) == (1 if across else 3)
    assert len({place.x() for place in places}) == (3 if across else 1)


def test_a_long_answer_fits_its_button_in_smaller_letters(qtbot: QtBot) -> None:
    page = choice_page(qtbot, LONG)
    short = choice_page(qtbot, choice("찬성", "반대"))
    for answer in page.answers:
        place, _ = answer.title_place_and_letter_px()
        assert answer.rect().contains(place), answer.title
    assert page.answers[0].title_place_and_letter_px()[1] < short.answers[0].title_place_and_letter_px()[1]


def test_another_question_leaves_no_answer_of_the_last(qtbot: QtBot) -> None:
    page = choice_page(qtbot, choice("찬성", "반대", "기권"))
    page.answers[1].click()
    page.set_ballot((), ChoiceMarking(choice("가", "나")))
    settle()
    assert [answer.title for answer in page.answers] == ["가", "나"]
    assert not any(answer.isChecked() for answer in page.answers)
    assert page._grid.count() == 2


def test_the_keyboard_begins_on_the_answer_that_was_given(qtbot: QtBot) -> None:
    page = choice_page(qtbot, choice("찬성", "반대", "기권"))
    assert page.first_focus() is page.answers[0]
    page.answers[2].click()
    assert page.first_focus() is page.answers[2]
    assert page._marking is not None
    page._marking.wipe()
    page.reset()
    assert page.first_focus() is page.answers[0]


def opinion_page(qtbot: QtBot, text_bytes: int = 300) -> tuple[OpinionPage, OpinionMarking]:
    page, marking = OpinionPage(), OpinionMarking(opinion(text_bytes))
    qtbot.addWidget(page)
    page.set_ballot((), marking)
    page.resize(1366, 700)
    scale_layouts_to_screen(page, METRICS)
    page.show()
    return page, marking


def test_strokes_go_where_the_cursor_is(qtbot: QtBot) -> None:
    page, marking = opinion_page(qtbot)
    page.field.setPlainText("나무")
    for stroke in "ㄱㅡ":
        page.keys.stroke_pressed.emit(stroke)
    assert page.field.toPlainText() == "그나무"
    cursor = page.field.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    page.field.setTextCursor(cursor)
    page.keys.stroke_pressed.emit("ㄴ")
    assert page.field.toPlainText() == "그나무ㄴ", "a cursor that moved begins anew"
    page.keys.erased.emit()
    page.keys.erased.emit()
    assert marking.answer.opinion == "그나"
    page.keys.cleared.emit()
    assert marking.is_blank


def test_the_doubled_letter_holds_for_one_key(qtbot: QtBot) -> None:
    page, marking = opinion_page(qtbot)
    keys = {key.text(): key for key in page.keys.letters.keys}
    page.keys.shift.click()
    assert keys["ㅂ"].text() == "ㅃ"
    keys["ㅂ"].click()
    assert keys["ㅂ"].text() == "ㅂ"
    keys["ㅏ"].click()
    page.keys.blank.click()
    keys["3"].click()
    assert marking.answer.opinion == "빠 3"


def test_a_pasted_text_that_is_too_long_leaves_what_was_there(qtbot: QtBot) -> None:
    page, marking = opinion_page(qtbot, 12)
    page.field.setPlainText("가나")
    page.field.insertPlainText("다라마바사")
    assert page.field.toPlainText() == "가나"
    assert marking.answer.opinion == "가나"
    assert not page.refusal.isHidden()
    assert page.room.text() == text("ballot_kinds.opinion.left_few", letters=2)
    QTest.keyClick(page.field, Qt.Key.Key_Delete)
    assert page.field.toPlainText() in ("가나", "나")


def test_nothing_of_an_opinion_comes_back(qtbot: QtBot) -> None:
    page, marking = opinion_page(qtbot)
    page.field.setPlainText("우리 동네")
    marking.wipe()
    page.reset()
    assert page.field.toPlainText() == ""
    assert not page.field.document().isUndoAvailable()
    assert page.room.text() == text("ballot_kinds.opinion.left", letters=100)


def test_what_one_writes_is_a_sign_of_life(qtbot: QtBot) -> None:
    page, _ = opinion_page(qtbot)
    with qtbot.waitSignal(page.written):
        page.field.insertPlainText("가")


def test_letters_reach_only_pages_that_take_them(hands: Hands) -> None:
    number = hands.window.number
    hands.window.journey.set_poll_definition(made(opinion()))
    for page, takes in ((hands.pages.opinion, True), (hands.pages.confirm, False), (hands.pages.start, False)):
        hands.pages.show_page(page)
        assert number._lets_through is takes
    hands.window._show_pin_page()
    assert number._lets_through
    hands.window._leave_pin_page()
    assert not number._lets_through


def test_the_page_follows_the_kind(hands: Hands) -> None:
    for question, page in (
        (QUESTIONS["opinion"], hands.pages.opinion),
        (QUESTIONS["choice"], hands.pages.choice),
        (QUESTIONS["ranking"], hands.pages.list),
        (choice(*(f"{n}안" for n in range(7))), hands.pages.list),
    ):
        hands.window.journey.set_poll_definition(made(question))
        assert hands.pages.asking is page
    hands.window.journey.set_poll_definition(definition(20))
    assert hands.pages.asking is hands.pages.list
    assert hands.pages.list.area.model.rowCount() == 10
    assert isinstance(hands.window.journey.marking, ListMarking)
    assert hands.window.journey.marking.question.marking == Limits()
