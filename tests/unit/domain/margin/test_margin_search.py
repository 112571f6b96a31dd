"""Places a project takes mark by mark, on small lists by hand; exactness is tried in the property tests."""

from __future__ import annotations

from typing import Any

import pytest

from sukui_desktop.domain.margin.margin import (
    MarginSearch,
    SharedScoreSearch,
    make_score_lines,
    marks_until_minimum_is_crossed,
)
from sukui_desktop.domain.question.channels import Basis
from sukui_desktop.domain.selection.outcome_of_case import channel_ledger_of_case, scores_of_case
from tests.builders.cases import box_case, channel_case, define, make_channels

COUNTS = {"committee": (40, (30, 20, 9)), "citizens": (100, (40, 80, 31))}


def asked(votes: tuple[int, ...], **rule: Any) -> tuple[MarginSearch, Any]:
    case = box_case(define([60, 50, 40], **rule), votes, valid=50)
    order = tuple(sorted(range(3), key=lambda each: -votes[each]))
    scores = scores_of_case(case)
    return MarginSearch(case, scores, order), make_score_lines(case, scores, channel_ledger_of_case(case))[0]


@pytest.mark.parametrize(
    ("index", "sign", "own", "needed"), [(1, 1, False, 10), (1, 1, True, 10), (0, -1, False, 10), (2, 1, True, None)]
)
def test_the_fewest_marks_that_change_the_list(index: int, sign: int, own: bool, needed: int | None) -> None:
    # 100: A 60 and C 40. B passes A when it draws level, being cheaper, and then C still fits beside it.
    search, line_set = asked((30, 20, 10), ceiling=100)
    assert search.fewest_marks_to_change_list(line_set, index, sign, 50, is_own=own) == needed


def test_no_further_than_it_is_asked() -> None:
    search, line_set = asked((30, 20, 10), ceiling=100)
    assert search.fewest_marks_to_change_list(line_set, 1, 1, 9) is None
    assert search.fewest_marks_to_change_list(line_set, 1, 1, None) == 10


def test_the_minimum_is_met_and_missed_at_its_own_number_of_marks() -> None:
    search, line_set = asked((30, 20, 10), ceiling=200, least=15)
    points = [
        marks_until_minimum_is_crossed(search.case, search.scores, line_set, index, sign)
        for index in range(3)
        for sign in (1, -1)
    ]
    assert points == [None, 16, None, 6, 5, None]
    assert search.fewest_marks_to_change_list(line_set, 2, 1, None) == 5
    assert search.fewest_marks_to_change_list(line_set, 1, -1, None) == 6


def test_those_nearest_to_the_end_of_the_list_are_asked_first() -> None:
    search, _ = asked((30, 20, 10), ceiling=70)
    tried = search.nearest_changes_to_try(moves_only_its_project=True)
    assert [index for index, sign in tried if sign > 0] == [0, 1, 2]
    search, _ = asked((30, 20, 10), ceiling=200, least=11)
    tried = search.nearest_changes_to_try(moves_only_its_project=True)
    assert [index for index, sign in tried if sign < 0] == [1, 0, 2]


def test_with_shares_of_marks_the_limit_that_is_found_really_changes_the_list() -> None:
    case = channel_case(
        define([60, 50, 40], ceiling=60, channels=make_channels({"committee": "1/2", "citizens": "1/2"}, Basis.MARKS)),
        COUNTS,
    )
    scores = scores_of_case(case)
    order = tuple(sorted(range(3), key=lambda index: -scores.scores[index]))
    search = MarginSearch(case, scores, order)
    for line_set in make_score_lines(case, scores, channel_ledger_of_case(case)):
        shared = SharedScoreSearch(search, line_set)
        limit = shared.find_some_marks_that_change_list(None)
        assert limit is not None
        fewest = [shared.fewest_marks_to_change_list(index, sign, limit) for index in range(3) for sign in (1, -1)]
        assert min(each for each in fewest if each is not None) <= limit
        assert shared.find_some_marks_that_change_list(1) == 1
