"""Every vote of 2014 to 2020, of Daejeon and of a 동: valid and invalid ballots by its file, and what is selected."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer, Verdict
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year
from tests.builders.rule_votes import (
    EOK,
    count,
    decide_box,
    decide_channels,
    define,
    fates,
    judge,
    picks,
    projects,
    scores,
)

FIELDS = ("교육", "환경", "복지", "교통", "문화", "안전")
TWELVE = projects([EOK + place for place in range(12)], field=[FIELDS[place // 2] for place in range(12)])
"""Two projects in each of six fields: 1 and 2 are 교육, 3 and 4 환경 …"""


# --- 2014: exactly 168 of 560 -----------------------------------------------------------------------------------------

ALL_560 = projects([EOK + place for place in range(560)])


def test_in_2014_exactly_168_marks_are_a_ballot_and_one_more_or_less_is_none() -> None:
    question = define("seoul-2014", ALL_560).question
    assert judge(question, picks(*range(1, 169))).verdict == Verdict.VALID
    few, many = judge(question, picks(*range(1, 168))), judge(question, picks(*range(1, 170)))
    assert (few.verdict, few.code, few.picked, few.limit) == (Verdict.INVALID, "too_few_picks", 167, 168)
    assert (many.verdict, many.code, many.picked, many.limit) == (Verdict.INVALID, "too_many_picks", 169, 168)
    assert judge(question, picks()).verdict == Verdict.BLANK


def test_in_2014_a_ballot_with_one_mark_too_many_gives_nobody_anything() -> None:
    tally = count(define("seoul-2014", ALL_560).question, [picks(*range(1, 169)), picks(*range(1, 170)), picks()])
    assert (tally.ballots_valid, tally.ballots_invalid, tally.ballots_blank) == (1, 1, 1)
    assert tally.votes == (1,) * 168 + (0,) * 392


def test_in_2014_the_list_ends_where_50_billion_won_are_spent() -> None:
    outcome = decide_box(define("seoul-2014", ALL_560), [picks(*range(1, 169)), picks(*range(101, 269))])
    doubly, once = range(101, 169), [*range(1, 101), *range(169, 269)]
    assert outcome.selected[:268] == tuple(map(str, [*doubly, *once]))
    # 499 projects cost a little over 49.9 billion won; the 500th is a few won too dear, and so is every dearer one.
    assert len(outcome.selected) == 499
    assert list(fates(outcome).values()).count(OutcomeKind.UNAFFORDABLE) == 61


def test_in_2014_the_city_may_say_that_the_list_stops_at_the_first_that_does_not_fit() -> None:
    stopping = define("seoul-2014", ALL_560, {"selection.when_unaffordable": "stop", "selection.ceiling": 2 * EOK})
    outcome = decide_box(stopping, [picks(*range(1, 169))])
    assert outcome.selected == ("1",)
    assert list(fates(outcome).values()).count(OutcomeKind.AFTER_STOP) == 558


def test_in_2014_fewer_projects_than_picks_make_no_ballot() -> None:
    with pytest.raises(RuleBroken) as refused:
        define("seoul-2014", ALL_560[:100])
    assert refused.value.code == "limits_crossed"


# --- 2015: five picks, one a field; 45 + 45 + 10 ----------------------------------------------------------------------


def test_in_2015_each_field_that_the_projects_name_has_its_limit_of_one() -> None:
    question = define("seoul-2015", TWELVE, {"selection.ceiling": EOK * 3}).question
    assert [(group.name, group.min_picks, group.max_picks) for group in question.groups] == [
        (field, 0, 1) for field in FIELDS
    ]
    assert judge(question, picks(1, 3, 5, 7, 9)).verdict == Verdict.VALID
    assert judge(question, picks(1)).verdict == Verdict.VALID
    twice = judge(question, picks(1, 2, 5))
    assert (twice.verdict, twice.code, twice.name) == (Verdict.INVALID, "too_many_in_group", "교육")
    assert judge(question, picks(1, 3, 5, 7, 9, 11)).code == "too_many_picks"
    assert judge(question, picks()).verdict == Verdict.BLANK


def test_in_2015_a_project_of_no_field_is_found_before_the_vote() -> None:
    with pytest.raises(RuleBroken) as refused:
        define("seoul-2015", projects([EOK]), {"selection.ceiling": EOK})
    assert refused.value.code == "rule_group_missing"


CHANNELS_2015 = {
    "committee": [picks(1, 3), picks(1), picks(1), picks(3)],
    "citizens": [*[picks(1)] * 2, *[picks(3)] * 6, *[picks(1, 3)] * 2],
    "survey": [picks(1)] * 5,
}
"""Four members give 1 and 3 three and two marks, ten citizens four and eight, five of the survey five and none."""


def test_in_2015_the_shares_of_ballots_are_added_by_weight() -> None:
    outcome = decide_channels(define("seoul-2015", TWELVE, {"selection.ceiling": EOK}), CHANNELS_2015)
    # 9/20 · 3/4 + 9/20 · 4/10 + 1/10 · 5/5 and 9/20 · 2/4 + 9/20 · 8/10: the survey of five people decides.
    assert (scores(outcome)["1"], scores(outcome)["3"]) == ("247/400", "117/200")
    assert outcome.selected == ("1",)


def test_in_2015_the_shares_of_marks_are_added_where_the_city_says_so() -> None:
    by_marks = define("seoul-2015", TWELVE, {"selection.ceiling": EOK, "channels.basis": "marks"})
    outcome = decide_channels(by_marks, CHANNELS_2015)
    # 9/20 · 3/5 + 9/20 · 4/12 + 1/10 · 5/5 and 9/20 · 2/5 + 9/20 · 8/12.
    assert (scores(outcome)["1"], scores(outcome)["3"]) == ("13/25", "12/25")


def test_in_2015_a_survey_that_nobody_answered_leaves_its_weight_to_the_others() -> None:
    definition = define("seoul-2015", TWELVE, {"selection.ceiling": EOK})
    outcome = decide_channels(definition, {**CHANNELS_2015, "survey": []})
    # Half each: 3/8 + 4/20 and 2/8 + 8/20.
    assert (scores(outcome)["1"], scores(outcome)["3"]) == ("23/40", "13/20")


# --- 2017: 25 picks; 50 + 40 + 10 -------------------------------------------------------------------------------------


def test_in_2017_25_picks_are_the_most() -> None:
    question = define("seoul-2017", projects([EOK + place for place in range(30)])).question
    assert judge(question, picks(*range(1, 26))).verdict == Verdict.VALID
    assert judge(question, picks(*range(1, 27))).code == "too_many_picks"
    assert judge(question, picks(30)).verdict == Verdict.VALID


def test_in_2017_a_large_channel_does_not_drown_the_members_in_the_hall() -> None:
    definition = define("seoul-2017", projects([200 * EOK, 300 * EOK, 100 * EOK]))
    outcome = decide_channels(
        definition,
        {
            "citizens": [picks(1)] * 60 + [picks(2)] * 40,
            "committee": [picks(2)] * 9 + [picks(1)],
            "school": [picks(2, 3), picks(3)],
        },
    )
    # 1: 1/2 · 60/100 + 2/5 · 1/10; 2: 1/2 · 40/100 + 2/5 · 9/10 + 1/10 · 1/2; 3: 1/10 · 2/2.
    assert scores(outcome) == {"2": "61/100", "1": "17/50", "3": "1/10"}
    # Of 405억 the first takes 300, the second no longer fits, the third does.
    assert outcome.selected == ("2", "3")
    assert fates(outcome)["1"] == OutcomeKind.UNAFFORDABLE


# --- 2020: seven of one track and three of the other ------------------------------------------------------------------

TRACKS = projects([EOK * 10 + place for place in range(14)], group=["광역협치형"] * 5 + ["광역제안형"] * 9)
"""1 to 5 are 광역협치형; on the ballot they come after the nine of 광역제안형, as the rule has it."""


def on_ballot(*codes: int) -> Answer:
    """Marks by code: the nine of 광역제안형 (6 to 14) stand first on the ballot."""
    return picks(*sorted((code - 5 if code > 5 else code + 9) for code in codes))


def test_in_2020_the_ballot_is_in_the_order_of_the_groups() -> None:
    question = define("seoul-2020", TRACKS).question
    assert [option.code for option in question.options] == [*map(str, range(6, 15)), *map(str, range(1, 6))]


def test_in_2020_seven_and_three_are_the_most() -> None:
    question = define("seoul-2020", TRACKS).question
    assert judge(question, on_ballot(6, 7, 8, 9, 10, 11, 12, 1, 2, 3)).verdict == Verdict.VALID
    eight = judge(question, on_ballot(6, 7, 8, 9, 10, 11, 12, 13))
    assert (eight.verdict, eight.code, eight.name, eight.limit) == (
        Verdict.INVALID,
        "too_many_in_group",
        "광역제안형",
        7,
    )
    assert judge(question, on_ballot(6, 1, 2, 3, 4)).name == "광역협치형"
    assert judge(question, on_ballot(6, 7, 8, 9, 10, 11, 12, 1, 2, 3, 4)).code == "too_many_picks"


def test_in_2020_the_city_may_void_the_group_alone() -> None:
    question = define("seoul-2020", TRACKS, {"question.invalidity": "group"}).question
    judged = judge(question, on_ballot(6, 7, 1, 2, 3, 4))
    assert (judged.verdict, judged.counted) == (Verdict.VALID, on_ballot(6, 7))
    tally = count(question, [on_ballot(6, 7, 1, 2, 3, 4)])
    assert (sum(tally.votes), tally.ballots_partial) == (2, 1)


def test_in_2020_each_track_spends_its_own_money() -> None:
    small = {
        "selection.allocations.광역제안형.amount": 20 * EOK + 100,
        "selection.allocations.광역협치형.amount": 10 * EOK + 100,
    }
    outcome = decide_channels(
        define("seoul-2020", TRACKS, small),
        {"onsite": [on_ballot(6, 7, 1, 2)], "online": [on_ballot(6, 8, 2), on_ballot(6, 8, 1, 2)]},
    )
    assert scores(outcome)["8"] == "1/2"
    assert outcome.selected == ("2", "6", "7")
    assert fates(outcome)["8"] == OutcomeKind.OVER_ALLOCATION


def test_in_2020_weights_that_do_not_make_one_are_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        define("seoul-2020", TRACKS, {"channels.channels.online.weight": "2/3"})
    assert (refused.value.code, refused.value.facts["value"]) == ("rule_value", "7/6")
    define("seoul-2020", TRACKS, {"channels.channels.online.weight": "2/3", "channels.channels.onsite.weight": "1/3"})


# --- 2020, deliberation: priority by ranks, 100 % of each allocation; 130 % before ---

FOUR = projects([60, 60, 50, 70], field=["여성", "여성", "복지", "복지"])


def allocated(rule: str, **amounts: int) -> dict[str, str | int]:
    """Answers for every field of a rule: those named, nothing for the others."""
    fields = [allocation.name for allocation in find_shipped_rule_year(rule).selection.allocations]
    return {f"selection.allocations.{field}.amount": amounts.get(field, 0) for field in fields}


RANKED = [picks(1, 2, 3, 4), picks(2, 1, 4, 3), picks(1, 4, 3)]
"""With 10, 9, 8 and 7 points: 29 for 1, 19 for 2, 23 for 3, 24 for 4."""


def test_the_13_fields_of_2020_wait_for_their_allocation() -> None:
    assert len(find_shipped_rule_year("seoul-2020-deliberation").selection.allocations) == 13
    with pytest.raises(RuleBroken) as refused:
        define("seoul-2020-deliberation", FOUR)
    assert refused.value.code == "ceiling_missing"
    define("seoul-2020-deliberation", FOUR, {"selection.allocations.여성.amount": 100})


def test_ranks_give_points_and_each_field_spends_its_allocation() -> None:
    answers = allocated("seoul-2020-deliberation", 여성=100, 복지=50)
    outcome = decide_box(define("seoul-2020-deliberation", FOUR, answers), RANKED)
    assert scores(outcome) == {"1": "29/1", "4": "24/1", "3": "23/1", "2": "19/1"}
    assert outcome.selected == ("1", "3")
    assert fates(outcome) == {
        "1": OutcomeKind.CHOSEN,
        "4": OutcomeKind.OVER_ALLOCATION,
        "3": OutcomeKind.CHOSEN,
        "2": OutcomeKind.OVER_ALLOCATION,
    }


def test_the_project_on_the_line_goes_in_where_the_city_says_reach() -> None:
    answers = {**allocated("seoul-2020-deliberation", 여성=100, 복지=50), "selection.boundary": "reach"}
    outcome = decide_box(define("seoul-2020-deliberation", FOUR, answers), RANKED)
    assert set(outcome.selected) == {"1", "2", "4"}
    assert fates(outcome)["3"] == OutcomeKind.AFTER_STOP


def test_what_fields_leave_is_put_together_where_the_city_says_pool() -> None:
    answers = {**allocated("seoul-2020-deliberation", 여성=100, 복지=80), "selection.leftover": "pool"}
    # 여성 keeps 40 after 1, 복지 10 after 4: together 50, and 3 costs just that.
    assert decide_box(define("seoul-2020-deliberation", FOUR, answers), RANKED).selected == ("1", "4", "3")


def test_a_project_ranked_twice_voids_the_ballot_or_the_second_mention() -> None:
    answers = allocated("seoul-2020-deliberation", 여성=100)
    whole = define("seoul-2020-deliberation", FOUR, answers).question
    assert judge(whole, Answer((0, 1, 0))).code == "ranked_twice"
    assert judge(whole, Answer((0, 1, 0))).verdict == Verdict.INVALID
    single = define("seoul-2020-deliberation", FOUR, {**answers, "question.invalidity": "mark"}).question
    judged = judge(single, Answer((0, 0, 1)))
    assert (judged.verdict, judged.counted) == (Verdict.VALID, Answer((0, 1), (10, 8)))


def test_there_are_as_many_places_as_projects_and_ten_at_most() -> None:
    answers = allocated("seoul-2020-deliberation", 여성=100)
    many = projects([EOK] * 12, field=["여성"] * 12)
    assert define("seoul-2020-deliberation", FOUR, answers).question.max_picks == 4
    assert define("seoul-2020-deliberation", many, answers).question.max_picks == 10


def test_the_short_list_takes_130_percent_of_each_allocation() -> None:
    options = projects([60, 70, 1, 40, 26], field=["여성"] * 3 + ["복지"] * 2)
    definition = define("seoul-2020-shortlist", options, allocated("seoul-2020-shortlist", 여성=100, 복지=50))
    outcome = decide_box(definition, [picks(1, 2, 3, 4, 5), picks(1, 2, 4), picks(1, 4), picks(2, 4)])
    # 130 of 여성: 60 + 70 to the last won; 65 of 복지: 40, and 26 is one won too much.
    assert set(outcome.selected) == {"1", "2", "4"}
    assert (outcome.ceiling, outcome.total_cost) == (130 + 65, 170)


# --- Daejeon and 동 ---------------------------------------------------------------------------------------------------


def test_in_daejeon_all_71_may_be_marked() -> None:
    question = define("daejeon", projects([EOK] * 71), {"selection.ceiling": EOK}).question
    assert question.max_picks == 71
    assert judge(question, picks(*range(1, 72))).verdict == Verdict.VALID
    assert judge(question, picks()).verdict == Verdict.BLANK


def test_in_daejeon_hall_and_online_weigh_the_same() -> None:
    definition = define("daejeon", projects([3, 2, 4]), {"selection.ceiling": 6})
    outcome = decide_channels(
        definition, {"committee": [picks(1), picks(1, 2)], "citizens": [*[picks(2, 3)] * 9, picks(3)]}
    )
    # 1: 1/2 · 2/2; 2: 1/2 · 1/2 + 1/2 · 9/10; 3: 1/2 · 10/10. 1 and 3 are equal, and 1 is cheaper.
    assert scores(outcome) == {"2": "7/10", "1": "1/2", "3": "1/2"}
    assert outcome.selected == ("2", "1")


@pytest.mark.parametrize(("items", "most"), [(2, 2), (5, 2), (6, 3), (20, 3)])
def test_in_a_dong_the_picks_follow_the_number_of_items(items: int, most: int) -> None:
    question = define("dong-meeting", projects([EOK] * items), {"selection.ceiling": EOK}).question
    assert (question.min_picks, question.max_picks) == (1, most)
    assert judge(question, picks(*range(1, most + 1))).verdict == Verdict.VALID
    if items > most:
        assert judge(question, picks(*range(1, most + 2))).code == "too_many_picks"


def test_a_dong_of_one_item_has_one_pick() -> None:
    assert define("dong-meeting", projects([EOK]), {"selection.ceiling": EOK}).question.max_picks == 1


def test_a_dong_plan_orders_the_agendas_by_points_of_their_places() -> None:
    definition = define("seoul-dong-plan", projects([10, 20, 30]), {"selection.ceiling": 50})
    outcome = decide_box(definition, [picks(3, 1, 2), picks(3, 2), picks(2)])
    # 5, 4, 3 points: 1 has 4, 2 has 3 + 4 + 5, 3 has 5 + 5.
    assert scores(outcome) == {"2": "12/1", "3": "10/1", "1": "4/1"}
    assert outcome.selected == ("2", "3")
