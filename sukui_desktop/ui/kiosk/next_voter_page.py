"""다음 분: what staff see after their number, between two voters at the only screen."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.services.checkin.voter_turns import TurnSnapshot
from sukui_desktop.ui.kiosk.page_base import KioskButton, KioskPage
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Countdown, Pace
from sukui_desktop.ui.waiting_voters_list import WaitingVotersList
from sukui_desktop.ui.widgets.labels_without_markup import button_words
from sukui_desktop.ui.widgets.layouts import fill, grow
from sukui_desktop.ui.widgets.screen_scale import role_label


class NextVoterPage(KioskPage):
    """How the turn ended, who may be next, and the way to the console; left alone it is locked again."""

    next_wanted = Signal(str)
    """Person id."""
    console_wanted = Signal()
    left_alone = Signal()

    def __init__(self, pace: Pace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading.setText(text("kiosk.next.heading"))
        self.ended = role_label(self, "lead", name="turnEnded")
        self.left = role_label(self, "body", name="votersLeft")
        self.voters = WaitingVotersList(self)
        self.console = KioskButton("kiosk.next.console", self, on_click=self.console_wanted)
        self.begin = KioskButton("kiosk.next.nobody", self, is_primary=True, on_click=self._announce_chosen_voter)
        fill(self.body, self.ended, self.left)
        self.body.addWidget(self.voters, 100)
        self.body.addStretch(1)
        fill(self.foot_row, self.console, grow(), self.begin)
        self._quiet = Countdown(pace.staff_quiet_s, pace.tick_ms, self)
        self._quiet.ran_out.connect(self.left_alone)
        self.voters.currentRowChanged.connect(self._show_chosen_voter)
        self.voters.itemActivated.connect(self.begin.click)

    def show_ended_turn_and_waiting_voters(self, snapshot: TurnSnapshot, ended: str) -> None:
        """Show how the turn ended, in a sentence, and who waits."""
        self.ended.setText(ended)
        count = len(snapshot.waiting)
        key = "left_none" if not count else "left_one" if count == 1 else "left"
        self.left.setText(text(f"kiosk.next.{key}", count=count))
        self.voters.show_voters(snapshot)
        self._show_chosen_voter()
        if not snapshot.waiting:
            self.begin.setText(text("kiosk.next.nobody"))
        self.begin.setEnabled(bool(snapshot.waiting))
        self.voters.setVisible(bool(snapshot.waiting))

    def reset(self) -> None:
        """Forget every name."""
        self.voters.clear()
        for shown in (self.ended, self.left):
            shown.clear()
        self.begin.setText(text("kiosk.next.nobody"))

    def first_focus(self) -> QWidget:
        """Enter calls the next one."""
        return self.begin if self.begin.isEnabled() else self.console

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to watch whether anybody is here."""
        super().showEvent(event)
        self._quiet.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no name where no staff are."""
        self._quiet.stop()
        self.reset()
        super().hideEvent(event)

    @Slot()
    def _show_chosen_voter(self) -> None:
        if self.isVisible():
            self._quiet.start()
        chosen = self.voters.chosen
        if chosen is not None:
            self.begin.setText(button_words(text("kiosk.next.begin", name=chosen.name)))

    @Slot()
    def _announce_chosen_voter(self) -> None:
        chosen = self.voters.chosen_id
        if chosen is not None:
            self.begin.setEnabled(False)
            self.next_wanted.emit(chosen)
