"""The agenda as it is painted, and the page's words at both sizes: states visible without colour, nothing cut."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.services.agenda.agenda_items import edit_item, list_items, start_item
from sukui_desktop.services.agenda.sitting import open_sitting
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.ui.console.run.agenda_list import ROW_PX, AgendaList
from sukui_desktop.ui.console.run.item_and_decision_cards import ItemCard
from sukui_desktop.ui.console.run.page import RunPage
from tests.ui.console.run.test_item_times import MINUTE, item, tree
from tests.ui.display.test_choose_picture import MEETING
from tests.ui.rooms import NOON_MS, Stage

STATES = ("planned", "running", "held", "closed")
LONG = "온시민예산광장에서 모인 의견 열네 건을 하나씩 검토하고 답변을 정하는 안건이며 제목이 아주 깁니다 " * 3


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.admit("1", "2", "3", "4")
    stage.ask(open_sitting, stage.room)
    return stage


def settle() -> None:
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def of_each_state(title: str = "같은 제목") -> tuple[ItemView, ...]:
    return tree(*(msgspec.structs.replace(item(state[0], 10, state), title=title) for state in STATES))


def grey(image: QImage, place: QRect) -> bytes:
    cut = image.copy(place).convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(cut.constBits())


def test_every_state_has_its_own_mark_in_grey_too(qtbot: QtBot) -> None:
    side = AgendaList()
    qtbot.addWidget(side)
    side.resize(500, 500)
    side.show()
    side.show_agenda(MEETING, of_each_state(), NOON_MS)
    side.list.clearSelection()
    side.list.setCurrentIndex(side.model.index(-1))
    settle()
    image = side.list.viewport().grab().toImage()
    marks = [grey(image, QRect(10, row * ROW_PX + 4, 26, ROW_PX - 8)) for row in range(4)]
    assert all(one != other for one, other in itertools.combinations(marks, 2))
    badges = [grey(image, QRect(430, row * ROW_PX + 8, 60, ROW_PX - 16)) for row in range(4)]
    assert all(one != other for one, other in itertools.combinations(badges, 2))


def test_a_long_title_ends_in_an_ellipsis_and_stands_whole_in_the_tooltip(qtbot: QtBot) -> None:
    side = AgendaList()
    qtbot.addWidget(side)
    side.resize(500, 500)
    side.show()
    side.show_agenda(MEETING, of_each_state(LONG), NOON_MS)
    settle()
    assert side.model.index(0).data(Qt.ItemDataRole.ToolTipRole).endswith(LONG)
    assert side.list.horizontalScrollBar().maximum() == 0
    assert LONG in side.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_expected_end_moves_with_the_clock(qtbot: QtBot) -> None:
    side = AgendaList()
    qtbot.addWidget(side)
    meeting = msgspec.structs.replace(MEETING, ends_at_ms=NOON_MS + 60 * MINUTE)
    side.show_agenda(meeting, tree(item("a", 30)), NOON_MS)
    first = side.end.text()
    side.show_expected_end(NOON_MS + 20 * MINUTE)
    assert side.end.text() != first
    assert side.end.text().split("(")[1] == first.split("(")[1], "the plan does not move"
    side.show_agenda(msgspec.structs.replace(meeting, ends_at_ms=0), tree(item("a", 30)), NOON_MS)
    assert "계획 없음" in side.end.text()


def test_the_chosen_item_stays_when_the_agenda_is_read_again(qtbot: QtBot) -> None:
    side = AgendaList()
    qtbot.addWidget(side)
    items = of_each_state()
    side.show_agenda(MEETING, items, NOON_MS)
    assert side.chosen_item_id == "r", "the running one is at hand"
    side.choose_item("c")
    side.show_agenda(MEETING, items, NOON_MS)
    assert side.chosen_item_id == "c"
    side.choose_item("nobody")
    assert side.chosen_item_id == "c"
    side.show_agenda(MEETING, items[:1], NOON_MS)
    assert side.chosen_item_id == str(items[0].row.item_id)


@pytest.mark.parametrize(
    ("state", "stage_of_meeting", "enabled"),
    [
        ("planned", "preparing", (False, False, False)),
        ("planned", "sitting", (True, True, False)),
        ("running", "sitting", (False, True, True)),
        ("held", "sitting", (True, False, True)),
        ("closed", "sitting", (True, False, False)),
        ("running", "closed", (False, False, False)),
    ],
)
def test_buttons_are_on_when_their_step_is_possible(
    qtbot: QtBot, state: str, stage_of_meeting: str, enabled: tuple[bool, ...]
) -> None:
    card = ItemCard()
    qtbot.addWidget(card)
    view = next(view for view in of_each_state() if view.row.state == state)
    card.show_item_and_times(view, stage_of_meeting, NOON_MS)
    assert tuple(button.isEnabled() for button in (card.start, card.hold, card.close_item)) == enabled


def test_without_an_agenda_the_card_says_where_to_write_one(qtbot: QtBot) -> None:
    card = ItemCard()
    qtbot.addWidget(card)
    card.show_item_and_times(None, "sitting", NOON_MS)
    assert "준비 탭" in card.title.text()
    assert not card.isEnabled()
    card.show_time_spent(NOON_MS)


def _outside(page: QWidget) -> Iterator[str]:
    for shown in page.findChildren(QLabel) + page.findChildren(QPushButton):
        if not shown.isVisible() or not shown.text():
            continue
        place = QRect(shown.mapTo(page, QPoint(0, 0)), shown.size())
        is_cut = not shown.wordWrap() if isinstance(shown, QLabel) else True
        if is_cut and type(shown).__name__ != "ElidedLabel" and shown.sizeHint().width() > shown.width():
            yield f"{shown.text()!r} {shown.sizeHint()} in {shown.size()}"
        if not page.rect().contains(place):
            yield f"{shown.text()!r} leaves the page at {place}"


@pytest.mark.parametrize("size", [(1366, 660), (1920, 970)])
def test_no_word_is_cut_and_nothing_needs_scrolling_on_a_laptop(
    stage: Stage, qtbot: QtBot, size: tuple[int, int]
) -> None:
    first = stage.ask(list_items, stage.room)[0].row.item_id
    stage.operations.run(stage.answers, edit_item, stage.room, first, title=LONG, presenter="복지정책과 주무관 홍길동")
    stage.ask(start_item, stage.room, first)
    for number in range(12):
        stage.ask(record_note, stage.room, first, "막시밀리아나 폰 호엔베르크", f"{number}번째 발언. {LONG}")
    page = RunPage(stage.operations)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    page.switch_to_meeting(stage.room)
    stage.idle()
    settle()
    assert not list(_outside(page))
    assert len(page.notes.table.model.rows) == 12


def test_words_stand_out_from_their_ground(stage: Stage, qtbot: QtBot) -> None:
    """The running row is the one people look for: its badge and title are read from across the desk."""
    page = RunPage(stage.operations)
    qtbot.addWidget(page)
    page.resize(1366, 660)
    page.show()
    stage.ask(start_item, stage.room, stage.ask(list_items, stage.room)[0].row.item_id)
    page.switch_to_meeting(stage.room)
    stage.idle()
    settle()
    image = page.side.list.viewport().grab().toImage()
    row = QRect(40, 4, 300, ROW_PX - 8)
    tones = [
        QColor(image.pixel(x, y)).lightness()
        for x in range(row.left(), row.right())
        for y in range(row.top(), row.bottom())
    ]
    assert min(tones) < 60
    assert max(tones) > 235
