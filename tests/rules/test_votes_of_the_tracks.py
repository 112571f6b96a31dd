"""The tracks of the Plan: pools and limits, elimination, council scores, 공론장, 민주주의서울; and the general ways."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer, Verdict
from sukui_desktop.domain.question.motion import Motion, MotionResult, Participation
from sukui_desktop.domain.rule_year.rule_tables import Value
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.project_list import Outcome
from tests.builders.rule_votes import (
    EOK,
    count,
    decide_box,
    define,
    fates,
    judge,
    picks,
    points,
    projects,
    scores,
)

PROGRAMME = "행사성·프로그램"

# --- 광역제안형, 광역협치형 -------------------------------------------------------------------------------------------

PROPOSALS = projects(
    [39 * EOK, 40 * EOK, 3 * EOK, 3 * EOK - 1, 5 * EOK],
    kind=["일반", "일반", PROGRAMME, PROGRAMME, "일반"],
)
PROPOSAL_VOTES = [picks(1, 5), picks(1, 5), picks(1, 4), picks(2, 3), picks(2, 3), picks(2, 3), picks(2, 3)]
"""Votes: 3, 4, 4, 1, 2."""


def test_a_project_of_4_billion_and_a_programme_of_300_million_are_too_dear() -> None:
    found = fates(decide_box(define("seoul-proposal", PROPOSALS), PROPOSAL_VOTES))
    assert (found["2"], found["3"]) == (OutcomeKind.OVER_COST_LIMIT, OutcomeKind.OVER_COST_LIMIT)
    assert (found["1"], found["5"]) == (OutcomeKind.CHOSEN, OutcomeKind.CHOSEN)


def test_the_lowest_tenth_of_the_money_drops_out_and_the_city_says_on_which_side_of_the_line() -> None:
    # In the running: 39, 5 and a little under 3 억: a tenth is 4.7 억, so 4 drops out and 5 would cross the line.
    within = fates(decide_box(define("seoul-proposal", PROPOSALS), PROPOSAL_VOTES))
    assert (within["4"], within["5"]) == (OutcomeKind.ELIMINATED, OutcomeKind.CHOSEN)
    reach = define("seoul-proposal", PROPOSALS, {"selection.eliminate_boundary": "reach"})
    over = fates(decide_box(reach, PROPOSAL_VOTES))
    assert (over["4"], over["5"], over["1"]) == (OutcomeKind.ELIMINATED, OutcomeKind.ELIMINATED, OutcomeKind.CHOSEN)


def test_a_twentieth_leaves_all_of_them_in() -> None:
    least = define("seoul-proposal", PROPOSALS, {"selection.eliminate": "1/20"})
    assert fates(decide_box(least, PROPOSAL_VOTES))["4"] == OutcomeKind.CHOSEN


@pytest.mark.parametrize("share", ["1/21", "31/100", "0.1", "10 %", "", 1])
def test_a_rate_outside_5_to_30_percent_or_no_share_at_all_is_refused(share: str | int) -> None:
    with pytest.raises(RuleBroken) as refused:
        define("seoul-proposal", PROPOSALS, {"selection.eliminate": share})
    assert (refused.value.code, refused.value.facts["expected"]) == ("rule_answer", "1/20..3/10")


def test_cogovernance_spends_no_more_than_10_billion() -> None:
    define("seoul-cooperation", PROPOSALS, {"selection.ceiling": 100 * EOK})
    with pytest.raises(RuleBroken) as refused:
        define("seoul-cooperation", PROPOSALS, {"selection.ceiling": 100 * EOK + 1})
    assert refused.value.facts["field"] == "selection.ceiling"
    outcome = decide_box(
        define("seoul-cooperation", projects([60 * EOK, 50 * EOK, 40 * EOK, 5 * EOK])),
        [picks(1, 2), picks(1, 2, 3), picks(1, 3), picks(2, 3), picks(1, 4)],
    )
    # Elimination leaves 15.5 억 out of 155: the last costs 5, the one before it would cross the line.
    assert outcome.selected == ("1", "3")
    assert fates(outcome) == {
        "1": OutcomeKind.CHOSEN,
        "3": OutcomeKind.CHOSEN,
        "2": OutcomeKind.UNAFFORDABLE,
        "4": OutcomeKind.ELIMINATED,
    }


def test_cogovernance_has_three_picks() -> None:
    question = define("seoul-cooperation", PROPOSALS).question
    assert judge(question, picks(1, 2, 3)).verdict == Verdict.VALID
    assert judge(question, picks(1, 2, 3, 4)).code == "too_many_picks"


# --- council ----------------------------------------------------------------------------------------------------------


def test_the_council_scores_each_project_and_a_score_above_100_does_not_count() -> None:
    definition = define("seoul-council-points", projects([EOK, EOK, EOK]))
    faulty = judge(definition.question, points(p1=101, p2=90))
    assert (faulty.verdict, faulty.code, faulty.counted) == (Verdict.VALID, "points_too_high", points(p2=90))
    tally = count(definition.question, [points(p1=80, p2=70), points(p1=0, p2=15, p3=100), points(p1=101, p2=5)])
    assert (tally.votes, tally.points, tally.ballots_partial) == ((2, 3, 1), (80, 90, 100), 1)
    assert judge(definition.question, points(p1=101)).verdict == Verdict.INVALID


def test_a_score_of_zero_is_a_mark_and_nothing_is_a_blank_ballot() -> None:
    question = define("seoul-council-points", projects([EOK, EOK])).question
    assert judge(question, points(p1=0)).verdict == Verdict.VALID
    assert judge(question, Answer()).verdict == Verdict.BLANK


def test_inclusion_goes_from_one_to_five() -> None:
    definition = define("seoul-council-inclusion", projects([200 * EOK, 150 * EOK]))
    outcome = decide_box(definition, [points(p1=5, p2=1), points(p1=3, p2=4), points(p2=2, p1=6)])
    assert scores(outcome) == {"1": "8/1", "2": "7/1"}
    assert outcome.selected == ("1",)
    with pytest.raises(RuleBroken, match="points_unwritable"):
        judge(definition.question, points(p1=0))


# --- motions ----------------------------------------------------------------------------------------------------------


def motion_result(outcome: Outcome) -> MotionResult:
    """The result of a motion; there must be one."""
    assert isinstance(outcome.motion_result, MotionResult)
    return outcome.motion_result


def votes(in_favour: int, against: int, other: int, blank: int = 0) -> list[Answer]:
    """So many ballots of each choice."""
    return [*[picks(1)] * in_favour, *[picks(2)] * against, *[picks(3)] * other, *[picks()] * blank]


ASSEMBLY = Participation(enrolled=70, present=50, cast=48, valid=47)


@pytest.mark.parametrize(("in_favour", "base", "is_passed"), [
    (25, "present", False),
    (26, "present", True),
    (35, "enrolled", False),
    (36, "enrolled", True),
])  # fmt: skip
def test_a_forum_is_opened_by_more_than_half(in_favour: int, base: str, is_passed: bool) -> None:
    definition = define("seoul-public-forum", answers={"motion.base": base})
    told = motion_result(decide_box(definition, votes(in_favour, 47 - in_favour, 0, 1), ASSEMBLY))
    assert (told.is_passed, told.base) == (is_passed, base)


def test_a_motion_offers_its_own_words_whatever_projects_the_meeting_has() -> None:
    question = define("seoul-public-forum", PROPOSALS).question
    assert [option.title for option in question.options] == ["찬성", "반대", "기권"]
    assert judge(question, picks(1)).verdict == Verdict.VALID
    assert judge(question, picks(1, 2)).verdict == Verdict.INVALID
    assert judge(question, picks()).verdict == Verdict.BLANK


def test_a_forum_is_not_opened_on_a_base_the_ordinance_does_not_know() -> None:
    with pytest.raises(RuleBroken, match="rule_answer"):
        define("seoul-public-forum", answers={"motion.base": "valid"})


def test_a_district_plan_is_approved_by_more_than_half_of_those_present() -> None:
    definition = define("seoul-district-plan")
    council = Participation(enrolled=40, present=31, cast=31, valid=31)
    assert motion_result(decide_box(definition, votes(16, 10, 5), council)).is_passed
    assert not motion_result(decide_box(definition, votes(15, 0, 16), council)).is_passed


@pytest.mark.parametrize(("enrolled", "cast", "code"), [
    (71, 35, "too_few_took_part"),
    (71, 36, "passed"),
    (72, 36, "passed"),
])  # fmt: skip
def test_a_general_motion_needs_half_of_the_enrolled_to_take_part(enrolled: int, cast: int, code: str) -> None:
    turnout = Participation(enrolled=enrolled, present=cast, cast=cast, valid=cast)
    told = motion_result(decide_box(define("general-yes-no"), votes(cast, 0, 0), turnout))
    assert (told.code, told.needed_to_take_part) == (code, 36)


@pytest.mark.parametrize(("counted", "code"), [
    ((5115, 139, 5), "passed"),
    ((5097, 134, 19), "passed"),
    ((600, 50, 12), "too_few_took_part"),
    ((2500, 2500, 0), "not_enough"),
    ((2501, 2499, 0), "passed"),
    ((2500, 2499, 0), "too_few_took_part"),
])  # fmt: skip
def test_minju_seoul_needs_5000_people_and_a_majority(counted: tuple[int, int, int], code: str) -> None:
    assert motion_result(decide_box(define("minju-seoul-forum"), votes(*counted))).code == code


def test_minju_seoul_has_no_blank_ballot() -> None:
    assert judge(define("minju-seoul-forum").question, picks()).code == "blank_not_allowed"


def test_500_sympathies_are_enough_and_499_are_not() -> None:
    definition = define("minju-seoul-sympathy", projects([EOK, EOK, EOK + 1]))
    outcome = decide_box(definition, [*[picks(1, 2)] * 499, picks(1), picks(3)])
    assert fates(outcome) == {"1": OutcomeKind.CHOSEN, "2": OutcomeKind.BELOW_MINIMUM, "3": OutcomeKind.BELOW_MINIMUM}


def test_a_discussion_counts_equal_opinions_together_most_frequent_first() -> None:
    question = define("minju-seoul-discussion", PROPOSALS).question
    tally = count(question, [Answer(opinion=text) for text in ("밤길 조명", "쉼터", " 밤길  조명 ", "", "  ")])
    assert (tally.ballots_valid, tally.ballots_blank) == (3, 2)
    assert [(opinion.text, opinion.count) for opinion in tally.opinions or ()] == [("밤길 조명", 2), ("쉼터", 1)]
    with pytest.raises(RuleBroken, match="opinion_too_long"):
        judge(question, Answer(opinion="가" * 101))


# --- general ----------------------------------------------------------------------------------------------------------

CEILING = {"selection.ceiling": 10 * EOK}
THREE = projects([6 * EOK, 5 * EOK, 4 * EOK])


@pytest.mark.parametrize(
    "key", ["general-approval", "general-exactly", "general-score", "general-ranking", "general-cumulative"]
)
def test_a_general_rule_waits_for_its_ceiling(key: str) -> None:
    with pytest.raises(RuleBroken, match="ceiling_missing"):
        define(key, THREE)
    assert define(key, THREE, CEILING).rule.ceiling == 10 * EOK


def test_approval_within_limits_that_the_room_sets() -> None:
    answers = {**CEILING, "question.min_picks": 2, "question.max_picks": 2}
    definition = define("general-approval", THREE, answers)
    assert judge(definition.question, picks(1)).code == "too_few_picks"
    assert judge(definition.question, picks(1, 2, 3)).code == "too_many_picks"
    assert decide_box(definition, [picks(1, 2), picks(2, 3)]).selected == ("2", "3")


def test_limits_that_cross_are_refused_before_anything_is_asked() -> None:
    with pytest.raises(RuleBroken) as refused:
        define("general-approval", THREE, {**CEILING, "question.min_picks": 3, "question.max_picks": 2})
    assert (refused.value.code, refused.value.facts["field"]) == ("rule_value", "question.max_picks")


def test_exactly_k_is_one_number_for_fewest_and_most() -> None:
    question = define("general-exactly", THREE, {**CEILING, "question.picks": 2}).question
    assert (question.min_picks, question.max_picks) == (2, 2)
    assert judge(question, picks(1, 3)).verdict == Verdict.VALID
    assert [judge(question, picks(*marks)).verdict for marks in ((1,), (1, 2, 3))] == [Verdict.INVALID, Verdict.INVALID]


def test_a_knapsack_ballot_may_cost_its_limit_and_not_a_won_more() -> None:
    definition = define("general-knapsack", THREE, {**CEILING, "question.cost_limit": 10 * EOK})
    assert judge(definition.question, picks(1, 3)).verdict == Verdict.VALID
    over = judge(definition.question, picks(1, 2))
    assert (over.verdict, over.code, over.picked, over.limit) == (Verdict.INVALID, "too_costly", 11 * EOK, 10 * EOK)
    assert decide_box(definition, [picks(1, 3), picks(3), picks(1, 2)]).selected == ("3", "1")


def test_scores_are_summed_and_the_room_sets_the_highest() -> None:
    definition = define("general-score", THREE, {**CEILING, "question.high": 10})
    outcome = decide_box(definition, [points(p1=10, p2=1), points(p2=9), points(p3=3)])
    # 1 and 2 have 10 each and the cheaper comes first; 6 no longer fit beside 5, 4 do.
    assert scores(outcome) == {"2": "10/1", "1": "10/1", "3": "3/1"}
    assert outcome.selected == ("2", "3")
    assert judge(define("general-score", THREE, CEILING).question, points(p1=6, p2=5)).counted == points(p2=5)


def test_a_ranking_gives_the_points_of_the_place_as_it_was_cast() -> None:
    definition = define("general-ranking", THREE, CEILING)
    assert definition.question.marking.place_points == (5, 4, 3)
    outcome = decide_box(definition, [Answer((0, 0, 1)), Answer((2, 0))])
    # The second mention of 1 is void, and 2 keeps the 3 points of its third place.
    assert scores(outcome) == {"1": "9/1", "3": "5/1", "2": "3/1"}
    least_two = define("general-ranking", THREE, {**CEILING, "question.min_picks": 2}).question
    assert judge(least_two, Answer((1,))).code == "too_few_picks"


def test_cumulative_points_are_shared_out_and_eleven_are_too_many() -> None:
    definition = define("general-cumulative", THREE, CEILING)
    assert judge(definition.question, points(p1=7, p3=3)).verdict == Verdict.VALID
    assert judge(definition.question, points(p1=8, p3=3)).code == "too_many_points"
    outcome = decide_box(definition, [points(p1=7, p3=3), points(p2=10), points(p1=10, p2=1)])
    assert scores(outcome) == {"2": "10/1", "1": "7/1", "3": "3/1"}


def test_the_room_says_how_many_points_a_place_gives() -> None:
    answers: dict[str, Value] = {**CEILING, "question.place_points": "7, 1", "question.invalidity": "ballot"}
    question = define("general-ranking", THREE, answers).question
    assert (question.max_picks, question.marking.place_points) == (2, (7, 1))
    assert judge(question, Answer((0, 0))).verdict == Verdict.INVALID


def test_the_room_limits_groups_of_its_own_list() -> None:
    grouped = projects([6 * EOK, 5 * EOK, 4 * EOK], group=["제안", "협치", "협치"])
    answers: dict[str, Value] = {
        **CEILING,
        "question.min_picks": 1,
        "question.max_picks": 2,
        "question.groups": "0-1 제안\n0-1 협치",
    }
    question = define("general-approval", grouped, answers).question
    assert judge(question, picks(1, 2)).verdict == Verdict.VALID
    assert judge(question, picks(2, 3)).code == "too_many_in_group"


def test_opinions_may_be_as_long_as_the_room_says() -> None:
    question = define("general-opinion", (), {"question.letters": 10, "question.allows_blank": "false"}).question
    assert judge(question, Answer(opinion="가" * 10)).verdict == Verdict.VALID
    assert judge(question, Answer(opinion="")).verdict == Verdict.INVALID
    with pytest.raises(RuleBroken, match="opinion_too_long"):
        judge(question, Answer(opinion="가" * 11))


def test_a_motion_may_need_another_share_and_offer_no_abstention() -> None:
    answers = {
        "question.choices": "찬성, 반대",
        "motion.share": "3/5",
        "motion.is_more_than": "false",
        "motion.base": "cast",
        "motion.least_share": "",
    }
    definition = define("general-yes-no", (), answers)
    assert [option.title for option in definition.question.options] == ["찬성", "반대"]
    motion = definition.motion
    assert isinstance(motion, Motion)
    assert (motion.numerator, motion.denominator, motion.is_more_than, motion.least_share) == (3, 5, False, "")
