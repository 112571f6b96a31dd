"""That a box or the record was put back and two people let the vote go on, as every later paper of the poll says it."""

from __future__ import annotations

import msgspec

from sukui_desktop.models.poll import RollbackRow


class RollbackRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One decision of two people."""

    decided: RollbackRow
    names: tuple[str, ...]
    """Of the two who decided; `ERASED` for somebody who was erased since."""
    station: str = ""
    """Name of the kiosk that was written off, '' for other decisions."""
