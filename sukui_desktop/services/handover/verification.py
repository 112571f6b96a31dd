"""Verification of a meeting file: what is wrong, what was not checked, what was; also its outline and replay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from sukui_desktop.domain.ballot_accounting import count_slip_rows
from sukui_desktop.domain.errors import BadInput, NotFound, StorageFault, VerifyFailed
from sukui_desktop.domain.facts.base import ERASED
from sukui_desktop.domain.facts.kinds import is_known
from sukui_desktop.domain.facts.person import PersonErased
from sukui_desktop.domain.facts.poll import PollReopened, RollbackDecided
from sukui_desktop.domain.methods.registry import split_ballots
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.verification import PollCheck, PrintedHead, Unchecked, Verification
from sukui_desktop.models.meeting import ConflictRow, MeetingRow
from sukui_desktop.models.people import PersonRow, SlipRow
from sukui_desktop.models.poll import ChannelRow, ConfirmationRow, PollCountRow, PollRow, PollState, RollbackRow
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.signer import SignatureRow, SignerRow
from sukui_desktop.record.ballot_encryption import Opener, receipt_code
from sukui_desktop.record.entry_header import decode_header
from sukui_desktop.services.handover.box_opening import find_tally_key
from sukui_desktop.services.handover.poll_history import read_histories
from sukui_desktop.services.handover.poll_verification import (
    WITH_ROOT,
    PollEvidence,
    check_poll,
    key_fingerprint,
)
from sukui_desktop.services.handover.sheets import check_sheet
from sukui_desktop.services.minutes.minutes_signing import check_signed_minutes
from sukui_desktop.services.opened_meeting import Context, Room
from sukui_desktop.services.person_keys import TWO
from sukui_desktop.services.vote.poll_box import find_box_keys
from sukui_desktop.storage.ballot_box import SpentSlips, box_path, box_root, read_box
from sukui_desktop.storage.file_check import Checked, Link, check_file, diagnose_file
from sukui_desktop.storage.file_key import open_file_key
from sukui_desktop.storage.meeting_file import MeetingFile, attach_file, is_current, rebuild_projections
from sukui_desktop.storage.poll_secrets import PollSecrets, SecretName
from sukui_desktop.storage.stream_check import check_streams

_DAMAGED = ("corrupt", "entry_unreadable")
_HEAD_LETTERS_LEAST = 16
"""Digits of a printed 기록 지문 that must be given: 64 bits, which nobody finds a second record for."""


class Outline(msgspec.Struct, frozen=True):
    """What a meeting file holds, without names."""

    meeting: MeetingRow
    polls: tuple[tuple[str, str, str], ...]
    """(poll id, title, state)."""
    entries: tuple[tuple[str, int, str, str, int], ...]
    """(stream, seq, kind, subject, clock in ms), in the order of the record."""
    unknown: tuple[tuple[str, int], ...] = ()
    """(stream, seq) of entries of a kind or version that this program does not know."""


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
    sheet_head_missing, sheet_entries_differ, conflicts_left, box_changed, box_seen_fuller, box_slips_differ,
    opened_ballots_differ, receipt_missing, and those of `check_streams` and `check_poll`), BadInput head_short,
    secret_opens_nothing, StorageFault when the file cannot be opened at all.
    """
    with _attach_for_reading(path, passphrase, context) as opened:
        return _Verifier(opened, context, secrets).verify(receipts, sheets, printed)


def verify_room(room: Room, printed: PrintedHead | None = None, secrets: tuple[str, ...] = ()) -> Verification:
    """Check the meeting that is open, as `verify_meeting` checks a file.

    Raises as `verify_meeting`.
    """
    with room.reading():
        pass  # refused after a commit whose outcome is unknown
    return _Verifier(room.file, room.context, secrets, frozenset(room.boxes)).verify((), (), printed)


def show_meeting(path: Path, passphrase: str, context: Context) -> Outline:
    """Return an outline of a meeting file. Raises StorageFault, NotFound meeting_unknown."""
    with _attach_for_reading(path, passphrase, context) as opened:
        with opened.database.begin():
            if not is_current(opened.database):
                rebuild_projections(opened)
            meetings = opened.projection.list_rows(MeetingRow)
            polls = tuple((str(poll.poll_id), poll.title, poll.state) for poll in opened.projection.list_rows(PollRow))
            stored = tuple(opened.journal.read_entries())
        if not meetings:
            raise NotFound("meeting_unknown")
    entries = tuple((e.stream, e.seq, e.kind, e.subject, e.clock_ms) for e in stored)
    unknown = tuple((e.stream, e.seq) for e in stored if not is_known(e.kind, decode_header(e.signed).kind_version))
    return Outline(meetings[0], polls, entries, unknown)


def replay_meeting(path: Path, passphrase: str, context: Context) -> dict[str, str]:
    """Drop what is projected, replay the journal into it, and return the hash of each table.

    Raises StorageFault.
    """
    with _attach_for_reading(path, passphrase, context) as opened, opened.database.begin():
        rebuild_projections(opened)
        return opened.projection.hash_tables()


@contextmanager
def _attach_for_reading(path: Path, passphrase: str, context: Context) -> Iterator[MeetingFile]:
    file_key = open_file_key(path, passphrase)
    try:
        opened = attach_file(path, file_key, context.station, context.now)
    except StorageFault as fault:
        if fault.code in _DAMAGED:
            raise diagnose_file(path, file_key) from fault
        raise
    try:
        yield opened
    finally:
        opened.close()


class _Verifier:
    """One run over an open file."""

    def __init__(
        self, opened: MeetingFile, context: Context, secrets: Sequence[str], held: frozenset[str] = frozenset()
    ) -> None:
        self._opened = opened
        self._context = context
        self._secrets = secrets
        self._held = held
        """Polls whose box this program has open itself."""
        self._used: set[str] = set()
        self._found_receipts: set[str] = set()

    def verify(self, receipts: tuple[str, ...], sheets: tuple[str, ...], printed: PrintedHead | None) -> Verification:
        checked = check_file(self._opened)
        forked = check_streams(checked.links)
        if printed is not None:
            _check_printed(checked.links, printed)
        has_sheet = bool(sheets) or (printed is not None and bool(printed.head))  # a number alone compares nothing
        unchecked = list(_what_the_record_leaves(checked, forked, has_sheet=has_sheet))
        with self._opened.database.begin():
            unchecked += self._what_people_let_pass(checked.missing)
            self._refuse_conflicts()
            self._check_deciders(checked.links)
            minutes = check_signed_minutes(self._opened)
            compared = tuple(check_sheet(self._opened.journal, sheet) for sheet in sheets)
            evidence = self._gather(checked)
            for one in evidence:
                unchecked += check_poll(one)
            polls = tuple(self._check_box(one) for one in evidence)
        for secret in self._secrets:
            if secret not in self._used:
                raise BadInput("secret_opens_nothing", place=self._secrets.index(secret) + 1)
        for receipt in receipts:
            if receipt not in self._found_receipts:
                raise VerifyFailed("receipt_missing", receipt=receipt)
        unchecked += [Unchecked(f"box_{poll.box}", poll.title) for poll in polls if poll.box in _NOT_OPENED]
        signers = evidence[0].signers if evidence else {}
        names = evidence[0].names if evidence else {}
        prints = ((names[one] or ERASED, key_fingerprint(row.sign_key)) for one, row in signers.items())
        return copy_fields(
            Verification,
            checked,
            file=self._opened.path.name,
            meeting=self._opened.scope.meeting,
            polls=polls,
            receipts=len(receipts),
            unchecked=tuple(unchecked),
            signers=tuple(prints),
            sheets=compared,
            has_printed_head=printed is not None,
            minutes=minutes,
        )

    def _what_people_let_pass(self, missing: int) -> Iterator[Unchecked]:
        """Refuse a record that lacks more than two people knew to be missing when they let the vote go on."""
        decided = self._opened.projection.list_rows(RollbackRow)
        if missing > max((row.missing for row in decided), default=0):
            raise VerifyFailed("record_cut_off", count=missing)
        if decided:
            yield Unchecked("rolled_back", count=len(decided))

    def _check_deciders(self, links: Sequence[Link]) -> None:
        """Whoever decided together was enrolled, and two people."""
        people = {str(row.signer_id): row.person_id for row in self._opened.projection.list_rows(SignerRow)}
        for link in links:
            fact = link.entry.fact
            if isinstance(fact, (RollbackDecided, PollReopened, PersonErased)):
                known = {people[one] for one in fact.signer_ids if one in people}
                if len(known) < TWO or len(known) < len(fact.signer_ids):
                    raise VerifyFailed("deciders_unknown", kind=fact.KIND, seq=link.entry.seq)

    def _refuse_conflicts(self) -> None:
        conflicts = self._opened.projection.list_rows(ConflictRow)
        if conflicts:
            stream, _, seq = conflicts[0].entry_id.partition(":")
            raise VerifyFailed("conflicts_left", stream=stream[:8], seq=int(seq), count=len(conflicts))

    def _gather(self, checked: Checked) -> list[PollEvidence]:
        rows, kept = self._opened.projection, PollSecrets(self._opened.database, self._opened.scope)
        histories = read_histories(link.entry for link in checked.links)
        counts = {row.poll_id: row for row in rows.list_rows(PollCountRow)}
        signers = {str(row.signer_id): row for row in rows.list_rows(SignerRow)}
        people = {row.person_id: row.name for row in rows.list_rows(PersonRow)}
        names = {signer_id: people.get(row.person_id, "") for signer_id, row in signers.items()}
        return [
            PollEvidence(
                meeting_id=self._opened.scope.meeting,
                poll=poll,
                count=counts.get(poll.poll_id),
                channels=rows.list_rows(ChannelRow, poll_id=poll.poll_id),
                confirmations=rows.list_rows(ConfirmationRow, poll_id=poll.poll_id),
                signatures=rows.list_rows(SignatureRow, poll_id=poll.poll_id),
                signers=signers,
                names=names,
                history=histories[poll.poll_id],
                slips_now=count_slip_rows(rows.list_rows(SlipRow, poll_id=poll.poll_id)).since(
                    histories[poll.poll_id].slips_at_ready
                ),
                sealed_shares=kept.find(poll.poll_id, SecretName.TALLY_SHARES),
            )
            for poll in rows.list_rows(PollRow)
        ]

    def _check_box(self, evidence: PollEvidence) -> PollCheck:
        poll, count = evidence.poll, evidence.count
        box = self._compare_box(evidence)
        return PollCheck(poll.poll_id, poll.title, poll.state, box, "ballots" if count else "none", poll.cast)

    def _compare_box(self, evidence: PollEvidence) -> str:
        poll = evidence.poll
        if not poll.definition:
            return "none"
        if poll.state == PollState.SEALED and poll.sealed_root and poll.sealed_root != poll.box_root:
            raise VerifyFailed("box_changed", poll=poll.title)
        if poll.state in (PollState.SEALED, PollState.VOID):
            return "left" if self._is_left(poll) else "destroyed"
        if poll.poll_id in self._held:
            return "open"
        kept = PollSecrets(self._opened.database, self._opened.scope)
        if poll.state in HAS_BOX and kept.find(poll.poll_id, SecretName.BOX_SHARES) is not None:
            return "locked"  # nobody but the holders of its shares opens the box before it is closed
        try:
            sealed, slips = self._read_box(evidence)
        except NotFound:
            return "not_here"
        self._found_receipts.update(receipt_code(ballot) for ballot in sealed)
        if poll.state not in WITH_ROOT:
            return "open"
        if len(sealed) != poll.cast or box_root(sealed) != poll.box_root:
            raise VerifyFailed("box_changed", poll=poll.title)
        _check_slips_of_box(poll, slips)
        return self._open_ballots(evidence, sealed) if self._secrets and evidence.count is not None else "matches"

    def _is_left(self, poll: PollRow) -> bool:
        """Return whether a box that should be gone is here, or a key that opens it."""
        kept = PollSecrets(self._opened.database, self._opened.scope)
        has_key = any(kept.find(poll.poll_id, name) is not None for name in SecretName)
        return has_key or bool(poll.box_id and box_path(self._opened.path, poll.poll_id, poll.box_id).is_file())

    def _read_box(self, evidence: PollEvidence) -> tuple[tuple[bytes, ...], SpentSlips]:
        """Return the sealed ballots and the slips of a box on the disk.

        Raises VerifyFailed box_changed for the box of another poll, box_seen_fuller for one that this machine has seen
        fuller, box_slips_differ where more slips were spent than the record gave out; NotFound, StorageFault.
        """
        poll, station = evidence.poll, self._context.station
        key, path = self._box_key(poll), box_path(self._opened.path, poll.poll_id, poll.box_id)
        with closing(read_box(path, key, self._context.random)) as box:
            noted = station.box_witness(poll.poll_id).read()
            if poll.box_id and box.box_id != poll.box_id:
                raise VerifyFailed("box_changed", poll=poll.title)
            counts, slips = box.counts(), box.count_spent_slips()
            if noted is not None and noted.box_id == box.box_id and counts.is_behind(noted.counts):
                raise VerifyFailed("box_seen_fuller", poll=poll.title, seen=noted.counts.filled, found=counts.filled)
            issued, is_voted_on = evidence.slips_now.issued, poll.state in HAS_BOX
            decided = self._opened.projection.list_rows(RollbackRow, poll_id=poll.poll_id)
            if is_voted_on and not decided and slips.spent > issued:
                raise VerifyFailed("box_slips_differ", poll=poll.title, spent=slips.spent, recorded=issued)
            return box.sealed_ballots(), slips

    def _box_key(self, poll: PollRow) -> bytes:
        """Return the key of a box that is on a disk: in the meeting file, or in the station folder before 0.5.0.

        Raises NotFound box_keys_missing; RuleBroken box_locked where only the holders of shares open it.
        """
        return find_box_keys(PollSecrets(self._opened.database, self._opened.scope), self._context, poll).box

    def _open_ballots(self, evidence: PollEvidence, sealed: Sequence[bytes]) -> str:
        """Open every ballot of the box and hold it against those of the record, one by one."""
        poll, count = evidence.poll, evidence.count
        assert count is not None
        found = find_tally_key(self._context, poll, evidence.signers, evidence.sealed_shares, self._secrets)
        if found is None:
            return "matches"
        self._used.update(found.used)
        opener = Opener(found.private, poll.definition_hash)
        if opener.public_key != poll.tally_public_key:
            raise VerifyFailed("tally_key_changed")
        try:
            in_box = Counter(opener.open_sealed(one) for one in sealed)
        except StorageFault as fault:
            raise VerifyFailed("ballot_not_of_this_poll", poll=poll.title) from fault
        recorded = Counter(split_ballots(decode_definition(poll.definition).question, count.ballots))
        if in_box != recorded:
            raise VerifyFailed("opened_ballots_differ", poll=poll.title, count=(recorded - in_box).total())
        return "opened"


_NOT_OPENED = ("matches", "open", "locked", "not_here", "destroyed", "left")


def _what_the_record_leaves(checked: Checked, forked: Sequence[str], *, has_sheet: bool) -> Iterator[Unchecked]:
    if not has_sheet:
        yield Unchecked("no_sheet")
    if not checked.is_witnessed:
        yield Unchecked("no_witness")
    if forked:
        yield Unchecked("forked", count=len(forked))
    if checked.unknown:
        yield Unchecked("unknown", count=checked.unknown)


def _check_printed(links: Sequence[Link], printed: PrintedHead) -> None:
    """Check that a head was printed of this record: nothing of then is gone, nothing came in between."""
    if printed.head:
        digits = "".join(letter for letter in printed.head.lower() if letter.isalnum())
        if len(digits) < _HEAD_LETTERS_LEAST:
            raise BadInput("head_short", needed=_HEAD_LETTERS_LEAST)
        places = [place for place, link in enumerate(links) if link.hash.hex().startswith(digits)]
        if not places:
            raise VerifyFailed("sheet_head_missing", head=digits[:_HEAD_LETTERS_LEAST])
        if printed.entries and places[0] + 1 > printed.entries:
            raise VerifyFailed("sheet_entries_differ", printed=printed.entries, found=places[0] + 1)
    if printed.entries > len(links):
        raise VerifyFailed("sheet_entries_differ", printed=printed.entries, found=len(links))


def _check_slips_of_box(poll: PollRow, slips: SpentSlips) -> None:
    """Hold the spent slips of a box against the accounting; older boxes do not tell on what a slip was spent."""
    if not slips.total:
        return  # the ballots were moved into a box of their own at the closing
    back = (poll.cast, poll.returned, poll.spoiled)
    spent = (slips.voted, slips.returned, slips.spoiled)
    is_same = spent == back if slips.tells_apart else slips.spent == sum(back)
    if not is_same or slips.total < poll.issued:
        raise VerifyFailed("box_slips_differ", poll=poll.title, spent=slips.spent, recorded=sum(back))
