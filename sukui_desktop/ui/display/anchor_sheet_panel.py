"""The sheet that was just issued, on the hall screen: what people compare with the paper they sign."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.anchor_sheet import ANCHOR_WORDS, FIGURES_AT_CLOSING, Anchor, anchor_code
from sukui_desktop.models.signer import AnchoredStep
from sukui_desktop.services.hall_snapshot import HallSnapshot
from sukui_desktop.ui.display.panels import Panel
from sukui_desktop.ui.widgets.layouts import fill, grow
from sukui_desktop.ui.widgets.qr_picture import QrPicture
from sukui_desktop.ui.widgets.screen_scale import role_label, with_spacing_in_ems
from sukui_desktop.wording.times import moment_words

_IN_ROW = 4


class AnchorSheetPanel(Panel):
    """Code at the left; step, time, record, slips and the fourteen words at the right. No figure of a count."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = role_label(self, "subtitle", name="displayTitle")
        self.code = QrPicture(self)
        self.code.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.record = role_label(self, "label", name="displayRecord")
        self.slips = role_label(self, "label", name="displaySlips")
        self.name = role_label(self, "words")
        self.name.setText(text("display.sheet_words"))
        self.words = tuple(role_label(self, "label", name="displayWord") for _ in range(ANCHOR_WORDS))
        grid = with_spacing_in_ems(QGridLayout(), 0.2)
        for place, label in enumerate(self.words):
            label.setWordWrap(False)
            grid.addWidget(label, *divmod(place, _IN_ROW))
        right = with_spacing_in_ems(QVBoxLayout(), 0.3)
        fill(right, self.record, self.slips, self.name, grid, grow())
        row = with_spacing_in_ems(QHBoxLayout(), 1)
        row.addWidget(self.code, 4)
        row.addLayout(right, 7)
        fill(self.column, self.title, grow(row))

    def show_snapshot(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show the sheet of this snapshot."""
        sheet = snapshot.sheet
        if sheet is None:
            return
        anchor = sheet.anchor
        step = text(f"documents.sheet.step.{anchor.step}")
        self.title.setText(text("display.sheet", step=step, title=sheet.poll_title))
        self.code.show_code_of_text(anchor_code(anchor), is_long=True)
        when = moment_words(anchor.issued_at_ms)
        self.record.setText(text("display.sheet_record", when=when, entries=f"{anchor.entries:,}"))
        self.slips.setText(_slip_counts_words(anchor))
        for place, (label, word) in enumerate(zip(self.words, sheet.words, strict=True), start=1):
            label.setText(f"{place}. {word}")
            label.setAlignment(Qt.AlignmentFlag.AlignLeft)


def _slip_counts_words(anchor: Anchor) -> str:
    made = text("display.sheet_made", made=f"{anchor.made:,}")
    if anchor.step == AnchoredStep.READY:
        return made
    figures = {name: f"{getattr(anchor, name):,}" for name in FIGURES_AT_CLOSING}
    return f"{made}\n{text('display.sheet_slips', **figures)}"
