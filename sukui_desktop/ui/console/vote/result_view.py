"""선정에서 봉인까지: the result with its chart and its reasons, and the people who answer for it."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.poll import CERTIFIED, PUBLISHED, SEALED, SELECTED
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.drafting import PollView
from sukui_desktop.services.vote.settling import certify_poll, publish_poll, seal_poll
from sukui_desktop.ui.console.vote.equation_card import EquationCard
from sukui_desktop.ui.console.vote.questions import CertifyDialog
from sukui_desktop.ui.console.vote.reading import VoteReading
from sukui_desktop.ui.console.vote.result_panel import ResultPanel
from sukui_desktop.ui.console.vote.step_view import StepView
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.ask_dialog import AskDialog
from sukui_desktop.ui.widgets.parts import button
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel


class ResultView(StepView):
    """Equation and result; certify, publish, seal."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self.equation = EquationCard(self)
        self.panel = ResultPanel(operations, self)
        self.certified = WrappedLabel()
        self.certified.setProperty("hint", "true")
        self.certify_button = button(text("vote.result.certify"), "primary")
        self.publish_button = button(text("vote.result.publish"), "primary")
        self.seal_button = button(text("vote.result.seal"))
        self._lay_out()
        self.certify_button.clicked.connect(self._on_certify_clicked)
        self.publish_button.clicked.connect(self._on_publish_clicked)
        self.seal_button.clicked.connect(self._on_seal_clicked)

    def show_reading(self, room: Room, reading: VoteReading) -> None:
        """Show the result of this poll."""
        super().show_reading(room, reading)
        view = reading.poll
        if view is None or view.outcome is None or view.definition is None:
            return
        self.equation.show_poll(view.row)
        self.panel.show_poll(room, view, reading.channels)
        self._show_standing(view)

    def _show_standing(self, view: PollView) -> None:
        state = view.row.state
        self.certify_button.setVisible(state == SELECTED)
        self.publish_button.setVisible(state == CERTIFIED)
        self.seal_button.setVisible(state == PUBLISHED)
        self.certified.setVisible(state != SELECTED)
        if state == SELECTED:
            return
        self.certified.setText(
            text(
                "vote.result.sealed" if state == SEALED else "vote.result.certified",
                names=", ".join(view.row.certified_by),
                when=_day(view.row.certified_at_ms),
                until=_day(view.row.objection_until_ms),
            ),
        )

    @Slot()
    def _on_certify_clicked(self) -> None:
        if self.poll is not None:
            self._certify = CertifyDialog(self, self.poll.row.title)
            self._certify.answered.connect(self._on_certify_answered)
            self._certify.open()

    @Slot()
    def _on_certify_answered(self) -> None:
        self.ask_from(self._certify, certify_poll, self._certify.names, self._certify.days.value())

    @Slot()
    def _on_publish_clicked(self) -> None:
        self.ask(publish_poll)

    @Slot()
    def _on_seal_clicked(self) -> None:
        """Sealing destroys the keys for good, so it is asked once."""
        if self.poll is not None:
            self._seal = AskDialog(
                self,
                title=text("vote.seal.title", title=self.poll.row.title),
                words=text("vote.seal.words"),
                accept=text("vote.seal.accept"),
                is_dangerous=True,
            )
            self._seal.answered.connect(self._on_seal_answered)
            self._seal.open()

    @Slot()
    def _on_seal_answered(self) -> None:
        self.ask_from(self._seal, seal_poll)

    def _lay_out(self) -> None:
        self.body.addWidget(self.equation)
        self.body.addWidget(self.panel, 1)
        self.body.addWidget(self.certified)
        self.add_buttons(self.certify_button, self.publish_button, self.seal_button)


def _day(at_ms: int) -> str:
    """Return a moment as people write it: 2026. 8. 29. 14:02."""
    return QDateTime.fromMSecsSinceEpoch(at_ms).toString("yyyy. M. d. HH:mm")
