"""Set-up runs when it is needed and only then."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.contracts.source_tree import ROOT

PREPARE = ROOT / "installers" / "linux" / "prepare.sh"


def _bash(script: str, here: Path) -> subprocess.CompletedProcess[str]:
    program = f'set -euo pipefail; here="{here}"; . "{PREPARE}"; {script}'
    return subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that looks set up, without a package in it."""
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to("/bin/true")
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("version = 3.11.2\n")
    (tmp_path / "requirements.txt").write_text("one==1\n")
    made = _bash('stamp_of "$here/requirements.txt" >"$here/.venv/.stamp-run"', tmp_path)
    assert made.returncode == 0, made.stderr
    return tmp_path


def _is_current(checkout: Path) -> bool:
    return _bash('is_current "$here/requirements.txt" run', checkout).returncode == 0


@pytest.mark.parametrize("script", ["run", "test", ".ci/run", "installers/linux/prepare.sh"])
def test_scripts_are_bash_and_may_be_run(script: str) -> None:
    path = ROOT / script
    checked = subprocess.run(["bash", "-n", str(path)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert path.suffix == ".sh" or path.stat().st_mode & 0o111


def test_nothing_is_done_twice(checkout: Path) -> None:
    assert _is_current(checkout)


def test_new_pins_are_installed(checkout: Path) -> None:
    (checkout / "requirements.txt").write_text("one==2\n")
    assert not _is_current(checkout)


def test_another_python_is_noticed(checkout: Path) -> None:
    (checkout / ".venv" / "bin" / "python").unlink()
    (checkout / ".venv" / "bin" / "python").symlink_to("/bin/false")
    assert not _is_current(checkout)


def test_a_moved_checkout_is_noticed(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    moved = tmp_path_factory.mktemp("moved") / "here"
    shutil.copytree(checkout, moved, symlinks=True)
    assert not _is_current(moved)


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="asks Debian's package list")
def test_missing_packages_are_named_and_others_are_not(tmp_path: Path) -> None:
    asked = _bash("lacking bash no-such-package-anywhere coreutils", tmp_path)
    assert asked.stdout.split() == ["no-such-package-anywhere"]


def test_every_part_of_the_window_system_is_asked_for(tmp_path: Path) -> None:
    """Qt's own message names the wrong library when one of these is missing."""
    listed = _bash('printf "%s\\n" "${runtime_libs[@]}"', tmp_path).stdout.split()
    assert {"libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libegl1", "libxkbcommon-x11-0"} <= set(listed)
