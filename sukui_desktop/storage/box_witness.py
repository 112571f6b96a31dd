"""The witness of a ballot box: what this machine last knew to be in it, written outside of it after every cast."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from sukui_desktop.domain.rollback_detection import BoxCounts
from sukui_desktop.storage.checked_note import CheckedNote
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable_files import (
    rename_folder_in_the_way,
    set_fixed_file_times,
    sync_data,
    sync_folder,
    write_at_without_sync,
)

_NOTE = CheckedNote("<16sQQQ")


class WitnessNote(msgspec.Struct, frozen=True, kw_only=True):
    """What a witness says."""

    box_id: bytes
    counts: BoxCounts
    is_copy: bool
    """Whether the note itself was copied since: two station folders may then know of two boxes."""


class BoxWitness:
    """The note of one box in the station folder, changed in place and synced."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def read_note(self) -> WitnessNote | None:
        """Return what was noted; None where this machine has no readable note of the box. Raises StorageFault."""
        with faults_translated(self.path):
            if not self.path.is_file():
                return None
            data, inode = self.path.read_bytes(), self.path.stat().st_ino
        found = _NOTE.unpack(data)
        if found is None:
            return None
        box_id, spent, filled, own_inode = found
        is_copy = own_inode != inode & 0xFFFF_FFFF_FFFF_FFFF
        return WitnessNote(box_id=box_id, counts=BoxCounts(spent=spent, filled=filled), is_copy=is_copy)

    def write_note(self, box_id: bytes, counts: BoxCounts) -> None:
        """Note what is in the box, lastingly; the time of the file tells nothing. Raises StorageFault."""
        with faults_translated(self.path):
            if self._descriptor is None:
                self._open_note_file()
            assert self._descriptor is not None
            inode = os.fstat(self._descriptor).st_ino & 0xFFFF_FFFF_FFFF_FFFF
            write_at_without_sync(
                self._descriptor, _NOTE.pack(box_id.ljust(16, b"\0"), counts.spent, counts.filled, inode), 0
            )
            sync_data(self._descriptor)
            set_fixed_file_times(self.path)

    def _open_note_file(self) -> None:
        rename_folder_in_the_way(self.path)
        is_new = not self.path.exists()
        self._descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        if is_new:
            sync_folder(self.path.parent)

    def close(self) -> None:
        """Let the file go."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
