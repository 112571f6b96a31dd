"""The ballot box without `locking_mode=EXCLUSIVE`: every commit unlinks its journal."""

from __future__ import annotations

from tests.faults.mutants.pragma_setting import change_box


def apply() -> None:
    change_box("locking_mode", "NORMAL", "normal")
