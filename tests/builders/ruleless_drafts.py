"""Drafts of every way to ask without a rule, as releases up to 0.2 could make them field by field."""

from __future__ import annotations

from sukui_desktop.domain.question.definition import MAX_OPTIONS, Draft, Group, WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.motion import Motion, MotionBase

BILLION = 100_000_000
RULELESS = {
    "approval": Draft(
        min_picks=1,
        max_picks=3,
        min_votes=10,
        when_unaffordable=WhenUnaffordable.STOP,
        ceiling=BILLION,
        groups=(Group(name="광역제안형", min_picks=0, max_picks=2), Group(name="광역협치형", min_picks=0, max_picks=1)),
    ),
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
        max_picks=1,
        choices=("찬성", "반대"),
        motion=Motion(numerator=2, denominator=3, is_more_than=False, base=MotionBase.PRESENT, least_share=""),
    ),
    "opinion": Draft(method=Method.OPINION, max_picks=1, marks=Marking(text_bytes=300)),
}
"""None at the defaults of a rule."""
