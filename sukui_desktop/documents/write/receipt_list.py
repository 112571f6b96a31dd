"""The list of receipts (확인번호 목록) as a paper for the notice board."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.fonts_and_line_breaks import printable_content
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.domain.papers.document_blocks import CENTRE, Document, Paragraph, Table, TableColumn, TableRow, Title
from sukui_desktop.domain.papers.receipt_list import ReceiptList

_IN_ROW = 4


def receipt_list_pdf(content: ReceiptList) -> bytes:
    """Return the list as PDF."""
    return pdf_bytes(receipt_list_document(content))


def receipt_list_document(content: ReceiptList) -> Document:
    """Return the list as a settled document: the numbers in their order, four in a row, to be searched by eye."""
    rows = []
    for start in range(0, len(content.receipts), _IN_ROW):
        cells = content.receipts[start : start + _IN_ROW]
        rows.append(TableRow(cells=(*cells, *("" for _ in range(_IN_ROW - len(cells))))))
    columns = tuple(TableColumn(title=text("documents.receipts.number"), share=1, align=CENTRE) for _ in range(_IN_ROW))
    name = text("documents.receipts.title")
    document = Document(
        name=f"{name} {content.poll_title}",
        running=text("documents.receipts.running", title=content.meeting_title),
        footer="",
        blocks=(
            Title(text=name, under=(content.meeting_title, content.poll_title)),
            Paragraph(text=text("documents.receipts.words", count=f"{len(content.receipts):,}")),
            Table(columns=columns, rows=tuple(rows)),
        ),
        stamp=text("documents.practice") if content.is_practice else "",
    )
    return printable_content(document)
