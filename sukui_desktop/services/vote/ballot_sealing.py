"""The ballot paper: sealing an answer, and the port through which a sealed ballot is cast.

Loads no store: a station without the meeting file seals with the paper alone and casts over whatever line it has.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import lru_cache
from typing import Protocol

import msgspec

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import encode_answer
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import AuditVerdict
from sukui_desktop.record.ballot_encryption import Sealer, receipt_code
from sukui_desktop.record.ballot_opening import OPENING_SIZE


class BallotPaper(msgspec.Struct, frozen=True, kw_only=True):
    """What a station needs to ask a poll's question and to seal the answers."""

    poll_id: PollId
    definition: Definition
    definition_hash: bytes
    """SHA-256 of the canonical bytes of the definition; a sealed ballot opens for this definition alone."""
    tally_public_key: bytes
    """Raw X25519 key of the poll."""


class SealedBallot(msgspec.Struct, frozen=True):
    """A ballot that only the tally key opens."""

    sealed: bytes
    """What is put in the box."""
    paper: bytes
    """Fingerprint of the paper it was sealed on (`fingerprint_paper`); never stored."""


class OpenableBallot(msgspec.Struct, frozen=True):
    """A sealed ballot with what opens it without the tally key: given away for an audit (시험 개봉), else forgotten.

    A kiosk keeps it in memory from the sealing until the voter has chosen; a cast sends `ballot` alone.
    """

    ballot: SealedBallot
    opening: bytes
    """The 32 random bytes that it was sealed with."""
    shown: bytes
    """The answer as the voter saw it, as plaintext."""

    @property
    def code(self) -> str:
        """The 확인번호, which the voter is shown before choosing."""
        return receipt_code(self.ballot.sealed)


class AuditedBallot(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a ballot that was opened instead of cast."""

    number: int
    """Place among the audits of the poll, from 1."""
    code: str
    verdict: AuditVerdict
    found: Answer | None
    """What was in the sealed ballot; None where it did not open."""
    shown: Answer | None
    """What the kiosk had shown; None where that is no ballot."""
    changes: Changes


class Receipt(msgspec.Struct, frozen=True):
    """That a ballot is in the box for good; the code (확인번호) comes from the sealed ballot alone."""

    code: str


class BallotCaster(Protocol):
    """Takes slips and sealed ballots of one poll, in this program or over a line.

    A SukuiError other than StorageFault and DeviceFault says that the ballot is surely not in the box.
    """

    def check_token(self, token: str) -> None:
        """Check that a slip may vote, before the voter begins.

        Raises BadInput slip_malformed; NotFound slip_unknown; RuleBroken slip_used, slip_returned, slip_spoiled,
        poll_not_open.
        """

    def cast_ballot(self, token: str, ballot: SealedBallot) -> Receipt:
        """Put a sealed ballot in the box for a slip; returns only when it would survive a power cut.

        The same slip and the same sealed bytes may be sent again and get the same receipt until the poll is closed.
        Raises as `check_token`; RuleBroken paper_of_another_poll; BadInput ballot_length; StorageFault or DeviceFault
        when nobody knows whether the box has it.
        """

    def audit_ballot(self, token: str, openable: OpenableBallot) -> AuditedBallot:
        """Open a sealed ballot before everybody instead of casting it; the slip stays unspent.

        Raises as `cast_ballot`, and RuleBroken audits_not_offered, audits_used_up, ballot_in_box.
        """

    def dispute_audit(self, number: int) -> Changes:
        """Record that the voter says of an opened ballot that it is not what they had chosen.

        Raises NotFound audit_unknown, RuleBroken audit_not_now, StorageFault.
        """


def seal_ballot(paper: BallotPaper, answer: Answer) -> SealedBallot:
    """Seal an answer for the tally key of a poll.

    Raises RuleBroken of `encode_answer` for what cannot be written on the ballot, BadInput tally_key_unreadable.
    """
    plaintext = encode_answer(paper.definition.question, answer)
    sealed = _sealer_of_paper(paper.tally_public_key, paper.definition_hash).seal_plaintext(plaintext)
    return SealedBallot(sealed, fingerprint_paper(paper.poll_id, paper.definition_hash, paper.tally_public_key))


def seal_openable_ballot(paper: BallotPaper, answer: Answer) -> OpenableBallot:
    """Seal an answer so that the voter may still choose to have it opened; raises as `seal_ballot`."""
    plaintext, opening = encode_answer(paper.definition.question, answer), secrets.token_bytes(OPENING_SIZE)
    sealed = _sealer_of_paper(paper.tally_public_key, paper.definition_hash).seal_with_given_randomness(
        plaintext, opening
    )
    fingerprint = fingerprint_paper(paper.poll_id, paper.definition_hash, paper.tally_public_key)
    return OpenableBallot(SealedBallot(sealed, fingerprint), opening, plaintext)


def fingerprint_paper(poll_id: PollId, definition_hash: bytes, tally_public_key: bytes) -> bytes:
    """Return the SHA-256 (32 bytes) by which the box knows the paper that a ballot was sealed on."""
    parts = (poll_id.encode(), definition_hash, tally_public_key)
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()


@lru_cache(maxsize=8)
def _sealer_of_paper(tally_public_key: bytes, definition_hash: bytes) -> Sealer:
    return Sealer(tally_public_key, definition_hash)
