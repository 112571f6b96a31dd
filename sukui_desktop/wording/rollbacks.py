"""What papers say of a box or a record that was put back, and of another machine that took the place of the hub."""

from __future__ import annotations

from collections.abc import Iterable

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.rollback_record import RollbackRecord
from sukui_desktop.models.poll import RollbackKind
from sukui_desktop.wording.times import moment_words

_OF_HUB = (RollbackKind.HUB_PROMOTED, RollbackKind.HUB_GATHERED, RollbackKind.KIOSK_WRITTEN_OFF)


def rollback_rows(rollbacks: Iterable[RollbackRecord]) -> tuple[tuple[str, str], ...]:
    """Return (title, lines) for what was put back and for what was decided of another hub, each where there is any."""
    every = tuple(rollbacks)
    of_hub = tuple(record for record in every if record.decided.kind in _OF_HUB)
    put_back = tuple(record for record in every if record.decided.kind not in _OF_HUB)
    titled = ((text("documents.rollback.title"), put_back), (text("documents.rollback.title_hub"), of_hub))
    return tuple((title, rollback_words(records)) for title, records in titled if records)


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
        f"documents.rollback.line_{row.kind}" if row.kind in _OF_HUB else "documents.rollback.line",
        at=moment_words(row.at_ms),
        found=found,
        counts=", ".join(counts),
        names=", ".join(record.names),
        reason=row.reason,
    )
