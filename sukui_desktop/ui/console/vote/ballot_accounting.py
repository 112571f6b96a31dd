"""Ballot accounting at the closing: issued = cast + spoiled + returned + not returned, in large figures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.ballot_accounting import BallotAccounting
from sukui_desktop.services.vote.polls import PollHead
from sukui_desktop.ui.widgets.parts import badge

TERMS = ("issued", "cast", "spoiled", "returned", "not_returned")
"""교부 = 투표 + 훼손 + 반납 + 미반납."""


def head_accounting(row: PollHead) -> BallotAccounting:
    """Return the ballot accounting a poll was closed with."""
    return BallotAccounting(
        issued=row.issued,
        cast=row.cast,
        spoiled=row.spoiled,
        returned=row.returned,
        not_returned=row.not_returned,
    )


def is_balanced(accounting: BallotAccounting) -> bool:
    """Return whether both sides agree."""
    parts = accounting.cast + accounting.spoiled + accounting.returned + accounting.not_returned
    return accounting.issued == parts


class BallotAccountingCard(QFrame):
    """Five large figures with their signs between them, and whether they agree."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.figures: dict[str, QLabel] = {}
        self.verdict = badge("", "green")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 20, 8)
        for place, term in enumerate(TERMS):
            if place:
                sign = QLabel("=" if place == 1 else "+", self)
                sign.setProperty("heading", "2")
                sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
                layout.addWidget(sign, 1)
            layout.addLayout(self._term(term))
        layout.addStretch(1)
        layout.addWidget(self.verdict)

    def show_poll(self, row: PollHead) -> None:
        """Show the ballot accounting of a closed poll."""
        accounting = head_accounting(row)
        for term in TERMS:
            self.figures[term].setText(f"{getattr(accounting, term):,}")
        agrees = is_balanced(accounting)
        self.verdict.setText(text("vote.equation.true" if agrees else "vote.equation.false"))
        self.setAccessibleName(
            text("vote.equation.said", **{term: f"{getattr(accounting, term):,}" for term in TERMS}),
        )

    def _term(self, term: str) -> QVBoxLayout:
        name = QLabel(text(f"vote.equation.{term}"), self)
        name.setProperty("hint", "true")
        figure = QLabel(self)
        figure.setProperty("figure", "true")
        figure.setObjectName(f"equation_{term}")
        self.figures[term] = figure
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(name)
        column.addWidget(figure)
        return column
