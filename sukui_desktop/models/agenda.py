"""Rows of projects, agenda items and notes of speeches; states of an item."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

import msgspec

from sukui_desktop.models.ids import ItemId, NoteId, ProjectId
from sukui_desktop.models.row import Row


class ItemState(StrEnum):
    """How far an agenda item has come."""

    PLANNED = "planned"
    RUNNING = "running"
    """진행"""
    HELD = "held"
    """보류"""
    CLOSED = "closed"
    """종결"""


class DecisionHow(StrEnum):
    """How an item was decided."""

    VOTE = "vote"
    CONSENSUS = "consensus"
    OPEN = ""
    """Nothing is decided."""


class ProjectBasics(msgspec.Struct, frozen=True, kw_only=True):
    """What a project is, as a list of projects says it."""

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


class ProjectRow(ProjectBasics, Row, frozen=True, kw_only=True):
    """A project that may be on a ballot."""

    TABLE: ClassVar[str] = "project"
    project_id: ProjectId
    place_in_list: int
    is_withdrawn: bool = False


class ItemRow(Row, frozen=True, kw_only=True):
    """An agenda item."""

    TABLE: ClassVar[str] = "item"

    item_id: ItemId
    parent_id: str
    """The item it is under, or ''."""
    rank: str
    """Order among its siblings: compare as text."""
    title: str
    presenter: str
    minutes: int
    state: ItemState = ItemState.PLANNED
    started_at_ms: int = 0
    """Of the present running spell; 0 when it is not running."""
    spent_ms: int = 0
    decision: str = ""
    decision_how: DecisionHow = DecisionHow.OPEN


class NoteRow(Row, frozen=True, kw_only=True):
    """The gist of one speech (발언 요지)."""

    TABLE: ClassVar[str] = "note"

    note_id: NoteId
    item_id: ItemId
    speaker: str
    gist: str
    at_ms: int
    """What the wall clock showed."""
    clock_ms: int
    clock_counter: int
    """The clock of the record, which orders notes."""
