"""The smallest change of marks is the one that trying every number of marks for every project finds."""

from __future__ import annotations

from hypothesis import given, settings
from msgspec.structs import replace

from sukui_desktop.domain.margin.margin import case_with_changed_marks, measure_margin
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.selection.decision_inputs import Case
from sukui_desktop.domain.selection.outcome_of_case import decide_case
from sukui_desktop.domain.selection.project_list import Outcome
from tests.builders.cases import cases

MOST = 30


def smallest_by_trying(case: Case, outcome: Outcome) -> tuple[int, set[tuple[str, str, int]]]:
    """Return the fewest marks that change the list and every (code, channel, change) of so few; 0 for none."""
    fixed = replace(case, tie_order=tuple(ranked.code for ranked in outcome.ranking))
    per_ballot = 1 if case.definition.question.method == Method.APPROVAL else 2
    for count in range(1, MOST):
        found = set()
        for place, channel in enumerate(case.counts):
            for index, option in enumerate(case.definition.question.options):
                for change in (count, -count):
                    if not 0 <= channel.marks[index] + change <= per_ballot * channel.ballots_valid:
                        continue
                    after = decide_case(case_with_changed_marks(fixed, place, index, change))
                    if set(after.selected) != set(outcome.selected):
                        found.add((option.code, channel.key, change))
        if found:
            return count, found
    return 0, set()


@settings(max_examples=60, deadline=None)
@given(cases())
def test_no_smaller_change_is_missed_and_the_one_told_is_real(case: Case) -> None:
    outcome = decide_case(case)
    told = measure_margin(case, outcome)
    count, found = smallest_by_trying(case, outcome)
    assert abs(told.change) == count
    if count:
        assert (told.code, told.channel, told.change) in found
        assert set(told.selected) == set(outcome.selected) - set(told.goes_out) | set(told.comes_in)
        assert told.comes_in or told.goes_out
