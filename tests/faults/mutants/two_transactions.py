"""Spends the slip in one transaction and fills the slot in another: between them a slip is spent for nothing."""

from __future__ import annotations

from sukui_desktop.storage import ballot_box
from sukui_desktop.storage.ballot_box import BallotBox
from sukui_desktop.storage.database_faults import faults_translated
from tests.faults.mutants.method_replacing import replace_method


def apply() -> None:
    def both(box: BallotBox, tag: bytes, sealed: bytes, place: int) -> bool:
        with faults_translated(box.path):
            if box._connection.execute(ballot_box._SPEND, (ballot_box._VOTED, tag)).rowcount != 1:
                return False
            return bool(box._connection.execute(ballot_box._FILL, (sealed, place)).rowcount == 1)

    replace_method(BallotBox, "_spend_slip_and_fill_slot", both)
