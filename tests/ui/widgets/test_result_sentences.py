"""The result in sentences: for each way of being in or out there is exactly one, with its figures."""

from __future__ import annotations

import msgspec
import pytest

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.channels import Channel, Channels
from sukui_desktop.domain.question.definition import WhenUnaffordable
from sukui_desktop.wording.money import money_words
from sukui_desktop.wording.result import (
    first_not_chosen_sentence,
    last_chosen_sentence,
    lot_order_words,
    score_with_unit_words,
    selection_summary_line,
    why_not_chosen_and_tie_note,
)
from tests.ui.widgets.test_waterline import BILLION, COSTS, NAMES, VOTES, definition, outcome_of


def test_the_last_in_and_the_money_left() -> None:
    asked = definition()
    assert last_chosen_sentence(outcome_of(asked).ranking, asked) == (
        text(
            "result.last_in.within",
            place=8,
            title="복지관 야간 개방",
            standing="141표",
            cost="19억원",
            before="20억원",
            left="1억원",
        )
    )


def test_the_first_out_was_skipped() -> None:
    asked = definition()
    assert first_not_chosen_sentence(outcome_of(asked).ranking, asked) == (
        text(
            "result.first_out.unaffordable",
            place=7,
            title="자활근로 판로 지원",
            standing="155표",
            cost="48억원",
            left="20억원",
            short="28억원",
        )
    )


def test_the_first_out_stopped_the_walk() -> None:
    asked = definition(when_unaffordable=WhenUnaffordable.STOP)
    outcome = outcome_of(asked)
    assert first_not_chosen_sentence(outcome.ranking, asked).endswith(
        "많아 선정되지 못했고, 여기에서 선정을 마쳤습니다."
    )
    notes = [why_not_chosen_and_tie_note(ranked, asked) for ranked in outcome.ranking]
    assert notes[6] == text("vote.note.unaffordable", left="20억원", missing="28억원")
    assert notes[7] == text("vote.note.after_stop")


def test_the_first_out_had_too_few_votes() -> None:
    asked = definition(ceiling=10_000, min_votes=100)
    outcome = outcome_of(asked)
    assert first_not_chosen_sentence(outcome.ranking, asked) == (
        text(
            "result.first_out.below_minimum",
            place=10,
            title="고독사 예방 거점",
            standing="98표",
            cost="33억원",
            needed=100,
            missing=2,
        )
    )
    assert why_not_chosen_and_tie_note(outcome.ranking[9], asked) == text(
        "vote.note.below_minimum", least=100, missing=2
    )


def test_all_in_and_none_in() -> None:
    rich, poor = definition(ceiling=10_000), definition(ceiling=1)
    assert first_not_chosen_sentence(outcome_of(rich).ranking, rich) == text("result.first_out.none")
    assert last_chosen_sentence(outcome_of(poor).ranking, poor) == text("result.last_in.none")
    assert "선정 0건 0원" in selection_summary_line(outcome_of(poor), poor)


def test_the_summary_adds_up() -> None:
    asked = definition()
    assert selection_summary_line(outcome_of(asked), asked) == text(
        "vote.result.summary", ceiling="410억원", count=7, total="409억원", rest="1억원"
    )


def test_a_tie_says_how_it_was_broken() -> None:
    votes = (*VOTES[:8], 98, 98)
    by_cost = definition()
    ranked = outcome_of(by_cost, votes).ranking[8]
    assert ranked.title == "고독사 예방 거점"
    assert why_not_chosen_and_tie_note(ranked, by_cost).endswith("동점은 적은 금액부터")
    by_lot = definition((*COSTS[:8], 33, 33))
    outcome = outcome_of(by_lot, votes, ("P9", "P8"))
    assert [shown.tie for shown in outcome.ranking[8:]] == ["lot", "lot"]
    assert why_not_chosen_and_tie_note(outcome.ranking[8], by_lot).endswith("동점은 추첨 순서")
    assert lot_order_words(outcome) == f"{NAMES[9]} → {NAMES[8]}"


def test_a_long_lot_names_some_and_counts_the_others() -> None:
    asked = definition((10,) * 10)
    outcome = outcome_of(asked, (5,) * 10, tuple(f"P{place}" for place in reversed(range(10))))
    assert lot_order_words(outcome, 2) == f"{NAMES[9]} → {NAMES[8]} → 밖에 8건"
    assert lot_order_words(outcome, 10) == lot_order_words(outcome)
    assert lot_order_words(outcome).count(" → ") == 9


def test_without_a_tie_no_lot_is_reported() -> None:
    asked = definition()
    assert lot_order_words(outcome_of(asked)) == ""


def test_other_currencies_stand_in_figures() -> None:
    assert money_words(123_456, "PLN") == "1,234.56 PLN"
    assert money_words(32 * BILLION // 10, "KRW") == "3억\u00a02천만원"
    asked = definition(currency="PLN")
    assert "PLN" in selection_summary_line(outcome_of(asked), asked)


@pytest.mark.parametrize(
    ("method", "score", "told"),
    [
        ("approval", msgspec.UNSET, "231표"),
        ("score", msgspec.UNSET, "231점"),
        ("score", "1812/1", "1,812점"),
        ("ranking", "-3/1", "-3점"),
        ("cumulative", "40/1", "40점"),
    ],
)
def test_a_project_is_reported_by_what_it_was_ranked_by(method: str, score: str | msgspec.UnsetType, told: str) -> None:
    asked = definition()
    ranked = msgspec.structs.replace(outcome_of(asked).ranking[0], score=score)
    question = msgspec.structs.replace(asked.question, method=method)
    assert score_with_unit_words(ranked, msgspec.structs.replace(asked, question=question)) == told


@pytest.mark.parametrize(
    ("score", "told"),
    [("149/400", "37.25%"), ("2/3", "66.67%"), ("7/2", "3.50점"), ("1/1", "100%"), ("0/1", "0%")],
)
def test_with_channels_a_share_is_reported_as_the_papers_tell_it(score: str, told: str) -> None:
    asked = definition()
    ranked = msgspec.structs.replace(outcome_of(asked).ranking[0], score=score)
    channels = Channels(channels=(Channel(key="a", name="위원", weight="1"),))
    assert score_with_unit_words(ranked, msgspec.structs.replace(asked, channels=channels)) == told
