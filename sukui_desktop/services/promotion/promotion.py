"""Promotion (진행석 세우기): this machine takes the place of a hub that is gone, by two people with the last sheet.

The box begins as it was laid before the vote. Each kiosk hands over what it kept; what is in the box already is passed
over, the rest goes in at once where slips and ballots agree. A kiosk that is not heard from two people write off. Then
two people let the vote go on. Source: docs/decisions/0017-a-kiosk-keeps-what-it-sent.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec
from msgspec import UNSET

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_accounting import count_slip_rows
from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import NotFound, RuleBroken, StorageFault
from sukui_desktop.domain.facts.poll import RollbackDecided
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.domain.promotion import CopyFigures, PromotionUnderWay, find_promotion_under_way
from sukui_desktop.domain.rollback_detection import BoxCounts, RecordCounts
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.domain.two_people import PEOPLE_WHO_DECIDE
from sukui_desktop.models.ids import PollId, StationId
from sukui_desktop.models.people import SlipRow
from sukui_desktop.models.poll import BallotAuditRow, PollRow, PollState, ReopeningRow, RollbackKind, RollbackRow
from sukui_desktop.models.station import StationRole, StationRow
from sukui_desktop.record.ballot_encryption import Opener
from sukui_desktop.record.key_card import PersonKeys
from sukui_desktop.record.key_shares import SharedSecret, join_secret
from sukui_desktop.record.sealed_tags import open_tags
from sukui_desktop.record.slip_token import token_tag
from sukui_desktop.services.handover.recorded_anchors import read_anchor_record
from sukui_desktop.services.opened_meeting import Gathering, PollBox, Room
from sukui_desktop.services.person_keys import SignerProof, open_keys_of_two_people, open_keys_with_proofs
from sukui_desktop.services.signing.two_person_decisions import sign_decision
from sukui_desktop.services.verify.printed_heads_and_anchor_sheets import check_printed_anchor_sheet
from sukui_desktop.services.vote.ballot_sealing import fingerprint_paper
from sukui_desktop.services.vote.box_keys import decode_lock_of_poll, find_box_keys, find_holders_of_box_key
from sukui_desktop.services.vote.poll_box import (
    close_poll_box,
    count_slips_of_withdrawn_boxes,
    sealed_ballot_length,
)
from sukui_desktop.services.vote.standby import (
    Standby,
    decode_promotion_shares,
    find_standby,
    purpose_of_used_slips,
)
from sukui_desktop.storage.ballot_box import BallotBox, box_path, create_box_file, open_box
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.storage.poll_secrets import SecretName
from sukui_desktop.storage.station_folder import BoxKeys


class HandedOver(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a copy that a kiosk handed over."""

    is_needed: bool
    """False where no promotion is under way: the copy was not asked for."""
    agrees: bool = True
    """False where slips and ballots do not agree: nothing of it went in, and people decide."""


class KioskState(StrEnum):
    """How far a kiosk is."""

    NOT_ASKED = "not_asked"
    """No promotion is under way: nothing is asked of it."""
    WAITING = "waiting"
    IN = "in"
    DIFFERS = "differs"
    WRITTEN_OFF = "written_off"


class KioskToGather(msgspec.Struct, frozen=True, kw_only=True):
    """One kiosk of the record, and what became of its copy."""

    station_id: StationId
    name: str
    state: KioskState
    figures: CopyFigures | None = None
    """Of what it handed over; None where it did not, or this machine was started again since."""


class PromotionView(msgspec.Struct, frozen=True, kw_only=True):
    """What two people see before they decide."""

    poll_id: PollId
    title: str
    is_needed: bool
    """Whether this machine may take the hub's place: the vote is on and its box is not here."""
    is_under_way: bool
    is_locked: bool
    """Whether two people have to open it again: this machine was started anew meanwhile."""
    has_sheet: bool
    """Whether the record knows of a sheet to compare with."""
    folder: str = ""
    """Where the meeting file is worked with, and where its box is laid."""
    people_needed: int = PEOPLE_WHO_DECIDE
    """How many give their proofs: two, or as many holders as open the box."""
    ballots: int = 0
    """In the box by now."""
    kiosks: tuple[KioskToGather, ...] = ()

    @property
    def is_gathered(self) -> bool:
        """Whether nobody is waited for."""
        return all(kiosk.state in (KioskState.IN, KioskState.WRITTEN_OFF) for kiosk in self.kiosks)


def find_poll_to_promote(room: Room) -> PollId | None:
    """Return the poll whose vote is on, None where there is none."""
    with room.reading() as tx:
        polls = sorted(tx.list_rows(PollRow), key=lambda poll: poll.state == PollState.READY)
        return next((poll.poll_id for poll in polls if poll.state in HAS_BOX), None)


def read_promotion(room: Room, poll_id: PollId) -> PromotionView:
    """Return how far a promotion is. Raises NotFound poll_unknown, StorageFault."""
    opened = room.boxes.get(poll_id)
    gathering = opened.gathering if opened is not None else None
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
        under_way = _find_under_way(tx, poll)
        has_file = opened is not None or box_path(room.path, poll_id, poll.box_id).exists()
        return PromotionView(
            poll_id=poll_id,
            title=poll.title,
            is_needed=under_way is None and poll.state in HAS_BOX and not has_file,
            is_under_way=under_way is not None,
            is_locked=under_way is not None and gathering is None,
            has_sheet=bool(read_anchor_record(tx.journal).list_anchors()),
            folder=str(room.path.parent),
            people_needed=_count_people_needed(poll),
            ballots=opened.box.count_spent_and_filled().filled if opened is not None else 0,
            kiosks=_list_kiosks(tx, under_way, gathering),
        )


def _count_people_needed(poll: PollRow) -> int:
    return max(PEOPLE_WHO_DECIDE, decode_lock_of_poll(poll).threshold if poll.lock else 0)


def _list_kiosks(
    tx: Transaction, under_way: PromotionUnderWay | None, gathering: Gathering | None
) -> tuple[KioskToGather, ...]:
    rows = (row for row in tx.list_rows(StationRow) if row.role is StationRole.KIOSK and not row.revoked_at_ms)
    found = []
    for row in sorted(rows, key=lambda row: (row.enrolled_at_ms, row.station_id)):
        figures = gathering.handed.get(row.station_id) if gathering is not None else None
        if figures is not None and figures.agrees:
            state = KioskState.IN
        elif under_way is None:
            state = KioskState.NOT_ASKED
        elif row.station_id in under_way.written_off:
            state = KioskState.WRITTEN_OFF
        else:
            state = KioskState.DIFFERS if figures is not None else KioskState.WAITING
        found.append(KioskToGather(station_id=row.station_id, name=row.name, state=state, figures=figures))
    return tuple(found)


def promote_hub(room: Room, poll_id: PollId, proofs: Sequence[SignerProof], sheet: str, reason: str) -> Changes:
    """Let this machine take the place of the hub for a poll, by two people; or open again what they began.

    The record says so first, then the box is laid as it was before the vote. Two of those who give proofs decide; in
    the strict mode as many holders as open the box have to be among them. `sheet` is the newest anchor sheet that is in
    people's hands, by its words or the text of its QR code; '' where the record knows of none.
    Raises RuleBroken poll_not_open, promotion_not_needed where the box is here, promotion_not_prepared for a box of
    before 0.6.0, promotion_after_reopening, two_people_needed, reason_missing, shares_missing; VerifyFailed as
    `check_printed_anchor_sheet`; NotFound; BadInput; StorageFault.
    """
    words = clean_text(reason)
    if _is_gathering(room, poll_id):
        close_poll_box(room, poll_id)
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        standby, is_begun = _require_promotable(room, tx, poll)
        if not is_begun and not words:
            raise RuleBroken("reason_missing")
        anchors = read_anchor_record(tx.journal)
        if not is_begun and (sheet or anchors.list_anchors()):
            check_printed_anchor_sheet(anchors, sheet)
        keys = open_keys_with_proofs(tx, proofs)
        if len(keys) < PEOPLE_WHO_DECIDE:
            raise RuleBroken("two_people_needed")
        box_keys = _open_box_keys(room, tx, poll, keys)
        tags = open_tags(box_keys.token, standby.tags)
        promotion_key = join_secret(decode_promotion_shares(standby), keys)
        changes = NOTHING
        if not is_begun:
            deciders = {signer_id: keys[signer_id] for signer_id in list(keys)[:PEOPLE_WHO_DECIDE]}
            changes = _decide(tx, poll, RollbackKind.HUB_PROMOTED, words, deciders, None)
        before = count_slips_of_withdrawn_boxes(tx, poll)
        issued = count_slip_rows(tx.list_rows(SlipRow, poll_id=poll_id)).counts_added_since(before).issued
        audited = {row.sealed for row in tx.list_rows(BallotAuditRow, poll_id=poll_id)}
    # Only now: a box of which the record does not say that it lacks the kiosks' ballots would be voted into.
    opened = PollBox(
        poll_id=poll_id,
        box=_open_or_lay_box(room, poll, box_keys, tags),
        keys=box_keys,
        unissued=[],
        is_open=poll.state == PollState.OPEN,
        slips_before=before,
        paper=fingerprint_paper(poll_id, poll.definition_hash, poll.tally_public_key),
        sealed_length=sealed_ballot_length(poll.definition),
        has_lost_slips=poll.slots > issued,  # those that nobody has were in the memory of the machine that is gone
        audited=audited,
        gathering=Gathering(title=poll.title, promotion_key=promotion_key),
    )
    room.boxes[poll_id] = opened
    return changes or Changes(frozenset({PollRow.TABLE}), frozenset({poll_id}))


def _is_gathering(room: Room, poll_id: PollId) -> bool:
    opened = room.boxes.get(poll_id)
    return opened is not None and opened.gathering is not None


def _require_promotable(room: Room, tx: Transaction, poll: PollRow) -> tuple[Standby, bool]:
    """Return what was kept for another machine, and whether a promotion is under way already."""
    if poll.state not in HAS_BOX:
        raise RuleBroken("poll_not_open", state=poll.state)
    is_begun = _find_under_way(tx, poll) is not None
    standby = find_standby(tx.poll_secrets, poll.poll_id)
    if standby is None:
        raise RuleBroken("promotion_not_prepared", title=poll.title)
    if tx.list_rows(ReopeningRow, poll_id=poll.poll_id):
        raise RuleBroken("promotion_after_reopening", title=poll.title)
    has_file = box_path(room.path, poll.poll_id, poll.box_id).exists()
    if not is_begun and (has_file or poll.poll_id in room.boxes):
        raise RuleBroken("promotion_not_needed", title=poll.title)
    return standby, is_begun


def _open_box_keys(room: Room, tx: Transaction, poll: PollRow, keys: Mapping[str, PersonKeys]) -> BoxKeys:
    shares = tx.poll_secrets.find(poll.poll_id, SecretName.BOX_SHARES)
    if shares is None:
        return find_box_keys(tx.poll_secrets, room.context, poll)
    held = {signer_id: keys[signer_id] for signer_id in keys if signer_id in find_holders_of_box_key(poll)}
    joined = join_secret(canonical_bytes.decode(shares, SharedSecret), held)
    return BoxKeys(joined[:32], joined[32:])


def _open_or_lay_box(room: Room, poll: PollRow, keys: BoxKeys, tags: Sequence[bytes]) -> BallotBox:
    """Open the box that was laid here, or lay it: every slip unused, every slot random bytes."""
    path, witness = box_path(room.path, poll.poll_id, poll.box_id), room.context.station.box_witness(poll.poll_id)
    if path.exists():
        return open_box(path, keys.box, room.context.random, witness)
    length = sealed_ballot_length(poll.definition)
    return create_box_file(
        path, keys.box, tags, poll.slots, length, room.context.random, box_id=poll.box_id, witness=witness
    )


def hand_over_kiosk_copy(
    room: Room,
    poll_id: PollId,
    station_id: StationId,
    box_id: bytes,
    used_slips: tuple[bytes, ...],
    ballots: tuple[bytes, ...],
) -> HandedOver:
    """Take in what a kiosk kept, both sets in an order that says nothing; asked again it does no more than once.

    Raises RuleBroken promotion_gathering while two people have to open the promotion again; NotFound poll_unknown;
    StorageFault, after which they have to as well.
    """
    opened = room.boxes.get(poll_id)
    if opened is None or opened.gathering is None:
        with room.reading() as tx:
            poll = tx.find_row(PollRow, poll_id)
            if poll is not None and _find_under_way(tx, poll) is not None:
                raise RuleBroken("promotion_gathering", title=poll.title)
        return HandedOver(is_needed=False)
    if box_id != opened.box.box_id:
        return HandedOver(is_needed=False)
    tags, unreadable = _open_used_slips(opened, opened.gathering, box_id, used_slips)
    there = frozenset(opened.box.list_sealed_ballots())
    fresh = tuple(dict.fromkeys(ballot for ballot in ballots if ballot not in there))
    unreadable += sum(len(ballot) != opened.sealed_length for ballot in fresh)
    figures = CopyFigures(kept=len(ballots), new_slips=len(tags), new_ballots=len(fresh), unreadable=unreadable)
    if figures.agrees and fresh:
        try:
            opened.box.merge(tags, fresh)
        except StorageFault:
            close_poll_box(room, poll_id)  # nobody knows what is in it: it is opened and looked at anew
            raise
    opened.gathering.handed[station_id] = figures
    return HandedOver(is_needed=True, agrees=figures.agrees)


def _open_used_slips(
    opened: PollBox, gathering: Gathering, box_id: bytes, used_slips: Sequence[bytes]
) -> tuple[tuple[bytes, ...], int]:
    """Return the tags of the slips that the box holds for unused, and how many numbers say nothing."""
    opener = Opener(gathering.promotion_key, purpose_of_used_slips(opened.poll_id, box_id))
    found, unreadable = list[bytes](), 0
    for sealed in used_slips:
        try:
            tag = token_tag(opened.keys.token, opener.open_sealed(sealed))
            found += opened.box.list_unspent((tag,))
        except (NotFound, StorageFault) as fault:
            if fault.code not in ("slip_unknown", "ballot_unreadable"):
                raise
            unreadable += 1
    return tuple(dict.fromkeys(found)), unreadable


def write_off_kiosk(
    room: Room, poll_id: PollId, station_id: StationId, proofs: Sequence[SignerProof], reason: str
) -> Changes:
    """Wait no more for what a kiosk kept, by two people: ballots that only it and the lost hub had are lost, and slips
    used there may be used again unless they are kept at the kiosk.

    Raises RuleBroken promotion_gathering while it has to be opened again, promotion_not_under_way, reason_missing,
    kiosk_handed_over; NotFound station_unknown; as `open_keys_of_two_people`.
    """
    words = clean_text(reason)
    if not words:
        raise RuleBroken("reason_missing")
    opened = _require_gathering(room, poll_id)
    gathering = opened.gathering
    with room.writing() as tx:
        poll, station = tx.require_row(PollRow, poll_id), tx.require_row(StationRow, station_id)
        figures = gathering.handed.get(station_id) if gathering is not None else None
        if figures is not None and figures.agrees:
            raise RuleBroken("kiosk_handed_over", name=station.name)
        keys = open_keys_of_two_people(tx, proofs)
        return _decide(tx, poll, RollbackKind.KIOSK_WRITTEN_OFF, words, keys, opened.box, station_id)


def go_on_after_promotion(room: Room, poll_id: PollId, proofs: Sequence[SignerProof], reason: str) -> Changes:
    """Let the vote go on at this machine, by two people, once every kiosk handed over or was written off.

    What box and record say by then is what they accept: slips that the copy of the record did not know of yet.
    Raises RuleBroken promotion_waiting with the kiosks, promotion_gathering, promotion_not_under_way, reason_missing;
    as `open_keys_of_two_people`.
    """
    words = clean_text(reason)
    if not words:
        raise RuleBroken("reason_missing")
    opened = _require_gathering(room, poll_id)
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        kiosks = _list_kiosks(tx, _find_under_way(tx, poll), opened.gathering)
        waiting = [one.name for one in kiosks if one.state in (KioskState.WAITING, KioskState.DIFFERS)]
        if waiting:
            raise RuleBroken("promotion_waiting", names=", ".join(waiting))
        keys = open_keys_of_two_people(tx, proofs)
        changes = _decide(tx, poll, RollbackKind.HUB_GATHERED, words, keys, opened.box)
    opened.gathering = None
    room.rollbacks.pop(poll_id, None)
    return changes | Changes(frozenset({PollRow.TABLE}), frozenset({poll_id}))


def _require_gathering(room: Room, poll_id: PollId) -> PollBox:
    opened = room.boxes.get(poll_id)
    if opened is not None and opened.gathering is not None:
        return opened
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
        if _find_under_way(tx, poll) is not None:
            raise RuleBroken("promotion_gathering", title=poll.title)
    raise RuleBroken("promotion_not_under_way")


def _find_under_way(tx: Transaction, poll: PollRow) -> PromotionUnderWay | None:
    return find_promotion_under_way(tx.list_rows(RollbackRow, poll_id=poll.poll_id), poll.box_id)


def _decide(
    tx: Transaction,
    poll: PollRow,
    kind: RollbackKind,
    reason: str,
    keys: Mapping[str, PersonKeys],
    box: BallotBox | None,
    station_id: str = "",
) -> Changes:
    slips = count_slip_rows(tx.list_rows(SlipRow, poll_id=poll.poll_id))
    given = slips.counts_added_since(count_slips_of_withdrawn_boxes(tx, poll))
    counts: BoxCounts | msgspec.UnsetType = UNSET if box is None else box.count_spent_and_filled()
    fact = RollbackDecided(
        kind=kind,
        reason=reason,
        signer_ids=tuple(sorted(keys)),
        box_id=poll.box_id,
        box=counts,
        witness=counts,
        record=RecordCounts(given=given.issued, stopped=given.spoiled + given.returned),
        station_id=station_id or UNSET,
    )
    return tx.append_fact(poll.poll_id, sign_decision(tx, f"poll/{poll.poll_id}", fact, keys)).changes
