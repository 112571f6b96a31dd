"""Who made a workbook, and when."""

from datetime import datetime

class DocumentProperties:
    creator: str | None
    title: str | None
    created: datetime | None
    modified: datetime | None
