"""Practice data: the program that writes `resources/practice/`.

`PYTHONPATH=. python tests/builders/practice.py` writes the files again; a test compares. Everything in them is made up.
"""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "practice"
SEED = 2020
BALLOTS = 1200
CEILING = 40_000_000_000
"""The two pools of the Plan (docs/sources.md) together: 광역제안형 300억원 and 광역협치형 100억원. It drops 13.6 % of
the 462.8억원 on the ballot, inside the 5-30 % the Plan allows the citizens' vote to drop."""
GROUP_LIMITS = {"광역제안형": 7, "광역협치형": 3}
CHANNELS = {"참여예산위원": 300, "예산학교": 240, "시민": 660}
"""People of each 구분, in the order of the roster."""

FIELDS = ("여성·교육", "경제·일자리", "복지·행정", "교통", "문화체육관광", "환경", "도시안전", "주택·재생", "공원")
_DISTRICTS = (
    "종로구 중구 용산구 성동구 광진구 동대문구 중랑구 성북구 강북구 도봉구 노원구 은평구 서대문구 마포구 양천구 "
    "강서구 구로구 금천구 영등포구 동작구 관악구 서초구 강남구 송파구 강동구"
)
DISTRICTS = tuple(_DISTRICTS.split())
_SURNAMES = "김김김김김이이이이박박박최최정정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구나민진"
_GIVEN_FIRST = "가경규기나다도동명미민보상서선성세소수승시아영예용우원유윤은인재정종주준지진창채태하해현혜호희"
_GIVEN_LAST = (
    "건경광국권근기나남라란람령록린림명모미민배범빈비상서석선섭성솔수숙순슬승식신아안양연영"
    "옥완용우욱원율은의인일자정제주준지진찬창천철하한해혁현형혜호홍환훈희"
)
_AGES = ("10대", "20대", "30대", "40대", "50대", "60대", "70대 이상")
_AGE_WEIGHTS = (3, 14, 18, 21, 22, 15, 7)
_NEEDS = ("휠체어 좌석", "수어 통역", "큰 글자 자료", "점자 자료", "보청기 좌석", "활동지원사 동행")
HARD_NAMES = {
    7: "남궁민수",
    23: "뷁",
    58: "李郞",
    101: "막시밀리아나 알렉산드리아 폰 호엔베르크-슈바르첸펠트",
    144: "제갈선우",
    208: "Nguyễn Thị Hoàng Phương Anh",
    333: unicodedata.normalize("NFD", "김하늘"),
    334: "김하늘",
    512: "김민준",
    513: "김민준",
    940: "김민준",
    777: "황보 은",
}
"""Roster number: name. A name of four syllables, one of one, Hanja, long and foreign ones, an NFD one, namesakes."""


class Project(NamedTuple):
    """One invented project; `cost` in won."""

    code: str
    title: str
    field: str
    group: str
    bureau: str
    districts: str
    cost: int
    kind: str
    proposer: str
    summary: str


def make_projects() -> tuple[Project, ...]:
    """Return the 97 projects in the order of the ballot, group by group."""
    chance = random.Random(SEED)
    lines = (Path(__file__).with_name("practice_projects.txt")).read_text(encoding="utf-8").splitlines()
    seen: Counter[str] = Counter()
    projects = []
    for line in lines:
        if line.startswith("#"):
            continue
        short, field, title, bureau, districts, million, kind, summary = line.split("|")
        group = {"제": "광역제안형", "협": "광역협치형"}[short]
        seen[group] += 1
        projects.append(
            Project(
                code=f"{group[2:4]}-{seen[group]:02d}",
                title=title,
                field=field,
                group=group,
                bureau=bureau,
                districts=districts,
                cost=int(million) * 1_000_000,
                kind={"일": "일반", "행": "행사성·프로그램"}[kind],
                proposer=f"{_pick(chance, _SURNAMES)}○○",
                summary=summary,
            )
        )
    return tuple(projects)


def projects_csv(projects: tuple[Project, ...]) -> bytes:
    """Return `projects.csv`: UTF-8 with BOM and CRLF, as spreadsheet programs of Korean offices write it."""
    heads = ["코드", "사업명", "분야", "구분", "담당부서", "자치구", "사업비(원)", "종류", "제안자", "요약"]
    return _csv(heads, [[str(value) for value in project] for project in projects])


def roster_csv() -> bytes:
    """Return `roster.csv`: 1,200 invented people."""
    chance = random.Random(SEED + 1)
    channels = [channel for channel, count in CHANNELS.items() for _ in range(count)]
    rows = []
    for number, channel in enumerate(channels, start=1):
        given = _pick(chance, _GIVEN_FIRST) + _pick(chance, _GIVEN_LAST)
        name = HARD_NAMES.get(number, _pick(chance, _SURNAMES) + given)
        rows.append(
            [
                f"{number:04d}",
                name,
                channel,
                f"{FIELDS[number % len(FIELDS)]} 분과" if channel == "참여예산위원" else "",
                "위원장" if number == 1 else "위원" if channel == "참여예산위원" else "참석자",
                _pick(chance, DISTRICTS),
                chance.choices(_AGES, _AGE_WEIGHTS)[0],
                f"{int(chance.random() * 10_000):04d}",
                _pick(chance, _NEEDS) if chance.random() < 0.04 else "",
            ]
        )
    return _csv(["번호", "성명", "구분", "분과", "역할", "거주", "연령대", "전화끝네자리", "편의"], rows)


def make_ballots(projects: tuple[Project, ...]) -> list[tuple[str, ...]]:
    """Return 1,200 ballots as codes in the order of the ballot: none breaks a limit, about one in 40 is blank."""
    chance = random.Random(SEED + 2)
    liked = {project.code: 20 + int(180 * chance.random() * chance.random()) for project in projects}
    ballots = []
    for _ in range(BALLOTS):
        picks: set[str] = set()
        if chance.random() >= 0.025:
            for group, limit in GROUP_LIMITS.items():
                wanted = limit if chance.random() < 0.8 else int(chance.random() * (limit + 1))
                codes = [project.code for project in projects if project.group == group]
                picks |= _draw(chance, codes, liked, wanted)
        ballots.append(tuple(project.code for project in projects if project.code in picks))
    return ballots


def _draw(chance: random.Random, codes: list[str], liked: dict[str, int], wanted: int) -> set[str]:
    """Draw different codes, the better liked ones more often; whole numbers only, so every machine draws the same."""
    left, drawn = list(codes), set()
    for _ in range(wanted):
        place = int(chance.random() * sum(liked[code] for code in left))
        for code in left:
            place -= liked[code]
            if place < 0:
                break
        left.remove(code)
        drawn.add(code)
    return drawn


def select(projects: tuple[Project, ...], votes: Counter[str]) -> list[str]:
    """Return the codes that greedy selection with skip takes; written apart from the product's own rule."""
    left, chosen = CEILING, []
    for project in sorted(projects, key=lambda one: (-votes[one.code], one.cost)):
        if project.cost <= left:
            left -= project.cost
            chosen.append(project.code)
    return chosen


def election_pb(projects: tuple[Project, ...], ballots: list[tuple[str, ...]]) -> bytes:
    """Return `election.pb`: the practice election in the Pabulib format.

    `group_limits` is a key of ours for the limits of each group (`category` of a project); other readers pass it over.
    """
    votes = Counter(code for ballot in ballots for code in ballot)
    chosen = set(select(projects, votes))
    meta = {
        "description": "시민참여예산 한마당 총회 연습 투표",
        "country": "Korea",
        "unit": "서울특별시",
        "instance": "연습",
        "num_projects": len(projects),
        "num_votes": len(ballots),
        "budget": CEILING,
        "vote_type": "approval",
        "rule": "greedy",
        "date_begin": "29.08.2020",
        "date_end": "29.08.2020",
        "min_length": 0,
        "max_length": sum(GROUP_LIMITS.values()),
        "group_limits": ",".join(f"{group}:{limit}" for group, limit in GROUP_LIMITS.items()),
        "language": "ko",
        "currency": "KRW",
        "comment": "#1: Invented for practice; no ballot of anybody.",
    }
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in meta.items())]
    lines += ["PROJECTS", "project_id;cost;votes;name;category;selected"]
    for one in projects:
        lines.append(f"{one.code};{one.cost};{votes[one.code]};{one.title};{one.group};{int(one.code in chosen)}")
    lines += ["VOTES", "voter_id;voting_method;vote"]
    lines += [f"{number:04d};in-person;{','.join(ballot)}" for number, ballot in enumerate(ballots, start=1)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def build() -> dict[str, bytes]:
    """Return every file of the practice data: its name and its bytes."""
    projects = make_projects()
    return {
        "projects.csv": projects_csv(projects),
        "roster.csv": roster_csv(),
        "election.pb": election_pb(projects, make_ballots(projects)),
    }


def _pick(chance: random.Random, choices: str | tuple[str, ...]) -> str:
    return choices[int(chance.random() * len(choices))]


def _csv(heads: list[str], rows: list[list[str]]) -> bytes:
    page = io.StringIO()
    csv.writer(page).writerows([heads, *rows])
    return page.getvalue().encode("utf-8-sig")


if __name__ == "__main__":
    for name, content in build().items():
        (FOLDER / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")
