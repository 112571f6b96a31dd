"""A kiosk's own copy of what it sent to the hub, so that nothing acknowledged is lost where the hub's disk dies.

Two tables of slots, as many as the box has, made full of random bytes of the final length: sealed ballots in one, the
numbers of the slips they were cast for in the other, sealed to the promotion key of the poll. Each is filled at a
random free place of its own, so that nothing pairs them and nothing tells the order. Source:
docs/decisions/0017-a-kiosk-keeps-what-it-sent.md.
"""

from __future__ import annotations

import random
import secrets
from pathlib import Path
from typing import NamedTuple

from sukui_desktop.domain.errors import Conflict, StorageFault
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable_files import overwrite_and_remove_file, sync_folder, undone_on_failure
from sukui_desktop.storage.traceless_file import TracelessFile, writing_new_traceless_file

_PLACES = "(place INTEGER PRIMARY KEY NOT NULL, filled INTEGER NOT NULL CHECK (filled IN (0, 1)), sealed BLOB NOT NULL)"


class _Statements(NamedTuple):
    """What is asked of one of the two tables."""

    create: str
    lay: str
    fill: str
    empty: str
    free: str
    kept: str


_BALLOTS = _Statements(
    create=f"CREATE TABLE ballot {_PLACES}",
    lay="INSERT INTO ballot VALUES (?, 0, ?)",
    fill="UPDATE ballot SET sealed = ?, filled = 1 WHERE place = ?",
    empty="UPDATE ballot SET sealed = ?, filled = 0 WHERE filled = 1 AND sealed = ?",
    free="SELECT place FROM ballot WHERE filled = 0",
    kept="SELECT sealed FROM ballot WHERE filled = 1",
)
_USED = _Statements(
    create=f"CREATE TABLE used_slip {_PLACES}",
    lay="INSERT INTO used_slip VALUES (?, 0, ?)",
    fill="UPDATE used_slip SET sealed = ?, filled = 1 WHERE place = ?",
    empty="UPDATE used_slip SET sealed = ?, filled = 0 WHERE filled = 1 AND sealed = ?",
    free="SELECT place FROM used_slip WHERE filled = 0",
    kept="SELECT sealed FROM used_slip WHERE filled = 1",
)


class CopyContents(NamedTuple):
    """All that a kiosk kept: two sets, each sorted by its own random bytes, which pairs nothing."""

    used_slips: tuple[bytes, ...]
    """Numbers of used slips, sealed to the promotion key."""
    ballots: tuple[bytes, ...]
    """Sealed to the tally key."""


class KioskCopy(TracelessFile):
    """An open copy. One program, one thread at a time."""

    _TABLES = frozenset({"ballot", "used_slip"})

    def __init__(self, path: Path, key: bytes, shuffler: random.Random) -> None:
        """Open a copy that exists. Raises StorageFault corrupt, locked."""
        self._shuffler = shuffler
        self._free: dict[_Statements, list[int]] = {_BALLOTS: [], _USED: []}
        self._slots = 0
        self._certain = 0
        super().__init__(path, key)
        with undone_on_failure(self._close_connection):
            self._certain = self.count_kept()
            self._clean_up_after_opening()

    def count_kept(self) -> int:
        """Return how many ballots are kept. Raises StorageFault."""
        self._find_free_places()
        return self._slots - len(self._free[_BALLOTS])

    @property
    def is_full(self) -> bool:
        """Whether no ballot can be kept any more."""
        self._find_free_places()
        return not self._free[_BALLOTS] or not self._free[_USED]

    def holds_ballot(self, ballot: bytes) -> bool:
        """Return whether this very sealed ballot is kept."""
        with self._checked_connection() as connection:
            found = connection.execute("SELECT 1 FROM ballot WHERE filled = 1 AND sealed = ?", (ballot,))
            return found.fetchone() is not None

    def keep(self, ballot: bytes, used_slip: bytes) -> None:
        """Keep a sealed ballot and a sealed number, lastingly and both at once; a ballot that is kept already stays.

        Raises Conflict kiosk_copy_full; NotFound box_missing, StorageFault.
        """
        self._reopen_if_changed_by_others()
        self._find_free_places()
        if not self.holds_ballot(ballot):
            if self.is_full:
                raise Conflict("kiosk_copy_full")
            with self._write_transaction() as connection:
                for table, sealed in ((_BALLOTS, ballot), (_USED, used_slip)):
                    connection.execute(table.fill, (sealed, self._free[table][-1]))
            for places in self._free.values():
                places.pop()
        self._clean_up_after_commit()

    def take_back(self, ballot: bytes, used_slip: bytes) -> None:
        """Put random bytes again where a ballot and a number are that the hub surely refused.

        Raises NotFound box_missing, StorageFault.
        """
        self._reopen_if_changed_by_others()
        with self._write_transaction() as connection:
            for table, sealed in ((_BALLOTS, ballot), (_USED, used_slip)):
                connection.execute(table.empty, (secrets.token_bytes(len(sealed)), sealed))
        self._is_unsure = True
        self._clean_up_after_commit()

    def read_contents(self) -> CopyContents:
        """Return both sets. Raises NotFound box_missing, StorageFault."""
        self._reopen_if_changed_by_others()
        with self._checked_connection() as connection:
            used, ballots = (
                tuple(sorted(bytes(sealed) for (sealed,) in connection.execute(table.kept)))
                for table in (_USED, _BALLOTS)
            )
        return CopyContents(used, ballots)

    def close(self) -> None:
        """Close the copy; it is then one file alone."""
        self._close_connection()

    def _find_free_places(self) -> None:
        if not self._is_unsure:
            return
        with self._checked_connection() as connection:
            for table in (_BALLOTS, _USED):
                free = connection.execute(table.free).fetchall()
                self._free[table] = [int(place) for (place,) in free]
                self._shuffler.shuffle(self._free[table])
            self._slots = int(connection.execute("SELECT count(*) FROM ballot").fetchone()[0])
        self._is_unsure = False

    def _clean_up_after_commit(self) -> None:
        super()._clean_up_after_commit()
        self._certain = self.count_kept()

    def _reopen_and_check(self) -> None:
        """Open the copy anew; raises StorageFault corrupt where more than one act went or came in."""
        self._close_connection()
        slots, certain = self._slots, self._certain
        self._connection = self._connect()
        self._is_shut = False
        with undone_on_failure(self._close_connection):
            with faults_translated(self.path):
                self._check_pages()
            if abs(self.count_kept() - certain) > 1 or (slots and self._slots != slots):
                raise StorageFault("corrupt", file=self.path.name)
            self._clean_up_after_opening()


def destroy_kiosk_copy(path: Path) -> None:
    """Overwrite and remove a copy that is not open; its key is at the hub alone. Raises StorageFault."""
    overwrite_and_remove_file(path)
    journal = path.with_name(path.name + "-journal")
    if journal.exists():
        overwrite_and_remove_file(journal)


def open_or_make_kiosk_copy(
    path: Path, key: bytes, shuffler: random.Random, *, slots: int, ballot_length: int, used_slip_length: int
) -> KioskCopy:
    """Open the copy at `path`, made whole and durably where there is none. Raises StorageFault."""
    if not path.exists():
        fresh = path.with_name(path.name + "-new")
        with writing_new_traceless_file(fresh, key) as connection:
            for table, length in ((_BALLOTS, ballot_length), (_USED, used_slip_length)):
                connection.execute(table.create)
                connection.executemany(table.lay, ((place, secrets.token_bytes(length)) for place in range(slots)))
        with faults_translated(path):
            fresh.replace(path)
            sync_folder(path.parent)
    return KioskCopy(path, key, shuffler)
