"""Admission (접수): admit, undo, leave, walk-ins, the paper list, attendance and quorum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.electorate import WhoCounts, count_enrolled_members, is_member, roles_by_frequency
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.person import AdmissionUndone, PersonAdmitted, PersonLeft, PersonRemoved
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.domain.quorum import (
    Quorum,
    QuorumAlert,
    judge_quorum,
    most_present_at_once,
    quorum_alert,
    quorum_rule_of_meeting,
)
from sukui_desktop.domain.roster_matching import make_person_added_fact
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.meeting import MeetingRow, MeetingStage, QuorumBase
from sukui_desktop.models.people import AttendanceRow, PersonRow, SlipRow, SlipState
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.services.checkin.slips import draw_slips, find_voters_without_slip
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import Reason, reason_text
from sukui_desktop.services.prepare.roster import clean_valid_person
from sukui_desktop.services.vote.joint_votes import require_no_slip_elsewhere
from sukui_desktop.services.vote.kept_turn import give_back_turns_of_people
from sukui_desktop.services.vote.poll_box import find_or_open_box
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.wording.people_names import name_on_screens, names_on_screens

_NAMED = 12
"""How many people a refusal names; the others are counted."""


class AddedWalkIn(msgspec.Struct, frozen=True):
    """A new person."""

    person_id: PersonId
    changes: Changes


class AdmittedPeople(msgspec.Struct, frozen=True):
    """People admitted from a paper list, and slips for them where a poll was named, in no order."""

    tokens: tuple[str, ...]
    changes: Changes
    people: tuple[PersonId, ...]
    """Those who were admitted now, in the order of the list."""


class AttendanceCount(WhoCounts, frozen=True, kw_only=True):
    """How many are here. Present and was-present are kept apart, and members (whose role votes) from all others."""

    was_present: int
    """Members who came at all, walk-ins too."""
    enrolled_at_opening: int = 0
    """재적 without the walk-ins who came after the sitting was opened."""
    by_channel: tuple[tuple[str, int, int], ...]
    """(구분, present, enrolled) of members, in the meeting's order of channels; '' for those without one, walk-ins who
    have none are left out. Where the roster is known people without 구분 are counted by their 분과."""
    quorum: Quorum
    alert: QuorumAlert = QuorumAlert.NONE
    """What must be said loudly of the quorum."""


def admit_person(room: Room, person_id: PersonId) -> Changes:
    """Let a person in.

    Raises RuleBroken already_present, person_removed; NotFound attendance_unknown.
    """
    with room.writing() as tx:
        _require_absent(tx, tx.require_row(AttendanceRow, person_id), tx.find_row(PersonRow, person_id))
        return tx.append_fact(person_id, PersonAdmitted()).changes


def _require_absent(tx: Transaction, attendance: AttendanceRow, person: PersonRow | None) -> None:
    if person is None:
        raise RuleBroken("person_removed")
    if attendance.is_present:
        raise RuleBroken("already_present", name=name_on_screens(person, tx.list_rows(PersonRow)))


def undo_admissions(
    room: Room, person_ids: Sequence[PersonId], reason: Reason, *, is_walk_in_removed: bool = False
) -> Changes:
    """Take admissions back as one mistake, such as a paper list admitted at once: these people were never here.

    All or nobody; whose admission was taken back already is passed over. Who had been here before, gone out and come in
    again is noted as gone once more: only the second coming was the mistake. `is_walk_in_removed` takes walk-ins who
    were never here off the list as well: their registration was the mistake.

    Raises RuleBroken not_present, reason_missing, slip_outstanding when a slip was given and did not come back; with
    several people slips_outstanding names who holds one.
    """
    why = clean_text(reason_text(reason))
    if not why:
        raise RuleBroken("reason_missing")
    given_back = give_back_turns_of_people(room, person_ids)
    with room.writing(reason) as tx:
        came = [person_id for person_id in person_ids if tx.require_row(AttendanceRow, person_id).was_present]
        if not came:
            raise RuleBroken("not_present")
        void = {poll.poll_id for poll in tx.list_rows(PollRow) if poll.state == PollState.VOID}
        slips = [slip for slip in tx.list_rows(SlipRow) if slip.state == SlipState.ISSUED and slip.poll_id not in void]
        holders = {slip.person_id for slip in slips}.intersection(came)
        if holders and len(person_ids) == 1:
            raise RuleBroken("slip_outstanding")
        if holders:
            everybody = names_on_screens(tx.list_rows(PersonRow))
            names = sorted(name for person_id, name in everybody.items() if person_id in holders)
            raise RuleBroken("slips_outstanding", names=tuple(names[:_NAMED]), count=len(holders))
        undone, left = AdmissionUndone(reason=why), _find_people_who_came_back(tx, came)
        facts: list[tuple[str | None, Fact]] = [(each, PersonLeft() if each in left else undone) for each in came]
        if is_walk_in_removed:
            walk_ins = {row.person_id for row in tx.list_rows(PersonRow) if row.is_walk_in}
            facts += [(each, PersonRemoved()) for each in came if each in walk_ins and each not in left]
        return given_back | tx.append_facts(facts).changes


def _find_people_who_came_back(tx: Transaction, person_ids: Sequence[PersonId]) -> frozenset[PersonId]:
    """Return those in the room who came in, went out and came in again; nobody once the meeting is closed, when an
    admission is taken back as a correction that says they were never here."""
    if tx.list_rows(MeetingRow)[0].stage == MeetingStage.CLOSED:
        return frozenset()
    here = [person_id for person_id in person_ids if tx.require_row(AttendanceRow, person_id).is_present]
    times = Counter[str]()
    for entry in tx.read_entries(f"person/{person_id}" for person_id in here):
        if isinstance(entry.fact, PersonAdmitted):
            times[entry.subject_id] += 1
        elif isinstance(entry.fact, AdmissionUndone):
            times[entry.subject_id] = 0
    return frozenset(person_id for person_id in here if times[person_id] > 1)


def record_departure(room: Room, person_id: PersonId, *, has_slip: bool = False) -> Changes:
    """Note that a person went out; that they were here stays.

    `has_slip` says that they may take a slip of a poll that is not over with them: they were asked for it. Who is known
    to have voted at the only screen of the room never held one and need not be asked.
    Raises RuleBroken not_present, slip_with_leaver.
    """
    with room.reading() as tx:
        if not tx.require_row(AttendanceRow, person_id).is_present:
            raise RuleBroken("not_present")
    given_back = give_back_turns_of_people(room, (person_id,))
    with room.writing() as tx:
        going_on = {poll.poll_id: poll.title for poll in tx.list_rows(PollRow) if poll.state in HAS_BOX}
        slips = tx.list_rows(SlipRow, person_id=person_id)
        out = (slip.poll_id for slip in slips if slip.state == SlipState.ISSUED)
        voted = {poll_id for poll_id, opened in room.boxes.items() if person_id in opened.voted_at_screen}
        held = [going_on[poll_id] for poll_id in out if poll_id in going_on and poll_id not in voted]
        if held and not has_slip:
            raise RuleBroken("slip_with_leaver", polls=tuple(held))
        return given_back | tx.append_fact(person_id, PersonLeft()).changes


def add_walk_in(room: Room, draft: PersonDraft, *, is_another: bool = False) -> AddedWalkIn:
    """Put somebody who is not on the roster in the room; `is_another` says that they are none of their namesakes.

    Raises RuleBroken name_missing, person_number_twice, person_likely_known.
    """
    with room.writing() as tx:
        tidy = clean_valid_person(draft, tx.list_rows(PersonRow), is_another=is_another)
        added = tx.append_fact(None, make_person_added_fact(tidy, is_walk_in=True))
        admitted = tx.append_fact(added.ids[0], PersonAdmitted())
    return AddedWalkIn(PersonId(added.ids[0]), added.changes | admitted.changes)


def admit_paper_list(room: Room, numbers: Sequence[str], poll_id: PollId | None = None) -> AdmittedPeople:
    """Admit everybody on a paper list at once, one entry each, giving each a slip for `poll_id` when it is named.

    Those already here are passed over (and get no slip); who still holds one gets no second, and who may not vote in
    the poll gets none. All or nobody.

    Raises BadInput numbers_unknown with the numbers nobody has; RuleBroken voted_elsewhere, voted_elsewhere_several,
    slips_short, slips_lost, poll_not_open.
    """
    if poll_id:
        find_or_open_box(room, poll_id)  # opened here, as opening it reads the meeting
    with room.writing() as tx:
        wanted = _find_people_with_numbers(tx, numbers)
        here = {row.person_id for row in tx.list_rows(AttendanceRow) if row.is_present}
        coming = [person_id for person_id in wanted if person_id not in here]
        voting = find_voters_without_slip(tx, poll_id, coming) if poll_id else frozenset()
        if poll_id:
            require_no_slip_elsewhere(tx, poll_id, voting)
        polls = (poll_id,) if poll_id else ()
        facts: list[tuple[str | None, Fact]] = [
            (person_id, PersonAdmitted(polls=polls if person_id in voting else ())) for person_id in coming
        ]
        changes = tx.append_facts(facts).changes
        slips = draw_slips(room, poll_id, len(voting)) if poll_id else None
    return AdmittedPeople(slips.mark_issued_and_list_tokens() if slips else (), changes, tuple(coming))


def _find_people_with_numbers(tx: Transaction, numbers: Sequence[str]) -> list[PersonId]:
    by_number = {row.number: row.person_id for row in tx.list_rows(PersonRow) if row.number}
    tidy = list(dict.fromkeys(clean_text(number) for number in numbers))
    unknown = tuple(number for number in tidy if number not in by_number)
    if unknown:
        raise BadInput("numbers_unknown", numbers=unknown[:20], count=len(unknown))
    return [by_number[number] for number in tidy]


class EnrolledRole(msgspec.Struct, frozen=True):
    """How many of the roster have this role and 구분."""

    role: str
    channel: str
    people: int


def count_enrolled_by_role(room: Room) -> tuple[EnrolledRole, ...]:
    """Return the people of the roster by role and 구분, those of most people first."""
    with room.reading() as tx:
        counts = Counter((row.role, row.channel) for row in tx.list_rows(AttendanceRow) if row.is_enrolled)
    return tuple(EnrolledRole(role, channel, people) for (role, channel), people in counts.most_common())


def count_attendance(room: Room) -> AttendanceCount:
    """Count who is here, by channel, against the quorum."""
    with room.reading() as tx:
        return count_attendance_in_transaction(tx)


def count_attendance_in_transaction(tx: Transaction) -> AttendanceCount:
    """Count who is here within a transaction."""
    states = [poll.state for poll in tx.list_rows(PollRow)]
    return count_attendance_of_people(tx.list_rows(MeetingRow)[0], tx.list_rows(AttendanceRow), states)


def count_attendance_of_people(
    meeting: MeetingRow,
    people: Sequence[AttendanceRow],
    states: Sequence[PollState],
    groups: Mapping[PersonId, str] | None = None,
) -> AttendanceCount:
    """Count who of all people of the meeting is here; `states` are those of its polls.

    `groups` says by what each person is counted, where it is not by their channel alone.
    """
    is_voting = any(state in (PollState.OPEN, PollState.PAUSED) for state in states)
    rows, others = list[AttendanceRow](), list[AttendanceRow]()
    for row in sorted(people, key=attrgetter("person_id")):
        (rows if is_member(meeting, row.role, row.channel) else others).append(row)
    group = {row.person_id: (groups or {}).get(row.person_id, row.channel) for row in rows}
    enrolled = Counter(group[row.person_id] for row in rows if row.is_enrolled or row.was_present)
    here = Counter(group[row.person_id] for row in rows if row.is_present)
    found = (group[row.person_id] for row in rows if row.is_enrolled or group[row.person_id])
    channels = dict.fromkeys((*meeting.channels, *found))
    present = sum(row.is_present for row in rows)
    everybody = count_enrolled_members(rows)
    quorum = judge_quorum(quorum_rule_of_meeting(meeting), enrolled=everybody, present=present)
    most = most_present_at_once((row.admitted_at_ms, row.left_at_ms) for row in rows if row.was_present)
    return AttendanceCount(
        enrolled=everybody,
        enrolled_at_opening=count_enrolled_members(
            row for row in rows if row.is_enrolled or row.admitted_at_ms <= meeting.opened_at_ms
        ),
        present=present,
        was_present=sum(row.was_present for row in rows),
        walk_ins=sum(row.is_present and not row.is_enrolled for row in rows),
        walk_ins_came=sum(row.was_present and not row.is_enrolled for row in rows),
        others_present=sum(row.is_present for row in others),
        by_channel=tuple((channel, here[channel], enrolled[channel]) for channel in channels if enrolled[channel]),
        quorum=quorum,
        alert=quorum_alert(meeting.stage, quorum, is_voting=is_voting, was_met=most >= quorum.needed > 0),
        members=roles_by_frequency(row for row in rows if row.is_enrolled or row.is_present),
        others=roles_by_frequency(row for row in others if row.is_enrolled or row.is_present),
    )


def quorum_at_opening(meeting: MeetingRow, attendance: AttendanceCount) -> Quorum:
    """Return the quorum as the sitting was opened on it; people who came or left later do not change that. Before: as
    it is."""
    quorum = attendance.quorum
    if not meeting.opened_at_ms:
        return quorum
    size = attendance.enrolled_at_opening if quorum.base == QuorumBase.ENROLLED else quorum.base_size
    return replace(quorum, base_size=size, needed=meeting.opened_needed, present=meeting.opened_present, is_met=True)
