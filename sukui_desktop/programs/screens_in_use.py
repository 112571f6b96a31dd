"""Which screens of this machine are covered, and by which role: a screen is never covered by two."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QScreen

from sukui_desktop.storage.file_lock import FileLock

CONSOLE = "console"
"""Stands in the place of a role for the screen that the console is on."""


def screen_identity(screen: QScreen) -> str:
    """Return what tells a screen from others, also when it is plugged in elsewhere: maker, model and serial number;
    where it has no serial number, its socket and model."""
    maker, model, serial = screen.manufacturer(), screen.model(), screen.serialNumber()
    return f"{maker}/{model}/{serial}" if serial else f"{screen.name()}/{model}"


class ScreensInUse:
    """Marks of all programs of this user on this machine; that of a program that died counts for nothing."""

    def __init__(self, station_folder: Path) -> None:
        self._folder = station_folder / "screens"
        self._lock: FileLock | None = None
        self._claimed = ""

    def claim(self, screen: QScreen, role: str) -> bool:
        """Take a screen for a role and give the one before back; False where another program has it."""
        identity = screen_identity(screen)
        if self._lock is not None and self._claimed == identity:
            return True
        self.release()
        lock = self._lock_of(identity)
        try:
            if not lock.take():
                return False
            self._role_file(identity).write_text(role, "utf-8")
        except OSError:
            lock.release()
            return False
        self._lock, self._claimed = lock, identity
        return True

    def release(self) -> None:
        """Give the screen back."""
        if self._lock is not None:
            self._lock.release()
        self._lock, self._claimed = None, ""

    def role_elsewhere(self, screen: QScreen) -> str:
        """Return the role of the other program that has a screen, '' while it is free or one's own."""
        identity = screen_identity(screen)
        if self._claimed == identity:
            return ""
        if not self._lock_of(identity).is_held_elsewhere():
            return ""
        role = self._role_file(identity)
        return role.read_text("utf-8") if role.exists() else CONSOLE

    def _lock_of(self, identity: str) -> FileLock:
        return FileLock(self._folder / f"{_digest(identity)}.lock")

    def _role_file(self, identity: str) -> Path:
        return self._folder / f"{_digest(identity)}.role"


def _digest(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


class CoveredScreen:
    """The screen that one station covers: told by its number, else the one that it covered before, else the only one
    that is free; else people are asked."""

    def __init__(self, marks: ScreensInUse, role: str, folder: Path, told: int = 0) -> None:
        """`folder` is the station's own; `told` the number of the screen, from 1, 0 where nobody told one."""
        self._marks, self._role, self._told = marks, role, told
        self._remembered = folder / "screen"

    def taken_by(self, screen: QScreen) -> str:
        """Return the role because of which a screen may not be covered; '' where it may.

        On a machine with one screen the console may be covered, as staff come back with their number, and several
        stations of one role may follow each other.
        """
        role = self._marks.role_elsewhere(screen)
        if len(QGuiApplication.screens()) == 1 and role in (CONSOLE, self._role):
            return ""
        return role

    def find(self) -> QScreen | None:
        """Return the screen to cover and take it; None where people must choose one."""
        screens: list[QScreen] = QGuiApplication.screens()
        told = screens[self._told - 1 : self._told] if self._told else []
        before = [screen for screen in screens if screen_identity(screen) == self._read_remembered()]
        free = [screen for screen in screens if not self.taken_by(screen)]
        wanted = [*told, *before, *(free if len(free) == 1 else ())]
        return next((screen for screen in wanted if screen in free and self.take(screen)), None)

    def take(self, screen: QScreen) -> bool:
        """Cover this one from now on, and remember it for the next start; False where another program took it in the
        same moment."""
        if not self._marks.claim(screen, self._role) and (len(QGuiApplication.screens()) > 1 or self.taken_by(screen)):
            return False
        with suppress(OSError):  # a disk that takes nothing: at the next start people are asked again
            self._remembered.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._remembered.write_text(screen_identity(screen), "utf-8")
        return True

    def release(self) -> None:
        """Cover none."""
        self._marks.release()

    def _read_remembered(self) -> str:
        with suppress(OSError, UnicodeDecodeError):
            return self._remembered.read_text("utf-8")
        return ""
