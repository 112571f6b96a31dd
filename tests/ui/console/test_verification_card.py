"""확인 on the page 보내기: pressed, it says first what it did not check; what did not apply is shown to people."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.facts.kinds import KINDS, SUBJECT_OF
from sukui_desktop.domain.facts.poll import PollPaused
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.console.handover.verification_card import (
    VerificationCard,
    conflict_fact_words,
    conflict_subject_words,
)
from sukui_desktop.ui.widgets.basic_widgets import scrolled
from tests.builders import rooms
from tests.ui.console.conftest import Desk
from tests.ui.console.test_handover import certified_room


@pytest.fixture
def card(desk: Desk, tmp_path: Path) -> VerificationCard:
    desk.main_room, desk.poll_id = desk.ask(certified_room, tmp_path / "room")
    desk.adopt(desk.main_room)
    made = VerificationCard(desk.operations)
    made.resize(860, 600)
    desk.qtbot.addWidget(made)
    made.switch_to_meeting(desk.main_room)
    made.show()
    desk.idle()
    return made


def press(desk: Desk, card: VerificationCard) -> str:
    QTest.mouseClick(card.check_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(card.check_button.isEnabled, timeout=20_000)
    return card.outcome.text()


def test_the_open_meeting_is_checked_and_goes_on(card: VerificationCard, desk: Desk) -> None:
    """What was not checked stands before what was; the meeting can be read as before."""
    said = press(desk, card)
    assert "우선사업" in said
    assert card.unchecked.text().startswith(text("verification.not_checked"))
    assert card.unchecked.y() < card.outcome.y()
    assert card.conflicts.isHidden()
    assert desk.ask(rooms.snapshot, desk.main_room).tables


def test_what_was_found_is_scrolled_into_view(card: VerificationCard, desk: Desk) -> None:
    """Fails on 0.6.0: the answer stood below the edge of the window."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    above = QLabel("회의록")
    above.setMinimumHeight(400)
    column.addWidget(above)
    column.addWidget(card)
    window = QWidget()
    desk.qtbot.addWidget(window)
    area = scrolled(holder, window)
    window.show()
    area.resize(860, 300)
    area.show()
    area.ensureWidgetVisible(card.check_button)
    press(desk, card)
    viewport = area.viewport()
    desk.qtbot.waitUntil(
        lambda: card.outcome.mapTo(viewport, card.outcome.rect().bottomLeft()).y() < viewport.height(), timeout=2000
    )
    card.setParent(None)


def test_the_printed_head_is_compared(card: VerificationCard, desk: Desk) -> None:
    head = desk.ask(lambda room: rooms.rows_of_journal(room)[-1].hash.hex(), desk.main_room)
    card.head_field.setText(head[:20])
    assert text("verification.printed") in press(desk, card)
    card.head_field.setText("0" * 20)
    assert "0" * 16 in press(desk, card)
    assert card.outcome.property("state") == "danger"


def _bring_a_conflict(room: Room, poll_id: str) -> None:
    with room.writing() as tx:
        tx.append_fact(poll_id, PollPaused())


def test_what_did_not_apply_is_shown(card: VerificationCard, desk: Desk) -> None:
    """No page showed it before 0.5.0, and verify said all is well."""
    desk.ask(_bring_a_conflict, desk.main_room, desk.poll_id)
    assert desk.main_room.file.writer is not None
    assert rooms.stream_of(desk.main_room)[:8] in press(desk, card)
    desk.qtbot.waitUntil(card.conflicts.isVisible)
    [row] = card.conflicts.table.model.rows
    assert (row.kind, row.is_own, conflict_fact_words(row)) == (
        "poll.paused",
        True,
        text("verification.kind.poll.paused"),
    )
    assert "우선사업" in conflict_subject_words(row)


def test_every_kind_of_entry_has_words() -> None:
    for kind in KINDS:
        assert text(f"verification.kind.{kind}")
        assert text(f"verification.about.{SUBJECT_OF[kind]}")
