"""A citizen at the kiosk, on a real box: what is marked is what is counted, and nothing of it stays behind."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.question.definition import Group
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.poll_box import cast_ballot
from sukui_desktop.services.vote.polls import (
    make_poll_ready,
    open_poll,
    pause_poll,
    read_poll,
    resume_poll,
)
from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow
from tests.builders import rooms
from tests.builders.rooms import count as open_and_count
from tests.builders.rooms import two_people_lock
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import CALM, PIN, Hands, Key, ballots_in, make_box_readonly, words_in
from tests.ui.rooms import DRAFT, PROJECTS, Stage


def test_a_vote_by_keyboard_alone(hands: Hands) -> None:
    hands.type(hands.slip("1"))
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.guide)
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.list)
    hands.press(Key.Key_Space, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert hands.marks == (0, 2)
    hands.tab_to(hands.pages.list.next)
    hands.press(Key.Key_Enter)
    assert hands.pages.list.heading.text().startswith("② 광역협치형")
    hands.press(Key.Key_Space)
    hands.tab_to(hands.pages.list.next)
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.confirm)
    assert [line.title.text() for line in hands.pages.confirm.review.lines] == [
        PROJECTS[0][1],
        PROJECTS[2][1],
        PROJECTS[4][1],
    ]
    hands.tab_to(hands.pages.confirm.cast)
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.done)
    assert len(hands.pages.done.receipt.text()) >= 9
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.start)
    assert hands.count().votes == (1, 0, 1, 0, 1, 0)


def test_details_are_one_key_or_one_tap_away(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.press(Key.Key_Down, Key.Key_Right)
    hands.wait_for(hands.pages.detail)
    assert hands.pages.detail.title.text() == PROJECTS[1][1]
    assert "72억원" in hands.pages.detail.facts.text()
    hands.tab_to(hands.pages.detail.pick)
    hands.press(Key.Key_Return)
    assert hands.marks == (1,)
    hands.wait_for(hands.pages.list)
    assert "광역제안형 1/2" in hands.pages.list.counters.text()
    cards = hands.pages.list.area.cards
    row = cards.visualRect(cards.model().index(2, 0))
    tapped = cards._delegate.layout.details_button_place(row).center()
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=tapped)
    hands.wait_for(hands.pages.detail)
    assert hands.pages.detail.title.text() == PROJECTS[2][1]
    assert hands.marks == (1,), "looking closer picks nothing"


def test_a_pick_on_the_details_leads_back_so_that_a_second_press_undoes_nothing(hands: Hands) -> None:
    """The button turned into [고른 것에서 빼기] under the finger: pressing on took the project out again."""
    hands.enter(hands.slip("1"))
    hands.press(Key.Key_Down, Key.Key_Right)
    hands.wait_for(hands.pages.detail)
    hands.pages.detail.pick.click()
    hands.wait_for(hands.pages.list)
    assert hands.marks == (1,)
    hands.press(Key.Key_Right)
    hands.wait_for(hands.pages.detail)
    assert "빼기" in hands.pages.detail.pick.text()
    hands.pages.detail.pick.click()
    hands.wait_for(hands.pages.list)
    assert len(hands.marks) == 0


def test_over_the_limit_says_what_to_do_and_takes_nothing_away(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.pick(0, 1)
    page = hands.pages.list
    assert page.refusal.isHidden()
    assert page.rest.text() == text("ballot_kinds.full.approval")
    hands.pick(2)
    assert hands.marks == (0, 1)
    assert not page.refusal.isHidden()
    assert page.refusal.text() == text("ballot_kinds.refusal.approval.too_many_in_group", name="광역제안형", limit=2)
    hands.pick(0)
    assert page.refusal.isHidden()
    hands.pick(2)
    assert hands.marks == (1, 2)
    assert "광역제안형 2/2" in page.counters.text()
    assert "광역협치형 0/1" in page.counters.text()


def test_the_whole_ballot_has_a_limit_too(make_hands: MakeHands) -> None:
    hands = make_hands(msgspec.structs.replace(DRAFT, max_picks=2))
    hands.enter(hands.slip("1"))
    hands.pick(0, 1)
    hands.pages.list.next.click()
    hands.pick(0)
    assert hands.marks == (0, 1)
    assert hands.pages.list.refusal.text() == text("ballot_kinds.refusal.approval.too_many_picks", limit=2)


def test_confirmation_names_what_is_left_open(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.pick(3)
    hands.confirm()
    page = hands.pages.confirm
    assert len(page.review.lines) == 1
    assert "광역제안형에서 1개" in page.unfilled.text()
    assert "광역협치형에서 1개" in page.unfilled.text()
    assert page.stored.text() == text("ballot_kinds.stored.approval", count=1)
    page.back.click()
    hands.wait_for(hands.pages.list)
    assert hands.marks == (3,)


def test_a_blank_ballot_is_said_to_be_blank_and_counted_so(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.pages.list.next.click()
    assert hands.pages.list.next.text() == text("kiosk.choice.blank")
    hands.pick(0)
    assert hands.pages.list.next.text() == text("kiosk.list.next")
    hands.pick(0)
    hands.confirm()
    assert hands.pages.confirm.verdict.text() == text("ballot_kinds.is_blank.approval")
    assert hands.pages.confirm.review.isHidden()
    hands.cast()
    assert hands.count().ballots_blank == 1


def test_blank_is_refused_where_the_rule_says_so(make_hands: MakeHands) -> None:
    hands = make_hands(msgspec.structs.replace(DRAFT, allows_blank=False))
    assert text("ballot_kinds.no_blank.approval") in hands.pages.guide.rules.text()
    hands.enter(hands.slip("1"))
    hands.pages.list.next.click()
    assert hands.pages.list.rest.text() == text("ballot_kinds.must.approval", count=1)
    assert hands.pages.list.next.text() == text("kiosk.list.next")
    hands.pages.list.next.click()
    assert hands.pages.currentWidget() is hands.pages.list
    assert hands.pages.list.refusal.text() == text("ballot_kinds.must.approval", count=1)


def test_too_few_picks_cannot_be_cast_here(make_hands: MakeHands) -> None:
    groups = (Group(name="광역제안형", min_picks=2, max_picks=2), Group(name="광역협치형", min_picks=0, max_picks=1))
    hands = make_hands(msgspec.structs.replace(DRAFT, groups=groups))
    hands.enter(hands.slip("1"))
    assert hands.pages.list.rest.text() == text("ballot_kinds.must_or_blank.approval", count=2)
    hands.pick(0)
    assert hands.pages.list.rest.text() == text("ballot_kinds.must.approval", count=1)
    hands.pages.list.next.click()
    assert hands.pages.list.refusal.text() == text("ballot_kinds.must.approval", count=1)
    hands.pick(0)  # blank again, then something of the next step alone
    hands.pages.list.next.click()
    hands.pick(0)
    hands.pages.list.next.click()
    assert hands.pages.currentWidget() is hands.pages.list
    assert "광역제안형" in hands.pages.list.refusal.text()


def test_a_slip_votes_once_and_an_unknown_one_never(hands: Hands) -> None:
    hands.window.check_token("0000-0000-0000-0000-0000-0000-00")
    hands.qtbot.waitUntil(lambda: bool(hands.pages.start.message.text()))
    assert hands.pages.currentWidget() is hands.pages.start
    token = hands.slip("1")
    hands.enter(token)
    hands.confirm()
    hands.cast()
    hands.pages.done.finish.click()
    hands.wait_for(hands.pages.start)
    assert not hands.pages.start.message.text()
    hands.window.check_token(token)
    hands.qtbot.waitUntil(lambda: bool(hands.pages.start.message.text()))
    assert hands.ballots() == 1


def test_a_slip_shown_while_somebody_votes_changes_nothing(hands: Hands) -> None:
    first, second = hands.slip("1"), hands.slip("2")
    hands.enter(first)
    hands.pick(0)
    hands.window.check_token(second)
    hands.stage.idle()
    assert hands.pages.currentWidget() is hands.pages.list
    assert hands.marks == (0,)


def test_search_finds_in_every_group_and_keeps_the_marks(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.pick(0)
    page = hands.pages.list
    page.area.controls.search.click()
    assert page.area.model.rowCount() == len(PROJECTS)
    for letter in "ㅍㅇㅅㅅ":
        page.search.keypad.keys["ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ".index(letter)].click()
    assert [page.area.model.index(row).data() for row in range(page.area.model.rowCount())] == [PROJECTS[4][1]]
    hands.pick(0)
    assert hands.marks == (0, 4)
    page.search.erase.click()
    assert page.search.field.text() == "ㅍㅇㅅ"
    page.search.close_search.click()
    assert page.search.isHidden()
    assert page.area.model.rowCount() == 4
    assert page.search.field.text() == ""


def test_a_search_without_a_match_says_so(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    page = hands.pages.list
    page.area.controls.search.click()
    page.search.field.setText("없는사업")
    assert page.area.model.rowCount() == 0
    assert not page.area.nothing.isHidden()
    page.next.click()
    assert page.search.isHidden()
    assert page.area.nothing.isHidden()


def test_nothing_of_a_voter_is_left_for_the_next(hands: Hands) -> None:
    token = hands.slip("1")
    hands.enter(token)
    hands.pick(1)
    hands.pages.list.area.controls.search.click()
    hands.pages.list.search.field.setText("이동지원")
    hands.pages.list.search.close_search.click()
    hands.pages.list.details_wanted.emit(1)
    hands.wait_for(hands.pages.detail)
    hands.pages.detail.back.click()
    hands.confirm()
    receipt = hands.cast()
    assert receipt in words_in(hands.window)
    hands.pages.done.finish.click()
    hands.wait_for(hands.pages.start)
    said = words_in(hands.window)
    assert PROJECTS[1][1] not in said
    assert receipt not in said
    assert "이동지원" not in said
    assert token not in said
    assert hands.marks == ()
    assert hands.pages.confirm.review.lines == []
    assert not hands.window.casting.is_waiting_for_receipt
    model = hands.pages.list.area.model
    checked = [model.index(row).data(Qt.ItemDataRole.CheckStateRole) for row in range(model.rowCount())]
    assert checked == [Qt.CheckState.Unchecked] * 4
    assert hands.pages.list.search.field.isUndoAvailable() is False


def test_three_voters_are_three_ballots(hands: Hands) -> None:
    for number, row in (("1", 0), ("2", 0), ("3", 2)):
        hands.enter(hands.slip(number))
        hands.pick(row)
        hands.confirm()
        hands.cast()
        hands.pages.done.finish.click()
        hands.wait_for(hands.pages.start)
    tally = hands.count()
    assert (tally.ballots_cast, tally.votes) == (3, (2, 0, 1, 0, 0, 0))


def test_a_disk_that_fails_keeps_the_sealed_ballot_and_sends_those_bytes_again(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.pick(0)
    hands.confirm()
    hands.stage.ask(make_box_readonly, hands.stage.room, hands.poll_id, True)
    hands.pages.confirm.cast.click()
    page = hands.pages.sending
    hands.qtbot.waitUntil(lambda: bool(page.why.text()))
    assert hands.pages.currentWidget() is page
    assert page.heading.text() == text("kiosk.sending.failed_heading")
    assert page.give_up.isHidden(), "nobody knows yet whether it lies in the box"
    sealed = hands.window.casting._sealed
    assert sealed is not None
    page.again.click()
    hands.qtbot.waitUntil(lambda: bool(page.why.text()))
    assert hands.window.casting._sealed is sealed
    hands.stage.ask(make_box_readonly, hands.stage.room, hands.poll_id, False)
    page.again.click()
    hands.wait_for(hands.pages.done)
    assert hands.stage.ask(_holds, hands.stage.room, hands.poll_id, sealed.sealed)
    assert hands.ballots() == 1
    assert hands.count().votes[0] == 1


def test_an_answer_that_was_lost_gives_the_same_receipt_and_no_second_ballot(hands: Hands) -> None:
    token = hands.slip("1")
    hands.enter(token)
    hands.pick(0)
    hands.confirm()
    hands.stage.ask(make_box_readonly, hands.stage.room, hands.poll_id, True)
    hands.pages.confirm.cast.click()
    hands.qtbot.waitUntil(lambda: bool(hands.pages.sending.why.text()))
    hands.stage.ask(make_box_readonly, hands.stage.room, hands.poll_id, False)
    sealed = hands.window.casting._sealed
    first = hands.stage.ask(cast_ballot, hands.stage.room, hands.poll_id, token, sealed)
    hands.pages.sending.again.click()
    hands.wait_for(hands.pages.done)
    assert hands.pages.done.receipt.text() == first.code
    assert hands.ballots() == 1


def test_a_pause_keeps_the_marks_and_the_vote_goes_on_after_it(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.pick(1)
    hands.confirm()
    hands.stage.ask(pause_poll, hands.stage.room, hands.poll_id)
    hands.pages.confirm.cast.click()
    hands.qtbot.waitUntil(lambda: bool(hands.pages.sending.why.text()))
    assert not hands.pages.sending.give_up.isHidden(), "it surely is not in the box: the voter may leave"
    hands.stage.ask(resume_poll, hands.stage.room, hands.poll_id)
    hands.pages.sending.again.click()
    hands.wait_for(hands.pages.done)
    assert hands.count().votes[1] == 1


def test_giving_up_after_a_refusal_wipes_everything(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    hands.pick(1)
    hands.confirm()
    hands.stage.ask(pause_poll, hands.stage.room, hands.poll_id)
    hands.pages.confirm.cast.click()
    hands.qtbot.waitUntil(lambda: bool(hands.pages.sending.why.text()))
    hands.pages.sending.give_up.click()
    hands.wait_for(hands.pages.start)
    assert hands.marks == ()
    assert hands.ballots() == 0
    assert "멈췄습니다" in words_in(hands.pages.start)


def test_the_start_page_follows_the_poll(hands: Hands) -> None:
    hands.stage.ask(pause_poll, hands.stage.room, hands.poll_id)
    hands.qtbot.waitUntil(lambda: not hands.pages.start.is_open)
    hands.window.check_token("0000")
    hands.type("ABCD")
    assert hands.pages.start.number.grouped_number() == ""
    hands.stage.ask(resume_poll, hands.stage.room, hands.poll_id)
    hands.qtbot.waitUntil(lambda: hands.pages.start.is_open)
    hands.count()
    hands.qtbot.waitUntil(lambda: "끝났습니다" in words_in(hands.pages.start))


def _holds(room: Room, poll_id: PollId, sealed: bytes) -> bool:
    assert ballots_in(room, poll_id)
    return room.boxes[poll_id].box.holds_ballot(sealed)


def test_a_poll_made_ready_anew_gets_a_new_paper(stage: Stage, qtbot: QtBot) -> None:
    """The question may be the same; the key of the box that was destroyed must not seal one more ballot."""
    poll_id = stage.draft()
    stage.admit("1")
    stage.ask(make_poll_ready, stage.room, poll_id, stage.ask(two_people_lock, stage.room), 12)
    window = KioskWindow(stage.operations, stage.room, poll_id, PIN, CALM)
    qtbot.waitUntil(lambda: window._paper is not None)
    first = window._paper
    stage.ask(rooms.withdraw, stage.room, poll_id)
    stage.ask(make_poll_ready, stage.room, poll_id, stage.ask(two_people_lock, stage.room), 12)
    stage.ask(open_poll, stage.room, poll_id)
    qtbot.waitUntil(lambda: window.pages.start.is_open)
    assert first is not None
    assert window._paper is not None
    assert window._paper.definition_hash == first.definition_hash
    token = stage.ask(give_slip, stage.room, stage.person("1"), poll_id).token
    with qtbot.waitSignal(window.casting.token_accepted):
        window.casting.check_token(token)
    with qtbot.waitSignal(window.casting.accepted):
        window.casting.seal_and_cast(Answer((0,)))
    stage.ask(rooms.close, stage.room, poll_id)
    stage.ask(open_and_count, stage.room, poll_id)
    tally = stage.ask(read_poll, stage.room, poll_id).tally
    assert tally is not None
    assert (tally.ballots_valid, tally.votes[0]) == (1, 1)
    window.deleteLater()


def test_a_number_handed_over_is_answered_and_comes_back_when_nobody_voted(hands: Hands, qtbot: QtBot) -> None:
    answered: list[str] = []
    came_back: list[str] = []
    hands.window.slip_answered.connect(answered.append)
    hands.window.slip_left.connect(came_back.append)
    token = hands.slip("1")
    hands.enter(token)
    hands.window.check_token(hands.slip("2"))
    assert answered == ["accepted", "busy"]
    hands.window.journey.wipe_voter_and_show_start()
    assert came_back == [token]
    hands.enter(token)
    hands.pick(0)
    hands.confirm()
    hands.cast()
    hands.window.journey.wipe_voter_and_show_start()
    assert came_back == [token], "a slip that voted does not come back"
