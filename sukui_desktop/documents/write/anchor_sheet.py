"""The anchor sheet (기록 확인서) as one page: figures, hashes, QR code and words, counts, places to sign."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.program_command import program_command
from sukui_desktop.documents.write.fonts_and_line_breaks import printable_content
from sukui_desktop.documents.write.paper_tables import ballot_counts_table, facts_table, titled_columns
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.domain.papers.anchor_sheet import FIGURES_AT_CLOSING, Anchor, AnchorSheet, anchor_code
from sukui_desktop.domain.papers.document_blocks import (
    CENTRE,
    Block,
    CodeFigure,
    Document,
    Paragraph,
    Signatures,
    Table,
    TableRow,
    Title,
)
from sukui_desktop.models.signer import AnchoredStep
from sukui_desktop.wording.digests import hex_digits_in_groups
from sukui_desktop.wording.poll_closing_decisions import poll_closing_decision_rows
from sukui_desktop.wording.rollbacks import rollback_rows
from sukui_desktop.wording.times import moment_words

OBSERVERS = 6
"""Places for observers to sign."""
_FIGURES = ("made", *FIGURES_AT_CLOSING)
_IN_ROW = 4
"""Words in a line."""


def anchor_sheet_pdf(sheet: AnchorSheet) -> bytes:
    """Return the sheet as PDF."""
    return pdf_bytes(anchor_sheet_document(sheet))


def anchor_sheet_document(sheet: AnchorSheet) -> Document:
    """Return the sheet as a settled document of one page."""
    anchor = sheet.anchor
    title = text("documents.sheet.title", step=text(f"documents.sheet.step.{anchor.step}"))
    when_place = ", ".join(filter(None, (moment_words(anchor.issued_at_ms), sheet.place)))
    blocks: tuple[Block, ...] = (
        Title(text=title, under=(sheet.meeting_title,)),
        facts_table(
            (
                (text("documents.sheet.poll"), sheet.poll_title),
                (text("documents.sheet.when"), when_place),
                (text("documents.sheet.seal_words"), " · ".join(sheet.seal_words)),
            )
        ),
        _slips_table(anchor),
        *_blocks_of_count(sheet),
        *_blocks_of_two_person_decisions(sheet),
        CodeFigure(code=anchor_code(anchor), lines=tuple(_anchor_word_lines(sheet))),
        facts_table(named_hashes(anchor)),
        Signatures(
            declaration=text("documents.sheet.declaration"),
            boxes=tuple((text("documents.sheet.observer"), "") for _ in range(OBSERVERS)),
            mark=text("documents.sign"),
        ),
    )
    document = Document(
        name=f"{title} {sheet.poll_title}",
        running=text("documents.sheet.running", title=sheet.meeting_title),
        footer=text(
            "documents.sheet.footer", meeting=anchor.meeting_id, poll=anchor.poll_id, command=program_command()
        ),
        blocks=blocks,
        stamp=text("documents.practice") if sheet.is_practice else "",
    )
    return printable_content(document)


def named_hashes(anchor: Anchor) -> tuple[tuple[str, str], ...]:
    """Return the record and the hashes of a sheet with their names, '' for those the step has not."""
    record = text("documents.sheet.record_of", entries=f"{anchor.entries:,}", head=hex_digits_in_groups(anchor.head))
    return (
        (text("documents.sheet.record"), record),
        (text("documents.sheet.definition"), hex_digits_in_groups(anchor.definition_hash)),
        (text("documents.sheet.box"), hex_digits_in_groups(anchor.box_root)),
        (text("documents.sheet.ballots"), hex_digits_in_groups(anchor.opened_root)),
    )


def named_slip_figures(anchor: Anchor) -> tuple[tuple[str, str], ...]:
    """Return the slips of a sheet by their names; a dash before the closing, where they are not known yet."""
    is_closed = anchor.step != AnchoredStep.READY
    return tuple(
        (text(f"documents.sheet.{name}"), f"{getattr(anchor, name):,}" if is_closed or name == "made" else "–")
        for name in _FIGURES
    )


def _slips_table(anchor: Anchor) -> Table:
    columns = titled_columns("documents.sheet.", *((name, 1, CENTRE) for name in _FIGURES))
    cells = tuple(figure for _, figure in named_slip_figures(anchor))
    return Table(columns=columns, rows=(TableRow(cells=cells),), unit=text("documents.unit_slips"))


def _blocks_of_count(sheet: AnchorSheet) -> Iterator[Block]:
    if sheet.tally is None:
        return
    yield ballot_counts_table(sheet.tally)
    if not sheet.options:
        return
    key = "votes" if isinstance(sheet.tally.points, UnsetType) else "points"
    scored = zip(sheet.options, sheet.tally.points_or_votes, strict=True)
    counted = " · ".join(text(f"documents.sheet.option_{key}", title=title, count=f"{n:,}") for title, n in scored)
    yield Paragraph(text=counted, is_small=True)


def _blocks_of_two_person_decisions(sheet: AnchorSheet) -> Iterator[Block]:
    """Yield what two people had decided when the sheet was issued; most sheets have nothing of it."""
    rows = (*rollback_rows(sheet.rollbacks), *poll_closing_decision_rows(sheet.closing))
    if rows:
        yield facts_table(rows)


def _anchor_word_lines(sheet: AnchorSheet) -> Iterator[tuple[str, bool]]:
    yield text("documents.sheet.words"), False
    numbered = [f"{place}. {word}" for place, word in enumerate(sheet.words, start=1)]
    for start in range(0, len(numbered), _IN_ROW):
        yield "   ".join(numbered[start : start + _IN_ROW]), True
    yield text("documents.sheet.compare"), False
    yield text("documents.sheet.which_words"), False
