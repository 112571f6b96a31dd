"""Polls and the results of their channels."""

from __future__ import annotations

from typing import ClassVar

from sukui_desktop.models.ids import PollId
from sukui_desktop.models.row import Row


class PollRow(Row, frozen=True, kw_only=True):
    """A poll. `state`: drafted ready open paused closed counted contested selected certified published sealed void."""

    TABLE: ClassVar[str] = "poll"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id",)
    SUBJECT: ClassVar[str] = "poll"
    UNKNOWN: ClassVar[str] = "poll_unknown"

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

    TABLE: ClassVar[str] = "channel"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id", "key")
    SUBJECT: ClassVar[str] = "poll"
    UNKNOWN: ClassVar[str] = "channel_not_accepted"

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
