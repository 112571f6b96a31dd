"""선거인단 결과, clicked on real services: a file mapped, looked at, attested and taken in; empty; taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.channel.channel_result_file import ChannelTotals
from sukui_desktop.domain.question.channels import Channel, Channels, ChannelSource
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.vote.channel_results import list_channels
from sukui_desktop.services.vote.counting import start_challenge_period
from sukui_desktop.services.vote.polls import make_poll_ready, open_poll
from sukui_desktop.ui import ask_dialog, dialog_base
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.console.vote.channels.channel_import_dialog import ChannelImportDialog, ChannelTotalsFields
from sukui_desktop.ui.console.vote.channels.channels_card import EmptyChannelAttesterDialog
from sukui_desktop.ui.console.vote.counting.view import CountingView
from sukui_desktop.ui.console.vote.page import VotePage
from tests.builders import rooms
from tests.builders.rooms import count as open_and_count
from tests.builders.rooms import two_people_lock
from tests.builders.workbooks import workbook
from tests.ui.console.vote.driving import cast_all, opened, press, until_state
from tests.ui.rooms import DRAFT, Stage

HALL = Channel(key="hall", name="현장", weight="1/2", source=ChannelSource.BOX)
ONLINE = Channel(key="online", name="온라인 시민", weight="2/5")
SURVEY = Channel(key="survey", name="설문", weight="1/10")
THREE = replace(DRAFT, channels=Channels(channels=(HALL, ONLINE, SURVEY)))
TABLE = """투표자 수,"1,000",
무효,100,
번호표,이름표,모은 표
A1,발달장애인 낮활동 확대,"900"
A2,어르신 이동지원 차량,450
A3,지역아동센터 급식 단가,300
A4,은둔청년 회복 지원,0
B1,장애인 편의시설 전수점검,0
B2,1인가구 안부 확인,90
"""
"""Headings that no list of known ones has."""


def ready_poll(stage: Stage) -> PollId:
    poll_id = stage.draft(draft=THREE)
    stage.ask(make_poll_ready, stage.room, poll_id, stage.ask(two_people_lock, stage.room), 12)
    return poll_id


def challenge(stage: Stage, poll_id: PollId) -> None:
    stage.ask(open_poll, stage.room, poll_id)
    cast_all(stage, poll_id)
    stage.ask(rooms.close, stage.room, poll_id)
    stage.ask(open_and_count, stage.room, poll_id)
    stage.ask(start_challenge_period, stage.room, poll_id)


def file_of(stage: Stage, content: str = TABLE, name: str = "온라인.csv") -> Path:
    path = stage.path.parent / name
    path.write_text(content, encoding="utf-8")
    return path


def choose_file(page: VotePage, stage: Stage, qtbot: QtBot, key: str, path: Path) -> ChannelImportDialog:
    """Press the button of a channel and choose a file, as people do."""
    line = page.channels.lines[key]
    press(line.import_button)
    asked = opened(qtbot, page, QFileDialog)
    asked.fileSelected.emit(str(path))
    asked.reject()
    dialog = opened(qtbot, page, ChannelImportDialog)
    stage.idle()
    return dialog


def map_columns(dialog: ChannelImportDialog, stage: Stage, header_row: int, code: int, votes: int) -> None:
    """Choose the header's row and two columns."""
    dialog.columns.header_row.setValue(header_row)
    stage.idle()
    for field, place in (("code", code), ("votes", votes)):
        box = dialog.columns.boxes[field]
        box.setCurrentIndex(box.findData(place))
        box.activated.emit(box.currentIndex())
        stage.idle()


@pytest.fixture
def poll_id(page: VotePage, stage: Stage, qtbot: QtBot) -> PollId:
    made = ready_poll(stage)
    until_state(qtbot, page, PollState.READY)
    stage.idle()
    return made


def test_a_ready_poll_lists_its_channels(page: VotePage, poll_id: PollId) -> None:
    card = page.channels
    assert card.isVisible()
    assert card.state.text().startswith("3곳 가운데 2곳의 결과가 아직 없습니다: 온라인 시민, 설문.")
    assert [line.badge.text() for line in card.lines.values()] == [
        text("channels.card.box"),
        text("channels.card.waiting"),
        text("channels.card.waiting"),
    ]
    assert card.lines["online"].weight.text() == "비중 2/5"
    assert card.lines["hall"].import_button.isHidden()
    assert card.lines["survey"].import_button.accessibleName() == text("channels.card.import_of", name="설문")


def test_a_poll_without_channels_has_no_card(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    stage.ready()
    until_state(qtbot, page, PollState.READY)
    assert page.channels.isHidden()


def test_a_file_is_mapped_checked_attested_and_accepted(
    page: VotePage, stage: Stage, qtbot: QtBot, poll_id: PollId
) -> None:
    dialog = choose_file(page, stage, qtbot, "online", file_of(stage))
    assert dialog.problems.found.rowCount() == 1
    assert dialog.tabs.currentWidget() is dialog.problems
    assert dialog.state.property("state") == "danger"
    map_columns(dialog, stage, header_row=3, code=0, votes=2)
    assert dialog.problems.found.rowCount() == 0
    assert dialog.tabs.currentWidget() is dialog.lines
    assert [line.votes for line in dialog.lines.model.rows] == [900, 450, 300, 0, 0, 90]
    assert dialog.totals.fields["voters"].text() == "1,000"
    assert dialog.state.text() == text("channels.preview.ready", voters="1,000", valid=900, blank=0, invalid=100)
    press(dialog.accept_button)
    assert dialog.refusal.text() == text("channels.preview.missing_name")
    dialog.attester.setText("박담당")
    QTest.keyClick(dialog.attester, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.channels.lines["online"].badge.text() == text("channels.card.accepted"))
    words = page.channels.lines["online"].words.whole_words
    assert words.startswith("온라인.csv · 유효 900표 · 지문 ")
    assert words.endswith("확인 박담당")
    views = {view.channel.key: view for view in stage.ask(list_channels, stage.room, poll_id)}
    assert views["online"].result is not None
    assert views["online"].result.votes == (900, 450, 300, 0, 0, 90)
    assert views["online"].row is not None
    assert views["online"].row.file_sha256.hex()[:12] in words


def test_what_cannot_be_true_is_said_before_and_at_the_button(
    page: VotePage, stage: Stage, qtbot: QtBot, poll_id: PollId
) -> None:
    dialog = choose_file(page, stage, qtbot, "online", file_of(stage))
    map_columns(dialog, stage, header_row=3, code=0, votes=2)
    valid, voters = dialog.totals.fields["ballots_valid"], dialog.totals.fields["voters"]
    voters.setText("500")
    voters.editingFinished.emit()
    stage.idle()
    assert "득표 900이 유효표 400보다 많습니다" in dialog.state.text()
    dialog.attester.setText("박담당")
    press(dialog.accept_button)
    qtbot.waitUntil(dialog.refusal.isVisible)
    assert "유효표 400보다" in dialog.refusal.text()
    assert dialog.attester.text() == "박담당"
    valid.setText("많음")
    valid.editingFinished.emit()
    assert dialog.state.text() == text("channels.preview.whole", word="많음")
    dialog.reject()
    assert stage.ask(list_channels, stage.room, poll_id)[1].row is None


def test_columns_that_nothing_tells_apart_are_asked_about_before_anything_is_taken(
    page: VotePage, stage: Stage, qtbot: QtBot, poll_id: PollId
) -> None:
    """0.2.0 took the first column of votes without a word."""
    codes = ("A1", "A2", "A3", "A4", "B1", "B2")
    lines = "".join(f"{code},{place},{place * 100}\n" for place, code in enumerate(codes))
    table = f"투표자 수,1500,\n사업코드,득표수(위원),득표수(시민)\n{lines}"
    dialog = choose_file(page, stage, qtbot, "online", file_of(stage, table))
    dialog.attester.setText("정보화담당관 김서윤")
    assert dialog.questions.isVisible()
    press(dialog.accept_button)
    stage.idle()
    assert dialog.refusal.text() == text("prepare.import.questions")
    assert stage.ask(list_channels, stage.room, poll_id)[1].row is None
    votes = dialog.columns.boxes["votes"]
    votes.setCurrentIndex(votes.findData(2))
    votes.activated.emit(votes.currentIndex())
    stage.idle()
    assert dialog.questions.isHidden()
    assert [line.votes for line in dialog.lines.model.rows] == [0, 100, 200, 300, 400, 500]


def test_nothing_is_taken_in_while_other_columns_are_being_read(
    page: VotePage, stage: Stage, qtbot: QtBot, poll_id: PollId
) -> None:
    dialog = choose_file(page, stage, qtbot, "online", file_of(stage))
    map_columns(dialog, stage, header_row=3, code=0, votes=2)
    dialog.attester.setText("박담당")
    dialog.columns.boxes["votes"].setCurrentIndex(0)
    dialog.columns.boxes["votes"].activated.emit(0)
    press(dialog.accept_button)
    assert dialog.refusal.text() == text("channels.file.reading")
    stage.idle()
    assert stage.ask(list_channels, stage.room, poll_id)[1].row is None
    assert dialog.problems.found.rowCount() == 1


def test_problems_stand_with_row_column_value_and_reason(
    page: VotePage, stage: Stage, qtbot: QtBot, poll_id: PollId
) -> None:
    broken = TABLE.replace("번호표,이름표,모은 표", "사업코드,사업명,득표수").replace("450", "사백")
    dialog = choose_file(page, stage, qtbot, "online", file_of(stage, broken))
    shown = [dialog.problems.found.index(0, column).data() for column in range(4)]
    assert shown[:3] == ["5", "득표수", "사백"]
    assert shown[3].endswith("숫자로 읽을 수 없습니다. 1,234처럼 적으십시오.")
    assert dialog.tabs.tabText(1) == text("channels.preview.problems", count=1)


def test_a_file_that_is_none_is_refused_in_a_sentence(
    page: VotePage, stage: Stage, qtbot: QtBot, poll_id: PollId
) -> None:
    line = page.channels.lines["online"]
    press(line.import_button)
    asked = opened(qtbot, page, QFileDialog)
    asked.fileSelected.emit(str(stage.path.parent / "없는 파일.csv"))
    asked.reject()
    box = opened(qtbot, page, QMessageBox)
    assert "없는 파일.csv" in box.text()
    box.close()


def test_nobody_voted_and_taking_it_back(page: VotePage, stage: Stage, qtbot: QtBot, poll_id: PollId) -> None:
    line = page.channels.lines["survey"]
    press(line.empty_button)
    dialog = opened(qtbot, page, EmptyChannelAttesterDialog)
    press(dialog.accept_button)
    assert dialog.refusal.isVisible()
    dialog.name.setText("박담당")
    press(dialog.accept_button)
    qtbot.waitUntil(lambda: line.badge.text() == text("channels.card.empty"))
    assert line.words.whole_words == text("channels.card.empty_words", name="박담당")
    assert line.import_button.isHidden()
    press(line.remove_button)
    press(opened(qtbot, page, AskDialog).accept_button)
    qtbot.waitUntil(lambda: line.badge.text() == text("channels.card.waiting"))
    assert line.import_button.isVisible()


def test_no_list_is_made_while_a_channel_is_missing(
    page: VotePage, stage: Stage, qtbot: QtBot, poll_id: PollId
) -> None:
    challenge(stage, poll_id)
    until_state(qtbot, page, PollState.CHALLENGED)
    stage.idle()
    view = page.view_of_present_step
    assert isinstance(view, CountingView)
    assert not view.select_button.isEnabled()
    assert "온라인 시민, 설문" in view.words.text()
    for key in ("online", "survey"):
        press(page.channels.lines[key].empty_button)
        dialog = opened(qtbot, page, EmptyChannelAttesterDialog)
        dialog.name.setText("박담당")
        press(dialog.accept_button)
        stage.idle()
        assert page.channels.lines[key].badge.text() == text("channels.card.empty")
    assert page.channels.state.text() == text("channels.card.all_in", count=3)
    assert not page.channels.lines["hall"].name.isVisible()  # folded: nothing is missing
    press(page.channels.fold_button)
    assert page.channels.lines["hall"].name.isVisible()
    press(view.select_button)
    until_state(qtbot, page, PollState.SELECTED)
    assert page.channels.isHidden()


def test_typed_totals_outlive_another_reading(qtbot: QtBot) -> None:
    fields = ChannelTotalsFields()
    qtbot.addWidget(fields)
    fields.show_totals_found(ChannelTotals(voters=1200, ballots_valid=1000))
    fields.fields["ballots_valid"].setText("1,100")
    fields.show_totals_found(ChannelTotals(voters=1300))
    assert fields.typed_totals == ChannelTotals(voters=1300, ballots_valid=1100)
    fields.fields["voters"].setText("")
    assert fields.typed_totals.voters is None
    assert fields.problem() == ""


def test_every_button_of_the_card_is_reached_by_the_keyboard(page: VotePage, poll_id: PollId) -> None:
    buttons = [each for each in page.channels.findChildren(QPushButton) if each.isVisible()]
    assert len(buttons) == 5
    assert all(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in buttons)
    assert all(each.accessibleName() or each.text() for each in buttons)


@pytest.mark.parametrize("size", [(1024, 600), (1366, 728)])
def test_the_window_of_a_large_file_stays_on_the_screen(
    page: VotePage, stage: Stage, qtbot: QtBot, poll_id: PollId, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """Fails on 0.6.1: with two sheets the window was 1112 px high and wider than it looked; its buttons were below the
    screen and its last columns cut, whatever the screen."""
    for module in (dialog_base, ask_dialog):
        monkeypatch.setattr(module, "height_on_screen", lambda _dialog: size[1])
    page.resize(size[0], size[1] - 60)
    challenge(stage, poll_id)
    until_state(qtbot, page, PollState.CHALLENGED)
    stage.idle()
    rows: list[list[object]] = [["온라인 투표 결과(득표: 천표)"], ["투표자 수", 1000], ["무효", 100]]
    rows += [["사업코드", "사업명", "득표", "득표율", "비고"]]
    rows += [[f"X{place}", f"아주 긴 이름을 가진 사업 {place}번 " * 6, place, 1, "옛 번호"] for place in range(60)]
    path = stage.path.parent / "온라인.xlsx"
    path.write_bytes(workbook(rows, rows, rows, hidden_rows=[20]).content)
    dialog = choose_file(page, stage, qtbot, "online", path)
    stage.idle()
    qtbot.waitExposed(dialog)
    QTest.qWait(50)
    assert dialog.questions.question_count >= 2
    assert dialog.columns.sheet.isVisible()
    assert len(dialog.problems.model.rows) == 60
    assert dialog.width() <= size[0]
    assert dialog.height() <= size[1]
    for button in (dialog.accept_button, dialog.cancel_button):
        place = button.mapTo(dialog, button.rect().bottomRight())
        assert dialog.rect().contains(place)
    answers = (*dialog.questions.boxes, *dialog.columns.boxes.values(), *dialog.totals.fields.values())
    for field in (*answers, dialog.columns.sheet, dialog.columns.header_row, dialog.attester):
        left, right = (field.mapTo(dialog, corner).x() for corner in (field.rect().topLeft(), field.rect().topRight()))
        assert 0 <= left <= right < dialog.width(), field.accessibleName()


def test_lines_that_are_about_no_project_are_counted_and_shown(
    page: VotePage, stage: Stage, qtbot: QtBot, poll_id: PollId
) -> None:
    """Fails on 0.6.1: two wrong codes, and the tab said that nothing was to be mended."""
    challenge(stage, poll_id)
    until_state(qtbot, page, PollState.CHALLENGED)
    stage.idle()
    table = "투표자 수,1000\n무효,100\n사업코드,사업명,득표\n" + "\n".join(TABLE.splitlines()[3:])
    dialog = choose_file(page, stage, qtbot, "online", file_of(stage, table.replace("A1", "7").replace("B2", "8")))
    stage.idle()
    assert [problem.row for problem in dialog.problems.model.rows] == [4, 9]
    assert "2" in dialog.tabs.tabText(1)
    assert dialog.tabs.currentIndex() == 1
    box = dialog.columns.boxes["code"]
    box.setCurrentIndex(0)
    box.activated.emit(0)
    stage.idle()
    assert not dialog.problems.model.rows, "the titles say which projects are meant"
