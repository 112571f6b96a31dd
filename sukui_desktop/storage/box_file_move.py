"""Moving a ballot box into a new file under another key, so that the key of before opens nothing that is left.

The new file is written whole under a second name and read back; the transaction of the meeting file that keeps its key
keeps its mark too, and is the moment at which it becomes the box; its key is written nowhere before. What is cut off
before or after is settled by that mark. Source: docs/decisions/0014-the-closed-box-is-another-file.md.
"""

from __future__ import annotations

import os
import random
import secrets
from contextlib import closing, suppress
from pathlib import Path

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.storage.ballot_box import (
    BallotBox,
    destroy_box_file,
    next_box_path,
    open_box_without_writing,
    write_box_file,
)
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable_files import set_fixed_file_times, sync_data, sync_folder, write_at_without_sync

MARK_SIZE = 16
_ZEROS = bytes(1 << 20)


def read_box_mark(path: Path) -> bytes:
    """Return the first 16 bytes of a box, random for each file and never changed; b'' where there are none.

    The box must not be open in this program: looking into its file would drop SQLite's locks.
    Source: docs/sources.md, "Layout of the ballot box" (SQLCipher's salt).
    """
    with faults_translated(path):
        try:
            with path.open("rb") as stream:
                return stream.read(MARK_SIZE)
        except FileNotFoundError:
            return b""


def write_next_box(box: BallotBox, key: bytes, shuffler: random.Random) -> bytes:
    """Write slips and ballots of a box into the file that is to be the next, under another key; return its mark.

    The ballots are in random places among the free ones, which hold new random bytes. The box is left as it is.
    Raises StorageFault copy_differs where the new file does not read back the same, and those of the disk; then the
    box is what it was.
    """
    target, contents = next_box_path(box.path), box.read_contents()
    _destroy_next_box(target)  # of an attempt that was cut off
    places = list(range(contents.slots))
    shuffler.shuffle(places)
    filled = dict(zip(places, contents.ballots, strict=False))
    slots = (
        (place, int(place in filled), filled.get(place) or secrets.token_bytes(contents.sealed_length))
        for place in range(contents.slots)
    )
    write_box_file(target, key, box.box_id, contents.slips, slots)
    with closing(open_box_without_writing(target, key, shuffler)) as written:
        if written.box_id != box.box_id or written.read_contents() != contents:
            raise StorageFault("copy_differs", file=target.name)
    set_fixed_file_times(target)
    return read_box_mark(target)


def find_box_file(path: Path, mark: bytes) -> Path:
    """Return which file is the box: the one with the mark that was kept (b'': it was never moved). Nothing is changed.

    Raises StorageFault box_of_another where there is a file and it is another one.
    """
    if not mark:
        return path
    there = read_box_mark(path)
    if there == mark:
        return path
    if read_box_mark(next_box_path(path)) == mark:
        return next_box_path(path)
    if there:
        raise StorageFault("box_of_another", file=path.name)
    return path


def discard_next_box(path: Path, mark: bytes) -> None:
    """Overwrite and remove the file that was to be the next, unless it has the mark that was kept.

    The box itself is not touched, and may be open. Raises StorageFault.
    """
    following = next_box_path(path)
    if mark and read_box_mark(following) == mark:
        return
    _destroy_next_box(following)


def finish_or_undo_file_move(path: Path, mark: bytes, *, may_undo: bool = True) -> None:
    """Finish a move that was decided, or undo one that was not; the box then has its own name and is alone.

    A file that gives way is overwritten first. Neither may be open. May be done again after any failure. Without
    `may_undo` what is not decided stays: the mark may be older than the move.
    Raises StorageFault box_of_another as `find_box_file`, and those of the disk.
    """
    following = next_box_path(path)
    found = find_box_file(path, mark)
    with faults_translated(path):
        if found == following:
            _overwrite_file(path)
            path.with_name(path.name + "-journal").unlink(missing_ok=True)
            sync_folder(path.parent)  # what is left of the old box must not be taken for the new one's journal
            following.replace(path)
            sync_folder(path.parent)
            set_fixed_file_times(path)
    if may_undo and path.exists():
        _destroy_next_box(following)


def _destroy_next_box(following: Path) -> None:
    with suppress(OSError):  # what cannot be overwritten is removed all the same: its key is nowhere
        _overwrite_file(following)
    destroy_box_file(following)


def _overwrite_file(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return
    try:
        size = os.fstat(descriptor).st_size
        for start in range(0, size, len(_ZEROS)):
            write_at_without_sync(descriptor, _ZEROS[: size - start], start)
        sync_data(descriptor)
    finally:
        os.close(descriptor)
