"""Programs of stations that the console starts on its own machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.station_processes import StationProcesses
from sukui_desktop.programs.station_program import station_folder


@pytest.fixture
def start_code(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Gives what lets a program of a few lines be started in the place of a station's."""
    real: Any = subprocess.Popen

    def take(code: str) -> None:
        monkeypatch.setattr(subprocess, "Popen", lambda command, **how: real([sys.executable, "-c", code], **how))

    return take


def test_a_program_that_says_much_is_not_stopped_by_it(qtbot: QtBot, tmp_path: Path, start_code: Any) -> None:
    """It wrote into a pipe that nobody read until it ended: with the 65th kilobyte of warnings a kiosk stood still."""
    done = tmp_path / "done"
    start_code(f"import sys; sys.stderr.write('w' * 300_000); sys.stderr.flush(); open({str(done)!r}, 'w').close()")
    programs = StationProcesses()
    programs.start(StationRole.KIOSK, "키오스크 1", "SUKUI1:A")
    qtbot.waitUntil(done.exists, timeout=20_000)
    qtbot.waitUntil(lambda: not programs.is_any_running, timeout=20_000)


def test_the_last_sentence_of_a_program_that_was_refused_is_told(qtbot: QtBot, start_code: Any) -> None:
    start_code("import sys; sys.stderr.write('w\\n' * 100_000 + '번호가 맞지 않습니다\\n'); raise SystemExit(4)")
    programs = StationProcesses()
    with qtbot.waitSignal(programs.refused, timeout=20_000) as told:
        programs.start(StationRole.KIOSK, "키오스크 1", "SUKUI1:A")
    assert told.args == ["번호가 맞지 않습니다"]


def test_a_station_has_a_folder_of_its_own_whatever_it_is_called() -> None:
    """`../..` was a folder above that of the stations, and `2층/로비` one inside of another station's."""
    names = [
        "키오스크 1",
        "키오스크 (2)",
        "2층/로비",
        "2층",
        "2층%2f로비",
        "../../x",
        "..",
        "a/../b",
        "\\x",
        "c:1",
        "A",
        ".",
    ]
    folders = [station_folder(StationRole.KIOSK, name) for name in names]
    assert {folder.parent for folder in folders} == {station_folder(StationRole.KIOSK).parent}
    assert len({folder.name for folder in folders}) == len(names)
    assert not any(set("/\\:.") & set(folder.name) for folder in folders)
    assert folders[0].name == "kiosk-키오스크 1"


def test_a_name_that_begins_with_a_dash_is_a_name(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    """`--name -1번` was taken for an option: the program ended at once."""
    asked: list[list[str]] = []
    real: Any = subprocess.Popen

    def note(command: list[str], **how: Any) -> Any:
        asked.append(command)
        return real([sys.executable, "-c", ""], **how)

    monkeypatch.setattr(subprocess, "Popen", note)
    programs = StationProcesses()
    programs.start(StationRole.KIOSK, "-1번", "SUKUI1:A")
    assert "--name=-1번" in asked[0]
    qtbot.waitUntil(lambda: not programs.is_any_running, timeout=20_000)


def test_a_program_that_ended_before_it_was_spoken_to_tells_why(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    """The broken pipe was taken for a program that had not been started: what it said was thrown away."""
    real: Any = subprocess.Popen

    def start_and_wait(_command: list[str], **how: Any) -> Any:
        made = real([sys.executable, "-c", "import sys; sys.stderr.write('화면이 없습니다'); sys.exit(3)"], **how)
        made.wait()
        return made

    monkeypatch.setattr(subprocess, "Popen", start_and_wait)
    programs = StationProcesses()
    with qtbot.waitSignal(programs.refused, timeout=20_000) as told:
        programs.start(StationRole.KIOSK, "키오스크 1", "SUKUI1:A" * 20_000)
    assert told.args == ["화면이 없습니다"]
