"""The minutes (회의록): write under a heading, put them together from the record, show them, make the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.minutes import minutes_pdf, minutes_sections, minutes_text
from sukui_desktop.domain.agenda_tree import items_in_tree_order
from sukui_desktop.domain.chair_titles import Office, find_chair, find_recorder
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.electorate import group_of_person, is_member
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.base import ERASED
from sukui_desktop.domain.facts.meeting import HeadingWritten
from sukui_desktop.domain.papers.minutes_content import (
    HEADINGS,
    LEGAL_NAMES,
    NEVER_NONE,
    CorrectionRecord,
    ItemRecord,
    Minutes,
    MinutesSection,
    PeopleGroup,
    Signer,
    Speech,
    WrittenHeading,
    require_complete_minutes,
)
from sukui_desktop.domain.text_cleaning_and_search import clean_text_of_lines
from sukui_desktop.models.agenda import ItemRow, NoteRow
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.minutes import MinutesRow
from sukui_desktop.models.people import AttendanceRow, PersonRow
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.services.agenda.corrections import list_named_corrections_in_transaction
from sukui_desktop.services.checkin.attendance import count_attendance_in_transaction, quorum_at_opening
from sukui_desktop.services.minutes.name_erasures import gather_name_erasures
from sukui_desktop.services.minutes.polls_on_papers import gather_poll_records
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import Reason, name_of_signer_on_papers
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.wording.people_names import names_on_papers


def write_under_heading(room: Room, heading: str, text: str, *, is_none: bool = False, reason: Reason = "") -> Changes:
    """Write what the recorder adds under a heading, or choose 해당 없음.

    Of signed minutes it is a correction: `reason` as in `require_allowed_after_closing`.
    Raises RuleBroken heading_unknown, heading_none_with_text, heading_never_none; correction_signer_missing,
    correction_reason_missing.
    """
    if heading not in HEADINGS:
        raise RuleBroken("heading_unknown", heading=heading)
    tidy = clean_text_of_lines(text)
    if is_none and tidy:
        raise RuleBroken("heading_none_with_text")
    if is_none and heading in NEVER_NONE:
        raise RuleBroken("heading_never_none", heading=LEGAL_NAMES[heading])
    with room.writing(reason) as tx:
        return tx.append_fact(heading, HeadingWritten(text=tidy, is_none=is_none)).changes


def compose_complete_minutes(room: Room) -> Minutes:
    """Put the minutes together and check that they are complete.

    Raises RuleBroken minutes_facts_missing, minutes_incomplete.
    """
    minutes = compose_minutes_so_far(room)
    require_complete_minutes(minutes)
    return minutes


def compose_minutes_so_far(room: Room) -> Minutes:
    """Put the minutes together as far as they go, for showing."""
    with room.reading() as tx:
        return compose_minutes_in_transaction(tx, room.context.now())


def compose_minutes_in_transaction(tx: Transaction, now_ms: int) -> Minutes:
    """Put the minutes together within a transaction, as far as they go."""
    meeting = tx.list_rows(MeetingRow)[0]
    attendance = count_attendance_in_transaction(tx)
    came, absent = _split_people_by_attendance(tx)
    names = names_on_papers((*came, *absent))
    signers = _find_chair_and_recorder(came, names)
    numbers = {str(view.row.item_id): view.agenda_number for view in items_in_tree_order(tx.list_rows(ItemRow))}
    return copy_fields(
        Minutes,
        meeting,
        attendance,
        attendees=_group_names_by_channel_and_role(
            (each for each in came if is_member(meeting, each.role, each.channel)), names
        ),
        observers=_group_names_by_channel_and_role(
            (each for each in came if not is_member(meeting, each.role, each.channel)), names
        ),
        absent=_group_names_by_channel_and_role(
            (each for each in absent if _is_expected_absentee(meeting, each)), names
        ),
        quorum=quorum_at_opening(meeting, attendance),
        came_unlisted=sum(
            row.was_present and not row.is_enrolled and is_member(meeting, row.role, row.channel)
            for row in tx.list_rows(AttendanceRow)
        ),
        items=_gather_item_records(tx),
        polls=gather_poll_records(tx, numbers),
        written=tuple(copy_fields(WrittenHeading, row) for row in tx.list_rows(MinutesRow)),
        corrections=_gather_correction_records(tx),
        erasures=gather_name_erasures(tx),
        signed_by=tuple(_name_of_signer_id(tx, signer_id) for signer_id in meeting.minutes_signers),
        digest=meeting.minutes_digest.hex(),
        signers=signers,
        author=signers[-1].name,
        written_on_ms=now_ms,
        journal_head=tx.writer.head.hash.hex(),
    )


def _gather_correction_records(tx: Transaction) -> tuple[CorrectionRecord, ...]:
    return tuple(
        copy_fields(
            CorrectionRecord,
            one.correction,
            number=number,
            about=one.about,
            by=_name_of_signer_id(tx, one.correction.signer_id),
        )
        for number, one in enumerate(list_named_corrections_in_transaction(tx), start=1)
    )


def _name_of_signer_id(tx: Transaction, signer_id: str) -> str:
    signer = tx.find_row(SignerRow, signer_id) if signer_id else None
    return name_of_signer_on_papers(tx, signer) if signer is not None else ""


def _split_people_by_attendance(tx: Transaction) -> tuple[list[PersonRow], list[PersonRow]]:
    """Return who was in the room at any time, and who of the roster never was, both in the order of the roster,
    whoever has no number last."""
    came = {row.person_id for row in tx.list_rows(AttendanceRow) if row.was_present}
    people = sorted(tx.list_rows(PersonRow), key=lambda p: (not p.number, len(p.number), p.number, p.person_id))
    known = {person.person_id for person in people}
    people += [_row_of_erased_attendee(row) for row in tx.list_rows(AttendanceRow) if _is_erased_attendee(row, known)]
    return [p for p in people if p.person_id in came], [p for p in people if p.person_id not in came]


def _is_expected_absentee(meeting: MeetingRow, person: PersonRow) -> bool:
    """Return whether somebody who never came was expected: a member of the roster, nobody who was added by the way."""
    return not person.is_walk_in and is_member(meeting, person.role, person.channel)


def _is_erased_attendee(row: AttendanceRow, known: set[PersonId]) -> bool:
    """Return whether somebody was there who has no name any more: who was here is not taken off the roster."""
    return row.was_present and row.person_id not in known


def _row_of_erased_attendee(row: AttendanceRow) -> PersonRow:
    return copy_fields(PersonRow, row, number="", name=ERASED, is_walk_in=not row.is_enrolled, initials="")


def _group_names_by_channel_and_role(
    people: Iterable[PersonRow], names: Mapping[PersonId, str]
) -> tuple[PeopleGroup, ...]:
    """Return the names by 구분, where somebody has none by 분과, and role; of walk-ins it is said that they are."""
    groups: dict[tuple[str, str], list[str]] = {}
    for person in people:
        name = names[person.person_id]
        said = text("documents.minutes.walk_in_name", name=name) if person.is_walk_in else name
        groups.setdefault((group_of_person(person), person.role), []).append(said)
    return tuple(PeopleGroup(channel=c, role=r, names=tuple(names)) for (c, r), names in groups.items())


def _find_chair_and_recorder(came: Sequence[PersonRow], names: Mapping[PersonId, str]) -> tuple[Signer, Signer]:
    """Return chair and recorder, with the name where somebody present has such a role; on a roster that says it in the
    구분, or in the 직위 of one person alone, by that."""
    offices = [Office(each.role or each.channel, each.position, each.affiliation) for each in came]
    found = (find_chair(offices), find_recorder(offices))
    chair, recorder = (
        Signer(role=one[1], name=names[came[one[0]].person_id]) if one is not None else Signer(role="") for one in found
    )
    return chair, recorder


def is_chair_line_empty(room: Room) -> bool:
    """Return whether the paper would have no name on the line of who chaired a sitting that was opened."""
    with room.reading() as tx:
        came, _ = _split_people_by_attendance(tx)
        chair, _ = _find_chair_and_recorder(came, names_on_papers(came))
        return bool(tx.list_rows(MeetingRow)[0].opened_at_ms) and not chair.name


def _gather_item_records(tx: Transaction) -> tuple[ItemRecord, ...]:
    speeches: dict[str, list[Speech]] = {}
    for note in sorted(tx.list_rows(NoteRow), key=lambda note: (note.clock_ms, note.clock_counter)):
        speeches.setdefault(note.item_id, []).append(Speech(speaker=note.speaker, gist=note.gist))
    return tuple(
        copy_fields(
            ItemRecord,
            view.row,
            depth=view.depth,
            number=view.agenda_number,
            speeches=tuple(speeches.get(view.row.item_id, ())),
        )
        for view in items_in_tree_order(tx.list_rows(ItemRow))
    )


class ShownMinutes(msgspec.Struct, frozen=True):
    """The minutes in words, for a screen."""

    text: str
    """The whole of it, letter for letter what the PDF will show."""
    sections: tuple[MinutesSection, ...]
    """The nine sections in the order of the law."""


def put_minutes_into_words(minutes: Minutes) -> ShownMinutes:
    """Put the minutes into words, complete or not. For the making queue."""
    return ShownMinutes(minutes_text(minutes), minutes_sections(minutes))


def make_minutes_pdf(minutes: Minutes) -> bytes:
    """Return the minutes as PDF. For the making queue.

    Raises RuleBroken minutes_facts_missing, minutes_incomplete.
    """
    return minutes_pdf(minutes)
