"""Where people wait: which desk serves whom, how many kiosks are free, how many have no slip yet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.initial_ranges import INITIALS
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.hall_snapshot import HallSnapshot
from sukui_desktop.services.stations.room_queue import DeskServing, RoomQueue
from sukui_desktop.ui.display.panels import Panel
from sukui_desktop.ui.widgets.basic_widgets import show_words_or_hide
from sukui_desktop.ui.widgets.layouts import fill, grow
from sukui_desktop.ui.widgets.screen_scale import role_label

_NOT_OVER = (PollState.DRAFTED, PollState.READY, PollState.OPEN, PollState.PAUSED)
_MOST_DESKS = 6
"""As many lines are read at 20 m beside the rest."""


class QueuePanel(Panel):
    """The snapshot says who waits, the hub which desks and kiosks there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = role_label(self, "subtitle", name="queueTitle")
        self.waiting = role_label(self, "title", name="queueWaiting")
        self.kiosks = role_label(self, "subtitle", name="queueKiosks")
        self.desks = role_label(self, "subtitle", name="queueDesks")
        self._snapshot: HallSnapshot | None = None
        self._queue: RoomQueue | None = None
        fill(self.column, self.title, grow(), self.waiting, self.kiosks, self.desks, grow())

    def show_snapshot(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show who waits."""
        del now_ms
        self._snapshot = snapshot
        self._show_all()

    def show_queue(self, queue: RoomQueue | None) -> None:
        """Show which desks and kiosks are connected; None while nobody knows."""
        if queue != self._queue:
            self._queue = queue
            self._show_all()

    def _show_all(self) -> None:
        if self._snapshot is None:
            return
        waiting, queue = self._snapshot.waiting, self._queue or RoomQueue()
        self.title.setText(self._snapshot.poll_title or text("display.queue.title"))
        state = self._snapshot.poll_state
        none = "over" if state and state not in _NOT_OVER else "no_slips"
        self.waiting.setText(
            text("display.queue.waiting", count=f"{sum(waiting):,}") if waiting else text(f"display.queue.{none}")
        )
        is_voting = self._snapshot.poll_state == PollState.OPEN
        kiosks = queue.kiosks_free + queue.kiosks_in_use
        facts = {"free": queue.kiosks_free, "used": queue.kiosks_in_use}
        show_words_or_hide(self.kiosks, text("display.queue.kiosks", **facts) if is_voting and kiosks else "")
        lines = [_desk_line(desk, waiting) for desk in queue.desks[:_MOST_DESKS]]
        if len(queue.desks) > _MOST_DESKS:
            lines.append(text("display.queue.desks_more", count=len(queue.desks) - _MOST_DESKS))
        show_words_or_hide(self.desks, "\n".join(lines))


def _desk_line(desk: DeskServing, waiting: tuple[int, ...]) -> str:
    if not desk.serves:
        return text("display.queue.desk_all", name=desk.name)
    count = f"{_waiting_at(desk.serves, waiting):,}"
    return text("display.queue.desk", name=desk.name, serves=desk.serves, count=count)


def _waiting_at(serves: str, waiting: tuple[int, ...]) -> int:
    """Return how many wait whose names begin with these consonants, such as ㄱ–ㅂ or ㅎ."""
    first, last = INITIALS.find(serves[:1]), INITIALS.find(serves[-1:])
    return sum(waiting[first : last + 1]) if first >= 0 and last >= 0 else 0
