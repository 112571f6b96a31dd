"""The entry of an accepted import: which file, and how many of its lines changed what."""

from __future__ import annotations

from sukui_desktop.domain.facts.meeting import ImportAccepted
from sukui_desktop.domain.file_import import DraftT, ImportComparison, Reading, RowT
from sukui_desktop.domain.file_names import file_name_as_recorded
from sukui_desktop.models.meeting import ImportSubject
from sukui_desktop.models.shared_fields import copy_fields


def make_import_accepted_fact(
    subject: ImportSubject, reading: Reading[DraftT], comparison: ImportComparison[RowT, DraftT], removed: int
) -> ImportAccepted:
    """Return the fact that a list was accepted; `removed` of those gone were taken off."""
    added, changed = len(comparison.added), len(comparison.changed)
    counts = {"added": added, "changed": changed, "removed": removed}
    name = file_name_as_recorded(reading.file_name)
    return copy_fields(ImportAccepted, reading, subject=subject, file_name=name, file_sha256=reading.sha256, **counts)
