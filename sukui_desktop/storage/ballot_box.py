"""The ballot box: slips and slots made before the vote, two statements for a cast, no trace of who or when.

A cast is acknowledged only when box and journal are, by name, the files that were opened; the left-over journal is
zeros; and the machine's witness outside the box knows of it. Bare `sqlcipher3`, never the ORM. Source:
docs/sources.md, "Layout of the ballot box" and "Power cuts"; docs/decisions/0013-what-a-box-leaves-behind.md.
"""

from __future__ import annotations

import hashlib
import random
import secrets
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from sukui_desktop.domain.errors import Conflict, NotFound, RuleBroken, StorageFault
from sukui_desktop.domain.rollback_detection import BoxCounts
from sukui_desktop.storage.box_witness import BoxWitness
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable_files import (
    replacing_file_durably,
    sync_folder,
    undone_on_failure,
)
from sukui_desktop.storage.traceless_file import TracelessFile, writing_new_traceless_file

BOX_ID_SIZE = 16
_SLIPS = """
CREATE TABLE slip (tag BLOB PRIMARY KEY NOT NULL, spent INTEGER NOT NULL CHECK (spent IN (0, 1, 2, 3))) WITHOUT ROWID
"""
_SLOTS = """
CREATE TABLE slot (place INTEGER PRIMARY KEY NOT NULL, filled INTEGER NOT NULL CHECK (filled IN (0, 1)),
                   sealed BLOB NOT NULL)
"""
_BOX = "CREATE TABLE box (box_id BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID"
_SPEND = "UPDATE slip SET spent = ? WHERE tag = ? AND spent = 0"
_VOTED, _RETURNED, _SPOILED = 1, 2, 3
"""What a slip was spent on. Boxes of 0.3.0 and before know only 0 and 1."""
_REFUSALS = {_VOTED: "slip_used", _RETURNED: "slip_returned", _SPOILED: "slip_spoiled"}
_FILL = "UPDATE slot SET sealed = ?, filled = 1 WHERE place = ? AND filled = 0"


class SpentSlips(msgspec.Struct, frozen=True):
    """How many slips a box knows, and on what they were spent."""

    total: int
    voted: int
    returned: int
    spoiled: int
    tells_apart: bool
    """False in boxes of 0.3.0 and before: whatever became of a slip that is no longer good counts as voted."""

    @property
    def spent(self) -> int:
        """Slips that are no longer good."""
        return self.voted + self.returned + self.spoiled


class BoxContents(NamedTuple):
    """Everything in a box, in an order that says nothing of the casts."""

    slips: tuple[tuple[bytes, int], ...]
    """Tag and what it was spent on (0: nothing), by tag."""
    ballots: tuple[bytes, ...]
    """Sealed, sorted by their bytes."""
    slots: int
    sealed_length: int
    """Bytes of what is in a slot, filled or free."""


class BallotBox(TracelessFile):
    """An open box. One program, one thread at a time."""

    _TABLES = frozenset({"slip", "slot"})

    def __init__(
        self,
        path: Path,
        key: bytes,
        shuffler: random.Random,
        witness: BoxWitness | None = None,
        *,
        is_evidence: bool = False,
    ) -> None:
        """Open a box that exists; `open_box`, `open_box_without_writing` and `create_box_file` are how to come by
        one."""
        self.witness = witness
        self._shuffler = shuffler
        self._free: list[int] = []
        self._slots = 0
        self._spent = 0
        self._certain = BoxCounts()
        self._unsettled_stop: tuple[bytes, int] | None = None
        super().__init__(path, key, is_evidence=is_evidence)
        with undone_on_failure(self._close_connection):
            with faults_translated(path):
                self.box_id = self._read_box_id()
                made = self._connection.execute("SELECT sql FROM sqlite_master WHERE name = 'slip'").fetchone()
            self._tells_apart = "(0, 1, 2, 3)" in made[0]
            self._count_contents_and_note_state()

    def _read_box_id(self) -> bytes:
        has_id = self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'box'").fetchone()
        if not has_id:
            return b""  # made before 0.5.0
        for (box_id,) in self._connection.execute("SELECT box_id FROM box"):
            return bytes(box_id)
        raise StorageFault("corrupt", file=self.path.name)

    def _count_contents_and_note_state(self) -> None:
        """Count, and leave box and journal as this program will want to find them again."""
        self._certain = self.count_spent_and_filled()
        self._clean_up_after_opening()

    def _find_free_slots(self) -> None:
        """See which slots are free, at first and after a commit whose outcome the disk left unknown."""
        if not self._is_unsure:
            return
        with self._checked_connection() as connection:
            free = connection.execute("SELECT place FROM slot WHERE filled = 0").fetchall()
            slots = connection.execute("SELECT count(*) FROM slot").fetchone()
            spent = connection.execute("SELECT count(*) FROM slip WHERE spent > 0").fetchone()
        self._free = [int(place) for (place,) in free]
        self._slots, self._spent = int(slots[0]), int(spent[0])
        self._shuffler.shuffle(self._free)
        self._is_unsure = False

    def count_spent_and_filled(self) -> BoxCounts:
        """Return how many slips are spent and how many slots filled. Raises StorageFault."""
        self._find_free_slots()
        return BoxCounts(spent=self._spent, filled=self._slots - len(self._free))

    def _clean_up_after_commit(self) -> None:
        super()._clean_up_after_commit()
        self._certain = self.count_spent_and_filled()

    def _reopen_and_check(self) -> None:
        """Open the box anew, see its pages whole, nothing gone that was there and nothing come in but one act of which
        the outcome was unknown.

        Raises NotFound box_missing, StorageFault box_behind, box_fuller, box_of_another, corrupt; the box is then tried
        again at the next call.
        """
        self._close_connection()
        if not self.path.exists():
            raise NotFound("box_missing", file=self.path.name)
        slots, certain = self._slots, self._certain
        self._connection = self._connect()
        self._is_shut = False
        with undone_on_failure(self._close_connection):
            with faults_translated(self.path):
                self._check_pages()
                box_id = self._read_box_id()
            now = self.count_spent_and_filled()
            if box_id != self.box_id or self._slots != slots:
                raise StorageFault("box_of_another", file=self.path.name)
            if now.is_behind(certain):
                raise StorageFault("box_behind", file=self.path.name, had=certain.filled, has=now.filled)
            if now.is_more_than_one_act_ahead(certain):
                raise StorageFault("box_fuller", file=self.path.name, had=certain.filled, has=now.filled)
            self.write_witness()  # before the next writing: a box is never more than one act ahead of it
            self._count_contents_and_note_state()

    def write_witness(self) -> None:
        """Write what is in the box outside of it, lastingly. Raises StorageFault."""
        if self.witness is not None:
            self.witness.write_note(self.box_id, self.count_spent_and_filled())

    def cast_ballot(self, tag: bytes, sealed: bytes) -> None:
        """Spend a slip and fill a free slot, lastingly and both at once, before returning.

        Asking again with the very same sealed ballot is answered as the first time: nothing joins slip and ballot,
        so a retry is known by its ciphertext.

        Raises NotFound slip_unknown, box_missing; RuleBroken slip_used, slip_returned, slip_spoiled; Conflict box_full,
        box_slot_taken; StorageFault.
        """
        self._reopen_if_changed_by_others()
        self._find_free_slots()
        if self._free and self._spend_slip_and_fill_slot(tag, sealed, self._free[-1]):
            self._free.pop()
            self._spent += 1
        elif not self.holds_ballot(sealed):
            self._refuse_cast(tag)
        self._clean_up_after_commit()

    def _spend_slip_and_fill_slot(self, tag: bytes, sealed: bytes, place: int) -> bool:
        with self._write_transaction() as connection:
            is_cast: bool = connection.execute(_SPEND, (_VOTED, tag)).rowcount == 1
            is_cast = is_cast and connection.execute(_FILL, (sealed, place)).rowcount == 1
            if not is_cast:
                connection.execute("ROLLBACK")
        return is_cast

    def list_unspent(self, tags: Iterable[bytes]) -> tuple[bytes, ...]:
        """Return those of different tags whose slips are still good. Raises NotFound slip_unknown, StorageFault."""
        found = []
        for tag in dict.fromkeys(tags):
            try:
                self.require_unspent_slip(tag)
            except RuleBroken:
                continue
            found.append(tag)
        return tuple(found)

    def merge(self, tags: Sequence[bytes], ballots: Sequence[bytes]) -> None:
        """Spend slips and fill as many free slots with ballots, lastingly and all at once, before returning.

        Nothing says which of the slips is whose: both come as sets. Whoever asks again after a fault asks with what is
        still unspent and not held. Raises NotFound box_missing; Conflict box_slot_taken where one of them was taken
        meanwhile, box_full; StorageFault. Nothing is in the box then, unless the disk left it unknown.
        """
        self._reopen_if_changed_by_others()
        self._find_free_slots()
        if len(tags) != len(ballots):
            raise ValueError((len(tags), len(ballots)))
        if len(ballots) > len(self._free):
            raise Conflict("box_full")
        places = self._free[len(self._free) - len(ballots) :]
        with self._write_transaction() as connection:
            for tag, sealed, place in zip(tags, ballots, places, strict=True):
                is_in = connection.execute(_SPEND, (_VOTED, tag)).rowcount == 1
                if not is_in or connection.execute(_FILL, (sealed, place)).rowcount != 1:
                    raise Conflict("box_slot_taken")
        del self._free[len(self._free) - len(ballots) :]
        self._spent += len(tags)
        self._clean_up_after_commit()

    def confirm_stored_ballot(self, sealed: bytes) -> bool:
        """Return whether this very sealed ballot is in the box, as lastingly as `cast_ballot` answers.

        Raises as that.
        """
        self._reopen_if_changed_by_others()
        is_there = self.holds_ballot(sealed)
        if is_there:
            self._clean_up_after_commit()
        return is_there

    def stop_slip(self, tag: bytes, *, is_spoiled: bool) -> None:
        """Spend a slip without a ballot: it was spoiled or, else, given back.

        Raises NotFound slip_unknown, box_missing; RuleBroken slip_used, slip_returned, slip_spoiled; StorageFault.
        """
        mark = (_SPOILED if is_spoiled else _RETURNED) if self._tells_apart else _VOTED
        self._reopen_if_changed_by_others()
        self._find_free_slots()
        with self._write_transaction() as connection:
            is_spent = connection.execute(_SPEND, (mark, tag)).rowcount == 1
        self._spent += is_spent
        if not is_spent and self._unsettled_stop != (tag, mark):
            self._refuse_cast(tag)
        self._unsettled_stop = tag, mark
        self._clean_up_after_commit()
        self._unsettled_stop = None

    def require_unspent_slip(self, tag: bytes) -> None:
        """Check that a slip may still vote.

        Raises NotFound slip_unknown; RuleBroken slip_used, slip_returned, slip_spoiled by what it was spent on.
        """
        with self._checked_connection() as connection:
            found = connection.execute("SELECT spent FROM slip WHERE tag = ?", (tag,)).fetchone()
        if found is None:
            raise NotFound("slip_unknown")
        if found[0]:
            raise RuleBroken(_REFUSALS[found[0]])

    def _refuse_cast(self, tag: bytes) -> None:
        self.require_unspent_slip(tag)
        raise Conflict("box_slot_taken" if self._free else "box_full")

    def add_slips(self, tags: Iterable[bytes]) -> None:
        """Add slips for tokens that replace those lost with the power."""
        self._reopen_if_changed_by_others()
        with self._write_transaction() as connection:
            connection.executemany("INSERT INTO slip VALUES (?, 0)", [(tag,) for tag in sorted(tags)])
        self._clean_up_after_commit()

    def holds_ballot(self, sealed: bytes) -> bool:
        """Return whether this very sealed ballot is in the box."""
        with self._checked_connection() as connection:
            found = connection.execute("SELECT 1 FROM slot WHERE filled = 1 AND sealed = ?", (sealed,))
            return found.fetchone() is not None

    def count_spent_slips(self) -> SpentSlips:
        """Count the slips of the box by what became of them. Raises StorageFault."""
        with self._checked_connection() as connection:
            rows = connection.execute("SELECT spent, count(*) FROM slip GROUP BY spent").fetchall()
        by_use = {int(spent): int(count) for spent, count in rows}
        voted, returned, spoiled = (by_use.get(use, 0) for use in (_VOTED, _RETURNED, _SPOILED))
        return SpentSlips(sum(by_use.values()), voted, returned, spoiled, self._tells_apart)

    def list_sealed_ballots(self) -> tuple[bytes, ...]:
        """Return every sealed ballot, sorted by its bytes, so that nothing reveals which came first.

        Raises NotFound box_missing and StorageFault where the file is no longer the one that was opened.
        """
        self._reopen_if_changed_by_others()
        with self._checked_connection() as connection:
            rows = connection.execute("SELECT sealed FROM slot WHERE filled = 1").fetchall()
        return tuple(sorted(bytes(sealed) for (sealed,) in rows))

    def read_contents(self) -> BoxContents:
        """Return all that another file needs to be this box. Raises as `list_sealed_ballots`."""
        ballots = self.list_sealed_ballots()
        with self._checked_connection() as connection:
            slips = connection.execute("SELECT tag, spent FROM slip ORDER BY tag").fetchall()
            slots, length = connection.execute("SELECT count(*), max(length(sealed)) FROM slot").fetchone()
        return BoxContents(tuple((bytes(tag), int(spent)) for tag, spent in slips), ballots, slots, length or 0)

    def close(self) -> None:
        """Close the box; it is then one file alone."""
        self._close_connection()
        if self.witness is not None:
            self.witness.close()


def box_root(sealed_ballots: Sequence[bytes]) -> bytes:
    """Return the SHA-256 over the sorted sealed ballots (32 bytes): what the closing writes down."""
    total = hashlib.sha256()
    for sealed in sorted(sealed_ballots):
        total.update(sealed)
    return total.digest()


def slips_root(slips: Iterable[tuple[bytes, int]]) -> bytes:
    """Return the SHA-256 over tag and use of each slip, by tag (32 bytes): what the closing writes down beside it."""
    total = hashlib.sha256()
    for tag, use in sorted(slips):
        total.update(tag + bytes([use]))
    return total.digest()


def write_box_file(
    path: Path,
    key: bytes,
    box_id: bytes,
    slips: Iterable[tuple[bytes, int]],
    slots: Iterable[tuple[int, int, bytes]],
) -> None:
    """Write the file of a box whole in one transaction, lastingly, in the place of what has its name.

    `slips` are tag and use by tag, `slots` place, whether it is filled, and what is in it, by place.
    Raises StorageFault; then there is no such file.
    """
    with writing_new_traceless_file(path, key) as connection:
        for table in (_SLIPS, _SLOTS, _BOX):
            connection.execute(table)
        connection.execute("INSERT INTO box VALUES (?)", (box_id,))
        connection.executemany("INSERT INTO slip VALUES (?, ?)", slips)
        connection.executemany("INSERT INTO slot VALUES (?, ?, ?)", slots)


def create_box_file(
    path: Path,
    key: bytes,
    tags: Sequence[bytes],
    slots: int,
    sealed_length: int,
    shuffler: random.Random,
    *,
    box_id: bytes,
    witness: BoxWitness | None = None,
) -> BallotBox:
    """Make a box with one row for each slip's tag and `slots` slots of random bytes of the final length.

    `box_id` (16 bytes) stands in the box; `witness` is told of it before the box is given back.
    Raises StorageFault; then there is no box.
    """
    filler = ((place, 0, secrets.token_bytes(sealed_length)) for place in range(slots))
    write_box_file(path, key, box_id, ((tag, 0) for tag in sorted(tags)), filler)
    with undone_on_failure(partial(path.unlink, missing_ok=True)):
        box = BallotBox(path, key, shuffler, witness)
        with undone_on_failure(box.close):
            box.write_witness()
    return box


def open_box(path: Path, key: bytes, shuffler: random.Random, witness: BoxWitness | None = None) -> BallotBox:
    """Open a box that exists. Nothing is compared with the `witness` here; from the first writing it is told.

    Raises NotFound box_missing, StorageFault corrupt, locked.
    """
    if not path.exists():
        raise NotFound("box_missing", file=path.name)
    return BallotBox(path, key, shuffler, witness)


def open_box_without_writing(path: Path, key: bytes, shuffler: random.Random) -> BallotBox:
    """Open a box for looking alone: nothing beside it is overwritten and no time is set back, as it is evidence.

    Raises as `open_box`.
    """
    if not path.exists():
        raise NotFound("box_missing", file=path.name)
    return BallotBox(path, key, shuffler, is_evidence=True)


def is_same_box_file(first: Path, second: Path) -> bool:
    """Return whether two boxes are the same bytes; False where one of them is missing. Raises StorageFault."""
    with faults_translated(second):
        return first.exists() and second.exists() and first.read_bytes() == second.read_bytes()


def copy_closed_box(path: Path, target: Path, key: bytes, root: bytes, shuffler: random.Random) -> bytes:
    """Copy the box of a closed poll; what is written is opened and must give the root of its closing.

    A box that is already there gives way only once the new one is whole, and stays when it is the same.
    Returns the SHA-256 of the copy. Raises StorageFault copy_differs, disk_full and others of the disk; then what was
    there is untouched.
    """
    with faults_translated(path):
        data = path.read_bytes()
    with faults_translated(target):
        if not (target.exists() and target.read_bytes() == data):
            with replacing_file_durably(target, owner=path.stem) as fresh:
                fresh.write_bytes(data)
                with closing(open_box(fresh, key, shuffler)) as written:
                    if box_root(written.list_sealed_ballots()) != root:
                        raise StorageFault("copy_differs", file=target.name)
    return hashlib.sha256(data).digest()


def is_box_with_id(path: Path, key: bytes, box_id: bytes, shuffler: random.Random) -> bool:
    """Return whether a file is a box of this id that the key opens; it is only looked at."""
    with suppress(StorageFault, NotFound), closing(open_box_without_writing(path, key, shuffler)) as box:
        return box.box_id == box_id
    return False


def box_path(meeting_path: Path, poll_id: str, box_id: bytes = b"") -> Path:
    """Return the path of a poll's box, beside the meeting file: `<poll id>.box`, whatever else lies there.

    A box that has no id was made before 0.5.0 and has the meeting's name in front, as it was when the box was made.

    Raises StorageFault boxes_alike where two files have such a name: which of them is the box, a person must say.
    """
    exact = meeting_path.with_name(f"{poll_id}.box")
    if box_id or exact.exists():
        return exact
    named = sorted(meeting_path.parent.glob(f"*-{poll_id}.box"))
    if len(named) > 1:
        raise StorageFault("boxes_alike", first=named[0].name, second=named[1].name)
    return named[0] if named else exact


def next_box_path(path: Path) -> Path:
    """Return the name that the file has which is about to be the box (`storage/box_file_move.py`)."""
    return path.with_name(f"{path.name}-next")


def destroy_boxes_of_poll(meeting_path: Path, poll_id: str) -> None:
    """Remove a poll's box unopened, and what lies beside it under a name that ends like it.

    Its key must be destroyed as well, which is what makes a box unreadable.
    """
    for path in _box_paths_of_poll(meeting_path, poll_id):
        destroy_box_file(path)


def has_boxes_of_poll(meeting_path: Path, poll_id: str) -> bool:
    """Return whether `destroy_boxes_of_poll` would find something."""
    return any(
        path.with_name(path.name + ending).exists()
        for path in _box_paths_of_poll(meeting_path, poll_id)
        for ending in ("", "-journal")
    )


def _box_paths_of_poll(meeting_path: Path, poll_id: str) -> tuple[Path, ...]:
    exact = meeting_path.with_name(f"{poll_id}.box")
    return exact, next_box_path(exact), *meeting_path.parent.glob(f"*-{poll_id}.box")


def destroy_box_file(path: Path) -> None:
    """Remove a box unopened; its key must be destroyed as well, which is what makes it unreadable."""
    with faults_translated(path):
        if path.exists():
            path.unlink()
            sync_folder(path.parent)
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
