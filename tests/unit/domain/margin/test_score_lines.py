"""What a mark is worth in each channel, and after how many one project passes another."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.margin.margin import ChangingScore, ScoreLines, make_score_lines, marks_until_ahead
from sukui_desktop.domain.question.channels import Basis
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.selection.decision_inputs import Case
from sukui_desktop.domain.selection.outcome_of_case import channel_ledger_of_case, scores_of_case
from tests.builders.cases import box_case, channel_case, define, make_channels

COUNTS = {"committee": (4, (3, 2)), "citizens": (10, (4, 8))}
WEIGHTS = {"committee": "9/20", "citizens": "11/20"}


def line_sets(case: Case) -> tuple[ScoreLines, ...]:
    return make_score_lines(case, scores_of_case(case), channel_ledger_of_case(case))


@pytest.mark.parametrize(
    ("behind", "ahead", "sign", "is_enough", "needed"),
    [
        (ChangingScore(5, 1), ChangingScore(8, 0), 1, True, 3),
        (ChangingScore(5, 1), ChangingScore(8, 0), 1, False, 4),
        (ChangingScore(5, 2), ChangingScore(8, 0), 1, True, 2),
        (ChangingScore(5, 2), ChangingScore(8, 0), 1, False, 2),
        (ChangingScore(5, 0), ChangingScore(8, 1), -1, True, 3),
        (ChangingScore(5, 0), ChangingScore(8, 1), 1, True, None),
        (ChangingScore(5, 1), ChangingScore(8, 1), 1, True, None),
        (ChangingScore(8, 1), ChangingScore(8, 0), 1, False, 1),
        (ChangingScore(-4, 3), ChangingScore(-1, 1), 1, False, 2),
    ],
)
def test_the_first_whole_number_of_marks_that_is_enough(
    behind: ChangingScore, ahead: ChangingScore, sign: int, is_enough: bool, needed: int | None
) -> None:
    assert marks_until_ahead(behind, ahead, sign, is_enough=is_enough) == needed
    for change in range(1, 12):
        gain = behind.after_change(sign * change) - ahead.after_change(sign * change)
        assert (gain > 0 or (gain == 0 and is_enough)) == (needed is not None and change >= needed)


def test_without_channels_a_mark_is_a_mark() -> None:
    (line_set,) = line_sets(box_case(define([1, 1], ceiling=2), (3, 9), valid=10))
    assert (line_set.step, line_set.moves_only_its_project, line_set.lines) == (
        1,
        True,
        (ChangingScore(3, 0), ChangingScore(9, 0)),
    )
    assert (
        line_set.most_marks_to_move(0, 1),
        line_set.most_marks_to_move(0, -1),
        line_set.most_marks_to_move(1, 1),
    ) == (7, 3, 1)


def test_by_ballots_a_mark_is_worth_its_channels_weight_over_its_ballots() -> None:
    committee, citizens = line_sets(channel_case(define([1, 1], ceiling=2, channels=make_channels(WEIGHTS)), COUNTS))
    # 9/20 ÷ 4 = 45/400 and 11/20 ÷ 10 = 22/400.
    assert (committee.step, committee.lines[0]) == (45, ChangingScore(223, 0))
    assert (citizens.step, citizens.lines[1]) == (22, ChangingScore(266, 0))
    assert committee.moves_only_its_project
    assert citizens.moves_only_its_project


def test_by_marks_a_mark_takes_a_little_from_everybody_else() -> None:
    case = channel_case(define([1, 1], ceiling=2, channels=make_channels(WEIGHTS, Basis.MARKS)), COUNTS)
    for place, line_set in enumerate(line_sets(case)):
        assert not line_set.moves_only_its_project
        for change in (1, 2, -1):
            marks = list(case.counts[place].marks)
            marks[0] += change
            told = COUNTS | {line_set.key: (COUNTS[line_set.key][0], (marks[0], marks[1]))}
            after = scores_of_case(channel_case(case.definition, told)).scores
            ours = [line_set.changing_score(index, 0).after_change(change) for index in (0, 1)]
            assert ours[0] * after[1] == ours[1] * after[0]


def test_the_least_share_moves_with_the_scores() -> None:
    channels = make_channels(WEIGHTS, Basis.MARKS)
    (committee, _) = line_sets(channel_case(define([1, 1], ceiling=2, channels=channels, min_share="34/75"), COUNTS))
    assert committee.threshold is not None
    assert committee.threshold.after_change(0) == committee.lines[0].after_change(0)


def test_an_empty_channel_moves_nothing() -> None:
    counts = {"committee": (0, (0, 0)), "citizens": (10, (4, 8))}
    (only,) = line_sets(channel_case(define([1, 1], ceiling=2, channels=make_channels(WEIGHTS)), counts))
    assert only.key == "citizens"


@pytest.mark.parametrize(
    ("method", "marks", "room"),
    [
        (Method.SCORE, Marking(low=-2, high=5), (48, 22)),
        (Method.RANKING, Marking(place_points=(3, 2, 1)), (28, 2)),
        (Method.CUMULATIVE, Marking(most_points=10), (98, 2)),
        (Method.CUMULATIVE, Marking(high=4, most_points=10), (38, 2)),
        (Method.CUMULATIVE, Marking(), (None, 2)),
    ],
)
def test_points_go_as_far_as_the_ballots_can_give(method: Method, marks: Marking, room: tuple[int | None, int]) -> None:
    (line_set,) = line_sets(box_case(define([1], ceiling=1, method=method, marks=marks), (2,), valid=10))
    assert (line_set.most_marks_to_move(0, 1), line_set.most_marks_to_move(0, -1)) == room
