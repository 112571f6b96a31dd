"""The ballot box: slips and slots made before the vote, two statements for a cast, no trace of who or when.

Bare `sqlcipher3`, never the ORM. Source: docs/sources.md, "Layout of the ballot box" and "Power cuts".
"""

from __future__ import annotations

import hashlib
import random
import secrets
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sukui_desktop.domain.errors import Conflict, NotFound, RuleBroken, StorageFault
from sukui_desktop.domain.file_names import MOST_STEM_BYTES, cut_to_bytes
from sukui_desktop.storage.connection import BOX_PRAGMAS, open_encrypted_connection
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable import sync_folder, undone_on_failure

_TABLES = """
CREATE TABLE slip (tag BLOB PRIMARY KEY NOT NULL, spent INTEGER NOT NULL CHECK (spent IN (0, 1, 2, 3))) WITHOUT ROWID;
CREATE TABLE slot (place INTEGER PRIMARY KEY NOT NULL, filled INTEGER NOT NULL CHECK (filled IN (0, 1)),
                   sealed BLOB NOT NULL);
"""
_SPEND = "UPDATE slip SET spent = ? WHERE tag = ? AND spent = 0"
_VOTED, _RETURNED, _SPOILED = 1, 2, 3
"""What a slip was spent on. Boxes of 0.3.0 and before know only 0 and 1."""
_REFUSALS = {_VOTED: "slip_used", _RETURNED: "slip_returned", _SPOILED: "slip_spoiled"}
_FILL = "UPDATE slot SET sealed = ?, filled = 1 WHERE place = ? AND filled = 0"


class BallotBox:
    """An open box. One program, one thread at a time."""

    def __init__(self, path: Path, connection: Any, shuffler: random.Random) -> None:
        self.path = path
        self._connection = connection
        self._shuffler = shuffler
        self._free: list[int] = []
        self._slots = 0
        self._is_unsure = True
        self._find_free_slots()
        with faults_translated(self.path):
            made = self._connection.execute("SELECT sql FROM sqlite_master WHERE name = 'slip'").fetchone()
        self._tells_apart = "(0, 1, 2, 3)" in made[0]

    def _find_free_slots(self) -> None:
        """See which slots are free, at first and after a commit whose outcome the disk left unknown."""
        if not self._is_unsure:
            return
        with faults_translated(self.path):
            free = self._connection.execute("SELECT place FROM slot WHERE filled = 0").fetchall()
            slots = self._connection.execute("SELECT count(*) FROM slot").fetchone()
        self._free = [int(place) for (place,) in free]
        self._slots = int(slots[0])
        self._shuffler.shuffle(self._free)
        self._is_unsure = False

    def cast_ballot(self, tag: bytes, sealed: bytes) -> None:
        """Spend a slip and fill a free slot, lastingly and both at once, before returning.

        Asking again with the very same sealed ballot is answered as the first time: nothing joins slip and ballot,
        so a retry is known by its ciphertext.

        Raises NotFound slip_unknown; RuleBroken slip_used, slip_returned, slip_spoiled; Conflict box_full,
        box_slot_taken; StorageFault.
        """
        self._find_free_slots()
        if self._free and self._spend_and_fill(tag, sealed, self._free[-1]):
            self._free.pop()
        elif not self.holds_ballot(sealed):
            self._refuse_slip(tag)

    def _spend_and_fill(self, tag: bytes, sealed: bytes, place: int) -> bool:
        connection = self._connection
        with faults_translated(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                is_cast: bool = connection.execute(_SPEND, (_VOTED, tag)).rowcount == 1
                is_cast = is_cast and connection.execute(_FILL, (sealed, place)).rowcount == 1
                connection.execute("COMMIT" if is_cast else "ROLLBACK")
            except BaseException:
                self._is_unsure = True  # a commit that failed in its last sync is in the box all the same
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        return is_cast

    def stop_slip(self, tag: bytes, *, is_spoiled: bool) -> None:
        """Spend a slip without a ballot: it was spoiled or, else, given back.

        Raises NotFound slip_unknown, RuleBroken slip_used, slip_returned, slip_spoiled; StorageFault.
        """
        mark = (_SPOILED if is_spoiled else _RETURNED) if self._tells_apart else _VOTED
        with faults_translated(self.path):
            is_spent = self._connection.execute(_SPEND, (mark, tag)).rowcount == 1
        if not is_spent:
            self._refuse_slip(tag)

    def check_slip(self, tag: bytes) -> None:
        """Check that a slip may still vote.

        Raises NotFound slip_unknown; RuleBroken slip_used, slip_returned, slip_spoiled by what it was spent on.
        """
        with faults_translated(self.path):
            found = self._connection.execute("SELECT spent FROM slip WHERE tag = ?", (tag,)).fetchone()
        if found is None:
            raise NotFound("slip_unknown")
        if found[0]:
            raise RuleBroken(_REFUSALS[found[0]])

    def _refuse_slip(self, tag: bytes) -> None:
        self.check_slip(tag)
        raise Conflict("box_slot_taken" if self._free else "box_full")

    def add_slips(self, tags: Iterable[bytes]) -> None:
        """Add slips for tokens that replace those lost with the power."""
        with faults_translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany("INSERT INTO slip VALUES (?, 0)", [(tag,) for tag in sorted(tags)])
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def holds_ballot(self, sealed: bytes) -> bool:
        """Return whether this very sealed ballot is in the box."""
        with faults_translated(self.path):
            found = self._connection.execute("SELECT 1 FROM slot WHERE filled = 1 AND sealed = ?", (sealed,))
            return found.fetchone() is not None

    def count_ballots_in_box(self) -> int:
        """Return the number of ballots in the box. Raises StorageFault."""
        self._find_free_slots()
        return self._slots - len(self._free)

    def sealed_ballots(self) -> tuple[bytes, ...]:
        """Return every sealed ballot, sorted by its bytes, so that nothing reveals which came first."""
        with faults_translated(self.path):
            rows = self._connection.execute("SELECT sealed FROM slot WHERE filled = 1").fetchall()
        return tuple(sorted(bytes(sealed) for (sealed,) in rows))

    def close(self) -> None:
        """Close the box; it is then one file alone."""
        self._connection.close()


def box_root(sealed_ballots: Sequence[bytes]) -> bytes:
    """Return the SHA-256 over the sorted sealed ballots (32 bytes): what the closing writes down."""
    total = hashlib.sha256()
    for sealed in sorted(sealed_ballots):
        total.update(sealed)
    return total.digest()


def create_box_file(
    path: Path, key: bytes, tags: Sequence[bytes], slots: int, sealed_length: int, shuffler: random.Random
) -> BallotBox:
    """Make a box with one row for each slip's tag and `slots` slots of random bytes of the final length.

    Raises StorageFault; then there is no box.
    """
    with faults_translated(path):
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
    connection = open_encrypted_connection(path, key.hex(), BOX_PRAGMAS)
    with faults_translated(path), undone_on_failure(connection.close, partial(path.unlink, missing_ok=True)):
        connection.executescript(_TABLES)
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO slip VALUES (?, 0)", [(tag,) for tag in sorted(tags)])
        filler = ((place, secrets.token_bytes(sealed_length)) for place in range(slots))
        connection.executemany("INSERT INTO slot VALUES (?, 0, ?)", filler)
        connection.execute("COMMIT")
        sync_folder(path.parent)
    return BallotBox(path, connection, shuffler)


def open_box(path: Path, key: bytes, shuffler: random.Random) -> BallotBox:
    """Open a box that exists.

    Raises NotFound box_missing, StorageFault corrupt, locked.
    """
    if not path.exists():
        raise NotFound("box_missing", file=path.name)
    connection = open_encrypted_connection(path, key.hex(), BOX_PRAGMAS)
    with undone_on_failure(connection.close):
        _refuse_empty_file(connection, path)
        return BallotBox(path, connection, shuffler)


def _refuse_empty_file(connection: Any, path: Path) -> None:
    """Refuse a file that was cut to nothing: SQLite opens it as an empty database."""
    with faults_translated(path):
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name IN ('slip', 'slot')").fetchall()
    if len(tables) != 2:
        raise StorageFault("corrupt", file=path.name)


def box_path(meeting_path: Path, poll_id: str) -> Path:
    """Return the path of a poll's box: beside the meeting file, also after the file was renamed."""
    for path in sorted(meeting_path.parent.glob(f"*-{poll_id}.box")):
        return path
    return meeting_path.with_name(f"{cut_to_bytes(meeting_path.stem, MOST_STEM_BYTES)}-{poll_id}.box")


def destroy_box(path: Path) -> None:
    """Remove a box unopened; its key must be destroyed as well, which is what makes it unreadable."""
    with faults_translated(path):
        if path.exists():
            path.unlink()
            sync_folder(path.parent)
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
