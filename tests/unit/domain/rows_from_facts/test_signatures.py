"""What people signed goes with the step it stood on: they sign anew, and nobody is passed over as having signed."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.domain.facts.poll import PollPaused, PollReopened, PollWithdrawn
from sukui_desktop.domain.rows_from_facts.effect_of_entry import effect_of_entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import State
from sukui_desktop.models.poll import ConfirmationRow, PollRow
from sukui_desktop.models.signer import AnchoredStep, SignatureRow
from tests.builders.blank_rows import blank


@pytest.mark.parametrize(
    ("fact", "state", "left"),
    [
        (PollWithdrawn(names=("김하나", "이두리")), "ready", set()),
        (PollReopened(reason="잘못 마감함", signer_ids=("a", "b")), "closed", {AnchoredStep.READY}),
        (PollPaused(), "open", {AnchoredStep.READY, AnchoredStep.CLOSED}),
    ],
)
def test_a_step_that_is_taken_back_takes_its_signatures(fact: Fact, state: str, left: set[AnchoredStep]) -> None:
    """Before, the old signature stayed: `sign_step` passed its signer over, and it stood under nothing."""
    signed = [
        blank(SignatureRow, poll_id="p", step=step, signer_id="a") for step in (AnchoredStep.READY, AnchoredStep.CLOSED)
    ]
    rows = State([blank(PollRow, poll_id="p", state=state), *signed, blank(ConfirmationRow, poll_id="p")])
    rows.apply_effect(effect_of_entry(rows, Entry(stream="ab", seq=3, subject="poll/p", at_ms=77, fact=fact)))
    assert {row.step for row in rows.rows(SignatureRow)} == left
    assert bool(rows.rows(ConfirmationRow)) is not isinstance(fact, PollWithdrawn)
