"""What a verification of a meeting comes to: what was checked, and first what was not."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.ballot_audit import AuditScore
from sukui_desktop.models.signer import AnchoredStep


class Unchecked(msgspec.Struct, frozen=True):
    """Something that was not checked, and of which poll; it is said before anything else."""

    code: str
    poll: str = ""
    count: int = 0


class PollCheck(msgspec.Struct, frozen=True):
    """What was checked of one poll."""

    poll_id: str
    title: str
    state: str
    box: str
    """opened | matches | open | locked | not_here | destroyed | left | none: what was found of its box."""
    recount: str
    """ballots | none: whether the opened ballots were counted again."""
    ballots: int
    audits: AuditScore = AuditScore()
    """Of the ballots that were opened instead of cast; each was opened again."""


class AnchorSheetCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet that agrees with the record."""

    poll_id: str
    title: str
    step: AnchoredStep
    issued_at_ms: int
    entries: int
    """How many entries the record had when the sheet was issued."""
    is_current: bool
    """Whether the poll still is what it was at that step: not made ready, closed or counted anew, not void."""


class SignedMinutes(msgspec.Struct, frozen=True):
    """What was checked of the signed minutes of a file."""

    signers: int = 0
    """0: they are not signed."""
    corrections: int = 0
    """Corrections before the signing, or in all where there was none …"""
    corrections_after: int = 0
    """… and after it."""


class Verification(msgspec.Struct, frozen=True):
    """A file that agrees with itself, and with the boxes that are here; and what of it was not checked."""

    file: str
    meeting: str
    entries: int
    streams: tuple[str, ...]
    tables: dict[str, str]
    polls: tuple[PollCheck, ...]
    receipts: int
    """Receipts that were looked for and found."""
    unknown: int = 0
    """Entries of a kind or version that this program does not know."""
    unchecked: tuple[Unchecked, ...] = ()
    """What was not checked, to be said first."""
    signers: tuple[tuple[str, str], ...] = ()
    """(name, 지문 of the key) of everybody who signs; '' for a key behind a passphrase, which no other meeting has."""
    sheets: tuple[AnchorSheetCheck, ...] = ()
    """Sheets that were compared with the record, and agree."""
    has_printed_head: bool = False
    """Whether the record was compared with a 기록 지문 printed elsewhere."""
    minutes: SignedMinutes = SignedMinutes()
    """Who signed the minutes, and what was corrected before and after."""


class PrintedHead(msgspec.Struct, frozen=True, kw_only=True):
    """What a printed sheet says of the record."""

    head: str = ""
    """The 기록 지문 as printed, or at least its first 16 digits; '' for not given."""
    entries: int = 0
    """How many entries there were; 0 for not given."""
