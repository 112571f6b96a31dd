"""What is typed on the 진행 tab and not yet written down: kept in the meeting file, outside of the record."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.name_erasure import erase_names
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.meeting_file import read_file_notes, write_file_note

_NAME = "typed"


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


def save_unfinished_words(room: Room, typed: tuple[TypedWords, ...]) -> None:
    """Keep these words and no others; no entry is written, and a replay knows nothing of them."""
    with faults_translated(room.path), room.file.database.begin():
        write_file_note(room.file.database, _NAME, msgspec.json.encode(typed).decode())


def list_unfinished_words(room: Room) -> tuple[TypedWords, ...]:
    """Return what was typed when the meeting was last open; words that cannot be read are none."""
    with faults_translated(room.path), room.file.database.begin():
        kept = read_file_notes(room.file.database).get(_NAME, "[]")
    try:
        return msgspec.json.decode(kept, type=tuple[TypedWords, ...])
    except msgspec.DecodeError:
        return ()


def erase_names_in_unfinished_words(room: Room, names: Collection[str]) -> Changes:
    """Take the names of an erased person out of words that are not written down yet; inside a transaction."""
    kept = read_file_notes(room.file.database).get(_NAME, "[]")
    erased = erase_names(kept, names)
    if erased == kept:
        return NOTHING
    write_file_note(room.file.database, _NAME, erased)
    return Changes(frozenset({TYPED}))
