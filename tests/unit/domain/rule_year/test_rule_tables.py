"""What is open has its kind and its bounds, and a rule file knows no other keys."""

from __future__ import annotations

import msgspec
import pytest

from sukui_desktop.domain.question.method_and_marking import PLAIN, Marking, Method
from sukui_desktop.domain.question.selection_steps import NO_EXTRA_STEPS, SelectionSteps
from sukui_desktop.domain.rule_year.rule_tables import (
    QuestionPart,
    RuleParameter,
    RuleParameterKind,
    SelectionPart,
    expected_answer_range,
    fits_parameter_bounds,
    wrong_bound_of_rule_parameter,
)

PICKS = RuleParameter(
    field="question.max_picks", title="많아야", kind=RuleParameterKind.WHOLE, least=1, most=5, default=3
)
RATE = RuleParameter(
    field="selection.eliminate", title="비율", kind=RuleParameterKind.SHARE, least="1/20", most="3/10", default="1/10"
)
MONEY_FROM_1 = RuleParameter(
    field="selection.ceiling", title="한도액", kind=RuleParameterKind.MONEY, least=1, default=0
)
STOP = RuleParameter(
    field="selection.when_unaffordable",
    title="못 하면",
    kind=RuleParameterKind.WORD,
    choices=("skip", "stop"),
    default="skip",
)


@pytest.mark.parametrize(
    ("parameter", "value", "does_fit"),
    [
        (PICKS, 1, True),
        (PICKS, 5, True),
        (PICKS, 0, False),
        (PICKS, 6, False),
        (PICKS, "3", False),
        (PICKS, True, False),
        (RATE, "1/20", True),
        (RATE, "3/10", True),
        (RATE, "30/100", True),
        (RATE, "49/1000", False),
        (RATE, "301/1000", False),
        (RATE, "0.2", False),
        (RATE, 0, False),
        (MONEY_FROM_1, 1, True),
        (MONEY_FROM_1, 10**15, True),
        (MONEY_FROM_1, 0, False),
        (MONEY_FROM_1, -1, False),
        (STOP, "stop", True),
        (STOP, "STOP", False),
        (STOP, 0, False),
    ],
)
def test_a_value_fits_by_kind_and_bounds(parameter: RuleParameter, value: int | str, does_fit: bool) -> None:
    assert fits_parameter_bounds(parameter, value) is does_fit


@pytest.mark.parametrize(
    ("parameter", "told"), [(PICKS, "1..5"), (RATE, "1/20..3/10"), (MONEY_FROM_1, "1.."), (STOP, "skip | stop")]
)
def test_what_is_expected_is_reported_without_words(parameter: RuleParameter, told: str) -> None:
    assert expected_answer_range(parameter) == told


def test_an_opening_without_bounds_takes_every_number_from_0() -> None:
    free = RuleParameter(field="question.low", title="낮은 점수", kind=RuleParameterKind.WHOLE, default=0)
    assert fits_parameter_bounds(free, 0)
    assert fits_parameter_bounds(free, 10**9)
    assert not fits_parameter_bounds(free, -1)
    assert expected_answer_range(free) == "0.."


def test_the_tables_hold_what_marking_and_selection_hold() -> None:
    question, selection = QuestionPart(method=Method.APPROVAL), SelectionPart()
    assert {name: getattr(question, name) for name in Marking.__struct_fields__} == msgspec.structs.asdict(PLAIN)
    assert {name: getattr(selection, name) for name in SelectionSteps.__struct_fields__} == msgspec.structs.asdict(
        NO_EXTRA_STEPS
    )


@pytest.mark.parametrize("kind", [QuestionPart, SelectionPart, RuleParameter])
def test_a_key_that_nobody_knows_is_refused(kind: type[msgspec.Struct]) -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field `max_pick`"):
        msgspec.convert({"max_pick": 5, "method": "approval", "field": "", "title": "", "kind": "", "default": 0}, kind)


@pytest.mark.parametrize(
    ("least", "most", "kind", "wrong"),
    [
        (1, 5, RuleParameterKind.WHOLE, ""),
        (5, 5, RuleParameterKind.MONEY, ""),
        (None, None, RuleParameterKind.SHARE, ""),
        ("1/20", "3/10", RuleParameterKind.SHARE, ""),
        (6, 5, RuleParameterKind.WHOLE, "most"),
        ("3/10", "1/20", RuleParameterKind.SHARE, "most"),
        ("", "1", RuleParameterKind.SHARE, "least"),
        (0, "1", RuleParameterKind.SHARE, "least"),
        (0, "9", RuleParameterKind.WHOLE, "most"),
        (-1, 9, RuleParameterKind.MONEY, "least"),
        (1, None, RuleParameterKind.WORD, "least"),
    ],
)
def test_a_bound_is_of_its_kind(
    least: int | str | None, most: int | str | None, kind: RuleParameterKind, wrong: str
) -> None:
    parameter = RuleParameter(field="question.max_picks", title="수", kind=kind, least=least, most=most, default=1)
    assert wrong_bound_of_rule_parameter(parameter) == wrong
