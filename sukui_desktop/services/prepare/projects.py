"""The projects: read, preview and accept a file, add, edit and withdraw one project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import Conflict, RuleBroken
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.project import (
    ProjectAdded,
    ProjectEdited,
    ProjectReinstated,
    ProjectRemoved,
    ProjectWithdrawn,
)
from sukui_desktop.domain.file_import import (
    NO_CHOICES,
    Change,
    ImportChoices,
    ImportComparison,
    KnownProjects,
    ProjectDraft,
    Reading,
    compare_projects_by_code,
    require_questions_answered,
)
from sukui_desktop.domain.text_cleaning_and_search import clean_text, clean_text_of_lines
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import ProjectId
from sukui_desktop.models.meeting import ImportSubject, MeetingRow
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import Reason
from sukui_desktop.services.prepare.import_accepted_fact import make_import_accepted_fact

ProjectReading = Reading[ProjectDraft]
ProjectComparison = ImportComparison[ProjectRow, ProjectDraft]


def read_project_file(file: SourceFile, choices: ImportChoices = NO_CHOICES, *, currency: str) -> ProjectReading:
    """Read a CSV, XLSX or `.pb` file for a preview; nothing is recorded. For the making queue.

    Raises BadInput when the file cannot be read as a whole.
    """
    from sukui_desktop.documents.read.projects import read_projects  # the desk needs no reader of files

    return read_projects(file, currency, choices)


def compare_project_file_with_list(room: Room, reading: ProjectReading) -> ProjectComparison:
    """Return what accepting a file would change."""
    with room.reading() as tx:
        return _compare_reading_with_rows(tx.list_rows(ProjectRow), reading)


class ProjectImport(msgspec.Struct, frozen=True, kw_only=True):
    """What an accepted file did to the list, by which it can be taken back."""

    file_name: str
    added: tuple[ProjectRow, ...]
    before: tuple[ProjectRow, ...]
    """The projects that it changed, as they were."""
    after: tuple[ProjectRow, ...]
    """The same ones, as it left them."""
    removed: tuple[ProjectRow, ...]


class AcceptedProjects(msgspec.Struct, frozen=True):
    """A list of projects that was taken in."""

    done: ProjectImport
    changes: Changes


def accept_project_file(room: Room, reading: ProjectReading, remove: frozenset[str]) -> AcceptedProjects:
    """Accept a file as its preview showed it: added, changed, and of those gone the ones in `remove` (codes).

    Raises RuleBroken import_questions while the reading has a question that nobody answered, or nobody said what
    becomes of projects that the list likely has under another code; project_code_twice where two projects would have
    one code; Conflict import_outdated when `remove` names a project that is not gone.
    """
    require_questions_answered(reading.questions, reading.file_name)
    with room.writing() as tx:
        existing = tx.list_rows(ProjectRow)
        comparison = _compare_reading_with_rows(existing, reading)
        if comparison.likely_same and reading.known_projects == KnownProjects.UNDECIDED:
            raise RuleBroken("import_questions", file=reading.file_name, count=1)
        gone = [row for row in comparison.gone if row.code in remove]
        if len(gone) != len(remove):
            raise Conflict("import_outdated", file=reading.file_name)
        _require_each_code_once(existing, gone, comparison)
        facts: list[tuple[str | None, Fact]] = [(row.project_id, ProjectRemoved()) for row in gone]
        facts += [(change.before.project_id, _make_project_edited_fact(change)) for change in comparison.changed]
        places = _places_of_added_projects([row for row in existing if row not in gone], reading.drafts, comparison)
        facts += [(None, _make_project_added_fact(draft, places[id(draft)])) for draft in comparison.added]
        facts.append((None, make_import_accepted_fact(ImportSubject.PROJECTS, reading, comparison, len(gone))))
        appended = tx.append_facts(facts)
        now = {row.project_id: row for row in tx.list_rows(ProjectRow)}
    before = tuple(change.before for change in comparison.changed)
    known = {row.project_id for row in existing}
    done = ProjectImport(
        file_name=reading.file_name,
        added=tuple(row for row in now.values() if row.project_id not in known),
        before=before,
        after=tuple(now[row.project_id] for row in before),
        removed=tuple(gone),
    )
    return AcceptedProjects(done, appended.changes)


def take_back_project_import(room: Room, done: ProjectImport, *, reason: Reason = "") -> Changes:
    """Put the list back as it was before a file was accepted: what it added goes, what it changed and removed is as it
    was, each in its place of the list. What is frozen for a poll stays as it was.

    Raises Conflict import_changed_since when a project that it brought or changed was changed after it; RuleBroken
    correction_reason_missing (`require_allowed_after_closing`).
    """
    with room.writing(reason) as tx:
        now = {row.project_id: row for row in tx.list_rows(ProjectRow)}
        if any(now.get(row.project_id) != row for row in (*done.added, *done.after)):
            raise Conflict("import_changed_since", file=done.file_name)
        facts: list[tuple[str | None, Fact]] = [(row.project_id, ProjectRemoved()) for row in done.added]
        facts += [(row.project_id, copy_fields(ProjectEdited, row)) for row in done.before]
        facts += [(None, copy_fields(ProjectAdded, row)) for row in done.removed]
        return tx.append_facts(facts).changes


def _places_of_added_projects(
    rows: Sequence[ProjectRow], drafts: Sequence[ProjectDraft], comparison: ProjectComparison
) -> dict[int, int]:
    """Return the place in the list of each added draft, by its `id`: between its neighbours of the file where the list
    has free places there, as after one that was removed; else behind all others, in the file's order."""
    by_code = {row.code: row.place_in_list for row in rows}
    known = {id(change.after): change.before.place_in_list for change in comparison.changed}
    known |= {id(draft): by_code[draft.code] for draft in comparison.same}
    taken = {row.place_in_list for row in rows}
    places, waiting, last = dict[int, int](), list[int](), -1
    added = set(map(id, comparison.added))
    for draft in drafts:
        if id(draft) in added:
            waiting.append(id(draft))
        elif id(draft) in known:
            free = [place for place in range(last + 1, known[id(draft)]) if place not in taken]
            if len(free) >= len(waiting):
                places |= dict(zip(waiting, free, strict=False))
                taken.update(free[: len(waiting)])
            waiting, last = [], known[id(draft)]
    end = max(taken, default=-1) + 1
    behind = (id(draft) for draft in comparison.added if id(draft) not in places)
    return places | {key: end + place for place, key in enumerate(behind)}


def _require_each_code_once(
    existing: Sequence[ProjectRow], gone: Sequence[ProjectRow], comparison: ProjectComparison
) -> None:
    """Check that no project comes to have the code of another.

    Raises RuleBroken project_code_twice.
    """
    changed = {change.before.project_id: change.after.code for change in comparison.changed}
    left_out = {row.project_id for row in gone}
    codes = [changed.get(row.project_id, row.code) for row in existing if row.project_id not in left_out]
    new = {*changed.values(), *(draft.code for draft in comparison.added)}
    codes += [draft.code for draft in comparison.added]
    twice = next((code for code, count in Counter(codes).items() if code in new and count > 1), "")
    if twice:
        raise RuleBroken("project_code_twice", project=twice)


def _compare_reading_with_rows(existing: tuple[ProjectRow, ...], reading: ProjectReading) -> ProjectComparison:
    in_order = sorted(existing, key=lambda row: (row.place_in_list, row.project_id))
    return compare_projects_by_code(in_order, reading.drafts, frozenset(reading.columns), reading.known_projects)


def _make_project_added_fact(draft: ProjectDraft, place: int) -> ProjectAdded:
    return copy_fields(ProjectAdded, draft, place_in_list=place)


def _make_project_edited_fact(change: Change[ProjectRow, ProjectDraft]) -> ProjectEdited:
    return copy_fields(ProjectEdited, change.before, **{name: getattr(change.after, name) for name in change.fields})


def list_projects(room: Room) -> tuple[ProjectRow, ...]:
    """Return the projects in the order of the list."""
    with room.reading() as tx:
        return tuple(sorted(tx.list_rows(ProjectRow), key=lambda p: (p.place_in_list, p.project_id)))


class ListTerms(msgspec.Struct, frozen=True):
    """What the form of a project needs to know of the meeting."""

    currency: str
    has_frozen_poll: bool
    """True while some poll has its list frozen, which no edit changes."""


def read_currency_and_whether_list_is_frozen(room: Room) -> ListTerms:
    """Return the meeting's currency and whether some poll has its list frozen already."""
    with room.reading() as tx:
        meeting, polls = tx.list_rows(MeetingRow)[0], tx.list_rows(PollRow)
    return ListTerms(meeting.currency, any(poll.state not in (PollState.DRAFTED, PollState.VOID) for poll in polls))


class AddedProject(msgspec.Struct, frozen=True):
    """A new project."""

    project_id: ProjectId
    changes: Changes


def add_project(room: Room, draft: ProjectDraft) -> AddedProject:
    """Add one project.

    Raises RuleBroken project_code_twice, title_missing, cost_not_positive.
    """
    with room.writing() as tx:
        existing = tx.list_rows(ProjectRow)
        tidy = _clean_valid_project(draft, existing, "")
        place = max((row.place_in_list for row in existing), default=-1) + 1
        appended = tx.append_fact(None, _make_project_added_fact(tidy, place))
    return AddedProject(ProjectId(appended.ids[0]), appended.changes)


def edit_project(room: Room, project_id: ProjectId, draft: ProjectDraft, *, reason: Reason = "") -> Changes:
    """Replace one project; nothing is recorded when nothing differs. What is frozen for a poll stays as it was.

    Raises RuleBroken as `add_project`, correction_reason_missing (`require_allowed_after_closing`), NotFound
    project_unknown.
    """
    with room.writing(reason) as tx:
        before = tx.require_row(ProjectRow, project_id)
        tidy = _clean_valid_project(draft, tx.list_rows(ProjectRow), project_id)
        if all(getattr(before, name) == getattr(tidy, name) for name in ProjectDraft.__struct_fields__):
            return NOTHING
        return tx.append_fact(project_id, copy_fields(ProjectEdited, tidy)).changes


def _clean_valid_project(draft: ProjectDraft, existing: tuple[ProjectRow, ...], own_id: str) -> ProjectDraft:
    """Return what was typed, tidied, when it may be on the list."""
    words = [name for name in ProjectDraft.__struct_fields__ if name not in ("cost", "summary")]
    tidy = replace(
        draft, summary=clean_text_of_lines(draft.summary), **{name: clean_text(getattr(draft, name)) for name in words}
    )
    if not tidy.title or not tidy.code:
        raise RuleBroken("title_missing")
    if tidy.cost <= 0:
        raise RuleBroken("cost_not_positive", title=tidy.title, cost=tidy.cost)
    if any(row.code == tidy.code and row.project_id != own_id for row in existing):
        raise RuleBroken("project_code_twice", project=tidy.code)
    return tidy


def withdraw_project(room: Room, project_id: ProjectId, *, reason: Reason = "") -> Changes:
    """Withdraw a project: it stays in the record and leaves later ballots.

    Raises NotFound project_unknown, RuleBroken project_withdrawn, correction_reason_missing
    (`require_allowed_after_closing`).
    """
    with room.writing(reason) as tx:
        project = tx.require_row(ProjectRow, project_id)
        if project.is_withdrawn:
            raise RuleBroken("project_withdrawn", title=project.title)
        return tx.append_fact(project_id, ProjectWithdrawn()).changes


def reinstate_project(room: Room, project_id: ProjectId, *, reason: Reason = "") -> Changes:
    """Take a withdrawal back: the project is on later ballots again; nothing is recorded when it was not withdrawn.

    Raises NotFound project_unknown, RuleBroken correction_reason_missing (`require_allowed_after_closing`).
    """
    with room.writing(reason) as tx:
        if not tx.require_row(ProjectRow, project_id).is_withdrawn:
            return NOTHING
        return tx.append_fact(project_id, ProjectReinstated()).changes


def remove_project(room: Room, project_id: ProjectId, *, reason: Reason = "") -> Changes:
    """Take a project off the list that was put on it by mistake. What is frozen for a poll stays as it was.

    Raises NotFound project_unknown, RuleBroken correction_reason_missing (`require_allowed_after_closing`).
    """
    with room.writing(reason) as tx:
        tx.require_row(ProjectRow, project_id)
        return tx.append_fact(project_id, ProjectRemoved()).changes
