"""The journal of one meeting: appending entries, reading them in order, receiving those of other stations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

import cbor2
import msgspec
from sqlalchemy import BigInteger, ColumnElement, Select, Table, bindparam, delete, func, insert, select, type_coerce
from sqlalchemy.types import NullType

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.errors import StorageFault, VerifyFailed
from sukui_desktop.domain.facts.base import Entry, Fact, Unknown
from sukui_desktop.domain.facts.meeting import WordsRewritten
from sukui_desktop.domain.facts.person import PersonErased
from sukui_desktop.models.ids import Scope
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.tables import ENTRY, HELD_ENTRY, PERSON_KEY
from sukui_desktop.record.entry_body import (
    SEAL_KEY_SIZE,
    KeyOf,
    Words,
    WordsOf,
    decode_and_unseal_body,
    does_key_open_seal,
    no_rewritten_words,
    read_seal_key_name,
    wall_clock_of_entry,
)
from sukui_desktop.record.entry_bounds import find_broken_bound, is_canonical_plain_body
from sukui_desktop.record.entry_header import (
    FORMAT,
    Header,
    commitment_to_body,
    decode_header,
    hash_header_and_signature,
)
from sukui_desktop.record.entry_making import Head, Written
from sukui_desktop.record.entry_signature import Verifier
from sukui_desktop.record.hybrid_logical_clock import Stamp
from sukui_desktop.storage.database import Database, insert_of_dialect, scope_conditions, scope_values


class SentEntry(msgspec.Struct, frozen=True):
    """An entry as one station sends it to another, byte for byte as it was made."""

    signed: bytes
    signature: bytes
    salt: bytes
    body: bytes


class StoredEntry(SentEntry, frozen=True):
    """An entry as it is in the journal: the byte strings it was made of, and columns read from them."""

    stream: str
    seq: int
    hash: bytes
    kind: str
    subject: str
    clock_ms: int
    clock_counter: int


class Gap(msgspec.Struct, frozen=True):
    """Entries of a stream that are missing before held ones: from `first` to `last`, both included."""

    stream: str
    first: int
    last: int


class Fork(msgspec.Struct, frozen=True):
    """A received entry that contradicts one that is here: same stream and seq, or another entry before it."""

    stream: str
    seq: int
    hash: bytes


class ReceivedEntries(msgspec.Struct, frozen=True):
    """What receiving came to."""

    added: tuple[StoredEntry, ...]
    """Entries that are in the journal now and were not, held ones that could follow included; in stream order."""
    known: int
    """Entries that were here already."""
    held: int
    """Entries that wait for one before them, in all."""
    gaps: tuple[Gap, ...]
    """What they wait for."""
    forks: tuple[Fork, ...]
    """Entries that were refused; those that were here stay."""
    dropped: tuple[Gap, ...] = ()
    """Places of held entries that are no longer what was signed; they are dropped, to be sent again."""


_IN_SCOPE = scope_conditions(ENTRY)
_ORDER = (ENTRY.c.clock_ms, ENTRY.c.clock_counter, ENTRY.c.stream, ENTRY.c.seq)


def _stored_columns(table: Table) -> list[ColumnElement[Any]]:
    """Return the columns of `StoredEntry` without their types: a cell of a wrong type is found by a check, and no
    crash."""
    return [type_coerce(table.c[name], NullType()).label(name) for name in StoredEntry.__struct_fields__]


_SUBJECTS_OF_KINDS = (
    select(ENTRY.c.subject).where(*_IN_SCOPE, ENTRY.c.kind.in_(bindparam("kinds", expanding=True))).order_by(*_ORDER)
)
_NEWEST = select(ENTRY.c.stream, func.max(ENTRY.c.seq)).where(*_IN_SCOPE).group_by(ENTRY.c.stream)
_HASHES = select(ENTRY.c.seq, ENTRY.c.hash).where(
    *_IN_SCOPE,
    ENTRY.c.stream == bindparam("stream"),
    ENTRY.c.seq.between(bindparam("first", type_=BigInteger), bindparam("last", type_=BigInteger)),
)
_ONE_MOMENT = select(ENTRY.c.clock_ms, ENTRY.c.clock_counter, ENTRY.c.body).where(*_IN_SCOPE).limit(1)
_FROM_NEWEST = [column.desc() for column in _ORDER]
_NEWEST_MOMENT = _ONE_MOMENT.order_by(*_FROM_NEWEST)
_NEWEST_SUBJECT = select(ENTRY.c.kind, ENTRY.c.subject).where(*_IN_SCOPE).order_by(*_FROM_NEWEST).limit(1)
_NEWEST_STREAM = select(ENTRY.c.stream).where(*_IN_SCOPE).order_by(*_FROM_NEWEST).limit(1)
_OLDEST_MOMENT = _ONE_MOMENT.order_by(*_ORDER)
_FIRST = select(ENTRY.c.signed).where(ENTRY.c.seq == 0).limit(1)

_HELD_IN_SCOPE = scope_conditions(HELD_ENTRY)
_DROP_HELD = delete(HELD_ENTRY).where(
    *_HELD_IN_SCOPE, HELD_ENTRY.c.stream == bindparam("of_stream"), HELD_ENTRY.c.seq == bindparam("of_seq")
)

_IS_OF_PERSON = PERSON_KEY.c.person_id == bindparam("person")
_KEYS = select(PERSON_KEY.c.person_id, type_coerce(PERSON_KEY.c.key, NullType())).where(*scope_conditions(PERSON_KEY))

_AT_ONCE = 1000
"""Subjects in one statement."""

_APPEND = insert(ENTRY)
_KEEP_KEY = insert(PERSON_KEY)
_DROP_KEY = delete(PERSON_KEY).where(*scope_conditions(PERSON_KEY), _IS_OF_PERSON)


@cache
def _read_statement(chosen_by: str = "") -> Select[*tuple[Any, ...]]:
    """Return what reads entries in the order of the record: all, or those whose column `chosen_by` is among values."""
    read = select(*_stored_columns(ENTRY)).where(*_IN_SCOPE).order_by(*_ORDER)
    return read.where(ENTRY.c[chosen_by].in_(bindparam(f"{chosen_by}s", expanding=True))) if chosen_by else read


@cache
def _read_held_statement() -> Select[*tuple[Any, ...]]:
    held = select(*_stored_columns(HELD_ENTRY)).where(*_HELD_IN_SCOPE)
    return held.order_by(HELD_ENTRY.c.stream, HELD_ENTRY.c.seq)


@cache
def _insert_if_new_statement(table: Table, is_postgres: bool) -> Any:
    """Return an insert that leaves a row of the same key as it is."""
    return insert_of_dialect(table, is_postgres=is_postgres).on_conflict_do_nothing(
        index_elements=list(table.primary_key.columns)
    )


def read_scope_of_first_entry(database: Database) -> Scope | None:
    """Return city and meeting of the one meeting in a file, as its first entry says; None without an entry.

    The only statement without a scope: it is how a file that was just opened gets one.
    Raises StorageFault entry_unreadable.
    """
    found = database.execute(_FIRST).first()
    if found is None:
        return None
    header = decode_header(bytes(found[0]))
    return Scope(header.city, header.meeting)


class Journal:
    """The entries of one meeting, and the keys that their words are sealed under."""

    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = scope_values(scope)
        self.scope = scope

    def append_entries(self, stream: str, entries: Sequence[Written]) -> None:
        """Add new entries of an own stream, in order."""
        self._database.execute(_APPEND, [self._entry_columns(_make_stored_entry(stream, entry)) for entry in entries])

    def read_entries(self) -> Iterator[StoredEntry]:
        """Yield every entry in the order of the record: clock, stream, seq."""
        return self._select_entries(_read_statement())

    def read_entries_of_subjects(self, subjects: Collection[str]) -> Iterator[StoredEntry]:
        """Yield the entries about any of these subjects; those of one subject in the order of the record."""
        names = list(subjects)
        for start in range(0, len(names), _AT_ONCE):
            yield from self._select_entries(_read_statement("subject"), subjects=names[start : start + _AT_ONCE])

    def list_subjects_of_kinds(self, *kinds: str) -> tuple[str, ...]:
        """Return the subjects of every entry of these kinds, in the order of the record."""
        found = self._database.execute(_SUBJECTS_OF_KINDS, {**self._scope, "kinds": kinds})
        return tuple(str(subject) for (subject,) in found)

    def newest_heads(self) -> dict[str, Head]:
        """Return the newest entry of every stream."""
        heads = {}
        for stream, seq in self._database.execute(_NEWEST, self._scope).all():
            heads[str(stream)] = Head(int(seq), self._entry_hashes(stream, seq, seq)[seq])
        return heads

    def entry_hash(self, stream: str, seq: int) -> bytes:
        """Return the hash of one entry, b'' where there is none."""
        return self._entry_hashes(stream, seq, seq).get(seq, b"")

    def newest_stamp(self) -> Stamp:
        """Return the latest clock of an entry."""
        found = self._database.execute(_NEWEST_MOMENT, self._scope).first()
        return Stamp(int(found[0]), int(found[1])) if found else Stamp(0)

    def newest_stream(self) -> str:
        """Return the stream of the last entry in the order of the record, '' for none."""
        found = self._database.execute(_NEWEST_STREAM, self._scope).first()
        return str(found[0]) if found else ""

    def newest_kind_and_subject(self) -> tuple[str, str]:
        """Return the kind and the subject of the last entry in the order of the record, ('', '') for none."""
        found = self._database.execute(_NEWEST_SUBJECT, self._scope).first()
        return (str(found[0]), str(found[1])) if found else ("", "")

    def newest_wall_ms(self) -> int:
        """Return what the wall clock showed when the last entry in the order of the record was made, 0 for none."""
        return self._read_wall_ms(_NEWEST_MOMENT)

    def oldest_wall_ms(self) -> int:
        """Return what the wall clock showed when the first entry in the order of the record was made, 0 for none."""
        return self._read_wall_ms(_OLDEST_MOMENT)

    def _read_wall_ms(self, moment: Select[tuple[int, int, bytes]]) -> int:
        found = self._database.execute(moment, self._scope).first()
        return wall_clock_of_entry(int(found[0]), int(found[1]), bytes(found[2])) if found else 0

    def decode_entries(self, entries: Iterable[StoredEntry]) -> Iterator[tuple[Header, Entry]]:
        """Yield header and fact of each entry, its words as they are today: opened, written anew, or erased.

        Raises StorageFault entry_unreadable.
        """
        keys, words = self.read_seal_keys(), self.read_rewritten_words()
        for stored in entries:
            yield decode_stored_entry(stored, keys.get, words.get)

    def keep_seal_keys(self, keys: Iterable[tuple[str, bytes]]) -> None:
        """Keep new keys of sealed words, each with its name."""
        rows = [{**self._scope, "person_id": name, "key": key} for name, key in keys]
        if rows:
            self._database.execute(_KEEP_KEY, rows)

    def read_seal_keys(self) -> dict[str, bytes]:
        """Return every key that sealed words are opened with, by its name."""
        found = self._database.execute(_KEYS, self._scope)
        return {str(name): bytes(key) for name, key in found if is_seal_key(key)}

    def read_rewritten_words(self) -> dict[str, Words]:
        """Return what was written anew for words whose key was destroyed, by the name of that key; the last one of
        each that can be read."""
        keys, found = self.read_seal_keys(), dict[str, Words]()
        for stored in self._select_entries(_read_statement("kind"), kinds=(WordsRewritten.KIND,)):
            if keys.get(read_seal_key_name(stored.body)) is not None:
                _, entry = decode_stored_entry(stored, keys.get)
                words = _decode_rewritten_words(entry.fact)
                if words is not None:
                    found[entry.subject_id] = words
        return found

    def find_subjects_under_keys(self, names: Collection[str]) -> set[str]:
        """Return the subjects of every entry sealed under one of these keys, and of those whose words were written
        anew under one of them."""
        if not names:
            return set()
        subjects = [(read_seal_key_name(stored.body), stored.subject) for stored in self.read_entries()]
        found = {subject for name, subject in subjects if name in names}
        written_anew = {subject.partition("/")[2] for subject in found if subject.startswith("words/")}
        return found | {subject for name, subject in subjects if name in written_anew}

    def destroy_keys_of_erased(self) -> set[str]:
        """Destroy every key that an entry of the record says is erased, and return the names of those that were here.

        These are all keys of entries about an erased person (but of the erasing itself), and of words written anew.
        """
        rewritten = [*self._select_entries(_read_statement("kind"), kinds=(WordsRewritten.KIND,))]
        erased = self.list_subjects_of_kinds(PersonErased.KIND)
        names = {stored.subject.partition("/")[2] for stored in rewritten}
        newest = {stored.subject: read_seal_key_name(stored.body) for stored in rewritten}
        names |= {read_seal_key_name(stored.body) for stored in rewritten} - set(newest.values())
        names |= {subject.partition("/")[2] for subject in erased}
        of_erased = self.read_entries_of_subjects(set(erased))
        names |= {read_seal_key_name(stored.body) for stored in of_erased if stored.kind != PersonErased.KIND}
        here = names & set(self.read_seal_keys())
        for name in here:
            self._database.execute(_DROP_KEY, {**self._scope, "person": name})
        return here

    def receive_entries(
        self, entries: Iterable[SentEntry], seal_keys: Mapping[str, bytes] | None = None, *, own_stream: str = ""
    ) -> ReceivedEntries:
        """Add entries of other stations, in any order and as often as they come.

        An entry is added once everything before it in its stream is here; until then it is held. One that contradicts
        an entry that is here is refused and returned as a fork. A key is kept if it opens an entry that is sealed under
        its name, here or among these, and none that is here does; not for an entry of `own_stream` whose key is gone,
        as it was destroyed here.
        Raises VerifyFailed entry_broken for an entry that is not what its signature says; nothing is kept then.
        """
        verifier, outcome = Verifier(), _Outcome()
        offered = [verify_sent_entry(sent, self.scope, verifier) for sent in entries]
        held = {(entry.stream, entry.seq): entry for entry in self._check_held_entries(verifier, outcome)}
        self._keep_fitting_seal_keys(seal_keys or {}, [*held.values(), *offered], own_stream)
        heads = self.newest_heads()
        by_stream = sorted((*held.values(), *offered), key=lambda entry: (entry.stream, entry.seq))
        for stream, of_stream in groupby(by_stream, key=lambda entry: entry.stream):
            self._receive_entries_of_stream(list(of_stream), heads.get(stream, Head()), held, outcome)
        return outcome.to_received(len(list(self.read_held_entries())))

    def _check_held_entries(self, verifier: Verifier, outcome: _Outcome) -> Iterator[StoredEntry]:
        """Yield the held entries that are still what was signed, and drop the others."""
        for entry in list(self.read_held_entries()):
            if is_as_received(entry, self.scope, verifier):
                yield entry
            else:
                self._drop_held_entries([entry])
                outcome.dropped.append(Gap(entry.stream, entry.seq, entry.seq))

    def _keep_fitting_seal_keys(
        self, offered_keys: Mapping[str, bytes], arriving: list[StoredEntry], own_stream: str
    ) -> None:
        kept = self.read_seal_keys()
        new = {one: key for one, key in offered_keys.items() if is_seal_key(key) and kept.get(one) != key}
        if not new:
            return
        destroyed = set[str]()
        sealed: dict[str, list[StoredEntry]] = {}
        for entry in (*self.read_entries(), *arriving):
            name = read_seal_key_name(entry.body)
            if name in new:
                sealed.setdefault(name, []).append(entry)
                if entry.stream == own_stream and name not in kept:
                    destroyed.add(name)
        for name, key in new.items():
            entries, present = sealed.get(name, []), kept.get(name)
            is_open = present is not None and any(key_opens_entry(entry, present) for entry in entries)
            if name not in destroyed and not is_open and any(key_opens_entry(entry, key) for entry in entries):
                self._database.execute(_DROP_KEY, {**self._scope, "person": name})
                self.keep_seal_keys([(name, key)])

    def _receive_entries_of_stream(
        self, entries: list[StoredEntry], head: Head, held: Mapping[tuple[str, int], StoredEntry], outcome: _Outcome
    ) -> None:
        stream = entries[0].stream
        here = self._entry_hashes(stream, entries[0].seq, min(head.seq, entries[-1].seq))
        waiting: dict[int, StoredEntry] = {}
        follows: list[StoredEntry] = []
        for entry in entries:
            was_held = held.get((stream, entry.seq)) is entry
            first = here.get(entry.seq) or (waiting[entry.seq].hash if entry.seq in waiting else None)
            if first is None and entry.seq == head.seq + 1 and decode_header(entry.signed).previous != head.hash:
                outcome.forks.append(Fork(stream, entry.seq, entry.hash))
                self._drop_held_entries([entry] if was_held else [])
            elif first is None and entry.seq == head.seq + 1:
                follows.append(entry)
                here[entry.seq] = entry.hash
                head = Head(entry.seq, entry.hash)
            elif first is None:
                waiting[entry.seq] = entry
            else:
                # A held entry whose place has been taken meanwhile waits for nothing more.
                self._drop_held_entries([entry] if was_held else [])
                if first != entry.hash:
                    outcome.forks.append(Fork(stream, entry.seq, entry.hash))
                elif not was_held:
                    outcome.known += 1
        self._insert_following_entries(follows, held, outcome)
        self._insert_new_entries(HELD_ENTRY, [entry for entry in waiting.values() if (stream, entry.seq) not in held])
        outcome.gaps += _find_gaps(stream, head.seq, sorted(waiting))

    def _insert_following_entries(
        self, follows: list[StoredEntry], held: Mapping[tuple[str, int], StoredEntry], outcome: _Outcome
    ) -> None:
        if not follows:
            return
        self._insert_new_entries(ENTRY, follows)
        # Another writer of the same store may have been first; what is there now decides.
        there = self._entry_hashes(follows[0].stream, follows[0].seq, follows[-1].seq)
        for entry in follows:
            if there[entry.seq] == entry.hash:
                outcome.added.append(entry)
            else:
                outcome.forks.append(Fork(entry.stream, entry.seq, entry.hash))
        self._drop_held_entries([entry for entry in follows if (entry.stream, entry.seq) in held])

    def _insert_new_entries(self, table: Table, entries: list[StoredEntry]) -> None:
        if entries:
            rows = list(map(self._entry_columns, entries))
            self._database.execute(_insert_if_new_statement(table, self._database.is_postgres), rows)

    def _drop_held_entries(self, entries: list[StoredEntry]) -> None:
        if entries:
            rows = [{**self._scope, "of_stream": entry.stream, "of_seq": entry.seq} for entry in entries]
            self._database.execute(_DROP_HELD, rows)

    def read_held_entries(self) -> Iterator[StoredEntry]:
        """Yield the entries that wait for one before them, by stream and seq."""
        return self._select_entries(_read_held_statement())

    def _entry_hashes(self, stream: str, first: int, last: int) -> dict[int, bytes]:
        values = {**self._scope, "stream": stream, "first": first, "last": last}
        return {int(seq): bytes(digest) for seq, digest in self._database.execute(_HASHES, values)}

    def _select_entries(self, statement: Select[*tuple[Any, ...]], **values: object) -> Iterator[StoredEntry]:
        for row in self._database.execute(statement, {**self._scope, **values}):
            yield StoredEntry(*row)

    def _entry_columns(self, entry: StoredEntry) -> dict[str, object]:
        return {**self._scope, **msgspec.structs.asdict(entry)}


class _Outcome:
    """What receiving has come to so far."""

    def __init__(self) -> None:
        self.added: list[StoredEntry] = []
        self.known = 0
        self.gaps: list[Gap] = []
        self.forks: list[Fork] = []
        self.dropped: list[Gap] = []

    def to_received(self, held: int) -> ReceivedEntries:
        parts = (tuple(self.gaps), tuple(self.forks), tuple(self.dropped))
        return ReceivedEntries(tuple(self.added), self.known, held, *parts)


def _find_gaps(stream: str, head_seq: int, waiting: list[int]) -> list[Gap]:
    gaps, there = [], head_seq
    for seq in waiting:
        if seq > there + 1:
            gaps.append(Gap(stream, there + 1, seq - 1))
        there = seq
    return gaps


def _make_stored_entry(stream: str, entry: Written) -> StoredEntry:
    return copy_fields(StoredEntry, entry.header, entry, stream=stream)


def _decode_rewritten_words(fact: Fact) -> Words | None:
    """Return what was written anew, None where another program wrote no map."""
    if not isinstance(fact, WordsRewritten):
        return None
    try:
        return canonical_bytes.decode(fact.words, dict[str, Any])
    except (cbor2.CBORDecodeError, msgspec.ValidationError, ValueError, TypeError, OverflowError):
        return None


def is_seal_key(key: object) -> bool:
    """Return whether something is a key of sealed words by its type and size."""
    return isinstance(key, bytes) and len(key) == SEAL_KEY_SIZE


def key_opens_entry(stored: StoredEntry, key: bytes) -> bool:
    """Return whether a key opens what is sealed in an entry."""
    return does_key_open_seal(stored.kind, decode_header(stored.signed).kind_version, stored.body, key)


def is_as_received(held: StoredEntry, scope: Scope, verifier: Verifier) -> bool:
    """Return whether a held entry is still what its stream signed, and its columns what it says."""
    try:
        return verify_sent_entry(sendable_entry(held), scope, verifier) == held
    except VerifyFailed:
        return False


def verify_sent_entry(sent: SentEntry, scope: Scope, verifier: Verifier) -> StoredEntry:
    """Return a received entry as it would be stored.

    Raises VerifyFailed entry_broken when it is not signed by its stream, is of another meeting, has another body, or
    breaks a bound of its format (`find_broken_bound`).
    """
    if not all(isinstance(part, bytes) for part in (sent.signed, sent.signature, sent.salt, sent.body)):
        raise failure_of_broken_entry("", -1, "", "unreadable")
    try:
        header = decode_header(sent.signed)
    except StorageFault as error:
        reason = "newer" if _is_header_of_later_format(sent.signed) else "unreadable"
        raise failure_of_broken_entry("", -1, "", reason) from error
    stream, wrong = header.stream.hex(), find_broken_bound(header, sent.signed, sent.signature, sent.salt)
    if not wrong and not verifier.is_signature_valid(header.stream, sent.signed, sent.signature):
        wrong = "signature"
    if wrong:
        raise failure_of_broken_entry(stream, header.seq, header.kind, wrong)
    try:
        subject, fact = decode_and_unseal_body(header.kind, header.kind_version, sent.body, lambda _: None)
    except StorageFault as error:
        raise failure_of_broken_entry(stream, header.seq, header.kind, "unreadable") from error
    digest = hash_header_and_signature(sent.signed, sent.signature)
    stored = copy_fields(StoredEntry, header, sent, stream=stream, hash=digest, subject=subject)
    wrong = find_header_mismatch(stored, header, scope)
    if not wrong and ("\0" in subject or not (isinstance(fact, Unknown) or _is_body_within_bounds(stored))):
        wrong = "range"
    if wrong:
        raise failure_of_broken_entry(stream, header.seq, header.kind, wrong)
    return stored


def failure_of_broken_entry(stream: str, seq: int, kind: str, reason: str) -> VerifyFailed:
    """Return the failure of an entry that is not what its signature says, with the beginning of its stream's name."""
    return VerifyFailed("entry_broken", stream=stream[:16], seq=seq, kind=kind, reason=reason)


def _is_body_within_bounds(stored: StoredEntry) -> bool:
    return is_canonical_plain_body(stored.body) and stored.subject.partition("/")[2] != ""


def _is_header_of_later_format(signed: bytes) -> bool:
    """Return whether what cannot be read is a header of a later format, of which only the number is known."""
    try:
        tree = cbor2.loads(signed)
    except (cbor2.CBORDecodeError, ValueError, TypeError, OverflowError):
        return False
    return isinstance(tree, list) and bool(tree) and isinstance(tree[0], int) and tree[0] > FORMAT


def find_header_mismatch(stored: StoredEntry, header: Header, scope: Scope) -> str:
    """Return what of an entry is not as its header says (meeting, length, body), '' when everything is."""
    checks = (
        (
            "meeting",
            (header.city, header.meeting) == (scope.city, scope.meeting) and _is_of_meeting(stored.subject, scope),
        ),
        ("length", header.body_length == len(stored.body)),
        ("body", header.body_commitment == commitment_to_body(stored.salt, stored.body)),
    )
    return next((name for name, holds in checks if not holds), "")


def _is_of_meeting(subject: str, scope: Scope) -> bool:
    name, _, subject_id = subject.partition("/")
    return name != "meeting" or subject_id == scope.meeting


def record_order_key(stored: StoredEntry) -> tuple[int, int, str, int]:
    """Return what orders the entries of a meeting: clock, stream, seq."""
    return stored.clock_ms, stored.clock_counter, stored.stream, stored.seq


def decode_stored_entry(
    stored: StoredEntry, key_of: KeyOf, words_of: WordsOf = no_rewritten_words
) -> tuple[Header, Entry]:
    """Read a stored entry's header and fact (`decode_and_unseal_body`).

    Raises StorageFault entry_unreadable.
    """
    header = decode_header(stored.signed)
    subject, fact = decode_and_unseal_body(
        header.kind, header.kind_version, stored.body, key_of, words_of=words_of, must_open=False
    )
    return header, make_entry_at_place(header, subject, fact, stored.body)


def make_entry_at_place(header: Header, subject: str, fact: Fact, body: bytes) -> Entry:
    """Return a fact at its place in the record, with the time that the wall clock showed."""
    at_ms = wall_clock_of_entry(header.clock_ms, header.clock_counter, body)
    return copy_fields(Entry, header, stream=header.stream.hex(), subject=subject, at_ms=at_ms, fact=fact)


def sendable_entry(stored: StoredEntry) -> SentEntry:
    """Return an entry as it goes to another station."""
    return copy_fields(SentEntry, stored)
