"""Meetings opened, by passphrase or recovery code, and the list of those that this machine knows."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sukui_desktop.models.meeting import KnownMeeting
from sukui_desktop.services.opened_meeting import Context, Room, close_meeting_and_boxes
from sukui_desktop.services.vote.box_move_to_new_file import finish_or_undo_all_box_moves
from sukui_desktop.services.vote.poll_endings import destroy_ended_boxes
from sukui_desktop.storage.durable_files import undone_on_failure
from sukui_desktop.storage.file_key_and_recovery_code import (
    FileKey,
    derive_file_key,
    file_key_of_recovery_code,
    recovery_code_of_file_key,
)
from sukui_desktop.storage.meeting_file import open_meeting_file


def list_known_meetings(context: Context) -> tuple[KnownMeeting, ...]:
    """Return the meetings this machine has seen and still finds, newest first."""
    return context.station.list_known_meeting_files()


def open_meeting(path: Path, passphrase: str, context: Context) -> Room:
    """Open a meeting file.

    Raises StorageFault file_missing, foreign, newer, truncated, wrong_passphrase, corrupt, locked, no_meeting.
    """
    return open_with_key(path, derive_file_key(path, passphrase), context)


def open_with_recovery_code(path: Path, code: str, context: Context) -> Room:
    """Open a meeting file by its printed recovery code.

    Raises BadInput recovery_code_malformed, StorageFault as `open_meeting`.
    """
    return open_with_key(path, file_key_of_recovery_code(path, code), context)


def recovery_code(room: Room) -> str:
    """Return the code that opens this file without its passphrase: to be printed and locked away."""
    return recovery_code_of_file_key(room.file.file_key)


def open_with_key(path: Path, file_key: FileKey, context: Context) -> Room:
    """Open a meeting file whose key was derived before (`storage.file_key_and_recovery_code`).

    Raises StorageFault corrupt, locked, newer, no_meeting.
    """
    room = Room(open_meeting_file(path, file_key, context.station, context.now), context)
    with undone_on_failure(partial(close_meeting_and_boxes, room)):
        destroy_ended_boxes(room)
        finish_or_undo_all_box_moves(room)
        room.add_to_machine_list_and_use_zone()
    return room
