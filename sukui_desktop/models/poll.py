"""Rows of polls, of their counts and of their channels; states of a poll."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

import msgspec

from sukui_desktop.models.ids import PollId
from sukui_desktop.models.row import Row
from sukui_desktop.models.signer import AnchoredStep


class PollState(StrEnum):
    """How far a poll has come; `domain/poll_steps.py` has the steps between the states."""

    DRAFTED = "drafted"
    READY = "ready"
    """준비 완료: the definition is frozen."""
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    """마감"""
    COUNTED = "counted"
    """개표"""
    CHALLENGED = "challenged"
    """개표 이의: the count may be challenged."""
    SELECTED = "selected"
    """선정"""
    CERTIFIED = "certified"
    """확정"""
    PUBLISHED = "published"
    """공개"""
    SEALED = "sealed"
    """봉인"""
    VOID = "void"
    """무효"""


class ChannelInput(StrEnum):
    """From what the numbers of a channel were taken."""

    TABLE = "table"
    """A table of options that the channel's operator gave."""
    RESULT = "result"
    """A result.json of this program."""
    EMPTY = "empty"
    """A person stated that the channel has no ballot."""


class LockWay(StrEnum):
    """Who opens the box of a poll."""

    TWO_PEOPLE = "two_people"
    """The facilitator with the meeting's passphrase and a second person with their own key."""
    SHARES = "shares"
    """k of n people, each with a share of the key."""


class PaperKind(StrEnum):
    """What a paper is that was issued of a poll."""

    ANCHOR = "anchor"
    """기록 확인서: what the poll and the record were at a step."""
    READINESS = "readiness"
    """투표 전 점검표: what was found of the machine and its room."""
    ZERO = "zero"
    """빈 투표함 보고서: that the box was empty before the vote."""
    PAUSE = "pause"
    """중간 보고서: slips and ballots while the vote rested."""
    CLOSING = "closing"
    """마감 보고서: slips and ballots at the closing."""


class PollLock(msgspec.Struct, frozen=True, kw_only=True):
    """Who together open the box of a poll: fixed with the definition, said in the minutes."""

    way: LockWay
    threshold: int
    """How many of the holders are needed."""
    holders: tuple[str, ...]
    """Signer ids."""
    is_strict: bool
    """Whether the key of the open box is on no disk: the holders open it again after a power cut."""
    shares_digest: bytes
    """SHA-256 over the sealed shares of the tally key: changed shares are noticed."""


class PollSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What lists show of a poll: no question, no ballots, no result.

    Times are milliseconds since 1970 UTC, 0 for not yet.
    """

    poll_id: PollId
    item_id: str
    """The agenda item it belongs to, '' for none."""
    title: str
    state: PollState = PollState.DRAFTED
    definition_hash: bytes = b""
    """b'' before the poll is ready."""
    tally_public_key: bytes = b""
    """As `definition_hash`; another one each time the poll is made ready: it shows whether a paper is current."""
    slots: int = 0
    """Slips and slots that were made."""
    issued: int = 0
    cast: int = 0
    spoiled: int = 0
    returned: int = 0
    not_returned: int = 0
    """Ballot accounting: issued = cast + spoiled + returned + not_returned; all 0 until the poll is closed."""
    is_base_frozen: bool = False
    """Whether the base of the vote was written down at its closing; the files of 0.2.0 and 0.3.0 have none."""
    base_enrolled: int = 0
    base_present: int = 0
    base_voted_and_left: int = 0
    base_others_present: int = 0
    """The base of the vote at its closing (`domain/electorate.py` `VoteBase`)."""
    drafted_clock_ms: int
    drafted_clock_counter: int
    """The clock of the record, which orders polls."""
    ready_at_ms: int = 0
    opened_at_ms: int = 0
    closed_at_ms: int = 0
    counted_at_ms: int = 0
    certified_at_ms: int = 0
    certified_by: tuple[str, ...] = ()
    """Names, where they were typed (before 0.5.0)."""
    certifiers: tuple[str, ...] = ()
    """Signer ids of the two who certified with keys of their own."""
    objection_until_ms: int = 0
    void_reason: str = ""
    void_by: tuple[str, ...] = ()
    """Names, where they were typed (a poll without a lock)."""
    void_signers: tuple[str, ...] = ()
    """Signer ids of the two who declared a locked poll void with keys of their own."""


class PollRow(PollSummary, Row, frozen=True, kw_only=True):
    """A poll without its ballots and results, small enough to list."""

    TABLE: ClassVar[str] = "poll"
    draft: bytes
    """Canonical bytes of the draft question until the poll is ready (`definition.py`)."""
    definition: bytes = b""
    """Canonical bytes of the frozen definition, b'' before ready."""
    tokens_made: int = 0
    """How many slips were made in all."""
    box_id: bytes = b""
    """16 random bytes that stand in the box too; b'' before ready and in polls made ready before 0.5.0."""
    lock: bytes = b""
    """Canonical CBOR of the `PollLock`; b'' as `box_id`."""
    reopened: int = 0
    """How often a closing was taken back before the count."""
    closed_with: tuple[str, ...] = ()
    """Signer ids of the two people who closed it with slips that did not come back, and of none where all did."""
    difference_reason: str = ""
    box_root: bytes = b""
    """SHA-256 over the sorted sealed ballots at the closing (`ballot_box.box_root`)."""
    slips_root: bytes = b""
    """SHA-256 over the slips at the closing (`ballot_box.slips_root`); b'' before, and in polls closed before 0.5.0."""
    sealed_root: bytes = b""
    """The same, taken again when the keys were destroyed; b'' before, or when the box was lost."""


class PollCountRow(Row, frozen=True, kw_only=True):
    """The ballots and results of a counted poll; there is none before the count."""

    TABLE: ClassVar[str] = "poll_count"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id",)
    SUBJECT: ClassVar[str] = "poll"
    UNKNOWN: ClassVar[str] = "poll_unknown"
    poll_id: PollId
    ballots: bytes
    """Opened ballots sorted, one after the other."""
    tally: bytes
    """Canonical CBOR of the `Tally`."""
    second_tally: bytes
    """The same of the second counter; b'' where the first release counted."""
    outcome: bytes = b""
    """Canonical CBOR of the `Outcome`, b'' before the selection."""
    sealed_root: bytes = b""
    """`box_root` of the sealed ballots that this count opened; b'' in counts made before 0.5.0."""
    opened_root: bytes = b""
    """SHA-256 over `ballots`; b'' as `sealed_root`."""
    opened_by: tuple[str, ...] = ()
    """Signer ids of those whose keys opened the box for this count, the last one; () where the record does not say."""


class ConfirmationRow(Row, frozen=True, kw_only=True):
    """That somebody opened the box again from the disk, by an act of their own, and what was in it."""

    TABLE: ClassVar[str] = "confirmation"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id", "signer_id")
    SUBJECT: ClassVar[str] = "poll"
    poll_id: PollId
    signer_id: str
    sealed_root: bytes
    opened_root: bytes
    tally: bytes
    """Canonical CBOR of the first counter's `Tally`."""
    second_tally: bytes
    opened_by: tuple[str, ...] = ()
    """As in `PollCountRow`, of this opening."""
    at_ms: int


class RollbackKind(StrEnum):
    """Which of box, witness and record of a poll is behind, or stands where it was not; the value is its code."""

    BOX_AHEAD = "box_ahead"
    """The box holds more than this machine noted, by more than the one act after which a power cut may have come."""
    BOX_BEHIND = "box_behind"
    """The box holds less than this machine noted after a cast."""
    BOX_LACKS_SLIPS = "box_lacks_slips"
    """By the record slips came back that the box holds for unused."""
    BOX_MOVED = "box_moved"
    """This machine has no note of its own of the box: it was carried here, or the station folder was copied."""
    HUB_GATHERED = "hub_gathered"
    """Every kiosk handed its copy over, or was written off, and the vote goes on at another machine."""
    HUB_PROMOTED = "hub_promoted"
    """Another machine took the place of the hub, with a box as it was laid: the kiosks hand over what they kept."""
    KIOSK_WRITTEN_OFF = "kiosk_written_off"
    """Nothing that one kiosk kept is waited for any more."""
    RECORD_BEHIND = "record_behind"
    """Entries that this machine wrote are not in the file."""
    RECORD_LACKS_SLIPS = "record_lacks_slips"
    """Slips are spent in the box that the record never gave."""


class RollbackRow(Row, frozen=True, kw_only=True):
    """That two people let a vote go on although its box or its record had been put back, and what they saw then."""

    TABLE: ClassVar[str] = "rollback"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id", "number")
    SUBJECT: ClassVar[str] = "poll"
    poll_id: PollId
    number: str
    """Place among those of the poll, from 1, in four digits."""
    kind: RollbackKind
    reason: str
    signer_ids: tuple[str, ...]
    box_id: bytes
    """Of the box at that time; b'' for none and for boxes made before 0.5.0."""
    spent: int
    """Slips spent in the box; this and the next are -1 where there was no box."""
    filled: int
    witness_spent: int
    """As this machine had noted; -1 where it had not."""
    witness_filled: int
    given: int
    """Slips given by the record."""
    stopped: int
    """Slips that came back by the record."""
    missing: int
    """Entries that this machine had written and that were not in the file."""
    at_ms: int
    station_id: str = ""
    """Of the kiosk that was written off."""


class ReopeningRow(Row, frozen=True, kw_only=True):
    """That two people let a vote go on that was closed by mistake, and which closing they took back."""

    TABLE: ClassVar[str] = "reopening"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id", "number")
    SUBJECT: ClassVar[str] = "poll"
    poll_id: PollId
    number: str
    """Place among those of the poll, from 1, in four digits."""
    reason: str
    signer_ids: tuple[str, ...]
    closed_at_ms: int
    """When the vote had been closed; this and the next are of the closing that was taken back."""
    cast: int
    """Ballots that were in the box then: at the next closing there are as many at least."""
    at_ms: int


class ChannelRow(Row, frozen=True, kw_only=True):
    """The numbers of one channel of a poll and their attester; there is none for the ballot box."""

    TABLE: ClassVar[str] = "channel"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id", "key")
    SUBJECT: ClassVar[str] = "poll"
    UNKNOWN: ClassVar[str] = "channel_not_accepted"

    poll_id: PollId
    key: str
    source: ChannelInput
    file_name: str
    file_sha256: bytes
    """b'' where the channel is empty."""
    result: bytes
    """Canonical CBOR of the `ChannelResult`."""
    attested_by: str
    at_ms: int


class IssuedPaperRow(Row, frozen=True, kw_only=True):
    """A paper of a poll that was issued: an anchor sheet (기록 확인서), a readiness sheet or a report."""

    TABLE: ClassVar[str] = "issued_sheet"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id", "number")
    SUBJECT: ClassVar[str] = "poll"
    UNKNOWN: ClassVar[str] = "sheet_unknown"

    poll_id: PollId
    number: str
    """Place among the papers of the poll, from 1, in four digits."""
    step: AnchoredStep
    head: bytes
    """Hash of the newest entry that the record had then."""
    entries: int
    """How many entries the record had then."""
    issued_at_ms: int
    digest: bytes
    """SHA-256 of the anchor of an anchor sheet, of other papers `report_digest`."""
    paper: PaperKind = PaperKind.ANCHOR
    content: bytes = b""
    """Canonical CBOR of the `ReportContent` of a paper that is no anchor sheet; b'' where it is one."""


class AuditVerdict(StrEnum):
    """What was in a sealed ballot that a voter had opened instead of cast (시험 개봉)."""

    AGREED = "agreed"
    """What the kiosk had shown."""
    DIFFERS = "differs"
    """Something else."""
    UNREADABLE = "unreadable"
    """The random bytes that the kiosk gave did not make it."""


class BallotAuditRow(Row, frozen=True, kw_only=True):
    """One sealed ballot that was opened instead of cast. Nothing in it says by whom or with which slip."""

    TABLE: ClassVar[str] = "ballot_audit"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id", "number")
    SUBJECT: ClassVar[str] = "poll"
    UNKNOWN: ClassVar[str] = "audit_unknown"

    poll_id: PollId
    number: str
    """Place among the audits of the poll, from 1, in four digits."""
    sealed: bytes
    """What was sealed before anybody knew that it would be opened; it can never be cast."""
    opening: bytes
    """The random bytes that it was sealed with."""
    shown: bytes
    """The ballot that the kiosk had shown, as plaintext."""
    verdict: AuditVerdict
    is_disputed: bool = False
    """The voter said that this is not what they had chosen."""
    at_ms: int


class ChallengeRow(Row, frozen=True, kw_only=True):
    """One challenge of a poll's count or result, as it was recorded."""

    TABLE: ClassVar[str] = "challenge"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id", "number")
    SUBJECT: ClassVar[str] = "poll"
    UNKNOWN: ClassVar[str] = "challenge_unknown"

    poll_id: PollId
    number: str
    """Place among the challenges of the poll, from 1, in four digits."""
    by: str
    """Who challenged."""
    words: str
    answer: str
    """'' while none was given."""
    at_ms: int
    answered_at_ms: int = 0
