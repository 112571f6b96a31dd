"""What is typed in the form of a draft and does not fit yet: kept in the meeting file, outside of the record."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.meeting_file import read_file_notes, write_file_note

_NAME = "typed_answers"


class TypedAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of one draft as they were left, by the names that the form gives them."""

    rule_key: str
    """The rule that asks for them; with another one they mean nothing."""
    texts: Mapping[str, str]


def save_unfinished_draft_fields(room: Room, poll_id: PollId, typed: TypedAnswers | None) -> None:
    """Keep what is typed of a draft, or forget it where all of it fits (None); no entry is written."""
    with room.reading() as tx:
        drafted = {poll.poll_id for poll in tx.list_rows(PollRow) if poll.state == PollState.DRAFTED}
    with faults_translated(room.path), room.file.database.begin():
        kept = _read_fields_of_all_drafts(room)
        left = {key: value for key, value in kept.items() if key in drafted and key != poll_id}
        if typed is not None:
            left[poll_id] = typed
        if left != kept:
            write_file_note(room.file.database, _NAME, msgspec.json.encode(left).decode())


def find_unfinished_draft_fields(room: Room, poll_id: PollId) -> TypedAnswers | None:
    """Return what was left half typed of a draft; None where nothing was, or where it cannot be read."""
    with faults_translated(room.path), room.file.database.begin():
        return _read_fields_of_all_drafts(room).get(poll_id)


def _read_fields_of_all_drafts(room: Room) -> dict[str, TypedAnswers]:
    try:
        return msgspec.json.decode(read_file_notes(room.file.database).get(_NAME, "{}"), type=dict[str, TypedAnswers])
    except msgspec.DecodeError:
        return {}
