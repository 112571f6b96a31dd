"""The wheel alone is the whole program: installed into an empty environment, it runs a meeting."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.contracts.source_tree import ROOT, product_files

SMALL_ELECTION = """META
key;value
description;A small election for a test of the installed program
country;Korea
unit;Test
instance;2026
num_projects;3
num_votes;4
budget;500
vote_type;approval
rule;greedy
min_length;1
max_length;2
PROJECTS
project_id;name;cost;votes;selected
p1;나무 심기;300;3;1
p2;쉼터 고치기;200;2;1
p3;안전한 길;250;1;0
VOTES
voter_id;vote
v1;p1,p2
v2;p1
v3;p1,p3
v4;p2
"""


def _run(command: list[str | Path], cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **settings}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    builder = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(builder, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of an environment that has the wheel, and the packages it needs but nothing of the checkout."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(_run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], home).stdout.strip())
    # A path read from a .pth file is searched, but .pth files in it (the checkout's) are not followed.
    (site / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    _run(
        [sys.executable, "-m", "uv", "pip", "install", "-q", "--offline", "--no-deps", "--python", python, wheel], home
    )
    return python


def test_wheel_holds_code_and_resources(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    code = {path.relative_to(ROOT).as_posix() for path in product_files()}
    shipped = {
        f"sukui_desktop/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "resources").rglob("*")
        if path.is_file()
    }
    assert code <= names
    assert shipped <= names
    assert not [name for name in names if name.startswith("tests")]
    assert any(name.endswith("licenses/THIRD_PARTY_NOTICES.md") for name in names)


def test_installed_program_holds_a_meeting(installed: Path, tmp_path: Path) -> None:
    where = _run([installed, "-c", "import sukui_desktop; print(sukui_desktop.__file__)"], tmp_path).stdout
    assert not Path(where).is_relative_to(ROOT)
    election = tmp_path / "small.pb"
    election.write_text(SMALL_ELECTION, encoding="utf-8")
    out = tmp_path / "out"
    demo: list[str | Path] = [installed, "-m", "sukui_desktop", "demo", "--from", election, "--out", out]
    _run(demo, tmp_path, SUKUI_HOME=str(tmp_path / "home"))
    result = json.loads((out / "result.json").read_text(encoding="utf-8"))
    assert result["votes"] == {"p1": 3, "p2": 2, "p3": 1}
    assert result["selected"] == ["p1", "p2"]
    assert {path.name for path in out.iterdir()} >= {"meeting.sukui", "minutes.pdf", "result.pdf", "attendance.pdf"}
