"""Windows are freed on their own thread, in tests as in the program."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator

import pytest

SWEEP_EVERY = 8
_counter = itertools.count(1)


@pytest.fixture(autouse=True)
def swept_on_this_thread() -> Iterator[None]:
    """Keep Python from collecting widgets in a worker (see `programs/garbage.py`); collect here now and then."""
    gc.disable()
    yield
    if next(_counter) % SWEEP_EVERY == 0:
        gc.collect()
