"""Names of people, with what tells a namesake from the others behind the name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.roster_matching import find_distinguishing_fields
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


def names_on_screens(people: Iterable[PersonRow]) -> dict[PersonId, str]:
    """Return every name as the desk shows it: a namesake's with the two clearest things that differ, and
    with more where two do not tell them from all others."""
    everybody = tuple(people)
    apart = find_distinguishing_fields(everybody)
    return {each.person_id: _name_with_distinguishing_words(each, apart.get(each.person_id, ())) for each in everybody}


def name_on_screens(person: PersonRow, people: Iterable[PersonRow]) -> str:
    """Return one name as `names_on_screens` does among these people, the person among them."""
    return names_on_screens(people)[person.person_id]


def names_on_papers(people: Iterable[PersonRow]) -> dict[PersonId, str]:
    """Return every name as papers print it: a namesake's with as much of 소속, 직위 and the like as tells them from all
    others, at last with the number.

    The telephone and the day of birth are nothing to publish.
    """
    everybody = tuple(people)
    apart = find_distinguishing_fields(everybody, without=_PRIVATE, least=1)
    names: dict[PersonId, str] = {}
    for person in everybody:
        fields = apart.get(person.person_id, ()) or (("number",) if person.person_id in apart else ())
        names[person.person_id] = _name_with_distinguishing_words(person, fields)
    return names


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


def _name_with_distinguishing_words(person: PersonRow, fields: Collection[str]) -> str:
    if not fields:
        return person.name
    mark = words_that_distinguish_person(person, fields)
    return text("checkin.apart.name", name=person.name, apart=mark) if mark else person.name
