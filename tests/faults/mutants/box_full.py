"""The ballot box with `synchronous=FULL` instead of EXTRA."""

from __future__ import annotations

from tests.faults.mutants.pragma_setting import change_box


def apply() -> None:
    change_box("synchronous", "FULL", 2)
