"""From the frozen definition to the closing: without these views a box would be laid and nobody could open it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.poll import PAUSED
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.polling import close_poll, deal_slips, open_poll, pause_poll, resume_poll
from sukui_desktop.services.vote.readying import withdraw_poll
from sukui_desktop.ui.console.vote.definition_card import DefinitionCard
from sukui_desktop.ui.console.vote.questions import TwoPeopleDialog
from sukui_desktop.ui.console.vote.reading import Live, VoteReading
from sukui_desktop.ui.console.vote.step_view import StepView
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.ask_dialog import AskDialog
from sukui_desktop.ui.widgets.parts import badge, button, heading, hint, set_look
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel


class DealingBar(QFrame):
    """Says that the slips in hand were lost with the power, with the button that deals new ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "subtle")
        words = WrappedLabel(text("vote.deal.words"))
        set_look(words, "state", "warning")
        self.deal_button = button(text("vote.deal.button"), "primary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 12, 20, 12)
        layout.addWidget(words, 1)
        layout.addWidget(self.deal_button)
        self.hide()


class ReadyView(StepView):
    """준비 완료: the frozen definition in full; open it, or take it back by two people."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self.definition = DefinitionCard(self)
        self.laid = WrappedLabel()
        self.dealing = DealingBar(self)
        self.open_button = button(text("vote.ready_view.open"), "primary")
        self.withdraw_button = button(text("vote.ready_view.withdraw"))
        self.body.addWidget(self.dealing)
        self.body.addWidget(self.definition, 1)
        self.body.addWidget(self.laid)
        self.add_buttons(self.open_button, self.withdraw_button)
        self.open_button.clicked.connect(self._on_open_clicked)
        self.withdraw_button.clicked.connect(self._on_withdraw_clicked)
        self.dealing.deal_button.clicked.connect(self._on_deal_clicked)

    def show_reading(self, room: Room, reading: VoteReading) -> None:
        """Show the frozen definition."""
        super().show_reading(room, reading)
        if reading.poll is not None:
            self.definition.show_definition(reading.poll)
        if reading.live is not None:
            self.show_live(reading.live)

    def show_live(self, live: Live) -> None:
        """Show how many slips are laid, given and left."""
        self.dealing.setVisible(live.needs_dealing)
        self.laid.setText(
            text(
                "vote.ready_view.laid",
                laid=f"{live.turnout.base:,}",
                issued=f"{live.turnout.issued:,}",
                left=f"{live.slips_left:,}",
            ),
        )

    @Slot()
    def _on_open_clicked(self) -> None:
        self.ask(open_poll)

    @Slot()
    def _on_deal_clicked(self) -> None:
        self.ask(deal_slips)

    @Slot()
    def _on_withdraw_clicked(self) -> None:
        if self.poll is not None:
            self._dialog = TwoPeopleDialog(self, "withdraw", self.poll.row.title, is_dangerous=True)
            self._dialog.answered.connect(self._on_withdraw_answered)
            self._dialog.open()

    @Slot()
    def _on_withdraw_answered(self) -> None:
        self.ask_from(self._dialog, withdraw_poll, self._dialog.names)


class PollingView(StepView):
    """투표: issued slips and turnout in steps, never a running result; pause, resume, close."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self.state_badge = badge("", "green")
        self.issued = _figure("pollIssued")
        self.cast = _figure("pollCast")
        self.left = _figure("pollLeft")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(text("vote.open.turnout"))
        self.dealing = DealingBar(self)
        self.definition = DefinitionCard(self)
        self.pause_button = button(text("vote.open.pause"))
        self.resume_button = button(text("vote.open.resume"), "primary")
        self.close_button = button(text("vote.open.close"), "primary")
        self._lay_out()
        self.pause_button.clicked.connect(self._on_pause_clicked)
        self.resume_button.clicked.connect(self._on_resume_clicked)
        self.close_button.clicked.connect(self._on_close_clicked)
        self.dealing.deal_button.clicked.connect(self._on_deal_clicked)

    def show_reading(self, room: Room, reading: VoteReading) -> None:
        """Show the running poll."""
        super().show_reading(room, reading)
        if reading.poll is None or reading.live is None:
            return
        is_paused = reading.poll.row.state == PAUSED
        self.state_badge.setText(text("vote.state.paused" if is_paused else "vote.state.open"))
        set_look(self.state_badge, "badge", "amber" if is_paused else "green")
        self.pause_button.setVisible(not is_paused)
        self.resume_button.setVisible(is_paused)
        self.definition.show_definition(reading.poll)
        self.show_live(reading.live)

    def show_live(self, live: Live) -> None:
        """Show a fresh turnout."""
        turnout = live.turnout
        self.issued.setText(text("vote.open.sheets", count=f"{turnout.issued:,}"))
        self.cast.setText(text("vote.open.at_least", count=f"{turnout.cast_in_steps:,}"))
        self.left.setText(text("vote.open.sheets", count=f"{live.slips_left:,}"))
        self.bar.setRange(0, max(1, turnout.issued))
        self.bar.setValue(min(turnout.cast_in_steps, turnout.issued))
        self.dealing.setVisible(live.needs_dealing)

    @Slot()
    def _on_pause_clicked(self) -> None:
        self.ask(pause_poll)

    @Slot()
    def _on_resume_clicked(self) -> None:
        self.ask(resume_poll)

    @Slot()
    def _on_deal_clicked(self) -> None:
        self.ask(deal_slips)

    @Slot()
    def _on_close_clicked(self) -> None:
        """Closing cannot be undone here, so it is asked once."""
        if self.poll is not None:
            self._dialog = AskDialog(
                self,
                title=text("vote.close.title", title=self.poll.row.title),
                words=text("vote.close.words"),
                accept=text("vote.close.accept"),
            )
            self._dialog.answered.connect(self._on_close_answered)
            self._dialog.open()

    @Slot()
    def _on_close_answered(self) -> None:
        self.ask_from(self._dialog, close_poll)

    def _lay_out(self) -> None:
        numbers = QFrame(self)
        numbers.setProperty("card", "true")
        grid = QGridLayout(numbers)
        grid.setContentsMargins(20, 14, 20, 16)
        for column, (key, figure) in enumerate((("issued", self.issued), ("turnout", self.cast), ("left", self.left))):
            grid.addWidget(hint(text(f"vote.open.{key}")), 0, column)
            grid.addWidget(figure, 1, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.state_badge, 0, 3)
        grid.addWidget(self.bar, 2, 0, 1, 4)
        grid.addWidget(hint(text("vote.open.no_result")), 3, 0, 1, 4)
        self.body.addWidget(self.dealing)
        self.body.addWidget(numbers)
        self.body.addWidget(self.definition, 1)
        self.add_buttons(self.close_button, self.resume_button, self.pause_button)


class VoidView(StepView):
    """무효: why, and who said so; nothing more can be done."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        card = QFrame(self)
        card.setProperty("card", "subtle")
        self.reason = WrappedLabel()
        self.reason.setProperty("strong", "true")
        self.reason.setObjectName("voidReason")
        self.people = WrappedLabel()
        layout = QVBoxLayout(card)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addWidget(heading(text("vote.void.heading")))
        layout.addWidget(self.reason)
        layout.addWidget(self.people)
        layout.addWidget(WrappedLabel(text("vote.void.stays")))
        self.body.addWidget(card)
        self.body.addStretch(1)

    def show_reading(self, room: Room, reading: VoteReading) -> None:
        """Show the reason."""
        super().show_reading(room, reading)
        if reading.poll is not None:
            self.reason.setText(reading.poll.row.void_reason)
            self.people.setText(text("vote.void.by", names=", ".join(reading.poll.row.void_by)))


def _figure(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("figure", "true")
    return label
