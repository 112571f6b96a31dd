"""A published vote on disk as a forger finds it, and what `verify` says of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.domain.question.definition import Definition, decode_definition
from sukui_desktop.domain.verification_findings import PrintedHead, Verification
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.opened_meeting import Context, close_meeting_and_boxes
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.storage.file_key_and_recovery_code import FileKey
from tests.builders import forger, rooms

VOTERS = 5


class Held(msgspec.Struct):
    """A published meeting on disk, as the forger finds it."""

    path: Path
    key: FileKey
    context: Context
    poll_id: PollId
    head: str
    entries: int
    definition: Definition
    has_lock: bool

    def verify(self, *secrets: str, sheet: PrintedHead | None = None, receipts: Sequence[str] = ()) -> Verification:
        return verify_meeting(self.path, rooms.PASSPHRASE, self.context, tuple(receipts), (), secrets, sheet)

    def refused(self, *secrets: str, sheet: PrintedHead | None = None) -> str:
        with pytest.raises(VerifyFailed) as told:
            self.verify(*secrets, sheet=sheet)
        assert told.value.exit_code == 5
        return told.value.code

    def rewrite(self, change: forger.Change, shift_ms: int = 0) -> None:
        forger.rewrite(self.path, self.key, self.context, change, shift_ms=shift_ms)


def hold_vote(folder: Path, state: str = "published") -> Held:
    """Let five of six people with slips vote for the first project, up to `state`; one slip does not come back."""
    room, poll_id = rooms.open_room(folder)
    for token in rooms.admit_with_slips(room, poll_id, VOTERS + 1)[:VOTERS]:
        rooms.vote(room, poll_id, token, [0])
    record_note(room, rooms.item_ids(room)[0], "주민1", "반대합니다")
    rooms.bring_to(room, poll_id, state)
    stored, poll = rooms.rows_of_journal(room), rooms.rows_of(room, PollRow)[0]
    definition = decode_definition(poll.definition)
    held = Held(
        room.path,
        room.file.file_key,
        room.context,
        poll_id,
        stored[-1].hash.hex(),
        len(stored),
        definition,
        bool(poll.lock),
    )
    close_meeting_and_boxes(room)
    return held


def codes_of(found: Verification) -> set[str]:
    return {one.code for one in found.unchecked}
