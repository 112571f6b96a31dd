"""Readiness: folders of sync and backup programs by their names and marks, and what is good, doubtful or bad."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sukui_desktop.domain.clock_check import ClockCheck, ClockStand
from sukui_desktop.domain.machine_readiness import (
    Check,
    CheckVerdict,
    MachineState,
    SyncTool,
    find_sync_tools,
    judge_machine,
)

GOOD = MachineState(
    free_mb=50_000, is_writable=True, clock=None, is_on_mains=True, battery_percent=90, printers=1, screens=2
)


@pytest.mark.parametrize(
    ("folder", "tool"),
    [
        (("C:\\", "Users", "kim", "OneDrive", "회의"), SyncTool.ONEDRIVE),
        (("C:\\", "Users", "kim", "OneDrive - 은행동 주민센터", "회의"), SyncTool.ONEDRIVE),
        (("/", "home", "kim", "Dropbox (개인)"), SyncTool.DROPBOX),
        (("G:\\", "내 드라이브", "회의"), SyncTool.GOOGLE_DRIVE),
        (("/", "Users", "kim", "Library", "Mobile Documents", "com~apple~CloudDocs"), SyncTool.ICLOUD),
        (("/", "Users", "kim", "Library", "CloudStorage", "GoogleDrive-kim@example.org"), SyncTool.GOOGLE_DRIVE),
        (("C:\\", "Users", "kim", "네이버 MYBOX", "회의"), SyncTool.MYBOX),
        (("/", "home", "kim", "Nextcloud", "위원회"), SyncTool.NEXTCLOUD),
        (("/", "home", "kim", "ownCloud"), SyncTool.NEXTCLOUD),
        (("D:\\", "SynologyDrive"), SyncTool.SYNOLOGY),
        (("/", "home", "kim", "Box"), SyncTool.BOX),
        (("\\\\server\\share\\", "회의"), SyncTool.NETWORK),
        (("/", "Volumes", "Backups.backupdb", "mac"), SyncTool.BACKUP),
    ],
)
def test_a_folder_is_known_by_its_name(folder: tuple[str, ...], tool: SyncTool) -> None:
    assert tool in find_sync_tools(folder)


@pytest.mark.parametrize(
    "folder",
    [
        ("C:\\", "Users", "kim", "Documents", "숙의예산"),
        ("/", "home", "boxer", "상자", "투표함"),
        ("/", "media", "kim", "USB", "메가시티 회의"),
        ("/", "home", "kim", "synchronous"),
        (),
    ],
)
def test_a_folder_of_ones_own_is_no_cloud(folder: tuple[str, ...]) -> None:
    assert find_sync_tools(folder) == ()


@pytest.mark.parametrize(
    ("mark", "tool"),
    [
        (".stfolder", SyncTool.SYNCTHING),
        (".dropbox.cache", SyncTool.DROPBOX),
        (".sync_3f2a.db", SyncTool.NEXTCLOUD),
        ("._sync_3f2a.db-wal", SyncTool.NEXTCLOUD),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", SyncTool.ONEDRIVE),
        (".tmp.driveupload", SyncTool.GOOGLE_DRIVE),
    ],
)
def test_a_folder_is_known_by_what_such_a_program_left_in_it(mark: str, tool: SyncTool) -> None:
    assert find_sync_tools(("/", "srv", "회의"), (".profile", mark)) == (tool,)


def test_a_folder_that_the_system_calls_onedrives_is_known_whatever_its_name() -> None:
    kept = ((SyncTool.ONEDRIVE, ("D:\\", "업무")),)
    assert find_sync_tools(("d:\\", "업무", "회의"), (), kept) == (SyncTool.ONEDRIVE,)
    assert find_sync_tools(("D:\\", "업무용", "회의"), (), kept) == ()


@pytest.mark.parametrize(
    ("change", "check", "verdict", "code"),
    [
        ({"free_mb": 900}, Check.DISK, CheckVerdict.DOUBTFUL, "little"),
        ({"free_mb": 100}, Check.DISK, CheckVerdict.BAD, "full"),
        ({"is_writable": False}, Check.DISK, CheckVerdict.BAD, "read_only"),
        ({"clock": ClockCheck(ClockStand.BEHIND, 1, 2)}, Check.CLOCK, CheckVerdict.BAD, "behind"),
        ({"battery_percent": -1}, Check.POWER, CheckVerdict.DOUBTFUL, "no_battery"),
        ({"is_on_mains": False}, Check.POWER, CheckVerdict.DOUBTFUL, "battery"),
        ({"is_on_mains": False, "battery_percent": 20}, Check.POWER, CheckVerdict.BAD, "battery_low"),
        ({"is_on_mains": None}, Check.POWER, CheckVerdict.DOUBTFUL, "unknown"),
        ({"printers": 0}, Check.PRINTER, CheckVerdict.DOUBTFUL, "none"),
        ({"printers": -1}, Check.PRINTER, CheckVerdict.DOUBTFUL, "unknown"),
        ({"screens": 1}, Check.SCREENS, CheckVerdict.DOUBTFUL, "one"),
        ({"missing_letters": 2}, Check.LETTERS, CheckVerdict.BAD, "missing"),
        ({"sync_tools": (SyncTool.MYBOX,)}, Check.FOLDER, CheckVerdict.DOUBTFUL, "synced"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_else(
    change: dict[str, object], check: Check, verdict: CheckVerdict, code: str
) -> None:
    assert {finding.verdict for finding in judge_machine(GOOD)} == {CheckVerdict.GOOD}
    found = {finding.check: finding for finding in judge_machine(replace(GOOD, **change))}
    assert (found[check].verdict, found[check].code) == (verdict, code)
    assert all(one.verdict == CheckVerdict.GOOD for name, one in found.items() if name != check)


@given(
    st.builds(
        MachineState,
        free_mb=st.integers(0, 10**7),
        is_writable=st.booleans(),
        clock=st.sampled_from((None, ClockCheck(ClockStand.AHEAD, 2, 1))),
        is_on_mains=st.sampled_from((None, True, False)),
        battery_percent=st.integers(-1, 100),
        printers=st.integers(-1, 9),
        screens=st.integers(1, 5),
        missing_letters=st.integers(0, 40),
        sync_tools=st.lists(st.sampled_from(list(SyncTool)), max_size=3).map(tuple),
    )
)
def test_every_check_is_said_once_in_the_order_of_the_sheet(state: MachineState) -> None:
    assert [finding.check for finding in judge_machine(state)] == list(Check)
