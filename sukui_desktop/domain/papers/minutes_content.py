"""The minutes: the nine headings of the law and what the meeting knows for each.

Source: 공공기록물 관리에 관한 법률 시행령 제18조 (what minutes must contain).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_accounting import BallotAccounting
from sukui_desktop.domain.ballot_audit import AuditScore
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.papers.document_blocks import Block, blocks_text
from sukui_desktop.domain.papers.name_erasures import NameErasure
from sukui_desktop.domain.papers.poll_closing_decisions import ClosingDecisions
from sukui_desktop.domain.papers.poll_course import PollCourse
from sukui_desktop.domain.papers.rollback_record import RollbackRecord
from sukui_desktop.domain.poll_steps import SHOWS_RESULT
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.quorum import Quorum
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.agenda import ItemState
from sukui_desktop.models.meeting import MeetingBasics

NAME = "name"
HOST = "host"
TIME_PLACE = "time_place"
PEOPLE = "people"
ORDER = "order"
ITEMS = "items"
GISTS = "gists"
DECISIONS = "decisions"
VOTES = "votes"

HEADINGS = (NAME, HOST, TIME_PLACE, PEOPLE, ORDER, ITEMS, GISTS, DECISIONS, VOTES)
"""Keys of the nine headings (`MinutesRow.heading`), in the order of the law and of the page."""

LEGAL_NAMES = {
    NAME: "회의 명칭",
    HOST: "개최기관",
    TIME_PLACE: "일시·장소",
    PEOPLE: "참석자·배석자",
    ORDER: "진행 순서",
    ITEMS: "상정 안건",
    GISTS: "발언 요지",
    DECISIONS: "결정 사항",
    VOTES: "표결 내용",
}
"""The law's own term for each heading: a quotation, so it is here and not among the messages."""


NEVER_NONE = (NAME, HOST, TIME_PLACE, PEOPLE)
"""Headings of which every sitting has something to say: 해당 없음 is no answer to them."""


class WrittenHeading(msgspec.Struct, frozen=True, kw_only=True):
    """What the recorder added to one heading beside what the program knows."""

    heading: str
    text: str = ""
    """Lines separated by a line feed."""
    is_none: bool = False
    """해당 없음 was chosen."""


class ParagraphSource(StrEnum):
    """Where a paragraph of the minutes comes from."""

    FACT = "fact"
    """The meeting's own record: agenda, attendance, decisions."""
    NOTE = "note"
    """A note that was taken of a speech."""
    VOTE = "vote"
    """A poll: its question, figures and result."""
    WRITTEN = "written"
    """The recorder, under a heading."""


class MinutesParagraph(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of a section with its source."""

    source: ParagraphSource
    content: Block


class MinutesSection(msgspec.Struct, frozen=True, kw_only=True):
    """What is under one of the nine headings."""

    heading: str
    """One of HEADINGS."""
    title: str
    """The law's own term."""
    paragraphs: tuple[MinutesParagraph, ...]


class PeopleGroup(msgspec.Struct, frozen=True, kw_only=True):
    """People of one channel and role, by name."""

    channel: str
    """구분, of people without one their 분과; '' where they have neither."""
    role: str
    names: tuple[str, ...]
    """In the order of the roster."""


class Speech(msgspec.Struct, frozen=True, kw_only=True):
    """The gist of one speech."""

    speaker: str
    gist: str


class ItemRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to one agenda item."""

    number: str
    """Among the 안건: 2, or 2-1 for a part; '' for the opening, the closing and other procedure."""
    depth: int
    """0 for a top item."""
    title: str
    presenter: str
    minutes: int
    """Planned."""
    spent_ms: int
    state: str
    """planned | running | held | closed."""
    speeches: tuple[Speech, ...] = ()
    """In the order they were made."""
    decision: str = ""
    decision_how: str = ""
    """vote | consensus | '' while nothing is decided."""


class ChallengeRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One challenge of a count or a result."""

    by: str
    words: str
    answer: str
    """'' while none was given."""
    at_ms: int
    answered_at_ms: int = 0


class PollRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One poll as the minutes report it; what was not reached is None, '' or 0."""

    title: str
    item_number: str
    state: str
    """A `PollState`; figures of the result show only in a state that may show them."""
    definition: Definition | None = None
    definition_hash: str = ""
    """64 hex digits."""
    words: tuple[str, ...] = ()
    """The four words of the hash."""
    accounting: BallotAccounting | None = None
    base_enrolled: int = 0
    """재적 of those who could vote, when the poll was closed; 0 where it was not recorded."""
    base_present: int = 0
    """출석 of the same."""
    base_voted_and_left: int = 0
    base_others_present: int = 0
    tally: Tally | None = None
    outcome: Outcome | None = None
    opened_at_ms: int = 0
    closed_at_ms: int = 0
    certified_at_ms: int = 0
    certified_by: tuple[str, ...] = ()
    objection_until_ms: int = 0
    course: PollCourse = PollCourse()
    """When the vote stood still, and who opened the box when."""
    challenges: tuple[ChallengeRecord, ...] = ()
    """In the order in which they were recorded."""
    audits: AuditScore = AuditScore()
    """Of ballots that were opened instead of cast (시험 개봉)."""
    rollbacks: tuple[RollbackRecord, ...] = ()
    closing: ClosingDecisions = ClosingDecisions()
    """What two people decided when box or record had been put back."""
    void_reason: str = ""
    void_by: tuple[str, ...] = ()


class Signer(msgspec.Struct, frozen=True, kw_only=True):
    """A box to sign in at the end of a document."""

    role: str
    """'' for the usual word of the place: chair, then recorder."""
    name: str = ""
    """Printed when known, '' leaves a line to write it on."""


class CorrectionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One change after 폐회."""

    kind: str
    """Kind of the entry that changed something, such as `meeting.edited`."""
    reason: str
    at_ms: int
    number: int
    """Place among all corrections, from 1."""
    about: str = ""
    """Which speech, item, person or project was corrected, in words; '' for the meeting itself."""
    by: str = ""
    """Who corrected signed minutes; '' before the signing."""
    is_after_signing: bool = False
    fields: tuple[str, ...] = ()
    """What was changed, as `table.column`."""
    old: tuple[str, ...] = ()
    """What stood in each of the fields, '' for nothing."""
    new: tuple[str, ...] = ()


class Minutes(MeetingBasics, frozen=True, kw_only=True):
    """The content of the minutes of one meeting. Times are milliseconds since 1970 UTC; 0: never."""

    meeting_id: str
    opened_at_ms: int = 0
    closed_at_ms: int = 0
    attendees: tuple[PeopleGroup, ...] = ()
    """Members who were in the room, however long: those who count in 출석."""
    observers: tuple[PeopleGroup, ...] = ()
    """배석자: everybody else who was in the room, officials, observers, staff."""
    absent: tuple[PeopleGroup, ...] = ()
    """불참자: people of the roster who take part and never came."""
    enrolled: int = 0
    """재적."""
    was_present: int = 0
    """People of the roster and walk-ins who were in the room at any time."""
    came_unlisted: int = 0
    """Of the attendees: walk-ins, who are not in 재적."""
    quorum: Quorum | None = None
    items: tuple[ItemRecord, ...] = ()
    """In tree order."""
    polls: tuple[PollRecord, ...] = ()
    """In the order they were opened; void ones are among them."""
    written: tuple[WrittenHeading, ...] = ()
    corrections: tuple[CorrectionRecord, ...] = ()
    """정정, in the order in which they were made."""
    erasures: tuple[NameErasure, ...] = ()
    """Of personal data, before the paper was made; in the order of the record."""
    minutes_signed_at_ms: int = 0
    signed_by: tuple[str, ...] = ()
    """Who signed the minutes with keys of their own, in the order of signing."""
    digest: str = ""
    """SHA-256 of what the minutes said when they were signed, 64 hex digits."""
    signers: tuple[Signer, ...] = ()
    """Empty: boxes for chair and recorder without names."""
    author: str = ""
    """작성자: the recorder's name where it is known."""
    written_on_ms: int = 0
    """작성일: when the minutes were made."""
    journal_head: str = ""
    """Hash of the newest entry when the minutes were made, 64 hex digits, for the footer."""
    is_practice: bool = False


def are_minutes_draft(minutes: Minutes) -> bool:
    """Return whether the sitting is not closed yet: minutes made now are marked 초안."""
    return not minutes.closed_at_ms


def is_item_unrecorded(minutes: Minutes, item: ItemRecord) -> bool:
    """Return whether the closed sitting has no trace of this 안건 or of a part of it: not begun, no word, no vote."""
    parts = [each for each in minutes.items if f"{each.number}-".startswith(f"{item.number}-")]
    numbers = {part.number for part in parts}
    has_trace = any(part.state != ItemState.PLANNED or part.speeches or part.decision.strip() for part in parts)
    is_voted = any(poll.item_number in numbers for poll in minutes.polls if poll.opened_at_ms)
    return bool(item.number) and not are_minutes_draft(minutes) and not has_trace and not is_voted


def section_text_from_record(section: MinutesSection) -> str:
    """Return as plain lines what the meeting itself says in a section, without what the recorder wrote."""
    return blocks_text(part.content for part in section.paragraphs if part.source is not ParagraphSource.WRITTEN)


def may_show_result(poll: PollRecord) -> bool:
    """Return whether a poll is certified, so that its result may be told."""
    return poll.state in SHOWS_RESULT and bool(poll.definition and poll.tally and poll.outcome)


def recorder_words_under_heading(minutes: Minutes, heading: str) -> WrittenHeading:
    """Return what the recorder wrote under `heading`, an empty one when nothing."""
    for written in minutes.written:
        if written.heading == heading:
            return written
    return WrittenHeading(heading=heading)


def missing_headings(minutes: Minutes) -> tuple[str, ...]:
    """Return the keys of headings that say nothing at all and were not marked 해당 없음, in the order of the law."""
    return tuple(heading for heading in HEADINGS if not _has_content_under_heading(minutes, heading))


def require_complete_minutes(minutes: Minutes) -> None:
    """Check that the nine headings of the law are filled in.

    Raises RuleBroken minutes_facts_missing where one of NEVER_NONE is empty or 해당 없음, else minutes_incomplete
    (`headings`: their legal names).
    Source: 공공기록물 관리에 관한 법률 시행령 제18조.
    """
    missing = missing_headings(minutes)
    facts = [heading for heading in missing if heading in NEVER_NONE]
    if missing:
        code = "minutes_facts_missing" if facts else "minutes_incomplete"
        raise RuleBroken(code, headings=tuple(LEGAL_NAMES[heading] for heading in facts or missing))


def _has_content_under_heading(minutes: Minutes, heading: str) -> bool:
    written = recorder_words_under_heading(minutes, heading)
    is_none = written.is_none and heading not in NEVER_NONE
    return is_none or bool(written.text.strip()) or has_recorded_content_under_heading(minutes, heading)


def has_recorded_content_under_heading(minutes: Minutes, heading: str) -> bool:
    """Return whether the meeting itself fills `heading`, without anything the recorder wrote."""
    known = {
        NAME: bool(minutes.title.strip()),
        HOST: bool(minutes.host.strip()),
        TIME_PLACE: minutes.starts_at_ms > 0 and bool(minutes.place.strip()),
        PEOPLE: any(group.names for group in minutes.attendees),
        ORDER: any(item.depth == 0 for item in minutes.items),
        ITEMS: any(item.number for item in minutes.items),
        GISTS: any(item.speeches for item in minutes.items),
        DECISIONS: any(item.decision.strip() for item in minutes.items) or any(map(may_show_result, minutes.polls)),
        VOTES: bool(minutes.polls),
    }
    return known[heading]


class MinutesStatement(msgspec.Struct, frozen=True, kw_only=True):
    """What people sign of the minutes."""

    meeting_id: str
    digest: bytes
    head: bytes
    """Hash of the newest entry at the signing: the record that the minutes were made from."""


def minutes_digest(minutes: Minutes) -> bytes:
    """Return SHA-256 over what the minutes say: all of it but when and from which entry they were made."""
    return canonical_bytes.digest(replace(minutes, written_on_ms=0, journal_head=""))


def minutes_statement_bytes(meeting_id: str, digest: bytes, head: bytes) -> bytes:
    """Return the bytes of the statement (canonical CBOR) that people sign."""
    return canonical_bytes.encode(MinutesStatement(meeting_id=meeting_id, digest=digest, head=head))
