"""Imports of projects and people: drafts read from a file, and how they differ from the meeting."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Generic, Literal, TypeVar

import msgspec

from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.people import Personal, PersonRow

MAX_NAME = 200
"""Longest name of a person that is taken, in letters."""
MAX_TITLE = 500
"""Longest title of a project and longest short field, in letters."""
MAX_SUMMARY = 5000

Key = Literal["code", "number"]
"""The field by which a file is compared with the meeting: code of a project, number of a person."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One fault in a file; its row is left out of the drafts."""

    file: str
    row: int
    """1-based, as a spreadsheet counts; for `.pb` the line."""
    column: str
    """The header as the file writes it, or '' for the whole row."""
    value: str
    """The value as written, cut to 80 letters."""
    reason_code: str
    """Its sentence is `reading.reason.<code>`."""


class ProjectDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A project as read from a file; the names are those of `ProjectRow`."""

    code: str
    title: str
    field: str = ""
    group: str = ""
    bureau: str = ""
    district: str = ""
    cost: int
    currency: str
    kind: str = ""
    proposer: str = ""
    summary: str = ""


class PersonDraft(Personal, frozen=True, kw_only=True):
    """A person as read from a roster; the names are those of `PersonRow`."""

    channel: str = ""
    role: str = ""


DraftT = TypeVar("DraftT", ProjectDraft, PersonDraft)
RowT = TypeVar("RowT", ProjectRow, PersonRow)


class Reading(msgspec.Struct, Generic[DraftT], frozen=True, kw_only=True):
    """A file as it was understood, for people to look at before anything is taken in."""

    file_name: str
    sha256: bytes
    encoding: str
    """utf-8 | utf-16 | cp949 ... or xlsx."""
    columns: Mapping[str, str]
    """Our field -> the header found for it; a field that is not here was not in the file."""
    drafts: tuple[DraftT, ...]
    """In the file's order, each key once."""
    problems: tuple[Problem, ...]
    """In the file's order."""


class Change(msgspec.Struct, Generic[RowT, DraftT], frozen=True, kw_only=True):
    """A row that the meeting has and the file has with other values."""

    before: RowT
    after: DraftT
    fields: tuple[str, ...]
    """The fields that differ; only these may be changed, because the file may be silent about the others."""


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A person of a file who is not taken in, because of somebody on the roster."""

    draft: PersonDraft
    holder: PersonRow
    reason_code: str
    """Its sentence is `reading.reason.<code>`."""


class Twins(msgspec.Struct, frozen=True):
    """Two entries that are likely one person: same name, and nothing that tells them apart."""

    first: Personal
    second: Personal


class ImportComparison(msgspec.Struct, Generic[RowT, DraftT], frozen=True, kw_only=True):
    """A file beside the meeting."""

    added: tuple[DraftT, ...]
    changed: tuple[Change[RowT, DraftT], ...]
    same: tuple[DraftT, ...]
    gone: tuple[RowT, ...]
    """In the meeting, not in the file: listed, never removed without a person's tick."""
    refused: tuple[Refused, ...] = ()
    """People whom the file would put in another's place."""
    twins: tuple[Twins, ...] = ()
    """People of the file who are likely somebody on the roster, who stays there beside them."""


def compare_import(
    existing: Iterable[RowT], drafts: Sequence[DraftT], key: Key, fields: Collection[str] | None = None
) -> ImportComparison[RowT, DraftT]:
    """Return what taking `drafts` in would do to the meeting.

    `fields` are the fields the file has (`Reading.columns`), None for all: others are neither compared nor changed.
    Walk-ins and withdrawn projects are never `gone`: no list would name them. Drafts keep the file's order, gone the
    meeting's.
    """
    by_key = {getattr(row, key): row for row in existing if getattr(row, key)}
    added: list[DraftT] = []
    same: list[DraftT] = []
    changed: list[Change[RowT, DraftT]] = []
    for draft in drafts:
        before = by_key.pop(getattr(draft, key), None)
        if before is None:
            added.append(draft)
        elif differing := _differing(before, draft, fields):
            changed.append(Change(before=before, after=draft, fields=differing))
        else:
            same.append(draft)
    gone = tuple(row for row in by_key.values() if not _is_outside_lists(row))
    return ImportComparison(added=tuple(added), changed=tuple(changed), same=tuple(same), gone=gone)


def _differing(
    before: ProjectRow | PersonRow, draft: ProjectDraft | PersonDraft, fields: Collection[str] | None
) -> tuple[str, ...]:
    compared = [name for name in draft.__struct_fields__ if fields is None or name in fields]
    if fields is not None and "cost" in fields and "currency" not in compared:
        compared.append("currency")  # an amount without its currency is no amount
    return tuple(name for name in compared if getattr(before, name) != getattr(draft, name))


def _is_outside_lists(row: ProjectRow | PersonRow) -> bool:
    return row.is_walk_in if isinstance(row, PersonRow) else row.is_withdrawn
