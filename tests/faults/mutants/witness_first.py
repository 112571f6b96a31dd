"""Tells the witness of a ballot before its commit."""

from __future__ import annotations

from sukui_desktop.domain.rollback_detection import BoxCounts
from sukui_desktop.storage.ballot_box import BallotBox
from tests.faults.mutants.method_replacing import replace_method


def apply() -> None:
    spend = BallotBox._spend_and_fill

    def told_first(box: BallotBox, tag: bytes, sealed: bytes, place: int) -> bool:
        now = box.counts()
        assert box.witness is not None
        box.witness.note(box.box_id, BoxCounts(spent=now.spent + 1, filled=now.filled + 1))
        return spend(box, tag, sealed, place)

    replace_method(BallotBox, "_spend_and_fill", told_first)
