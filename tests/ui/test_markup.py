"""Names full of markup are drawn letter for letter on every page, in every tool tip and every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.programs.window_manager import PASSPHRASE
from sukui_desktop.services.agenda.sitting import open_sitting
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.services.prepare.meeting_creation_and_details import create_meeting
from sukui_desktop.services.prepare.projects import accept_project_file
from sukui_desktop.services.prepare.roster import accept_roster_file
from sukui_desktop.services.vote.polls import open_poll
from sukui_desktop.ui.console.tab_bar import TABS
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel, tool_tip_words
from sukui_desktop.ui.widgets.refusal_bar import show_refusal
from tests.builders import rooms
from tests.ui.test_window_manager import SECRET, Program

EVIL = '<b>굵게</b><img src="file:///etc/passwd">&amp;&lt;x'


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    made: list[Program] = []
    yield made
    for program in made:
        program.end()


def evil_meeting(folder: Path) -> Path:
    """Return a published meeting in which every word that people type is markup."""
    details = replace(rooms.DETAILS, title=EVIL, host=EVIL, place=EVIL, body_name=EVIL)
    room = create_meeting(folder / "m.sukui", SECRET, details, rooms.TEMPLATE, rooms.make_context(folder))
    projects = [
        replace(draft, title=f"{EVIL} {draft.title}", summary=EVIL, field=EVIL, proposer=EVIL)
        for draft in rooms.projects(6)
    ]
    people = [
        PersonDraft(number=str(n), name=f"{EVIL}{n}", channel="주민", role=EVIL, district=EVIL, needs=EVIL)
        for n in range(1, 6)
    ]
    accept_project_file(room, rooms.reading_of(projects), frozenset())
    accept_roster_file(room, rooms.reading_of(people), frozenset())
    poll_id = rooms.ready_poll(room)
    open_poll(room, poll_id)
    for place, token in enumerate(rooms.admit_with_slips(room, poll_id, 4)):
        rooms.vote(room, poll_id, token, [place])
    open_sitting(room)
    record_note(room, rooms.item_ids(room)[0], EVIL, EVIL)
    rooms.bring_to(room, poll_id, "published")
    close_meeting_and_boxes(room)
    return folder / "m.sukui"


def drawn_as_markup() -> tuple[int, set[str]]:
    """Return how many labels and tips show an evil name now, and those that would not show it letter for letter."""
    seen, wrong = 0, set()
    for top in QApplication.topLevelWidgets():
        for widget in (top, *top.findChildren(QWidget)):
            if isinstance(widget, QLabel) and "<b>" in widget.text():
                seen += 1
                if widget.textFormat() != Qt.TextFormat.PlainText:
                    wrong.add(f"{type(widget).__name__} {widget.objectName()} {widget.text()[:40]}")
            tips = [widget.toolTip()]
            if isinstance(widget, QAbstractItemView) and widget.model() is not None:
                tips += _tips_of(widget)
            wrong |= {tip for tip in tips if "<b>" in tip}
            seen += sum("&lt;b&gt;" in tip for tip in tips)
    return seen, wrong


def _tips_of(view: QAbstractItemView) -> list[str]:
    model, root = view.model(), QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(root)
    places = [(row, column) for row in range(min(3, model.rowCount(root))) for column in range(columns)]
    return [str(model.index(*place).data(Qt.ItemDataRole.ToolTipRole) or "") for place in places]


def test_no_page_draws_a_name_as_markup(
    programs: list[Program], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """0.2.0 drew 13 labels and 156 tips so. Seen to fail with `PlainLabel` or `tool_tip_words` passing words on."""
    monkeypatch.setenv("SUKUI_HOME", str(tmp_path / "station"))
    monkeypatch.setenv(PASSPHRASE, SECRET)
    program = Program(qtbot, evil_meeting(tmp_path))
    programs.append(program)
    program.wait_for_room()
    found, wrong = 0, set[str]()
    for tab in TABS:
        program.console.show_tab(tab)
        program.settle()
        for view in program.console.findChildren(QAbstractItemView):
            if view.isVisible() and view.model() is not None and view.model().rowCount(QModelIndex()):
                view.setCurrentIndex(view.model().index(0, 0))
        program.settle()
        QTest.qWait(50)
        seen, drawn = drawn_as_markup()
        found, wrong = found + seen, wrong | {f"{tab}: {one}" for one in drawn}
    assert not wrong, sorted(wrong)
    assert found > 50


def test_a_refusal_shows_a_name_letter_for_letter(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    show_refusal(window, RuleBroken("already_present", name=EVIL))
    (box,) = window.findChildren(QMessageBox)
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert EVIL in box.text()
    box.close()


def test_words_without_markup_stay_as_they_are(qtbot: QtBot) -> None:
    assert tool_tip_words("가 & 나\n다") == "가 & 나\n다"
    assert tool_tip_words("<b>").startswith("<p ")
    assert "&lt;b&gt;" in tool_tip_words("<b>")
    label = PlainLabel("<b>", wordWrap=True)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
