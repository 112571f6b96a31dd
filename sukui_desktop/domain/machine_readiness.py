"""Readiness (투표 전 점검): what is looked at before a vote, and what is good, doubtful or bad about it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from sukui_desktop.domain.clock_check import ClockCheck

TRIAL_LETTERS = "가힣똠뷁쓩한글漢字ABCabc0123456789㎡①②○●□■◎▣☎∼…·‘’“”「」%₩"
"""What papers of a meeting are written with: windows and papers must have a sign for each."""
LEAST_FREE_MB = 200
"""A meeting with its boxes, copies and papers is far smaller; below this nothing of it is safe."""
ENOUGH_FREE_MB = 1024
LEAST_BATTERY_PERCENT = 50


class Check(StrEnum):
    """What is looked at, in the order of the sheet."""

    DISK = "disk"
    CLOCK = "clock"
    POWER = "power"
    PRINTER = "printer"
    SCREENS = "screens"
    LETTERS = "letters"
    FOLDER = "folder"


class CheckVerdict(StrEnum):
    """What was found of one check."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    """People have to look at it themselves, or put it right."""
    BAD = "bad"
    """No vote should begin like this."""


class SyncTool(StrEnum):
    """Programs that copy or replace files behind the back of a vote."""

    ONEDRIVE = "onedrive"
    DROPBOX = "dropbox"
    GOOGLE_DRIVE = "google_drive"
    ICLOUD = "icloud"
    MYBOX = "mybox"
    NEXTCLOUD = "nextcloud"
    SYNOLOGY = "synology"
    SYNCTHING = "syncthing"
    BOX = "box"
    MEGA = "mega"
    PCLOUD = "pcloud"
    SEAFILE = "seafile"
    RESILIO = "resilio"
    BACKUP = "backup"
    """A folder of a backup program."""
    NETWORK = "network"
    """A folder of another machine."""
    OTHER = "other"
    """A folder that a sync program has marked, of which kind is not known."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One check and what was found: codes and numbers alone, as it goes into the record."""

    check: Check
    verdict: CheckVerdict
    code: str
    """Which sentence says it."""
    figure: int = 0
    tools: tuple[SyncTool, ...] = ()


class MachineState(msgspec.Struct, frozen=True, kw_only=True):
    """What was seen of the machine; numbers are -1 and answers None where the system does not say."""

    free_mb: int
    is_writable: bool
    clock: ClockCheck | None
    """How the clock stands to the record, None where it stands near enough."""
    is_on_mains: bool | None = None
    battery_percent: int = -1
    printers: int = -1
    screens: int = 1
    missing_letters: int = 0
    """Signs of a trial text that cannot be shown or printed."""
    sync_tools: tuple[SyncTool, ...] = ()


_NAMES: dict[SyncTool, tuple[str, ...]] = {
    SyncTool.ONEDRIVE: ("onedrive",),
    SyncTool.DROPBOX: ("dropbox",),
    SyncTool.GOOGLE_DRIVE: ("googledrive", "drivefs", "mydrive", "내드라이브", "구글드라이브"),
    SyncTool.ICLOUD: ("iclouddrive", "mobiledocuments", "comappleclouddocs"),
    SyncTool.MYBOX: ("mybox", "navermybox", "네이버mybox", "ndrive", "네이버클라우드"),
    SyncTool.NEXTCLOUD: ("nextcloud", "owncloud"),
    SyncTool.SYNOLOGY: ("synologydrive", "cloudstation"),
    SyncTool.SYNCTHING: ("syncthing",),
    SyncTool.BOX: ("boxsync", "boxdrive"),
    SyncTool.MEGA: ("megasync", "megadrive"),
    SyncTool.PCLOUD: ("pclouddrive", "pcloud"),
    SyncTool.SEAFILE: ("seafile", "seadrive"),
    SyncTool.RESILIO: ("resiliosync", "btsync"),
    SyncTool.BACKUP: ("filehistory", "timemachine", "backupsbackupdb", "acronis", "veeam"),
    SyncTool.OTHER: ("cloudstorage",),
}
"""Beginnings of folder names, in small letters without blanks and signs: OneDrive - 은행동 begins like one."""
_WHOLE_NAMES = {"box": SyncTool.BOX, "mega": SyncTool.MEGA, "sync": SyncTool.OTHER}
"""Names too short to be the beginning of another."""
_MARKS: dict[str, SyncTool] = {
    ".stfolder": SyncTool.SYNCTHING,
    ".stignore": SyncTool.SYNCTHING,
    ".dropbox": SyncTool.DROPBOX,
    ".dropbox.cache": SyncTool.DROPBOX,
    ".tmp.drivedownload": SyncTool.GOOGLE_DRIVE,
    ".tmp.driveupload": SyncTool.GOOGLE_DRIVE,
    ".849c9593-d756-4e56-8d6e-42412f2a707b": SyncTool.ONEDRIVE,
    ".owncloudsync.log": SyncTool.NEXTCLOUD,
    ".nextcloudsync.log": SyncTool.NEXTCLOUD,
    ".synologyworkingdirectory": SyncTool.SYNOLOGY,
    ".seafile-data": SyncTool.SEAFILE,
    ".sync": SyncTool.RESILIO,
    ".backupdb": SyncTool.BACKUP,
}
"""What sync programs leave in the folders that they keep."""
_MARK_BEGINNINGS = {".sync_": SyncTool.NEXTCLOUD, "._sync_": SyncTool.NEXTCLOUD}


def find_sync_tools(
    folder: tuple[str, ...],
    marks: Iterable[str] = (),
    kept_folders: Iterable[tuple[SyncTool, tuple[str, ...]]] = (),
) -> tuple[SyncTool, ...]:
    """Return which sync or backup programs may have their hands on a folder, each once.

    Folders are whole paths as their parts, with links followed. `marks` are names of files that are in the folder or in
    one above it; `kept_folders` are folders that the system says such a program keeps (OneDrive names its own).
    """
    found = []
    if folder and folder[0].startswith(("\\\\", "//")):
        found.append(SyncTool.NETWORK)
    for part in folder:
        plain = "".join(letter for letter in part.casefold() if letter.isalnum())
        if plain in _WHOLE_NAMES:
            found.append(_WHOLE_NAMES[plain])
        found += (tool for tool, names in _NAMES.items() if plain.startswith(names))
    for mark in (name.casefold() for name in marks):
        if mark in _MARKS:
            found.append(_MARKS[mark])
        found += (tool for beginning, tool in _MARK_BEGINNINGS.items() if mark.startswith(beginning))
    found += (
        tool
        for tool, kept in kept_folders
        if kept and _case_folded_parts(folder[: len(kept)]) == _case_folded_parts(kept)
    )
    return tuple(dict.fromkeys(found))


def _case_folded_parts(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(str.casefold, parts))


def judge_machine(state: MachineState) -> tuple[Finding, ...]:
    """Return what is to be said of each check, in the order of the sheet."""
    return (
        _judge_disk(state),
        _judge_clock(state),
        _judge_power(state),
        _judge_printer(state),
        Finding(
            check=Check.SCREENS,
            verdict=CheckVerdict.GOOD if state.screens > 1 else CheckVerdict.DOUBTFUL,
            code="several" if state.screens > 1 else "one",
            figure=state.screens,
        ),
        Finding(
            check=Check.LETTERS,
            verdict=CheckVerdict.BAD if state.missing_letters else CheckVerdict.GOOD,
            code="missing" if state.missing_letters else "all",
            figure=state.missing_letters,
        ),
        Finding(
            check=Check.FOLDER,
            verdict=CheckVerdict.DOUBTFUL if state.sync_tools else CheckVerdict.GOOD,
            code="synced" if state.sync_tools else "own",
            tools=state.sync_tools,
        ),
    )


def _judge_disk(state: MachineState) -> Finding:
    if not state.is_writable:
        return Finding(check=Check.DISK, verdict=CheckVerdict.BAD, code="read_only")
    if state.free_mb < LEAST_FREE_MB:
        return Finding(check=Check.DISK, verdict=CheckVerdict.BAD, code="full", figure=state.free_mb)
    if state.free_mb < ENOUGH_FREE_MB:
        return Finding(check=Check.DISK, verdict=CheckVerdict.DOUBTFUL, code="little", figure=state.free_mb)
    return Finding(check=Check.DISK, verdict=CheckVerdict.GOOD, code="free", figure=state.free_mb // 1024)


def _judge_clock(state: MachineState) -> Finding:
    if state.clock is None:
        return Finding(check=Check.CLOCK, verdict=CheckVerdict.GOOD, code="near")
    return Finding(check=Check.CLOCK, verdict=CheckVerdict.BAD, code=str(state.clock.stand))


def _judge_power(state: MachineState) -> Finding:
    if state.is_on_mains and state.battery_percent >= 0:
        return Finding(check=Check.POWER, verdict=CheckVerdict.GOOD, code="mains", figure=state.battery_percent)
    if state.is_on_mains:
        return Finding(check=Check.POWER, verdict=CheckVerdict.DOUBTFUL, code="no_battery")
    if state.is_on_mains is None:
        return Finding(check=Check.POWER, verdict=CheckVerdict.DOUBTFUL, code="unknown")
    is_low = state.battery_percent < LEAST_BATTERY_PERCENT
    verdict, code = (CheckVerdict.BAD, "battery_low") if is_low else (CheckVerdict.DOUBTFUL, "battery")
    return Finding(check=Check.POWER, verdict=verdict, code=code, figure=max(0, state.battery_percent))


def _judge_printer(state: MachineState) -> Finding:
    if state.printers < 0:
        return Finding(check=Check.PRINTER, verdict=CheckVerdict.DOUBTFUL, code="unknown")
    verdict, code = (CheckVerdict.GOOD, "found") if state.printers else (CheckVerdict.DOUBTFUL, "none")
    return Finding(check=Check.PRINTER, verdict=verdict, code=code, figure=state.printers)
