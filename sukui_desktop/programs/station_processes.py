"""Programs of stations that were started on this machine: they live on when this program ends."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from sukui_desktop.domain.errors import DeviceFault
from sukui_desktop.models.station import StationRole

_LOOK_MS = 1000


class StationProcesses(QObject):
    """Starts them, and tells what one says that ended with a refusal."""

    refused = Signal(str)
    """The sentence with which a program ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[subprocess.Popen[bytes]] = []
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._forget_ended_and_tell_refusals)

    def start(self, role: StationRole, name: str, invitation: str) -> None:
        """Start the program of a station; the invitation goes to its standard input, where nobody else sees it.

        Raises DeviceFault program_not_started.
        """
        command = [sys.executable, "-m", "sukui_desktop", str(role), "--invited", "--name", name]
        try:
            program = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
            assert program.stdin is not None
            program.stdin.write(f"{invitation}\n".encode())
            program.stdin.close()
        except OSError as error:
            raise DeviceFault("program_not_started", role=str(role)) from error
        self._running.append(program)
        self._timer.start()

    @Slot()
    def _forget_ended_and_tell_refusals(self) -> None:
        for program in [one for one in self._running if one.poll() is not None]:
            self._running.remove(program)
            assert program.stderr is not None
            said = program.stderr.read().decode("utf-8", "replace").strip()
            program.stderr.close()
            if program.returncode and said:
                self.refused.emit(said.splitlines()[-1])
        if not self._running:
            self._timer.stop()
