"""Facts about one poll, from its draft to its sealing; none for a single ballot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.ballot_accounting import BallotAccounting, BoxFigures
from sukui_desktop.domain.channel.channel_result_file import ChannelResult
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.electorate import VoteBase
from sukui_desktop.domain.facts.base import Fact, Upcast, fields_unchanged
from sukui_desktop.domain.machine_readiness import Finding
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.rollback_detection import BoxCounts, RecordCounts
from sukui_desktop.domain.selection.decision_inputs import LotDraw
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.poll import AuditVerdict, ChannelInput, PaperKind, PollLock, RollbackKind
from sukui_desktop.models.signer import AnchoredStep


def _move_lot_draw_out_of_outcome(fields: dict[str, Any]) -> dict[str, Any]:
    """Versions 1 and 2 had who drew a lot inside the outcome, in the clear."""
    outcome = dict(fields["outcome"])
    return {**fields, "draw": outcome.pop("draw"), "outcome": outcome} if "draw" in outcome else fields


class PollEdited(Fact, frozen=True, kw_only=True):
    """The draft of a poll was written anew."""

    KIND: ClassVar[str] = "poll.edited"
    VERSION: ClassVar[int] = 4
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged, 2: fields_unchanged, 3: fields_unchanged}
    title: str
    draft: Draft


class PollDrafted(PollEdited, frozen=True, kw_only=True):
    """A poll was begun for an agenda item ('' for none)."""

    KIND: ClassVar[str] = "poll.drafted"
    item_id: str


class PollMadeReady(Fact, frozen=True, kw_only=True):
    """준비 완료: definition frozen (canonical bytes), tally key and box made, with that many slots."""

    KIND: ClassVar[str] = "poll.made_ready"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    definition: bytes
    tally_public_key: bytes
    slots: int = msgspec.field(name="laid")
    box_id: bytes | UnsetType = UNSET
    """16 random bytes that the box has too; absent in version 1, as is the lock."""
    lock: PollLock | UnsetType = UNSET


class PollWithdrawn(Fact, frozen=True, kw_only=True):
    """A ready poll went back to its draft before anybody voted; box and key were destroyed."""

    KIND: ClassVar[str] = "poll.withdrawn"
    VERSION: ClassVar[int] = 3
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged, 2: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("names",)
    SEALED_SINCE: ClassVar[int] = 2
    names: tuple[str, ...]
    """As they were typed, of a poll without a lock; else () and the next four."""
    signer_ids: tuple[str, ...] = ()
    box_id: bytes = b""
    after: bytes = b""
    """As in `ClosingDifference`."""
    signatures: tuple[bytes, ...] = ()


class PollOpened(Fact, frozen=True, kw_only=True):
    """Voting began."""

    KIND: ClassVar[str] = "poll.opened"


class PollPaused(Fact, frozen=True, kw_only=True):
    """Voting was paused."""

    KIND: ClassVar[str] = "poll.paused"


class PollResumed(Fact, frozen=True, kw_only=True):
    """Voting went on."""

    KIND: ClassVar[str] = "poll.resumed"


class TokensMade(Fact, frozen=True, kw_only=True):
    """Fresh tokens were made for slips not yet given, as the first batch is lost with the power."""

    KIND: ClassVar[str] = "slips.dealt"
    SUBJECT: ClassVar[str] = "poll"
    count: int


class StaffNumberGuessed(Fact, frozen=True, kw_only=True):
    """Somebody used up all tries at the staff's number of a kiosk."""

    KIND: ClassVar[str] = "kiosk.pin_guessed"
    SUBJECT: ClassVar[str] = "poll"
    wrong_in_a_row: int
    """Wrong numbers since the last right one, these tries included."""


class ClosingDifference(msgspec.Struct, frozen=True, kw_only=True):
    """Why a vote was closed although slips did not come back, and which two people decided it."""

    reason: str
    signer_ids: tuple[str, ...]
    after: bytes = b""
    """Hash of the newest entry that the record had then: signatures are good at that place only; b'' in version 4."""
    signatures: tuple[bytes, ...] = ()
    """Of those people, in their order, over the statement of the closing; () in version 4."""


class PollClosed(Fact, frozen=True, kw_only=True):
    """마감: no more ballots; the slips were reconciled and the box's root written down."""

    KIND: ClassVar[str] = "poll.closed"
    VERSION: ClassVar[int] = 5
    UPCASTS: ClassVar[Mapping[int, Upcast]] = dict.fromkeys(range(1, 5), fields_unchanged)
    SEALED: ClassVar[tuple[str, ...]] = ("difference",)
    SEALED_SINCE: ClassVar[int] = 4
    accounting: BallotAccounting = msgspec.field(name="equation")
    box_root: bytes
    slips_root: bytes = b""
    """SHA-256 over the slips of the box (`ballot_box.slips_root`); b'' in versions 1 to 4."""
    base: VoteBase | UnsetType = UNSET
    """Who counted at that moment; absent in version 1."""
    difference: ClosingDifference | UnsetType = UNSET
    """Absent where every slip came back, and in versions 1 and 2."""


class PollReopened(Fact, frozen=True, kw_only=True):
    """A vote that was closed by mistake goes on, by two people, before anything was counted; it is paused at first."""

    KIND: ClassVar[str] = "poll.reopened"
    VERSION: ClassVar[int] = 3
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged, 2: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("reason",)
    SEALED_SINCE: ClassVar[int] = 2
    reason: str
    signer_ids: tuple[str, ...]
    box_root: bytes = b""
    """Of the closing that is taken back; b'', as the next, and no signatures in versions 1 and 2."""
    after: bytes = b""
    """As in `ClosingDifference`."""
    signatures: tuple[bytes, ...] = ()


class RollbackDecided(Fact, frozen=True, kw_only=True):
    """Two people let a vote go on although its box or the record had been put back; what all three said then."""

    KIND: ClassVar[str] = "poll.rollback_decided"
    VERSION: ClassVar[int] = 5
    UPCASTS: ClassVar[Mapping[int, Upcast]] = dict.fromkeys(range(1, 5), fields_unchanged)
    SEALED: ClassVar[tuple[str, ...]] = ("reason",)
    SEALED_SINCE: ClassVar[int] = 2
    kind: RollbackKind
    """`box_ahead` since version 4; `hub_promoted`, `hub_gathered`, `kiosk_written_off` since version 5."""
    reason: str
    signer_ids: tuple[str, ...]
    box_id: bytes
    box: BoxCounts | UnsetType = UNSET
    """Absent where there was no box."""
    witness: BoxCounts | UnsetType = UNSET
    """Absent where this machine had no note of the box."""
    record: RecordCounts
    station_id: str | UnsetType = UNSET
    """Of the kiosk that was written off; absent otherwise, and in versions 1 to 4."""
    after: bytes = b""
    """As in `ClosingDifference`; b'' in versions 1 and 2."""
    signatures: tuple[bytes, ...] = ()
    """Of the two, in their order; () in versions 1 and 2."""


class ChannelAccepted(Fact, frozen=True, kw_only=True):
    """What a channel said was taken in, with the name of an attester; in the order of the definition's options."""

    KIND: ClassVar[str] = "poll.channel_accepted"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("file_name", "vouched_by")
    SEALED_SINCE: ClassVar[int] = 2
    key: str
    """Of the definition's channel."""
    source: ChannelInput
    file_name: str
    """'' where the channel is empty, as is the hash."""
    file_sha256: bytes
    result: ChannelResult
    attested_by: str = msgspec.field(name="vouched_by")


class ChannelRemoved(Fact, frozen=True, kw_only=True):
    """What a channel said was taken back before the selection."""

    KIND: ClassVar[str] = "poll.channel_removed"
    key: str


class PollCounted(Fact, frozen=True, kw_only=True):
    """개표·집계: the box was opened. `ballots` are all plaintexts, sorted, one after the other."""

    KIND: ClassVar[str] = "poll.counted"
    VERSION: ClassVar[int] = 3
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged, 2: fields_unchanged}
    ballots: bytes
    tally: Tally
    second: Tally | UnsetType = UNSET
    """What the second counter found; absent in the entries of the first release, which had one counter."""
    sealed_root: bytes | UnsetType = UNSET
    """`box_root` of the sealed ballots that this act read from the disk and opened; absent in version 1."""
    opened_root: bytes | UnsetType = UNSET
    """SHA-256 over `ballots`; absent in version 1."""
    opened_by: tuple[str, ...] = ()
    """Signer ids of those whose keys opened the box, in the order of its holders; () in versions 1 and 2, and of a box
    that opens by a passphrase."""


class PollRecounted(Fact, frozen=True, kw_only=True):
    """다시 집계: the box was opened again from the disk and counted by both counters (version 1: the recorded ballots
    alone); challenges begin anew after it."""

    KIND: ClassVar[str] = "poll.recounted"
    VERSION: ClassVar[int] = 3
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged, 2: fields_unchanged}
    tally: Tally
    second: Tally
    sealed_root: bytes | UnsetType = UNSET
    """As in `PollCounted`: since version 2 the box itself is opened again."""
    opened_root: bytes | UnsetType = UNSET
    opened_by: tuple[str, ...] = ()
    """As in `PollCounted`."""


class CountConfirmed(Fact, frozen=True, kw_only=True):
    """Somebody opened the box again from the disk, by an act of their own, and this is what was in it."""

    KIND: ClassVar[str] = "poll.count_confirmed"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    signer_id: str
    sealed_root: bytes
    opened_root: bytes
    tally: Tally
    second: Tally
    opened_by: tuple[str, ...] = ()
    """As in `PollCounted`; () in version 1. Who confirms need not be among them."""


class PollSigned(Fact, frozen=True, kw_only=True):
    """A person signed what the poll was at one of its steps, with their own key."""

    KIND: ClassVar[str] = "poll.signed"
    step: AnchoredStep
    signer_id: str
    statement: bytes
    """SHA-256 of the statement that was signed (`domain/poll_statement.py`)."""
    signature: bytes
    """Ed25519 over the statement."""


class BallotAudited(Fact, frozen=True, kw_only=True):
    """시험 개봉: a sealed ballot was opened instead of cast; `BallotAuditRow` has what the fields mean."""

    KIND: ClassVar[str] = "poll.ballot_audited"
    sealed: bytes
    opening: bytes
    shown: bytes
    verdict: AuditVerdict


class AuditDisputed(Fact, frozen=True, kw_only=True):
    """The voter said that an opened ballot is not what they had chosen, although it is what the kiosk had shown."""

    KIND: ClassVar[str] = "poll.audit_disputed"
    number: int
    """Place among the audits of the poll, from 1."""


class ReportContent(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on a paper that is no anchor sheet, beside the record's head: nothing of any vote, no names."""

    figures: BoxFigures | UnsetType = UNSET
    """Absent in a readiness sheet."""
    findings: tuple[Finding, ...] = ()
    """Of a readiness sheet, in the order of its checks."""


class PaperIssued(Fact, frozen=True, kw_only=True):
    """A paper of what the poll and the record are was issued, to be kept outside the machine: an anchor sheet (기록
    확인서), or since version 2 another one."""

    KIND: ClassVar[str] = "poll.sheet_issued"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    step: AnchoredStep
    head: bytes
    """Hash of the newest entry before this one."""
    entries: int
    """How many entries the record had before this one."""
    issued_at_ms: int
    """The time on the paper."""
    digest: bytes
    """SHA-256 of the anchor (`domain/papers/anchor_sheet.py`) from which the words of an anchor sheet are;
    of other papers `domain/papers/poll_report.py` `report_digest`."""
    paper: PaperKind | UnsetType = UNSET
    """Absent for an anchor sheet, as is the content."""
    content: ReportContent | UnsetType = UNSET


class PollChallenged(Fact, frozen=True, kw_only=True):
    """개표 이의: the time for challenges after the count began."""

    KIND: ClassVar[str] = "poll.contested"


class PollSelected(Fact, frozen=True, kw_only=True):
    """The list under the ceiling was made, with the lot that was drawn for ties."""

    KIND: ClassVar[str] = "poll.selected"
    VERSION: ClassVar[int] = 3
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged, 2: _move_lot_draw_out_of_outcome}
    SEALED: ClassVar[tuple[str, ...]] = ("draw",)
    SEALED_SINCE: ClassVar[int] = 3
    outcome: Outcome
    """Without `draw`."""
    draw: LotDraw | UnsetType = UNSET
    """Who drew the lot and who attested it; absent where none was drawn."""


class PollCertified(Fact, frozen=True, kw_only=True):
    """확정: two named people signed the result; objections may come until `objection_until_ms`."""

    KIND: ClassVar[str] = "poll.certified"
    VERSION: ClassVar[int] = 3
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged, 2: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("names",)
    SEALED_SINCE: ClassVar[int] = 3
    names: tuple[str, ...]
    objection_until_ms: int
    signer_ids: tuple[str, ...] | UnsetType = UNSET
    """The two who certified with keys of their own; absent in version 1, where only names were typed."""


class PollPublished(Fact, frozen=True, kw_only=True):
    """공개: the result was announced."""

    KIND: ClassVar[str] = "poll.published"


class PollSealed(Fact, frozen=True, kw_only=True):
    """봉인: the objection period is over; tally key and box key were destroyed.

    `box_root` is taken from the box for the last time, b'' when the box was lost before.
    """

    KIND: ClassVar[str] = "poll.sealed"
    box_root: bytes


class PollVoided(Fact, frozen=True, kw_only=True):
    """무효화: by two people for a written reason; the box was destroyed."""

    KIND: ClassVar[str] = "poll.voided"
    VERSION: ClassVar[int] = 3
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged, 2: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("reason", "names")
    SEALED_SINCE: ClassVar[int] = 2
    reason: str
    names: tuple[str, ...]
    """As they were typed, of a poll without a lock; else () and the next four."""
    signer_ids: tuple[str, ...] = ()
    box_id: bytes = b""
    after: bytes = b""
    """As in `ClosingDifference`."""
    signatures: tuple[bytes, ...] = ()


class PollItemChosen(Fact, frozen=True, kw_only=True):
    """A draft was put under another agenda item ('' for none)."""

    KIND: ClassVar[str] = "poll.item_chosen"
    item_id: str


class ChallengeRecorded(Fact, frozen=True, kw_only=True):
    """Somebody challenged the count or the result: who, and what was said; `answer` is '' while none was given."""

    KIND: ClassVar[str] = "poll.challenge_recorded"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("by", "words", "answer")
    SEALED_SINCE: ClassVar[int] = 2
    by: str
    words: str
    answer: str


class ChallengeAnswered(Fact, frozen=True, kw_only=True):
    """A challenge was answered, or its answer written anew."""

    KIND: ClassVar[str] = "poll.challenge_answered"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("answer",)
    SEALED_SINCE: ClassVar[int] = 2
    number: int
    """Place among the challenges of the poll, from 1."""
    answer: str
