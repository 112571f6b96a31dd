"""A count brings nothing it does not need: no window, no store, no lock, no paper."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders.pabulib_text import pabulib_text, write_text
from tests.conftest import ROOT

HEAVY = (
    "PySide6",
    "shiboken6",
    "sqlalchemy",
    "sqlcipher3",
    "sqlite3",
    "cryptography",
    "reportlab",
    "openpyxl",
    "PIL",
)
PROGRAM = """
import sys
from sukui_desktop.programs.entry_point import main
code = main(sys.argv[1:])
print(sorted(name.partition(".")[0] for name in sys.modules), file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize("rule", ["file", "mes-add1", "phragmen"])
def test_what_a_count_loads(tmp_path: Path, rule: str) -> None:
    path = write_text(tmp_path / "city.pb", pabulib_text(["A,B", "B", "C"]))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "tally", str(path), "--rule", rule, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = done.stderr.strip().splitlines()[-1]
    assert "'msgspec'" in loaded
    assert not [name for name in HEAVY if f"'{name}'" in loaded]
    assert '"counters_agree": true' in done.stdout
