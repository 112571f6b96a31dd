"""Meetings to print: a small one, a big one and unkind ones, with results that the product's own rules worked out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sukui_desktop.domain.ballot_accounting import BallotAccounting
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.papers.attendance_sheet import AttendanceLine, AttendanceSheet
from sukui_desktop.domain.papers.minutes_content import (
    ItemRecord,
    Minutes,
    PeopleGroup,
    PollRecord,
    Signer,
    Speech,
    WrittenHeading,
)
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.question.definition import (
    Definition,
    Group,
    Option,
    Question,
    SelectionRule,
    WhenUnaffordable,
)
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.quorum import QuorumRule, judge_quorum
from sukui_desktop.domain.selection.outcome_of_case import decide_case, make_case, scores_of_case
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.domain.selection.ties import find_ties
from sukui_desktop.models.meeting import QuorumBase

STARTS = 1_787_979_600_000  # 2026. 8. 29.(토) 14:00 in Korea
MINUTE = 60_000
HASH = "5f3a9c0e" * 8
HEAD = "0b1c2d3e" * 8
WORDS = ("느티나무", "새벽", "돌다리", "종이배")
ODD_NAMES = (
    "뷁뷁이",
    "郞君子",
    unicodedata.normalize("NFD", "각설탕"),
    "김😀민",
    "나" * 200,
    "שלום 한글",
    "O’Brien-李",
)
"""Rare syllables, Hanja, decomposed Hangul, emoji, long, right to left."""

_SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
_FIRST = "민서지우하준도윤예은시우수아주원지호현우연우"
_PLACES = ("도서관", "공원", "골목길", "어린이집", "하천", "시장", "버스 정류장", "경로당", "학교 앞", "산책로")
_WORKS = ("쉼터 만들기", "야간 조명 개선", "안전한 통학로 조성", "돌봄 공동체 운영", "무장애 시설 전수 점검과 개선")


def person_name(place: int) -> str:
    """Return a made-up name; the same place gives the same name."""
    return (
        _SURNAMES[place % len(_SURNAMES)]
        + _FIRST[place * 7 % len(_FIRST)]
        + _FIRST[(place * 11 + place // 20) % len(_FIRST)]
    )


def project_title(place: int) -> str:
    """Return a made-up title."""
    return f"{_PLACES[place % len(_PLACES)]} {_WORKS[place // 10 % len(_WORKS)]}"


def definition(titles: Sequence[str], costs: Sequence[int], **rule: object) -> Definition:
    """Return a definition in which every third project is of the second group."""
    groups = ("광역제안형", "광역협치형")
    options = tuple(
        Option(code=f"P{place:03}", title=title, cost=cost, group=groups[place % 3 == 2])
        for place, (title, cost) in enumerate(zip(titles, costs, strict=True), start=1)
    )
    return Definition(
        format=1,
        city="서울특별시",
        meeting_id="m1",
        poll_id="q1",
        is_practice=False,
        title="우선 정책사업 선정",
        currency="KRW",
        question=Question(
            title="우선 정책사업",
            method=Method.APPROVAL,
            options=options,
            groups=(Group(name=groups[0], min_picks=0, max_picks=7), Group(name=groups[1], min_picks=0, max_picks=3)),
            min_picks=0,
            max_picks=10,
        ),
        rule=SelectionRule(
            when_unaffordable=WhenUnaffordable(str(rule.get("when_unaffordable", "skip"))),
            min_votes=int(str(rule.get("min_votes", 0))),
            ceiling=int(str(rule.get("ceiling", max(1, sum(costs) // 2)))),
        ),
    )


def outcome_of(asked: Definition, votes: Sequence[int], cast: int) -> tuple[Tally, Outcome]:
    """Count and select by the product's own rules; ties are drawn in the order of the ballot."""
    tally = Tally(
        votes=tuple(votes),
        ballots_cast=cast,
        ballots_valid=cast - cast // 50 - cast // 100,
        ballots_blank=cast // 50,
        ballots_invalid=cast // 100,
    )
    lot = [code for tied in find_ties(asked, scores_of_case(make_case(asked, tally))) for code in tied]
    return tally, decide_case(make_case(asked, tally, lot))


def votes_for(count: int, most: int) -> list[int]:
    """Return votes that fall off like real ones, in mixed order, with ties."""
    return [max(0, most * 100 // (100 + 9 * (place * 37 % count)) - place % 3) for place in range(count)]


def result_sheet(asked: Definition, votes: Sequence[int], cast: int, *, is_practice: bool = False) -> ResultSheet:
    """Return the certified result of one poll."""
    tally, outcome = outcome_of(asked, votes, cast)
    return ResultSheet(
        meeting_id="m1",
        meeting_title="2026 복지분야 숙의예산시민회 제3차 회의",
        host="서울특별시 시민숙의예산담당관",
        place="3층 공용회의실",
        starts_at_ms=STARTS,
        poll_id="q1",
        poll_title="2027 복지분야 우선 정책사업 선정",
        definition=asked,
        definition_hash=HASH,
        words=WORDS,
        accounting=BallotAccounting(issued=cast + 7, cast=cast, spoiled=3, returned=3, not_returned=1),
        tally=tally,
        outcome=outcome,
        counted_at_ms=STARTS + 120 * MINUTE,
        certified_at_ms=STARTS + 140 * MINUTE,
        certified_by=("김민서", "이지우"),
        objection_until_ms=STARTS + 7 * 24 * 60 * MINUTE,
        is_practice=is_practice,
    )


def small_result(*, is_practice: bool = False) -> ResultSheet:
    """Return ten projects of which a few fit: 12 people voted."""
    costs = [c * 100_000_000 for c in (98, 72, 65, 54, 61, 40, 48, 19, 85, 33)]
    titles = [project_title(place * 7) for place in range(10)]
    asked = definition(titles, costs, ceiling=41_000_000_000)
    return result_sheet(asked, (11, 10, 9, 8, 8, 7, 6, 5, 5, 2), 12, is_practice=is_practice)


def big_result() -> ResultSheet:
    """Return 97 projects under 46.28 billion won: 1,200 people voted."""
    costs = [(place * 53 % 29 + 1) * 50_000_000 for place in range(97)]
    asked = definition([project_title(place) for place in range(97)], costs, ceiling=46_280_000_000)
    return result_sheet(asked, votes_for(97, 611), 1200)


def extreme_result() -> ResultSheet:
    """Return 600 projects with titles of 200 letters and costs to the won."""
    costs = [(place * 53 % 290 + 1) * 5_000_001 for place in range(600)]
    titles = [(f"{place} " + project_title(place) + " ") * 20 for place in range(600)]
    asked = definition([title[:200] for title in titles], costs, ceiling=50_000_000_000, min_votes=30)
    return result_sheet(asked, votes_for(600, 2811), 3000)


def attendance_sheet(count: int) -> AttendanceSheet:
    """Return a roster of `count` people of whom four fifths came, with two walk-ins."""
    channels = ("시민", "단체", "전문가")
    lines = tuple(
        AttendanceLine(
            number=str(place),
            name=ODD_NAMES[place - 3] if 3 <= place < 3 + len(ODD_NAMES) else person_name(place),
            channel=channels[place % 3],
            subcommittee=("돌봄", "장애인", "어르신")[place % 3],
            role="위원",
            is_present=place % 5 != 0 and place % 11 != 0,
            was_present=place % 5 != 0,
            admitted_at_ms=STARTS - (place % 40) * MINUTE if place % 5 else 0,
        )
        for place in range(1, count + 1)
    )
    walk_ins = tuple(
        AttendanceLine(
            number="",
            name=person_name(9000 + place),
            channel="시민",
            subcommittee="",
            role="위원",
            is_present=True,
            was_present=True,
            admitted_at_ms=STARTS + MINUTE,
            is_walk_in=True,
        )
        for place in range(2)
    )
    present = sum(line.is_present for line in lines) + 2
    return AttendanceSheet(
        meeting_id="m1",
        meeting_title="2026 복지분야 숙의예산시민회 제3차 회의",
        host="서울특별시 시민숙의예산담당관",
        place="3층 공용회의실",
        starts_at_ms=STARTS,
        lines=lines + walk_ins,
        enrolled=count,
        present=present,
        was_present=sum(line.was_present for line in lines) + 2,
        quorum=judge_quorum(QuorumRule(base=QuorumBase.ENROLLED), enrolled=count, present=present),
        journal_head=HEAD,
        is_practice=False,
    )


def poll_record(sheet: ResultSheet, state: str = "certified") -> PollRecord:
    """Return the poll of a result as the minutes tell it."""
    return PollRecord(
        title=sheet.poll_title,
        item_number="1",
        state=state,
        definition=sheet.definition,
        definition_hash=sheet.definition_hash,
        words=sheet.words,
        accounting=sheet.accounting,
        tally=sheet.tally,
        outcome=sheet.outcome,
        opened_at_ms=STARTS + 60 * MINUTE,
        closed_at_ms=STARTS + 80 * MINUTE,
        certified_at_ms=sheet.certified_at_ms,
        certified_by=sheet.certified_by,
        objection_until_ms=sheet.objection_until_ms,
    )


def void_poll() -> PollRecord:
    """Return a poll that was made void before it was opened."""
    return PollRecord(
        title="소분과 이름 정하기",
        item_number="2",
        state="void",
        definition_hash=HASH[::-1],
        words=WORDS[::-1],
        opened_at_ms=STARTS + 20 * MINUTE,
        closed_at_ms=STARTS + 25 * MINUTE,
        void_reason="문항의 사업명이 잘못되어 다시 묻기로 함",
        void_by=("김민서", "이지우"),
    )


_AGENDA = (
    ("", 0, "개회와 회의수칙 안내", "진행자", 10),
    ("1", 0, "2027 복지분야 우선 정책사업 선정", "복지정책과장", 40),
    ("1-1", 1, "사업별 설명과 질의", "주관부서", 25),
    ("2", 0, "시민공론장 개최 여부", "", 20),
    ("", 0, "다음 회의 일정과 폐회", "서기", 10),
)
_GISTS = (
    "낮활동 지원은 이용자 수보다 대기자 수를 먼저 보아야 한다고 봄.",
    (
        "예산을 두 해로 나누면 다른 사업도 함께 할 수 있음. 다만 첫해에 최소한의 시설은 갖추어야 하므로 "
        "설계비를 우선 반영하고 나머지는 집행 점검을 보면서 정하자는 의견임."
    ),
    "주관부서는 자치구와 협의한 결과를 다음 회의까지 문서로 내기로 함.",
)


def agenda(speeches: int = 2) -> tuple[ItemRecord, ...]:
    """Return five items with `speeches` speeches each but the first and last."""
    return tuple(
        ItemRecord(
            number=number,
            depth=depth,
            title=title,
            presenter=presenter,
            minutes=minutes,
            spent_ms=(minutes + place - 2) * MINUTE + 20_000,
            state="held" if number == "2" else "closed",
            speeches=tuple(
                Speech(speaker=person_name(place * 10 + turn), gist=_GISTS[(place + turn) % 3])
                for turn in range(speeches)
                if 0 < place < 4
            ),
            decision="우선 정책사업을 표결 결과대로 선정한다." if number == "1" else "",
            decision_how="vote" if number == "1" else "",
        )
        for place, (number, depth, title, presenter, minutes) in enumerate(_AGENDA)
    )


def minutes_of(
    sheet: ResultSheet, people: int, *, speeches: int = 2, odd: bool = False, is_practice: bool = False
) -> Minutes:
    """Return complete minutes with one counted and one void poll."""
    names = tuple(person_name(place) for place in range(people)) + (ODD_NAMES if odd else ())
    third = len(names) // 3
    present = len(names)
    return Minutes(
        meeting_id="m1",
        title=sheet.meeting_title,
        body_name="복지분야 숙의예산시민회",
        host=sheet.host,
        place=sheet.place,
        starts_at_ms=STARTS,
        ends_at_ms=STARTS + 150 * MINUTE,
        opened_at_ms=STARTS + 2 * MINUTE,
        closed_at_ms=STARTS + 155 * MINUTE,
        attendees=(
            PeopleGroup(channel="시민", role="위원", names=names[third:]),
            PeopleGroup(channel="단체", role="위원", names=names[:third]),
        ),
        observers=(PeopleGroup(channel="", role="주관부서", names=("정도윤", "최예은")),),
        enrolled=present + 3,
        was_present=present,
        quorum=judge_quorum(QuorumRule(base=QuorumBase.ENROLLED), enrolled=present + 3, present=present),
        items=agenda(speeches),
        polls=(void_poll(), poll_record(sheet)),
        written=(
            WrittenHeading(
                heading="decisions", text="시민공론장 개최 여부는 다음 회의로 미룬다.\n일정은 서기가 따로 알린다."
            ),
        ),
        signers=(Signer(role="서기", name="박하준"), Signer(role="진행자", name="김민서"), Signer(role="확인")),
        journal_head=HEAD,
        is_practice=is_practice,
    )


def small_minutes(*, is_practice: bool = False) -> Minutes:
    """Return the minutes of twelve people and five items."""
    return minutes_of(small_result(), 12, is_practice=is_practice)
