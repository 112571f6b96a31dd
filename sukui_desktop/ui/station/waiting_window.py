"""What a station shows while it has nothing to do: who it is, and why it waits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.station import StationRole
from sukui_desktop.ui.widgets.basic_widgets import EnterButton, with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

_SIZE = (900, 560)


class WaitingWindow(QWidget):
    """One sentence in large letters; ways to be let in anew and to leave, for staff."""

    anew_wanted = Signal()
    """Staff want to let this station in anew."""
    resume_wanted = Signal()
    """Staff want the work again that they closed."""

    def __init__(self, role: StationRole) -> None:
        super().__init__()
        self.setWindowTitle(text("station.wait.title", role=text(f"station.role.{role}")))
        self.resize(*_SIZE)
        self.name = with_style_property(PlainLabel(self), "heading", "3")
        self.why = with_style_property(WrappedLabel("", self), "heading", "1")
        self.why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.again = EnterButton(text("station.wait.again"), self)
        self.again.clicked.connect(self.anew_wanted)
        self.again.hide()
        self.resume = EnterButton(text("station.wait.resume"), self)
        self.resume.setProperty("class", "primary")
        self.resume.clicked.connect(self.resume_wanted)
        self.resume.hide()
        self.leave = EnterButton(text("station.wait.close"), self)
        self.leave.clicked.connect(self.close)
        column_of(
            self.name,
            grow(),
            self.why,
            grow(),
            row_of(grow(), self.again, self.leave, self.resume),
            spacing=16,
            margins=(40, 32, 40, 32),
            into=self,
        )
        self.show_why("connecting")

    def show_name(self, name: str, meeting: str) -> None:
        """Show how the station is called and where it belongs."""
        self.name.setText(text("station.wait.name", name=name, meeting=meeting))

    def show_why(self, why: str, *, can_resume: bool = False) -> None:
        """Show why it waits: a key of `station.wait`; `can_resume` offers the work that staff closed."""
        self.why.setText(text(f"station.wait.{why}"))
        self.again.hide()
        self.resume.setVisible(can_resume)

    def show_sentence(self, sentence: str, *, can_enrol: bool = False) -> None:
        """Show a refusal in words."""
        self.why.setText(sentence)
        self.again.setVisible(can_enrol)
        self.resume.hide()
