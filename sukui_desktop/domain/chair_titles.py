"""Titles that name who chairs a meeting or keeps its record, as rosters write them in 역할, 구분 and 직위.

Source: docs/sources.md, "Who signs the minutes".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

_OF_THE_BODY = (
    r"(?:공동|상임|총괄|임시|현|민관|주민|시민|자치회?|총회|참여예산제?|예산|위원회|협의회|추진|준비|회의|전체"
    r"|지역|[읍면동시군구도]|제?\d+[기대])*"
)
"""What may stand before an office of the meeting itself; 분과, 운영 and 부 name offices of others."""
_CHAIR_OFFICES = tuple(
    re.compile(pattern)
    for pattern in (
        _OF_THE_BODY + "위원장",
        _OF_THE_BODY + "의장",
        _OF_THE_BODY + "(?:회장|위원회장|협의회장)",
        "좌장",
        r"(?:공동|상임|자치회|주민자치회|위원회|협의회|총회)*대표(?:위원)?",
    )
)
"""Offices that chair, the likeliest first: whoever has the first of them in a room does."""
_HOSTS = ("진행자", "사회자")
_RECORDERS = ("서기", "간사", "기록")
_BETWEEN_TITLES = re.compile(r"[/,·;:()（）\[\]\n]|겸(?=\s)")
_OTHER_BODY = re.compile(r"(회|회의|연합|조합|단|단체|센터|모임|법인|재단|학교|아파트|클럽)$")
_OWN_BODY = re.compile(r"자치회|참여예산|총회|위원회$|협의회$")


def chair_rank(title: str) -> int | None:
    """Return the place of the office that a title names among those that chair, 0 the first; None for others.

    A title may name several offices (위원장/1통장) or say who somebody is beside the role (위원(위원장)).
    """
    ranks = [
        rank
        for part in _BETWEEN_TITLES.split(title)
        for rank, office in enumerate(_CHAIR_OFFICES)
        if office.fullmatch(re.sub(r"\s+", "", part).removesuffix("님"))
    ]
    return min(ranks, default=None)


def is_office_of_other_body(affiliation: str) -> bool:
    """Return whether an affiliation names a body of its own (부녀회), so that 회장 beside it may be an office there."""
    tidy = re.sub(r"\s+", "", affiliation)
    return bool(_OTHER_BODY.search(tidy)) and not _OWN_BODY.search(tidy)


class Office(msgspec.Struct, frozen=True):
    """What a roster says of somebody who was in the room."""

    role: str
    """역할, else 구분."""
    position: str
    affiliation: str


def find_chair(people: Sequence[Office]) -> tuple[int, str] | None:
    """Return who chaired: the place among these people and the title; None where nobody or more than one may have.

    A role is what people said of this meeting, so the first of the roster who has it signs; a 직위 may be an office
    elsewhere, so it must be one person's alone. Without either, who leads through the meeting does.
    """
    by_role = [(rank, n) for n, one in enumerate(people) if (rank := chair_rank(one.role)) is not None]
    if by_role:
        place = min(by_role)[1]
        return place, people[place].role
    by_position = [(rank, n) for n, one in enumerate(people) if (rank := chair_rank(one.position)) is not None]
    first = [n for rank, n in by_position if rank == min(by_position)[0]]
    if len(first) == 1 and not is_office_of_other_body(people[first[0]].affiliation):
        return first[0], people[first[0]].position
    return None if by_position else _find_first_with_role(people, _HOSTS)


def find_recorder(people: Sequence[Office]) -> tuple[int, str] | None:
    """Return who kept the record: the place among these people and the title; None where nobody says so."""
    found = _find_first_with_role(people, _RECORDERS)
    if found is not None:
        return found
    for word in _RECORDERS[:2]:
        of_position = [n for n, one in enumerate(people) if re.sub(r"\s+", "", one.position) == word]
        if len(of_position) == 1:
            return of_position[0], word
    return None


def _find_first_with_role(people: Sequence[Office], words: Sequence[str]) -> tuple[int, str] | None:
    for word in words:
        for place, one in enumerate(people):
            if one.role.startswith(word):
                return place, one.role
    return None
