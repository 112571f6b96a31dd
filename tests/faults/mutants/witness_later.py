"""Tells the witness of a ballot only after its receipt: at the next cast, or never."""

from __future__ import annotations

from sukui_desktop.storage.ballot_box import BallotBox
from tests.faults.mutants.method_replacing import replace_method


def apply() -> None:
    cast, tell = BallotBox.cast_ballot, BallotBox.write_witness

    def told_later(box: BallotBox, tag: bytes, sealed: bytes) -> None:
        tell(box)
        cast(box, tag, sealed)

    replace_method(
        BallotBox, "write_witness", lambda box: tell(box) if not box.count_spent_and_filled().filled else None
    )
    replace_method(BallotBox, "cast_ballot", told_later)
