"""How many votes are missing to a minimum, to the vote."""

from __future__ import annotations

from msgspec.structs import replace

from sukui_desktop.domain.question.marking import SCORE, Marking
from sukui_desktop.domain.reasons.minimum import lacking_votes, least_share_needed
from sukui_desktop.domain.selection.deciding import standing_of
from tests.builders.cases import box_case, channel_case, define, make_channels


def test_votes_and_points_below_the_least() -> None:
    asked = define([1, 1], ceiling=9, least=10)
    standing = standing_of(box_case(asked, (4, 10)))
    assert [lacking_votes(asked, standing, index) for index in (0, 1)] == [6, 0]
    points = define([1, 1], ceiling=9, least=10, method=SCORE, marks=Marking(high=9))
    standing = standing_of(replace(box_case(points, (4, 30)), votes=(20, 20)))
    assert [lacking_votes(points, standing, index) for index in (0, 1)] == [6, 0]


def test_a_share_is_rounded_up_to_whole_votes() -> None:
    asked = define([1], ceiling=9, min_share="1/10")
    needed = [least_share_needed(asked, standing_of(box_case(asked, (1,), valid=valid))) for valid in (380, 381, 390)]
    assert needed == [38, 39, 39]


def test_without_a_share_or_with_channels_no_votes_are_named() -> None:
    plain = define([1], ceiling=9)
    assert least_share_needed(plain, standing_of(box_case(plain, (1,)))) == 0
    asked = define([1], ceiling=9, min_share="1/10", channels=make_channels({"a": "1"}))
    assert least_share_needed(asked, standing_of(channel_case(asked, {"a": (5, (1,))}))) == 0
