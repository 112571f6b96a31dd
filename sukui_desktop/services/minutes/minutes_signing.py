"""Signing the minutes (회의록 서명): from then on what they say changes by numbered, signed corrections alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sukui_desktop.domain.after_closing import BESIDE_SIGNED
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.errors import RuleBroken, VerifyFailed
from sukui_desktop.domain.facts.base import Entry, Fact, Unknown
from sukui_desktop.domain.facts.meeting import CorrectionNoted, MinutesSignature, MinutesSigned
from sukui_desktop.domain.papers.minutes_content import minutes_digest, require_complete_minutes, state_minutes
from sukui_desktop.domain.poll_steps import states_between
from sukui_desktop.domain.verification import SignedMinutes
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.record.signature import Verifier
from sukui_desktop.services.minutes.minutes import minutes_in
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import SignerProof, take_out_keys
from sukui_desktop.storage.meeting_file import MeetingFile

LEAST_SIGNERS = 2
"""Chair and recorder, or whom they send."""
_UNFINISHED = states_between(PollState.OPEN, PollState.SELECTED)


def sign_minutes(room: Room, proofs: Sequence[SignerProof]) -> Changes:
    """Let people sign what the minutes say now, and freeze it.

    Raises RuleBroken minutes_signed_already, minutes_not_closed before 폐회, polls_unfinished, minutes_signers_missing
    with fewer than two people, and as `require_complete_minutes` and `take_out_keys`.
    """
    with room.writing() as tx:
        meeting = tx.list_rows(MeetingRow)[0]
        if meeting.minutes_signed_at_ms:
            raise RuleBroken("minutes_signed_already")
        if meeting.stage != MeetingStage.CLOSED:
            raise RuleBroken("minutes_not_closed")
        going_on = sorted(poll.title for poll in tx.list_rows(PollRow) if poll.state in _UNFINISHED)
        if going_on:
            raise RuleBroken("polls_unfinished", polls=tuple(going_on))
        minutes = minutes_in(tx, room.context.now())
        require_complete_minutes(minutes)
        keys = take_out_keys(tx, proofs)
        if len(keys) < LEAST_SIGNERS:
            raise RuleBroken("minutes_signers_missing", least=LEAST_SIGNERS)
        digest, head = minutes_digest(minutes), tx.writer.head.hash
        statement = state_minutes(meeting.meeting_id, digest, head)
        signatures = tuple(
            MinutesSignature(signer_id=signer_id, signature=own.sign(statement)) for signer_id, own in keys.items()
        )
        fact = MinutesSigned(digest=digest, head=head, signatures=signatures)
        return tx.append_fact(meeting.meeting_id, fact).changes


def check_signed_minutes(opened: MeetingFile) -> SignedMinutes:
    """Check the signatures under the minutes and under every correction after them, inside a transaction.

    Raises VerifyFailed minutes_signature with what it stands under: minutes, or the number of a correction;
    minutes_uncorrected for a change after the signing that no correction names.
    """
    stored = tuple(opened.journal.read_entries())
    hashes = {(one.stream, one.seq): one.hash for one in stored}
    keys = {str(row.signer_id): row.sign_key for row in opened.projection.list_rows(SignerRow)}
    return _check_entries([entry for _, entry in opened.journal.open_entries(stored)], hashes, keys)


def _check_entries(
    entries: Iterable[Entry], hashes: dict[tuple[str, int], bytes], keys: dict[str, bytes]
) -> SignedMinutes:
    verifier, signers, before, after = Verifier(), 0, 0, 0
    meeting_id = ""
    changed: dict[str, Entry] = {}
    """Stream → an entry after the signing that the next one of the stream must name as corrected."""
    for entry in entries:
        fact = entry.fact
        waiting = changed.pop(entry.stream, None)
        if waiting is not None and not _corrects(fact, waiting):
            raise VerifyFailed("minutes_uncorrected", seq=waiting.seq, kind=waiting.fact.KIND)
        if signers and not isinstance(fact, Unknown) and fact.KIND not in BESIDE_SIGNED:
            changed[entry.stream] = entry
        if entry.subject.startswith("meeting/"):
            meeting_id = entry.subject_id
        if isinstance(fact, MinutesSigned) and not signers:
            statement = state_minutes(meeting_id, fact.digest, fact.head)
            is_true = hashes.get((entry.stream, entry.seq - 1)) == fact.head and all(
                verifier.is_signed(keys.get(one.signer_id, b""), statement, one.signature) for one in fact.signatures
            )
            if not is_true or len({one.signer_id for one in fact.signatures}) < LEAST_SIGNERS:
                raise VerifyFailed("minutes_signature", place="minutes", number=0)
            signers = len(fact.signatures)
        elif isinstance(fact, CorrectionNoted):
            before, after = (before, after + 1) if signers else (before + 1, after)
            corrected = hashes.get((entry.stream, entry.seq - 1), b"")
            is_true = verifier.is_signed(keys.get(fact.signer_id, b""), corrected, fact.signature)
            if signers and not (fact.is_after_signing and is_true):
                raise VerifyFailed("minutes_signature", place="correction", number=before + after)
    for waiting in changed.values():
        raise VerifyFailed("minutes_uncorrected", seq=waiting.seq, kind=waiting.fact.KIND)
    return SignedMinutes(signers, before, after)


def _corrects(fact: Fact, entry: Entry) -> bool:
    """Return whether a fact is the correction that names this entry."""
    return isinstance(fact, CorrectionNoted) and (fact.kind, fact.target) == (entry.fact.KIND, entry.subject)
