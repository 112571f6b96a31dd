"""진행 by mouse and keys on a real meeting: opening, items, notes, decisions, closing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.text import initials
from sukui_desktop.services.agenda.items import list_items
from sukui_desktop.services.agenda.notes import list_notes
from sukui_desktop.services.room import read_meeting
from sukui_desktop.services.vote.polls import open_poll
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.console.run.item_list import ItemsListModel
from sukui_desktop.ui.console.run.page import RunPage
from sukui_desktop.ui.widgets.refusal import RefusalBar
from tests.ui.rooms import Stage


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
        stage.operations.changes_announced.connect(page.read_again)
        self.resize(1366, 720)


@pytest.fixture
def frame(stage: Stage, qtbot: QtBot) -> Frame:
    made = Frame(stage, RunPage(stage.operations))
    qtbot.addWidget(made)
    made.show()
    made.page.show_room(stage.room)
    stage.idle()
    return made


def begin(stage: Stage, frame: Frame) -> RunPage:
    """Open the sitting and start the first item."""
    stage.admit("1", "2", "3", "4")
    frame.page.side.open_button.click()
    stage.idle()
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
    stage.idle()
    assert frame.bar.isVisible()
    assert "정족수" in frame.bar.message
    assert stage.ask(read_meeting, stage.room).stage == "preparing"
    stage.admit("1", "2", "3", "4")
    page.side.open_button.click()
    stage.idle()
    assert not page.side.open_button.isVisible()
    assert page.side.close_button.isVisible()
    assert "개회했습니다" in page.side.stage.text()
    assert page.item.start.isEnabled()


def test_items_start_hold_and_close_and_one_runs_at_a_time(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    assert states(stage)[:2] == ["running", "planned"]
    assert not page.item.start.isEnabled()
    assert page.item.close_item.property("class") == "primary"
    page.side.list.setFocus()
    QTest.keyClick(page.side.list, Qt.Key.Key_Down)
    assert page.chosen is not None
    assert page.chosen.number == "2"
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
        page._on_second_passed()
    assert page.item.clock.text() > before
    assert page.item.planned.text().startswith("/ 10:00")
    assert "예상 종료" in page.side.end.text()
    assert page.chosen is not None
    page.item.show_time(page.chosen.row.started_at_ms + 11 * 60_000 + 5_000)
    assert page.item.clock.text() == "11:05"
    assert "01:05 넘김" in page.item.planned.text()
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
    notes.table.choose(0)
    notes.edit.click()
    assert notes.gist.text() == "이동지원을 늘리자"
    assert notes.write.text() == text("run.notes.correct")
    notes.gist.setText("이동지원을 두 배로 늘리자")
    notes.write.click()
    stage.idle()
    assert stage.ask(list_notes, stage.room)[0].gist == "이동지원을 두 배로 늘리자"
    assert notes.write.text() == "적기"
    notes.table.choose(0)
    notes.remove.click()
    question = frame.findChild(AskDialog)
    assert isinstance(question, AskDialog)
    question.accept_button.click()
    stage.idle()
    assert stage.ask(list_notes, stage.room) == ()


def test_an_empty_note_is_refused_and_what_was_typed_stays(stage: Stage, frame: Frame) -> None:
    notes = begin(stage, frame).notes
    notes.gist.setText("누가 말했는지 빠졌다")
    notes.write.click()
    stage.idle()
    assert frame.bar.isVisible()
    assert notes.gist.text() == "누가 말했는지 빠졌다"
    assert stage.ask(list_notes, stage.room) == ()


def test_notes_belong_to_the_item_that_is_shown(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    page.notes.note_recorded.emit("홍길동", "첫 안건에서")
    stage.idle()
    page.go_to(str(page.side.model.rows[1].row.item_id))
    assert gists(page) == []
    page.notes.note_recorded.emit("김민준", "둘째 안건에서")
    stage.idle()
    assert gists(page) == ["둘째 안건에서"]
    page.notes.table.choose(0)
    page.notes.edit.click()
    page.go_to(str(page.side.model.rows[0].row.item_id))
    assert page.notes.write.text() == "적기", "a correction is left when its item is"
    assert gists(page) == ["첫 안건에서"]


def test_speakers_are_found_by_first_sounds_those_present_first(stage: Stage, frame: Frame) -> None:
    stage.admit("5")
    stage.idle()
    field = frame.page.notes.speaker
    field.textEdited.emit("ㄱㅁㅈ")
    assert field.completions() == ["김민준 · 전문가", "김민준 · 시민"]
    field.textEdited.emit("황보")
    assert field.completions() == []
    field.textEdited.emit("황")
    assert field.completions() == ["황가득 · 활동가"]
    field.textEdited.emit("")
    assert field.completions() == []


def test_first_sounds_become_the_one_name_they_fit_and_never_a_speaker(stage: Stage, frame: Frame) -> None:
    notes = begin(stage, frame).notes
    notes.speaker.setText("ㄱㅁㅈ")
    QTest.keyClick(notes.speaker, Qt.Key.Key_Return)
    assert notes.speaker.text() == "김민준"
    one, *_, other = notes.speaker._people
    named = [
        replace(view, person=replace(view.person, name=name, initials=initials(name)))
        for view, name in ((one, "황가득"), (other, "한솔"))
    ]
    notes.speaker.show_people(named)
    notes.speaker.setText("ㅎ")
    notes.gist.setText("누구의 말인지 골라야 한다")
    notes.write.click()
    stage.idle()
    assert notes.speaker.text() == "ㅎ", "several fit: what was typed stays"
    assert len(notes.speaker.completions()) > 1
    assert stage.ask(list_notes, stage.room) == ()


def test_namesakes_are_told_apart_by_their_number(stage: Stage, frame: Frame) -> None:
    field = begin(stage, frame).notes.speaker
    one = field._people[0]
    other = replace(one, person=replace(one.person, number="9999"))
    field.show_people([one, other])
    field.textEdited.emit(one.person.name)
    assert len(set(field.completions())) == 2
    assert any("9999" in words for words in field.completions())


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
    decision.vote.click()
    stage.idle()
    assert stage.ask(list_items, stage.room)[0].row.decision_how == "vote"
    assert decision.hint.text() == text("run.decision.by_vote")


def test_a_drafted_wording_stays_while_other_things_change(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    page.decision.wording.setPlainText("아직 읽는 중인 문안")
    page.notes.note_recorded.emit("홍길동", "의견")
    stage.idle()
    page.read_again(Changes(frozenset({"item"})))
    stage.idle()
    assert page.decision.wording.toPlainText() == "아직 읽는 중인 문안"
    page.go_to(str(page.side.model.rows[1].row.item_id))
    assert page.decision.wording.toPlainText() == ""


def test_closing_asks_once_and_waits_for_an_open_vote(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    page.side.close_button.click()
    question = frame.findChild(AskDialog)
    assert isinstance(question, AskDialog)
    question.accept_button.click()
    stage.idle()
    assert question.isVisible(), "the question stays and says why not"
    assert question.refusal.text()
    question.cancel_button.click()
    assert stage.ask(read_meeting, stage.room).stage == "sitting"


def test_closing_ends_the_running_item_too(stage: Stage, frame: Frame) -> None:
    page = begin(stage, frame)
    page.side.close_button.click()
    question = frame.findChild(AskDialog)
    assert isinstance(question, AskDialog)
    question.accept_button.click()
    stage.idle()
    assert stage.ask(read_meeting, stage.room).stage == "closed"
    assert states(stage)[0] == "closed"
    assert "폐회했습니다" in page.side.stage.text()
    assert not page.side.close_button.isVisible()
    assert not page.item.start.isEnabled()
    assert page.side.end.text() == ""


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
    assert model.place_of("nobody") == -1


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
