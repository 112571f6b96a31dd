"""What the kiosk says of every kind: limits, counts, refusals and what will be stored, in Korean, always."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from sukui_desktop.assets.messages import text
from sukui_desktop.domain import methods
from sukui_desktop.domain.methods.ballot_kind import Judgement, Verdict
from sukui_desktop.domain.question.definition import Group, Question
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method
from sukui_desktop.ui.kiosk.marking_rules.base import Act, ListMarking
from sukui_desktop.ui.kiosk.marking_rules.by_method import make_marking
from sukui_desktop.ui.kiosk.marking_rules.cumulative import CumulativeMarking
from sukui_desktop.ui.kiosk.marking_rules.score import ScoreMarking
from sukui_desktop.ui.kiosk.sentences import (
    ballot_verdict_words,
    broken_limit_words,
    card_button_words,
    limit_sentences_for_guide,
    list_step_heading,
    mark_badge_words,
    mark_refusal_words,
    mark_state_words,
    marks_still_possible_words,
    marks_to_be_stored_words,
    running_count_words,
    unused_marks_words,
)
from tests.ui.kiosk.ballots import BILLION, QUESTIONS, options, plain

SOURCES = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(methods.__path__[0]).glob("*.py")))
CODES = sorted(set(re.findall(r'(?<=Verdict\.INVALID, ")\w+|(?<=")points_too_\w+(?=")', SOURCES)))
PICKS = {"too_many_picks", "too_few_picks", "too_many_in_group", "too_few_in_group"}
HANGUL = re.compile("[가-힣]")
GROUPS = (Group(name="가 분야", min_picks=2, max_picks=3), Group(name="나 분야", min_picks=0, max_picks=2))


def task(key: str, **facts: object) -> str:
    """The words that ask for marks."""
    return text(f"ballot_kinds.task.{key}", **facts)


def listed(name: str) -> ListMarking:
    marking = make_marking(QUESTIONS[name])
    assert isinstance(marking, ListMarking)
    return marking


def grouped(method: Method, marks: Marking | None = None, *, most: int = 5) -> Question:
    return msgspec.structs.replace(
        plain(method, marks, most=most), options=options(("가 분야", "나 분야")), groups=GROUPS
    )


def test_the_judge_has_the_codes_that_are_reported() -> None:
    assert {"blank_not_allowed", "too_costly", "too_many_points", "ranked_twice", "opinion_too_long"} <= set(CODES)


@pytest.mark.parametrize(
    ("method", "code"),
    [(method, code) for method in tuple(Method) for code in CODES if method != Method.OPINION or code not in PICKS],
)
def test_every_code_of_the_judge_has_a_sentence_for_every_kind(method: Method, code: str) -> None:
    marking = make_marking(msgspec.structs.replace(plain(Method.APPROVAL), method=method))
    said = broken_limit_words(marking, Judgement(Verdict.INVALID, code, "어르신 이동지원", 700_000_000, 500_000_000))
    assert HANGUL.search(said)
    assert "{" not in said
    assert said.endswith(".")


@pytest.mark.parametrize("method", [method for method in tuple(Method) if method != Method.OPINION])
@pytest.mark.parametrize("code", ["too_many_picks", "too_many_in_group", "too_costly", "too_many_points"])
def test_a_refusal_says_what_to_do_first(method: Method, code: str) -> None:
    marking = make_marking(msgspec.structs.replace(plain(Method.APPROVAL), method=method))
    said = mark_refusal_words(marking, Judgement(Verdict.INVALID, code, "광역제안형", 3, 2))
    assert "먼저" in said
    assert "{" not in said


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_guide_names_the_limits_of_every_kind(name: str) -> None:
    rules = limit_sentences_for_guide(QUESTIONS[name])
    assert len(rules) >= 2
    assert all(rule.endswith("다.") for rule in rules), rules


@pytest.mark.parametrize(("least", "how"), [(0, "none"), (2, "some"), (5, "all")])
def test_the_guide_says_how_many_ranks_must_be_given_and_what_a_blank_means(least: int, how: str) -> None:
    """Fails where a ranking of exactly five places said that not all need be given, in the words of picks (F15)."""
    question = msgspec.structs.replace(QUESTIONS["ranking"], min_picks=least)
    said = limit_sentences_for_guide(question)
    assert text(f"ballot_kinds.least.ranking.{how}", least=least, most=5) in said
    assert text("ballot_kinds.blank.ranking") in said
    assert not any("고를 수 있습니다" in sentence for sentence in said), "a ranking is not picked"


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_guide_says_that_less_will_do_where_it_will_not(name: str) -> None:
    marking = make_marking(QUESTIONS[name])
    if isinstance(marking, ListMarking) and marking.whole_ballot_counter().least:
        assert not any(
            "다 고르지 않아도" in said or "다 정하지 않아도" in said
            for said in limit_sentences_for_guide(QUESTIONS[name])
        )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("exactly", text("kiosk.guide.whole_exactly", most=3)),
        ("fields", text("kiosk.guide.group", group="복지", count="1개까지")),
        ("cost", text("ballot_kinds.rule.cost", limit="150억원")),
        ("choice", text("ballot_kinds.rule.choice")),
        ("score", text("ballot_kinds.rule.score", low=1, high=5)),
        ("ranking", text("ballot_kinds.rule.ranking", most=5)),
        ("cumulative", text("ballot_kinds.rule.high", high=5)),
        ("cumulative_100", text("ballot_kinds.rule.least_points", points=50)),
        ("opinion", text("ballot_kinds.rule.opinion", letters=100)),
    ],
)
def test_the_guide_says_what_is_particular(name: str, told: str) -> None:
    assert told in limit_sentences_for_guide(QUESTIONS[name])


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("exactly", task("approval", count="3개를")),
        ("fields", task("group_picks", number="①", group="복지", task=task("approval", count="1개까지"))),
        ("cost", task("cost", limit="150억원")),
        ("choice", task("choice")),
        ("score", task("score", low=1, high=5)),
        ("ranking", task("ranking", most=5)),
        ("cumulative", task("cumulative", points=10)),
    ],
)
def test_the_heading_asks_for_one_thing(name: str, heading: str) -> None:
    assert list_step_heading(listed(name), 0) == heading


def test_other_kinds_in_groups_name_the_group_first() -> None:
    marking = make_marking(grouped(Method.SCORE, Marking(low=1, high=5)))
    assert isinstance(marking, ListMarking)
    assert list_step_heading(marking, 1) == task(
        "group", number="②", group="나 분야", task=task("score", low=1, high=5)
    )


@pytest.mark.parametrize(
    ("marks", "heading", "counter"),
    [
        (Marking(), task("cumulative_free"), text("ballot_kinds.points.free", given=2)),
        (Marking(high=3), task("cumulative_each", high=3), text("ballot_kinds.points.free", given=2)),
        (
            Marking(most_points=9),
            task("cumulative", points=9),
            text("ballot_kinds.points.given", given=2, most=9, left=7),
        ),
    ],
)
def test_points_with_and_without_a_sum(marks: Marking, heading: str, counter: str) -> None:
    marking = CumulativeMarking(plain(Method.CUMULATIVE, marks))
    marking.step_mark(0, 2)
    assert list_step_heading(marking, 0) == heading
    assert running_count_words(marking, 0) == f"{counter}  ·  점수 준 사업 1/10"


def test_one_place_is_no_order() -> None:
    marking = make_marking(plain(Method.RANKING, Marking(place_points=(1,)), most=1))
    assert isinstance(marking, ListMarking)
    assert list_step_heading(marking, 0) == text("ballot_kinds.task.ranking_one")


def test_a_tighter_limit_of_the_whole_is_counted_beside_the_groups() -> None:
    marking = make_marking(grouped(Method.APPROVAL, most=4))
    assert isinstance(marking, ListMarking)
    assert running_count_words(marking, 0) == "가 분야 0/3  ·  나 분야 0/2  ·  모두 0/4"
    loose = make_marking(grouped(Method.APPROVAL, most=5))
    assert isinstance(loose, ListMarking)
    assert running_count_words(loose, 0) == "가 분야 0/3  ·  나 분야 0/2"


def test_money_is_reported_in_words_of_the_currency() -> None:
    question = plain(Method.APPROVAL, Marking(cost_limit=100 * BILLION))
    marking = make_marking(question, "PLN")
    assert isinstance(marking, ListMarking)
    marking.toggle_mark(6)
    assert "300,000,000" not in running_count_words(make_won(question), 0)
    assert running_count_words(marking, 0).endswith("남은 돈 97,000,000.00 PLN")
    assert "3,000,000.00 PLN" in marks_to_be_stored_words(marking)


def make_won(question: Question) -> ListMarking:
    marking = make_marking(question)
    assert isinstance(marking, ListMarking)
    return marking


def test_the_least_of_the_whole_is_asked_for_on_the_last_step() -> None:
    question = msgspec.structs.replace(
        grouped(Method.APPROVAL), min_picks=4, groups=(msgspec.structs.replace(GROUPS[0], min_picks=0), GROUPS[1])
    )
    marking = make_won(question)
    assert marks_still_possible_words(marking, 0) == text("ballot_kinds.may.approval", count=3)
    assert marks_still_possible_words(marking, 1) == text("ballot_kinds.must_or_blank.approval", count=4)
    marking.mark(0)
    assert marks_still_possible_words(marking, 1) == text("ballot_kinds.must.approval", count=3)


@pytest.mark.parametrize("name", ["exactly", "choice", "score", "ranking", "cumulative"])
def test_what_is_left_changes_from_must_or_may_to_full(name: str) -> None:
    marking = listed(name)
    first = marks_still_possible_words(marking, 0)
    for option in range(len(marking.question.options)):
        marking.mark(option)
    last = marks_still_possible_words(marking, 0)
    assert first != last
    assert HANGUL.search(first)
    assert "바꾸" in last


def test_marks_are_reported_as_numbers_or_ticks() -> None:
    score, ranking, approval = listed("score"), listed("ranking"), listed("exactly")
    for marking in (score, ranking, approval):
        marking.mark(2)
    assert [mark_badge_words(marking, 2) for marking in (score, ranking, approval)] == ["1점", "1순위", None]
    assert [mark_badge_words(marking, 0) for marking in (score, ranking, approval)] == ["", "", None]
    assert [mark_state_words(marking, 2) for marking in (score, ranking, approval)] == ["1점 줌", "1순위", "골랐음"]
    assert [mark_state_words(marking, 0) for marking in (score, ranking, approval)] == [
        text("ballot_kinds.unmarked.score"),
        text("ballot_kinds.unmarked.ranking"),
        text("ballot_kinds.unmarked.approval"),
    ]


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (Act("give", -2), "-2"),
        (Act("less", -10), "−10"),
        (Act("more", 1), "+1"),
        (Act("clear"), text("ballot_kinds.act.clear")),
        (Act("earlier", -1), text("ballot_kinds.act.earlier")),
        (Act("later", 1), text("ballot_kinds.act.later")),
    ],
)
def test_words_of_the_buttons_on_a_card(act: Act, words: str) -> None:
    assert card_button_words(act) == words


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_blank_ballot_is_said_to_be_blank_in_its_own_words(name: str) -> None:
    marking = make_marking(QUESTIONS[name])
    assert ballot_verdict_words(marking) == text(f"ballot_kinds.is_blank.{marking.question.method}")
    assert marks_to_be_stored_words(marking) == ""
    strict = make_marking(msgspec.structs.replace(QUESTIONS[name], allows_blank=False))
    assert ballot_verdict_words(strict) == text(f"ballot_kinds.broken.{strict.question.method}.blank_not_allowed")


def test_what_is_left_open_is_reported_by_kind() -> None:
    ranking, points, chosen = listed("ranking"), listed("cumulative"), listed("choice")
    for marking in (ranking, points, chosen):
        marking.mark(0)
    assert unused_marks_words(ranking).startswith(text("ballot_kinds.left.ranking", left=4))
    assert unused_marks_words(points).startswith(text("ballot_kinds.left.cumulative", left=9))
    assert unused_marks_words(chosen) == ""


def test_what_will_not_count_is_said_before_it_is_cast() -> None:
    """Where the rule voids a group only, the voter may cast, but is told."""
    question = grouped(Method.SCORE, Marking(low=1, high=5, invalidity=Invalidity.GROUP))
    marking = ScoreMarking(question)
    marking.give_score(0, 3)
    marking.give_score(7, 4)
    judgement = marking.judge_answer_as_it_is()
    assert (judgement.verdict, judgement.code) == (Verdict.VALID, "too_few_in_group")
    assert ballot_verdict_words(marking) == " ".join(
        (
            text("ballot_kinds.broken.score.too_few_in_group", name="가 분야", limit=2, picked=1),
            text("ballot_kinds.partial"),
        )
    )
    marking.give_score(1, 1)
    assert ballot_verdict_words(marking) == ""
