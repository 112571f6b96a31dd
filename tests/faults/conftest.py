"""Suites about faults run the program itself in other processes."""

from __future__ import annotations

from functools import cache

import pytest

from sukui_desktop.services import person_keys
from sukui_desktop.storage import file_key_and_recovery_code, station_folder


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> None:
    """Derive keys at the program's own cost: another process opens the same files."""


@pytest.fixture
def remembered_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive each key once: hundreds of states are opened with the same passphrase and salt."""
    derive = cache(file_key_and_recovery_code.derive_key_from_passphrase)
    monkeypatch.setattr(file_key_and_recovery_code, "derive_key_from_passphrase", derive)
    monkeypatch.setattr(station_folder, "derive_key_from_passphrase", derive)
    monkeypatch.setattr(person_keys, "derive_key_from_passphrase", derive)
