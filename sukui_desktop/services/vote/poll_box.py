"""The ballot box of a poll on this machine: make, open, check a slip, cast a ballot, read a closed one, destroy."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_accounting import SlipCounts, count_slip_rows
from sukui_desktop.domain.box_lock_choice import LockChoice
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import BadInput, NotFound, RuleBroken, StorageFault, SukuiError
from sukui_desktop.domain.facts.poll import PollMadeReady, PollWithdrawn
from sukui_desktop.domain.methods.registry import plaintext_ballot_length
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.domain.promotion import find_promotion_under_way
from sukui_desktop.domain.question.definition import decode_definition, hash_definition
from sukui_desktop.domain.rows_from_facts.replayed_rows import rows_before_last_step
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.people import SlipRow
from sukui_desktop.models.poll import BallotAuditRow, PollLock, PollRow, PollState, RollbackRow
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.record.ballot_encryption import OVERHEAD, make_tally_key_pair, receipt_code
from sukui_desktop.record.key_shares import SharedSecret, join_secret, split_secret
from sukui_desktop.record.slip_token import TOKEN_SIZE, token_from_text, token_tag
from sukui_desktop.services.opened_meeting import Context, PollBox, Room
from sukui_desktop.services.person_keys import SignerProof, open_keys_with_proofs
from sukui_desktop.services.vote.ballot_sealing import BallotPaper, Receipt, SealedBallot, fingerprint_paper
from sukui_desktop.services.vote.box_keys import (
    find_box_keys,
    find_holders_of_box_key,
    purpose_of_shared_secret,
    split_box_keys,
)
from sukui_desktop.services.vote.box_move_to_new_file import (
    find_box_path,
    finish_or_undo_box_move,
    refused_as_older_meeting_file,
)
from sukui_desktop.services.vote.rollback import compare_and_open_box
from sukui_desktop.services.vote.standby import keep_standby
from sukui_desktop.storage.ballot_box import (
    BOX_ID_SIZE,
    box_path,
    box_root,
    create_box_file,
    destroy_boxes_of_poll,
    has_boxes_of_poll,
    open_box_without_writing,
)
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.storage.poll_secrets import PollSecrets, SecretName
from sukui_desktop.storage.station_folder import BoxKeys


def find_or_open_box(room: Room, poll_id: PollId) -> PollBox:
    """Return the box of a poll that is ready, open or paused; the first call opens it.

    Raises RuleBroken poll_not_open, meeting_file_before_move, promotion_gathering,
    and those of `compare_and_open_box` while two people have to decide; NotFound poll_unknown, box_missing,
    box_keys_missing; StorageFault.
    """
    opened = room.boxes.get(poll_id)
    if opened is not None:
        if opened.gathering is not None:
            raise RuleBroken("promotion_gathering", title=opened.gathering.title)
        return opened
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
        _require_state_with_box(poll)
        _require_no_promotion_under_way(tx, poll)
        return _open_and_keep_box(room, tx, poll, find_box_keys(tx.poll_secrets, room.context, poll))


def unlock_box_by_holders(room: Room, poll_id: PollId, proofs: Sequence[SignerProof]) -> Changes:
    """Open the box of a poll whose open box has its key on no disk, after a power cut: by the holders of its shares.

    Nothing is written; whoever shows the poll reads it again.
    Raises RuleBroken poll_not_open, shares_missing, box_not_locked, meeting_file_before_move; StorageFault
    share_damaged; NotFound; and as `open_keys_with_proofs` and `compare_and_open_box`.
    """
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
        _require_state_with_box(poll)
        _require_no_promotion_under_way(tx, poll)
        shares = tx.poll_secrets.find(poll_id, SecretName.BOX_SHARES)
        if shares is None:
            raise RuleBroken("box_not_locked", title=poll.title)
        keys = open_keys_with_proofs(tx, proofs, holders=find_holders_of_box_key(poll))
        joined = join_secret(canonical_bytes.decode(shares, SharedSecret), keys)
        if poll_id not in room.boxes:
            _open_and_keep_box(room, tx, poll, BoxKeys(joined[:32], joined[32:]))
    return Changes(frozenset({PollRow.TABLE}), frozenset({poll_id}))


def _require_state_with_box(poll: PollRow) -> None:
    if poll.state not in HAS_BOX:
        raise RuleBroken("poll_not_open", state=poll.state)


def _require_no_promotion_under_way(tx: Transaction, poll: PollRow) -> None:
    if find_promotion_under_way(tx.list_rows(RollbackRow, poll_id=poll.poll_id), poll.box_id) is not None:
        raise RuleBroken("promotion_gathering", title=poll.title)


def _open_and_keep_box(room: Room, tx: Transaction, poll: PollRow, keys: BoxKeys) -> PollBox:
    before = count_slips_of_withdrawn_boxes(tx, poll)
    with refused_as_older_meeting_file(room, poll):
        keys = finish_or_undo_box_move(room, tx, poll) or keys
        box = compare_and_open_box(room, tx, poll, keys.box, before)
    slips = count_slip_rows(tx.list_rows(SlipRow, poll_id=poll.poll_id))
    room.boxes[poll.poll_id] = PollBox(
        poll_id=poll.poll_id,
        box=box,
        keys=keys,
        unissued=[],
        is_open=poll.state == PollState.OPEN,
        slips_before=before,
        has_lost_slips=poll.slots > slips.counts_added_since(before).issued,
        paper=fingerprint_paper(poll.poll_id, poll.definition_hash, poll.tally_public_key),
        sealed_length=sealed_ballot_length(poll.definition),
        audited={row.sealed for row in tx.list_rows(BallotAuditRow, poll_id=poll.poll_id)},
    )
    return room.boxes[poll.poll_id]


def count_slips_of_opened_box(tx: Transaction, opened: PollBox) -> SlipCounts:
    """Count the slips of an opened box: every one that it gave, and what became of those that came back."""
    return count_slip_rows(tx.list_rows(SlipRow, poll_id=opened.poll_id)).counts_added_since(opened.slips_before)


def count_slips_of_withdrawn_boxes(tx: Transaction, poll: PollRow) -> SlipCounts:
    """Count the slips of boxes that were withdrawn: the rows of slips outlive them, so the journal is asked."""
    if poll.poll_id not in tx.list_subjects_with_fact(PollWithdrawn):
        return SlipCounts()
    subjects = [f"person/{slip.person_id}" for slip in tx.list_rows(SlipRow, poll_id=poll.poll_id)]
    entries = tx.read_entries([f"poll/{poll.poll_id}", *subjects])
    rows = rows_before_last_step(
        entries, lambda fact: isinstance(fact, PollMadeReady) and fact.tally_public_key == poll.tally_public_key
    )
    return count_slip_rows(row for row in rows.rows(SlipRow) if row.poll_id == poll.poll_id)


class MadeBox(msgspec.Struct, frozen=True):
    """What is recorded of a box that was made."""

    tally_public_key: bytes
    box_id: bytes
    lock: PollLock


def make_poll_box(
    room: Room,
    tx: Transaction,
    poll_id: PollId,
    definition_bytes: bytes,
    slots: int,
    choice: LockChoice,
    holders: Sequence[SignerRow],
) -> MadeBox:
    """Make keys, tokens and box of a poll durably; its keys are kept in `tx`, as far as they may be on the disk.

    The poll's entry is written in the same transaction: a box without an entry is made anew, an entry without a box
    cannot be.
    """
    sealed_length = sealed_ballot_length(definition_bytes)
    slips_before = count_slip_rows(tx.list_rows(SlipRow, poll_id=poll_id))
    close_poll_box(room, poll_id)
    tx.poll_secrets.destroy(poll_id)
    room.context.station.destroy_keys_and_notes_of_poll(poll_id)
    destroy_boxes_of_poll(room.path, poll_id)
    private, public = make_tally_key_pair(secrets.token_bytes(32))
    keys, box_id = BoxKeys(secrets.token_bytes(32), secrets.token_bytes(32)), secrets.token_bytes(BOX_ID_SIZE)
    to = [(row.signer_id, row.share_key) for row in holders]
    shares = canonical_bytes.encode(
        split_secret(private, choice.threshold, to, purpose_of_shared_secret(poll_id, box_id, "tally"))
    )
    tx.poll_secrets.keep(poll_id, SecretName.TALLY_SHARES, shares)
    if choice.is_strict:
        of_box = split_box_keys(keys, choice.threshold, to, poll_id, box_id)
        tx.poll_secrets.keep(poll_id, SecretName.BOX_SHARES, of_box)
    else:
        tx.poll_secrets.keep(poll_id, SecretName.BOX_KEYS, keys.box + keys.token)
    lock = PollLock(
        way=choice.way,
        threshold=choice.threshold,
        holders=tuple(row.signer_id for row in holders),
        is_strict=choice.is_strict,
        shares_digest=hashlib.sha256(shares).digest(),
    )
    tokens = [secrets.token_bytes(TOKEN_SIZE) for _ in range(slots)]
    tags = [token_tag(keys.token, token) for token in tokens]
    keep_standby(tx.poll_secrets, poll_id, box_id, keys.token, tags, choice.threshold, to)
    box = create_box_file(
        box_path(room.path, poll_id, box_id),
        keys.box,
        tags,
        slots,
        sealed_length,
        room.context.random,
        box_id=box_id,
        witness=room.context.station.box_witness(poll_id),
    )
    room.boxes[poll_id] = PollBox(
        poll_id=poll_id,
        box=box,
        keys=keys,
        unissued=tokens,
        is_open=False,
        slips_before=slips_before,
        paper=fingerprint_paper(poll_id, hash_definition(definition_bytes), public),
        sealed_length=sealed_length,
    )
    return MadeBox(public, box_id, lock)


def sealed_ballot_length(definition_bytes: bytes) -> int:
    """Return how many bytes every sealed ballot of a definition has."""
    return plaintext_ballot_length(decode_definition(definition_bytes).question) + OVERHEAD


def read_box_root(room: Room, tx: Transaction, poll: PollRow) -> bytes:
    """Return the root of a closed box as it is now, b'' when the box or its key is no longer here.

    Raises StorageFault.
    """
    try:
        return box_root(read_sealed_ballots(tx.poll_secrets, room.path, poll, room.context))
    except NotFound:
        return b""


def read_sealed_ballots(
    kept_secrets: PollSecrets, meeting_path: Path, poll: PollRow, context: Context
) -> tuple[bytes, ...]:
    """Return every sealed ballot of a poll's box from the disk, sorted by its bytes. The box must not be open.

    Raises NotFound box_missing, box_keys_missing; RuleBroken box_locked; VerifyFailed box_changed where another file
    lies in its place; StorageFault.
    """
    key, path = find_box_keys(kept_secrets, context, poll).box, find_box_path(kept_secrets, meeting_path, poll)
    with closing(open_box_without_writing(path, key, context.random)) as box:
        return box.list_sealed_ballots()


def list_receipts(room: Room, poll_id: PollId) -> tuple[str, ...]:
    """Return the receipts (확인번호) of every ballot in the box of a closed poll, sorted: voters look theirs up.

    Sorted they say nothing of who voted when.

    Raises RuleBroken receipts_not_given where the poll was drafted without, receipts_not_now before the closing and
    once the box was destroyed; NotFound poll_unknown;
    StorageFault.
    """
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
        if poll.definition and not decode_definition(poll.definition).has_receipts:
            raise RuleBroken("receipts_not_given", title=poll.title)
        if not poll.closed_at_ms or poll.state in (PollState.SEALED, PollState.VOID):
            raise RuleBroken("receipts_not_now")
        return tuple(sorted(map(receipt_code, read_sealed_ballots(tx.poll_secrets, room.path, poll, room.context))))


def open_reopened_box(room: Room, poll_id: PollId, keys: BoxKeys) -> None:
    """Open a box that was moved at the reopening while its key is in memory.

    What keeps it shut is told when the poll is next voted on (`find_or_open_box`, `unlock_box_by_holders`).
    """
    with suppress(SukuiError), room.reading() as tx:
        _open_and_keep_box(room, tx, tx.require_row(PollRow, poll_id), keys)


def destroy_poll_box(room: Room, poll_id: PollId) -> None:
    """Close the box of a poll that ended and destroy it with its keys, unopened; the keys first.

    The end is recorded already: what the disk refuses now (another program may hold the file of the box) is done at
    the next opening of the meeting (`destroy_ended_boxes`).
    """
    with suppress(StorageFault):
        close_poll_box(room, poll_id)
    with suppress(StorageFault), room.writing() as tx:
        tx.poll_secrets.destroy(poll_id)
    with suppress(StorageFault):
        room.file.checkpoint_wal()  # what was overwritten stands in the log of the file until it is cut
    with suppress(StorageFault):
        room.context.station.destroy_keys_and_notes_of_poll(poll_id)
    with suppress(StorageFault):
        destroy_boxes_of_poll(room.path, poll_id)


def is_box_or_key_left(kept_secrets: PollSecrets, meeting_path: Path, poll_id: PollId) -> bool:
    """Return whether a box is on the disk, or a key in the meeting file that opens it: of an ended poll neither is."""
    has_key = any(kept_secrets.find(poll_id, name) is not None for name in SecretName)
    return has_key or has_boxes_of_poll(meeting_path, poll_id)


def close_poll_box(room: Room, poll_id: PollId) -> None:
    """Close the box; the tokens that were not issued are forgotten."""
    opened = room.boxes.pop(poll_id, None)
    if opened is not None:
        opened.box.close()


def read_ballot_paper(room: Room, poll_id: PollId) -> BallotPaper:
    """Return the ballot paper of a poll whose definition is frozen; a kiosk reads it once.

    Raises RuleBroken poll_not_open before the poll is ready, NotFound poll_unknown.
    """
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
    if not poll.definition:
        raise RuleBroken("poll_not_open", state=poll.state)
    return copy_fields(BallotPaper, poll, definition=decode_definition(poll.definition))


def check_token(room: Room, poll_id: PollId, token: str) -> None:
    """Check that a slip may vote, before the voter begins.

    Raises BadInput slip_malformed; NotFound slip_unknown; RuleBroken slip_used, slip_returned, slip_spoiled,
    poll_not_open.
    """
    opened = find_or_open_box(room, poll_id)
    if not opened.is_open:
        raise _refusal_of_box_that_is_not_open()
    opened.box.require_unspent_slip(token_tag(opened.keys.token, token_from_text(token)))


def cast_ballot(room: Room, poll_id: PollId, token: str, ballot: SealedBallot) -> Receipt:
    """Put a sealed ballot in the box for a slip; returns only when it would survive a power cut.

    The same slip and the same sealed bytes may be sent again and get the same receipt, also while the poll is paused;
    once it is closed its box is not looked into and the answer is poll_not_open.
    Raises BadInput slip_malformed, ballot_length; NotFound slip_unknown; RuleBroken slip_used, slip_returned,
    slip_spoiled, poll_not_open,
    paper_of_another_poll for a ballot that this poll's key would not open, ballot_audited for one that was opened
    instead; StorageFault.
    """
    opened = find_or_open_box(room, poll_id)
    if opened.is_open:
        require_castable_ballot(opened, ballot)
        if ballot.sealed in opened.audited:
            raise RuleBroken("ballot_audited")
        opened.box.cast_ballot(token_tag(opened.keys.token, token_from_text(token)), ballot.sealed)
    elif not opened.box.confirm_stored_ballot(ballot.sealed):
        raise _refusal_of_box_that_is_not_open()
    return Receipt(receipt_code(ballot.sealed))


def require_castable_ballot(opened: PollBox, ballot: SealedBallot) -> None:
    """Refuse before anything is spent what would be in the box and could never be counted.

    Raises RuleBroken paper_of_another_poll, BadInput ballot_length.
    """
    if ballot.paper != opened.paper:
        raise RuleBroken("paper_of_another_poll")
    if len(ballot.sealed) != opened.sealed_length:
        raise BadInput("ballot_length", length=len(ballot.sealed), expected=opened.sealed_length)


def _refusal_of_box_that_is_not_open() -> RuleBroken:
    return RuleBroken("poll_not_open", state="paused")
