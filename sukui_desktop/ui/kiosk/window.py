"""The kiosk's window: full screen, locked, one page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changes import Changes
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.vote.drafting import read_poll
from sukui_desktop.ui.kiosk.booth import Booth
from sukui_desktop.ui.kiosk.focus_ring import FocusRing
from sukui_desktop.ui.kiosk.idle import IdleNotice, IdleWatch
from sukui_desktop.ui.kiosk.journey import Journey
from sukui_desktop.ui.kiosk.lock import Lock, place_on_screen
from sukui_desktop.ui.kiosk.pace import Pace
from sukui_desktop.ui.kiosk.page import KioskPage
from sukui_desktop.ui.kiosk.pages import Pages
from sukui_desktop.ui.kiosk.pin import PinGate
from sukui_desktop.ui.kiosk.slip_number import SlipNumber
from sukui_desktop.ui.kiosk.strip import Strip
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.metrics import metrics_for, scaled_sheet

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room
    from sukui_desktop.services.vote.drafting import PollView

_EM_PER_MILLE = 35


class KioskWindow(QWidget):
    """One poll's kiosk; `show_on` gives it a screen, only the PIN takes it away again.

    `take_token` accepts a slip's number from another window of the program; `left` is told when staff closed it.
    """

    left = Signal()

    def __init__(self, operations: Operations, room: Room, poll_id: PollId, pin: str, pace: Pace | None = None) -> None:
        super().__init__()
        self.setObjectName("kiosk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(text("kiosk.window.name"))
        self._operations, self._room, self._poll_id = operations, room, poll_id
        self._may_close = False
        self._page_before: KioskPage | None = None
        pace = pace or Pace()
        self.number = SlipNumber(self)
        self.strip = Strip(self)
        self.pages = Pages(self.number, PinGate(pin), pace, self)
        self.booth = Booth(operations, room, poll_id, self)
        self.idle = IdleWatch(pace.quiet_s, pace.warn_s, pace.tick_ms, self)
        self.journey = Journey(self.pages, self.booth, self.idle, self)
        self.lock = Lock(self)
        self.ring = FocusRing(self)
        self.notice = IdleNotice(self)
        self._arrange()
        self._connect()
        self._read_poll()

    def show_on(self, screen: QScreen) -> None:
        """Cover a whole screen, on top of everything, with the keyboard held."""
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.winId()
        place_on_screen(self.windowHandle(), screen)
        self.setFixedSize(screen.geometry().size())
        self.showFullScreen()
        self.lock.hold_keyboard(self.windowHandle())

    @Slot(str)
    def take_token(self, token: str) -> None:
        """Begin with a slip's number that another window hands over; ignored while somebody votes."""
        self.journey.take_token(token)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay, whoever asks, until the PIN was right."""
        if not self._may_close:
            event.ignore()
            return
        self.lock.let_go()
        super().closeEvent(event)
        self.left.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Stand between the window system and the widgets."""
        super().showEvent(event)
        handle = self.windowHandle()
        for watcher in (self.number, self.idle, self.lock):
            # The last one installed is asked first: the lock, then the idle watch, then the slip number.
            handle.installEventFilter(watcher)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every length the new screen's measure."""
        super().resizeEvent(event)
        metrics = metrics_for(self.width(), self.height(), per_mille=_EM_PER_MILLE)
        self.setStyleSheet(scaled_sheet("kiosk", metrics))
        self.strip.fit(metrics)
        self.pages.fit(metrics)
        self.notice.fit(metrics)
        self.notice.setGeometry(self.rect())

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self._operations.changes_announced.connect(self._on_changes_announced)
        self.idle.warned.connect(self.notice.tell)
        self.idle.revived.connect(self._on_voter_revived)
        self.idle.ran_out.connect(self.notice.hide)
        self.notice.go_on.clicked.connect(self.idle.revive)
        self.lock.keyboard_held.connect(self.strip.show_keyboard)
        self.lock.staff_wanted.connect(self._on_staff_wanted)
        self.pages.pin.closed.connect(self._on_pin_closed)
        self.pages.pin.opened.connect(self._on_pin_right)

    def _read_poll(self) -> None:
        self._operations.run(self, read_poll, self._room, self._poll_id, on_done=self._on_poll_read)

    def _on_poll_read(self, view: PollView) -> None:
        if view.definition is not None:
            self.strip.show_poll(view.definition.title, view.words, is_practice=view.definition.is_practice)
            self.journey.take_definition(view.definition)
        self.pages.start.show_state(view.row.state)
        if self.journey.is_at_rest:
            self.pages.start.first_focus().setFocus()

    @Slot(object)
    def _on_changes_announced(self, changes: Changes) -> None:
        if changes.touches("poll"):
            self._read_poll()

    @Slot()
    def _on_voter_revived(self) -> None:
        self.notice.hide()

    @Slot()
    def _on_staff_wanted(self) -> None:
        shown = self.pages.currentWidget()
        if isinstance(shown, KioskPage) and shown is not self.pages.pin:
            self._page_before = shown
            self.pages.show_page(self.pages.pin)

    @Slot()
    def _on_pin_closed(self) -> None:
        self.pages.pin.reset()
        self.pages.show_page(self._page_before or self.pages.start)

    @Slot()
    def _on_pin_right(self) -> None:
        if self.booth.is_sending:
            self.pages.pin.say(text("kiosk.pin.busy"))
            return
        self._may_close = True
        self.journey.start_over()
        self.close()
