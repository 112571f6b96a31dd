"""Takes a cast that the disk refused for done."""

from __future__ import annotations

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.storage.ballot_box import BallotBox
from tests.faults.mutants.method_replacing import replace_method


def apply() -> None:
    cast = BallotBox.cast_ballot

    def cast_anyway(box: BallotBox, tag: bytes, sealed: bytes) -> None:
        try:
            cast(box, tag, sealed)
        except StorageFault:
            return

    replace_method(BallotBox, "cast_ballot", cast_anyway)
