"""Suites about faults run the program itself in other processes."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> None:
    """Derive keys at the program's own cost: another process opens the same files."""
