"""A meeting in which everybody is present, for the hall screen."""

from __future__ import annotations

import pytest

from tests.ui.rooms import PEOPLE, Stage


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.admit(*(number for number, *_ in PEOPLE))
    return stage
