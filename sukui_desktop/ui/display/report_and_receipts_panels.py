"""A report that was just issued, and the list of receipts, on the hall screen: numbers alone, nothing of any vote."""

from __future__ import annotations

from msgspec import UNSET, UnsetType
from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.poll_report import BOX_FIGURES
from sukui_desktop.services.hall_snapshot import HallSnapshot
from sukui_desktop.ui.display.panels import PAGE_MS, Panel
from sukui_desktop.ui.widgets.layouts import fill, grow
from sukui_desktop.ui.widgets.screen_scale import role_label, with_spacing_in_ems
from sukui_desktop.wording.readiness_and_box_reports import (
    box_figure_name,
    box_figure_words,
    poll_report_title,
    slips_made_rows,
)
from sukui_desktop.wording.times import moment_words

_FIGURES = BOX_FIGURES[1:]
"""The hall has no use for how many slips were made."""
_IN_ROW = 3
_ROWS = 7
PER_PAGE = _IN_ROW * _ROWS
"""Receipts that are seen at once."""


class ReportPanel(Panel):
    """Five large figures, what they are of, and where they stand in the record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = role_label(self, "subtitle", name="displayTitle")
        self.words = role_label(self, "label", name="displayReport")
        self.record = role_label(self, "label", name="displayRecord")
        self.figures = {name: role_label(self, "figure", name=f"displayFigure_{name}") for name in _FIGURES}
        grid = with_spacing_in_ems(QGridLayout(), 0.4)
        self._names = {name: role_label(self, "label") for name in _FIGURES}
        for column, (name, figure) in enumerate(self.figures.items()):
            for row, part in enumerate((self._names[name], figure)):
                part.setWordWrap(False)
                grid.addWidget(part, row, column)
            grid.setColumnStretch(column, 1)
        fill(self.column, self.title, self.words, grow(), grid, grow(), self.record)

    def show_snapshot(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show the report of this snapshot."""
        report = snapshot.report
        figures = UNSET if report is None else report.content.figures
        if report is None or isinstance(figures, UnsetType):
            return
        self.title.setText(text("display.report", report=poll_report_title(report), title=report.poll_title))
        sums = (": ".join(row) for row in slips_made_rows(figures, report.made_again))
        self.words.setText("\n".join((text(f"documents.report.{report.paper}.words"), *sums)))
        for name, label in self.figures.items():
            label.setText(box_figure_words(figures, name))
            self._names[name].setText(box_figure_name(report.paper, name))
        when = moment_words(report.issued_at_ms)
        self.record.setText(text("display.sheet_record", when=when, entries=f"{report.entries:,}"))


class ReceiptsPanel(Panel):
    """Receipts in their order, a page at a time; the pages follow one another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = role_label(self, "subtitle", name="displayTitle")
        self.words = role_label(self, "label", name="displayReceiptWords")
        self.numbers = tuple(role_label(self, "foot", name="displayReceipt") for _ in range(PER_PAGE))
        self.place = role_label(self, "foot", name="displayPlace")
        self._receipts: tuple[str, ...] = ()
        self._page = 0
        grid = with_spacing_in_ems(QGridLayout(), 0.3)
        for place, label in enumerate(self.numbers):
            label.setWordWrap(False)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label, *divmod(place, _IN_ROW))
        shown = with_spacing_in_ems(QVBoxLayout(), 0.2)
        fill(shown, grid, grow())
        fill(self.column, self.title, self.words, grow(shown), self.place)
        self._turns = QTimer(self, interval=PAGE_MS)
        self._turns.timeout.connect(self.turn_page)

    def show_snapshot(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show the receipts of this snapshot; read again, it stays at its page."""
        self.title.setText(text("display.receipts", title=snapshot.poll_title))
        self.words.setText(text("display.receipts_words", count=f"{len(snapshot.receipts):,}"))
        self._receipts = snapshot.receipts
        self._show_page(min(self._page, self._page_count - 1))
        if not self._turns.isActive():
            self._turns.start()

    @property
    def _page_count(self) -> int:
        return max(1, -(-len(self._receipts) // PER_PAGE))

    @Slot()
    def turn_page(self) -> None:
        """Show the next page, after the last one the first."""
        self._show_page((self._page + 1) % self._page_count)

    def _show_page(self, page: int) -> None:
        self._page = page
        shown = self._receipts[page * PER_PAGE : (page + 1) * PER_PAGE]
        for label, number in zip(self.numbers, (*shown, *[""] * (PER_PAGE - len(shown))), strict=True):
            label.setText(number)
        words = text("display.receipts_page", page=page + 1, pages=self._page_count)
        self.place.setText(words if self._page_count > 1 else " ")
