"""Facts about agenda items, what was said on them, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sukui_desktop.domain.facts.base import Fact, Upcast, fields_unchanged
from sukui_desktop.models.agenda import DecisionHow


class ItemEdited(Fact, frozen=True, kw_only=True):
    """An agenda item's words and minutes were written anew."""

    KIND: ClassVar[str] = "item.edited"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("title", "presenter")
    SEALED_SINCE: ClassVar[int] = 2
    title: str
    presenter: str
    minutes: int


class ItemMoved(Fact, frozen=True, kw_only=True):
    """An item was put under another, or elsewhere among its siblings."""

    KIND: ClassVar[str] = "item.moved"
    parent_id: str
    rank: str


class ItemAdded(ItemEdited, frozen=True, kw_only=True):
    """An item came onto the agenda."""

    KIND: ClassVar[str] = "item.added"
    parent_id: str
    rank: str


class ItemRemoved(Fact, frozen=True, kw_only=True):
    """An item was taken off the agenda."""

    KIND: ClassVar[str] = "item.removed"


class ItemStarted(Fact, frozen=True, kw_only=True):
    """진행: the room turned to this item."""

    KIND: ClassVar[str] = "item.started"


class ItemHeld(Fact, frozen=True, kw_only=True):
    """보류: the room put this item off."""

    KIND: ClassVar[str] = "item.held"


class ItemClosed(Fact, frozen=True, kw_only=True):
    """종결: the room is done with this item."""

    KIND: ClassVar[str] = "item.closed"


class ItemDecided(Fact, frozen=True, kw_only=True):
    """The wording of a decision was adopted."""

    KIND: ClassVar[str] = "item.decided"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("text",)
    SEALED_SINCE: ClassVar[int] = 2
    text: str
    how: DecisionHow


class NoteEdited(Fact, frozen=True, kw_only=True):
    """The gist of a speech was corrected."""

    KIND: ClassVar[str] = "note.edited"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("speaker", "gist")
    SEALED_SINCE: ClassVar[int] = 2
    speaker: str
    gist: str


class NoteRecorded(NoteEdited, frozen=True, kw_only=True):
    """The gist of a speech was written down."""

    KIND: ClassVar[str] = "note.recorded"
    item_id: str


class NoteRemoved(Fact, frozen=True, kw_only=True):
    """A note was struck."""

    KIND: ClassVar[str] = "note.removed"


class NoteRestored(NoteRecorded, frozen=True, kw_only=True):
    """A note was struck by mistake: it is back under the time and at the place that it had."""

    KIND: ClassVar[str] = "note.restored"
    spoken_at_ms: int
    """What the wall clock showed when the note was first written down."""
    order_ms: int
    order_counter: int
    """The clock of the record at that entry, which orders notes."""
