"""Each page of the kiosk by itself: what it says, where the keyboard starts, what it forgets."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.methods.ballot_kind import Verdict
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.models.poll import PollState
from sukui_desktop.ui.kiosk.ballot_cards import make_cards
from sukui_desktop.ui.kiosk.ballot_casting import ConfirmPage, DonePage, SendingPage
from sukui_desktop.ui.kiosk.kiosk_window import PollStrip
from sukui_desktop.ui.kiosk.marking_rules.approval import ApprovalMarking
from sukui_desktop.ui.kiosk.option_list_page import ListPage, SearchStrip
from sukui_desktop.ui.kiosk.page_base import RefusalLine
from sukui_desktop.ui.kiosk.project_detail_page import DetailPage
from sukui_desktop.ui.kiosk.screen_keyboard import CROCKFORD, LEADS, KeyPad
from sukui_desktop.ui.kiosk.start_and_guide_pages import GuidePage, SlipNumber, StartPage
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Countdown, Pace
from sukui_desktop.ui.widgets.screen_scale import metrics_for_screen, scale_layouts_to_screen
from tests.ui.kiosk.kiosks import definition, words_in

METRICS = metrics_for_screen(1366, 768, per_mille=35)


def ballot(size: int = 20, groups: int = 2) -> tuple[Definition, ApprovalMarking]:
    made = definition(size, groups=groups)
    return made, ApprovalMarking(made.question)


def filled_list(qtbot: QtBot, groups: int = 2) -> tuple[ListPage, ApprovalMarking]:
    made, marking = ballot(groups=groups)
    page = ListPage()
    qtbot.addWidget(page)
    page.resize(1366, 700)
    scale_layouts_to_screen(page, METRICS)
    page.set_ballot(make_cards(made), marking)
    page.show()
    return page, marking


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("", "준비하고"),
        (PollState.READY, "아직 시작되지"),
        (PollState.PAUSED, "잠시 멈췄습니다"),
        (PollState.CLOSED, "끝났습니다"),
        (PollState.VOID, "끝났습니다"),
    ],
)
def test_the_start_page_says_why_it_takes_no_slip(qtbot: QtBot, state: str, told: str) -> None:
    number = SlipNumber()
    page = StartPage(number, Pace())
    qtbot.addWidget(page)
    page.show()
    page.show_poll_state(state)
    assert told in words_in(page)
    assert page.is_open is (state == PollState.OPEN)
    assert not page.keypad.isVisible()
    page.show_poll_state(PollState.OPEN)
    assert page.keypad.isVisible()
    assert "스캐너" in words_in(page)


def test_an_empty_number_is_not_sent(qtbot: QtBot) -> None:
    page = StartPage(SlipNumber(), Pace())
    qtbot.addWidget(page)
    page.show_poll_state(PollState.OPEN)
    with qtbot.assertNotEmitted(page.token_entered):
        page.enter.click()
    page.number.add_letter("7")
    with qtbot.waitSignal(page.token_entered) as sent:
        page.enter.click()
    assert sent.args == ["7"]


def test_a_refusal_goes_when_the_next_number_is_begun(qtbot: QtBot) -> None:
    page = StartPage(SlipNumber(), Pace())
    qtbot.addWidget(page)
    page.show_slip_refusal("이미 쓰인 투표권입니다.")
    assert not page.message.isHidden()
    page.number.add_letter("A")
    assert page.message.isHidden()
    page.show_slip_refusal("다시")
    page.reset()
    assert page.message.text() == ""


def test_the_guide_names_limits_secrecy_and_time(qtbot: QtBot) -> None:
    page = GuidePage()
    qtbot.addWidget(page)
    made, _ = ballot()
    page.show_poll_question_and_limits(made)
    said = words_in(page)
    for part in (made.title, "7개까지", "누가 무엇을 골랐는지", "늘릴 수 있습니다"):
        assert part in said
    assert page.first_focus() is page.begin


def go_on(page: ListPage) -> None:
    """Leave the cards that are shown, seen or not."""
    (page.next if page.done.isHidden() else page.done).click()


def test_the_list_goes_step_by_step_and_back(qtbot: QtBot) -> None:
    page, _ = filled_list(qtbot)
    first, second = (group.name for group in definition(20).question.groups)
    assert first in page.heading.text()
    go_on(page)
    assert second in page.heading.text()
    page.back.click()
    assert first in page.heading.text()
    with qtbot.waitSignal(page.left):
        page.back.click()
    go_on(page)
    with qtbot.waitSignal(page.finished):
        go_on(page)


def test_a_ballot_without_groups_is_one_step(qtbot: QtBot) -> None:
    page, _ = filled_list(qtbot, groups=0)
    assert page.area.model.rowCount() == 20
    with qtbot.waitSignal(page.finished):
        go_on(page)


def test_leaving_the_search_by_the_foot_stays_on_the_page(qtbot: QtBot) -> None:
    page, _ = filled_list(qtbot)
    for foot in (page.back, page.next):
        with qtbot.waitSignal(page.search_toggled) as opened:
            page.area.controls.search.click()
        assert opened.args == [True]
        with qtbot.waitSignal(page.search_toggled) as closed:
            foot.click()
        assert closed.args == [False]
        assert page.search.isHidden()


def test_marks_in_the_search_count_for_their_group(qtbot: QtBot) -> None:
    page, marking = filled_list(qtbot)
    page.area.controls.search.click()
    page.search.field.setText("20호")
    page.area.model.setData(page.area.model.index(0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert marking.marks == (19,)
    assert f"{definition(20).question.groups[1].name} 1/7" in page.counters.text()
    assert text("kiosk.list.heading_search", count=1) in page.heading.text()


def test_pages_and_keys_walk_the_list(qtbot: QtBot) -> None:
    page, marking = filled_list(qtbot)
    cards = page.area.cards
    cards.setFocus()
    assert cards.currentIndex().row() == 0
    for key, row in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_End, 9), (Qt.Key.Key_Home, 0)):
        QTest.keyClick(cards, key)
        assert cards.currentIndex().row() == row
    QTest.keyClick(cards, Qt.Key.Key_X)
    assert cards.currentIndex().row() == 0, "letters move nothing"
    with qtbot.waitSignal(page.details_wanted) as wanted:
        QTest.keyClick(cards, Qt.Key.Key_F1)
    assert wanted.args == [0]
    QTest.keyClick(cards, Qt.Key.Key_Enter)
    assert marking.is_marked(0)
    QTest.keyClick(cards, Qt.Key.Key_Space)
    assert len(marking.marks) == 0


def test_details_leave_out_what_a_project_does_not_have(qtbot: QtBot) -> None:
    made, marking = ballot(groups=0)
    option = msgspec.structs.replace(made.question.options[0], field="", summary="")
    page = DetailPage()
    qtbot.addWidget(page)
    page.show_project(make_cards(made)[0], option, marking)
    assert "분야" not in page.facts.text()
    assert "구분" not in page.facts.text()
    assert "사업비 3억" in page.facts.text()
    assert "없습니다" in page.summary.text()
    page.reset()
    assert words_in(page).count(made.question.options[0].title) == 0
    page.pick.click()
    assert marking.marks == ()


def test_the_limit_is_reported_on_the_details_too(qtbot: QtBot) -> None:
    made, marking = ballot()
    for option in range(7):
        marking.toggle_mark(option)
    page = DetailPage()
    qtbot.addWidget(page)
    page.show_project(make_cards(made)[8], made.question.options[8], marking)
    page.pick.click()
    assert "7개까지" in page.refusal.text()
    assert page.state.text() == text("kiosk.detail.not_picked")


def test_a_doubtful_ballot_keeps_the_voter_and_a_refused_one_lets_go(qtbot: QtBot) -> None:
    page = SendingPage()
    qtbot.addWidget(page)
    page.show()
    assert not page.foot.isVisible()
    page.show_delivery_failure("디스크가 찼습니다.", is_kept_out=False)
    assert not page.give_up.isVisible()
    assert page.help.text() == text("kiosk.sending.failed_help")
    page.show_delivery_failure("투표가 멈췄습니다.", is_kept_out=True)
    assert page.give_up.isVisible()
    assert page.help.text() == text("kiosk.sending.refused_help")
    page.reset()
    assert page.heading.text() == text("kiosk.sending.heading")
    assert page.why.text() == ""


def test_the_receipt_is_shown_and_forgotten(qtbot: QtBot) -> None:
    page = DonePage(5, 10_000)
    qtbot.addWidget(page)
    page.show_receipt("4F7K-92QD")
    assert page.receipt.text() == "4F7K-92QD"
    assert page.leaving.text() == text("kiosk.done.leaving", seconds=5)
    assert page.first_focus() is page.finish
    page.reset()
    assert words_in(page).count("4F7K") == 0


def test_the_confirmation_shows_marks_in_ballot_order(qtbot: QtBot) -> None:
    made, marking = ballot()
    page = ConfirmPage()
    qtbot.addWidget(page)
    page.set_ballot(make_cards(made))
    for option in (15, 2, 7):
        marking.toggle_mark(option)
    page.show_marks(marking)
    rows = [line.title.text() for line in page.review.lines]
    assert rows == [made.question.options[place].title for place in (2, 7, 15)]
    assert page.first_focus() is page.back, "one key too many goes back, never casts"
    marking.wipe()
    page.reset()
    assert page.review.lines == []
    assert made.question.options[2].title not in words_in(page)


def test_a_full_ballot_names_nothing_as_open(qtbot: QtBot) -> None:
    made, marking = ballot()
    page = ConfirmPage()
    qtbot.addWidget(page)
    page.set_ballot(make_cards(made))
    for option in (*range(7), *range(10, 17)):
        assert marking.toggle_mark(option).verdict == Verdict.VALID
    page.show_marks(marking)
    assert page.unfilled.isHidden()
    assert page.verdict.isHidden()
    assert "14개가 그대로" in page.stored.text()


def test_the_refusal_comes_and_goes(qtbot: QtBot) -> None:
    refusal = RefusalLine()
    qtbot.addWidget(refusal)
    refusal.show_refusal("5개까지 고를 수 있습니다.")
    assert "5개까지" in refusal.text()
    refusal.show_refusal("")
    assert refusal.text() == ""
    assert refusal.isHidden()


@pytest.mark.parametrize(("letters", "columns"), [(CROCKFORD, 8), (LEADS, 14)])
def test_every_screen_key_writes_its_letter_by_mouse_and_key(qtbot: QtBot, letters: str, columns: int) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    pad = KeyPad(letters, columns, "kiosk.search.key", holder)
    written: list[str] = []
    pad.letter_pressed.connect(written.append)
    for key in pad.keys:
        key.click()
        QTest.keyClick(key, Qt.Key.Key_Return)
        assert key.text() in key.accessibleName()
    assert "".join(written) == "".join(letter * 2 for letter in letters)


def test_the_search_field_is_written_by_keys_and_wiped(qtbot: QtBot) -> None:
    strip = SearchStrip()
    qtbot.addWidget(strip)
    asked: list[str] = []
    strip.query_changed.connect(asked.append)
    for place in (2, 6):
        strip.keypad.keys[place].click()
    strip.erase.click()
    assert asked == ["ㄷ", "ㄷㅅ", "ㄷ"]
    strip.wipe_search_words()
    assert strip.field.text() == ""
    assert not strip.field.isUndoAvailable()


def test_the_strip_marks_practice_and_shows_the_seal(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    strip = PollStrip(holder)
    strip.show_title_and_seal_words("투표", ("하나", "둘", "셋", "넷"), is_practice=True)
    assert not strip.practice.isHidden()
    assert strip.words.text() == text("kiosk.window.words", words="하나 · 둘 · 셋 · 넷")
    strip.show_title_and_seal_words("투표", (), is_practice=False)
    assert strip.practice.isHidden()
    assert strip.words.text() == ""
    strip.warn_unless_keyboard_is_held(False)
    assert not strip.not_held.isHidden()
    strip.warn_unless_keyboard_is_held(True)
    assert strip.not_held.isHidden()


def test_a_countdown_tells_each_second_and_may_begin_again(qtbot: QtBot) -> None:
    countdown = Countdown(3, 5)
    told: list[int] = []
    countdown.seconds_left.connect(told.append)
    with qtbot.waitSignal(countdown.ran_out):
        countdown.start()
    assert told == [3, 2, 1]
    running = [countdown.is_running]
    countdown.start()
    running.append(countdown.is_running)
    countdown.stop()
    running.append(countdown.is_running)
    assert running == [False, True, False]
    assert told == [3, 2, 1, 3]


def test_a_poll_without_receipts_shows_none(qtbot: QtBot) -> None:
    """Fails where the kiosk promises a number that nobody will list."""
    page = DonePage(5, 10_000)
    qtbot.addWidget(page)
    page.show()
    page.show_receipt("4F7K-92QD-0000-0000", is_given=False)
    assert not page.receipt_box.isVisible()
    assert page.receipt.text() == ""
    page.show_receipt("4F7K-92QD-0000-0000")
    assert page.receipt_box.isVisible()
