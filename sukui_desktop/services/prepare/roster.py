"""The roster: read, preview and accept a file, add and edit one person."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import Conflict, RuleBroken
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.person import PersonAdded, PersonEdited, PersonRemoved
from sukui_desktop.domain.file_import import (
    NO_CHOICES,
    Change,
    ImportChoices,
    ImportComparison,
    PersonDraft,
    RosterReading,
    Twins,
    require_questions_answered,
)
from sukui_desktop.domain.roster_matching import (
    compare_people_with_roster,
    find_people_removed_before,
    find_twins,
    make_person_added_fact,
)
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.meeting import ImportSubject
from sukui_desktop.models.people import AttendanceRow, Personal, PersonRow, SlipRow, SlipState
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import Reason
from sukui_desktop.services.prepare.import_accepted_fact import make_import_accepted_fact
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.wording.people_names import name_on_screens

RosterComparison = ImportComparison[PersonRow, PersonDraft]


def read_roster_file(file: SourceFile, choices: ImportChoices = NO_CHOICES) -> RosterReading:
    """Read a CSV or XLSX roster for a preview; nothing is recorded. For the making queue.

    Raises BadInput when the file cannot be read as a whole.
    """
    from sukui_desktop.documents.read.people import read_people  # the desk needs no reader of files

    return read_people(file, choices)


def compare_roster_file_with_list(
    room: Room, reading: RosterReading, remove: frozenset[str] = frozenset()
) -> RosterComparison:
    """Return what accepting a roster would change; `remove` are the numbers of those whom people ticked to go."""
    with room.reading() as tx:
        return _compare_reading_with_roster(tx, reading, remove)


def accept_roster_file(room: Room, reading: RosterReading, remove: frozenset[str]) -> Changes:
    """Accept a roster as its preview showed it: one entry for each person; of those gone the numbers in `remove`.

    Whoever is refused in the preview (`ImportComparison.refused`) stays out.
    Raises RuleBroken import_questions while the reading has a question that nobody answered; Conflict import_outdated
    when `remove` names a person who is not gone; RuleBroken person_was_here when it names somebody who was admitted,
    who could come back under a new number and vote again.
    """
    require_questions_answered(reading.questions, reading.file_name)
    with room.writing() as tx:
        comparison = _compare_reading_with_roster(tx, reading, remove)
        gone = [row for row in comparison.gone if row.number in remove]
        if len(gone) != len(remove):
            raise Conflict("import_outdated", file=reading.file_name)
        protected = _find_protected_people(tx)
        for row in gone:
            if row.person_id in protected:
                raise RuleBroken("person_was_here", name=name_on_screens(row, tx.list_rows(PersonRow)))
        facts: list[tuple[str | None, Fact]] = [(row.person_id, PersonRemoved()) for row in gone]
        facts += [(change.before.person_id, _make_fact_of_changed_person(change)) for change in comparison.changed]
        facts += [(None, make_person_added_fact(draft)) for draft in comparison.added]
        facts.append((None, make_import_accepted_fact(ImportSubject.ROSTER, reading, comparison, len(gone))))
        return tx.append_facts(facts).changes


def _compare_reading_with_roster(tx: Transaction, reading: RosterReading, remove: frozenset[str]) -> RosterComparison:
    in_order = sorted(tx.list_rows(PersonRow), key=lambda row: (len(row.number), row.number, row.person_id))
    protected = _find_protected_people(tx)
    whole = compare_people_with_roster(in_order, reading.drafts, reading.columns, protected, remove)
    again = {id(draft) for draft, _ in find_people_removed_before(reading.drafts, _read_removed_people(tx))}
    known = {id(change.after) for change in whole.changed} | {id(draft) for draft in whole.same}
    back = tuple(each for each in reading.drafts if id(each) in again and id(each) not in known)
    if not back or reading.takes_removed:
        return replace(whole, removed_before=back)
    left_out = {id(each) for each in back}
    drafts = tuple(each for each in reading.drafts if id(each) not in left_out)
    found = compare_people_with_roster(in_order, drafts, reading.columns, protected, remove)
    return replace(found, removed_before=back)


def _read_removed_people(tx: Transaction) -> tuple[Personal, ...]:
    """Return whom somebody took off the roster, as they were last written; nobody whose data were erased."""
    known = {row.person_id for row in tx.list_rows(PersonRow)}
    removed = [each for each in tx.list_subjects_with_fact(PersonRemoved) if each not in known]
    last: dict[str, Personal] = {}
    for entry in tx.read_entries(f"person/{person_id}" for person_id in removed):
        fact = entry.fact
        if isinstance(fact, (PersonAdded, PersonEdited)) and fact.personal is not None:
            last[entry.subject_id] = fact.personal
    return tuple(last.values())


def _find_protected_people(tx: Transaction) -> frozenset[PersonId]:
    """Return those whom no list renames or removes: they were admitted, or were given a slip."""
    came = {row.person_id for row in tx.list_rows(AttendanceRow) if row.was_present}
    return frozenset(came | {slip.person_id for slip in tx.list_rows(SlipRow) if slip.state == SlipState.ISSUED})


def _make_fact_of_changed_person(change: Change[PersonRow, PersonDraft]) -> PersonEdited:
    differing = {name: getattr(change.after, name) for name in change.fields}
    return _make_person_edited_fact(copy_fields(PersonDraft, change.before, **differing))


def _make_person_edited_fact(draft: PersonDraft) -> PersonEdited:
    return copy_fields(PersonEdited, draft, personal=copy_fields(Personal, draft))


class AddedPerson(msgspec.Struct, frozen=True):
    """A new person of the roster."""

    person_id: PersonId
    changes: Changes


def add_person(room: Room, draft: PersonDraft, *, is_another: bool = False) -> AddedPerson:
    """Add one person to the roster; `is_another` says that a person of this name is somebody else.

    Raises RuleBroken person_number_twice, name_missing, person_likely_known.
    """
    with room.writing() as tx:
        tidy = clean_valid_person(draft, tx.list_rows(PersonRow), is_another=is_another)
        appended = tx.append_fact(None, make_person_added_fact(tidy))
    return AddedPerson(PersonId(appended.ids[0]), appended.changes)


def remove_person(room: Room, person_id: PersonId, *, reason: Reason = "") -> Changes:
    """Take somebody off the roster who was put on it by mistake.

    Raises NotFound person_unknown; RuleBroken person_was_here for somebody who was admitted or holds a slip,
    correction_reason_missing (`require_allowed_after_closing`).
    """
    with room.writing(reason) as tx:
        person = tx.require_row(PersonRow, person_id)
        if person_id in _find_protected_people(tx):
            raise RuleBroken("person_was_here", name=name_on_screens(person, tx.list_rows(PersonRow)))
        return tx.append_fact(person_id, PersonRemoved()).changes


def edit_person(room: Room, person_id: PersonId, draft: PersonDraft, *, reason: Reason = "") -> Changes:
    """Replace one person's line of the roster; nothing is recorded when nothing differs.

    Attendance and slips stay as they are. Raises RuleBroken person_number_twice, name_missing,
    correction_reason_missing (`require_allowed_after_closing`); NotFound person_unknown.
    """
    with room.writing(reason) as tx:
        before = tx.require_row(PersonRow, person_id)
        tidy = clean_valid_person(draft, tx.list_rows(PersonRow), person_id, is_another=True)
        if all(getattr(before, name) == getattr(tidy, name) for name in PersonDraft.__struct_fields__):
            return NOTHING
        return tx.append_fact(person_id, _make_person_edited_fact(tidy)).changes


def clean_valid_person(
    draft: PersonDraft, existing: tuple[PersonRow, ...], own_id: str = "", *, is_another: bool = False
) -> PersonDraft:
    """Return what was typed, tidied; a person needs a name, and a number ('' for none) that nobody else has.

    `own_id` is the person who is edited, '' for somebody new; `is_another` says that they are none of their namesakes.
    Raises RuleBroken name_missing, person_number_twice, person_likely_known.
    """
    tidy = PersonDraft(**{name: clean_text(getattr(draft, name)) for name in PersonDraft.__struct_fields__})
    if not tidy.name:
        raise RuleBroken("name_missing")
    if tidy.number and any(row.number == tidy.number and row.person_id != own_id for row in existing):
        raise RuleBroken("person_number_twice", number=tidy.number)
    known = [] if is_another else find_twins([tidy], existing)
    if known:
        raise RuleBroken(
            "person_likely_known",
            name=tidy.name,
            known=tuple(map(_words_telling_namesake_apart, known)),
            count=len(known),
        )
    return tidy


def _words_telling_namesake_apart(twins: Twins) -> str:
    """Return what tells one of the roster from a namesake."""
    first = twins.first
    return " · ".join(filter(None, (first.number, first.affiliation or first.subcommittee, first.phone_last4)))
