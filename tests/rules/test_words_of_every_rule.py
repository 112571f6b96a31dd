"""What guide, list and review say of every shipped rule, held against the rule itself, by reading the Korean."""

from __future__ import annotations

import re

import pytest

from sukui_desktop.domain.methods.ballot_kind import Verdict
from sukui_desktop.domain.methods.question_from_draft import question_from_draft
from sukui_desktop.domain.methods.registry import judge_answer
from sukui_desktop.domain.question.definition import Option, Question
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear
from sukui_desktop.services.prepare.rule_years import list_shipped_rule_years
from sukui_desktop.services.tally.channel_files_tally import draft_from_typed_answers
from sukui_desktop.ui.kiosk.marking_rules.base import ListMarking
from sukui_desktop.ui.kiosk.marking_rules.by_method import make_marking
from sukui_desktop.ui.kiosk.sentences import (
    ballot_verdict_words,
    limit_sentences_for_guide,
    list_step_heading,
    marks_still_possible_words,
    words_that_keep_voter_in_step,
)

PROJECTS = 240
RULES = list_shipped_rule_years()
MUST = re.compile(r"(골라야|주어야|정해야) 합니다")
COUNTED = re.compile(r"(\d+)(?:개|순위)")


def question_of(rule: RuleYear) -> Question:
    """A ballot of this rule with 240 projects in all of its groups."""
    draft = draft_from_typed_answers(rule, {}, 20_000_000_000)
    names = [group.name for group in draft.groups] or ["복지"]
    options = tuple(
        Option(
            code=str(place),
            title=f"사업 {place}",
            cost=100_000_000,
            group=names[place % len(names)],
            field=names[place % len(names)],
        )
        for place in range(PROJECTS)
    )
    return question_from_draft(draft, "표결", options)


each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.key for rule in RULES])


@each_rule
def test_the_guide_says_must_where_fewer_would_not_count_and_nowhere_else(rule: RuleYear) -> None:
    """Fails on 0.6.0: three of exactly three "could" be picked, and one "had to" where a blank ballot was allowed."""
    question = question_of(rule)
    said = " ".join(limit_sentences_for_guide(question))
    groups_must = any(group.min_picks for group in question.groups)
    if question.method is Method.CHOICE:
        return  # one of a few: "하나를 고릅니다" says it
    needs_marks = question.min_picks > (1 if question.allows_blank else 0) or groups_must
    needs_points = question.marking.least_points > (1 if question.allows_blank else 0)
    assert bool(MUST.search(said)) == (needs_marks or needs_points), said
    exact = question.min_picks == question.max_picks and question.min_picks > 1
    assert not (exact and re.search(rf"모두 합쳐 {question.max_picks}개를 고를 수", said))


@each_rule
def test_every_number_of_the_guide_is_one_of_the_rule(rule: RuleYear) -> None:
    question, said = question_of(rule), " ".join(limit_sentences_for_guide(question_of(rule)))
    marks = question.marking
    known = {question.min_picks, question.max_picks, marks.low, marks.high, marks.most_points, marks.least_points, 1}
    known |= {number for group in question.groups for number in (group.min_picks, group.max_picks)}
    known |= {sum(group.max_picks for group in question.groups)}
    assert {int(number) for number in COUNTED.findall(said)} <= known


@each_rule
def test_no_sentence_counts_all_the_projects_of_the_list_as_if_they_were_a_limit(rule: RuleYear) -> None:
    """Fails on 0.6.0: "1개에서 240개까지 고르세요" where anything may be picked."""
    question = question_of(rule)
    marking = make_marking(question)
    said = list(limit_sentences_for_guide(question))
    if isinstance(marking, ListMarking):
        said.append(list_step_heading(marking, 0))
    assert not [sentence for sentence in said if f"{PROJECTS}개" in sentence]


@each_rule
def test_a_blank_ballot_is_offered_exactly_where_it_may_be_cast(rule: RuleYear) -> None:
    question = question_of(rule)
    marking = make_marking(question)
    judged = judge_answer(question, marking.answer)
    assert (judged.verdict is Verdict.BLANK) == question.allows_blank
    offered = any("백지로 낼 수도" in sentence for sentence in limit_sentences_for_guide(question))
    assert offered == question.allows_blank
    assert ("백지" in ballot_verdict_words(marking) and "낼 수 없" not in ballot_verdict_words(marking)) == offered


@each_rule
def test_the_list_lets_nobody_go_on_with_what_cannot_be_cast_and_says_why(rule: RuleYear) -> None:
    question = question_of(rule)
    marking = make_marking(question)
    if not isinstance(marking, ListMarking) or question.groups:
        return
    for option in range(min(4, question.max_picks)):
        kept = words_that_keep_voter_in_step(marking, 0)
        assert bool(kept) == (judge_answer(question, marking.answer).verdict is Verdict.INVALID), option
        if kept:
            assert marks_still_possible_words(marking, 0) == kept or MUST.search(marks_still_possible_words(marking, 0))
        marking.mark(option)
