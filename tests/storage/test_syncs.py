"""No ballot is acknowledged before the disk has it: the system calls of a real process are counted."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from tests.builders import rooms

ROOT = Path(__file__).resolve().parents[2]
BALLOTS = 8
SCRIPT = """
import os, sys
from pathlib import Path
from tests.builders import rooms
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.vote.lost_slips import replace_lost_slips
folder, poll_id = Path(sys.argv[1]), PollId(sys.argv[2])
room = open_meeting(folder / "회의.sukui", rooms.PASSPHRASE, rooms.make_context(folder))
replace_lost_slips(room, poll_id)
tokens = rooms.admit_with_slips(room, poll_id, int(sys.argv[3]))
os.write(2, b"MARK begin\\n")
for token in tokens:
    rooms.vote(room, poll_id, token, [0])
    os.write(2, b"MARK acknowledged\\n")
os._exit(0)
"""


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> None:
    """Derive keys at the program's own cost: another process opens the same files."""


@pytest.mark.faults
def test_four_syncs_stand_before_every_acknowledgement(tmp_path: Path) -> None:
    assert shutil.which("strace"), "./test installs strace"
    folder = tmp_path / "room"
    room, poll_id = rooms.open_room(folder)
    close_meeting_and_boxes(room)
    trace = tmp_path / "trace"
    asked = ["strace", "-f", "-e", "trace=fsync,fdatasync,write", "-o", str(trace), sys.executable, "-c", SCRIPT]
    subprocess.run([*asked, str(folder), poll_id, str(BALLOTS)], cwd=ROOT, check=True, capture_output=True)
    told = trace.read_text(encoding="utf-8", errors="replace")
    parts = re.split(r"write\(2, \"MARK \w+", told)
    syncs = [len(re.findall(r"\bf(?:data)?sync\(\d+\)\s+= 0", part)) for part in parts[1:-1]]
    assert len(syncs) == BALLOTS
    assert min(syncs) >= 4, syncs
