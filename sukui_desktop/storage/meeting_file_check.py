"""Checking a meeting file: pages, chain, signatures, and its rows against a replay."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import and_, func, not_, select, type_coerce
from sqlalchemy.types import NullType

from sukui_desktop.domain.errors import StorageFault, VerifyFailed
from sukui_desktop.domain.facts.base import Entry, Unknown
from sukui_desktop.models.ids import Scope
from sukui_desktop.models.row import Key
from sukui_desktop.models.row_registry import ROW_TYPES
from sukui_desktop.models.tables import ENTRY, HELD_ENTRY, PERSON_KEY, tables_of_all_row_types
from sukui_desktop.record.entry_body import Words, read_seal_key_name
from sukui_desktop.record.entry_header import NO_PREVIOUS, Header, hash_header_and_signature
from sukui_desktop.record.entry_making import Head
from sukui_desktop.record.entry_signature import Verifier
from sukui_desktop.record.hybrid_logical_clock import Stamp
from sukui_desktop.storage.database import Database, open_memory_database, scope_conditions, scope_values
from sukui_desktop.storage.encrypted_connection import open_encrypted_connection
from sukui_desktop.storage.file_key_and_recovery_code import FileKey
from sukui_desktop.storage.journal import (
    StoredEntry,
    decode_stored_entry,
    failure_of_broken_entry,
    find_header_mismatch,
    is_as_received,
    is_seal_key,
    key_opens_entry,
)
from sukui_desktop.storage.meeting_file import MeetingFile, are_tables_current, rebuild_projections
from sukui_desktop.storage.projection import Projection


class CheckedLink(msgspec.Struct, frozen=True):
    """Where one entry of the record hangs: what its header says, and the fact that it brought."""

    entry: Entry
    hash: bytes
    kind: str
    """As it is written, also where this program does not know it."""
    kind_version: int
    seen: dict[str, int]

    @property
    def stamp(self) -> Stamp:
        """The moment of the entry."""
        return Stamp(self.entry.clock_ms, self.entry.clock_counter)


class CheckedMeetingFile(msgspec.Struct, frozen=True):
    """What was checked of a file that agrees with itself."""

    entries: int
    streams: tuple[str, ...]
    tables: dict[str, str]
    """Hash of each table as it is read, equal to that of the replay."""
    unknown: int = 0
    """Entries of a kind or version that this program does not know; they are kept and change nothing."""
    missing: int = 0
    """Entries at the end that this machine has seen written and that are not in the file, as in an older copy of it."""
    is_witnessed: bool = False
    """Whether this machine has noted anything of the meeting with which the file could be compared."""
    links: tuple[CheckedLink, ...] = ()
    """Every entry in the order of the record."""


def check_meeting_file(opened: MeetingFile) -> CheckedMeetingFile:
    """Check everything in the file.

    The tables as found are hashed before anything else is done, and compared with a replay into an empty
    database in memory. Tables of another version cannot be compared: once the chain holds they are built anew, as any
    opening would.

    Raises VerifyFailed pages_damaged, entry_broken, table_differs: the first place that is wrong.
    """
    opened.checkpoint_wal()  # pages are checked in the file itself: what a power cut left in the WAL must be in them
    check_pages(opened.database)
    with _texts_read_leniently(opened.database.raw):
        return _check_chain_and_tables(opened)


@contextmanager
def _texts_read_leniently(raw: Any) -> Iterator[None]:
    """Let text cells filled with anything show as a difference; a file that is held open reads on as before."""
    before, raw.text_factory = raw.text_factory, _decode_text_leniently
    try:
        yield
    finally:
        raw.text_factory = before


def _check_chain_and_tables(opened: MeetingFile) -> CheckedMeetingFile:
    with opened.database.begin():
        is_comparable = are_tables_current(opened.database)
        live = opened.projection.hash_tables() if is_comparable else {}
        _check_rows_of_this_meeting(opened)
        links, streams = check_chain(opened)
        entries = [link.entry for link in links]
        _check_held_entries(opened)
        noted = opened.station.read_noted_heads(opened.scope.meeting)
        _check_noted_heads(opened, noted)
        missing = opened.count_missing_entries()
        if not is_comparable:
            rebuild_projections(opened)
            live = opened.projection.hash_tables()
        with _replay_in_memory(opened.scope, entries) as replayed:
            if live != replayed.hash_tables():
                _raise_first_difference(opened.projection, replayed)
    unknown = sum(isinstance(entry.fact, Unknown) for entry in entries)
    return CheckedMeetingFile(len(entries), streams, live, unknown, missing, bool(noted), tuple(links))


@contextmanager
def _replay_in_memory(scope: Scope, entries: list[Entry]) -> Iterator[Projection]:
    database = open_memory_database()
    try:
        with database.begin():
            projection = Projection(database, scope)
            projection.replay_entries(entries)
            yield projection
    finally:
        database.close()


def _decode_text_leniently(written: bytes) -> str:
    """Read a text cell that may have been filled with anything: it must show as a difference, not stop the check."""
    return written.decode("utf-8", "backslashreplace")


def check_pages(database: Database) -> None:
    """Check that every page of the file is as it was written.

    Raises VerifyFailed pages_damaged with page numbers and the range of entries that cannot be read.
    """
    damage = find_damaged_pages(database.raw)
    if damage is not None:
        raise damage


def diagnose_unopenable_file(path: Path, file_key: FileKey) -> VerifyFailed:
    """Return what is damaged in a file that cannot even be opened; page 1 when nothing more is known."""
    first_page = VerifyFailed("pages_damaged", pages=("1",), entries=())
    try:
        raw = open_encrypted_connection(path, (file_key.key + file_key.preamble).hex(), ())
    except StorageFault:
        return first_page
    try:
        return find_damaged_pages(raw) or first_page
    finally:
        raw.close()


def find_damaged_pages(raw: Any) -> VerifyFailed | None:
    """Return which pages of an open database are damaged and which entries cannot be read, None for none."""
    reported = raw.execute("PRAGMA cipher_integrity_check").fetchall()
    pages = tuple(str(line).rsplit(" ", 1)[-1] for (line,) in reported)
    return VerifyFailed("pages_damaged", pages=pages, entries=find_unreadable_entries(raw)) if pages else None


def find_unreadable_entries(raw: Any) -> tuple[str, ...]:
    """Return which entries can no longer be read: ranges of seq as `first–last`, empty when every entry can.

    In a file of several streams a range begins with the first 8 digits of its stream. Where no index can be read
    either, the ranges are of positions in the file, which are seqs in a file that one station wrote.
    """
    lost: dict[str, list[int]] = {}
    places = _read_entry_places(raw)
    for stream, seq, row in places:
        try:
            raw.execute("SELECT signed, body FROM entry WHERE rowid = ?", (row,)).fetchone()
        except sqlcipher.DatabaseError:
            lost.setdefault(stream, []).append(seq)
    is_one = len({stream for stream, _, _ in places}) < 2
    return tuple(
        part if is_one else f"{stream[:8]} {part}" for stream in lost for part in _join_seq_ranges(lost[stream])
    )


def _read_entry_places(raw: Any) -> list[tuple[str, int, int]]:
    """Return (stream, seq, row number) of every entry from an index, which is in other pages than the entries."""
    for index in ("entry_order", "sqlite_autoindex_entry_1"):
        try:
            found = raw.execute(f"SELECT stream, seq, rowid FROM entry INDEXED BY {index}").fetchall()  # noqa: S608
        except sqlcipher.DatabaseError:
            continue
        return sorted((str(stream), int(seq), int(row)) for stream, seq, row in found)
    most = int(raw.execute("PRAGMA page_count").fetchone()[0]) * 8
    return [("", place, place + 1) for place in range(most)]


def _join_seq_ranges(numbers: list[int]) -> tuple[str, ...]:
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return tuple(f"{first}–{last}" for first, last in ranges)


def check_chain(opened: MeetingFile) -> tuple[list[CheckedLink], tuple[str, ...]]:
    """Check every entry of every stream and return the entries, with where they hang, in the order of the record.

    Raises VerifyFailed entry_broken: stream, seq, kind and what is wrong.
    """
    verifier, heads, links = Verifier(), dict[str, tuple[int, bytes]](), list[CheckedLink]()
    keys, opened_by = opened.journal.read_seal_keys(), dict[str, list[tuple[StoredEntry, bool]]]()
    words = _read_rewritten_words(opened)
    for stored in opened.journal.read_entries():
        seq, previous = heads.get(stored.stream, (-1, NO_PREVIOUS))
        if stored.seq != seq + 1:
            raise failure_of_broken_entry(stored.stream, seq + 1, stored.kind, "gap")
        header, entry = _decode_for_check(stored, keys, words)
        _check_entry(stored, header, entry, previous, opened.scope)
        if not verifier.is_signature_valid(header.stream, stored.signed, stored.signature):
            raise _failure_of_stored_entry(stored, "signature")
        heads[stored.stream] = (stored.seq, hash_header_and_signature(stored.signed, stored.signature))
        links.append(CheckedLink(entry, heads[stored.stream][1], header.kind, header.kind_version, header.seen))
        name = read_seal_key_name(stored.body)
        key = keys.get(name)
        if key is not None:
            opened_by.setdefault(name, []).append((stored, key_opens_entry(stored, key)))
    for sealed in opened_by.values():
        if not any(is_open for _, is_open in sealed):
            raise _failure_of_stored_entry(sealed[0][0], "unreadable")
    return links, tuple(heads)


def _read_rewritten_words(opened: MeetingFile) -> dict[str, Words]:
    try:
        return opened.journal.read_rewritten_words()
    except (StorageFault, ValueError, TypeError, KeyError):
        return {}  # the entry that cannot be read is found at its place in the chain


def _check_rows_of_this_meeting(opened: MeetingFile) -> None:
    """Check that every row is of this meeting, and every key of a person is one.

    Raises VerifyFailed table_differs.
    """
    found_tables = opened.database.raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    names = {name for (name,) in found_tables}  # an older file has fewer
    for table in (ENTRY, HELD_ENTRY, PERSON_KEY, *tables_of_all_row_types()):
        if table.name not in names:
            continue
        outside = select(func.count()).select_from(table).where(not_(and_(*scope_conditions(table))))
        found = opened.database.execute(outside, scope_values(opened.scope)).scalar_one()
        if found:
            raise VerifyFailed("table_differs", table=table.name, key=str(found), how="extra")
    for person_id, key in opened.database.execute(
        select(PERSON_KEY.c.person_id, type_coerce(PERSON_KEY.c.key, NullType()))
    ):
        if not is_seal_key(key):
            raise VerifyFailed("table_differs", table=PERSON_KEY.name, key=str(person_id), how="changed")


def _check_held_entries(opened: MeetingFile) -> None:
    if not opened.database.raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'held_entry'").fetchone():
        return  # a file of a release that held nothing
    verifier = Verifier()
    for held in opened.journal.read_held_entries():
        if not is_as_received(held, opened.scope, verifier):
            raise _failure_of_stored_entry(held, "held")


def _check_noted_heads(opened: MeetingFile, noted: dict[str, Head]) -> None:
    """Check that what this machine noted of a stream that is here is in it. Raises VerifyFailed entry_broken (fork)."""
    newest = opened.journal.newest_heads()
    for stream, head in noted.items():
        is_here = newest.get(stream, Head()).seq >= head.seq >= 0
        if is_here and opened.journal.entry_hash(stream, head.seq) != head.hash:
            raise failure_of_broken_entry(stream, head.seq, "", "fork")


def _decode_for_check(stored: StoredEntry, keys: dict[str, bytes], words: dict[str, Words]) -> tuple[Header, Entry]:
    if not all(isinstance(part, bytes) for part in (stored.signed, stored.signature, stored.salt, stored.body)):
        raise _failure_of_stored_entry(stored, "unreadable")
    try:
        return decode_stored_entry(stored, keys.get, words.get)
    except StorageFault as error:
        raise _failure_of_stored_entry(stored, "unreadable") from error


def _check_entry(stored: StoredEntry, header: Header, entry: Entry, previous: bytes, scope: Scope) -> None:
    columns = (stored.stream, stored.seq, stored.kind, stored.subject, stored.clock_ms, stored.clock_counter)
    signed = (entry.stream, header.seq, header.kind, entry.subject, header.clock_ms, header.clock_counter)
    checks = (
        ("previous", header.previous == previous),
        ("columns", columns == signed and stored.hash == hash_header_and_signature(stored.signed, stored.signature)),
    )
    wrong = next((name for name, holds in checks if not holds), "") or find_header_mismatch(stored, header, scope)
    if wrong:
        raise _failure_of_stored_entry(stored, wrong)


def _failure_of_stored_entry(stored: StoredEntry, reason: str) -> VerifyFailed:
    return failure_of_broken_entry(stored.stream, stored.seq, stored.kind, reason)


_NOTHING: tuple[Key, list[Any]] = ((), [])


def _raise_first_difference(live: Projection, replayed: Projection) -> None:
    for kind in ROW_TYPES:
        pairs = zip_longest(live.dump_table(kind), replayed.dump_table(kind), fillvalue=_NOTHING)
        for (key, found), (expected_key, expected) in pairs:
            if found != expected or key != expected_key:
                place = min(k for k in (key, expected_key) if k)
                how = "changed" if key == expected_key else "extra" if place == key else "missing"
                raise VerifyFailed("table_differs", table=kind.TABLE, key="/".join(place[2:] or place[1:]), how=how)
    raise AssertionError("tables differ by their hashes alone")
