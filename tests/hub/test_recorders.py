"""Two recorders and the console at once: nobody loses what was typed, and nobody writes over what was not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import error_text
from sukui_desktop.domain.errors import Conflict, SukuiError
from sukui_desktop.domain.notes_and_decisions_as_seen import SeenNote
from sukui_desktop.hub.invitation_text import invitation_as_qr_text
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.agenda import DecisionHow
from sukui_desktop.models.ids import ItemId
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.recorder import RecorderProgram
from sukui_desktop.services.agenda.agenda_items import add_item, decide_item, list_items, start_item
from sukui_desktop.services.agenda.run_snapshot import read_run_snapshot
from sukui_desktop.services.agenda.speech_notes import edit_note, list_notes, record_note, remove_note
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.saved_unfinished_words import (
    TypedWords,
    erase_names_in_unfinished_words,
    list_unfinished_words,
    save_unfinished_words,
)
from sukui_desktop.ui.console.run.page import RunPage
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.station.work_window import WorkWindow
from tests.builders.hub_rooms import HubRoom, hub_room


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room") as opened:
        yield opened


@pytest.fixture
def item_id(held: HubRoom) -> ItemId:
    return held.call(list_items)[0].row.item_id


@pytest.fixture
def recorders(
    qtbot: QtBot, held: HubRoom, item_id: ItemId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[RecorderProgram]]:
    programs = []
    for number in (1, 2):
        monkeypatch.setenv("SUKUI_HOME", str(tmp_path / f"recorder{number}"))
        program = RecorderProgram(Operations())
        name = f"서기석 {number}"
        invited = held.hub.invite(StationRole.RECORDER, name, ("127.0.0.1",), held.server.port)
        program.begin(invitation_as_qr_text(invited))
        qtbot.waitUntil(
            lambda p=program: p.page is not None and p.page.chosen_item is not None,  # type: ignore[misc]
            timeout=10_000,
        )
        programs.append(program)
    yield programs
    for program in programs:
        program.end()
        program.hide_work()
        program.waiting.close()
        program.operations.finish_and_end_threads()


def page_of(program: RecorderProgram) -> RunPage:
    assert program.page is not None
    return program.page


def window_of(program: RecorderProgram) -> WorkWindow:
    assert program.window is not None
    return program.window


def station_of(program: RecorderProgram) -> str:
    assert program.line is not None
    return str(program.line.enrolment.station_id)


def code_of(act: Callable[..., Any], *args: Any) -> str:
    try:
        act(*args)
    except SukuiError as error:
        return error.code
    return ""


def test_what_is_typed_at_each_station_is_kept_apart(held: HubRoom, item_id: ItemId) -> None:
    """Fails where one list is kept for the meeting: the station that paused last took away what others typed."""
    lines = [StationLine(held.enrol(StationRole.RECORDER, f"서기석 {n}")) for n in (1, 2)]
    words = {line: TypedWords(item_id=item_id, gist=f"{place}번이 적던 말") for place, line in enumerate(lines)}
    for line, typed in words.items():
        line.call_verb(save_unfinished_words, (typed,), str(line.enrolment.station_id))
    held.call(save_unfinished_words, (TypedWords(item_id=item_id, gist="진행석에서 적던 말"),))
    for line, typed in words.items():
        assert line.call_verb(list_unfinished_words, str(line.enrolment.station_id)) == (typed,)
        line.close()
    [own] = held.call(list_unfinished_words)
    assert own.gist == "진행석에서 적던 말"


def test_a_name_is_erased_from_what_is_typed_at_every_station(held: HubRoom, item_id: ItemId) -> None:
    for station in ("", "st-1"):
        held.call(save_unfinished_words, (TypedWords(item_id=item_id, speaker="홍길동"),), station)

    def erase(room: Room) -> object:
        with room.file.database.begin():
            return erase_names_in_unfinished_words(room, ("홍길동",))

    assert held.call(erase)
    for station in ("", "st-1"):
        assert "홍길동" not in str(held.call(list_unfinished_words, station))


def test_words_that_somebody_else_changed_are_not_written_over_unseen(held: HubRoom, item_id: ItemId) -> None:
    note_id = held.call(record_note, item_id, "위원", "찬성합니다").note_id
    seen = SeenNote("위원", "찬성합니다")
    held.call(edit_note, note_id, "위원", "조건부로 찬성합니다", seen)
    line = StationLine(held.enrol(StationRole.RECORDER, "서기석 1"))
    with pytest.raises(Conflict) as refused:
        line.call_verb(edit_note, note_id, "위원", "반대합니다", seen)
    assert (refused.value.code, refused.value.facts["gist"]) == ("note_changed", "조건부로 찬성합니다")
    assert code_of(line.call_verb, remove_note, note_id, seen) == "note_changed"
    held.call(decide_item, item_id, "원안대로 한다", DecisionHow.CONSENSUS, "")
    assert code_of(line.call_verb, decide_item, item_id, "고쳐서 한다", DecisionHow.CONSENSUS, "") == "decision_changed"
    line.call_verb(decide_item, item_id, "고쳐서 한다", DecisionHow.CONSENSUS, "원안대로 한다")
    assert held.call(list_items)[0].row.decision == "고쳐서 한다"
    assert code_of(line.call_verb, start_item, item_id) == "verb_not_allowed"
    assert code_of(line.call_verb, add_item, "새 안건", 10) == "verb_not_allowed"
    assert line.call_verb(read_run_snapshot) == held.call(read_run_snapshot)
    line.close()


def test_two_recorders_write_by_keys_and_see_each_other(
    qtbot: QtBot, held: HubRoom, recorders: list[RecorderProgram]
) -> None:
    first, second = map(page_of, recorders)
    assert first.item.start.isHidden()
    assert first.side.open_button.isHidden()
    QTest.keyClicks(second.notes.gist, "half")
    QTest.keyClicks(first.notes.gist, "yes")
    QTest.keyClick(first.notes.gist, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: second.notes.table.model.rowCount() == 1, timeout=10_000)
    assert second.notes.gist.text() == "half", "what is typed stays when somebody else writes"
    qtbot.waitUntil(lambda: first.notes.gist.text() == "", timeout=5_000)
    [note] = held.call(list_notes)
    assert note.gist == "yes"
    station = station_of(recorders[1])
    qtbot.waitUntil(lambda: len(held.call(list_unfinished_words, station)) == 1, timeout=10_000)


def test_a_note_that_the_console_changed_is_refused_once_and_what_was_typed_stays(
    qtbot: QtBot, held: HubRoom, item_id: ItemId, recorders: list[RecorderProgram]
) -> None:
    """Fails where the note is compared with how it stands when it is written, not when its correction was begun."""
    page, window = page_of(recorders[0]), window_of(recorders[0])
    note_id = held.submit(record_note, held.room, item_id, "", "first").result().note_id
    qtbot.waitUntil(lambda: page.notes.table.model.rowCount() == 1, timeout=10_000)
    page.notes.table.choose_row(0)
    QTest.mouseClick(page.notes.edit, Qt.MouseButton.LeftButton)
    QTest.keyClicks(page.notes.gist, " and mine")
    held.submit(edit_note, held.room, note_id, "", "theirs").result()
    qtbot.waitUntil(lambda: page.notes.table.model.rows[0].gist == "theirs", timeout=10_000)
    QTest.keyClick(page.notes.gist, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.refusal_bar.message), timeout=5_000)
    assert window.refusal_bar.message == error_text("note_changed", speaker="", gist="theirs")
    assert page.notes.gist.text() == "first and mine"
    assert held.call(list_notes)[0].gist == "theirs"
    QTest.keyClick(page.notes.gist, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: held.call(list_notes)[0].gist == "first and mine", timeout=10_000)


def test_what_is_typed_stays_while_the_cable_is_out_and_is_kept_after(
    qtbot: QtBot, held: HubRoom, recorders: list[RecorderProgram]
) -> None:
    page = page_of(recorders[0])
    QTest.keyClicks(page.notes.gist, "kept")
    held.server.stop()
    qtbot.waitUntil(lambda: not page.isEnabled(), timeout=10_000)
    assert page.notes.gist.text() == "kept"
    held.start(held.server.port)
    qtbot.waitUntil(page.isEnabled, timeout=15_000)
    station = station_of(recorders[0])
    qtbot.waitUntil(lambda: bool(held.call(list_unfinished_words, station)), timeout=25_000)
