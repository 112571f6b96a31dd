"""The machine before a vote: what this program can see of its disk, clock, power and folder, judged as findings."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sukui_desktop.documents.write.fonts_and_line_breaks import unprintable_letters
from sukui_desktop.domain.clock_check import compare_clock_with_record
from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.machine_readiness import (
    TRIAL_LETTERS,
    Finding,
    MachineState,
    SyncTool,
    find_sync_tools,
    judge_machine,
)
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.durable_files import write_file_durably

_TRIAL_BYTES = 4096
_SUPPLIES = Path("/sys/class/power_supply")
_ASK_S = 3


class ScreensAndPrinters(msgspec.Struct, frozen=True, kw_only=True):
    """What only the windows can see of the machine."""

    printers: int
    """-1 where the system does not say."""
    screens: int
    missing_letters: int
    """Signs of `TRIAL_LETTERS` that cannot be shown."""


class PowerState(msgspec.Struct, frozen=True):
    """How a machine is fed: None and -1 where the system does not say."""

    is_on_mains: bool | None = None
    battery_percent: int = -1


def inspect_machine(room: Room, devices: ScreensAndPrinters) -> tuple[Finding, ...]:
    """Look at the machine that holds this meeting, and return what is to be said, in the order of the sheet.

    A file of a few kilobytes is written beside the meeting and removed. Nothing is recorded.
    """
    folder = room.path.parent
    with room.reading() as tx:
        is_running = tx.list_rows(MeetingRow)[0].stage == MeetingStage.SITTING
        clock = compare_clock_with_record(tx.now(), tx.journal.newest_wall_ms(), is_running=is_running)
    power = read_power()
    whole = _follow_links(folder)
    state = MachineState(
        free_mb=_free_mb(folder),
        is_writable=_is_writable(folder),
        clock=clock,
        is_on_mains=power.is_on_mains,
        battery_percent=power.battery_percent,
        printers=devices.printers,
        screens=devices.screens,
        missing_letters=devices.missing_letters + len(unprintable_letters(TRIAL_LETTERS)),
        sync_tools=find_sync_tools(whole.parts, _hidden_names_around(whole), _known_sync_folders()),
    )
    return judge_machine(state)


def _free_mb(folder: Path) -> int:
    """Return how much room is left; 0 where the folder is not there any more, as of a stick that was pulled out."""
    try:
        return shutil.disk_usage(folder).free // 1_000_000
    except OSError:
        return 0


def _follow_links(folder: Path) -> Path:
    """Return a folder with its links followed; as it is written where the system refuses that."""
    try:
        return folder.resolve()
    except OSError:
        return folder.absolute()


def _is_writable(folder: Path) -> bool:
    """Write a file lastingly and remove it: what a disk says of itself is no answer."""
    trial = folder / f".sukui-{secrets.token_hex(8)}.trial"
    try:
        write_file_durably(trial, secrets.token_bytes(_TRIAL_BYTES))
        trial.unlink()
    except (StorageFault, OSError):
        return False
    return True


def _hidden_names_around(folder: Path) -> Iterator[str]:
    """Return the hidden names in a folder and in those above it; what may not be looked at says nothing."""
    for above in (folder, *folder.parents):
        try:
            yield from (entry.name for entry in os.scandir(above) if entry.name.startswith("."))
        except OSError:
            continue


def _known_sync_folders() -> Iterator[tuple[SyncTool, tuple[str, ...]]]:
    """Return folders that the system itself calls those of a sync program."""
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        if os.environ.get(name):
            yield SyncTool.ONEDRIVE, _follow_links(Path(os.environ[name])).parts


def read_power() -> PowerState:
    """Return how this machine is fed."""
    if sys.platform == "win32":
        return _read_windows_power()
    if sys.platform == "darwin":
        return _read_mac_power()
    return read_linux_power(_SUPPLIES)


def read_linux_power(supplies: Path) -> PowerState:
    """Return what the kernel says of power supplies in its folder."""
    mains: list[bool] = []
    charges: list[int] = []
    try:
        for supply in sorted(supplies.iterdir()):
            kind = _read_supply_line(supply / "type")
            if kind in ("Mains", "USB") and _read_supply_line(supply / "online"):
                mains.append(_read_supply_line(supply / "online") == "1")
            elif kind == "Battery" and _read_supply_line(supply / "scope") != "Device":
                charges.append(int(_read_supply_line(supply / "capacity") or -1))
                mains.append(_read_supply_line(supply / "status") in ("Charging", "Full", "Not charging"))
    except (OSError, ValueError):
        return PowerState()
    return PowerState(any(mains) if mains else None, max(charges, default=-1))


def _read_supply_line(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def _read_mac_power() -> PowerState:
    try:
        asked = subprocess.run(["/usr/bin/pmset", "-g", "batt"], capture_output=True, timeout=_ASK_S, check=True)
    except (OSError, subprocess.SubprocessError):
        return PowerState()
    return parse_mac_power(asked.stdout.decode("utf-8", "replace"))


def parse_mac_power(said: str) -> PowerState:
    """Return what `pmset -g batt` said."""
    before, has_percent, _ = said.partition("%")
    figures = before[len(before.rstrip("0123456789")) :]
    return PowerState("AC Power" in said if "Power'" in said else None, int(figures) if has_percent and figures else -1)


class _PowerStatus(ctypes.Structure):
    """SYSTEM_POWER_STATUS of Windows."""

    _fields_ = (
        ("ac_line", ctypes.c_ubyte),
        ("battery_flag", ctypes.c_ubyte),
        ("percent", ctypes.c_ubyte),
        ("system_flag", ctypes.c_ubyte),
        ("left_s", ctypes.c_ulong),
        ("full_s", ctypes.c_ulong),
    )


_NO_BATTERY = 128
_UNKNOWN = 255


def _read_windows_power() -> PowerState:
    status = _PowerStatus()
    kernel = getattr(ctypes, "windll", None)
    if kernel is None or not kernel.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
        return PowerState()
    is_known = int(status.ac_line) != _UNKNOWN
    has_battery = int(status.percent) != _UNKNOWN and not int(status.battery_flag) & _NO_BATTERY
    return PowerState(bool(status.ac_line) if is_known else None, int(status.percent) if has_battery else -1)
