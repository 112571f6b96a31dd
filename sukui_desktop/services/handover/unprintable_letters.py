"""Letters that no paper can print (emoji, rare Hanja), each with its place, told before a document is made."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import UnsetType

from sukui_desktop.documents.write.fonts_and_line_breaks import unprintable_letters
from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.agenda_tree import items_in_tree_order
from sukui_desktop.domain.papers.minutes_content import LEGAL_NAMES
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.models.agenda import ItemRow, NoteRow, ProjectRow
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.minutes import MinutesRow
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.meeting_transaction import Transaction

LETTER_TABLES = ("meeting", "person", "project", "item", "note", "poll", "minutes")
"""Tables with texts that come on paper."""


class PlacedText(msgspec.Struct, frozen=True):
    """A text of the meeting that some paper prints, and where people find it."""

    place: str
    """meeting | person | project | item | note | poll | heading."""
    name: str
    """Which of them, as its list names it: '6 김민서', 'P001', '2. 사업 심의'."""
    text: str


class LostLetters(msgspec.Struct, frozen=True):
    """Letters of one text that no typeface of the papers has."""

    place: str
    name: str
    letters: tuple[str, ...]


def gather_printed_texts(room: Room) -> tuple[PlacedText, ...]:
    """Return every text that some paper prints, with its place. For the store queue."""
    with room.reading() as tx:
        return tuple(PlacedText(*each) for each in _printed_texts_with_places(tx))


def find_unprintable_letters(texts: tuple[PlacedText, ...]) -> tuple[LostLetters, ...]:
    """Return the texts with letters that cannot be printed, in their order. For the making queue."""
    found = ((each, unprintable_letters(each.text)) for each in texts)
    return tuple(LostLetters(each.place, each.name, letters) for each, letters in found if letters)


def _printed_texts_with_places(tx: Transaction) -> Iterator[tuple[str, str, str]]:
    meeting = tx.list_rows(MeetingRow)[0]
    yield "meeting", "", "\n".join((meeting.title, meeting.body_name, meeting.host, meeting.place))
    for person in sorted(tx.list_rows(PersonRow), key=lambda row: (len(row.number), row.number, row.person_id)):
        words = (person.name, person.affiliation, person.position, person.channel, person.subcommittee, person.role)
        yield "person", f"{person.number} {person.name}".strip(), "\n".join((person.number, *words))
    for project in sorted(tx.list_rows(ProjectRow), key=lambda row: row.code):
        yield "project", project.code, "\n".join((project.code, project.title, project.field, project.group))
    names = {}
    for view in items_in_tree_order(tx.list_rows(ItemRow)):
        item = view.row
        names[str(item.item_id)] = f"{view.number}. {item.title}"
        yield "item", f"{view.number}. {item.title}", "\n".join((item.title, item.presenter, item.decision))
    for note in sorted(tx.list_rows(NoteRow), key=lambda row: (row.clock_ms, row.clock_counter)):
        yield "note", f"{names.get(note.item_id, '')} · {note.speaker}", f"{note.speaker}\n{note.gist}"
    for poll in sorted(tx.list_rows(PollRow), key=lambda row: (row.drafted_clock_ms, row.poll_id)):
        choices = canonical_bytes.decode(poll.draft, Draft).choices
        offered = () if isinstance(choices, UnsetType) else choices
        yield "poll", poll.title, "\n".join((poll.title, *offered))
    for row in tx.list_rows(MinutesRow):
        yield "heading", LEGAL_NAMES.get(row.heading, row.heading), row.text
