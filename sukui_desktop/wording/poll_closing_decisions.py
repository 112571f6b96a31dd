"""What papers say of a closing that was taken back, and of one with slips that did not come back."""

from __future__ import annotations

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.poll_closing_decisions import ClosingDecisions
from sukui_desktop.wording.times import moment_words


def poll_reopening_words(decisions: ClosingDecisions) -> str:
    """Return a line for each closing that was taken back: when, by whom, why, how many ballots the box had; or ''."""
    return "\n".join(
        text(
            "documents.closing.reopened_line",
            at=moment_words(one.decided.at_ms),
            closed_at=moment_words(one.decided.closed_at_ms),
            cast=f"{one.decided.cast:,}",
            names=", ".join(one.names),
            reason=one.decided.reason,
        )
        for one in decisions.reopenings
    )


def missing_slips_words(decisions: ClosingDecisions) -> str:
    """Return how many slips did not come back, and which two people let the vote be closed so, and why; or ''."""
    found = decisions.missing_slips
    if found is None:
        return ""
    facts = {"count": f"{found.not_returned:,}", "names": ", ".join(found.names), "reason": found.reason}
    return text("documents.closing.missing_line", **facts)


def doubles_words(decisions: ClosingDecisions) -> str:
    """Return how many people were found to have slips of two places; '' where the vote was held here alone."""
    found = decisions.doubles
    if isinstance(found, UnsetType):
        return ""
    return text("documents.closing.doubles_line", twice=found.twice, two_people=found.two_people)


def poll_closing_decision_rows(decisions: ClosingDecisions) -> tuple[tuple[str, str], ...]:
    """Return the rows of a table of facts that say so, each with its name; () where there is nothing to say."""
    rows = (
        (text("documents.closing.reopened"), poll_reopening_words(decisions)),
        (text("documents.closing.missing"), missing_slips_words(decisions)),
        (text("documents.closing.doubles"), doubles_words(decisions)),
    )
    return tuple(row for row in rows if row[1])
