"""Questions in one line, for tests that write the bytes of ballots by hand."""

from __future__ import annotations

from msgspec import UNSET

from sukui_desktop.domain.question.definition import Group, Option, Question
from sukui_desktop.domain.question.method_and_marking import Marking, Method


def make_question(
    method: Method,
    size: int,
    picks: tuple[int, int],
    *,
    groups: str = "",
    limits: tuple[tuple[str, int, int], ...] = (),
    costs: tuple[int, ...] = (),
    allows_blank: bool = True,
    marks: Marking | None = None,
) -> Question:
    """Return a question of `size` options.

    `groups` has one letter an option (a space for none); `limits` are name, least and most of each group.
    """
    options = tuple(
        Option(
            code=f"P{place}",
            title=f"사업 {place}",
            cost=costs[place] if costs else 1,
            group=groups[place].strip() if groups else "",
        )
        for place in range(size)
    )
    return Question(
        title="문항",
        method=method,
        options=options,
        groups=tuple(Group(name=name, min_picks=least, max_picks=most) for name, least, most in limits),
        min_picks=picks[0],
        max_picks=picks[1],
        allows_blank=allows_blank,
        marks=UNSET if marks is None else marks,
    )
