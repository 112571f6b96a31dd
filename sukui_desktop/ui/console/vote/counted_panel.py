"""The result of a question that makes no list: 찬반 with its passage, 토론형 with its opinions."""

from __future__ import annotations

from msgspec import UnsetType
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.marking import OPINION
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.ui.console.vote.count_tables import CountTables
from sukui_desktop.ui.console.vote.passage_card import PassageCard


class CountedPanel(QWidget):
    """A passage over the table of choices, or the table of opinions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = ""
        """One line over the page."""
        self.passage = PassageCard(self)
        self.passage.hide()
        self.tables = CountTables(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.passage)
        layout.addWidget(self.tables, 1)

    def show_counted(self, outcome: Outcome, definition: Definition, tally: Tally) -> None:
        """Show what was counted and whether it passed."""
        is_opinions = definition.question.method == OPINION
        opinions = () if isinstance(tally.opinions, UnsetType) else tally.opinions
        self.passage.show_outcome(outcome)
        self.tables.show_tally(definition, tally)
        self.summary = text(
            "result.summary.opinions" if is_opinions else "result.summary.motion",
            kinds=f"{len(opinions):,}",
            cast=f"{tally.ballots_cast:,}",
            valid=f"{tally.ballots_valid:,}",
        )
