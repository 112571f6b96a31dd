"""The minutes on paper: what is signed, filed and sent to the records office."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.documents.write.minutes_text import minutes_document
from sukui_desktop.documents.write.painter import pdf_bytes
from sukui_desktop.documents.write.saving import save_whole
from sukui_desktop.domain.papers.minutes import Minutes, check_minutes


def write_minutes_pdf(minutes: Minutes, path: Path) -> None:
    """Write the minutes as PDF to `path`, whole or not at all.

    Raises RuleBroken minutes_incomplete when a heading of the law is empty, and StorageFault as `save_whole` does.
    """
    check_minutes(minutes)
    save_whole(pdf_bytes(minutes_document(minutes)), path)
