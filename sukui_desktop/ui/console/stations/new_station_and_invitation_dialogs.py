"""Letting a station in: which and what it is called, then the code and the letters that it is given."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.station import StationRole
from sukui_desktop.services.stations.station_reports import StationControl
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.dialog_base import HelpedDialog, resize_dialog_within_screen
from sukui_desktop.ui.widgets.basic_widgets import button, heading, set_style_property, with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.qr_picture import QrPicture
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

_QR_PX = 300
_LOOK_MS = 1000
ROLES = (StationRole.KIOSK, StationRole.DESK, StationRole.RECORDER, StationRole.HALL)
"""The roles for which there is a program."""


class NewStationDialog(AskDialog):
    """Asks what the station is for, what it is called, and whether it is a program of this very machine."""

    help_key = "stations.adding_help"
    station_wanted = Signal(object, str, bool)
    """(role, name, whether on this machine)"""

    def __init__(self, parent: QWidget, taken: Sequence[str], invited: Sequence[str] = ()) -> None:
        """`taken` are the names of stations, `invited` those whose letters are out and not used yet."""
        key = "stations.adding"
        super().__init__(parent, title=text(f"{key}.title"), words=text(f"{key}.words"), accept=text(f"{key}.accept"))
        self._taken, self._invited = set(taken), set(invited)
        self._warned_of = ""
        """The name of which it was said that its letters are out."""
        self.roles = QButtonGroup(self)
        for place, role in enumerate(ROLES):
            choice = QRadioButton(text(f"station.role.{role}"), self)
            choice.setChecked(not place)
            self.roles.addButton(choice, place)
            self.body.addWidget(choice)
        self.name = self.add_line_edit(text(f"{key}.name"))
        self.is_here = QCheckBox(text(f"{key}.is_here"), self)
        self.body.addWidget(self.is_here)
        self.roles.idToggled.connect(self._propose_free_station_name)
        self._propose_free_station_name()

    @property
    def role(self) -> StationRole:
        """What was chosen."""
        return ROLES[self.roles.checkedId()]

    def problem(self) -> str:
        """A name is needed; the record refuses one that is taken, and says so here first.

        Of a name whose letters are out it is said once that they will be good for nothing.
        """
        name = clean_text(self.name.text())
        if not name:
            return text("stations.adding.no_name")
        if name in self._taken:
            return text("stations.adding.taken", name=name)
        if name in self._invited and name != self._warned_of:
            self._warned_of = name
            return text("stations.adding.invited", name=name)
        return ""

    def act_on_answer(self) -> None:
        """Announce the station."""
        self.station_wanted.emit(self.role, clean_text(self.name.text()), self.is_here.isChecked())
        super().act_on_answer()

    def _propose_free_station_name(self) -> None:
        words = text(f"station.role.{self.role}")
        used = self._taken | self._invited
        free = next(number for number in range(1, len(used) + 2) if f"{words} {number}" not in used)
        self.name.setText(f"{words} {free}")
        self.name.selectAll()


class InvitationDialog(HelpedDialog):
    """Shows the code until the station is in or it is closed; it is kept nowhere."""

    help_key = "stations.invitation_help"

    def __init__(self, parent: QWidget, role: StationRole, name: str, control: StationControl) -> None:
        super().__init__(parent, text("stations.invitation.title", name=name))
        self._name, self._control = name, control
        invitation = control.invite(role, name)
        self.code = QrPicture(self)
        self.code.setFixedSize(_QR_PX, _QR_PX)
        self.code.show_code_of_text(invitation.qr_text)
        self.address = with_style_property(PlainLabel(invitation.addresses[0], self), "heading", "2")
        self.others = WrappedLabel(
            text("stations.invitation.others", addresses=" · ".join(invitation.addresses[1:])), self
        )
        self.others.setVisible(len(invitation.addresses) > 1)
        self.letters = with_style_property(PlainLabel(invitation.letters, self), "heading", "1")
        self.outcome = WrappedLabel(text("stations.invitation.waits"), self, name="outcome")
        self.close_button = button(text("stations.invitation.close"), "primary", on_click=self.accept)
        told = column_of(
            WrappedLabel(text("stations.invitation.words", role=str(role)), self),
            PlainLabel(text("stations.invitation.address"), self),
            self.address,
            self.others,
            PlainLabel(text("stations.invitation.letters"), self),
            self.letters,
            self.outcome,
            grow(),
            spacing=8,
        )
        column_of(
            heading(self.windowTitle()),
            row_of(self.code, grow(told), spacing=24),
            row_of(grow(), self.close_button),
            spacing=16,
            margins=(28, 24, 28, 24),
            into=self,
        )
        resize_dialog_within_screen(self, (860, 460))
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look_whether_station_is_in)
        self._timer.start()

    @Slot()
    def look_whether_station_is_in(self) -> None:
        """Say it once the station is in, or once the letters let nobody in any more; they are then shown no more."""
        is_in = any(report.row.name == self._name for report in self._control.list_reports())
        if not is_in and self._name in self._control.list_invited_names():
            return
        self._timer.stop()
        key = "is_in" if is_in else "is_dead"
        self.outcome.setText(text(f"stations.invitation.{key}", name=self._name))
        set_style_property(self.outcome, "state", "success" if is_in else "danger")
        self.code.hide()
        self.letters.hide()
