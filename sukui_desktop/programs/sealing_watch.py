"""Sealing by itself: looks at opening and while a meeting is open whether an objection period has really passed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from sukui_desktop.assets.messages import text

if TYPE_CHECKING:
    from sukui_desktop.domain.errors import SukuiError
    from sukui_desktop.services.opened_meeting import Context, Room
    from sukui_desktop.services.vote.poll_endings import OverdueSealing
    from sukui_desktop.ui.console.window import ConsoleWindow
    from sukui_desktop.ui.service_queues import Operations

PERIOD_MS = 60_000
_TOLD = ("sealed", "unanswered", "box_changed")


class SealingWatch(QObject):
    """Lets polls be sealed whose objection period is over, and says in the console's bar what was done or why not."""

    def __init__(self, operations: Operations, console: ConsoleWindow) -> None:
        super().__init__(console)
        self._operations = operations
        self._console = console
        self._room: Room | None = None
        self._since_ms = 0
        self._is_asking = False
        self._said = ""
        self._timer = QTimer(self, interval=PERIOD_MS)
        self._timer.timeout.connect(self.seal_overdue)

    def begin_watching(self, room: Room, context: Context) -> None:
        """Look at a meeting that was opened, and again while it is open."""
        self._room, self._since_ms, self._said, self._is_asking = room, 0, "", False
        self.seal_overdue()
        self._since_ms = context.now()
        self._timer.start()

    def stop(self) -> None:
        """Look no more: the meeting is being closed."""
        self._room = None
        self._timer.stop()

    @Slot()
    def seal_overdue(self) -> None:
        """Ask whether something is to be sealed; nothing is asked twice at once."""
        if self._room is None or self._is_asking:
            return
        from sukui_desktop.services.vote.poll_endings import seal_overdue_polls

        self._is_asking = True
        act = partial(seal_overdue_polls, since_ms=self._since_ms)
        self._operations.run(
            self, act, self._room, on_done=self._show_overdue_sealing, on_refused=self._ignore_refusal_until_next_try
        )

    def _show_overdue_sealing(self, found: OverdueSealing) -> None:
        self._is_asking = False
        told = [
            text(f"console.sealing.{name}", titles=", ".join(titles))
            for name in _TOLD
            if (titles := getattr(found, name))
        ]
        words = " ".join(told)
        if words and words != self._said and self._room is not None:
            self._console.refusal_bar.show_message(words)
        self._said = words

    def _ignore_refusal_until_next_try(self, _error: SukuiError) -> None:
        """A disk that did not answer is asked again; people have the button, which says why."""
        self._is_asking = False
