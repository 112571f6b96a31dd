"""회의록 on a real meeting: what is known stands there, what is missing is named, the PDF holds it all."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.minutes_content import HEADINGS, LEGAL_NAMES, section_text_from_record
from sukui_desktop.services.agenda.agenda_items import decide_item, list_items
from sukui_desktop.services.agenda.corrections import list_corrections
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.minutes.minutes import compose_minutes_so_far, put_minutes_into_words
from sukui_desktop.services.prepare.meeting_creation_and_details import edit_meeting
from sukui_desktop.ui.console.minutes.heading_card import PAUSE_MS
from sukui_desktop.ui.console.minutes.heading_list_and_signing import HeadingsListModel, heading_states
from sukui_desktop.ui.console.minutes.page import MinutesPage
from sukui_desktop.ui.widgets.rows_list_model import ROW_ROLE
from sukui_desktop.wording.times import moment_words
from tests.builders import rooms
from tests.e2e.layout import faults_of
from tests.ui.rooms import Stage

OPEN_AT_FIRST = ("people", "gists", "decisions", "votes")


@pytest.fixture
def page(stage: Stage, qtbot: QtBot) -> MinutesPage:
    made = MinutesPage(stage.operations)
    qtbot.addWidget(made)
    stage.operations.changes_announced.connect(made.load_if_shown_tables_changed)
    made.resize(1366, 660)
    made.show()
    made.switch_to_meeting(stage.room)
    stage.idle()
    return made


def written(stage: Stage, heading: str) -> tuple[str, bool]:
    view = stage.ask(rooms.headings_of, stage.room)[HEADINGS.index(heading)]
    return view.text, view.is_none


def fill(stage: Stage) -> None:
    """Let the meeting fill in everything but the vote."""
    stage.admit("1", "2", "3", "4")
    stage.ask(open_sitting, stage.room)
    item = stage.ask(list_items, stage.room)[0].row.item_id
    stage.ask(record_note, stage.room, item, "홍길동", "이동지원을 늘리자")
    stage.ask(decide_item, stage.room, item, "이동지원 예산을 먼저 심의한다", "consensus")
    stage.idle()


def test_what_is_missing_is_named_in_the_words_of_the_law(page: MinutesPage) -> None:
    for heading in OPEN_AT_FIRST:
        assert LEGAL_NAMES[heading] in page.side.missing.text()
    assert page.side.missing.property("state") == "danger"
    assert page.side.chosen_heading_state is not None
    assert page.side.chosen_heading_state.heading == "people", "the first missing one is shown"
    assert [page.side.model.index(row).data(ROW_ROLE).filled_none_or_missing for row in (0, 3)] == ["filled", "missing"]


def test_nothing_is_said_to_be_empty_before_it_was_looked_at(stage: Stage, qtbot: QtBot) -> None:
    """The page said that nothing fills itself in, beside a heading that was marked as filled in."""
    page = MinutesPage(stage.operations)
    qtbot.addWidget(page)
    said: list[str] = []
    page.card.known.textChanged.connect(lambda: said.append(page.card.known.toPlainText()))
    page.switch_to_meeting(stage.room)
    stage.idle()
    page.go_to_place_on_page("name")
    assert said[0] == text("minutes.card.gathering")
    assert page.card.known.toPlainText().startswith(stage.ask(compose_minutes_so_far, stage.room).title)


def test_the_meeting_fills_headings_in_by_itself(stage: Stage, page: MinutesPage) -> None:
    fill(stage)
    page.go_to_place_on_page("people")
    assert "홍길동" in page.card.known.toPlainText()
    page.go_to_place_on_page("gists")
    assert "이동지원을 늘리자" in page.card.known.toPlainText()
    page.go_to_place_on_page("decisions")
    assert "이동지원 예산을 먼저 심의한다" in page.card.known.toPlainText()
    assert page.card.known.isReadOnly()
    assert not page.card.none.isEnabled(), "what is filled cannot be 해당 없음"
    assert "표결 내용" in page.side.missing.text()
    assert "발언 요지" not in page.side.missing.text()


def test_corrections_after_the_closing_are_listed_with_their_reasons(stage: Stage, page: MinutesPage) -> None:
    """Fails on a page that says of a correction only what the whole text and the PDF say of it."""
    fill(stage)
    assert page.corrections.isHidden(), "nothing was corrected"
    stage.ask(close_sitting, stage.room)
    stage.ask(edit_meeting, stage.room, place="바른 자리", reason="장소를 잘못 적음")
    stage.ask(edit_meeting, stage.room, host="바른 기관", reason="기관을 잘못 적음")
    stage.idle()
    assert page.corrections.isVisible()
    view = page.corrections.table.view
    words = [[view.model().index(row, column).data() for column in (0, 1, 3)] for row in range(2)]
    rows = stage.ask(list_corrections, stage.room)
    assert words == [
        [moment_words(row.at_ms), text("documents.correction.meeting.edited"), why]
        for row, why in zip(rows, ("장소를 잘못 적음", "기관을 잘못 적음"), strict=True)
    ]
    assert "바른 자리" in view.model().index(0, 2).data(), "what stood there and what stands there now"
    page.corrections.table.search.setText("기관")
    assert [row.correction.reason for row in page.corrections.table.found_rows()] == ["기관을 잘못 적음"]


def test_text_is_kept_when_the_field_is_left(stage: Stage, page: MinutesPage) -> None:
    page.go_to_place_on_page("gists")
    page.card.field.setFocus()
    page.card.field.setPlainText("한 위원이 서면으로 의견을 냈다.\n낭독하지 않았다.")
    assert page.card.write.isEnabled()
    page.side.list.setFocus()
    stage.idle()
    assert written(stage, "gists") == ("한 위원이 서면으로 의견을 냈다.\n낭독하지 않았다.", False)
    assert not page.card.write.isEnabled()
    assert "저장되어" in page.card.saved.text()


def test_text_is_kept_when_another_heading_is_chosen_by_key(stage: Stage, page: MinutesPage) -> None:
    page.go_to_place_on_page("gists")
    page.card.field.setPlainText("요지")
    page.side.list.setFocus()
    QTest.keyClick(page.side.list, Qt.Key.Key_Down)
    stage.idle()
    assert page.side.chosen_heading_state is not None
    assert page.side.chosen_heading_state.heading == "decisions"
    assert page.card.field.toPlainText() == ""
    assert written(stage, "gists") == ("요지", False)
    page.go_to_place_on_page("gists")
    assert page.card.field.toPlainText() == "요지"


def test_nothing_to_say_is_chosen_and_taken_back(stage: Stage, page: MinutesPage) -> None:
    page.go_to_place_on_page("votes")
    page.card.none.click()
    stage.idle()
    assert written(stage, "votes") == ("", True)
    assert page.side.model.index(8).data(ROW_ROLE).filled_none_or_missing == "none"
    assert "표결 내용" not in page.side.missing.text()
    page.card.none.click()
    stage.idle()
    assert written(stage, "votes") == ("", False)
    page.card.field.setPlainText("거수로 정했다")
    assert not page.card.none.isEnabled()
    assert "지우면" in page.card.none_why.text()
    page.card.write.click()
    stage.idle()
    assert written(stage, "votes") == ("거수로 정했다", False)


def test_what_is_being_typed_survives_a_change_elsewhere(stage: Stage, page: MinutesPage) -> None:
    page.go_to_place_on_page("decisions")
    page.card.field.setFocus()
    page.card.field.setPlainText("적는 중")
    stage.admit("1")
    stage.idle()
    assert page.card.field.toPlainText() == "적는 중"


def test_the_pdf_is_refused_while_a_heading_is_empty(stage: Stage, page: MinutesPage, tmp_path: Path) -> None:
    target = tmp_path / "minutes.pdf"
    page.make_pdf(target)
    stage.idle()
    assert not target.exists()
    assert LEGAL_NAMES["people"] in page.side.hint.text()
    assert page.side.pdf.isEnabled()


def test_no_name_is_asked_for_while_a_heading_is_empty(
    stage: Stage, page: MinutesPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People named the file first and read then, in small grey, that there would be none."""
    asked: list[object] = []

    def note(*told: object) -> tuple[str, str]:
        asked.append(told)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", note)
    page.go_to_place_on_page("name")
    page.side.pdf.click()
    stage.idle()
    assert not asked
    assert page.side.hint.property("state") == "danger"
    assert page.side.chosen_heading_state is not None
    assert page.side.chosen_heading_state.heading == "people", "the first that is empty is shown"
    fill(stage)
    assert page.side.hint.text() == "", "what was refused is not said any more once other things are lacking (0.6.1)"
    page.go_to_place_on_page("votes")
    page.card.field.setPlainText("이번 회의에서는 표결하지 않았다.")
    page.side.pdf.click()  # what is typed and not kept yet counts
    stage.idle()
    assert len(asked) == 1


def test_the_pdf_holds_the_whole_text(
    stage: Stage, page: MinutesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    fill(stage)
    page.go_to_place_on_page("votes")
    page.card.field.setPlainText("이번 회의에서는 표결하지 않았다.")
    target = tmp_path / "회의록.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "PDF (*.pdf)"))
    page.card.announce_changed_text()
    stage.idle()
    page.side.pdf.click()
    stage.idle()
    assert "회의록.pdf" in page.side.hint.text()
    text = "\n".join(leaf.extract_text() for leaf in PdfReader(target).pages)
    assert "이번 회의에서는 표결하지 않았다." in text
    assert "이동지원을 늘리자" in text
    page.side.whole.setChecked(True)
    assert "이번 회의에서는 표결하지 않았다." in page.whole.toPlainText()
    assert page.whole.isVisible()
    page.go_to_place_on_page("gists")
    assert page.card.isVisible()


def test_a_dialog_left_without_a_name_makes_nothing(page: MinutesPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    page.side.pdf.click()
    assert page.side.hint.text() == ""


def test_known_text_stands_under_its_own_heading(stage: Stage) -> None:
    fill(stage)
    minutes = stage.ask(compose_minutes_so_far, stage.room)
    shown = put_minutes_into_words(minutes)
    known = dict(zip(HEADINGS, map(section_text_from_record, shown.sections), strict=True))
    assert known["votes"] == ""
    assert "서울특별시" in known["host"]
    assert "이동지원을 늘리자" in known["gists"]
    assert "이동지원을 늘리자" not in known["decisions"]
    for words in known.values():
        for line in words.splitlines():
            assert line in shown.text


def test_the_list_keeps_its_promises_to_qt(stage: Stage) -> None:
    model = HeadingsListModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    states = heading_states(stage.ask(compose_minutes_so_far, stage.room))
    model.show_rows(states)
    model.show_rows(states)
    assert tester.model() is model
    assert model.rowCount() == 9
    assert model.index(3).data(Qt.ItemDataRole.AccessibleTextRole) == "4. 참석자·배석자, 비어 있음"


def test_the_nine_headings_are_seen_without_scrolling_on_a_laptop(page: MinutesPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.side.list.viewport().height() > 100)
    last = page.side.list.visualRect(page.side.model.index(8))
    assert last.bottom() <= page.side.list.viewport().height()
    assert page.minimumSizeHint().width() <= 1366


def test_what_is_typed_is_written_down_in_a_pause_and_the_cursor_stays(
    stage: Stage, page: MinutesPage, qtbot: QtBot
) -> None:
    """Fails on 0.4.0: a power cut lost what stood in the field for minutes."""
    page.go_to_place_on_page("gists")
    page.card.field.setFocus()
    QTest.keyClicks(page.card.field, "first words ")
    qtbot.waitUntil(lambda: page.card.write.isEnabled() is False, timeout=PAUSE_MS * 4)
    stage.idle()
    assert written(stage, "gists") == ("first words", False)
    QTest.keyClicks(page.card.field, "and more")
    assert page.card.field.toPlainText() == "first words and more"


def test_the_keyboard_stays_with_the_text_that_was_saved(stage: Stage, page: MinutesPage, qtbot: QtBot) -> None:
    """Fails on 0.4.0: the keyboard went to the first button of the window, which leaves the meeting."""
    page.go_to_place_on_page("gists")
    page.card.field.setPlainText("요지")
    page.card.write.setFocus()
    qtbot.waitUntil(page.card.write.hasFocus)
    QTest.keyClick(page.card.write, Qt.Key.Key_Space)
    stage.idle()
    assert written(stage, "gists") == ("요지", False)
    assert page.card.field.hasFocus()


def test_a_low_window_with_a_correction_leaves_the_texts_their_lines(
    stage: Stage, page: MinutesPage, qtbot: QtBot
) -> None:
    """Fails on 0.4.0: one half-cut line of each beside a list of 190 px."""
    fill(stage)
    stage.ask(close_sitting, stage.room)
    stage.ask(edit_meeting, stage.room, place="바른 자리", reason="장소를 잘못 적음")
    page.resize(1024, 531)
    stage.idle()
    qtbot.waitUntil(page.corrections.isVisible)
    qtbot.wait(50)
    line = page.card.field.fontMetrics().lineSpacing()
    assert min(page.card.field.viewport().height(), page.card.known.viewport().height()) >= 3 * line
    assert page.card.write.height() >= page.card.write.sizeHint().height()
    seen = page.card.write.mapTo(page, page.card.write.rect().bottomLeft()).y()
    assert seen < page.height(), "the button is reached without scrolling"
    assert faults_of(page, may_shorten=True) == []


def test_who_speaks_and_is_absent_is_said_before_the_minutes_are_made(page: MinutesPage, stage: Stage) -> None:
    """Fails on 0.4.0, whose minutes listed somebody as absent and let them speak."""
    fill(stage)
    assert page.side.absent_speakers.isHidden()
    item = stage.ask(list_items, stage.room)[0].row.item_id
    stage.ask(record_note, stage.room, item, "이서연", "저도 찬성합니다")
    stage.idle()
    assert page.side.absent_speakers.isVisible()
    assert page.side.absent_speakers.text() == text("minutes.absent_speakers", names="이서연", count=1)
    stage.admit("6")
    stage.idle()
    assert page.side.absent_speakers.isHidden()
