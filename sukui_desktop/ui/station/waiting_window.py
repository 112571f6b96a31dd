"""What a station shows while it has nothing to do: who it is, and why it waits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.station import StationRole
from sukui_desktop.ui.widgets.basic_widgets import EnterButton, field_label, show_words_or_hide, with_style_property
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

    address_given = Signal(str)
    """Staff typed or scanned where the hub is now."""

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
        self.address = QLineEdit(self, placeholderText=text("station.enrol.address_hint"))
        self.address_label = field_label(text("station.wait.address"), self.address, wraps=True)
        self.go = EnterButton(text("station.wait.go"), self)
        self.go.clicked.connect(self._give_address)
        self.address.returnPressed.connect(self._give_address)
        self.address_refusal = with_style_property(WrappedLabel("", self), "state", "danger")
        self.leave = EnterButton(text("station.wait.close"), self)
        self.leave.clicked.connect(self.close)
        column_of(
            self.name,
            grow(),
            self.why,
            grow(),
            self.address_label,
            row_of(grow(self.address), self.go),
            self.address_refusal,
            row_of(grow(), self.again, self.leave, self.resume),
            spacing=16,
            margins=(40, 32, 40, 32),
            into=self,
        )
        self.show_why_it_waits("connecting")

    def show_station_and_meeting(self, name: str, meeting: str) -> None:
        """Show how the station is called and where it belongs."""
        self.name.setText(text("station.wait.name", name=name, meeting=meeting))

    def show_why_it_waits(self, why: str, *, can_resume: bool = False) -> None:
        """Show why it waits: a key of `station.wait`; `can_resume` offers the work that staff closed."""
        self.why.setText(text(f"station.wait.{why}"))
        self.again.hide()
        self.resume.setVisible(can_resume)
        self._offer_address(is_offered=why == "lost")

    def show_sentence(self, sentence: str, *, can_enrol: bool = False, can_move: bool = False) -> None:
        """Show a refusal in words; `can_enrol` offers to be let in anew, `can_move` to look for the hub elsewhere."""
        self.why.setText(sentence)
        self.again.setVisible(can_enrol)
        self.resume.hide()
        self._offer_address(is_offered=can_move)

    def show_why_not_begun(self, sentence: str) -> None:
        """Show why this program does nothing: it can only be closed."""
        self.show_sentence(sentence)

    def show_address_refusal(self, sentence: str) -> None:
        """Show why an address was not taken; what was typed stays."""
        show_words_or_hide(self.address_refusal, sentence)
        self.address.setFocus()
        self.address.selectAll()

    def _offer_address(self, *, is_offered: bool) -> None:
        """Ask where the hub is now, where it is not found: another machine may have taken its place."""
        for part in (self.address_label, self.address, self.go):
            part.setVisible(is_offered)
        if not is_offered:
            show_words_or_hide(self.address_refusal, "")

    @Slot()
    def _give_address(self) -> None:
        show_words_or_hide(self.address_refusal, "")
        self.address_given.emit(self.address.text())
