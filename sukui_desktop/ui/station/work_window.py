"""The window of a station whose work is one page, as of a check-in desk: the page under a line that says who it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.station import StationRole
from sukui_desktop.ui.widgets.basic_widgets import badge, button, with_style_property
from sukui_desktop.ui.widgets.elided_label import ElidedLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.refusal_bar import RefusalBar

_SIZE = (1280, 720)


class WorkWindow(QMainWindow):
    """Shows the page, how the station is called, and whether the hub answers; while it does not the page is shut."""

    closed = Signal()
    address_wanted = Signal()
    """Staff know that the hub has another address now."""

    def __init__(self, role: StationRole, page: QWidget) -> None:
        super().__init__()
        self.page = page
        self.setWindowTitle(text(f"station.role.{role}"))
        self.resize(*_SIZE)
        bar = with_style_property(QFrame(self), "strip", "true")
        self.name = with_style_property(ElidedLabel(bar), "heading", "3")
        self.state = badge(tone="navy")
        self.address_button = button(text("station.work.address"), scale="small", on_click=self.address_wanted)
        row_of(self.name, grow(), self.address_button, self.state, margins=(20, 8, 20, 8), into=bar)
        body = QWidget(self)
        self.refusal_bar = RefusalBar(body)
        column_of(bar, self.refusal_bar, grow(page), spacing=0, margins=0, into=body)
        self.setCentralWidget(body)
        self.show_connected(is_connected=True)

    def show_station_and_meeting(self, name: str, meeting: str) -> None:
        """Show how the station is called and where it belongs."""
        self.name.set_words(text("station.wait.name", name=name, meeting=meeting))

    def show_connected(self, *, is_connected: bool, is_paused: bool = False) -> None:
        """Show whether the hub answers; what is typed stays while it does not."""
        key = "paused" if is_paused else "connected" if is_connected else "lost"
        self.state.setText(text(f"station.work.{key}"))
        self.address_button.setVisible(not is_connected)
        self.page.setEnabled(is_connected and not is_paused)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that it was closed."""
        super().closeEvent(event)
        self.closed.emit()
