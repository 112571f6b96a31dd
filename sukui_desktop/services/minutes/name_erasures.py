"""Erasings of personal data, gathered for papers that are made afterwards."""

from __future__ import annotations

from sukui_desktop.domain.facts.person import PersonErased
from sukui_desktop.domain.papers.name_erasures import NameErasure
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.services.person_keys import name_of_signer_on_papers
from sukui_desktop.storage.meeting_transaction import Transaction


def gather_name_erasures(tx: Transaction) -> tuple[NameErasure, ...]:
    """Return every erasing in the order of the record."""
    subjects = tx.journal.list_subjects_of_kinds(PersonErased.KIND)
    if not subjects:
        return ()
    names = {str(row.signer_id): name_of_signer_on_papers(tx, row) for row in tx.list_rows(SignerRow)}
    return tuple(
        NameErasure(
            at_ms=entry.at_ms,
            reason=entry.fact.reason,
            decided_by=tuple(names.get(signer_id, "") for signer_id in entry.fact.signer_ids),
        )
        for entry in tx.read_entries(subjects)
        if isinstance(entry.fact, PersonErased)
    )
