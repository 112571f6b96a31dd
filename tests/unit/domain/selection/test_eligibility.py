"""Who is out before any order is made, and by which measure."""

from __future__ import annotations

from msgspec.structs import replace

from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.selection_steps import CostLimit
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.eligibility import broken_cost_limit, reasons_out_before_ranking
from sukui_desktop.domain.selection.outcome_of_case import scores_of_case
from tests.builders.cases import box_case, channel_case, define, make_channels


def bars(
    definition: Definition, votes: tuple[int, ...], valid: int = 100, withdrawn: str = ""
) -> tuple[OutcomeKind | None, ...]:
    return reasons_out_before_ranking(
        definition, scores_of_case(box_case(definition, votes, valid=valid)), set(withdrawn)
    )


def test_the_first_reason_counts() -> None:
    asked = define([10, 50, 10, 10], ceiling=99, least=5, cost_limits=(CostLimit(below=50),))
    assert bars(asked, (1, 1, 1, 5), withdrawn="A") == ("withdrawn", "over_cost_limit", "below_minimum", None)


def test_as_many_votes_as_the_minimum_are_enough() -> None:
    assert bars(define([1, 1], ceiling=9, least=39), (39, 38)) == (None, "below_minimum")


def test_a_tenth_of_the_valid_ballots_is_exact() -> None:
    asked = define([1, 1, 1], ceiling=9, min_share="1/10")
    assert bars(asked, (39, 38, 40), valid=388) == (None, "below_minimum", None)
    assert bars(asked, (39, 38, 40), valid=380) == (None, None, None)


def test_a_project_must_cost_less_than_its_limit() -> None:
    limits = (CostLimit(below=40, kind="광역제안형"), CostLimit(below=3, kind="행사성"))
    asked = define([40, 39, 40, 3, 2], ceiling=99, groups=["광역제안형"] * 2 + ["광역협치형"] * 3, cost_limits=limits)
    options = list(asked.question.options)
    options[3:] = [replace(option, kind="행사성") for option in options[3:]]
    asked = replace(asked, question=replace(asked.question, options=tuple(options)))
    assert bars(asked, (1,) * 5) == ("over_cost_limit", None, None, "over_cost_limit", None)
    assert broken_cost_limit(asked, options[0]) == limits[0]
    assert broken_cost_limit(asked, options[3]) == limits[1]
    assert broken_cost_limit(asked, options[1]) is None


def test_a_minimum_of_points_is_held_against_the_points() -> None:
    for method in (Method.SCORE, Method.CUMULATIVE):
        asked = define([1, 1], ceiling=9, least=50, method=method, marks=Marking(high=10))
        case = replace(box_case(asked, (50, 49), valid=90), votes=(5, 80))
        assert reasons_out_before_ranking(asked, scores_of_case(case), ()) == (None, "below_minimum")


def test_with_channels_the_least_share_is_of_the_score_and_the_least_votes_are_votes() -> None:
    channels = make_channels({"a": "1/2", "b": "1/2"})
    counts = {"a": (10, (4, 0)), "b": (1000, (0, 390))}
    asked = define([1, 1], ceiling=9, channels=channels, min_share="1/5")
    assert reasons_out_before_ranking(asked, scores_of_case(channel_case(asked, counts)), ()) == (None, "below_minimum")
    asked = define([1, 1], ceiling=9, channels=channels, least=5)
    assert reasons_out_before_ranking(asked, scores_of_case(channel_case(asked, counts)), ()) == ("below_minimum", None)
