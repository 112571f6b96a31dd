"""Words of readiness sheets and box reports, the same on screens and papers."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.ballot_accounting import AccountingFault, BoxFigures
from sukui_desktop.domain.machine_readiness import Finding
from sukui_desktop.domain.papers.poll_report import PollReport
from sukui_desktop.models.poll import PaperKind
from sukui_desktop.wording.times import moment_words


def poll_report_title(report: PollReport) -> str:
    """Return what a paper is called."""
    return text(f"documents.report.{report.paper}.title")


def readiness_finding_words(finding: Finding, now_ms: int) -> str:
    """Return in one or two sentences what was found of a check, and what to do where it is not good."""
    return text(
        f"wording.readiness.{finding.check}.{finding.code}",
        figure=f"{finding.figure:,}",
        tools=", ".join(text(f"wording.readiness.tool.{tool}") for tool in finding.tools),
        now=moment_words(now_ms),
    )


def box_figure_words(figures: BoxFigures, name: str) -> str:
    """Return one of the figures of a box (a field, or `outstanding`)."""
    return f"{getattr(figures, name):,}"


def box_figure_name(paper: PaperKind, name: str) -> str:
    """Return what a figure of a box is called; after the closing slips that are out are 미반납, as in every other
    paper and on the screens."""
    is_final = paper == PaperKind.CLOSING and name == "outstanding"
    return text(f"documents.report.{'not_returned' if is_final else name}")


def channels_with_slip_counts(figures: BoxFigures) -> tuple[tuple[str, str], ...]:
    """Return every 구분 with the slips that its people have."""
    return tuple(
        (one.channel or text("wording.accounting.no_channel"), text("wording.accounting.slips", count=f"{one.given:,}"))
        for one in figures.channels
    )


def slips_made_rows(figures: BoxFigures, lost: int) -> tuple[tuple[str, str], ...]:
    """Return the row of a table of facts in which an observer adds up the slips made: given out, left, and lost as the
    program ended."""
    facts = {"made": figures.made, "issued": figures.issued, "left": figures.made - lost - figures.issued, "lost": lost}
    key = "sum_with_lost" if lost else "sum"
    words = text(f"documents.report.{key}", **{name: f"{count:,}" for name, count in facts.items()})
    return ((text("documents.report.sum_of_made"), words),)


def box_accounting_sentence(figures: BoxFigures, *, is_exact: bool) -> str:
    """Return the accounting of a box in one sentence, the ballots as at least so many where they are rounded."""
    names = ("issued", "cast", "spoiled", "returned", "outstanding")
    facts = {name: box_figure_words(figures, name) for name in names}
    return text("wording.accounting.exact" if is_exact else "wording.accounting.rounded", **facts)


def box_accounting_fault_words(faults: tuple[AccountingFault, ...]) -> str:
    """Return why the figures of a box cannot be true and what to do; '' where they balance."""
    return " ".join(text(f"wording.accounting.{fault}") for fault in faults)
