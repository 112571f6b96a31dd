"""The key card (열쇠 카드) of a person: twenty words and a QR code on one page, made once and kept nowhere."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.domain.papers.document_blocks import CodeFigure, Document, NumberedWords, Paragraph, Title
from sukui_desktop.domain.papers.key_card import KeyCardPaper


def key_card_pdf(paper: KeyCardPaper) -> bytes:
    """Return the card as a PDF of one page."""
    return pdf_bytes(key_card_document(paper))


def key_card_document(paper: KeyCardPaper) -> Document:
    """Return the card as a document: whose it is, what it is, its words, its code."""
    return Document(
        name=text("signing.card.title"),
        running=text("signing.card.title"),
        footer=text("signing.card.foot"),
        blocks=(
            Title(text=text("signing.card.title"), under=(paper.meeting_title, paper.when)),
            Paragraph(text=text("signing.card.owner", name=paper.name), level=0),
            Paragraph(text=text("signing.card.what"), level=1),
            Paragraph(text=text("signing.card.until", until=paper.valid_until), level=1, is_bold=True),
            NumberedWords(words=paper.words),
            CodeFigure(code=paper.code, lines=((text("signing.card.code"), False),)),
        ),
        stamp=text("documents.practice") if paper.is_practice else "",
    )
