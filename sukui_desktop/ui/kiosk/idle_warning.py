"""What happens when a voter is silent: a warning that can be answered, then everything is wiped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.page_base import KioskButton
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Countdown
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.basic_widgets import with_style_property
from sukui_desktop.ui.widgets.layouts import column_of
from sukui_desktop.ui.widgets.screen_scale import role_label, with_spacing_in_ems

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.Wheel,
    }
)


class IdleWatch(QObject):
    """Event filter of the kiosk's QWindow: silence for `quiet_s` warns, then `warn_s` more clears."""

    warned = Signal(int)
    """Seconds left."""
    revived = Signal()
    ran_out = Signal()

    def __init__(self, quiet_s: int, warn_s: int, tick_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._quiet = Countdown(quiet_s, tick_ms, self)
        self._warning = Countdown(warn_s, tick_ms, self)
        self._is_watching = False
        self._quiet.ran_out.connect(self._warning.start)
        self._warning.seconds_left.connect(self.warned)
        self._warning.ran_out.connect(self.ran_out)

    def watch_idle_voter(self, is_watching: bool) -> None:
        """Begin to watch a voter from the beginning, or stop; a warning that runs is over."""
        self._is_watching = is_watching
        if self._warning.is_running:
            self._warning.stop()
            self.revived.emit()
        if is_watching:
            self._quiet.start()
        else:
            self._quiet.stop()

    @Slot()
    def restart_idle_time(self) -> None:
        """Somebody is there: count from the beginning."""
        if not self._is_watching:
            return
        was_warning = self._warning.is_running
        self._warning.stop()
        self._quiet.start()
        if was_warning:
            self.revived.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice keys and fingers; the one that answers a warning does nothing else."""
        if event.type() not in _SIGNS_OF_LIFE or not self._is_watching:
            return False
        answers = self._warning.is_running and event.type() != QEvent.Type.MouseMove
        if answers or not self._warning.is_running:
            self.restart_idle_time()
        if answers:
            event.accept()  # a touch that nobody took is told once more, as a mouse
        return answers


class IdleNotice(QWidget):
    """The warning, over whatever page is open; shows nothing of what was picked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.leaving_key = "kiosk.idle.leaving"
        self._panel = with_style_property(QFrame(self), "role", "panel")
        self.heading = role_label(self._panel, "big", "kiosk.idle.heading")
        self.leaving = role_label(self._panel, "body", name="idleLeaving")
        self.go_on = KioskButton("kiosk.idle.go_on", self._panel, is_primary=True)
        with_spacing_in_ems(
            column_of(self.heading, self.leaving, self.go_on, into=self._panel), 0.8, (1.4, 1.2, 1.4, 1.2)
        )
        outer = QVBoxLayout(self)
        outer.addWidget(self._panel, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def show_seconds_left(self, seconds: int) -> None:
        """Show the seconds that are left."""
        self.leaving.setText(text(self.leaving_key, seconds=seconds))
        if self.isHidden():
            self.show()
            self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hide the page below: whoever passes by is not to read what an absent voter picked."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("gray-70"))
        painter.end()
