"""Ballot accounting at the closing: issued = cast + spoiled + returned + not returned, in large figures."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.poll_closing_decisions import ClosingDecisions
from sukui_desktop.domain.papers.receipt_list import ReceiptList
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.handover.poll_reports import IssuedReport, issue_closing_report
from sukui_desktop.services.handover.receipt_list import compose_receipt_list
from sukui_desktop.services.opened_meeting import Room, meeting_path
from sukui_desktop.services.vote.poll_heads import PollHead
from sukui_desktop.ui.console.vote.poll_report_dialogs import ReportDialog
from sukui_desktop.ui.console.vote.receipts_dialog import ReceiptsDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import badge, button, show_words_or_hide, with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.poll_closing_decisions import poll_closing_decision_rows
from sukui_desktop.wording.quorum import vote_base_at_closing_words

TERMS = ("issued", "cast", "spoiled", "returned", "not_returned")
"""교부 = 투표 + 훼손 + 반납 + 미반납."""


class BallotAccountingCard(QFrame):
    """Five large figures with their signs between them; a poll whose figures cannot be true is not closed."""

    hall_wanted = Signal()
    """People want to see the receipts on the hall screen."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._room: Room | None = None
        self._meeting: MeetingRow | None = None
        self._head: PollHead | None = None
        self.report_button = button(
            text("vote.report.closing_button"), scale="small", icon_name="document", on_click=self._issue_closing_report
        )
        self.receipts_button = button(text("vote.receipts.button"), scale="small", on_click=self._compose_receipt_list)
        self.offer = with_style_property(WrappedLabel("", self, name="receiptsOffer"), "hint", "true")
        self.setProperty("card", "true")
        self.figures: dict[str, QLabel] = {}
        self.verdict = badge(text("vote.ballot_accounting.true"), "green")
        self.base = with_style_property(WrappedLabel("", self, name="voteBase"), "hint", "true")
        self.said = with_style_property(WrappedLabel("", self, name="accountingLine"), "hint", "true")
        self.said.hide()
        self._large = QWidget(self)
        layout = row_of(margins=0, into=self._large)
        below = row_of(grow(column_of(self.base, self.offer, spacing=2)), self.report_button, self.receipts_button)
        column_of(self._large, self.said, below, spacing=4, margins=(20, 8, 20, 8), into=self)
        for place, term in enumerate(TERMS):
            if place:
                sign = with_style_property(PlainLabel("=" if place == 1 else "+", self), "heading", "2")
                sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
                layout.addWidget(sign, 1)
            layout.addLayout(self._make_figure_with_name(term))
        fill(layout, grow(), self.verdict)

    def set_figures_large(self, *, is_large: bool) -> None:
        """Show the figures large, or where a window is low in one line; everything else of the card stays."""
        self._large.setVisible(is_large)
        self.said.setVisible(not is_large)

    def show_accounting_of_poll(
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
        has_box = row.state != PollState.SEALED
        self.receipts_button.setVisible(has_receipts and has_box)
        self.report_button.setVisible(has_box)
        is_fresh = row.state == PollState.CLOSED  # the moment at which the room still is together
        show_words_or_hide(
            self.offer, text(f"vote.receipts.{'offer' if has_receipts else 'no_offer'}") if is_fresh else ""
        )
        figures = {term: f"{getattr(row, term):,}" for term in TERMS}
        for term, figure in figures.items():
            self.figures[term].setText(figure)
        self.setAccessibleName(text("vote.ballot_accounting.said", **figures))
        self.said.setText(self.accessibleName())
        base = vote_base_at_closing_words(
            enrolled=row.base_enrolled,
            present=row.base_present,
            voted_and_left=row.base_voted_and_left,
            others_present=row.base_others_present,
        )
        decided = (f"{name}: {words}" for name, words in poll_closing_decision_rows(closing))
        self.base.setText("\n".join(filter(None, (base, *decided))))
        self.base.setVisible(bool(self.base.text()))

    def _make_figure_with_name(self, term: str) -> QVBoxLayout:
        name = with_style_property(PlainLabel(text(f"vote.ballot_accounting.{term}"), self), "hint", "true")
        figure = with_style_property(PlainLabel(self), "figure", "true")
        figure.setObjectName(f"accounting_{term}")
        self.figures[term] = figure
        return column_of(name, figure, spacing=2)

    @Slot()
    def _issue_closing_report(self) -> None:
        if self._room is not None and self._head is not None:
            act = (issue_closing_report, self._room, self._head.poll_id)
            self._operations.run(self, *act, on_done=self._open_report_dialog)

    def _open_report_dialog(self, issued: IssuedReport) -> None:
        if self._room is not None and self._meeting is not None:
            folder = meeting_path(self._room).parent
            ReportDialog(self, self._operations, issued.report, self._meeting, folder).open()

    @Slot()
    def _compose_receipt_list(self) -> None:
        if self._room is not None and self._head is not None:
            done = self._open_receipts_dialog
            self._operations.run(self, compose_receipt_list, self._room, self._head.poll_id, on_done=done)

    def _open_receipts_dialog(self, content: ReceiptList) -> None:
        if self._room is not None and self._meeting is not None:
            folder = meeting_path(self._room).parent
            dialog = ReceiptsDialog(self, self._operations, content, self._meeting, folder)
            dialog.hall_wanted.connect(self.hall_wanted)
            dialog.open()
