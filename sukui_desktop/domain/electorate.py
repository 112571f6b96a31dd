"""The electorate: which roles vote in a meeting, who may vote in a poll, and the base of a vote (재적, 출석).

Source: docs/sources.md, "Majority and quorum": both are counted of members, never of those who attend without a vote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

import msgspec

from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import AttendanceRow, PersonRow, SlipRow, SlipState

_OBSERVING = re.compile(
    r"배석|참관|방청|청중|견학|옵[서저]버|observer|내빈|외빈|초청|초대손님|참고인"
    r"|(주관|소관|담당|관련|관계|사업|실무)(부서|과|국|팀|공무원|직원|자$)|집행부|사무[국처]|행정지원|지원(팀|인력|요원|단$)"
    r"|자원봉사|봉사자|통역|수어|속기|촬영|취재|기자|언론|발제|강사|보조|스[태탭][프]?|staff"
    r"|(표결|의결|투표)권(이)?(없|미부여|x$)|비(위원|회원)",
    re.IGNORECASE,
)
"""Roles that attend without a vote, whatever else the word says: 시민참관단, 참관위원, 주관부서 담당자."""
_SERVING = re.compile(r"^(사회($|자|\W)|서기|기록|간사보)|진행|퍼실|모더레이터|접수|안내|등록|운영(요원|진|팀)")
"""Roles that serve the meeting: without a vote unless the word names a member too, as 위원(서기) does."""
_OFFICIAL = re.compile(r"^(공무원|직원)")
"""Serve as a role; as a 구분 they are the members whom the office appoints."""
_MEMBER = re.compile(r"위원|의원|회원|대의원|의장|회장|조합원|배심원|대표")


class PollElectorate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who may vote in a poll; where nothing is said, everybody whose role votes in the meeting."""

    roles: tuple[str, ...] = ()
    """역할 that may vote, also such as have no vote in the meeting otherwise; () for every role that votes."""
    channels: tuple[str, ...] = ()
    """구분 that may vote; () for all."""


ALL_MEMBERS = PollElectorate()


class WhoCounts(msgspec.Struct, frozen=True, kw_only=True):
    """People in the room and their roles: members, who count in 재적, 출석 and quorum, apart from all others."""

    enrolled: int
    """재적: members on the roster, and walk-ins who were admitted, also those who left since."""
    present: int
    """Members in the room, walk-ins too."""
    walk_ins: int = 0
    """Of those present: members who are not on the roster."""
    walk_ins_came: int = 0
    """Of 재적: members who are not on the roster and came at all."""
    others_present: int = 0
    """In the room without a vote (배석, 참관, 진행)."""
    members: tuple[str, ...] = ()
    """Roles that vote; 구분 of those without a role, "" of those with neither."""
    others: tuple[str, ...] = ()
    """Roles of the roster that do not."""


class VoteBase(msgspec.Struct, frozen=True, kw_only=True):
    """The people by which a vote is measured, as they were when it closed; those entitled to it alone but for
    `others_present`."""

    enrolled: int
    """재적: on the roster, and walk-ins who were admitted, also those who left since."""
    present: int
    """출석: in the room at the closing, or gone with the ballot surely in the box; never fewer than the ballots."""
    voted_and_left: int
    """Of those present: who had left the room before the closing."""
    others_present: int
    """In the room at the closing without being entitled (배석, 참관)."""


def guess_whether_role_votes(role: str, channel: str = "", voter_groups: Collection[str] = ()) -> bool:
    """Return whether somebody of this role votes, judged by the words alone: 위원 does, 참관인 and 주관부서 do not.

    A role that is not known votes. Many rosters have no role and say it in the 구분 (위원, 서기, 배석): without a role
    the 구분 is judged in its place, unless it is one of the meeting's groups of voters. Beside a role the 구분 is asked
    only for words that name an observer.
    """
    return _does_role_vote_by_words(role, channel, channel in voter_groups)


@lru_cache(maxsize=1024)
def _does_role_vote_by_words(role: str, channel: str, is_voter_group: bool) -> bool:
    """A roster has few roles and many people: each pair of words is judged once."""
    tidy, group = (re.sub(r"\s+", "", word) for word in (role, channel))
    if _OBSERVING.search(tidy) or _OBSERVING.search(group):
        return False
    word = tidy or ("" if is_voter_group else group)
    is_serving = _SERVING.search(word) or _OFFICIAL.search(tidy)
    return not is_serving or bool(_MEMBER.search(word))


def group_of_person(person: PersonRow) -> str:
    """Return by what somebody is counted among others: their 구분, without one their 분과; '' where there is none."""
    return person.channel or person.subcommittee


def is_member(meeting: MeetingRow, role: str, channel: str) -> bool:
    """Return whether somebody of this role counts in 재적, 출석 and quorum: as the staff declared the role (without one
    the 구분, else that people without a role do or do not), else by the words."""
    for word in (role or channel, role):
        if word in meeting.voting_roles:
            return True
        if word in meeting.observing_roles:
            return False
    return guess_whether_role_votes(role, channel, meeting.channels)


def may_vote(meeting: MeetingRow, electorate: PollElectorate, role: str, channel: str) -> bool:
    """Return whether somebody of this role and 구분 may be given a slip for a poll."""
    if electorate.channels and channel not in electorate.channels:
        return False
    return role in electorate.roles if electorate.roles else is_member(meeting, role, channel)


def entitled_roles(meeting: MeetingRow, electorate: PollElectorate, people: Iterable[AttendanceRow]) -> tuple[str, ...]:
    """Return the words that name who may vote: the roles (or, without a role, the 구분) of these people, as on the
    roster, "" for those with neither; what the electorate names stays there when nobody has it."""
    return (
        electorate.roles
        or electorate.channels
        or roles_by_frequency(row for row in people if may_vote(meeting, electorate, row.role, row.channel))
    )


def count_enrolled_members(members: Iterable[AttendanceRow]) -> int:
    """Return 재적 of these members, the one number of strip, quorum, votes and papers: who is on the roster, and who
    was registered at the door and admitted, also after they left, unless that was taken back as a mistake."""
    return sum(row.is_enrolled or row.was_present for row in members)


def roles_by_frequency(people: Iterable[AttendanceRow]) -> tuple[str, ...]:
    """Return the roles of these people (of those without one the 구분, "" of those with neither), those of most
    people first."""
    counts = Counter(row.role or row.channel for row in people)
    return tuple(sorted(counts, key=lambda word: (-counts[word], word)))


def leavers_without_vote_bounds(
    meeting: MeetingRow,
    electorate: PollElectorate,
    people: Iterable[AttendanceRow],
    slips: Iterable[SlipRow],
    *,
    cast: int,
    not_returned: int,
) -> tuple[int, int]:
    """Return how many of those who left can have taken a slip with them without voting: at least, at most.

    Ballots say nothing of who cast them. Where both are the same nobody need be asked; else people in the room know
    whether a missing slip is with somebody who sits there or with somebody who left.
    """
    holders = {slip.person_id for slip in slips if slip.state == SlipState.ISSUED}
    entitled = [
        row for row in people if row.person_id in holders or may_vote(meeting, electorate, row.role, row.channel)
    ]
    here_with_slip = sum(row.is_present for row in entitled if row.person_id in holders)
    gone_with_slip = sum(not row.is_present for row in entitled if row.person_id in holders)
    # Whoever sits here holds at most one slip each, and whoever left cast at most all ballots.
    least = max(0, not_returned - here_with_slip, gone_with_slip - cast)
    return least, max(least, min(gone_with_slip, not_returned))


def vote_base_at_closing(
    meeting: MeetingRow,
    electorate: PollElectorate,
    people: Iterable[AttendanceRow],
    slips: Iterable[SlipRow],
    *,
    cast: int,
    not_returned: int,
    left_unvoted: int | None = None,
    keeps_walk_ins: bool = True,
) -> VoteBase:
    """Return the base of a vote at its closing.

    `people` is everybody the meeting has known, `slips` those of this poll, `cast` the ballots in its box and
    `not_returned` the slips that neither voted nor came back. Whose right was changed after the slip was given still
    counts. How many of those who left have voted is known only in numbers: of the missing slips `left_unvoted` are with
    people who left (`leavers_without_vote_bounds`); None takes all of them to be, as before 0.6.0. Who was admitted and
    went home stays in 재적; without `keeps_walk_ins` a walk-in does not, as where a release before 0.6.0 measured.
    """
    holders = {slip.person_id for slip in slips if slip.state == SlipState.ISSUED}
    rows = tuple(people)
    entitled = [row for row in rows if row.person_id in holders or may_vote(meeting, electorate, row.role, row.channel)]
    here = sum(row.is_present for row in entitled)
    gone_holders = sum(not row.is_present for row in entitled if row.person_id in holders)
    unvoted = not_returned if left_unvoted is None else left_unvoted
    voted_and_left = max(0, gone_holders - unvoted, cast - here)
    enrolled = sum(
        row.is_enrolled or row.is_present or (keeps_walk_ins and row.was_present) or row.person_id in holders
        for row in entitled
    )
    return VoteBase(
        enrolled=max(enrolled, here + voted_and_left),
        present=here + voted_and_left,
        voted_and_left=voted_and_left,
        others_present=sum(row.is_present for row in rows) - here,
    )
