"""Names of people, with what tells a namesake from the others behind the name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.facts.base import ERASED
from sukui_desktop.domain.roster_matching import comparable_name, find_distinguishing_fields
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.people import PersonRow

_PRIVATE = frozenset({"phone_last4", "birth"})
"""Fields that are for the screens of the staff alone."""
_NAMED = {"phone_last4": "phone", "number": "number"}
"""Fields whose value is no word of its own, by the text that says what it is."""


def words_that_distinguish_person(person: PersonRow, fields: Iterable[str]) -> str:
    """Return what tells a person from others: 소속, the last four digits of the telephone, birth, number."""
    parts = [(_NAMED.get(field, "word"), getattr(person, field)) for field in fields]
    return ", ".join(text(f"checkin.apart.{key}", value=value) for key, value in parts if value)


def marks_of_namesakes(people: Iterable[PersonRow]) -> dict[PersonId, str]:
    """Return what stands behind the name of everybody who has a namesake, on the screens of the staff: the two
    clearest things that differ, and more where two do not tell them from all others; '' of whom nothing is known.

    Those whom papers or screens cannot tell apart by anything are numbered, here as there, in the order of the roster.
    """
    everybody = tuple(people)
    apart, places = find_distinguishing_fields(everybody), _places_of_people_shown_alike(everybody)
    namesakes = (each for each in everybody if each.person_id in apart)
    return {each.person_id: _mark_words(each, apart[each.person_id], places) for each in namesakes}


def names_on_screens(people: Iterable[PersonRow]) -> dict[PersonId, str]:
    """Return every name as the desk shows it, with what `marks_of_namesakes` puts behind it."""
    everybody = tuple(people)
    marks = marks_of_namesakes(everybody)
    return {each.person_id: _name_with_mark(each, marks.get(each.person_id, "")) for each in everybody}


def name_on_screens(person: PersonRow, people: Iterable[PersonRow]) -> str:
    """Return one name as `names_on_screens` does among these people, the person among them."""
    return names_on_screens(people)[person.person_id]


def names_on_papers(people: Iterable[PersonRow]) -> dict[PersonId, str]:
    """Return every name as papers print it: a namesake's with as much of 소속, 직위 and the like as tells them from all
    others, at last with the number.

    The telephone and the day of birth are nothing to publish.
    """
    everybody = tuple(people)
    places = _places_of_people_shown_alike(everybody)
    fields = _fields_on_papers(everybody)
    return {
        each.person_id: _name_with_mark(each, _mark_words(each, fields.get(each.person_id, ()), places))
        for each in everybody
    }


def names_in_tables(people: Iterable[PersonRow]) -> dict[PersonId, str]:
    """Return every name for a table that has columns for all the rest: bare, but of those whom nothing else tells
    apart, who are numbered."""
    everybody = tuple(people)
    places = _places_of_people_shown_alike(everybody)
    return {each.person_id: _name_with_mark(each, _mark_words(each, (), places)) for each in everybody}


def _fields_on_papers(everybody: Sequence[PersonRow]) -> dict[PersonId, tuple[str, ...]]:
    apart = find_distinguishing_fields(everybody, without=_PRIVATE, least=1)
    return {person_id: fields or ("number",) for person_id, fields in apart.items()}


def _places_of_people_shown_alike(everybody: Sequence[PersonRow]) -> dict[PersonId, int]:
    """Return from 1 the places of people among those whose names come out alike on papers or on screens: nothing that
    may be said there differs, or the 소속 of one is the very word that is the 직위 of another."""
    together: dict[PersonId, dict[PersonId, PersonRow]] = {}
    for fields in (_fields_on_papers(everybody), find_distinguishing_fields(everybody)):
        for alike in _people_with_equal_marks(everybody, fields):
            joined = {one: row for each in alike for one, row in together.get(each.person_id, {}).items()}
            joined |= {each.person_id: each for each in alike}
            together |= dict.fromkeys(joined, joined)
    places: dict[PersonId, int] = {}
    for people in together.values():
        in_order = sorted(people.values(), key=lambda one: (one.is_walk_in, len(one.number), one.number, one.person_id))
        places.update((one.person_id, place) for place, one in enumerate(in_order, start=1))
    return places


def _people_with_equal_marks(
    everybody: Sequence[PersonRow], fields: Mapping[PersonId, Collection[str]]
) -> list[list[PersonRow]]:
    alike: dict[tuple[str, str], list[PersonRow]] = {}
    for each in everybody:
        if each.person_id in fields and each.name != ERASED:
            mark = words_that_distinguish_person(each, fields[each.person_id])
            alike.setdefault((comparable_name(each.name), mark), []).append(each)
    return [people for people in alike.values() if len(people) > 1]


def find_people_meant_by_names(people: Iterable[PersonRow], names: Iterable[str]) -> dict[str, frozenset[PersonId]]:
    """Return of each name whom of these people it means: the one whom papers print so, else all who bear it bare."""
    everybody = tuple(people)
    printed = names_on_papers(everybody)
    meant: dict[str, frozenset[PersonId]] = {}
    for name in names:
        exactly = frozenset(person_id for person_id, words in printed.items() if words == name)
        meant[name] = exactly or frozenset(each.person_id for each in everybody if each.name == name)
    return meant


def absent_speakers_sentence(names: Sequence[str]) -> str:
    """Return who speaks in the minutes and is listed as absent in them; '' for nobody."""
    return text("minutes.absent_speakers", names=", ".join(names), count=len(names)) if names else ""


def _mark_words(person: PersonRow, fields: Collection[str], places: Mapping[PersonId, int]) -> str:
    place = places.get(person.person_id)
    twin = text("checkin.apart.twin", place=place) if place else ""
    return ", ".join(filter(None, (words_that_distinguish_person(person, fields), twin)))


def _name_with_mark(person: PersonRow, mark: str) -> str:
    return text("checkin.apart.name", name=person.name, apart=mark) if mark else person.name
