"""What facts about people who sign do to their rows."""

from __future__ import annotations

from msgspec.structs import replace

from sukui_desktop.domain.facts import signer as facts
from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State
from sukui_desktop.models.ids import SignerId
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.signer import SignerRow


def effect_on_signer(state: State, entry: Entry) -> Effect | None:
    """Return the row that an entry about a signer leads to; None when it no longer applies."""
    fact, signer_id = entry.fact, SignerId(entry.subject_id)
    signer = state.row(SignerRow, signer_id)
    if isinstance(fact, facts.SignerEnrolled) and signer is None:
        return Effect((copy_fields(SignerRow, fact, signer_id=signer_id, enrolled_at_ms=entry.at_ms),))
    if isinstance(fact, facts.SignerWithdrawn) and signer is not None:
        return Effect((replace(signer, is_withdrawn=True),))
    return None
