"""Every test: a station folder of its own, our fonts only, warnings and stray log records fail."""

from __future__ import annotations

import gc
import itertools
import logging
import os
import re
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from sukui_desktop.services import person_keys
from sukui_desktop.services.signing import signers
from sukui_desktop.services.vote import joint_votes
from sukui_desktop.storage import file_key_and_recovery_code, station_folder
from tests.builders.quick_keys import quick_key

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


def pytest_collection() -> None:
    """Collect tests without garbage collections: it makes objects by the million, and nearly all of them stay."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave what importing and collecting made out of all later garbage collections: it stays to the end anyway.

    Otherwise each collection walks the modules and items of eight thousand tests, and the kiosk asks for one after
    every voter.
    """
    gc.enable()
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


_folders = itertools.count(1)
_reports = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note whether a test failed in any part: its folder is kept then."""
    report = yield
    item.stash[_reports] = item.stash.get(_reports, False) or report.failed
    return report


def _folder_of_test(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, name: str
) -> Iterator[Path]:
    """A new folder, removed unless the test failed; pytest's own would read the names of all others before each."""
    folder = tmp_path_factory.mktemp(f"{name}-{next(_folders)}", numbered=False)
    yield folder
    if not request.node.stash.get(_reports, False):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of this test alone."""
    yield from _folder_of_test(request, tmp_path_factory, re.sub(r"\W", "_", request.node.name)[:30])


@pytest.fixture(autouse=True)
def station_home(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The station folder of this test alone (`SUKUI_HOME`), without passphrases left by somebody's shell."""
    for home in _folder_of_test(request, tmp_path_factory, "station"):
        monkeypatch.setenv("SUKUI_HOME", str(home))
        for name in ("SUKUI_PASSPHRASE", "SUKUI_TALLY_PASSPHRASE"):
            monkeypatch.delenv(name, raising=False)
        yield home


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
def qapp(qapp: QApplication) -> Iterator[QApplication]:
    """The application as people see it: our typeface and look; `qtbot.waitUntil` goes on as soon as it can."""
    from pytestqt.qtbot import QtBot

    from sukui_desktop.ui.theme import apply_theme
    from tests.waiting import wait_until

    apply_theme(qapp)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QtBot, "waitUntil", wait_until)
        yield qapp
