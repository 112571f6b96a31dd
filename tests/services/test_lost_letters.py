"""Letters that no paper can print are told with their place before a document is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.handover.unprintable_letters import (
    LostLetters,
    find_unprintable_letters,
    gather_printed_texts,
)
from sukui_desktop.services.minutes.minutes import compose_minutes_so_far, write_under_heading
from sukui_desktop.services.opened_meeting import Room
from tests.builders import rooms


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made, _ = rooms.open_room(tmp_path)
    return made


def test_signs_of_an_office_are_nothing_to_tell(room: Room) -> None:
    item = list_items(room)[0].row.item_id
    record_note(room, item, "김민서", "▣ 2026∼2027년 ◎ 쉼터(☎) ☑ 郞")
    assert find_unprintable_letters(gather_printed_texts(room)) == ()


def test_each_place_is_named_with_its_letters(room: Room) -> None:
    """Fails where a letter becomes a code on paper and nobody was told."""
    item = list_items(room)[1].row.item_id
    record_note(room, item, "김😀민", "둘째 줄에\n𠮷 씨의 의견")
    write_under_heading(room, "votes", "熤 위원이 확인함")
    assert find_unprintable_letters(gather_printed_texts(room)) == (
        LostLetters("note", "2. 심사 · 김😀민", ("😀", "𠮷")),
        LostLetters("heading", "표결 내용", ("熤",)),
    )


def test_a_note_of_several_lines_keeps_its_lines(room: Room) -> None:
    """Fails where lines of a note are joined into one."""
    item = list_items(room)[1].row.item_id
    record_note(room, item, "김민서", "첫째, 쉼터를 늘린다.\r\n둘째, 조명을 단다.")
    spoken = next(each for each in compose_minutes_so_far(room).items if each.speeches).speeches[0]
    assert spoken.gist == "첫째, 쉼터를 늘린다.\n둘째, 조명을 단다."
