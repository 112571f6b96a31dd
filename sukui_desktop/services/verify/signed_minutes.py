"""Whether the minutes were signed as they are, and everything after that is a correction that somebody signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sukui_desktop.domain.corrections_after_closing import BESIDE_SIGNED
from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.domain.facts.base import Entry, Fact, Unknown
from sukui_desktop.domain.facts.meeting import CorrectionNoted, MinutesSigned
from sukui_desktop.domain.papers.minutes_content import minutes_statement_bytes
from sukui_desktop.domain.two_people import PEOPLE_WHO_DECIDE
from sukui_desktop.domain.verification_findings import SignedMinutes
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.record.entry_signature import Verifier
from sukui_desktop.storage.meeting_file_check import CheckedLink


def check_signed_minutes(links: Sequence[CheckedLink], signers: Mapping[str, SignerRow]) -> SignedMinutes:
    """Check the signatures under the minutes and under every correction after them.

    Raises VerifyFailed minutes_signature with what it stands under: minutes, or the number of a correction;
    minutes_uncorrected for a change after the signing that no correction names.
    """
    hashes = {(link.entry.stream, link.entry.seq): link.hash for link in links}
    keys = {signer_id: row.sign_key for signer_id, row in signers.items()}
    verifier, signed_by, before, after = Verifier(), 0, 0, 0
    meeting_id = ""
    changed: dict[str, Entry] = {}
    """Stream → an entry after the signing that the next one of the stream must name as corrected."""
    for link in links:
        entry, fact = link.entry, link.entry.fact
        waiting = changed.pop(entry.stream, None)
        if waiting is not None and not _is_correction_of_entry(fact, waiting):
            raise VerifyFailed("minutes_uncorrected", seq=waiting.seq, kind=waiting.fact.KIND)
        if signed_by and not isinstance(fact, Unknown) and fact.KIND not in BESIDE_SIGNED:
            changed[entry.stream] = entry
        if entry.subject.startswith("meeting/"):
            meeting_id = entry.subject_id
        if isinstance(fact, MinutesSigned) and not signed_by:
            statement = minutes_statement_bytes(meeting_id, fact.digest, fact.head)
            is_true = hashes.get((entry.stream, entry.seq - 1)) == fact.head and all(
                verifier.is_signature_valid(keys.get(one.signer_id, b""), statement, one.signature)
                for one in fact.signatures
            )
            if not is_true or len({one.signer_id for one in fact.signatures}) < PEOPLE_WHO_DECIDE:
                raise VerifyFailed("minutes_signature", place="minutes", number=0)
            signed_by = len(fact.signatures)
        elif isinstance(fact, CorrectionNoted):
            before, after = (before, after + 1) if signed_by else (before + 1, after)
            corrected = hashes.get((entry.stream, entry.seq - 1), b"")
            is_true = verifier.is_signature_valid(keys.get(fact.signer_id, b""), corrected, fact.signature)
            if signed_by and not (fact.is_after_signing and is_true):
                raise VerifyFailed("minutes_signature", place="correction", number=before + after)
    for waiting in changed.values():
        raise VerifyFailed("minutes_uncorrected", seq=waiting.seq, kind=waiting.fact.KIND)
    return SignedMinutes(signed_by, before, after)


def _is_correction_of_entry(fact: Fact, entry: Entry) -> bool:
    """Return whether a fact is the correction that names this entry."""
    return isinstance(fact, CorrectionNoted) and (fact.kind, fact.target) == (entry.fact.KIND, entry.subject)
