"""A transaction on a meeting: rows to read, entries to append or to receive."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import msgspec

from sukui_desktop.domain.after_closing import check_after_closing
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.effects.effect import Effect
from sukui_desktop.domain.errors import NotFound
from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.domain.facts.kinds import SUBJECT_OF
from sukui_desktop.domain.facts.meeting import CorrectionNoted
from sukui_desktop.domain.facts.person import PersonAdded, PersonEdited
from sukui_desktop.domain.text import clean_text
from sukui_desktop.models.ids import Scope, make_id
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.models.row import Row, key_of
from sukui_desktop.record.entry_body import PERSON_KEY_SIZE
from sukui_desktop.record.entry_stamp import Stamp
from sukui_desktop.record.entry_writer import Writer, Written
from sukui_desktop.storage.database import Database
from sukui_desktop.storage.journal import Journal, Received, Sent, entry_at, open_entry, place_in_record
from sukui_desktop.storage.poll_secrets import PollSecrets
from sukui_desktop.storage.projection import Projection, fold_entries

R = TypeVar("R", bound=Row)


class Appended(msgspec.Struct, frozen=True):
    """Entries that were appended: the ids of their subjects, in order, and what changed."""

    ids: tuple[str, ...]
    changes: Changes


class Transaction:
    """One transaction on a meeting file."""

    def __init__(
        self,
        database: Database,
        scope: Scope,
        writer: Writer,
        now: Callable[[], int],
        monotonic: Callable[[], int],
        reason: str | None = None,
    ) -> None:
        """`reason` is why a closed meeting is corrected, None where the act takes none."""
        self.scope = scope
        self.journal = Journal(database, scope)
        self.projection = Projection(database, scope)
        self.poll_secrets = PollSecrets(database, scope)
        self.writer = writer
        self.now = now
        self._monotonic = monotonic
        self._reason = reason
        self.touched: set[str] = set()
        """Tables that this transaction has written."""

    def list_rows(self, kind: type[R], **where: str) -> tuple[R, ...]:
        """Return rows of one type in key order, all or those whose columns equal `where`."""
        return self.projection.list_rows(kind, **where)

    def find_row(self, kind: type[R], *key: str) -> R | None:
        """Return the row with this key, or None."""
        return self.projection.find_row(kind, *key)

    def require_row(self, kind: type[R], *key: str) -> R:
        """Return the row with this key.

        Raises NotFound `<table>_unknown`.
        """
        row = self.find_row(kind, *key)
        if row is None:
            raise NotFound(kind.UNKNOWN, id=key[-1])
        return row

    def list_subjects_with_fact(self, *kinds: type[Fact]) -> tuple[str, ...]:
        """Return the ids of the subjects of every fact of these kinds, in the order of the record."""
        subjects = self.journal.subjects_of(*(kind.KIND for kind in kinds))
        return tuple(subject.partition("/")[2] for subject in subjects)

    def read_entries(self, subjects: Iterable[str]) -> tuple[Entry, ...]:
        """Return the entries about any of these subjects (`type/id`), in the order of the record.

        Raises StorageFault entry_unreadable.
        """
        keys = self.journal.person_keys()
        stored = sorted(self.journal.read_entries_of_subjects(sorted(set(subjects))), key=place_in_record)
        return tuple(open_entry(one, keys.get)[1] for one in stored)

    def append_fact(self, subject_id: str | None, fact: Fact) -> Appended:
        """Append one entry about the subject of this id (None: the entry creates it) and apply it."""
        return self.append_facts([(subject_id, fact)])

    def append_facts(self, facts: Iterable[tuple[str | None, Fact]]) -> Appended:
        """Append entries in order and apply them: one entry for each fact, all in this transaction.

        Of a meeting that was closed, each correction is followed by an entry that names it with the reason given.
        Raises RuleBroken meeting_closed, correction_reason_missing (`check_after_closing`).
        """
        written, entries, keys = self._write_entries(list(facts))
        if not written:
            return Appended((), Changes())
        if keys:
            self.journal.keep_person_keys(keys)
        self.journal.append_entries(self.writer.key.stream, written)
        effect = fold_entries(self.projection.load_states(entry.subject for entry in entries), entries)
        self.projection.write_effect(effect)
        changes = _changes_of_effect(effect)
        self.touched |= changes.tables
        ids = (entry.subject_id for entry in entries if not isinstance(entry.fact, CorrectionNoted))
        return Appended(tuple(ids), changes)

    def _write_entries(
        self, facts: list[tuple[str | None, Fact]]
    ) -> tuple[list[Written], list[Entry], list[tuple[str, bytes]]]:
        written, entries, keys = [], [], []
        stream, now_ms, monotonic_ms = self.writer.key.stream, self.now(), self._monotonic()
        is_closed = any(meeting.stage == MeetingStage.CLOSED for meeting in self.list_rows(MeetingRow))
        left = facts[::-1]
        while left:
            given_id, fact = left.pop()
            subject_id = given_id or make_id(stream, self.writer.head.seq + 1)
            key = None
            if isinstance(fact, PersonAdded):
                key = secrets.token_bytes(PERSON_KEY_SIZE)
                keys.append((subject_id, key))
            elif isinstance(fact, PersonEdited):
                key = self.journal.person_key(subject_id)
            subject = f"{SUBJECT_OF[fact.KIND]}/{subject_id}"
            link = self.writer.write_entry(subject, fact, person_key=key, now_ms=now_ms, monotonic_ms=monotonic_ms)
            written.append(link)
            entries.append(entry_at(link.header, subject, fact, link.body))
            if is_closed and check_after_closing(fact.KIND, self._reason):
                note = CorrectionNoted(kind=fact.KIND, target=subject, reason=clean_text(self._reason or ""))
                left.append((None, note))
        return written, entries, keys

    def receive_entries(
        self, entries: Iterable[Sent], person_keys: Mapping[str, bytes] | None = None
    ) -> tuple[Received, Changes]:
        """Add entries of other stations and replay their subjects; the rows are those of a whole replay.

        Raises VerifyFailed entry_broken; nothing is kept then.
        """
        known = self.journal.person_keys()
        received = self.journal.receive_entries(entries, person_keys, own_stream=self.writer.key.stream)
        subjects = {entry.subject for entry in received.added}
        keys = self.journal.person_keys()
        subjects |= {f"person/{person_id}" for person_id, key in keys.items() if known.get(person_id) != key}
        replayed = [
            open_entry(stored, keys.get)[1] for stored in self.journal.read_entries_of_subjects(sorted(subjects))
        ]
        effect = self.projection.replay_subjects(sorted(subjects), replayed)
        for stored in received.added:
            self.writer.stamp = max(self.writer.stamp, Stamp(stored.clock_ms, stored.clock_counter))
        newest = {stored.stream: stored.seq for stored in received.added if stored.stream != self.writer.key.stream}
        self.writer.seen = {**self.writer.seen, **newest}
        return received, _changes_of_effect(effect)


def _changes_of_effect(effect: Effect) -> Changes:
    places = [(type(row), key_of(row)) for row in effect.put] + list(effect.remove)
    return Changes(
        frozenset(kind.TABLE for kind, _ in places),
        frozenset(key[0] for _, key in places),
    )
