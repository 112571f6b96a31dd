"""Tells the witness of a ballot before its commit."""

from __future__ import annotations

from sukui_desktop.domain.rollback_detection import BoxCounts
from sukui_desktop.storage.ballot_box import BallotBox
from tests.faults.mutants.method_replacing import replace_method


def apply() -> None:
    spend = BallotBox._spend_slip_and_fill_slot

    def told_first(box: BallotBox, tag: bytes, sealed: bytes, place: int) -> bool:
        now = box.count_spent_and_filled()
        assert box.witness is not None
        box.witness.write_note(box.box_id, BoxCounts(spent=now.spent + 1, filled=now.filled + 1))
        return spend(box, tag, sealed, place)

    replace_method(BallotBox, "_spend_slip_and_fill_slot", told_first)
