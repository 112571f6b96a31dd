"""What is typed on the 진행 tab and not yet written down: kept in the meeting file, outside of the record."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.name_erasure import erase_names
from sukui_desktop.domain.notes_and_decisions_as_seen import SeenNote
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.meeting_file import read_file_notes, write_file_note

_NAME = "typed"
_OF_STATION = "typed/"

TYPED = "typed_words"
"""What `Changes` call these words, which are no rows: whoever shows them reads them again."""


class TypedWords(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The unfinished words of one agenda item."""

    item_id: str
    wording: str | None = None
    """Of its decision; None where that is as it was adopted."""
    speaker: str = ""
    gist: str = ""
    note_id: str = ""
    """The note that is being corrected; '' for a new one."""
    seen_note: SeenNote | None = None
    """That note as it was when somebody began to correct it."""
    seen_decision: str | None = None
    """The decision as it was adopted when somebody began to write another one."""


def save_unfinished_words(room: Room, typed: tuple[TypedWords, ...], station: str = "") -> None:
    """Keep these words of a station and no others of it; no entry is written, and a replay knows nothing of them.

    `station` is the id of the one where they are typed, '' for the console: nobody overwrites what others type.
    """
    with faults_translated(room.path), room.file.database.begin():
        write_file_note(room.file.database, _note_name(station), msgspec.json.encode(typed).decode())


def list_unfinished_words(room: Room, station: str = "") -> tuple[TypedWords, ...]:
    """Return what was typed at a station, '' for the console, when the meeting was last open; words that cannot be read
    are none."""
    with faults_translated(room.path), room.file.database.begin():
        kept = read_file_notes(room.file.database).get(_note_name(station), "[]")
    try:
        return msgspec.json.decode(kept, type=tuple[TypedWords, ...])
    except msgspec.DecodeError:
        return ()


def erase_names_in_unfinished_words(room: Room, names: Collection[str]) -> Changes:
    """Take the names of an erased person out of words that are not written down yet; inside a transaction."""
    erased = {
        name: words
        for name, kept in read_file_notes(room.file.database).items()
        if (name == _NAME or name.startswith(_OF_STATION)) and (words := erase_names(kept, names)) != kept
    }
    for name, words in erased.items():
        write_file_note(room.file.database, name, words)
    return Changes(frozenset({TYPED})) if erased else NOTHING


def _note_name(station: str) -> str:
    return f"{_OF_STATION}{station}" if station else _NAME
