"""This machine as a run finds it: station folder, clock and randomness."""

from __future__ import annotations

import os
import random
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from sukui_desktop.services.opened_meeting import Context, Uptime

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
"""Names this start of the machine; Linux alone has it."""
_RUN_ID = f"run {secrets.token_hex(8)}"
"""Names this run of the program, where the system names no start of the machine."""


def make_context() -> Context:
    """Return this machine's context, making the station folder. Raises StorageFault when it cannot be made.

    Imports the store, which a count of a file and the first paint of the windows do without.
    """
    from sukui_desktop.services.opened_meeting import Context
    from sukui_desktop.storage.station_folder import StationFolder

    return Context(StationFolder(station_path()), wall_clock_ms, random.SystemRandom(), machine_uptime)


def station_path() -> Path:
    """Return the station folder without making it: `SUKUI_HOME`, else the user's data folder."""
    home = os.environ.get("SUKUI_HOME")
    return Path(home or platformdirs.user_data_dir("sukui", appauthor=False))


def machine_uptime() -> Uptime:
    """Return how long this machine has been running since it was started; where the system does not say which start it
    was, a time that at least no clock moves while this program runs."""
    from sukui_desktop.services.opened_meeting import Uptime

    try:
        boot = _BOOT_ID.read_text(encoding="ascii").strip()
        return Uptime(boot, time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000)
    except (OSError, AttributeError, UnicodeDecodeError):
        return Uptime(_RUN_ID, time.monotonic_ns() // 1_000_000)


def wall_clock_ms() -> int:
    """Return the wall clock in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000
