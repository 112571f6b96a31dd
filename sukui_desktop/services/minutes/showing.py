"""The minutes as text on a screen: without it the recorder would see what will be printed only on paper."""

from __future__ import annotations

import msgspec

from sukui_desktop.documents.write.minutes import minutes_document, minutes_text
from sukui_desktop.domain.papers.content import Block, Paragraph, document_text
from sukui_desktop.domain.papers.minutes import HEADINGS, LEGAL_NAMES, Minutes, has_content


class ShownMinutes(msgspec.Struct, frozen=True):
    """The minutes in words."""

    text: str
    """The whole of it, letter for letter what the PDF will show."""
    known: tuple[str, ...]
    """What the meeting itself fills in under each of the nine headings, in their order; '' for nothing."""


def show_minutes(minutes: Minutes) -> ShownMinutes:
    """Put the minutes into words, complete or not. For the making queue."""
    return ShownMinutes(minutes_text(minutes), _known(minutes))


def _known(minutes: Minutes) -> tuple[str, ...]:
    document = minutes_document(msgspec.structs.replace(minutes, written=(), signers=()))
    under: dict[str, list[Block]] = {heading: [] for heading in HEADINGS}
    names = {LEGAL_NAMES[heading]: heading for heading in HEADINGS}
    present = ""
    for block in document.blocks[:-1]:  # the last block is the boxes to sign in
        if isinstance(block, Paragraph) and block.level == 0 and block.text in names:
            present = names[block.text]
        elif present:
            under[present].append(block)
    return tuple(
        document_text(msgspec.structs.replace(document, blocks=tuple(under[heading])))
        if has_content(minutes, heading)
        else ""
        for heading in HEADINGS
    )
