"""What became of projects, in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.project_list import Ranked
from sukui_desktop.wording.result import (
    first_not_chosen_sentence,
    has_channels,
    last_chosen_sentence,
    project_outcome_word,
    ranking_score_of_project,
    ranks_by_points,
    score_and_votes_words,
    voting_method_word,
)
from tests.builders import kinds, papers


def test_last_in_and_first_out() -> None:
    sheet = papers.small_result()
    told = last_chosen_sentence(sheet.outcome.ranking, sheet.definition).replace("\u00a0", " ")
    assert told.startswith("제8위 ‘")
    assert told.endswith("사업(5표, 19억원)이 남은 20억원 안에 들어 선정되었고, 1억원이 남았습니다.")
    told = first_not_chosen_sentence(sheet.outcome.ranking, sheet.definition).replace("\u00a0", " ")
    assert told.startswith("제7위 ‘")
    assert told.endswith("사업(6표, 48억원)은 남은 20억원보다 28억원이 많아 선정되지 못했습니다.")


def test_why_the_first_one_out_is_out() -> None:
    asked = papers.definition(["가", "나", "다"], [10, 20, 30], ceiling=100, min_votes=5)
    _, outcome = papers.outcome_of(asked, (9, 3, 1), 12)
    assert "최소 득표 5표에 2표가 모자라" in first_not_chosen_sentence(outcome.ranking, asked)
    _, outcome = papers.outcome_of(asked, (9, 8, 7), 12)
    assert "모든 사업이 선정되었습니다" in first_not_chosen_sentence(outcome.ranking, asked)
    _, outcome = papers.outcome_of(asked, (0, 0, 0), 12)
    assert "선정된 사업이 없습니다" in last_chosen_sentence(outcome.ranking, asked)


def _ranked(name: str, code: str) -> Ranked:
    return next(ranked for ranked in kinds.every_result()[name].outcome.ranking if ranked.code == code)


@pytest.mark.parametrize(
    ("name", "standing"),
    [("approval", "26표"), ("ranking", "105점 · 21명"), ("channels", "합산 90.34% · 11,896표")],
)
def test_standing_has_its_unit_and_the_votes_beside_it(name: str, standing: str) -> None:
    sheet = kinds.every_result()[name]
    assert score_and_votes_words(sheet.outcome.ranking[0], sheet.definition) == standing


def test_a_score_is_exact() -> None:
    sheet = kinds.every_result()["channels"]
    assert sheet.outcome.ledger
    codes = [option.code for option in sheet.definition.question.options]
    for ranked in sheet.outcome.ranking:
        assert ranking_score_of_project(ranked) == Fraction(sheet.outcome.ledger.scores[codes.index(ranked.code)])
    assert ranking_score_of_project(_ranked("approval", "P000")) == 26
    assert ranking_score_of_project(_ranked("negative_score", "P001")) == -4


@pytest.mark.parametrize(
    "outcome", [word for word in tuple(OutcomeKind) if word not in (OutcomeKind.CHOSEN, OutcomeKind.COUNTED)]
)
def test_why_the_first_one_out_is_out_has_a_sentence_for_every_reason(outcome: str) -> None:
    sheet = kinds.every_result()["every_fate"]
    ranked = replace(_ranked("every_fate", "P013"), outcome=outcome)
    told = first_not_chosen_sentence((ranked,), sheet.definition)
    assert told.startswith("제4위 ‘공원 무장애 시설 전수 점검과 개선’ 사업(18표, 11억")
    assert project_outcome_word(ranked, sheet.definition)
    others = {
        first_not_chosen_sentence((replace(ranked, outcome=other),), sheet.definition)
        for other in tuple(OutcomeKind)[1:-1]
    }
    assert len(others) == len(tuple(OutcomeKind)) - 2


@pytest.mark.parametrize(
    ("name", "votes", "least", "told"),
    [
        ("approval", 4, 9, "최소 득표 9표에 5표가 모자라"),
        ("ranking", 4, 9, "최소 점수 9점에 4점이 모자라"),
        ("every_fate", 2, 1, "최소 비율 5%에 미치지 못해"),
    ],
)
def test_a_minimum_is_one_of_votes_points_or_a_share(name: str, votes: int, least: int, told: str) -> None:
    definition = kinds.every_result()[name].definition
    asked = replace(definition, rule=replace(definition.rule, min_votes=least))
    ranked = replace(_ranked(name, "P000"), votes=votes, outcome="below_minimum")
    if name == "ranking":
        ranked = replace(ranked, score="5/1")
    assert told in first_not_chosen_sentence((ranked,), asked)


def test_the_last_one_in_may_cross_the_ceiling() -> None:
    sheet = kinds.every_result()["short_list"]
    told = last_chosen_sentence(sheet.outcome.ranking, sheet.definition).replace("\u00a0", " ")
    assert "남은 1억원을 11억 5천만원 넘지만" in told


def test_methods_are_named_and_a_motion_is_no_mere_choice() -> None:
    words = {voting_method_word(sheet.definition) for sheet in kinds.every_result().values()}
    assert len(words) == 7
    assert voting_method_word(kinds.every_result()["passed"].definition) != voting_method_word(
        kinds.every_result()["choice"].definition
    )


def test_what_people_are_ranked_by() -> None:
    assert [ranks_by_points(kinds.every_result()[name].definition) for name in ("approval", "score", "passed")] == [
        False,
        True,
        False,
    ]
    assert has_channels(kinds.every_result()["channels"].definition)
    assert not has_channels(kinds.every_result()["score"].definition)
