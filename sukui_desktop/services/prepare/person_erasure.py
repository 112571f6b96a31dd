"""Erasing a person (개인정보 지우기): what would be erased, and the erasing itself, by two people.

What is destroyed are keys: bodies stay in the record as bytes that nobody can read, so that every chain still verifies.
What this program cannot reach: copies and papers that were made before, and words of entries that releases before
0.5.0 wrote in the clear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.base import Entry, Fact, Unknown
from sukui_desktop.domain.facts.meeting import CorrectionNoted, WordsRewritten
from sukui_desktop.domain.facts.person import PersonEdited, PersonErased
from sukui_desktop.domain.facts.signer import SignerWithdrawn
from sukui_desktop.domain.name_erasure import NO_WORDS, erase_all_texts, erase_names, mentions_any_name
from sukui_desktop.domain.papers.minutes_content import LEGAL_NAMES
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.agenda import ItemRow, NoteRow
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import AttendanceRow, SlipRow, SlipState
from sukui_desktop.models.poll import PollRow
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.record.entry_body import Words, fields_to_seal, read_seal_key_name
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import SignerProof, open_keys_of_two_people
from sukui_desktop.services.saved_unfinished_words import erase_names_in_unfinished_words
from sukui_desktop.services.signing.two_person_decisions import sign_decision
from sukui_desktop.storage.meeting_transaction import Transaction


class NamingPassage(msgspec.Struct, frozen=True):
    """Words of the record that name the person, elsewhere than in what is about the person alone."""

    passage_id: str
    kind: str
    """Kind of the entry that they are in."""
    about: str
    """Title of the poll, agenda item or heading of the minutes that the entry is about; '' where it has none."""
    at_ms: int
    before: tuple[str, ...]
    """Every text of the entry, so that people see whom it speaks of."""
    after: tuple[str, ...]


class ErasurePlan(msgspec.Struct, frozen=True):
    """What erasing somebody would do, for people to look through."""

    names: tuple[str, ...]
    """Every name that the person had."""
    passages: tuple[NamingPassage, ...]
    unsealed: int
    """Entries in the clear, written by releases before 0.5.0, that name the person: they stay."""
    is_signed: bool
    """Whether the minutes are signed: what was printed of them is kept by law (공공기록물 관리에 관한 법률)."""


class ErasureResult(msgspec.Struct, frozen=True):
    """Somebody was erased."""

    passages: int
    """Entries whose words were written anew."""
    unsealed: int
    is_signed: bool
    """Whether the minutes are signed, and kept by law as they were printed."""
    changes: Changes


class ErasedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody of the roster was erased, with what is still known: nothing that names them."""

    person_id: PersonId
    role: str
    channel: str
    at_ms: int


def list_erased_people(room: Room) -> tuple[ErasedPerson, ...]:
    """Return everybody who was erased, in the order of the record."""
    with room.reading() as tx:
        subjects = tx.journal.list_subjects_of_kinds(PersonErased.KIND)
        entries = tx.read_entries(subjects) if subjects else ()
        known = ((entry, tx.find_row(AttendanceRow, entry.subject_id)) for entry in entries if _erases_person(entry))
        return tuple(
            ErasedPerson(person_id=row.person_id, role=row.role, channel=row.channel, at_ms=entry.at_ms)
            for entry, row in known
            if row is not None
        )


def _erases_person(entry: Entry) -> bool:
    return isinstance(entry.fact, PersonErased)


def plan_erasure(room: Room, person_id: PersonId) -> ErasurePlan:
    """Return what erasing a person would do.

    Raises NotFound attendance_unknown, RuleBroken person_erased.
    """
    with room.reading() as tx:
        return _plan_and_words_after_erasure(tx, person_id)[0]


def erase_person(
    room: Room, person_id: PersonId, reason: str, proofs: Sequence[SignerProof], *, kept: tuple[str, ...] = ()
) -> ErasureResult:
    """Erase a person: roster line, everything that was written about them, and their name in the words of others.

    `kept` are ids of passages that speak of somebody else of that name. That a person was there is still counted.
    Somebody who signed signs no more; the boxes whose key they hold they can still open.
    Raises NotFound attendance_unknown; RuleBroken person_erased, reason_missing, person_slip_open while a slip of a
    vote that is not over is out; and as `open_keys_of_two_people`.
    """
    why = clean_text(reason)
    if not why:
        raise RuleBroken("reason_missing")
    with room.writing() as tx:
        plan, words = _plan_and_words_after_erasure(tx, person_id)
        _refuse_while_slip_is_out(tx, person_id)
        keys = open_keys_of_two_people(tx, proofs)
        rewritten = [one.passage_id for one in plan.passages if one.passage_id not in kept]
        facts: list[tuple[str | None, Fact]] = [
            (name, WordsRewritten(words=canonical_bytes.encode(words[name]))) for name in rewritten
        ]
        changes = tx.append_facts(facts).changes if facts else NOTHING
        erased = PersonErased(
            reason=erase_names(why, plan.names),
            signer_ids=tuple(sorted(keys)),
            unsealed=plan.unsealed,
            rewritten=len(rewritten),
        )
        erased = sign_decision(tx, f"person/{person_id}", erased, keys)
        gone = [
            (row.signer_id, SignerWithdrawn())
            for row in tx.list_rows(SignerRow)
            if _is_active_signer_of_person(row, person_id)
        ]
        changes |= tx.append_facts([*gone, (person_id, erased)]).changes | tx.destroy_keys_of_erased()
        changes |= erase_names_in_unfinished_words(room, plan.names)
    room.file.checkpoint_wal()
    return ErasureResult(len(rewritten), plan.unsealed, plan.is_signed, changes)


def _is_active_signer_of_person(row: SignerRow, person_id: PersonId) -> bool:
    return row.person_id == person_id and not row.is_withdrawn


def _refuse_while_slip_is_out(tx: Transaction, person_id: PersonId) -> None:
    out = {slip.poll_id for slip in tx.list_rows(SlipRow, person_id=person_id) if slip.state == SlipState.ISSUED}
    polls = tuple(poll.title for poll in tx.list_rows(PollRow) if poll.poll_id in out and poll.state in HAS_BOX)
    if polls:
        raise RuleBroken("person_slip_open", polls=polls)


def _plan_and_words_after_erasure(tx: Transaction, person_id: PersonId) -> tuple[ErasurePlan, dict[str, Words]]:
    """Return the plan, and for each passage the words as they will be, by the name of the key that goes."""
    tx.require_row(AttendanceRow, person_id)
    stored = tuple(tx.journal.read_entries())
    opened = list(zip(stored, (entry for _, entry in tx.journal.decode_entries(stored)), strict=True))
    subject = f"person/{person_id}"
    about = [entry.fact for _, entry in opened if entry.subject == subject]
    if any(isinstance(fact, PersonErased) for fact in about):
        raise RuleBroken("person_erased")
    written = (fact.personal for fact in about if isinstance(fact, PersonEdited))
    names = tuple(dict.fromkeys(personal.name for personal in written if personal is not None))
    others = [(one, entry) for one, entry in opened if entry.subject != subject]
    passages, words, unsealed = list[NamingPassage](), dict[str, Words](), 0
    for one, entry in others:
        if isinstance(entry.fact, (Unknown, WordsRewritten)):
            continue
        before = fields_to_seal(entry.fact)
        after = _words_without_person(entry, before, names, subject)
        name = read_seal_key_name(one.body)
        if name in ("", entry.subject_id):  # nothing is sealed, or under the one key of another person
            unsealed += after != before or _is_named_outside_sealed_words(entry, names)
            continue
        if after != before:
            words[name] = after
            texts = tuple(_all_texts_in(before)), tuple(_all_texts_in(after))
            passages.append(
                NamingPassage(name, entry.fact.KIND, _title_of_subject(tx, entry.subject), entry.at_ms, *texts)
            )
    is_signed = any(meeting.minutes_signed_at_ms for meeting in tx.list_rows(MeetingRow))
    return ErasurePlan(names, tuple(passages), unsealed, is_signed), words


def _title_of_subject(tx: Transaction, subject: str) -> str:
    """Return what the poll, item or heading is called that an entry is about; '' for any other subject."""
    kind, _, key = subject.partition("/")
    if kind == "heading":
        return LEGAL_NAMES.get(key, "")
    if kind == "note":
        note = tx.find_row(NoteRow, key)
        kind, key = ("item", note.item_id) if note is not None else ("", "")
    row = tx.find_row(PollRow, key) if kind == "poll" else tx.find_row(ItemRow, key) if kind == "item" else None
    return row.title if row is not None else ""


def _is_named_outside_sealed_words(entry: Entry, names: Sequence[str]) -> bool:
    fields = msgspec.to_builtins(entry.fact, builtin_types=(bytes,))
    return mentions_any_name({name: value for name, value in fields.items() if name not in entry.fact.SEALED}, names)


def _words_without_person(entry: Entry, words: Words, names: Sequence[str], subject: str) -> Words:
    """Return the sealed words of an entry without a person; a namesake keeps their own name on the roster."""
    after = dict(erase_names(words, names))
    if isinstance(entry.fact, PersonEdited) and entry.fact.personal is not None:
        after["personal"] = {**after["personal"], "name": entry.fact.personal.name}
    if isinstance(entry.fact, CorrectionNoted) and entry.fact.target == subject:
        after |= {name: erase_all_texts(words[name]) for name in ("old", "new")}
    return after


def _all_texts_in(words: object) -> Iterator[str]:
    if isinstance(words, str) and words.strip():
        yield words
    elif isinstance(words, dict):
        for name, value in words.items():
            if name not in NO_WORDS:
                yield from _all_texts_in(value)
    elif isinstance(words, list | tuple):
        for value in words:
            yield from _all_texts_in(value)
