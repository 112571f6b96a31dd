"""How a machine is: its battery, and whether it can reach the internet."""

from __future__ import annotations

import ipaddress
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

SECONDS_BETWEEN_TRIES = 30.0
"""A machine that is plugged into the internet is told of within a minute."""
_TRY_SECONDS = 2.0
_POWER_SUPPLIES = Path("/sys/class/power_supply")
_ROUTE_PROBES = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses of nobody (RFC 5737, RFC 3849): a way to them is a way out; nothing is sent there."""
_PLACES = (("1.1.1.1", 443), ("8.8.8.8", 443), ("168.126.63.1", 53))
_NAME = "a.root-servers.net"
_UNKNOWN_PERCENT = 255


def read_battery_percent(folder: Path = _POWER_SUPPLIES) -> int:
    """Return how full the battery is in per cent; -1 where there is none, it is not known, or the mains feed it."""
    if sys.platform == "win32":
        return _read_windows_battery_percent()
    try:
        batteries = [
            supply for supply in sorted(folder.iterdir()) if _read_small_text_file(supply / "type") == "Battery"
        ]
        own = [supply for supply in batteries if _read_small_text_file(supply / "scope") != "Device"]  # not a mouse's
        discharging = [supply for supply in own if _read_small_text_file(supply / "status") == "Discharging"]
        return min((min(int(_read_small_text_file(supply / "capacity")), 100) for supply in discharging), default=-1)
    except (OSError, ValueError):
        return -1


def _read_small_text_file(path: Path) -> str:
    return path.read_text("ascii", "replace").strip() if path.exists() else ""


def _read_windows_battery_percent() -> int:
    """SYSTEM_POWER_STATUS: bytes ACLineStatus (1: mains), BatteryFlag, BatteryLifePercent (255: not known), ..."""
    import ctypes

    status = (ctypes.c_ubyte * 12)()
    windll = getattr(ctypes, "windll", None)
    if windll is None or not windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
        return -1
    is_on_mains, percent = status[0] == 1, int(status[2])
    return -1 if is_on_mains or percent == _UNKNOWN_PERCENT else percent


def can_reach_internet() -> bool:
    """Return whether this machine reaches the internet: a way out, and then a name that is found or a place that
    answers. Where there is no way out nothing is sent; else a name is asked for and connections are begun to public
    servers, which see the address of this machine and are told nothing."""
    if not any(_has_route(family, address) for family, address in _ROUTE_PROBES):
        return False
    return any(_accepts_connection(place) for place in _PLACES) or _finds_public_name()


def _has_route(family: int, address: str) -> bool:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))  # of a datagram: the way is looked up, nothing is sent
            return True
    except OSError:
        return False


def _accepts_connection(place: tuple[str, int]) -> bool:
    try:
        with socket.create_connection(place, _TRY_SECONDS):
            return True
    except OSError:
        return False


def _finds_public_name() -> bool:
    """An office's own name server may answer with addresses of the office; those are no way out."""
    try:
        found = socket.getaddrinfo(_NAME, 53, type=socket.SOCK_STREAM)
        return any(ipaddress.ip_address(str(place[0])).is_global for *_, place in found)
    except (OSError, ValueError):
        return False


class InternetWatch:
    """Tries again and again on a thread of its own, from `start` to `stop`."""

    def __init__(
        self, is_reachable: Callable[[], bool] = can_reach_internet, seconds: float = SECONDS_BETWEEN_TRIES
    ) -> None:
        self._is_reachable, self._seconds = is_reachable, seconds
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self.is_online = False
        """What was found last."""

    def start(self) -> None:
        """Begin; nothing where it runs already."""
        if self._thread is None:
            self._stopped = threading.Event()
            self._thread = threading.Thread(
                target=self._check_internet_until_stopped, args=(self._stopped,), name="sukui-internet", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """Try no more; a try that is under way is not waited for."""
        self._stopped.set()
        self._thread = None
        self.is_online = False

    def _check_internet_until_stopped(self, stopped: threading.Event) -> None:
        while not stopped.is_set():
            is_online = self._is_reachable()
            if not stopped.is_set():
                self.is_online = is_online
            stopped.wait(self._seconds)
