"""The headings of the minutes as the recorder wrote them."""

from __future__ import annotations

from typing import ClassVar

from sukui_desktop.models.row import Row


class MinutesRow(Row, frozen=True, kw_only=True):
    """What the recorder wrote of one of the nine items the law asks for (`minutes.py`)."""

    TABLE: ClassVar[str] = "minutes"
    KEY: ClassVar[tuple[str, ...]] = ("heading",)
    SUBJECT: ClassVar[str] = "heading"

    heading: str
    text: str
    is_none: bool
    """해당 없음 was chosen."""
