"""Anchor sheets: what leaves the machine on paper finds a record that was rewritten, cut or added to since."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
import pytest

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.papers.anchor_sheet import AnchorSheet, anchor_code, parse_anchor_code
from sukui_desktop.domain.verification_findings import AnchorSheetCheck
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import IssuedPaperRow
from sukui_desktop.services.handover.anchor_sheets import (
    find_newest_anchor_sheet,
    issue_anchor_sheet,
    list_anchor_sheets,
    make_anchor_sheet_pdf,
)
from sukui_desktop.services.handover.recorded_anchors import read_anchor_record
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.verify.printed_heads_and_anchor_sheets import check_printed_anchor_sheet
from tests.builders import rooms

STEPS = ("ready", "closed", "counted", "certified")


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(SukuiError) as told:
        act()
    return told.value.code


def compare(room: Room, written: str) -> AnchorSheetCheck:
    with room.reading() as tx:
        return check_printed_anchor_sheet(read_anchor_record(tx.journal), written)


def voted(folder: Path, marks: tuple[int, ...]) -> tuple[Room, PollId, dict[str, AnchorSheet]]:
    """Return a certified poll of five ballots, and the sheet of each step."""
    room, poll_id = rooms.open_room(folder)
    sheets = {"ready": issue_anchor_sheet(room, poll_id).sheet}
    for token in rooms.admit_with_slips(room, poll_id, 5):
        rooms.vote(room, poll_id, token, marks)
    for state in ("closed", "counted", "challenged", "selected", "certified"):
        rooms.bring_one(room, poll_id, state)
        if state in STEPS:
            sheets[state] = issue_anchor_sheet(room, poll_id).sheet
    return room, poll_id, sheets


def test_the_sheet_of_a_poll_that_was_voided_is_not_how_it_is_now(tmp_path: Path) -> None:
    """Fails where only the figures are compared: a void poll keeps those of its closing."""
    room, poll_id = rooms.open_room(tmp_path)
    rooms.vote(room, poll_id, rooms.admit_with_slips(room, poll_id, 1)[0], (0,))
    rooms.bring_to(room, poll_id, "closed")
    sheet = issue_anchor_sheet(room, poll_id).sheet
    assert compare(room, anchor_code(sheet.anchor)).is_current
    rooms.void(room, poll_id, "잘못된 명부")
    assert not compare(room, anchor_code(sheet.anchor)).is_current
    close_meeting_and_boxes(room)


def test_every_step_has_its_sheet_and_agrees_by_code_and_by_words(tmp_path: Path) -> None:
    room, poll_id, sheets = voted(tmp_path, (0,))
    for step, sheet in sheets.items():
        by_code = compare(room, anchor_code(sheet.anchor))
        by_words = compare(room, " ".join(sheet.words))
        assert by_code == by_words
        assert (by_code.poll_id, by_code.step, by_code.is_current) == (poll_id, step, True)
        assert len(sheet.words) == 14
    assert [sheet.anchor.step for sheet in list_anchor_sheets(room)] == list(STEPS)
    assert find_newest_anchor_sheet(room) == sheets["certified"]
    assert len(rooms.rows_of(room, IssuedPaperRow)) == 4
    assert sheets["closed"].tally is None  # nothing of the count stands on it
    assert sheets["counted"].tally is not None
    close_meeting_and_boxes(room)


def test_a_sheet_has_one_page(tmp_path: Path) -> None:
    room, _, sheets = voted(tmp_path, (0,))
    for sheet in sheets.values():
        made = make_anchor_sheet_pdf(sheet)
        assert made.count(b"/Type /Page\n") == 1, sheet.anchor.step
    close_meeting_and_boxes(room)


def test_a_code_survives_lines_small_letters_and_nothing_else(tmp_path: Path) -> None:
    room, _, sheets = voted(tmp_path, (0,))
    code = anchor_code(sheets["closed"].anchor)
    torn = "\n".join(code[at : at + 40].lower() for at in range(0, len(code), 40))
    assert parse_anchor_code(torn) == sheets["closed"].anchor
    assert refused(lambda: compare(room, code[:-8])) == "sheet_unreadable"
    assert refused(lambda: compare(room, code.replace("SUKUI1", "SUKUI2"))) == "sheet_newer"
    assert refused(lambda: compare(room, "사과 배")) in ("sheet_word_unknown", "sheet_words_count")
    words = sheets["closed"].words
    assert refused(lambda: compare(room, " ".join(words[:13]))) == "sheet_words_count"
    assert refused(lambda: compare(room, " ".join((*words[1:], words[0])))) == "sheet_words_unknown"
    numbered = ", ".join(f"{place}. {word}" for place, word in enumerate(words, start=1))
    assert compare(room, numbered).step == "closed"
    close_meeting_and_boxes(room)


def test_a_rewritten_record_differs_from_the_sheets_of_the_true_one(tmp_path: Path) -> None:
    """Fails where verify believes the digest in the entry: the forged record has the true sheets' entries too."""
    true, _, sheets = voted(tmp_path / "true", (0,))
    close_meeting_and_boxes(true)
    forged, _, _ = voted(tmp_path / "forged", (1,))
    for sheet in sheets.values():
        assert refused(partial(compare, forged, anchor_code(sheet.anchor))).startswith("sheet_")
        assert refused(partial(compare, forged, " ".join(sheet.words))) == "sheet_words_unknown"
    close_meeting_and_boxes(forged)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cast", 4),
        ("issued", 6),
        ("returned", 1),
        ("box_root", bytes(32)),
        ("opened_root", bytes(32)),
        ("statement", bytes(32)),
        ("definition_hash", bytes(32)),
        ("made", 11),
    ],
)
def test_what_differs_is_named(tmp_path: Path, field: str, value: object) -> None:
    room, _, sheets = voted(tmp_path, (0,))
    changed = msgspec.structs.replace(sheets["counted"].anchor, **{field: value})
    with pytest.raises(SukuiError) as told:
        compare(room, anchor_code(changed))
    assert told.value.code == "sheet_differs"
    assert told.value.exit_code == 5
    differences = told.value.facts["differences"]
    assert isinstance(differences, tuple)
    assert len(differences) == 1
    close_meeting_and_boxes(room)


def test_a_record_that_was_cut_or_added_to_is_noticed(tmp_path: Path) -> None:
    """Fails where only the head is looked for: a back-dated second stream leaves the head where it was."""
    room, _, sheets = voted(tmp_path, (0,))
    anchor = sheets["certified"].anchor
    longer = msgspec.structs.replace(anchor, entries=anchor.entries + 100, head=bytes(32))
    assert refused(lambda: compare(room, anchor_code(longer))) == "sheet_record_shorter"
    other = msgspec.structs.replace(anchor, head=bytes(32))
    assert refused(lambda: compare(room, anchor_code(other))) == "sheet_record_rewritten"
    added = msgspec.structs.replace(anchor, entries=anchor.entries - 3)
    assert refused(lambda: compare(room, anchor_code(added))) == "sheet_record_rewritten"
    foreign = msgspec.structs.replace(anchor, meeting_id="f" * 32)
    assert refused(lambda: compare(room, anchor_code(foreign))) == "sheet_of_another_meeting"
    close_meeting_and_boxes(room)


def test_a_poll_made_ready_anew_keeps_its_old_sheet_true_but_not_current(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    poll_id = rooms.ready_poll(room)
    sheet = issue_anchor_sheet(room, poll_id).sheet
    assert compare(room, anchor_code(sheet.anchor)).is_current
    rooms.withdraw(room, poll_id)
    assert not compare(room, anchor_code(sheet.anchor)).is_current
    assert refused(lambda: issue_anchor_sheet(room, poll_id)) == "sheet_not_now"
    close_meeting_and_boxes(room)
