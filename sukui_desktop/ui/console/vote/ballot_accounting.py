"""Ballot accounting at the closing: issued = cast + spoiled + returned + not returned, in large figures."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.closing_decisions import ClosingDecisions
from sukui_desktop.domain.papers.receipt_list import ReceiptList
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.handover.receipts import compose_receipt_list
from sukui_desktop.services.opened_meeting import Room, meeting_path
from sukui_desktop.services.vote.polls import PollHead
from sukui_desktop.ui.console.vote.receipts_dialog import ReceiptsDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import badge, button, styled
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.plain_words import PlainLabel
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.closing_decisions import closing_decision_rows
from sukui_desktop.wording.quorum import vote_base_words

TERMS = ("issued", "cast", "spoiled", "returned", "not_returned")
"""교부 = 투표 + 훼손 + 반납 + 미반납."""


class BallotAccountingCard(QFrame):
    """Five large figures with their signs between them; a poll whose figures cannot be true is not closed."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._room: Room | None = None
        self._meeting: MeetingRow | None = None
        self._head: PollHead | None = None
        self.receipts_button = button(text("vote.receipts.button"), scale="small", on_click=self._on_receipts_clicked)
        self.setProperty("card", "true")
        self.figures: dict[str, QLabel] = {}
        self.verdict = badge(text("vote.ballot_accounting.true"), "green")
        self.base = styled(WrappedLabel("", self, name="voteBase"), "hint", "true")
        layout = row_of()
        column_of(layout, self.base, spacing=4, margins=(20, 8, 20, 8), into=self)
        for place, term in enumerate(TERMS):
            if place:
                sign = styled(PlainLabel("=" if place == 1 else "+", self), "heading", "2")
                sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
                layout.addWidget(sign, 1)
            layout.addLayout(self._term_with_figure(term))
        fill(layout, grow(), self.receipts_button, self.verdict)

    def show_poll(
        self,
        room: Room,
        meeting: MeetingRow,
        row: PollHead,
        closing: ClosingDecisions,
        *,
        has_receipts: bool = True,
    ) -> None:
        """Show the ballot accounting of a closed poll; without receipts there is no list of them."""
        self._room, self._meeting, self._head = room, meeting, row
        self.receipts_button.setVisible(has_receipts and row.state != PollState.SEALED)
        figures = {term: f"{getattr(row, term):,}" for term in TERMS}
        for term, figure in figures.items():
            self.figures[term].setText(figure)
        self.setAccessibleName(text("vote.ballot_accounting.said", **figures))
        base = vote_base_words(
            enrolled=row.base_enrolled,
            present=row.base_present,
            voted_and_left=row.base_voted_and_left,
            others_present=row.base_others_present,
        )
        decided = (f"{name}: {words}" for name, words in closing_decision_rows(closing))
        self.base.setText("\n".join(filter(None, (base, *decided))))
        self.base.setVisible(bool(self.base.text()))

    def _term_with_figure(self, term: str) -> QVBoxLayout:
        name = styled(PlainLabel(text(f"vote.ballot_accounting.{term}"), self), "hint", "true")
        figure = styled(PlainLabel(self), "figure", "true")
        figure.setObjectName(f"accounting_{term}")
        self.figures[term] = figure
        return column_of(name, figure, spacing=2)

    @Slot()
    def _on_receipts_clicked(self) -> None:
        if self._room is not None and self._head is not None:
            done = self._on_receipts_read
            self._operations.run(self, compose_receipt_list, self._room, self._head.poll_id, on_done=done)

    def _on_receipts_read(self, content: ReceiptList) -> None:
        if self._room is not None and self._meeting is not None:
            folder = meeting_path(self._room).parent
            ReceiptsDialog(self, self._operations, content, self._meeting, folder).open()
