"""Imports of projects and people: drafts read from a file, and how they differ from the meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.project_codes import code_without_leading_zeros, comparable_title
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.people import Personal, PersonRow

MAX_NAME = 200
"""Longest name of a person that is taken, in letters."""
MAX_TITLE = 500
"""Longest title of a project and longest short field, in letters."""
MAX_SUMMARY = 5000


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
    about: str = ""
    """What else its sentence tells: the title beside a code, the row that had it first."""


class RowAmount(msgspec.Struct, frozen=True, kw_only=True):
    """What a row of a list of projects is called and costs, for a question that is about money."""

    row: int
    name: str
    amount: int
    """In the unit of the drafts."""
    other: int | None = None
    """The amount that it is compared with; None where there is none, or it cannot be read."""


class FileQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Something about a file that a person has to decide before it may be taken in."""

    reason_code: str
    """Its sentence is `reading.question.<code>`; one of a code at most, but for columns one for each field."""
    rows: tuple[int, ...] = ()
    """The rows it is about."""
    columns: tuple[str, ...] = ()
    """The columns among which to choose, as `E 국비`."""
    values: tuple[str, ...] = ()
    """What the file says there, as written."""
    amounts: tuple[RowAmount, ...] = ()
    """The rows with their names and amounts; of a total that differs those that are exactly the difference."""
    because: str = ""
    """Why a total differs, where that is known: `hidden`, `refused`, `hidden_or_refused` or `asked_about`."""


class NotReadKind(StrEnum):
    """What of a file was left aside."""

    COLUMN = "column"
    ROW = "row"
    SHEET = "sheet"


class NotRead(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a file that does not come in, and is no fault of it."""

    what: NotReadKind
    place: str
    """Letters of the column, number of the row, name of the sheet."""
    value: str
    """Heading of the column, first words of the row; of a sheet how many rows it has."""
    reason_code: str
    """Its sentence is `reading.not_read.<code>`."""


NO_COLUMN = -1
"""A column chosen for a field that is not to be read: the numbers of a list that was numbered anew."""


class ImportChoices(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided about a file; what is left empty is found by the reader."""

    sheet: str = ""
    header_row: int = 0
    """Number of the last row of the headings."""
    places: Mapping[str, int] = {}
    """Field → column from 0, or `NO_COLUMN`."""
    unit: int = 0
    """How many won a bare amount counts in."""
    takes_hidden: bool = False
    """Whether hidden rows come in too."""
    fills_zeros: bool = False
    """Whether codes of figures get the zeros back that others of the file still have before them: 3 is 003."""


NO_CHOICES = ImportChoices()


def require_questions_answered(questions: Sequence[FileQuestion], file: str) -> None:
    """Refuse a file while something about it has to be decided first. Raises RuleBroken import_questions."""
    if questions:
        raise RuleBroken("import_questions", file=file, count=len(questions))


class SheetLayout(msgspec.Struct, frozen=True, kw_only=True):
    """How a file was laid out, for choosing otherwise; empty for a file without columns."""

    sheets: tuple[str, ...] = ()
    """The sheets that people see, in order."""
    sheet: str = ""
    header_row: int = 0
    headings: tuple[str, ...] = ()
    """Of every column from A, '' where it has none."""
    places: Mapping[str, int] = {}
    unit: int = 0
    """How many won a bare amount was counted in; 0 where that is not known or there are no amounts."""


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


class KnownProjects(StrEnum):
    """What a person decided about projects of a file that are likely on the list under another code."""

    UNDECIDED = ""
    """The file is not taken in while there are such."""
    SAME = "same"
    """They are the same: those of the list take code and whatever else the file says."""
    SKIPPED = "skipped"
    """They stay out, and those of the list stay as they are."""
    ADDED = "added"
    """They are others: the code alone says what is the same."""


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
    rows: tuple[int, ...] = ()
    """Row of each draft; () where the reader knows none."""
    questions: tuple[FileQuestion, ...] = ()
    """While there is one, the file is not taken in: a person answers by choosing, or by saying that it is well."""
    not_read: tuple[NotRead, ...] = ()
    file_total: int | None = None
    """The total that the file itself states, in the unit of the drafts."""
    layout: SheetLayout = SheetLayout()
    takes_removed: bool = False
    """Whether people of a roster come back who were taken off it before; read from no file, somebody says so."""

    known_projects: KnownProjects = KnownProjects.UNDECIDED
    """What becomes of projects that the list likely has under another code; read from no file, somebody says so."""


RosterReading = Reading[PersonDraft]


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


class LikelySame(msgspec.Struct, frozen=True):
    """A project of the list, and a draft with another code that is likely the same project."""

    before: ProjectRow
    after: ProjectDraft


class ImportComparison(msgspec.Struct, Generic[RowT, DraftT], frozen=True, kw_only=True):
    """A file beside the meeting."""

    added: tuple[DraftT, ...]
    changed: tuple[Change[RowT, DraftT], ...]
    same: tuple[DraftT, ...]
    gone: tuple[RowT, ...]
    """In the meeting, not in the file: listed, never removed without a person's tick."""
    refused: tuple[Refused, ...] = ()
    """People whom the file would put in another's place."""
    removed_before: tuple[PersonDraft, ...] = ()
    """People of the file who were taken off the roster by somebody: they stay out unless the reading says that they
    come back (`Reading.takes_removed`)."""
    twins: tuple[Twins, ...] = ()
    """People of the file who are likely somebody on the roster, who stays there beside them."""
    likely_same: tuple[LikelySame, ...] = ()
    """Projects of the file that are likely one of the list under another code (`Reading.known_projects`)."""


def compare_projects_by_code(
    existing: Iterable[ProjectRow],
    drafts: Sequence[ProjectDraft],
    fields: Collection[str] | None = None,
    known: KnownProjects = KnownProjects.UNDECIDED,
) -> ImportComparison[ProjectRow, ProjectDraft]:
    """Return what taking `drafts` in would do to the meeting.

    `fields` are the fields the file has (`Reading.columns`), None for all: others are neither compared nor changed.
    Withdrawn projects are never `gone`: no list would name them. Drafts keep the file's order, gone the meeting's.
    `known` says what becomes of drafts that are likely a project of the list under another code (`likely_same`); while
    that is undecided they are shown as the same ones.
    """
    rows = tuple(existing)
    likely = find_projects_known_under_other_codes(rows, drafts)
    by_code = {row.code: row for row in rows if row.code}
    compared = [name for name in ProjectDraft.__struct_fields__ if fields is None or name in fields]
    if fields is not None and "cost" in fields and "currency" not in compared:
        compared.append("currency")  # an amount without its currency is no amount
    same = {id(pair.after): pair.before for pair in likely} if known != KnownProjects.ADDED else {}
    taken = {row.project_id for row in same.values()}
    pairs = list[tuple[ProjectRow | None, ProjectDraft]]()
    for draft in drafts:
        row = same.get(id(draft)) or by_code.get(draft.code)
        if id(draft) not in same and row is not None and row.project_id in taken:
            row = None  # its project has another code in this file
        if row is not None:
            taken.add(row.project_id)
        if id(draft) not in same or known != KnownProjects.SKIPPED:
            pairs.append((row, draft))
    found = compare_drafts(pairs, lambda _: compared)
    gone = tuple(row for row in rows if row.code and row.project_id not in taken and not row.is_withdrawn)
    return replace(found, gone=gone, likely_same=likely)


def find_projects_known_under_other_codes(
    rows: Sequence[ProjectRow], drafts: Sequence[ProjectDraft]
) -> tuple[LikelySame, ...]:
    """Return the drafts that are likely a project of the list which has another code there, each with that project.

    A code that only lost or won the zeros before its figures, the same title at the same cost, or a title that one
    project alone has on either side; a project whose code and title are in the file is that one. In the file's order,
    no project twice.
    """
    own = {(row.code, comparable_title(row.title)): row for row in rows}
    settled = {
        id(draft): row for draft in drafts if (row := own.get((draft.code, comparable_title(draft.title)))) is not None
    }
    known_ids = {row.project_id for row in settled.values()}
    free = {row.project_id: row for row in rows if row.project_id not in known_ids}
    left = [draft for draft in drafts if id(draft) not in settled]
    found = dict[int, ProjectRow]()

    def pair_up(key_of: Callable[[ProjectRow | ProjectDraft], object], *, is_unique: bool) -> None:
        by_key = dict[object, list[ProjectRow]]()
        for row in free.values():
            by_key.setdefault(key_of(row), []).append(row)
        counts = Counter(key_of(draft) for draft in left if id(draft) not in found)
        for draft in left:
            at = by_key.get(key_of(draft), [])
            if id(draft) in found or not at or (is_unique and (len(at) > 1 or counts[key_of(draft)] > 1)):
                continue
            found[id(draft)] = row = at.pop(0)
            del free[row.project_id]

    pair_up(lambda each: (code_without_leading_zeros(each.code), comparable_title(each.title)), is_unique=True)
    pair_up(lambda each: (*_title_and_cost(each), each.field, each.bureau), is_unique=False)
    pair_up(lambda each: (*_title_and_cost(each), each.field), is_unique=False)
    pair_up(_title_and_cost, is_unique=False)
    codes = {draft.code for draft in left if id(draft) not in found}
    left = [draft for draft in left if draft.code not in {row.code for row in free.values()}]
    free = {key: row for key, row in free.items() if row.code not in codes}  # a new title under its old code
    pair_up(lambda each: code_without_leading_zeros(each.code), is_unique=True)
    pair_up(lambda each: comparable_title(each.title), is_unique=True)
    return tuple(LikelySame(found[id(draft)], draft) for draft in drafts if id(draft) in found)


def _title_and_cost(each: ProjectRow | ProjectDraft) -> tuple[str, int, str]:
    return comparable_title(each.title), each.cost, each.currency


def compare_drafts(
    pairs: Iterable[tuple[RowT | None, DraftT]], compared: Callable[[DraftT], Sequence[str]]
) -> ImportComparison[RowT, DraftT]:
    """Return which drafts are new, change the row beside them, or say what it says; nobody is gone yet.

    `compared` names the fields of a draft that it may change.
    """
    added, changed, same = list[DraftT](), list[Change[RowT, DraftT]](), list[DraftT]()
    for before, draft in pairs:
        if before is None:
            added.append(draft)
        elif differing := tuple(name for name in compared(draft) if getattr(before, name) != getattr(draft, name)):
            changed.append(Change(before=before, after=draft, fields=differing))
        else:
            same.append(draft)
    return ImportComparison(added=tuple(added), changed=tuple(changed), same=tuple(same), gone=())
