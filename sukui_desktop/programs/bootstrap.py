"""Making the context of a run: station folder, clock and randomness, from the machine as it is."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import platformdirs

from sukui_desktop.services.room import Context
from sukui_desktop.storage.station import StationFolder


def make_context() -> Context:
    """Return this machine's context. `SUKUI_HOME` names another station folder.

    Raises StorageFault when the folder cannot be made.
    """
    home = os.environ.get("SUKUI_HOME") or platformdirs.user_data_dir("sukui", appauthor=False)
    return Context(StationFolder(Path(home)), now_ms, random.SystemRandom())


def now_ms() -> int:
    """Return the wall clock in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000
