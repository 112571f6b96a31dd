"""Windows are freed on their own thread in whole-day tests too."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def swept_on_this_thread() -> Iterator[None]:
    """No widget is collected in a worker (`programs/garbage_collection.py`); collect here at the end."""
    gc.disable()
    yield
    gc.collect()
    if gc.get_freeze_count() == 0:
        gc.freeze()  # as after collecting (`tests/conftest.py`): a program that ended had it undone
    gc.enable()


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> None:
    """Derive keys at the program's own cost: another process opens the same files."""
