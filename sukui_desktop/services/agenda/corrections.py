"""Corrections (정정): what was changed after the meeting was closed, with the reason."""

from __future__ import annotations

from sukui_desktop.models.meeting import CorrectionRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.transaction import Transaction


def list_corrections(room: Room) -> tuple[CorrectionRow, ...]:
    """Return every correction in the order in which they were made."""
    with room.reading() as tx:
        return list_corrections_in_transaction(tx)


def list_corrections_in_transaction(tx: Transaction) -> tuple[CorrectionRow, ...]:
    """Return every correction, as `list_corrections`, within a transaction."""
    return tuple(sorted(tx.list_rows(CorrectionRow), key=lambda row: (row.clock_ms, row.clock_counter)))
