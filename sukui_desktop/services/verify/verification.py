"""Verification of a meeting file: what is wrong, what was not checked, what was.

The record is read once (`storage/meeting_file_check.py`) and its entries are passed on; each other module here checks
one thing of them. Each check refuses with the first thing that is wrong; what an older version honestly could not write
is not refused but returned as not checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sukui_desktop.domain.errors import BadInput, VerifyFailed
from sukui_desktop.domain.facts.base import ERASED
from sukui_desktop.domain.verification_findings import PrintedHead, Unchecked, Verification
from sukui_desktop.models.meeting import ConflictRow
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.poll import PollRow, RollbackRow
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.signer import SignerRow, SignerWay
from sukui_desktop.services.handover.meeting_outline import meeting_file_for_reading
from sukui_desktop.services.handover.recorded_anchors import AnchorRecord
from sukui_desktop.services.opened_meeting import Context, Room
from sukui_desktop.services.verify.box_verifier import BoxVerifier
from sukui_desktop.services.verify.deciders_and_signatures import (
    check_deciders,
    check_signed_acts_of_poll,
    key_fingerprint,
)
from sukui_desktop.services.verify.issued_poll_reports import check_issued_poll_reports
from sukui_desktop.services.verify.poll_evidence import gather_evidence
from sukui_desktop.services.verify.printed_heads_and_anchor_sheets import check_printed_anchor_sheet, check_printed_head
from sukui_desktop.services.verify.recorded_count import check_recorded_figures
from sukui_desktop.services.verify.signed_minutes import check_signed_minutes
from sukui_desktop.services.verify.stream_order import check_stream_order
from sukui_desktop.storage.meeting_file import MeetingFile
from sukui_desktop.storage.meeting_file_check import CheckedMeetingFile, check_meeting_file
from sukui_desktop.storage.projection import Projection
from sukui_desktop.wording.people_names import names_on_papers

_NOT_OPENED = ("matches", "open", "locked", "not_here", "destroyed", "left")


def verify_meeting(
    path: Path,
    passphrase: str,
    context: Context,
    receipts: tuple[str, ...] = (),
    sheets: tuple[str, ...] = (),
    secrets: tuple[str, ...] = (),
    printed: PrintedHead | None = None,
) -> Verification:
    """Check chain, signatures, tables against a replay, polls against their history, and boxes against counts; that
    `receipts` are in a box; that `sheets` (texts of their QR codes, or their words) and a `printed` head are those of
    this record; and, with `secrets` (passphrases or words of cards, in any order), that the opened boxes hold the very
    ballots of the record.

    Raises VerifyFailed at the first thing that is wrong (pages_damaged, entry_broken, table_differs, record_cut_off,
    sheet_head_missing, sheet_entries_differ, conflicts_left, box_changed, audited_in_box, box_seen_fuller,
    box_slips_differ, opened_ballots_differ, receipt_missing, and those of the other checks), BadInput head_short,
    secret_opens_nothing, StorageFault when the file cannot be opened at all.
    """
    with meeting_file_for_reading(path, passphrase, context) as opened:
        return _verify_opened_file(
            opened, BoxVerifier(opened, context, secrets, frozenset()), receipts, sheets, secrets, printed
        )


def verify_room(room: Room, printed: PrintedHead | None = None, secrets: tuple[str, ...] = ()) -> Verification:
    """Check the meeting that is open, as `verify_meeting` checks a file.

    Raises as `verify_meeting`.
    """
    with room.reading():
        pass  # refused after a commit whose outcome is unknown
    boxes = BoxVerifier(room.file, room.context, secrets, frozenset(room.boxes))
    return _verify_opened_file(room.file, boxes, (), (), secrets, printed)


def _verify_opened_file(
    opened: MeetingFile,
    boxes: BoxVerifier,
    receipts: Sequence[str],
    sheets: Sequence[str],
    secrets: Sequence[str],
    printed: PrintedHead | None,
) -> Verification:
    checked = check_meeting_file(opened)
    forked = check_stream_order(checked.links)
    if printed is not None:
        check_printed_head(checked.links, printed)
    has_sheet = bool(sheets) or (printed is not None and bool(printed.head))  # a number alone compares nothing
    unchecked = list(_list_unchecked_of_record(checked, forked, has_sheet=has_sheet))
    with opened.database.begin():
        rows = opened.projection
        unchecked += _list_accepted_rollbacks(rows, checked.missing)
        _refuse_conflicts(rows)
        signers = {str(row.signer_id): row for row in rows.list_rows(SignerRow)}
        everybody = rows.list_rows(PersonRow)
        people, printed_names = {row.person_id: row.name for row in everybody}, names_on_papers(everybody)
        names = {signer_id: people.get(row.person_id, "") for signer_id, row in signers.items()}
        minutes = check_signed_minutes(checked.links, signers)
        anchors = AnchorRecord(opened.scope.meeting, ((link.hash, link.entry) for link in checked.links))
        check_issued_poll_reports(
            checked.links, opened.scope.meeting, {row.poll_id: row.title for row in rows.list_rows(PollRow)}
        )
        compared = tuple(check_printed_anchor_sheet(anchors, sheet) for sheet in sheets)
        evidence = gather_evidence(opened, checked.links, signers, names)
        for one in evidence:
            unchecked += (*check_recorded_figures(one), *check_signed_acts_of_poll(one))
        polls = tuple(map(boxes.check_box, evidence))
        check_deciders(opened.scope.meeting, checked.links, signers)
    for place, secret in enumerate(secrets, start=1):
        if secret not in boxes.used_secrets:
            raise BadInput("secret_opens_nothing", place=place)
    for receipt in receipts:
        if receipt not in boxes.receipts:
            raise VerifyFailed("receipt_missing", receipt=receipt)
    unchecked += [Unchecked(f"box_{poll.box}", poll.title) for poll in polls if poll.box in _NOT_OPENED]
    return copy_fields(
        Verification,
        checked,
        file=opened.path.name,
        meeting=opened.scope.meeting,
        polls=polls,
        receipts=len(receipts),
        unchecked=tuple(unchecked),
        signers=tuple(
            (printed_names.get(row.person_id, ERASED), _comparable_fingerprint(row)) for row in signers.values()
        ),
        sheets=compared,
        has_printed_head=printed is not None,
        minutes=minutes,
    )


def _list_unchecked_of_record(
    checked: CheckedMeetingFile, forked: Sequence[str], *, has_sheet: bool
) -> Iterator[Unchecked]:
    if not has_sheet:
        yield Unchecked("no_sheet")
    if not checked.is_witnessed:
        yield Unchecked("no_witness")
    if forked:
        yield Unchecked("forked", count=len(forked))
    if checked.unknown:
        yield Unchecked("unknown", count=checked.unknown)


def _list_accepted_rollbacks(rows: Projection, missing: int) -> Iterator[Unchecked]:
    """Refuse a record that lacks more than two people knew to be missing when they let the vote go on."""
    decided = rows.list_rows(RollbackRow)
    if missing > max((row.missing for row in decided), default=0):
        raise VerifyFailed("record_cut_off", count=missing)
    if decided:
        yield Unchecked("rolled_back", count=len(decided))


def _refuse_conflicts(rows: Projection) -> None:
    conflicts = rows.list_rows(ConflictRow)
    if conflicts:
        stream, _, seq = conflicts[0].entry_id.partition(":")
        raise VerifyFailed("conflicts_left", stream=stream[:8], seq=int(seq), count=len(conflicts))


def _comparable_fingerprint(signer: SignerRow) -> str:
    """Return the 지문 of a card's key, which signs at other meetings too; '' of a key behind a passphrase, which is of
    this meeting alone and which nobody has ever seen elsewhere."""
    return key_fingerprint(signer.sign_key) if signer.way == SignerWay.CARD else ""
