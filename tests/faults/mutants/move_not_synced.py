"""Writes the file that a box is moved to without waiting for the disk; the open box is as it should be."""

from __future__ import annotations

import random

from sukui_desktop.services.vote import box_move_to_new_file
from sukui_desktop.storage import traceless_file
from sukui_desktop.storage.ballot_box import BallotBox
from sukui_desktop.storage.box_file_move import write_next_box
from tests.faults.mutants.pragma_setting import changed


def apply() -> None:
    def write_at_leisure(box: BallotBox, key: bytes, shuffler: random.Random) -> bytes:
        kept = vars(traceless_file)["BOX_PRAGMAS"]
        vars(traceless_file)["BOX_PRAGMAS"] = changed(kept, "synchronous", "OFF", 0)
        try:
            return write_next_box(box, key, shuffler)
        finally:
            vars(traceless_file)["BOX_PRAGMAS"] = kept

    assert "write_next_box" in vars(box_move_to_new_file)
    vars(box_move_to_new_file)["write_next_box"] = write_at_leisure
