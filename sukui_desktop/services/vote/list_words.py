"""Why each project is on a list or not, in one Korean sentence a project."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.case import Case
from sukui_desktop.domain.money import format_money
from sukui_desktop.domain.selection import Outcome


def tell_outcome(case: Case, outcome: Outcome) -> dict[str, str]:
    """Return one sentence for each project, in the order of rank."""
    currency = case.definition.currency
    return {
        ranked.code: text(
            f"tally.outcome.{ranked.outcome}",
            place=ranked.place,
            votes=ranked.votes,
            cost=format_money(ranked.cost, currency),
            left=format_money(ranked.left_before, currency),
            least=case.definition.rule.min_votes,
        )
        for ranked in outcome.ranking
    }
