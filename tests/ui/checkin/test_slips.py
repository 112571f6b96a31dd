"""Slips at the desk: shown once, handed on, wiped, returned, replaced; the number stays nowhere."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.models.ids import PollId
from sukui_desktop.record.slip_token import token_as_text
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.checkin.slips import count_unissued_slips
from sukui_desktop.services.vote.poll_box import check_token
from sukui_desktop.services.vote.polls import make_poll_ready, open_poll
from sukui_desktop.ui.checkin.desk_dialogs import LeaveDialog, TokenDialog, UndoDialog
from sukui_desktop.ui.checkin.page import CheckinPage
from sukui_desktop.ui.checkin.people_table import STATE_COLUMN
from sukui_desktop.ui.checkin.slip_dialog import GUARD_MS, SlipDialog
from tests.builders.rooms import two_people_lock
from tests.ui.checkin.test_desk import open_dialog, standing, type_fast, type_words
from tests.ui.rooms import PEOPLE, Stage


@pytest.fixture
def poll_id(desk: CheckinPage, stage: Stage) -> PollId:
    made = stage.ready()
    stage.ask(open_poll, stage.room, made)
    stage.idle()
    return made


def given(desk: CheckinPage, qtbot: QtBot, name: str = "황가득") -> SlipDialog:
    """Choose somebody, press Enter, and return the slip that is shown."""
    type_words(desk, name)
    QTest.keyClick(desk.search, Qt.Key.Key_Return)
    return open_dialog(qtbot, desk, SlipDialog)


def gone(qtbot: QtBot, desk: CheckinPage) -> None:
    qtbot.waitUntil(lambda: desk.findChild(SlipDialog) is None)


def test_one_enter_admits_and_gives_a_slip(desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot) -> None:
    type_words(desk, "황가득")
    assert desk.card.main_button.text() == text("checkin.card.admit_and_slip")
    dialog = given(desk, qtbot)
    assert dialog.token_label.text() == dialog.shown_token
    assert len(dialog.shown_token.replace("-", "")) == 26
    assert not dialog.code.is_empty()
    stage.ask(check_token, stage.room, poll_id, dialog.shown_token)
    assert stage.ask(count_unissued_slips, stage.room, poll_id) == 11
    qtbot.waitUntil(lambda: desk.card.slip_label.text() == text("checkin.slip_state.issued"))


def test_a_slip_says_which_of_two_namesakes_it_is_for(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot
) -> None:
    """Fails where slip, answers and questions of the desk say 김민준 alone (0.4.0): there are two."""
    named = text("checkin.apart.name", name="김민준", apart="복지2분과, 끝번호 7890")
    dialog = given(desk, qtbot, "5")
    assert [label.text() for label in dialog.findChildren(QLabel)].count(text("checkin.slip.heading", name=named)) == 1
    dialog.close_button.click()
    gone(qtbot, desk)
    stage.idle()
    assert named in desk.card.latest_label.text()
    desk.card.return_button.click()
    asked = open_dialog(qtbot, desk, TokenDialog)
    assert asked.windowTitle() == text("checkin.return.title", name=named)
    asked.reject()


def test_closing_wipes_the_number(desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot) -> None:
    dialog = given(desk, qtbot)
    token = dialog.shown_token
    dialog.close_button.click()
    gone(qtbot, desk)
    gc.collect()
    shown = [label.text() for label in desk.findChildren(QLabel)]
    typed = [field.text() for field in desk.findChildren(QLineEdit)]
    assert not [words for words in shown + typed if token in words]
    assert token not in desk.card.latest_label.text()


def test_escape_warns_once_before_the_only_copy_is_gone(desk: CheckinPage, poll_id: PollId, qtbot: QtBot) -> None:
    dialog = given(desk, qtbot)
    qtbot.wait(GUARD_MS + 100)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert "한 번 더" in dialog.words.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.shown_token, "Escape twice in a row is no answer to the question"
    qtbot.wait(GUARD_MS + 100)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    gone(qtbot, desk)


def test_enter_does_what_the_big_button_says_and_no_enter_from_before_does_anything(
    desk: CheckinPage, poll_id: PollId, qtbot: QtBot
) -> None:
    """Fails where the focus is on [전했음, 닫기]: two Enters in a row cost a vote (0.4.0)."""
    handed: list[str] = []
    desk.slip_handed.connect(lambda token, _poll: handed.append(token))
    dialog = given(desk, qtbot)
    token = dialog.shown_token
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.hand_button)
    for _ in range(3):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    assert dialog.isVisible()
    assert (dialog.shown_token, handed) == (token, [])
    qtbot.wait(GUARD_MS + 100)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert (dialog.shown_token, handed) == (token, [token])


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_on_the_closing_button_asks_first(desk: CheckinPage, poll_id: PollId, qtbot: QtBot, key: Qt.Key) -> None:
    dialog = given(desk, qtbot)
    qtbot.wait(GUARD_MS + 100)
    dialog.close_button.setFocus()
    for _ in range(2):
        QTest.keyClick(dialog.close_button, key)
        assert dialog.shown_token
        assert dialog.words.text() == text("checkin.slip.warning")
    qtbot.wait(GUARD_MS + 100)
    QTest.keyClick(dialog.close_button, key)
    gone(qtbot, desk)


def test_a_slip_that_is_due_while_another_is_shown_waits_and_says_so(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot
) -> None:
    """Fails where it is swallowed, or shown over the first."""
    type_fast(desk, "1\r3\r")
    dialog = open_dialog(qtbot, desk, SlipDialog)
    stage.idle()
    assert len(desk.findChildren(SlipDialog)) == 1
    assert "홍길동" in desk.slips._whose
    assert standing(stage, "3").attendance.is_present
    assert not standing(stage, "3").slips
    assert desk.card.refusal.text() == text("checkin.slip.waits", name="한가람")
    dialog.close_button.click()
    gone(qtbot, desk)
    QTest.keyClick(desk.search, Qt.Key.Key_Return)
    open_dialog(qtbot, desk, SlipDialog)
    assert "한가람" in desk.slips._whose


def test_a_slip_is_handed_to_the_kiosk_and_stays_until_it_was_taken(
    desk: CheckinPage, poll_id: PollId, qtbot: QtBot
) -> None:
    """Fails where the number is wiped before the kiosk answered (0.3.0): a busy kiosk cost a vote."""
    desk.set_kiosk_open(True)
    dialog = given(desk, qtbot)
    token = dialog.shown_token
    qtbot.wait(GUARD_MS + 100)
    with qtbot.waitSignal(desk.slip_handed) as handed:
        QTest.keyClick(dialog.hand_button, Qt.Key.Key_Return)
    assert handed.args == [token, poll_id]
    desk.slips.show_kiosk_answer("busy")
    assert dialog.shown_token == token
    assert dialog.words.text() == text("checkin.slip.busy")
    dialog.hand_button.click()
    desk.slips.show_kiosk_answer("accepted")
    gone(qtbot, desk)


def test_without_a_kiosk_one_is_asked_for_and_the_number_stays(
    desk: CheckinPage, poll_id: PollId, qtbot: QtBot
) -> None:
    dialog = given(desk, qtbot)
    token = dialog.shown_token
    assert dialog.hand_button.text() == text("checkin.slip.vote_here")
    dialog.hand_button.click()
    assert dialog.isVisible()
    assert dialog.shown_token == token


def test_a_number_that_a_kiosk_gave_back_is_shown_again(desk: CheckinPage, poll_id: PollId, qtbot: QtBot) -> None:
    """Fails where a voter who leaves the kiosk without voting loses the number for good (0.3.0)."""
    dialog = given(desk, qtbot)
    token = dialog.shown_token
    desk.slips.show_kiosk_answer("accepted")
    gone(qtbot, desk)
    desk.slips.show_number_given_back_by_kiosk(token)
    again = open_dialog(qtbot, desk, SlipDialog)
    assert again.shown_token == token
    assert again.words.text() == text("checkin.slip.came_back")
    QTest.keyClick(again.focusWidget(), Qt.Key.Key_Return)
    assert again.shown_token == token, "an Enter that was meant for the search does nothing"


def test_nobody_gets_two_slips(desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot) -> None:
    given(desk, qtbot).close_button.click()
    gone(qtbot, desk)
    qtbot.waitUntil(lambda: desk.card.main_button.text() == text("checkin.card.slip_given"))
    QTest.keyClick(desk.search, Qt.Key.Key_Return)
    stage.idle()
    assert desk.findChild(SlipDialog) is None
    assert stage.ask(count_unissued_slips, stage.room, poll_id) == 11


def test_somebody_may_be_admitted_without_a_slip_and_get_it_later(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot
) -> None:
    type_words(desk, "한가람")
    desk.card.plain_button.click()
    qtbot.waitUntil(lambda: desk.card.state_badge.text() == "접수")
    assert desk.findChild(SlipDialog) is None
    assert desk.card.slip_label.text() == text("checkin.slip_state.none")
    assert desk.card.main_button.text() == text("checkin.card.slip")
    assert desk.card.plain_button.isHidden()
    QTest.keyClick(desk.search, Qt.Key.Key_Return)
    open_dialog(qtbot, desk, SlipDialog)
    assert stage.ask(count_unissued_slips, stage.room, poll_id) == 11


def test_without_a_poll_there_are_no_slips(desk: CheckinPage) -> None:
    type_words(desk, "한가람")
    assert desk.card.chosen_poll_id is None
    assert desk.card.slip_label.text() == text("checkin.slip_state.no_poll")
    assert desk.card.poll_choice.isHidden()


def test_a_slip_comes_back(desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot) -> None:
    dialog = given(desk, qtbot)
    token = dialog.shown_token
    dialog.close_button.click()
    qtbot.waitUntil(desk.card.return_button.isVisible)
    desk.card.return_button.click()
    asked = open_dialog(qtbot, desk, TokenDialog)
    asked.accept_button.click()
    assert asked.refusal.text() == text("checkin.slip.missing")
    asked.token.setText("ABC")
    asked.accept_button.click()
    qtbot.waitUntil(lambda: "26글자" in asked.refusal.text())
    asked.token.setText(token.lower())
    QTest.keyClick(asked.token, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.card.slip_label.text() == text("checkin.slip_state.returned"))
    slip = next(view for view in stage.ask(list_people, stage.room) if view.person.number == "2").slips[0]
    assert (slip.state, slip.issued, slip.returned) == ("returned", 1, 1)


def column_of_states(desk: CheckinPage) -> dict[str, str]:
    """Return number → what the list says of each person of the roster."""
    rows = range(desk.model.rowCount())
    cells = [(desk.model.rows[row].person.number, desk.model.index(row, STATE_COLUMN).data()) for row in rows]
    return {number: words for number, words in cells if number}


def test_the_list_shows_who_has_a_slip_and_who_is_still_to_receive_one(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot
) -> None:
    """Fails where the list says 접수 of all who are in (0.4.0), so that whoever has no slip yet cannot be found."""
    stage.admit("1", "3")
    given(desk, qtbot).close_button.click()
    gone(qtbot, desk)
    stage.idle()
    due, has = text("checkin.state.slip_due"), text("checkin.state.slip_given")
    type_words(desk, "")
    waiting = text("checkin.state.waiting")
    assert column_of_states(desk) == {"1": due, "2": has, "3": due, "4": waiting, "5": waiting, "6": waiting}
    assert desk.due_button.text() == text("checkin.due.only", count=2)
    QTest.mouseClick(desk.due_button, Qt.MouseButton.LeftButton)
    assert column_of_states(desk) == {"1": due, "3": due}
    assert desk.focusWidget() is desk.search
    type_words(desk, "김민준")
    assert set(column_of_states(desk)) == {"4", "5"}, "a name is looked for among everybody"
    type_words(desk, "")
    QTest.keyClick(desk.search, Qt.Key.Key_Down)
    QTest.keyClick(desk.search, Qt.Key.Key_Return)
    open_dialog(qtbot, desk, SlipDialog).close_button.click()
    gone(qtbot, desk)
    stage.idle()
    assert column_of_states(desk) == {"3": due}
    QTest.mouseClick(desk.due_button, Qt.MouseButton.LeftButton)
    assert len(column_of_states(desk)) == len(PEOPLE)


def test_without_a_poll_the_list_says_only_who_is_in(desk: CheckinPage, stage: Stage) -> None:
    stage.admit("1")
    stage.idle()
    assert column_of_states(desk)["1"] == text("checkin.state.present")
    assert desk.due_button.isHidden()


def scan(desk: CheckinPage, number: str) -> None:
    """Type as a scanner does: all at once, and Enter."""
    QTest.keyClicks(desk.search, number)
    QTest.keyClick(desk.search, Qt.Key.Key_Return)


HANGUL_KEYS = dict(zip("QWERTYPASDFGHJKZXCVBNM", "ㅃㅉㄸㄲㅆㅛㅖㅁㄴㅇㄹㅎㅗㅓㅏㅋㅌㅊㅍㅠㅜㅡ", strict=True))


@pytest.mark.parametrize("is_hangul_on", [False, True])
def test_a_slip_scanned_into_the_search_leads_to_its_return(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot, is_hangul_on: bool
) -> None:
    """Fails where the desk answers a slip's number with 현장 등록 (0.4.0)."""
    dialog = given(desk, qtbot)
    token = dialog.shown_token
    dialog.close_button.click()
    gone(qtbot, desk)
    type_words(desk, "")
    if is_hangul_on:  # a scanner presses keys, and the input method makes 한글 of them
        type_words(desk, "".join(HANGUL_KEYS.get(letter, letter) for letter in token))
    else:
        scan(desk, token)
    assert desk.number_bar.isVisible()
    assert desk.search.text() == "", "the number does not stay to be read by the next in the row"
    assert text("checkin.card.walk_in") not in desk.count_label.text()
    type_words(desk, "황가득")
    QTest.mouseClick(desk.card.return_button, Qt.MouseButton.LeftButton)
    asked = open_dialog(qtbot, desk, TokenDialog)
    assert asked.token.text() == token
    QTest.mouseClick(asked.accept_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.card.slip_label.text() == text("checkin.slip_state.returned"))
    assert desk.number_bar.isHidden()
    assert not desk.slips.has_brought_number


def test_a_slip_scanned_while_its_person_is_on_the_card_needs_one_click(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot
) -> None:
    dialog = given(desk, qtbot)
    token = dialog.shown_token
    dialog.close_button.click()
    gone(qtbot, desk)
    qtbot.waitUntil(desk.card.spoil_button.isVisible)
    stage.idle()
    scan(desk, token)
    assert desk.card.refusal.text() == text("checkin.brought.choose")
    QTest.mouseClick(desk.card.spoil_button, Qt.MouseButton.LeftButton)
    asked = open_dialog(qtbot, desk, TokenDialog)
    QTest.mouseClick(asked.accept_button, Qt.MouseButton.LeftButton)
    assert open_dialog(qtbot, desk, SlipDialog).shown_token != token


@pytest.mark.parametrize("first_words", ["1", "3", "5", "13"])
def test_a_slip_whose_first_figures_are_a_number_of_the_list_keeps_the_card(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot, first_words: str
) -> None:
    """Fails where the first figure of the scan puts person 3 on the card in place of who brought the slip (0.6.0)."""
    given(desk, qtbot).close_button.click()
    gone(qtbot, desk)
    qtbot.waitUntil(desk.card.spoil_button.isVisible)
    stage.idle()
    scan(desk, next(number for number in map(token_as_text, tokens()) if number.startswith(first_words)))
    assert desk.card.person is not None
    assert desk.card.person.name == "황가득"
    assert desk.card.refusal.text() == text("checkin.brought.choose")


def tokens() -> Iterator[bytes]:
    """Return tokens whose first two letters are all there are."""
    return (bytes([first, second]) + bytes(14) for first in range(256) for second in range(256))


def test_a_number_that_was_brought_is_forgotten(desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot) -> None:
    dialog = given(desk, qtbot)
    token = dialog.shown_token
    dialog.close_button.click()
    gone(qtbot, desk)
    type_words(desk, "")
    scan(desk, token)
    type_words(desk, "황가득")
    QTest.keyClick(desk.search, Qt.Key.Key_Return)
    assert desk.card.refusal.text() == text("checkin.brought.choose")
    QTest.mouseClick(desk.forget_button, Qt.MouseButton.LeftButton)
    assert desk.card.refusal.isHidden(), "it was about the number"
    assert not desk.slips.has_brought_number
    assert desk.focusWidget() is desk.search
    scan(desk, token)
    type_words(desk, "홍길동")
    QTest.keyClick(desk.search, Qt.Key.Key_Return)
    open_dialog(qtbot, desk, SlipDialog).close_button.click()
    stage.idle()
    assert not desk.slips.has_brought_number, "another act came between"


def test_part_of_a_slip_number_is_no_walk_in(desk: CheckinPage, poll_id: PollId) -> None:
    type_words(desk, "EA7H-Q6Y6-AHP5")
    assert desk.count_label.text() == text("checkin.search.like_slip")
    type_words(desk, "01012345678")
    assert desk.count_label.text() == text("checkin.search.nobody"), "a telephone is none"


def test_a_slip_scanned_while_no_poll_gives_slips_is_named_as_what_it_is(desk: CheckinPage) -> None:
    scan(desk, "EA7H-Q6Y6-AHP5-HZ05-5Z7X-29QW-F0")
    assert desk.card.refusal.text() == text("checkin.brought.no_poll")
    assert desk.number_bar.isHidden()


def test_a_spoiled_slip_is_replaced_at_once(desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot) -> None:
    dialog = given(desk, qtbot)
    token = dialog.shown_token
    dialog.close_button.click()
    gone(qtbot, desk)
    qtbot.waitUntil(desk.card.spoil_button.isVisible)
    desk.card.spoil_button.click()
    asked = open_dialog(qtbot, desk, TokenDialog)
    asked.token.setText(token)
    asked.accept_button.click()
    fresh = open_dialog(qtbot, desk, SlipDialog)
    assert fresh.shown_token != token
    fresh.close_button.click()
    qtbot.waitUntil(lambda: "모두 2장" in desk.card.slip_label.text())


def test_what_a_lost_number_means_is_said_before_the_slip_leaves_the_desk(
    desk: CheckinPage, poll_id: PollId, qtbot: QtBot
) -> None:
    dialog = given(desk, qtbot)
    assert dialog.words.isVisible()
    assert dialog.words.text() == text("checkin.slip.nowhere")
    assert text("checkin.card.spoil") in dialog.words.text(), "the way out is named by its button"
    dialog.close_button.click()
    gone(qtbot, desk)
    qtbot.waitUntil(desk.card.spoil_button.isVisible)


def test_a_spoiled_slip_is_replaced_in_its_own_poll(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot
) -> None:
    second = stage.draft("시민공론장 개최 여부")
    stage.ask(make_poll_ready, stage.room, second, stage.ask(two_people_lock, stage.room), 12)
    dialog = given(desk, qtbot)
    token = dialog.shown_token
    dialog.close_button.click()
    gone(qtbot, desk)
    qtbot.waitUntil(desk.card.spoil_button.isVisible)
    desk.card.spoil_button.click()
    asked = open_dialog(qtbot, desk, TokenDialog)
    desk.card.poll_choice.setCurrentText("시민공론장 개최 여부")
    assert desk.card.chosen_poll_id == second
    asked.token.setText(token)
    asked.accept_button.click()
    open_dialog(qtbot, desk, SlipDialog).close_button.click()
    assert stage.ask(count_unissued_slips, stage.room, poll_id) == 10
    assert stage.ask(count_unissued_slips, stage.room, second) == 12


def test_somebody_elses_slip_does_not_return_an_unknown_one(desk: CheckinPage, poll_id: PollId, qtbot: QtBot) -> None:
    given(desk, qtbot).close_button.click()
    qtbot.waitUntil(desk.card.return_button.isVisible)
    desk.card.return_button.click()
    asked = open_dialog(qtbot, desk, TokenDialog)
    asked.token.setText("0000-0000-0000-0000-0000-0000-00")
    asked.accept_button.click()
    qtbot.waitUntil(asked.refusal.isVisible)
    assert asked.isVisible()
    assert asked.accept_button.isEnabled()


def test_an_admission_with_a_slip_out_cannot_be_undone(desk: CheckinPage, poll_id: PollId, qtbot: QtBot) -> None:
    given(desk, qtbot).close_button.click()
    qtbot.waitUntil(desk.card.undo_button.isVisible)
    desk.card.undo_button.click()
    asked = open_dialog(qtbot, desk, UndoDialog)
    asked.reason.setText("잘못 눌렀음")
    asked.accept_button.click()
    qtbot.waitUntil(lambda: asked.refusal.text() == error_text("slip_outstanding"))


def test_slips_that_run_out_are_refused_in_words(desk: CheckinPage, stage: Stage, qtbot: QtBot) -> None:
    stage.ready(slots=1)
    stage.idle()
    given(desk, qtbot).close_button.click()
    gone(qtbot, desk)
    type_words(desk, "한가람")
    QTest.keyClick(desk.search, Qt.Key.Key_Return)
    qtbot.waitUntil(desk.card.refusal.isVisible)
    assert desk.findChild(SlipDialog) is None
    qtbot.waitUntil(lambda: desk.card.state_badge.text() == "접수")


def test_of_two_polls_the_desk_chooses_one(desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot) -> None:
    second = stage.draft("시민공론장 개최 여부")
    stage.ask(make_poll_ready, stage.room, second, stage.ask(two_people_lock, stage.room), 12)
    type_words(desk, "황가득")
    qtbot.waitUntil(desk.card.poll_choice.isVisible)
    desk.card.poll_choice.setCurrentText("시민공론장 개최 여부")
    assert desk.card.chosen_poll_id == second
    dialog = given(desk, qtbot)
    assert stage.ask(count_unissued_slips, stage.room, second) == 11
    assert stage.ask(count_unissued_slips, stage.room, poll_id) == 12
    dialog.close_button.click()
    qtbot.waitUntil(lambda: desk.card.slip_label.text() == text("checkin.slip_state.issued"))
    desk.card.poll_choice.setCurrentText("2027 복지분야 우선 정책사업")
    assert desk.card.slip_label.text() == text("checkin.slip_state.none")


def test_somebody_who_goes_with_a_slip_is_asked_for_it(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot
) -> None:
    """In 0.2.0 [퇴장] asked nothing, and the quorum fell in mid-vote."""
    given(desk, qtbot).close_button.click()
    gone(qtbot, desk)
    qtbot.waitUntil(desk.card.leave_button.isVisible)
    desk.card.leave_button.click()
    asked = open_dialog(qtbot, desk, LeaveDialog)
    assert "복지분야 우선 정책사업" in asked.explained.text()
    asked.cancel_button.click()
    stage.idle()
    assert desk.card.state_badge.text() == text("checkin.state.present")
    assert desk.focusWidget() is desk.search
    desk.card.leave_button.click()
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in desk.findChildren(LeaveDialog)))
    next(dialog for dialog in desk.findChildren(LeaveDialog) if dialog.isVisible()).accept_button.click()
    qtbot.waitUntil(lambda: desk.card.state_badge.text() == text("checkin.state.left"))


def test_before_the_vote_begins_no_screen_is_locked_and_no_number_lost(
    desk: CheckinPage, stage: Stage, qtbot: QtBot
) -> None:
    """Fails on 0.6.1: [이 컴퓨터에서 투표하기] locked the screen of a poll that had not begun; the way to begin it was
    to close the window, and the number was gone."""
    poll_id = stage.ready()
    stage.idle()
    handed: list[str] = []
    desk.slip_handed.connect(lambda token, _poll: handed.append(token))
    dialog = given(desk, qtbot)
    assert not dialog.hand_button.isEnabled()
    assert dialog.words.text() == text("checkin.slip.not_begun")
    dialog.slip_handed.emit(dialog.shown_token, poll_id)
    assert not handed, "a button pressed as the vote was paused"
    dialog.take_back_button.click()
    gone(qtbot, desk)
    stage.idle()
    assert stage.ask(count_unissued_slips, stage.room, poll_id) == 11
    qtbot.waitUntil(lambda: desk.card.slip_label.text() != text("checkin.slip_state.issued"))
    again = given(desk, qtbot)
    assert not again.hand_button.isEnabled()
    stage.ask(open_poll, stage.room, poll_id)
    desk.load()
    qtbot.waitUntil(again.hand_button.isEnabled)
    assert again.take_back_button.isHidden()
    token = again.shown_token
    again.hand_button.click()
    assert handed == [token]
