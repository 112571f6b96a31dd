"""What papers say of a box or a record that was put back."""

from __future__ import annotations

from collections.abc import Iterable

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.rollback_record import RollbackRecord
from sukui_desktop.wording.times import moment_words


def rollback_words(rollbacks: Iterable[RollbackRecord]) -> str:
    """Return a line for each decision: when, what was found, what box, witness and record said, who, and why."""
    return "\n".join(map(_rollback_line, rollbacks))


def _rollback_line(record: RollbackRecord) -> str:
    row = record.decided
    found = text(f"documents.rollback.{row.kind}", missing=f"{row.missing:,}", station=record.station)
    counts = [text("documents.rollback.record", given=f"{row.given:,}", stopped=f"{row.stopped:,}")]
    if row.spent >= 0:
        counts.append(text("documents.rollback.box", spent=f"{row.spent:,}", filled=f"{row.filled:,}"))
    if row.witness_spent >= 0:
        spent, filled = f"{row.witness_spent:,}", f"{row.witness_filled:,}"
        counts.append(text("documents.rollback.witness", spent=spent, filled=filled))
    return text(
        "documents.rollback.line",
        at=moment_words(row.at_ms),
        found=found,
        counts=", ".join(counts),
        names=", ".join(record.names),
        reason=row.reason,
    )
