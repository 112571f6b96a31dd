"""A case and its outcome: with and without channels, of motions and opinions, and back again from what was kept."""

from __future__ import annotations

from fractions import Fraction

from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.question.channels import Basis, Ledger
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.motion import Motion, MotionBase, MotionResult, Participation
from sukui_desktop.domain.selection.outcome_of_case import case_of_outcome, decide_case, make_case, scores_of_case
from sukui_desktop.domain.selection.project_list import Outcome
from tests.builders.cases import channel_case, define, make_channels, motion_case

COUNTS = {"committee": (4, (3, 2)), "citizens": (10, (4, 8))}
WEIGHTS = {"committee": "9/20", "citizens": "11/20"}


def tally_of(*votes: int, points: tuple[int, ...] | None = None) -> Tally:
    return Tally(
        votes=votes,
        ballots_cast=12,
        ballots_valid=10,
        ballots_blank=1,
        ballots_invalid=1,
        points=UNSET if points is None else points,
    )


def test_without_channels_scores_are_the_votes() -> None:
    case = make_case(define([60, 50], ceiling=60), tally_of(4, 7))
    assert scores_of_case(case).scores == (Fraction(4), Fraction(7))
    outcome = decide_case(case)
    assert outcome.selected == ("B",)
    assert (outcome.ledger, outcome.motion_result) == (UNSET, UNSET)
    assert all(ranked.score is UNSET for ranked in outcome.ranking)


def test_points_rank_and_votes_are_reported_beside_them() -> None:
    asked = define([60, 50], ceiling=60, method=Method.SCORE, marks=Marking(high=5))
    outcome = decide_case(make_case(asked, tally_of(4, 7, points=(20, 14))))
    assert outcome.selected == ("A",)
    assert [(ranked.votes, ranked.score) for ranked in outcome.ranking] == [(4, "20/1"), (7, "14/1")]


def test_channels_make_one_exact_score_by_ballots_and_by_marks() -> None:
    by_ballots = decide_case(channel_case(define([50, 50], ceiling=50, channels=make_channels(WEIGHTS)), COUNTS))
    assert [(ranked.code, ranked.score) for ranked in by_ballots.ranking] == [("B", "133/200"), ("A", "223/400")]
    assert [ranked.votes for ranked in by_ballots.ranking] == [10, 7]
    assert isinstance(by_ballots.ledger, Ledger)
    by_marks = decide_case(
        channel_case(define([50, 50], ceiling=50, channels=make_channels(WEIGHTS, Basis.MARKS)), COUNTS)
    )
    assert [ranked.score for ranked in by_marks.ranking] == ["41/75", "34/75"]
    assert sum(Fraction(str(ranked.score)) for ranked in by_marks.ranking) == 1


def test_a_motion_is_ranked_and_judged_and_nothing_is_selected() -> None:
    outcome = decide_case(motion_case(Motion(), (139, 5115, 5)))
    assert isinstance(outcome.motion_result, MotionResult)
    assert (outcome.motion_result.code, outcome.motion_result.in_favour, outcome.motion_result.against) == (
        "not_enough",
        139,
        5115,
    )
    assert [(ranked.code, ranked.outcome) for ranked in outcome.ranking] == [
        ("B", "counted"),
        ("A", "counted"),
        ("C", "counted"),
    ]
    assert (outcome.selected, outcome.total_cost, outcome.ceiling) == ((), 0, 0)


def test_equal_choices_need_no_lot() -> None:
    outcome = decide_case(motion_case(Motion(), (50, 50, 0)))
    assert isinstance(outcome.motion_result, MotionResult)
    assert not outcome.motion_result.is_passed
    assert [ranked.code for ranked in outcome.ranking] == ["A", "B", "C"]


def test_a_motion_whose_turnout_nobody_told_counts_the_valid_ballots() -> None:
    outcome = decide_case(replace(motion_case(Motion(base=MotionBase.CAST), (6, 4)), turnout=None))
    assert isinstance(outcome.motion_result, MotionResult)
    assert outcome.motion_result.turnout == Participation(cast=10, valid=10)


def test_a_choice_without_a_motion_and_an_opinion_select_nothing() -> None:
    asked = define([0, 0], method=Method.CHOICE)
    outcome = decide_case(make_case(asked, tally_of(3, 5)))
    assert (outcome.motion_result, outcome.selected) == (UNSET, ())
    opinion = decide_case(make_case(define([], method=Method.OPINION, marks=Marking(text_bytes=30)), tally_of()))
    assert (opinion.ranking, opinion.selected) == ((), ())


def test_a_kept_outcome_is_decided_again_from_itself() -> None:
    asked = define([60, 60, 50], ceiling=110)
    case = make_case(asked, tally_of(4, 4, 4), ("B", "A"), {"C"})
    outcome = canonical_bytes.decode(canonical_bytes.encode(decide_case(case)), Outcome)
    assert decide_case(case_of_outcome(asked, tally_of(4, 4, 4), outcome)) == outcome
    assert outcome.selected == ("B",)
    assert decide_case(case_of_outcome(asked, tally_of(4, 5, 4), outcome)) != outcome


def test_a_kept_outcome_of_channels_and_of_a_motion_too() -> None:
    channels = make_channels(WEIGHTS)
    box = replace(channels.channels[1], source="box")
    asked = define([50, 50], ceiling=50, channels=replace(channels, channels=(channels.channels[0], box)))
    outcome = decide_case(channel_case(asked, COUNTS))
    counted = replace(tally_of(4, 8), ballots_valid=10)
    assert decide_case(case_of_outcome(asked, counted, outcome)) == outcome
    assert decide_case(case_of_outcome(asked, replace(counted, votes=(4, 7)), outcome)) != outcome
    motion = motion_case(Motion(base=MotionBase.ENROLLED), (6, 4, 0), enrolled=11)
    passed = decide_case(motion)
    again = case_of_outcome(motion.definition, replace(tally_of(6, 4, 0), ballots_valid=10), passed)
    assert decide_case(again) == passed
