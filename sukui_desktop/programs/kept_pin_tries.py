"""Guesses at the staff's number of a kiosk that is a program of its own: kept over its starts until the hub knows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.durable_files import write_file_durably
from sukui_desktop.ui.kiosk.staff_pin import TRIES, PinTries

_LONGEST_WAIT_S = 3600


class _Kept(msgspec.Struct, frozen=True):
    tries_left: int = TRIES
    times_used_up: int = 0
    waits_until_ms: int = 0
    untold: int = 0
    """Wrong numbers in a row of which the hub does not know yet."""


class KeptPinTries:
    """The tries of one kiosk. A disk that fails keeps nobody from the kiosk: then they live as long as the program."""

    def __init__(self, folder: Path, clock_ms: Callable[[], int]) -> None:
        self._path, self._clock_ms = folder / "pin-tries", clock_ms
        self._kept = self._read()

    @property
    def untold(self) -> int:
        """Wrong numbers in a row that the hub is to be told of, 0 for none."""
        return self._kept.untold

    def read_tries(self) -> PinTries:
        """Return what was kept (`PinMemory.read_tries`)."""
        left_ms = self._kept.waits_until_ms - self._clock_ms()
        wait_s = min(max(0, -(-left_ms // 1000)), _LONGEST_WAIT_S)
        tries_left = self._kept.tries_left or (TRIES if not wait_s else 0)
        return PinTries(left=tries_left, times_used_up=self._kept.times_used_up, wait_s=wait_s)

    def keep_tries(self, tries: PinTries) -> None:
        """Keep this (`PinMemory.keep_tries`); guesses that used up all tries are to be told."""
        until_ms = self._clock_ms() + tries.wait_s * 1000 if tries.wait_s else 0
        untold = tries.times_used_up * TRIES if not tries.left else self._kept.untold
        self._write(_Kept(tries.left, tries.times_used_up, until_ms, untold))

    def forget_told(self, told: int) -> None:
        """The hub knows of so many."""
        if self._kept.untold == told:
            self._write(msgspec.structs.replace(self._kept, untold=0))

    def _read(self) -> _Kept:
        with suppress(StorageFault, msgspec.MsgspecError), faults_translated(self._path):
            if self._path.exists():
                kept = msgspec.msgpack.decode(self._path.read_bytes(), type=_Kept)
                if 0 <= kept.tries_left <= TRIES and 0 <= kept.times_used_up < 10_000:
                    return kept
        return _Kept()

    def _write(self, kept: _Kept) -> None:
        self._kept = kept
        with suppress(StorageFault):
            write_file_durably(self._path, msgspec.msgpack.encode(kept))
