"""Every test: a station folder of its own, our fonts only, warnings and stray log records fail."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import HealthCheck, settings

from sukui_desktop.services import person_keys
from sukui_desktop.services.signing import signers
from sukui_desktop.services.vote import joint_votes
from sukui_desktop.storage import file_key_and_recovery_code, station_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parent.parent
IS_LONG = os.environ.get("SUKUI_LONG") == "1"

# Read by Qt when the application is made, so they stand before any fixture: no window on anybody's screen, and no
# font of the machine that would hide a missing glyph of ours.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["FONTCONFIG_FILE"] = str(ROOT / "tests" / "no_fonts.conf")

settings.register_profile("short", max_examples=40, deadline=None, database=None, print_blob=True)
settings.register_profile(
    "full", max_examples=1000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("full" if IS_LONG else "short")


def pytest_collection_finish() -> None:
    """Leave what importing and collecting made out of all later garbage collections: it stays to the end anyway.

    Otherwise each collection walks the modules and items of eight thousand tests, and the kiosk asks for one after
    every voter.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real ballots and rosters beside the checkout; it is never part of the project."""
    folder = ROOT.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    if os.environ.get("SUKUI_REQUIRE_DATA") == "1":
        pytest.fail(f"SUKUI_REQUIRE_DATA=1, but {folder} is not there")
    pytest.skip(f"real data not at {folder}")


@pytest.fixture(autouse=True)
def station_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The station folder of this test alone (`SUKUI_HOME`), without passphrases left by somebody's shell."""
    home = tmp_path_factory.mktemp("station")
    monkeypatch.setenv("SUKUI_HOME", str(home))
    for name in ("SUKUI_PASSPHRASE", "SUKUI_TALLY_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    return home


def quick_key(passphrase: str, salt: bytes) -> bytes:
    """Stand in for `derive_key_from_passphrase` at a fraction of its cost, which is most of a suite's time."""
    return Argon2id(salt=salt, length=32, iterations=1, lanes=1, memory_cost=64).derive(passphrase.encode())


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> Iterator[None]:
    """Derive keys quickly. Suites whose files are opened by other processes or came from other versions override this
    fixture with one that does nothing."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (file_key_and_recovery_code, station_folder, person_keys, signers, joint_votes):
            patch.setattr(module, "derive_key_from_passphrase", quick_key)
        yield


class _StrayLogs(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def stray_logs() -> Iterator[list[logging.LogRecord]]:
    """Log records at WARNING and above; the test fails on those left here (take the fixture, look, and `clear()`)."""
    handler = _StrayLogs()
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield handler.records
    finally:
        root.removeHandler(handler)
    assert not handler.records, [f"{r.levelname} {r.name}: {r.getMessage()}" for r in handler.records]


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application as people see it: our typeface and look."""
    from sukui_desktop.ui.theme import apply_theme

    apply_theme(qapp)
    return qapp
