"""What a running program brings to every service: its station folder, its clock, its randomness."""

from __future__ import annotations

import random
from collections.abc import Callable

import msgspec

from sukui_desktop.storage.station import StationFolder


class Context(msgspec.Struct, frozen=True):
    """Made once, in `programs/`; tests make their own."""

    station: StationFolder
    now: Callable[[], int]
    """Milliseconds since 1970 UTC."""
    random: random.Random
    """Drawing lots, slips and slots: a `SystemRandom` in the program."""
