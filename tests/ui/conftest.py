"""Fixtures of all window tests: a meeting on a stage; windows are freed on their own thread, as in the program."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.rooms import Stage, staged

SWEEP_EVERY = 8
_counter = itertools.count(1)


@pytest.fixture(autouse=True)
def swept_on_this_thread() -> Iterator[None]:
    """No widget is collected in a worker (`programs/garbage_collection.py`); collect here now and then."""
    gc.disable()
    yield
    if next(_counter) % SWEEP_EVERY == 0:
        gc.collect()
        if gc.get_freeze_count() == 0:
            gc.freeze()  # as after collecting (`tests/conftest.py`): a program that ended had it undone


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    """A meeting with people and projects, and the operations that reach it; closed at the end."""
    with staged(qtbot, tmp_path) as made:
        made.make_room()
        yield made
