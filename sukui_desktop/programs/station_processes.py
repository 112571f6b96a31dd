"""Programs of stations that were started on this machine: they live on when this program ends."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from typing import IO

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from sukui_desktop.domain.errors import DeviceFault
from sukui_desktop.models.station import StationRole
from sukui_desktop.storage.durable_files import undone_on_failure

_LOOK_MS = 1000
_MOST_READ = 10_000
"""Bytes at the end of what a program said."""


class StationProcesses(QObject):
    """Starts them, and tells what one says that ended with a refusal."""

    refused = Signal(str)
    """The sentence with which a program ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[tuple[subprocess.Popen[bytes], IO[bytes]]] = []
        """Each with the file of what it says: a pipe that nobody reads stops who writes into it, amid a vote."""
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._forget_ended_and_tell_refusals)

    @property
    def is_any_running(self) -> bool:
        """Whether one of them has not ended, or was not noticed yet to have."""
        return bool(self._running)

    def start(self, role: StationRole, name: str, invitation: str) -> None:
        """Start the program of a station; the invitation goes to its standard input, where nobody else sees it.

        Raises DeviceFault program_not_started.
        """
        command = [sys.executable, "-m", "sukui_desktop", str(role), "--invited", f"--name={name}"]
        try:
            said = tempfile.TemporaryFile()  # noqa: SIM115 - closed once the program has ended
            with undone_on_failure(said.close):
                program = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=said, start_new_session=True)
        except OSError as error:
            raise DeviceFault("program_not_started", role=str(role)) from error
        self._running.append((program, said))
        self._timer.start()
        assert program.stdin is not None
        with suppress(OSError), program.stdin as read_by_program:  # one that ended already says why
            read_by_program.write(f"{invitation}\n".encode())

    @Slot()
    def _forget_ended_and_tell_refusals(self) -> None:
        for program, said in [one for one in self._running if one[0].poll() is not None]:
            self._running.remove((program, said))
            with said:
                said.seek(max(0, said.seek(0, os.SEEK_END) - _MOST_READ))
                lines = said.read().decode("utf-8", "replace").strip().splitlines()
            if program.returncode and lines:
                self.refused.emit(lines[-1])
        if not self._running:
            self._timer.stop()
