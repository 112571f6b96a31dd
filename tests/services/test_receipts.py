"""Receipts are kept promises: listed on paper and in result.json, or not given at all where the poll says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from sukui_desktop.documents.write.receipt_list import receipt_list_document
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.papers.document_blocks import document_text
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.handover.receipt_list import compose_receipt_list, make_receipt_list_pdf
from sukui_desktop.services.handover.result_and_attendance_papers import compose_result_sheet, make_public_result_file
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.vote.poll_box import list_receipts
from tests.builders import rooms


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(SukuiError) as told:
        act()
    return told.value.code


def public(room: Room, poll_id: str) -> dict[str, object]:
    found = json.loads(make_public_result_file(compose_result_sheet(room, PollId(poll_id))))
    assert isinstance(found, dict)
    return found


def test_every_receipt_is_on_paper_and_in_the_public_file(tmp_path: Path) -> None:
    """Fails where the number that a voter holds is published nowhere (0.2.0: in 0 of 60 files)."""
    room, poll_id = rooms.open_room(tmp_path)
    given = [rooms.vote(room, poll_id, token, (0,)).code for token in rooms.admit_with_slips(room, poll_id, 7)]
    rooms.bring_to(room, poll_id, "closed")
    content = compose_receipt_list(room, poll_id)
    assert content.receipts == tuple(sorted(given))
    paper = document_text(receipt_list_document(content))
    assert all(receipt in paper for receipt in given)
    assert make_receipt_list_pdf(content).startswith(b"%PDF-")
    for state in ("counted", "challenged", "selected", "certified"):
        rooms.bring_one(room, poll_id, state)
    assert public(room, poll_id)["receipts"] == sorted(given)
    close_meeting_and_boxes(room)


def test_a_poll_without_receipts_promises_and_lists_none(tmp_path: Path) -> None:
    """Fails where the list of a poll that gives no receipts can be asked for by somebody above a voter."""
    room, poll_id = rooms.open_room(tmp_path, replace(rooms.DRAFT, gives_receipts=False))
    (row,) = rooms.rows_of(room, PollRow)
    assert not decode_definition(row.definition).has_receipts
    for token in rooms.admit_with_slips(room, poll_id, 3):
        rooms.vote(room, poll_id, token, (0,))
    rooms.bring_to(room, poll_id, "certified")
    assert refused(lambda: list_receipts(room, poll_id)) == "receipts_not_given"
    assert public(room, poll_id)["receipts"] is None
    close_meeting_and_boxes(room)


def test_a_poll_that_gives_them_has_the_bytes_that_it_had_before(tmp_path: Path) -> None:
    """Fails where every definition changes its hash because of a choice that it does not make."""
    room, _ = rooms.open_room(tmp_path)
    (row,) = rooms.rows_of(room, PollRow)
    assert b"gives_receipts" not in row.definition
    assert decode_definition(row.definition).has_receipts
    close_meeting_and_boxes(room)
