"""People on the roster with their attendance and slips: list them, find one by a query."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from sukui_desktop.domain.text_cleaning_and_search import clean_text, matches_query
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.people import AttendanceRow, PersonRow, SlipRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.wording.people_names import names_in_tables, names_on_screens


class PersonView(msgspec.Struct, frozen=True):
    """A person, their attendance and their slips."""

    person: PersonRow
    attendance: AttendanceRow
    slips: tuple[SlipRow, ...]
    name: str
    """As screens show it alone: a namesake's with what tells them apart (`names_on_screens`)."""
    name_in_table: str = ""
    """As a table with columns for all the rest shows it (`names_in_tables`)."""


def list_people(room: Room) -> tuple[PersonView, ...]:
    """Return everybody by number, walk-ins last; numbers compare as numbers where they are."""
    with room.reading() as tx:
        people = tx.list_rows(PersonRow)
        attendance = {row.person_id: row for row in tx.list_rows(AttendanceRow)}
        slips: dict[PersonId, list[SlipRow]] = {}
        for slip in tx.list_rows(SlipRow):
            slips.setdefault(slip.person_id, []).append(slip)
    names, in_tables = names_on_screens(people), names_in_tables(people)
    views = [
        PersonView(
            p,
            attendance[p.person_id],
            tuple(slips.get(p.person_id, ())),
            names[p.person_id],
            in_tables[p.person_id],
        )
        for p in people
    ]
    return tuple(sorted(views, key=_roster_order_key))


def _roster_order_key(view: PersonView) -> tuple[bool, bool, int, str, str]:
    number = view.person.number
    is_figure = number.isascii() and number.isdigit()
    return (
        view.person.is_walk_in,
        not is_figure,
        int(number) if is_figure else 0,
        number,
        view.person.person_id,
    )


class PeopleFound(msgspec.Struct, frozen=True):
    """Whom a query names."""

    people: tuple[PersonView, ...]
    """Who has it as number, then the given order."""
    only: PersonView | None
    """The one person meant: who has it as number, else the only one it finds; None for others."""


def search_people(views: Sequence[PersonView], query: str) -> PeopleFound:
    """Return those whom a query names by name, 초성, number or last four digits. A query without a letter names
    everybody, and no one person."""
    if not clean_text(query):
        return PeopleFound(tuple(views), None)
    found = [
        view
        for view in views
        if matches_query(
            query,
            name=view.person.name,
            initials=view.person.initials,
            number=view.person.number,
            last4=view.person.phone_last4,
        )
    ]
    numbered = _find_by_roster_number(views, query)
    if numbered is not None:
        found = [numbered, *(view for view in found if view is not numbered)]
    return PeopleFound(tuple(found), found[0] if len(found) == 1 else numbered)


def find_people(views: Sequence[PersonView], query: str) -> tuple[PersonView, ...]:
    """Return those whom a query names, as `search_people` does."""
    return search_people(views, query).people


def _find_by_roster_number(views: Sequence[PersonView], query: str) -> PersonView | None:
    """Return who has this roster number; 31 is 031 too where nobody has 31."""
    wanted = _comparable_roster_number(clean_text(query))
    if not wanted:
        return None
    plain = _strip_leading_zeros(wanted)
    alike = [
        (number, view)
        for view in views
        if (number := _comparable_roster_number(view.person.number)) and _strip_leading_zeros(number) == plain
    ]
    for found in ([view for number, view in alike if number == wanted], [view for _, view in alike]):
        if len(found) == 1:
            return found[0]
    return None


@lru_cache(maxsize=16384)
def _comparable_roster_number(number: str) -> str:
    return unicodedata.normalize("NFKC", number).casefold()


def _strip_leading_zeros(number: str) -> str:
    return number.lstrip("0") or number
