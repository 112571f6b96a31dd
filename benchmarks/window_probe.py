"""The program with windows, timed from outside by `startup`: first paint, roster, first answered key.

`python -m benchmarks.window_probe STARTED_NS FILE` runs `sukui desktop FILE --tab checkin` unchanged: an event filter
on the frame sees its first paint, the roster's own signal the moment at which people could type; then a key is sent to
the search box and the paint of the list that follows is awaited. `STARTED_NS` is `time.monotonic_ns` of the process
that started this one. Prints one JSON document and closes the window.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from sukui_desktop.programs.entry_point import main as run_program

KEYS = "김가나다라"
"""Typed one after the other after the first; the box is emptied at the end, so that the whole list comes back."""
UNWANTED = ("reportlab", "alembic", "openpyxl", "uvicorn", "qrcode")
_LOOK_MS = 2
_GIVE_UP_MS = 60_000


class WindowProbe(QObject):
    """Waits for frame, roster and list in turn, and notes when each was there, in milliseconds since the start."""

    def __init__(self, started_ns: int) -> None:
        super().__init__()
        self._started_ns = started_ns
        self._figures: dict[str, object] = {}
        self._console: QWidget | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._on_look)
        QTimer.singleShot(0, self._on_loop_begun)
        QTimer.singleShot(_GIVE_UP_MS, self._on_waited_too_long)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Note the frame's first paint, then the list's paint after the first key, once each is on the screen."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            is_frame = watched is self._console
            QTimer.singleShot(0, self._on_frame_painted if is_frame else self._on_list_painted)
        return False

    @Slot()
    def _on_loop_begun(self) -> None:
        windows = [window for window in QApplication.topLevelWidgets() if window.inherits("QMainWindow")]
        self._console = windows[0]
        self._console.installEventFilter(self)

    @Slot()
    def _on_frame_painted(self) -> None:
        self._note("first_paint_ms")
        self._look.start()

    @Slot()
    def _on_look(self) -> None:
        """Look whether the desk's page is there, and from then on wait for its signal that the roster is.

        The page is loaded by the program alone: a probe that imported it would do the program's work at another moment.
        """
        kind = getattr(sys.modules.get("sukui_desktop.ui.checkin.page"), "CheckinPage", None)
        for page in self._console.findChildren(kind) if self._console is not None and kind is not None else ():
            self._look.stop()
            self._page = page
            page.model.modelReset.connect(self._on_roster_shown)
            self._on_roster_shown()

    @Slot()
    def _on_roster_shown(self) -> None:
        if self._page.model.everybody:
            self._page.model.modelReset.disconnect(self._on_roster_shown)
            QTimer.singleShot(0, self._on_desk_ready)

    @Slot()
    def _on_desk_ready(self) -> None:
        """Type the first key: the page is whole and the loop is free to take one."""
        self._note("roster_ms")
        self._press(KEYS[0])
        self._page.table.viewport().installEventFilter(self)
        self._page.table.viewport().update()

    @Slot()
    def _on_list_painted(self) -> None:
        self._note("interactive_ms")
        self._figures["interactive_cpu_ms"] = time.process_time() * 1000
        model = self._page.model
        self._figures |= read_memory() | {"people": len(model.everybody), "found": len(model.rows)}
        self._figures["unwanted_modules"] = sorted(name for name in UNWANTED if name in sys.modules)
        self._figures["key_ms"] = [self._timed(letter) for letter in (*KEYS[1:], "\x1b", *KEYS)]
        json.dump(self._figures, sys.stdout)
        assert self._console is not None
        self._console.close()

    @Slot()
    def _on_waited_too_long(self) -> None:
        """End a program that shows a refusal instead of the desk."""
        print(f"still waiting after {sorted(self._figures)}", file=sys.stderr)
        QApplication.exit(1)

    def _timed(self, letter: str) -> float:
        """Return the milliseconds from a key to the painted list."""
        began = time.perf_counter()
        self._press(letter)
        self._page.table.viewport().repaint()
        return (time.perf_counter() - began) * 1000

    def _press(self, letter: str) -> None:
        key = Qt.Key.Key_Escape if letter == "\x1b" else Qt.Key.Key_unknown
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(self._page.search, event)

    def _note(self, name: str) -> None:
        self._figures[name] = (time.monotonic_ns() - self._started_ns) / 1e6


def read_memory() -> dict[str, object]:
    """Return this process's resident and proportional memory in kB, where the system has them (0 elsewhere)."""
    found: dict[str, object] = {}
    for name, path, key in (("rss_kb", "status", "VmRSS"), ("pss_kb", "smaps_rollup", "Pss")):
        line = re.search(rf"^{key}:\s+(\d+)", _proc(path), re.MULTILINE)
        found[name] = int(line[1]) if line else 0
    return found


def _proc(name: str) -> str:
    path = Path("/proc/self") / name
    return path.read_text(encoding="ascii") if path.exists() else ""


def main() -> int:
    """Run the program under the probe and return its exit code."""
    app = QApplication(sys.argv[:1])
    probe = WindowProbe(int(sys.argv[1]))
    code = run_program(["desktop", sys.argv[2], "--tab", "checkin"])
    del probe, app
    return code


if __name__ == "__main__":
    raise SystemExit(main())
