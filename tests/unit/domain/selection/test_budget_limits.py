"""What a list may spend: ceilings, allocations, short lists, and who draws on what."""

from __future__ import annotations

from msgspec.structs import replace

from sukui_desktop.domain.question.selection_steps import Allocation
from sukui_desktop.domain.selection.budget_limits import (
    BudgetLimit,
    LimitKind,
    allocation_name_of_option,
    budget_limits,
)
from tests.builders.cases import define

FIELDS = ["복지", "환경", "교통"]
ALLOCATIONS = (Allocation(name="복지", amount=70), Allocation(name="환경", amount=33))


def test_one_ceiling_is_for_everybody() -> None:
    limits = budget_limits(define([1, 2], ceiling=100))
    assert limits.limits == (BudgetLimit(LimitKind.CEILING, "", 100),)
    assert limits.draws == ((0,), (0,))
    assert limits.most_to_spend == 100


def test_a_short_list_has_its_share_of_each_rounded_down() -> None:
    assert budget_limits(define([1], ceiling=101, shortlist="13/10")).most_to_spend == 131
    limits = budget_limits(
        define([1] * 3, fields=FIELDS, allocate_by="field", allocations=ALLOCATIONS, shortlist="13/10")
    )
    assert [limit.amount for limit in limits.limits] == [91, 42]
    assert limits.most_to_spend == 133


def test_without_an_allocation_nothing_pays() -> None:
    limits = budget_limits(define([1] * 3, fields=FIELDS, allocate_by="field", allocations=ALLOCATIONS))
    assert limits.draws == ((0,), (1,), ())


def test_a_ceiling_below_the_allocations_holds_for_all_together() -> None:
    limits = budget_limits(define([1] * 3, ceiling=90, fields=FIELDS, allocate_by="field", allocations=ALLOCATIONS))
    assert limits.limits[-1] == BudgetLimit(LimitKind.CEILING, "", 90)
    assert limits.draws == ((0, 2), (1, 2), ())
    assert limits.most_to_spend == 90


def test_a_ceiling_that_is_no_less_than_the_allocations_adds_nothing() -> None:
    for ceiling in (103, 104):
        limits = budget_limits(
            define([1] * 3, ceiling=ceiling, fields=FIELDS, allocate_by="field", allocations=ALLOCATIONS)
        )
        assert len(limits.limits) == 2
        assert limits.most_to_spend == 103


def test_allocations_go_by_field_district_or_group() -> None:
    option = replace(define([1], ceiling=1, fields=["복지"], groups=["광역"]).question.options[0], district="종로구")
    assert allocation_name_of_option(option, "field") == "복지"
    assert allocation_name_of_option(option, "group") == "광역"
    assert allocation_name_of_option(option, "district") == "종로구"
    assert allocation_name_of_option(define([1], ceiling=1).question.options[0], "district") == ""
