"""A ballot of each kind, with real-looking projects, for pages and pictures."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.question.definition import Definition, Group, Option, Question
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from tests.ui.kiosk.kiosks import definition

BILLION = 100_000_000
TITLES = (
    "발달장애인 낮활동 확대",
    "어르신 이동지원 차량",
    "지역아동센터 급식 단가 인상과 조리 인력 지원",
    "은둔청년 회복 지원",
    "장애인 편의시설 전수점검",
    "1인가구 안부 확인",
    "골목길 빗물 저금통",
    "지하철역 교통약자 이동안내 로봇 시범 설치",
    "청소년 마음건강 상담소",
    "돌봄 종사자 쉼터",
)
COSTS = (98, 72, 65, 54, 61, 40, 3, 12, 25, 8)
"""억원."""


def options(groups: tuple[str, ...] = ()) -> tuple[Option, ...]:
    return tuple(
        Option(
            code=f"2027-{place + 1:03}",
            title=title,
            cost=cost * BILLION,
            group=groups[place * len(groups) // len(TITLES)] if groups else "",
            field=("복지", "교통")[place % 2],
            summary="누구나 쓸 수 있는 길을 냅니다. " * 6,
        )
        for place, (title, cost) in enumerate(zip(TITLES, COSTS, strict=True))
    )


def plain(method: Method, marks: Marking | None = None, *, most: int = 10, least: int = 0, title: str = "") -> Question:
    """A question of a method over all ten projects, without groups."""
    return Question(
        title=title or "2027년 복지분야 우선 정책사업",
        method=method,
        options=options(),
        groups=(),
        min_picks=least,
        max_picks=most,
        marks=marks or msgspec.UNSET,
    )


def choice(*titles: str) -> Question:
    return Question(
        title="온라인 시민공론장을 하반기에 여는 것에 찬성하십니까?",
        method=Method.CHOICE,
        options=tuple(Option(code=f"c{place}", title=title, cost=0) for place, title in enumerate(titles)),
        groups=(),
        min_picks=0,
        max_picks=1,
    )


def opinion(text_bytes: int = 300) -> Question:
    return Question(
        title="우리 동네에 가장 먼저 필요한 일을 적어 주세요.",
        method=Method.OPINION,
        options=(),
        groups=(),
        min_picks=0,
        max_picks=1,
        marks=Marking(text_bytes=text_bytes),
    )


EIGHT_FIELDS = ("복지", "교통", "문화", "환경", "여성", "청년", "안전", "주택")

QUESTIONS: dict[str, Question] = {
    "exactly": plain(Method.APPROVAL, most=3, least=3),
    "fields": msgspec.structs.replace(
        plain(Method.APPROVAL, most=8),
        options=options(EIGHT_FIELDS),
        groups=tuple(Group(name=name, min_picks=0, max_picks=1) for name in EIGHT_FIELDS),
    ),
    "cost": plain(Method.APPROVAL, Marking(cost_limit=150 * BILLION)),
    "choice": choice("찬성", "반대", "기권"),
    "score": plain(Method.SCORE, Marking(low=1, high=5)),
    "score_10": plain(Method.SCORE, Marking(low=0, high=10)),
    "score_100": plain(Method.SCORE, Marking(low=0, high=100)),
    "ranking": plain(Method.RANKING, Marking(place_points=(5, 4, 3, 2, 1)), most=5),
    "cumulative": plain(Method.CUMULATIVE, Marking(most_points=10, high=5)),
    "cumulative_100": plain(Method.CUMULATIVE, Marking(most_points=100, least_points=50)),
    "opinion": opinion(),
}
"""One of each kind by a short name."""


def made(question: Question) -> Definition:
    """Put a question into a definition of a real poll."""
    return msgspec.structs.replace(definition(4), title=question.title, question=question)
