"""A warning, a stray log record or a Qt message fails the test that caused it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.contracts.source_tree import ROOT

CONFTEST = "from tests.conftest import qapp, shared_data, station_home, stray_logs\n"
CAUSES = """
import logging
import warnings
from PySide6.QtCore import QTimer, qWarning

def test_warning():
    warnings.warn("old", DeprecationWarning)

def test_log():
    logging.getLogger("sukui").warning("stray")

def test_qt():
    qWarning("stray")

def test_slot(qtbot):
    def break_down():
        raise ValueError("in a slot")
    QTimer.singleShot(0, break_down)
    qtbot.wait(20)

def test_real_data(shared_data):
    pass
"""
HARMLESS = """
import logging
import os
from pathlib import Path

def test_it(qapp, stray_logs, tmp_path_factory):
    logging.getLogger("sukui").error("looked for")
    assert stray_logs.pop().getMessage() == "looked for"
    assert Path(os.environ["SUKUI_HOME"]).is_relative_to(tmp_path_factory.getbasetemp())
    assert qapp.font().family() == "Pretendard GOV"

def test_real_data(shared_data):
    pass
"""
NO_DATA = "import tests.conftest\nfrom pathlib import Path\ntests.conftest.ROOT = Path('/nowhere/checkout')\n"


def _outcome(folder: Path, source: str, **settings: str) -> str:
    """What pytest said of tests that stand under our conftest, with the real data out of reach."""
    (folder / "conftest.py").write_text(CONFTEST + NO_DATA, encoding="utf-8")
    (folder / "test_caused.py").write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), f"--rootdir={folder}"]
    command += ["-p", "no:cacheprovider", "--basetemp", str(folder / "base"), str(folder)]
    environment = {name: value for name, value in os.environ.items() if name != "SUKUI_REQUIRE_DATA"} | settings
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    ).stdout


def _told(said: str, word: str) -> set[str]:
    """Names of the tests that the summary lists under `word`."""
    lines = [line.partition(" - ")[0] for line in said.splitlines() if line.startswith(word + " ")]
    return {line.rpartition("::test_")[2] for line in lines}


def test_what_goes_wrong_is_heard(tmp_path: Path) -> None:
    """Data missing where it is required is an error: that machine would be green and have seen nothing."""
    said = _outcome(tmp_path, CAUSES, SUKUI_REQUIRE_DATA="1")
    assert _told(said, "FAILED") == {"warning", "qt", "slot"}, said
    assert _told(said, "ERROR") == {"log", "real_data"}, said


def test_what_was_looked_for_is_no_stray(tmp_path: Path) -> None:
    assert "1 passed, 1 skipped" in _outcome(tmp_path, HARMLESS)


def test_a_misspelt_marker_is_no_marker(tmp_path: Path) -> None:
    said = _outcome(tmp_path, "import pytest\n@pytest.mark.slwo\ndef test_it(): pass")
    assert "'slwo' not found in `markers`" in said
