"""What a reader of a meeting sees: one frozen row type for each projection table.

The mapped classes in `models/` have the same columns (a test compares them); rows, ids and changes are all that
may cross threads. Times are milliseconds since 1970 UTC; 0 says "never". Money is in the currency's smallest unit.
"""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.ids import ItemId, MeetingId, NoteId, PersonId, PollId, ProjectId


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a projection table."""


class MeetingRow(Row, frozen=True, kw_only=True):
    """The one meeting of the file. `stage` is preparing | sitting | closed."""

    meeting_id: MeetingId
    city: str
    title: str
    kind: str
    """Template key: deliberation | council | general_assembly | residents."""
    body_name: str
    """Who meets, such as 복지분야 숙의예산시민회."""
    host: str
    """개최기관."""
    place: str
    starts_at_ms: int
    ends_at_ms: int
    currency: str
    is_practice: bool
    quorum_base: str
    """enrolled | fixed: what `quorum_numerator/quorum_denominator` is taken of."""
    quorum_numerator: int
    quorum_denominator: int
    quorum_is_more_than: bool
    """True for 과반수 (> n/d), False for n/d 이상."""
    quorum_fixed: int
    """Number of people when `quorum_base` is fixed."""
    channels: tuple[str, ...]
    stage: str
    opened_at_ms: int
    opened_present: int
    """People of the roster in the room when the sitting was opened."""
    opened_needed: int
    """The quorum at that moment."""
    closed_at_ms: int


class PersonRow(Row, frozen=True, kw_only=True):
    """Somebody on the roster; every field but the id is personal and dies with the person's key."""

    person_id: PersonId
    number: str
    """Roster number: the key by which an imported roster is compared."""
    name: str
    channel: str
    subcommittee: str
    role: str
    district: str
    age_band: str
    phone_last4: str
    needs: str
    """Accessibility needs, such as 휠체어 좌석."""
    is_walk_in: bool
    initials: str
    """초성 of the name, for searching."""


class AttendanceRow(Row, frozen=True, kw_only=True):
    """Whether a person is and was in the room; not personal, so it outlives an erased person."""

    person_id: PersonId
    is_present: bool
    was_present: bool
    admitted_at_ms: int
    left_at_ms: int
    undo_reason: str
    role: str
    channel: str
    is_enrolled: bool
    """Counts in 재적 (the roster), not a walk-in and not removed."""


class SlipRow(Row, frozen=True, kw_only=True):
    """That a slip was given to a person for a poll; never which. `state`: issued | returned | spoiled."""

    person_id: PersonId
    poll_id: PollId
    state: str
    issued: int
    """How many slips this person was given in all (a spoiled one is replaced)."""
    spoiled: int
    returned: int
    issued_at_ms: int


class ProjectRow(Row, frozen=True, kw_only=True):
    """A project that may stand on a ballot."""

    project_id: ProjectId
    code: str
    """The city's code: the key by which an imported list is compared."""
    title: str
    field: str
    group: str
    """Ballot group, such as 광역제안형."""
    bureau: str
    district: str
    cost: int
    currency: str
    kind: str
    proposer: str
    summary: str
    place_in_list: int
    is_withdrawn: bool


class ItemRow(Row, frozen=True, kw_only=True):
    """An agenda item. `state`: planned | running | held | closed."""

    item_id: ItemId
    parent_id: str
    """The item it stands under, or ''."""
    rank: str
    """Order among its siblings: compare as text."""
    title: str
    presenter: str
    minutes: int
    state: str
    started_at_ms: int
    """Of the present running spell; 0 when it is not running."""
    spent_ms: int
    decision: str
    decision_how: str
    """vote | consensus | '' while nothing is decided."""


class NoteRow(Row, frozen=True, kw_only=True):
    """The gist of one speech (발언 요지)."""

    note_id: NoteId
    item_id: ItemId
    speaker: str
    gist: str
    at_ms: int
    seq: int
    """Place in its stream: the order of notes within one millisecond."""


class PollRow(Row, frozen=True, kw_only=True):
    """A poll. `state`: drafted ready open paused closed counted contested selected certified published sealed void."""

    poll_id: PollId
    item_id: str
    title: str
    drafted_at_ms: int
    drafted_seq: int
    """Place in its stream: the order of polls within one millisecond."""
    state: str
    draft: bytes
    """Canonical bytes of the draft question until the poll is ready (`definition.py`)."""
    definition: bytes
    """Canonical bytes of the frozen definition, b'' before ready."""
    definition_hash: bytes
    tally_public_key: bytes
    laid: int
    """How many slots the box has."""
    dealt: int
    """How many slips were dealt in all."""
    issued: int
    cast: int
    spoiled: int
    returned: int
    not_returned: int
    """The closing equation: issued = cast + spoiled + returned + not_returned (0 until closed)."""
    ballots: bytes
    """Opened ballots sorted, one after the other, b'' before the count."""
    box_root: bytes
    """SHA-256 over the sorted sealed ballots at the closing (`ballot_box.box_root`)."""
    sealed_root: bytes
    """The same, taken again when the keys were destroyed; b'' before, or when the box was lost."""
    tally: bytes
    """Canonical CBOR of the `Tally`, b'' before the count."""
    second_tally: bytes
    """The same of the second counter; b'' before the count, and where the first release counted."""
    outcome: bytes
    """Canonical CBOR of the `Outcome`, b'' before the selection."""
    ready_at_ms: int
    opened_at_ms: int
    closed_at_ms: int
    counted_at_ms: int
    certified_at_ms: int
    certified_by: tuple[str, ...]
    objection_until_ms: int
    void_reason: str
    void_by: tuple[str, ...]


class ChannelRow(Row, frozen=True, kw_only=True):
    """What one channel of a poll said, and who stands for it; there is none for the box."""

    poll_id: PollId
    key: str
    source: str
    """table | result | empty."""
    file_name: str
    file_sha256: bytes
    """b'' where the channel was said to be empty."""
    result: bytes
    """Canonical CBOR of the `ChannelResult`."""
    vouched_by: str
    at_ms: int


class MinutesRow(Row, frozen=True, kw_only=True):
    """What the recorder wrote of one of the nine items the law asks for (`minutes.py`)."""

    heading: str
    text: str
    is_none: bool
    """해당 없음 was chosen."""


class ImportRow(Row, frozen=True, kw_only=True):
    """A file that was taken in: what, from which bytes, how many."""

    import_id: str
    subject: str
    """projects | roster."""
    file_name: str
    file_sha256: bytes
    added: int
    changed: int
    removed: int
    at_ms: int


class ConflictRow(Row, frozen=True, kw_only=True):
    """An entry that no longer applied, kept to be shown to people."""

    entry_id: str
    kind: str
    code: str


ROW_TYPES: tuple[type[Row], ...] = (
    MeetingRow,
    PersonRow,
    AttendanceRow,
    SlipRow,
    ProjectRow,
    ItemRow,
    NoteRow,
    PollRow,
    ChannelRow,
    MinutesRow,
    ImportRow,
    ConflictRow,
)
