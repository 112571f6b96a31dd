"""Rules of a vote held at several places: who is one person on two lists, what a list changes, who has two slips.

Places exchange lists of slips that are out. A list also says, for each stream, up to which entry it knows (an
observed-remove set with version vectors), so that lists may come in any order, twice, through a third place, after a
restore and at a copy of the meeting file, and always come to the same. Source: docs/sources.md, "Lists of places".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain.roster_matching import comparable_name
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.joint_vote import DoubleDecision, DoubleDecisionRow, GivenElsewhere, VoterMarks
from sukui_desktop.models.people import Personal

FILE_LIST = "file/"
"""Begins the name of a giving that comes from a list of another system, which no stream knows of."""
_MARKS = ("person_mark", "birth_mark", "phone_mark", "number_mark")
_TOLD_APART_BY = ("birth_mark", "phone_mark", "number_mark")
"""The surest first: the first that both lists know decides."""


def comparable_birth(written: str) -> str:
    """Return a day of birth as YYMMDD (1961-03-05, 61.3.5, 610305 and 1961년 3월 5일 are one), '' for anything else."""
    parts: list[str] = re.findall(r"[0-9]+", written)
    if len(parts) >= 3 and len(parts[0]) in (2, 4) and all(len(part) <= 2 for part in parts[1:3]):
        year, month, day = parts[:3]
        return f"{year[-2:]}{month:0>2}{day:0>2}"
    if len(parts) == 1 and len(parts[0]) in (6, 8):
        return parts[0][-6:]
    return ""


def identifying_texts(person: Personal, person_id: str) -> VoterMarks:
    """Return what the marks of a person are made of, before any key: '' where the roster does not say it."""
    name, number = comparable_name(person.name), clean_text(person.number).lstrip("0")
    texts = {
        "birth_mark": comparable_birth(person.birth),
        "phone_mark": person.phone_last4,
        "number_mark": number,
    }
    named = {field: f"{name}\n{value}" if name and value else "" for field, value in texts.items()}
    return VoterMarks(person_mark=person_id, **named)


def can_be_known_elsewhere(person: Personal) -> bool:
    """Return whether a place with another roster can know a person again: a day of birth or a telephone is there."""
    return bool(comparable_birth(person.birth) or person.phone_last4)


def are_marks_of_one_person(first: VoterMarks, second: VoterMarks) -> bool:
    """Return whether two lists mean one person: the same roster line, else by the first of birth, telephone and number
    that both know, each with the name."""
    if first.person_mark and first.person_mark == second.person_mark:
        return True
    for field in _TOLD_APART_BY:
        one, other = getattr(first, field), getattr(second, field)
        if one and other:
            return bool(one == other)
    return False


def is_giving_known(known: Mapping[str, int], giving: str) -> bool:
    """Return whether who knows streams up to these entries knows of a giving, be the slip still out or not."""
    stream, _, seq = giving.rpartition(":")
    return not giving.startswith(FILE_LIST) and int(seq) <= known.get(stream, -1)


class ListDifference(msgspec.Struct, frozen=True, kw_only=True):
    """What a list changes of what a place knows of the others."""

    added: tuple[GivenElsewhere, ...]
    """New ones, and ones of which more is known now; by giving."""
    gone: tuple[str, ...]
    known: dict[str, int]
    """Streams of which more is known now."""

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.known)


def compare_list_with_known(
    held: Mapping[str, GivenElsewhere],
    known: Mapping[str, int],
    own: Mapping[str, int],
    listed: Iterable[GivenElsewhere],
    list_known: Mapping[str, int],
) -> ListDifference:
    """Return what taking a list in changes.

    `held` is what is known to be out elsewhere, by giving; `known` up to which entry of each stream lists were taken
    in, and `own` up to which the record here goes: of those the record itself decides.
    """
    items = {given.giving: given for given in listed}
    gone = [
        giving
        for giving in held
        if is_giving_known(own, giving) or (giving not in items and is_giving_known(list_known, giving))
    ]
    added = []
    for giving, given in sorted(items.items()):
        if is_giving_known(own, giving):
            continue
        before = held.get(giving)
        joined = given if before is None else _join_givings(before, given)
        if before != joined and (before is not None or not is_giving_known(known, giving)):
            added.append(joined)
    more = {
        stream: seq
        for stream, seq in sorted(list_known.items())
        if seq > max(known.get(stream, -1), own.get(stream, -1))
    }
    return ListDifference(added=tuple(added), gone=tuple(sorted(gone)), known=more)


def _join_givings(first: GivenElsewhere, second: GivenElsewhere) -> GivenElsewhere:
    """Return one giving as two lists say it: what is said, and of two the greater, so that order does not count."""
    fields = (*_MARKS, "place", "at_ms")
    return replace(first, **{field: max(getattr(first, field), getattr(second, field)) for field in fields})


def find_slips_elsewhere(
    person_id: str,
    marks: VoterMarks,
    elsewhere: Iterable[GivenElsewhere],
    decisions: Collection[DoubleDecisionRow],
) -> tuple[GivenElsewhere, ...]:
    """Return the slips elsewhere that keep a person here from theirs, the earliest first: those people found to be
    another's are left out."""
    settled = {
        giving
        for row in decisions
        if row.person_id == person_id and row.decision == DoubleDecision.TWO_PEOPLE
        for giving in row.givings
    }
    found = [given for given in elsewhere if given.giving not in settled and are_marks_of_one_person(marks, given)]
    return tuple(sorted(found, key=lambda given: (given.at_ms, given.giving)))


def group_doubles(givings: Iterable[GivenElsewhere]) -> tuple[tuple[GivenElsewhere, ...], ...]:
    """Return everybody who was given two slips and more, each once, with these slips from the earliest on.

    Every giving counts once, however many lists have it. People of whom two lists have nothing in common are joined
    where a third knows both.
    """
    by_giving = {given.giving: given for given in givings}
    groups = _Groups(by_giving)
    for field in _MARKS:
        alike: dict[str, list[GivenElsewhere]] = {}
        for given in by_giving.values():
            if mark := getattr(given, field):
                alike.setdefault(mark, []).append(given)
        for bucket in alike.values():
            _join_one_person(groups, bucket)
    found = [
        tuple(sorted((by_giving[giving] for giving in group), key=lambda given: (given.at_ms, given.giving)))
        for group in groups.list_groups()
        if len(group) > 1
    ]
    return tuple(sorted(found, key=lambda group: (group[0].at_ms, group[0].giving)))


def _join_one_person(groups: _Groups, bucket: Sequence[GivenElsewhere]) -> None:
    """Join those of a bucket, who have one mark in common, that are one person."""
    for place, given in enumerate(bucket):
        for other in bucket[:place]:
            if are_marks_of_one_person(given, other):
                groups.join(given.giving, other.giving)


class _Groups:
    """Sets of names that are joined pair by pair."""

    def __init__(self, names: Iterable[str]) -> None:
        self._parent = {name: name for name in names}

    def join(self, first: str, second: str) -> None:
        """Put two sets together."""
        self._parent[self._root_of(first)] = self._root_of(second)

    def list_groups(self) -> list[list[str]]:
        """Return the sets."""
        found: dict[str, list[str]] = {}
        for name in self._parent:
            found.setdefault(self._root_of(name), []).append(name)
        return list(found.values())

    def _root_of(self, name: str) -> str:
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name


def decision_of_double(
    double: Iterable[GivenElsewhere], own: Mapping[str, str], decisions: Iterable[DoubleDecisionRow]
) -> DoubleDecisionRow | None:
    """Return the newest decision that speaks of all these slips, None where people still have to decide.

    `own` says whose a giving at this place is: giving → person id.
    """
    givings = {given.giving for given in double}

    def speaks_of_all(row: DoubleDecisionRow) -> bool:
        theirs = {giving for giving in givings if row.person_id and own.get(giving) == row.person_id}
        return givings <= theirs.union(row.givings)

    return max(filter(speaks_of_all, decisions), key=_decision_order, default=None)


def count_standing_decisions(decisions: Iterable[DoubleDecisionRow]) -> Counter[DoubleDecision]:
    """Return how many decisions of each sort stand: of several about the same slips the newest."""
    newest: dict[tuple[str, ...], DoubleDecision] = {}
    for row in sorted(decisions, key=_decision_order):
        newest[row.givings] = row.decision
    return Counter(newest.values())


def _decision_order(row: DoubleDecisionRow) -> tuple[int, int, str]:
    return row.clock_ms, row.clock_counter, row.decision_id
