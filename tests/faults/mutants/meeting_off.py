"""The meeting file with `synchronous=OFF`."""

from __future__ import annotations

from tests.faults.mutants.pragma_setting import change_meeting


def apply() -> None:
    change_meeting("synchronous", "OFF", 0)
