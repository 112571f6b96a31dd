"""What facts about a person do to the rows of person, attendance and slips."""

from __future__ import annotations

from msgspec.structs import replace

from sukui_desktop.domain.facts import person as facts
from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State
from sukui_desktop.domain.text_cleaning_and_search import initial_consonants
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.people import AttendanceRow, Personal, PersonRow, SlipRow, SlipState
from sukui_desktop.models.row import Row
from sukui_desktop.models.shared_fields import copy_fields


def effect_on_person(state: State, entry: Entry) -> Effect | None:
    """Return the rows that an entry about a person leads to; None when it no longer applies."""
    fact = entry.fact
    person_id = PersonId(entry.subject_id)
    if isinstance(fact, facts.PersonAdded):
        return _effect_of_adding_person(person_id, fact) if state.row(AttendanceRow, person_id) is None else None
    attendance = state.row(AttendanceRow, person_id)
    if attendance is None:
        return None
    if isinstance(fact, facts.PersonEdited):
        return _effect_of_editing_person(state, attendance, fact)
    if isinstance(fact, facts.PersonErased):
        return Effect((), ((PersonRow, (person_id,)),))
    if isinstance(fact, facts.PersonRemoved):
        gone = replace(attendance, is_enrolled=False, is_present=False)
        return Effect((gone,), ((PersonRow, (person_id,)),))
    if isinstance(fact, (facts.SlipGiven, facts.SlipReturned, facts.SlipSpoiled)):
        return _effect_on_slip(state, person_id, entry, fact)
    return _effect_on_attendance(state, attendance, entry)


def _effect_of_adding_person(person_id: PersonId, fact: facts.PersonAdded) -> Effect:
    attendance = AttendanceRow(
        person_id=person_id, role=fact.role, channel=fact.channel, is_enrolled=not fact.is_walk_in
    )
    return Effect((attendance, *_person_rows(attendance, fact.personal, is_walk_in=fact.is_walk_in)))


def _person_rows(attendance: AttendanceRow, personal: Personal | None, *, is_walk_in: bool) -> tuple[Row, ...]:
    if personal is None:
        return ()
    initials = initial_consonants(personal.name)
    return (copy_fields(PersonRow, attendance, personal, is_walk_in=is_walk_in, initials=initials),)


def _effect_of_editing_person(state: State, attendance: AttendanceRow, fact: facts.PersonEdited) -> Effect:
    before = state.row(PersonRow, attendance.person_id)
    is_walk_in = before.is_walk_in if before else not attendance.is_enrolled
    now = replace(attendance, channel=fact.channel, role=fact.role)
    return Effect((now, *_person_rows(now, fact.personal, is_walk_in=is_walk_in)))


def _effect_on_attendance(state: State, attendance: AttendanceRow, entry: Entry) -> Effect | None:
    fact = entry.fact
    if isinstance(fact, facts.PersonAdmitted):
        here = replace(
            attendance, is_present=True, was_present=True, admitted_at_ms=entry.at_ms, left_at_ms=0, undo_reason=""
        )
        slips = [_slip_row_once_given(state, attendance.person_id, poll_id, entry) for poll_id in fact.polls]
        return Effect((here, *slips))
    if isinstance(fact, facts.AdmissionUndone):
        undone = replace(
            attendance,
            is_present=False,
            was_present=False,
            admitted_at_ms=0,
            left_at_ms=0,
            undo_reason=fact.reason,
        )
        return Effect((undone,))
    if isinstance(fact, facts.PersonLeft) and attendance.is_present:
        return Effect((replace(attendance, is_present=False, left_at_ms=entry.at_ms),))
    return None


def _slip_row_once_given(state: State, person_id: PersonId, poll_id: str, entry: Entry) -> SlipRow:
    before = state.row(SlipRow, person_id, poll_id) or SlipRow(person_id=person_id, poll_id=PollId(poll_id))
    return replace(
        before,
        state=SlipState.ISSUED,
        issued=before.issued + 1,
        issued_at_ms=entry.at_ms,
        given_by=entry.entry_id,
    )


def _effect_on_slip(
    state: State,
    person_id: PersonId,
    entry: Entry,
    fact: facts.SlipGiven | facts.SlipReturned | facts.SlipSpoiled,
) -> Effect | None:
    slip = state.row(SlipRow, person_id, fact.poll_id)
    if isinstance(fact, facts.SlipGiven):
        if slip is not None and slip.state == SlipState.ISSUED:
            return None
        return Effect((_slip_row_once_given(state, person_id, fact.poll_id, entry),))
    if slip is None or slip.state != SlipState.ISSUED:
        return None
    if isinstance(fact, facts.SlipReturned):
        return Effect((replace(slip, state=SlipState.RETURNED, returned=slip.returned + 1),))
    return Effect((replace(slip, state=SlipState.SPOILED, spoiled=slip.spoiled + 1),))
