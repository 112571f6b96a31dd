"""Projects and drafts of every way to ask for the tests of drafting."""

from __future__ import annotations

from sukui_desktop.domain.question.definition import MAX_OPTIONS, Draft, WhenUnaffordable
from sukui_desktop.domain.question.marking import Marking, Method
from sukui_desktop.domain.question.motion import Motion, MotionBase
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import ProjectId
from tests.ui.rooms import BILLION


def project(code: str, *, field: str = "", group: str = "", district: str = "", cost: int = 1) -> ProjectRow:
    """Return a project; `cost` in 억원."""
    return ProjectRow(
        project_id=ProjectId(code),
        code=code,
        title=f"사업 {code}",
        field=field,
        group=group,
        bureau="",
        district=district,
        cost=cost * BILLION,
        currency="KRW",
        kind="",
        proposer="",
        summary="",
        place_in_list=0,
        is_withdrawn=False,
    )


FIELDS = (
    project("1", field="복지", cost=12),
    project("2", field="환경", cost=20),
    project("3", field="복지", cost=30),
    project("4", field="나눔", cost=5),
)
"""Two fields of the rule of 2020 and one that is this meeting's own."""

BY_HAND = {
    "approval": Draft(min_picks=1, max_picks=3, min_votes=10, when_unaffordable=WhenUnaffordable.STOP, ceiling=BILLION),
    "exactly": Draft(min_picks=3, max_picks=3, allows_blank=False, ceiling=BILLION),
    "knapsack": Draft(max_picks=MAX_OPTIONS, marks=Marking(cost_limit=5 * BILLION), ceiling=BILLION),
    "score": Draft(method=Method.SCORE, max_picks=MAX_OPTIONS, marks=Marking(low=1, high=10), ceiling=BILLION),
    "ranking": Draft(
        method=Method.RANKING, min_picks=2, max_picks=3, marks=Marking(place_points=(7, 4, 1)), ceiling=BILLION
    ),
    "cumulative": Draft(
        method=Method.CUMULATIVE, max_picks=MAX_OPTIONS, marks=Marking(most_points=12, high=4), ceiling=BILLION
    ),
    "choice": Draft(
        method=Method.CHOICE,
        min_picks=1,
        max_picks=1,
        choices=("찬성", "반대"),
        motion=Motion(numerator=2, denominator=3, is_more_than=False, base=MotionBase.PRESENT, least_share="1/2"),
    ),
    "opinion": Draft(method=Method.OPINION, max_picks=1, marks=Marking(text_bytes=301)),
}
"""A draft of every way to ask, none at its defaults."""
