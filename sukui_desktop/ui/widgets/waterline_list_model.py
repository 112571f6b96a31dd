"""The rows of a result as a list: without it neither the chart nor a screen reader would know their order."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.selection.case import CHOSEN
from sukui_desktop.domain.selection.project_list import Outcome, Ranked
from sukui_desktop.ui.widgets.result_words import mark_words, money_words, note_of

BAR_ROLE = Qt.ItemDataRole.UserRole + 1


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One project of the chart, at its place: where its cost begins on the way up to the ceiling, and why."""

    place: int
    code: str
    title: str
    marks: str
    """What it was ranked by, in words: 231표, 812점."""
    cost: int
    start: int
    """Money already spent on those before it, in the currency's smallest unit."""
    cost_words: str
    is_chosen: bool
    note: str


def make_bars(outcome: Outcome, definition: Definition) -> tuple[Bar, ...]:
    """Return the bars of a result in order of rank."""
    spent = accumulate(map(_paid, outcome.ranking), initial=0)
    return tuple(
        Bar(
            place=ranked.place,
            code=ranked.code,
            title=ranked.title,
            marks=mark_words(ranked, definition),
            cost=ranked.cost,
            start=start,
            cost_words=money_words(ranked.cost, definition.currency),
            is_chosen=ranked.outcome == CHOSEN,
            note=note_of(ranked, definition),
        )
        for ranked, start in zip(outcome.ranking, spent, strict=False)
    )


def _paid(ranked: Ranked) -> int:
    return ranked.cost if ranked.outcome == CHOSEN else 0


class WaterlineListModel(QAbstractListModel):
    """Every project of a result in order of rank; each row says itself whole to a screen reader."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is shown now."""
        return self._bars

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Show these from now on."""
        self.beginResetModel()
        self._bars = bars
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return how many projects there are; rows have no rows of their own."""
        return 0 if parent.isValid() else len(self._bars)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title, the whole sentence (for readers and tooltips) or the `Bar`."""
        if not index.isValid():
            return None
        bar = self._bars[index.row()]
        if role == BAR_ROLE:
            return bar
        if role == Qt.ItemDataRole.DisplayRole:
            return bar.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return say(bar)
        return None


def say(bar: Bar) -> str:
    """Return one project's result as a sentence."""
    said = text(
        "vote.bar.said",
        place=f"{bar.place:,}",
        title=bar.title,
        marks=bar.marks,
        cost=bar.cost_words,
        verdict=text("vote.bar.chosen" if bar.is_chosen else "vote.bar.not_chosen"),
    )
    return f"{said} {bar.note}" if bar.note else said
