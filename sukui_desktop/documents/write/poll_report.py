"""Readiness sheet, zero, pause and closing report, a page each: findings or numbers, the record's head, places to
sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.anchor_sheet import OBSERVERS
from sukui_desktop.documents.write.fonts_and_line_breaks import printable_content
from sukui_desktop.documents.write.paper_tables import facts_table, titled_columns
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.domain.ballot_accounting import BoxFigures
from sukui_desktop.domain.papers.document_blocks import (
    CENTRE,
    LEFT,
    Block,
    Document,
    Paragraph,
    Signatures,
    Table,
    TableColumn,
    TableRow,
    Title,
)
from sukui_desktop.domain.papers.poll_report import BOX_FIGURES, PollReport
from sukui_desktop.models.poll import PaperKind
from sukui_desktop.wording.ballot_audits import audit_score_words
from sukui_desktop.wording.digests import hex_digits_in_groups
from sukui_desktop.wording.poll_closing_decisions import poll_closing_decision_rows
from sukui_desktop.wording.readiness_and_box_reports import (
    box_figure_name,
    box_figure_words,
    channels_with_slip_counts,
    poll_report_title,
    readiness_finding_words,
    slips_made_rows,
)
from sukui_desktop.wording.rollbacks import rollback_rows
from sukui_desktop.wording.times import moment_words


def poll_reports_pdf(reports: Sequence[PollReport]) -> bytes:
    """Return reports of one kind and one poll as PDF."""
    return pdf_bytes(poll_reports_document(reports))


def poll_reports_document(reports: Sequence[PollReport]) -> Document:
    """Return reports of one kind and one poll as a settled document, each beginning a page of its own.

    Raises ValueError for none.
    """
    if not reports:
        raise ValueError("no report")
    first, title = reports[0], poll_report_title(reports[0])
    blocks = tuple(
        block for place, report in enumerate(reports) for block in _report_blocks(report, is_first=not place)
    )
    document = Document(
        name=f"{title} {first.poll_title}",
        running=text("documents.report.running", title=first.meeting_title, report=title),
        footer=text("documents.report.footer", meeting=first.meeting_id, poll=first.poll_id),
        blocks=blocks,
        stamp=text("documents.practice") if first.is_practice else "",
    )
    return printable_content(document)


def _report_blocks(report: PollReport, *, is_first: bool) -> Iterator[Block]:
    yield Title(text=poll_report_title(report), under=(report.meeting_title,), is_on_new_page=not is_first)
    when_place = ", ".join(filter(None, (moment_words(report.issued_at_ms), report.place)))
    yield facts_table(
        (
            (text("documents.report.poll"), report.poll_title),
            (text("documents.report.when"), when_place),
            (text("documents.report.seal_words"), " · ".join(report.seal_words)),
        )
    )
    yield Paragraph(text=text(f"documents.report.{report.paper}.words"))
    figures = report.content.figures
    if not isinstance(figures, UnsetType):
        yield _figures_table(report.paper, figures)
        if figures.channels:
            yield Paragraph(text=text("documents.report.by_channel"), is_bold=True, introduces=True)
            yield facts_table(channels_with_slip_counts(figures))
        yield Paragraph(text=text("documents.report.no_votes"), is_small=True)
    if report.content.findings:
        yield _findings_table(report)
    score = () if report.audits is None else ((text("documents.audits.title"), audit_score_words(report.audits)),)
    guessed = ((text("documents.report.alarms"), text("documents.report.alarms_of", count=report.alarms)),)
    sums = () if isinstance(figures, UnsetType) else slips_made_rows(figures, report.made_again)
    put_back = rollback_rows(report.rollbacks)
    yield facts_table(
        (
            (
                text("documents.report.record"),
                text(
                    "documents.report.record_of", entries=f"{report.entries:,}", head=hex_digits_in_groups(report.head)
                ),
            ),
            (text("documents.report.digest"), hex_digits_in_groups(report.digest)),
            *score,
            *sums,
            *(guessed if report.alarms else ()),
            *put_back,
            *poll_closing_decision_rows(report.closing),
        )
    )
    yield Signatures(
        declaration=text(f"documents.report.{report.paper}.declaration"),
        boxes=(
            (text("documents.report.facilitator"), ""),
            *((text("documents.report.observer"), "") for _ in range(OBSERVERS - 1)),
        ),
        mark=text("documents.sign"),
    )


def _figures_table(paper: PaperKind, figures: BoxFigures) -> Table:
    columns = tuple(TableColumn(title=box_figure_name(paper, name), share=1, align=CENTRE) for name in BOX_FIGURES)
    return Table(
        columns=columns,
        rows=(TableRow(cells=tuple(box_figure_words(figures, name) for name in BOX_FIGURES)),),
        unit=text("documents.unit_slips"),
    )


def _findings_table(report: PollReport) -> Table:
    columns = titled_columns("documents.report.", ("check", 2, LEFT), ("verdict", 2, CENTRE), ("found", 9, LEFT))
    rows = tuple(
        TableRow(
            cells=(
                text(f"wording.readiness.{finding.check}.name"),
                text(f"wording.readiness.verdict.{finding.verdict}"),
                readiness_finding_words(finding, report.issued_at_ms),
            )
        )
        for finding in report.content.findings
    )
    return Table(columns=columns, rows=rows)
