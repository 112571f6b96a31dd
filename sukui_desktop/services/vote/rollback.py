"""A box or a record that was put back: compared when a box is opened for voting, and decided on by two people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UNSET

from sukui_desktop.domain.ballot_accounting import SlipCounts, count_slip_rows
from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import RuleBroken, StorageFault
from sukui_desktop.domain.facts.poll import RollbackDecided
from sukui_desktop.domain.rollback_detection import (
    RecordCounts,
    Rollback,
    ThreeCounts,
    counts_of_rollback_decision,
    find_newest_rollback_decision,
    find_rollback_kinds,
    refusal_of_rollback,
)
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.people import SlipRow
from sukui_desktop.models.poll import PollRow, PollState, RollbackKind, RollbackRow
from sukui_desktop.record.key_card import PersonKeys
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import SignerProof, open_keys_of_two_people
from sukui_desktop.services.signing.two_person_decisions import sign_decision
from sukui_desktop.storage.ballot_box import BallotBox, box_path, open_box
from sukui_desktop.storage.durable_files import undone_on_failure
from sukui_desktop.storage.meeting_transaction import Transaction


def require_no_missing_entries(room: Room, tx: Transaction, poll: PollRow) -> None:
    """Refuse while the meeting's file lacks entries that this machine wrote. Raises RuleBroken meeting_file_behind."""
    missing = count_undecided_missing_entries(room, tx)
    if missing:
        found = ThreeCounts(box=None, witness=None, record=RecordCounts(missing=missing))
        room.rollbacks.setdefault(poll.poll_id, found)
        raise refusal_of_rollback(RollbackKind.RECORD_BEHIND, poll.title, found)


def find_rollback_of_missing_entries(room: Room, poll_id: PollId) -> Rollback | None:
    """Return that the meeting's file lacks entries, for a poll whose box is closed; None where it lacks none.

    Raises NotFound poll_unknown.
    """
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
        try:
            require_no_missing_entries(room, tx, poll)
        except RuleBroken:
            return Rollback(title=poll.title, kinds=(RollbackKind.RECORD_BEHIND,), counts=room.rollbacks[poll.poll_id])
    return None


def count_undecided_missing_entries(room: Room, tx: Transaction) -> int:
    """Count entries of this machine that the file lacks; 0 where two people knew of as many and let the vote go on."""
    missing = room.file.count_missing_entries()
    return missing if missing > max((row.missing for row in tx.list_rows(RollbackRow)), default=0) else 0


def compare_and_open_box(room: Room, tx: Transaction, poll: PollRow, key: bytes, before: SlipCounts) -> BallotBox:
    """Open the box of a poll for voting, when neither it nor witness nor record is behind the others.

    `before` are the slips of boxes that the poll had before.
    Raises RuleBroken box_put_back, box_ahead, box_lacks_slips, box_moved, meeting_file_behind, record_lacks_slips
    (`decide_rollback`); NotFound box_missing; StorageFault box_of_another, boxes_alike and those of `open_box`.
    """
    witness = room.context.station.box_witness(poll.poll_id)
    path = box_path(room.path, poll.poll_id, poll.box_id)
    box = open_box(path, key, room.context.random, witness)
    with undone_on_failure(box.close):
        if box.box_id != poll.box_id:
            raise StorageFault("box_of_another", file=path.name)
        note = witness.read_note()
        is_ours = note is not None and not note.is_copy and note.box_id == poll.box_id
        found = ThreeCounts(
            box=box.count_spent_and_filled(),
            witness=note.counts if note is not None and is_ours else None,
            record=_count_slips_in_record(room, tx, poll, before),
        )
        kinds = find_rollback_kinds(found, _find_counts_accepted_by_people(tx, poll), has_witness=bool(poll.box_id))
        if kinds:
            room.rollbacks[poll.poll_id] = found
            raise refusal_of_rollback(kinds[0], poll.title, found)
    room.rollbacks.pop(poll.poll_id, None)
    return box


def _count_slips_in_record(room: Room, tx: Transaction, poll: PollRow, before: SlipCounts) -> RecordCounts:
    slips = count_slip_rows(tx.list_rows(SlipRow, poll_id=poll.poll_id)).counts_added_since(before)
    missing = count_undecided_missing_entries(room, tx)
    return RecordCounts(given=slips.issued, stopped=slips.spoiled + slips.returned, missing=missing)


def _find_counts_accepted_by_people(tx: Transaction, poll: PollRow) -> ThreeCounts | None:
    """Return what the newest decision on this very box accepted."""
    newest = find_newest_rollback_decision(tx.list_rows(RollbackRow, poll_id=poll.poll_id), poll.box_id)
    return counts_of_rollback_decision(newest) if newest is not None else None


def find_undecided_rollback(room: Room, poll_id: PollId) -> Rollback | None:
    """Return all that was found of a poll whose box may not be opened until two people decide; None for nothing."""
    found = room.rollbacks.get(poll_id)
    if found is None:
        return None
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
        return Rollback(title=poll.title, kinds=_kinds_of_rollback(tx, poll, found), counts=found)


def _kinds_of_rollback(tx: Transaction, poll: PollRow, found: ThreeCounts) -> tuple[RollbackKind, ...]:
    return find_rollback_kinds(found, _find_counts_accepted_by_people(tx, poll), has_witness=bool(poll.box_id)) or (
        RollbackKind.RECORD_BEHIND,
    )


def decide_rollback(room: Room, poll_id: PollId, proofs: Sequence[SignerProof], reason: str) -> Changes:
    """Let a vote go on although its box or the record was put back, by two people with their own keys.

    What was found when the box was last refused is written down as it was. Where the record lacks entries, every poll
    of the meeting is told, as any of them may have lost some.

    Raises RuleBroken rollback_not_found when nothing was refused, two_people_needed, reason_missing; NotFound; as
    `open_keys_of_two_people`.
    """
    words, found = clean_text(reason), room.rollbacks.get(poll_id)
    if not words:
        raise RuleBroken("reason_missing")
    changes, station = NOTHING, room.context.station
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        if found is None:
            raise RuleBroken("rollback_not_found", title=poll.title)
        keys = open_keys_of_two_people(tx, proofs)
        kind = _kinds_of_rollback(tx, poll, found)[0]
        others = tx.list_rows(PollRow) if found.record.missing else ()
        changes |= tx.append_fact(poll_id, _make_signed_rollback_decision(tx, kind, words, keys, poll, found)).changes
        for other in others:
            if other.poll_id != poll_id and other.state != PollState.VOID:
                seen = ThreeCounts(box=None, witness=None, record=RecordCounts(missing=found.record.missing))
                changes |= tx.append_fact(
                    other.poll_id, _make_signed_rollback_decision(tx, kind, words, keys, other, seen)
                ).changes
    if found.box is not None and poll.box_id:
        witness = station.box_witness(poll_id)
        witness.write_note(poll.box_id, found.box)
        witness.close()
    if found.record.missing:
        room.rollbacks.clear()
    room.rollbacks.pop(poll_id, None)
    return changes


def _make_signed_rollback_decision(
    tx: Transaction,
    kind: RollbackKind,
    reason: str,
    keys: Mapping[str, PersonKeys],
    poll: PollRow,
    found: ThreeCounts,
) -> RollbackDecided:
    decision = RollbackDecided(
        kind=kind,
        reason=reason,
        signer_ids=tuple(sorted(keys)),
        box_id=poll.box_id,
        box=UNSET if found.box is None else found.box,
        witness=UNSET if found.witness is None else found.witness,
        record=found.record,
    )
    return sign_decision(tx, f"poll/{poll.poll_id}", decision, keys)
