"""The station folder: stream keys, box keys, tally keys, the newest head of each meeting, the list of meetings."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sukui_desktop.domain.clock_check import ClockTrail
from sukui_desktop.domain.errors import NotFound, StorageFault
from sukui_desktop.models.meeting import KnownMeeting, MadeFile
from sukui_desktop.record.entry_making import Head
from sukui_desktop.record.entry_signature import StreamKey
from sukui_desktop.storage.box_witness import BoxWitness
from sukui_desktop.storage.checked_note import CheckedNote
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable_files import (
    make_folder_durably,
    overwrite_and_remove_file,
    rename_folder_in_the_way,
    write_at_without_sync,
    write_file_durably,
)
from sukui_desktop.storage.file_key_and_recovery_code import derive_key_from_passphrase, passphrase_spellings

_FOLDERS = ("streams", "witnesses", "boxes", "tallies", "made")
_WITNESS = CheckedNote("<32sq32s")


T = TypeVar("T", bound=msgspec.Struct)


class BoxKeys(msgspec.Struct, frozen=True):
    """The key of a ballot box and the key under which its slips' tokens are known."""

    box: bytes
    token: bytes


class MovedBox(msgspec.Struct, frozen=True):
    """The file that a box was last moved to, and what opens it."""

    mark: bytes
    """The first bytes of the file (`storage/box_file_move.py`)."""
    keys: BoxKeys


class ObjectionPeriod(msgspec.Struct, frozen=True):
    """The beginning of a poll's objection period, by the running time of the machine."""

    boot: str
    uptime_ms: int
    length_ms: int
    trail: ClockTrail | None = None
    """What has become of the machine's clock since; None before it was looked at again."""


class RememberedPath(StrEnum):
    """A path that a machine remembers over the end of the program; the value names its file."""

    COPY_FOLDER = "copy-folder"
    """The second folder or stick that gets a copy at each stage."""
    DOCUMENT_FOLDER = "document-folder"
    """Where documents were last made."""
    LAST_OPEN = "last-open"
    """The meeting file that was open when the program was left."""


class StationFolder:
    """The private folder of this machine. Everything in it is for this user's eyes only."""

    def __init__(self, root: Path) -> None:
        """Take the folder, making it when it is not there."""
        self.root = root
        self._noted_streams: dict[str, str] = {}
        for folder in (root, *(root / name for name in _FOLDERS)):
            make_folder_durably(folder)

    def keep_stream_key(self, key: StreamKey) -> None:
        """Keep the private key of a stream."""
        _write_file_over(self.root / "streams" / f"{key.stream}.key", key.seed)

    def find_stream_key(self, stream: str) -> StreamKey | None:
        """Return the private key of a stream, None when it is not ours."""
        seed = self._read_file(f"streams/{stream}.key")
        return None if seed is None else StreamKey(seed)

    def note_newest_head(self, meeting: str, stream: str, head: Head) -> None:
        """Note the newest head of a meeting. Not synced: an older note is harmless, only a newer one is evidence.

        The head of a stream that was left stays noted beside it (`read_noted_heads`).
        """
        path = self.root / "witnesses" / f"{meeting}.head"
        is_known = self._noted_streams.get(meeting) == stream
        before = None if is_known else self.read_newest_head(meeting)
        if before is not None and before[0] != stream:
            self._append_head_note(path.with_suffix(".left"), before)
        with faults_translated(path):
            if not is_known:
                rename_folder_in_the_way(path)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                write_at_without_sync(descriptor, _pack_head(stream, head), 0)
            finally:
                os.close(descriptor)
        self._noted_streams[meeting] = stream

    def read_newest_head(self, meeting: str) -> tuple[str, Head] | None:
        """Return (stream, head) last noted for a meeting; None when there is no readable note."""
        return _unpack_head(self._read_file(f"witnesses/{meeting}.head") or b"")

    def read_noted_heads(self, meeting: str) -> dict[str, Head]:
        """Return the newest head noted of every stream of a meeting that was written here (stream → head)."""
        left = self._read_file(f"witnesses/{meeting}.left") or b""
        parts = [_unpack_head(left[start : start + _WITNESS.size]) for start in range(0, len(left), _WITNESS.size)]
        heads: dict[str, Head] = {}
        for note in (*parts, self.read_newest_head(meeting)):
            if note is not None and note[1].seq >= heads.get(note[0], Head()).seq:
                heads[note[0]] = note[1]
        return heads

    @staticmethod
    def _append_head_note(path: Path, note: tuple[str, Head]) -> None:
        with faults_translated(path):
            rename_folder_in_the_way(path)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, _pack_head(*note))
            finally:
                os.close(descriptor)

    def read_box_keys(self, poll_id: str) -> BoxKeys:
        """Return the keys of a poll's box.

        Raises NotFound box_keys_missing when the box is not this machine's, or was sealed or voided.
        """
        data = self._read_file(f"boxes/{poll_id}.key")
        if data is None:
            raise NotFound("box_keys_missing", poll=poll_id)
        return BoxKeys(data[:32], data[32:64])

    def keep_moved_box(self, poll_id: str, moved: MovedBox, file_key: bytes, random12: bytes) -> None:
        """Keep what opens a box that was moved, under the key of the meeting's file.

        An older copy of that file that is put back does not have it. Whoever has the meeting's passphrase can write
        such a note: it may open nothing that they cannot open anyway.
        """
        data = moved.mark + moved.keys.box + moved.keys.token
        sealed = AESGCM(_derive_key_of_moved_box_note(file_key)).encrypt(random12, data, poll_id.encode())
        write_file_durably(self.root / "boxes" / f"{poll_id}.moved", random12 + sealed)

    def find_moved_box(self, poll_id: str, file_key: bytes) -> MovedBox | None:
        """Return what was noted of the last move; None where nothing was, or not under this key."""
        kept = self._read_file(f"boxes/{poll_id}.moved")
        try:
            data = AESGCM(_derive_key_of_moved_box_note(file_key)).decrypt(
                (kept or b"")[:12], (kept or b"")[12:], poll_id.encode()
            )
        except (InvalidTag, ValueError):
            return None
        return MovedBox(data[:-64], BoxKeys(data[-64:-32], data[-32:]))

    def forget_moved_box(self, poll_id: str) -> None:
        """Destroy what was noted of a move."""
        overwrite_and_remove_file(self.root / "boxes" / f"{poll_id}.moved")

    def box_witness(self, poll_id: str) -> BoxWitness:
        """Return the witness of a poll's box, whether it has noted something or not."""
        return BoxWitness(self.root / "boxes" / f"{poll_id}.witness")

    def note_copied_box(self, poll_id: str, digest: bytes) -> None:
        """Note which file a copy of a poll's box is (SHA-256), to know it again when its key is gone."""
        _write_file_over(self.root / "boxes" / f"{poll_id}.copied", digest)

    def is_copied_box(self, poll_id: str, path: Path) -> bool:
        """Return whether a file is the copy of a poll's box that was noted last. Raises StorageFault."""
        noted = self._read_file(f"boxes/{poll_id}.copied")
        with faults_translated(path):
            return noted is not None and path.is_file() and hashlib.sha256(path.read_bytes()).digest() == noted

    def read_sealed_tally_key(self, poll_id: str) -> bytes:
        """Return the private tally key as it is kept, still under its passphrase.

        Raises NotFound tally_key_missing.
        """
        sealed = self._read_file(f"tallies/{poll_id}.key")
        if sealed is None:
            raise NotFound("tally_key_missing", poll=poll_id)
        return sealed

    def _paths_of_poll_keys_and_notes(self, poll_id: str) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
        """Return where keys of a poll are, and notes about it."""
        boxes, tallies = self.root / "boxes", self.root / "tallies"
        keys = (boxes / f"{poll_id}.key", boxes / f"{poll_id}.moved", tallies / f"{poll_id}.key")
        return keys, (tallies / f"{poll_id}.period", boxes / f"{poll_id}.witness")

    def has_files_of_poll(self, poll_id: str) -> bool:
        """Return whether `destroy_keys_and_notes_of_poll` would find something."""
        return any(path.exists() for files in self._paths_of_poll_keys_and_notes(poll_id) for path in files)

    def destroy_keys_and_notes_of_poll(self, poll_id: str) -> None:
        """Destroy box keys and tally key of a poll for good."""
        keys, notes = self._paths_of_poll_keys_and_notes(poll_id)
        for path in (*keys, *notes):
            rename_folder_in_the_way(path)
        for key in keys:
            overwrite_and_remove_file(key)
        for note in notes:
            note.unlink(missing_ok=True)

    def find_remembered_path(self, which: RememberedPath) -> Path | None:
        """Return the path that was remembered, None when none is."""
        written = self._read_file(f"{which}.txt")
        return None if not written else Path(os.fsdecode(written))

    def remember_path(self, which: RememberedPath, path: Path | None) -> None:
        """Remember a path, or forget it with None."""
        if path is None:
            rename_folder_in_the_way(self.root / f"{which}.txt")
            (self.root / f"{which}.txt").unlink(missing_ok=True)
        else:
            written = os.fsencode(path)
            if self._read_file(f"{which}.txt") != written:
                _write_file_over(self.root / f"{which}.txt", written)

    def keep_objection_period(self, poll_id: str, period: ObjectionPeriod) -> None:
        """Keep when the objection period of a poll began, by the running time of this machine."""
        _write_file_over(self.root / "tallies" / f"{poll_id}.period", msgspec.json.encode(period))

    def read_objection_period(self, poll_id: str) -> ObjectionPeriod | None:
        """Return when the objection period of a poll began, None when it did not begin on this machine."""
        try:
            return msgspec.json.decode(self._read_file(f"tallies/{poll_id}.period") or b"", type=ObjectionPeriod)
        except msgspec.DecodeError:
            return None

    def list_known_meeting_files(self) -> tuple[KnownMeeting, ...]:
        """Return the meetings seen here whose files are still there, newest first; the list can be rebuilt."""
        there = (k for k in self._read_list("meetings.json", KnownMeeting) if Path(k.path).exists())
        return tuple(sorted(there, key=lambda k: (-(k.opened_at_ms or k.starts_at_ms), k.path)))

    def note_known_meeting(self, known: KnownMeeting) -> None:
        """Put a meeting on the list, in the place of what was said of the same file."""
        listed = self.list_known_meeting_files()
        if known not in listed:
            self._write_list("meetings.json", [*(each for each in listed if each.path != known.path), known])

    def list_made_files(self, meeting: str) -> tuple[MadeFile, ...]:
        """Return the files that were made here of a meeting, in the order in which they were made."""
        return self._read_list(f"made/{meeting}.json", MadeFile)

    def remember_path_of_made_file(self, meeting: str, made: MadeFile) -> None:
        """Note a file that was made of a meeting, in the place of an earlier one of its kind and poll."""
        key = (made.kind, made.poll_id)
        others = [each for each in self.list_made_files(meeting) if (each.kind, each.poll_id) != key]
        self._write_list(f"made/{meeting}.json", [*others, made])

    def _read_list(self, name: str, kind: type[T]) -> tuple[T, ...]:
        """Return what is listed in a file of the folder; () where there is none that can be read."""
        try:
            return tuple(msgspec.convert(row, kind) for row in json.loads(self._read_file(name) or b"[]"))
        except (ValueError, TypeError, msgspec.ValidationError):
            return ()

    def _write_list(self, name: str, rows: Sequence[msgspec.Struct]) -> None:
        """Write a list; a path that is no UTF-8 is written with the bytes that it has (`os.fsdecode`)."""
        _write_file_over(self.root / name, json.dumps([msgspec.to_builtins(row) for row in rows], indent=1).encode())

    def _read_file(self, name: str) -> bytes | None:
        """Return what is in a file of the folder, None when there is none."""
        path = self.root / name
        if not path.is_file():
            return None
        with faults_translated(path):
            return path.read_bytes()


def _write_file_over(path: Path, data: bytes) -> None:
    with faults_translated(path):
        rename_folder_in_the_way(path)
    write_file_durably(path, data)


def _pack_head(stream: str, head: Head) -> bytes:
    return _WITNESS.pack(bytes.fromhex(stream), head.seq, head.hash)


def _unpack_head(data: bytes) -> tuple[str, Head] | None:
    """Return (stream, head) of a note, None where it is not whole."""
    found = _WITNESS.unpack(data)
    return None if found is None else (found[0].hex(), Head(found[1], found[2]))


def _derive_key_of_moved_box_note(file_key: bytes) -> bytes:
    return hmac.digest(file_key, b"sukui moved box", "sha256")


def open_sealed_tally_key(sealed: bytes, poll_id: str, passphrase: str) -> bytes:
    """Return the private tally key.

    Raises StorageFault wrong_tally_passphrase.
    """
    salt, nonce, box = sealed[:16], sealed[16:28], sealed[28:]
    for spelling in passphrase_spellings(passphrase):
        with suppress(InvalidTag):
            return AESGCM(derive_key_from_passphrase(spelling, salt)).decrypt(nonce, box, poll_id.encode())
    raise StorageFault("wrong_tally_passphrase")
