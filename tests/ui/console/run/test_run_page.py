"""진행 by mouse and keys on a real meeting: opening, items, notes, decisions, closing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMainWindow, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.text_cleaning_and_search import initial_consonants
from sukui_desktop.models.ids import ItemId, PersonId
from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.agenda.decisions_by_vote import words_decided_by_votes
from sukui_desktop.services.agenda.speech_notes import list_notes, record_note
from sukui_desktop.services.checkin.attendance import record_departure
from sukui_desktop.services.opened_meeting import read_meeting
from sukui_desktop.services.saved_unfinished_words import list_unfinished_words
from sukui_desktop.services.vote.polls import draft_poll, make_poll_ready, open_poll, read_poll
from sukui_desktop.ui.ask_dialog import Ask, AskDialog
from sukui_desktop.ui.console.next_step import OPEN_SITTING, START
from sukui_desktop.ui.console.run.agenda_list import ItemsListModel
from sukui_desktop.ui.console.run.page import RunPage
from sukui_desktop.ui.widgets.refusal_bar import RefusalBar
from sukui_desktop.wording.agenda_titles import agenda_title
from sukui_desktop.wording.times import moment_words
from tests.builders.rooms import bring_to, two_people_lock
from tests.ui.rooms import DRAFT, Stage


class Frame(QMainWindow):
    """What the console's frame does for a page: a bar for refusals, and what changed."""

    def __init__(self, stage: Stage, page: RunPage) -> None:
        super().__init__()
        self.bar = RefusalBar(self)
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.addWidget(self.bar)
        column.addWidget(page)
        self.setCentralWidget(holder)
        self.page = page
        stage.operations.changes_announced.connect(page.load_if_shown_tables_changed)
        self.resize(1366, 720)


@pytest.fixture
def frame(stage: Stage, qtbot: QtBot) -> Frame:
    made = Frame(stage, RunPage(stage.operations))
    qtbot.addWidget(made)
    made.show()
    made.page.switch_to_meeting(stage.room)
    stage.idle()
    return made


def say_yes(stage: Stage, frame: Frame) -> AskDialog:
    """Answer the one question that is asked; return it."""
    (question,) = (dialog for dialog in frame.findChildren(AskDialog) if dialog.isVisible())
    question.accept_button.click()
    stage.idle()
    return question


def begin(stage: Stage, frame: Frame) -> RunPage:
    """Open the sitting and start the first item."""
    stage.admit("1", "2", "3", "4")
    frame.page.side.open_button.click()
    say_yes(stage, frame)
    frame.page.item.start.click()
    stage.idle()
    return frame.page


def gists(page: RunPage) -> list[str]:
    return [note.gist for note in page.notes.table.model.rows]


def states(stage: Stage) -> list[str]:
    return [view.row.state for view in stage.ask(list_items, stage.room)]


def test_opening_without_a_quorum_is_refused_calmly(stage: Stage, frame: Frame) -> None:
    page = frame.page
    assert not page.item.start.isEnabled()
    page.side.open_button.click()
    question = say_yes(stage, frame)
    assert "정족수" in question.refusal.text()
    question.reject()
    assert stage.ask(read_meeting, stage.room).stage == "preparing"
    stage.admit("1", "2", "3", "4")
    page.side.open_button.click()
    assert stage.ask(read_meeting, stage.room).stage == "preparing", "one click asks and no more"
    say_yes(stage, frame)
    assert not page.side.open_button.isVisible()
    assert page.side.close_button.isVisible()
    assert "개회했습니다" in page.side.stage.text()
    assert page.item.start.isEnabled()


@pytest.mark.parametrize(
    ("planned_hours", "key"),
    [(48, "words"), (49, "words"), (47, "words"), (51, "words_early"), (45, "words_late"), (72, "words_another_day")],
)
def test_opening_far_from_the_planned_moment_says_both(
    stage: Stage, frame: Frame, planned_hours: int, key: str
) -> None:
    """Fails where the question was the same on every day and at every hour."""
    hour_ms = 3_600_000
    planned_ms, now_ms = planned_hours * hour_ms, 48 * hour_ms
    frame.page.run_actions.ask_to_open_sitting(planned_ms, now_ms)
    (question,) = (dialog for dialog in frame.findChildren(AskDialog) if dialog.isVisible())
    facts = {"planned": moment_words(planned_ms), "now": moment_words(now_ms), "span": "3시간"}
    assert question.explained.text().replace("\u200b", "") == text(f"run.open_question.{key}", **facts)
    question.reject()


def test_the_opening_waits_for_the_agenda_and_then_says_both_times(stage: Stage, frame: Frame) -> None:
    """Fails on 0.5.0: whoever came from [개회 선언] of the next step was asked before the planned time was read."""
    planned_ms = stage.ask(read_meeting, stage.room).starts_at_ms
    frame.page._clock = lambda: planned_ms + 9 * 3_600_000
    frame.page.switch_to_meeting(stage.room)
    frame.page.go_to_place_on_page(OPEN_SITTING)
    assert not [dialog for dialog in frame.findChildren(AskDialog) if dialog.isVisible()]
    stage.idle()
    (question,) = (dialog for dialog in frame.findChildren(AskDialog) if dialog.isVisible())
    said = question.explained.text().replace("\u200b", "")
    assert moment_words(planned_ms) in said
    assert moment_words(planned_ms + 9 * 3_600_000) in said
    question.reject()


def test_items_start_hold_and_close_and_one_runs_at_a_time(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    assert states(stage)[:2] == ["running", "planned"]
    assert not page.item.start.isEnabled()
    assert page.item.close_item.property("class") == "primary"
    page.side.list.setFocus()
    QTest.keyClick(page.side.list, Qt.Key.Key_Down)
    assert page.chosen_item is not None
    assert page.chosen_item.number == "2"
    QTest.keyClick(page.side.list, Qt.Key.Key_Return)
    stage.idle()
    assert states(stage)[:2] == ["held", "running"]
    page.item.hold.click()
    stage.idle()
    assert states(stage)[1] == "held"
    assert page.item.start.text() == text("run.item.again")
    page.item.close_item.click()
    stage.idle()
    assert states(stage)[1] == "closed"
    assert page.side.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole).endswith("종결")


def test_the_clock_runs_beside_the_plan(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    before = page.item.clock.text()
    for _ in range(3):
        page._refresh_time_spent_and_expected_end()
    assert page.item.clock.text() < before, "what is left, as in the hall"
    assert page.item.left_words.text() == text("wording.times.left", minutes=10)
    assert "예상 종료" in page.side.end.text()
    assert page.chosen_item is not None
    page.item.show_time_spent(page.chosen_item.row.started_at_ms + 11 * 60_000 + 5_000)
    assert (page.item.left_words.text(), page.item.clock.text()) == (text("wording.times.over", minutes=10), "01:05")
    assert page.item.spent.text().endswith("11:05")
    assert page.item.clock.property("state") == "danger"
    assert page.item.bar.value() == page.item.bar.maximum()


def test_a_speech_is_written_corrected_and_struck_by_keyboard(stage: Stage, frame: Frame) -> None:
    notes = begin(stage, frame).notes
    notes.speaker.setFocus()
    notes.speaker.setText("홍길동")
    QTest.keyClick(notes.speaker, Qt.Key.Key_Return)
    notes.gist.setText("이동지원을 늘리자")
    QTest.keyClick(notes.gist, Qt.Key.Key_Return)
    stage.idle()
    assert [(note.speaker, note.gist) for note in stage.ask(list_notes, stage.room)] == [
        ("홍길동", "이동지원을 늘리자")
    ]
    assert notes.speaker.text() == notes.gist.text() == ""
    notes.table.choose_row(0)
    notes.edit.click()
    assert notes.gist.text() == "이동지원을 늘리자"
    assert notes.write.text() == text("run.notes.correct")
    notes.gist.setText("이동지원을 두 배로 늘리자")
    notes.write.click()
    stage.idle()
    assert stage.ask(list_notes, stage.room)[0].gist == "이동지원을 두 배로 늘리자"
    assert notes.write.text() == "적기"
    notes.table.choose_row(0)
    notes.remove.click()
    say_yes(stage, frame)
    assert stage.ask(list_notes, stage.room) == ()


def test_notes_written_corrected_and_struck_are_taken_back_by_ctrl_z(stage: Stage, frame: Frame, qtbot: QtBot) -> None:
    """Fails on 0.4.0, which knew no way back on this page."""
    page = begin(stage, frame)
    notes, steps = page.notes, page.run_actions.undo_steps
    for gist in ("이동지원을 늘리자", "도서관은 밤에도 열자"):
        notes.gist.setText(gist)
        notes.write.click()
        stage.idle()
    written = stage.ask(list_notes, stage.room)
    notes.table.choose_row(0)
    notes.edit.click()
    notes.gist.setText("이동지원을 두 배로 늘리자")
    notes.write.click()
    stage.idle()
    notes.table.choose_row(0)
    notes.remove.click()
    say_yes(stage, frame)
    assert len(stage.ask(list_notes, stage.room)) == 1
    assert steps.button.accessibleName() == "되돌리기: 발언 ‘이동지원을 두 배로 늘리자’ 지움"
    frame.activateWindow()
    notes.speaker.setFocus()
    qtbot.waitUntil(notes.speaker.hasFocus)
    for _ in range(2):
        QTest.keyClick(notes.speaker, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        stage.idle()
    assert stage.ask(list_notes, stage.room) == written
    for _ in range(2):
        steps.button.click()
        stage.idle()
    assert stage.ask(list_notes, stage.room) == ()
    assert not steps.button.isEnabled()


def test_an_empty_note_is_refused_and_what_was_typed_stays(stage: Stage, frame: Frame) -> None:
    notes = begin(stage, frame).notes
    notes.speaker.setText("홍길동")
    notes.write.click()
    stage.idle()
    assert frame.bar.isVisible()
    assert notes.speaker.text() == "홍길동"
    assert stage.ask(list_notes, stage.room) == ()


def test_the_red_band_goes_when_the_note_was_put_right(stage: Stage, frame: Frame) -> None:
    """Fails on 0.4.0, where it stayed until somebody closed it."""
    notes = begin(stage, frame).notes
    notes.speaker.setText("홍길동")
    notes.write.click()
    stage.idle()
    assert frame.bar.isVisible()
    stage.ask(list_notes, stage.room)
    assert frame.bar.isVisible(), "reading puts nothing right"
    notes.gist.setText("이동지원을 늘리자")
    notes.write.click()
    stage.idle()
    assert frame.bar.isHidden()


def test_a_red_band_of_something_else_stays(stage: Stage, frame: Frame) -> None:
    notes = begin(stage, frame).notes
    frame.bar.show_message("컴퓨터의 시계가 이상합니다")
    notes.gist.setText("이동지원을 늘리자")
    notes.write.click()
    stage.idle()
    assert frame.bar.isVisible()


def visible_question(frame: Frame) -> AskDialog:
    (question,) = (dialog for dialog in frame.findChildren(AskDialog) if dialog.isVisible())
    return question


def test_a_speech_of_somebody_who_was_never_admitted_asks_once(stage: Stage, frame: Frame) -> None:
    """Fails on 0.4.0: an absent person spoke in the minutes and nobody was told."""
    notes = begin(stage, frame).notes
    notes.speaker.setText("이서연")
    notes.gist.setText("이동지원을 늘리자")
    notes.write.click()
    question = visible_question(frame)
    assert question.windowTitle() == text("run.absent_question.title", name="이서연")
    question.cancel_button.click()
    stage.idle()
    assert stage.ask(list_notes, stage.room) == ()
    assert notes.gist.text() == "이동지원을 늘리자", "what was typed stays"
    notes.write.click()
    say_yes(stage, frame)
    (note,) = stage.ask(list_notes, stage.room)
    assert note.speaker == "이서연"
    assert notes.gist.text() == ""


def test_who_came_and_who_is_on_no_roster_may_speak_without_a_question(stage: Stage, frame: Frame) -> None:
    notes = begin(stage, frame).notes
    stage.ask(record_departure, stage.room, stage.person("2"))
    stage.idle()
    for speaker in ("홍길동", "황가득", "김민준", "구청 예산과장"):
        notes.speaker.setText(speaker)
        notes.gist.setText("한 말씀")
        notes.write.click()
        stage.idle()
        assert not [dialog for dialog in frame.findChildren(AskDialog) if dialog.isVisible()], speaker
    assert len(stage.ask(list_notes, stage.room)) == 4


def test_a_note_corrected_to_somebody_absent_asks_too(stage: Stage, frame: Frame) -> None:
    notes = begin(stage, frame).notes
    notes.speaker.setText("홍길동")
    notes.gist.setText("한 말씀")
    notes.write.click()
    stage.idle()
    notes.table.view.selectRow(0)
    notes.edit.click()
    notes.speaker.setText("이서연")
    notes.write.click()
    assert visible_question(frame).windowTitle() == text("run.absent_question.title", name="이서연")
    say_yes(stage, frame)
    assert [note.speaker for note in stage.ask(list_notes, stage.room)] == ["이서연"]


def test_closing_names_who_spoke_and_was_never_admitted(stage: Stage, frame: Frame) -> None:
    """Fails where 폐회 lets the minutes contradict themselves without a word (0.4.0)."""
    page = begin(stage, frame)
    item = stage.ask(list_items, stage.room)[0].row.item_id
    stage.ask(record_note, stage.room, item, "이서연", "이동지원을 늘리자")
    stage.ask(record_note, stage.room, item, "홍길동", "찬성합니다")
    stage.idle()
    page.side.close_button.click()
    told = visible_question(frame).explained.text().replace("\u200b", "")
    assert text("run.close_question.left_speakers", count=1, names="이서연") in told


def test_a_speech_may_be_nobodys(stage: Stage, frame: Frame) -> None:
    """Fails on 0.2.0, which asked for both where its manual said to leave the name empty."""
    notes = begin(stage, frame).notes
    notes.gist.setText("누가 말했는지 모른다")
    QTest.keyClick(notes.gist, Qt.Key.Key_Return)
    stage.idle()
    assert [(note.speaker, note.gist) for note in stage.ask(list_notes, stage.room)] == [("", "누가 말했는지 모른다")]


def test_notes_belong_to_the_item_that_is_shown(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    page.notes.note_recorded.emit("홍길동", "첫 안건에서")
    stage.idle()
    page.go_to_place_on_page(str(page.side.model.rows[1].row.item_id))
    assert gists(page) == []
    page.notes.note_recorded.emit("김민준", "둘째 안건에서")
    stage.idle()
    assert gists(page) == ["둘째 안건에서"]
    page.notes.table.choose_row(0)
    page.notes.edit.click()
    page.go_to_place_on_page(str(page.side.model.rows[0].row.item_id))
    assert page.notes.write.text() == "적기", "a correction stays with its item"
    assert gists(page) == ["첫 안건에서"]


def test_speakers_are_found_by_first_sounds_those_present_first(stage: Stage, frame: Frame) -> None:
    stage.admit("5")
    stage.idle()
    field = frame.page.notes.speaker
    field.textEdited.emit("ㄱㅁㅈ")
    assert field.offered_names() == ["김민준 · 전문가", text("run.notes.not_come", person="김민준 · 시민")]
    field.textEdited.emit("황보")
    assert field.offered_names() == []
    field.textEdited.emit("황")
    assert field.offered_names() == [text("run.notes.not_come", person="황가득 · 활동가")]
    field.textEdited.emit("")
    assert field.offered_names() == []


def test_first_sounds_become_the_one_name_they_fit_and_never_a_speaker(stage: Stage, frame: Frame) -> None:
    notes = begin(stage, frame).notes
    notes.speaker.setText("ㄱㅁㅈ")
    QTest.keyClick(notes.speaker, Qt.Key.Key_Return)
    assert notes.speaker.text() == "김민준 (복지1분과)", "a namesake may still come"
    one, *_, other = notes.speaker._people
    named = [
        replace(view, person=replace(view.person, name=name, initials=initial_consonants(name)))
        for view, name in ((one, "황가득"), (other, "한솔"))
    ]
    notes.speaker.offer_people(named)
    notes.speaker.setText("ㅎ")
    notes.gist.setText("누구의 말인지 골라야 한다")
    notes.write.click()
    stage.idle()
    assert notes.speaker.text() == "ㅎ", "several fit: what was typed stays"
    assert len(notes.speaker.offered_names()) > 1
    assert stage.ask(list_notes, stage.room) == ()
    notes.speaker.setText("ㅋㅋㅋ")
    notes.write.click()
    stage.idle()
    assert notes.no_name.isVisible(), "initials that fit nobody are no name either"
    assert notes.gist.text() == "누구의 말인지 골라야 한다"
    assert stage.ask(list_notes, stage.room) == ()


def test_a_bare_name_of_two_who_are_here_is_asked_for(stage: Stage, frame: Frame) -> None:
    """Fails where the note says 김민준 and nobody knows which of the two spoke (0.4.0)."""
    notes = begin(stage, frame).notes
    stage.admit("5")
    stage.idle()
    notes.speaker.setText("김민준")
    notes.gist.setText("누가 말했는가")
    notes.write.click()
    stage.idle()
    assert stage.ask(list_notes, stage.room) == ()
    assert len(notes.speaker.offered_names()) == 2
    assert not notes.no_name.isVisible()
    chosen = notes.speaker._found.item(0).data(Qt.ItemDataRole.UserRole)
    notes.speaker.setText(chosen)
    notes.write.click()
    stage.idle()
    (note,) = stage.ask(list_notes, stage.room)
    assert note.speaker == chosen != "김민준"
    assert "복지" in chosen
    assert not any(digits in chosen for digits in ("3456", "7890")), "no telephone in the minutes"


def test_namesakes_of_one_channel_show_where_they_come_from(stage: Stage, frame: Frame) -> None:
    field = begin(stage, frame).notes.speaker
    one = next(view for view in field._people if view.person.number == "4")
    person = replace(one.person, person_id=PersonId("other"), affiliation="환경과", phone_last4="1111", number="8")
    field.offer_people([one, replace(one, person=person)])
    field.textEdited.emit("김민준")
    assert any("환경과" in words and "1111" in words for words in field.offered_names())
    assert any("3456" in words for words in field.offered_names())


def test_namesakes_are_told_apart_by_their_number(stage: Stage, frame: Frame) -> None:
    field = begin(stage, frame).notes.speaker
    one = field._people[0]
    other = replace(one, person=replace(one.person, person_id=PersonId("other"), number="9999"))
    field.offer_people([one, other])
    field.textEdited.emit(one.person.name)
    assert len(set(field.offered_names())) == 2
    assert any("9999" in words for words in field.offered_names())


def test_a_speaker_without_a_channel_is_offered_by_what_there_is(stage: Stage, frame: Frame) -> None:
    """Fails on 0.4.0: "김민준 ·  · 끝번호 3456"."""
    field = begin(stage, frame).notes.speaker
    bare = [replace(view, person=replace(view.person, channel="", role="")) for view in field._people]
    field.offer_people(bare)
    field.textEdited.emit("김민준")
    offered = field.offered_names()
    assert len(set(offered)) == len(offered) == 2
    assert all(part.strip() for words in offered for part in words.split("·"))


def test_a_decision_is_adopted_by_consensus_or_by_vote(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    decision = page.decision
    assert not decision.consensus.isEnabled()
    decision.wording.setPlainText("다음 회의를 9월 5일에 연다.")
    assert "아직 채택하지 않은" in decision.hint.text()
    decision.consensus.click()
    stage.idle()
    row = stage.ask(list_items, stage.room)[0].row
    assert (row.decision, row.decision_how) == ("다음 회의를 9월 5일에 연다.", "consensus")
    assert decision.hint.text() == text("run.decision.by_consensus")
    assert not decision.vote.isEnabled(), "there was no vote on this item"


def test_a_decision_on_an_item_that_has_not_begun_asks_once(stage: Stage, frame: Frame) -> None:
    """One click decided on an item that was still to come, as where the list had another one chosen."""
    page = begin(stage, frame)
    later = str(page.side.model.rows[1].row.item_id)
    page.go_to_place_on_page(later)
    page.decision.wording.setPlainText("원안대로 한다.")
    page.decision.consensus.click()
    stage.idle()
    ask = page.findChild(Ask)
    assert ask is not None
    assert stage.ask(list_items, stage.room)[1].row.decision == ""
    ask.reject()
    assert page.decision.wording.toPlainText() == "원안대로 한다."
    page.decision.consensus.click()
    again = next(one for one in page.findChildren(Ask) if one.isVisible())
    again.accept_button.click()
    stage.idle()
    assert stage.ask(list_items, stage.room)[1].row.decision == "원안대로 한다."


def test_a_decision_by_vote_says_what_the_vote_decided(stage: Stage, frame: Frame) -> None:
    """Fails on 0.2.0: one click wrote "표결로 결정했습니다" under any words, with no vote on the item."""
    page = begin(stage, frame)
    item_id = str(page.side.model.rows[1].row.item_id)
    poll_id = stage.ask(draft_poll, stage.room, item_id, "우선 사업", DRAFT).poll_id
    stage.ask(make_poll_ready, stage.room, poll_id, stage.ask(two_people_lock, stage.room), 12)
    stage.ask(open_poll, stage.room, poll_id)
    page.go_to_place_on_page(item_id)
    assert not page.decision.vote.isEnabled(), "the vote is not certified"
    assert page.decision.consensus.property("class") == "primary"
    stage.ask(bring_to, stage.room, poll_id, "certified")
    page.load_if_shown_tables_changed(Changes(frozenset({"poll", "item"})))
    stage.idle()
    looks = [each.property("class") for each in (page.decision.consensus, page.decision.vote)]
    assert looks == ["", "primary"], "what was voted on is not adopted by consensus (0.4.0)"
    page.decision.wording.setPlainText("집행은 구청에 맡긴다.")
    assert not page.decision.consensus.isEnabled(), "one click turned 부결 into 합의로 채택"
    page.decision.vote.click()
    assert "decided" not in page.decision.hint.text()
    say_yes(stage, frame)
    rows = {view.row.item_id: view.row for view in stage.ask(list_items, stage.room)}
    (result,) = stage.ask(words_decided_by_votes, stage.room).values()
    assert rows[ItemId(item_id)].decision == f"{result}\n집행은 구청에 맡긴다."
    assert rows[ItemId(item_id)].decision_how == "vote"
    assert page.decision.unadopted_wording is None


def test_a_drafted_wording_stays_while_other_things_change(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    page.decision.wording.setPlainText("아직 읽는 중인 문안")
    page.notes.note_recorded.emit("홍길동", "의견")
    stage.idle()
    page.load_if_shown_tables_changed(Changes(frozenset({"item"})))
    stage.idle()
    assert page.decision.wording.toPlainText() == "아직 읽는 중인 문안"
    page.go_to_place_on_page(str(page.side.model.rows[1].row.item_id))
    assert page.decision.wording.toPlainText() == ""
    page.go_to_place_on_page(str(page.side.model.rows[0].row.item_id))
    assert page.decision.wording.toPlainText() == "아직 읽는 중인 문안"


def test_unfinished_words_stay_with_their_item_and_survive_the_program(
    stage: Stage, frame: Frame, qtbot: QtBot
) -> None:
    """Fails on 0.2.0: the wording was thrown away and a half-written note moved under the next item."""
    page = begin(stage, frame)
    first, second = (str(view.row.item_id) for view in page.side.model.rows[:2])
    page.decision.wording.setPlainText("첫 안건의 문안")
    page.notes.speaker.setText("홍길동")
    page.notes.gist.setText("반쯤 적은")
    page.go_to_place_on_page(second)
    assert page.notes.unfinished_note == ("", "", "")
    page.notes.gist.setText("둘째 안건에서")
    qtbot.waitUntil(lambda: len(stage.ask(list_unfinished_words, stage.room)) == 2)
    again = RunPage(stage.operations)
    qtbot.addWidget(again)
    again.switch_to_meeting(stage.room)
    stage.idle()
    again.go_to_place_on_page(first)
    assert again.notes.unfinished_note == ("홍길동", "반쯤 적은", "")
    assert again.decision.wording.toPlainText() == "첫 안건의 문안"
    again.notes.write.click()
    stage.idle()
    again.decision.consensus.click()
    stage.idle()
    assert again.save_unfinished_and_name_unsavable() == ""
    stage.idle()
    assert [words.item_id for words in stage.ask(list_unfinished_words, stage.room)] == [second]
    assert again.notes.unfinished_note == ("", "", "")


def test_the_keys_go_on_after_every_act(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    assert frame.focusWidget() is page.notes.speaker
    page.item.hold.click()
    stage.idle()
    assert frame.focusWidget() is page.side.list
    page.decision.wording.setPlainText("원안 가결")
    page.decision.consensus.click()
    stage.idle()
    assert frame.focusWidget() is page.side.list


def test_the_next_step_begins_an_item(stage: Stage, frame: Frame) -> None:
    """Fails on 0.2.0: [안건 시작하기] chose the item and started nothing."""
    stage.admit("1", "2", "3", "4")
    frame.page.go_to_place_on_page(OPEN_SITTING)
    say_yes(stage, frame)
    second = stage.ask(list_items, stage.room)[1].row.item_id
    frame.page.go_to_place_on_page(f"{START}{second}")
    stage.idle()
    assert states(stage)[:2] == ["planned", "running"]


def test_closing_asks_once_and_waits_for_an_open_vote(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    page.side.close_button.click()
    question = say_yes(stage, frame)
    assert question.isVisible(), "the question stays and says why not"
    assert question.refusal.text()
    question.cancel_button.click()
    assert stage.ask(read_meeting, stage.room).stage == "sitting"


def test_closing_ends_the_running_item_too(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    page.side.close_button.click()
    (question,) = (dialog for dialog in frame.findChildren(AskDialog) if dialog.isVisible())
    waiting = [view for view in stage.ask(list_items, stage.room) if view.row.state == "planned"]
    told = question.explained.text().replace("\u200b", "")
    # Fails on 0.6.0, where 폐회 was an item that nobody had dealt with, in the question whether to declare it.
    for view in waiting:
        assert (view.row.title in told) == bool(view.agenda_number)
    assert {bool(view.agenda_number) for view in waiting} == {True, False}
    say_yes(stage, frame)
    assert stage.ask(read_meeting, stage.room).stage == "closed"
    assert states(stage)[0] == "closed"
    assert "폐회했습니다" in page.side.stage.text()
    assert not page.side.close_button.isVisible()
    assert not page.item.start.isEnabled()
    assert page.side.end.text() == ""


def test_closing_names_polls_and_words_that_are_left(stage: Stage, frame: Frame) -> None:
    """Fails where a poll that was only drafted, and words that were only typed, were lost by 폐회 without a word."""
    page = begin(stage, frame)
    stage.draft("마무리하지 못한 투표")
    ready = stage.ask(read_poll, stage.room, stage.ready()).head.title
    page.decision.wording.setPlainText("원안대로")
    stage.idle()
    page.side.close_button.click()
    (question,) = (dialog for dialog in frame.findChildren(AskDialog) if dialog.isVisible())
    told = question.explained.text().replace("\u200b", "")
    assert text("run.close_question.left_polls", count=2, names=f"마무리하지 못한 투표, {ready}") in told
    running = stage.ask(list_items, stage.room)[0]
    assert text("run.close_question.left_words", count=1, names=agenda_title(running)) in told
    question.reject()
    assert stage.ask(read_meeting, stage.room).stage == "sitting"


def test_other_windows_are_asked_for_not_opened(frame: Frame, qtbot: QtBot) -> None:
    with qtbot.waitSignal(frame.page.window_wanted) as window:
        frame.page.side.display_button.click()
    assert window.args == ["display", ""]
    with qtbot.waitSignal(frame.page.page_wanted) as page:
        frame.page.decision.poll.click()
    assert page.args == ["vote", ""]


def test_the_list_keeps_its_promises_to_qt(stage: Stage) -> None:
    model = ItemsListModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    items = stage.ask(list_items, stage.room)
    model.show_rows(items)
    model.show_rows(items)
    model.show_rows(items[:2])
    model.show_rows(())
    assert tester.model() is model
    assert model.row_number_of("nobody") == -1


@pytest.mark.parametrize("size", [(1366, 660), (1920, 970)])
def test_the_page_fits_a_laptop(stage: Stage, frame: Frame, size: tuple[int, int], qtbot: QtBot) -> None:
    page = begin(stage, frame)
    frame.bar.hide()
    frame.resize(*size)
    qtbot.waitUntil(lambda: page.width() > size[0] - 60)
    for button in (page.item.start, page.notes.write, page.notes.edit, page.decision.consensus, page.side.close_button):
        assert button.sizeHint().width() <= button.width(), button.text()
        assert button.sizeHint().height() <= button.height(), button.text()
    assert page.minimumSizeHint().width() <= size[0]
    assert page.first_focus() is page.side.list


@pytest.mark.parametrize("size", [(1024, 531), (1366, 659), (1920, 971)])
def test_notes_never_push_the_decision_off_the_screen(
    stage: Stage, frame: Frame, size: tuple[int, int], qtbot: QtBot
) -> None:
    """Fails on 0.2.0: the first note pushed the decision's buttons below a 768-pixel screen."""
    page = begin(stage, frame)
    for number in range(9):
        page.notes.note_recorded.emit("홍길동", f"{number}번째 발언입니다. " * 12)
        stage.idle()
    frame.bar.hide()
    frame.setCentralWidget(page)
    frame.resize(*size)
    qtbot.waitUntil(lambda: page.height() == size[1])
    (area,) = page.findChildren(QScrollArea)[:1]
    assert area.verticalScrollBar().maximum() == 0
    for button in (page.decision.consensus, page.decision.vote, page.item.start, page.notes.write):
        place = button.mapTo(page, QPoint(0, 0))
        assert page.rect().contains(QRect(place, button.size())), button.text()
    view = page.notes.table.view
    cell = view.visualRect(page.notes.table.found.index(0, 2))
    words = view.fontMetrics().boundingRect(
        QRect(0, 0, cell.width() - 26, 10_000), Qt.TextFlag.TextWordWrap, page.notes.table.found.index(0, 2).data()
    )
    assert words.height() <= cell.height(), "a long note is shown whole"
