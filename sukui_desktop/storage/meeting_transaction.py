"""A transaction on a meeting: rows to read, entries to append or to receive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import msgspec

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.corrections_after_closing import changed_fields, require_allowed_after_closing
from sukui_desktop.domain.errors import NotFound
from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.domain.facts.kinds import SUBJECT_OF
from sukui_desktop.domain.facts.meeting import CorrectionNoted, WordsRewritten
from sukui_desktop.domain.rows_from_facts.effect_of_entry import effect_of_entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.ids import Scope, derive_id_from_entry
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.models.row import Row, key_of_row
from sukui_desktop.record.entry_making import Writer, Written
from sukui_desktop.record.hybrid_logical_clock import Stamp
from sukui_desktop.storage.database import Database
from sukui_desktop.storage.journal import Journal, ReceivedEntries, SentEntry, make_entry_at_place, record_order_key
from sukui_desktop.storage.poll_secrets import PollSecrets
from sukui_desktop.storage.projection import Projection, fold_entries_into_effect

R = TypeVar("R", bound=Row)


class AppendedEntries(msgspec.Struct, frozen=True):
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
        self._corrector: tuple[str, Callable[[bytes], bytes]] | None = None

    def list_rows(self, kind: type[R], **where: str | bool) -> tuple[R, ...]:
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
        subjects = self.journal.list_subjects_of_kinds(*(kind.KIND for kind in kinds))
        return tuple(subject.partition("/")[2] for subject in subjects)

    def read_entries(self, subjects: Iterable[str]) -> tuple[Entry, ...]:
        """Return the entries about any of these subjects (`type/id`), in the order of the record.

        Raises StorageFault entry_unreadable.
        """
        stored = sorted(self.journal.read_entries_of_subjects(sorted(set(subjects))), key=record_order_key)
        return tuple(entry for _, entry in self.journal.decode_entries(stored))

    def set_signer_of_corrections(self, signer_id: str, sign: Callable[[bytes], bytes]) -> None:
        """Let the corrections of this transaction be signed by a person: each over the hash of its entry."""
        self._corrector = signer_id, sign

    def append_fact(self, subject_id: str | None, fact: Fact) -> AppendedEntries:
        """Append one entry about the subject of this id (None: the entry creates it) and apply it."""
        return self.append_facts([(subject_id, fact)])

    def append_facts(self, facts: Iterable[tuple[str | None, Fact]]) -> AppendedEntries:
        """Append entries in order and apply them: one entry for each fact, all in this transaction.

        Of a meeting that was closed, each correction is followed by an entry that names it with the reason given.
        Raises RuleBroken meeting_closed, correction_reason_missing (`require_allowed_after_closing`).
        """
        written, entries = self._write_entries(list(facts))
        if not written:
            return AppendedEntries((), Changes())
        self.journal.keep_seal_keys(link.seal_key for link in written if link.seal_key is not None)
        self.journal.append_entries(self.writer.key.stream, written)
        effect = fold_entries_into_effect(
            self.projection.read_states_of_subjects(entry.subject for entry in entries), entries
        )
        self.projection.write_row_changes(effect)
        changes = _changes_of_effect(effect)
        self.touched |= changes.tables
        ids = (entry.subject_id for entry in entries if not isinstance(entry.fact, CorrectionNoted))
        return AppendedEntries(tuple(ids), changes)

    def _write_entries(self, facts: list[tuple[str | None, Fact]]) -> tuple[list[Written], list[Entry]]:
        written, entries = list[Written](), list[Entry]()
        stream, now_ms, monotonic_ms = self.writer.key.stream, self.now(), self._monotonic()
        meetings = self.list_rows(MeetingRow)
        is_closed = any(meeting.stage == MeetingStage.CLOSED for meeting in meetings)
        is_signed = any(meeting.minutes_signed_at_ms for meeting in meetings)
        states: dict[str, State] = {}
        left = facts[::-1]
        while left:
            given_id, fact = left.pop()
            subject_id = given_id or derive_id_from_entry(stream, self.writer.head.seq + 1)
            subject = f"{SUBJECT_OF[fact.KIND]}/{subject_id}"
            link = self.writer.make_and_sign_entry(subject, fact, now_ms=now_ms, monotonic_ms=monotonic_ms)
            written.append(link)
            entries.append(make_entry_at_place(link.header, subject, fact, link.body))
            if is_closed and require_allowed_after_closing(
                fact.KIND, self._reason, is_signed=is_signed, has_signer=self._corrector is not None
            ):
                left.append((None, self._make_correction_fact(link, entries[-1], states, is_signed=is_signed)))
        return written, entries

    def _make_correction_fact(
        self, link: Written, entry: Entry, states: dict[str, State], *, is_signed: bool
    ) -> CorrectionNoted:
        if entry.subject not in states:
            states |= self.projection.read_states_of_subjects([entry.subject])
        state = states[entry.subject]
        before = state.all_rows()
        state.apply_effect(effect_of_entry(state, entry))
        changed = changed_fields(before, state.all_rows())
        signer_id, sign = self._corrector if self._corrector and is_signed else ("", lambda _: b"")
        return CorrectionNoted(
            kind=entry.fact.KIND,
            target=entry.subject,
            reason=clean_text(self._reason or ""),
            fields=tuple(one.field for one in changed),
            old=tuple(one.old for one in changed),
            new=tuple(one.new for one in changed),
            signer_id=signer_id,
            signature=sign(link.hash),
            is_after_signing=is_signed,
        )

    def receive_entries(
        self, entries: Iterable[SentEntry], seal_keys: Mapping[str, bytes] | None = None
    ) -> tuple[ReceivedEntries, Changes]:
        """Add entries of other stations and replay their subjects; the rows are those of a whole replay.

        What one of them says is erased is erased here too.
        Raises VerifyFailed entry_broken; nothing is kept then.
        """
        known = self.journal.read_seal_keys()
        received = self.journal.receive_entries(entries, seal_keys, own_stream=self.writer.key.stream)
        self.journal.destroy_keys_of_erased()
        keys = self.journal.read_seal_keys()
        changed = {name for name in known.keys() | keys.keys() if known.get(name) != keys.get(name)}
        changed |= {one.subject.partition("/")[2] for one in received.added if one.kind == WordsRewritten.KIND}
        effect = self._replay_subjects(
            {entry.subject for entry in received.added} | self.journal.find_subjects_under_keys(changed)
        )
        for stored in received.added:
            self.writer.stamp = max(self.writer.stamp, Stamp(stored.clock_ms, stored.clock_counter))
        newest = {stored.stream: stored.seq for stored in received.added if stored.stream != self.writer.key.stream}
        self.writer.seen = {**self.writer.seen, **newest}
        return received, _changes_of_effect(effect)

    def destroy_keys_of_erased(self) -> Changes:
        """Destroy every key that an entry says is erased, and write the rows anew as a whole replay would."""
        destroyed = self.journal.destroy_keys_of_erased()
        changes = _changes_of_effect(self._replay_subjects(self.journal.find_subjects_under_keys(destroyed)))
        self.touched |= changes.tables
        return changes

    def _replay_subjects(self, subjects: Iterable[str]) -> Effect:
        names = sorted(set(subjects))
        replayed = self.journal.decode_entries(self.journal.read_entries_of_subjects(names))
        return self.projection.replay_subjects(names, (entry for _, entry in replayed))


def _changes_of_effect(effect: Effect) -> Changes:
    places = [(type(row), key_of_row(row)) for row in effect.put] + list(effect.remove)
    return Changes(
        frozenset(kind.TABLE for kind, _ in places),
        frozenset(key[0] for _, key in places),
    )
