"""The ballot as a list that Qt and a screen reader can walk: every option a row, checked when it is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.ballot import VALID, Judgement
from sukui_desktop.ui.kiosk.cards import Card
from sukui_desktop.ui.kiosk.marking.base import Act
from sukui_desktop.ui.kiosk.marking.listed import ListMarking
from sukui_desktop.ui.kiosk.wording import tell_badge, tell_refusal, tell_state

CardRole = Qt.ItemDataRole.UserRole + 1
"""The `Card` of a row."""
BadgeRole = Qt.ItemDataRole.UserRole + 2
"""The number on a card in words (3순위, 4점), '' while there is none; None where a tick stands instead."""
ActsRole = Qt.ItemDataRole.UserRole + 3
"""The `Act`s of a row: its buttons as they are now."""

_Index = QModelIndex | QPersistentModelIndex


class BallotListModel(QAbstractListModel):
    """Some options of a ballot in a given order; marks are kept in the voter's `ListMarking`, never here."""

    marks_changed = Signal()
    mark_refused = Signal(str)
    """The sentence that says which limit stands in the way, and what to do."""

    def __init__(self, parent: QObject | None = None, *, is_readonly: bool = False) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()
        self.marking: ListMarking | None = None
        self._rows: tuple[int, ...] = ()
        self._is_readonly = is_readonly

    def take_ballot(self, cards: tuple[Card, ...], marking: ListMarking) -> None:
        """Use this ballot from now on, no row shown yet."""
        self.beginResetModel()
        self._cards, self.marking, self._rows = cards, marking, ()
        self.endResetModel()

    def show_options(self, indexes: Sequence[int]) -> None:
        """Show these options (places on the ballot) in this order."""
        self.beginResetModel()
        self._rows = tuple(indexes)
        self.endResetModel()

    def row_of(self, option: int) -> int:
        """Return the row that shows an option, -1 when none does."""
        return self._rows.index(option) if option in self._rows else -1

    def marks_were_changed(self) -> None:
        """Show the marks again after they were changed elsewhere."""
        if self._rows:
            # All rows: one place given up moves every later one.
            roles = [Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.AccessibleTextRole, BadgeRole, ActsRole]
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), roles)

    def press(self, index: _Index) -> None:
        """Do what Enter does on a card."""
        if self.marking is not None and not self._is_readonly:
            self._settle(self.marking.press(self._rows[index.row()]))

    def nudge(self, index: _Index, by: int) -> None:
        """Do what → (1) and ← (-1) do on a card."""
        if self.marking is not None and not self._is_readonly:
            self._settle(self.marking.nudge(self._rows[index.row()], by))

    def act(self, index: _Index, act: Act) -> None:
        """Press a button of a card."""
        if self.marking is not None and not self._is_readonly:
            self._settle(self.marking.do(self._rows[index.row()], act))

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return the number of options shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a card shows, and what a screen reader says of it."""
        if not index.isValid() or self.marking is None:
            return None
        card = self._cards[self._rows[index.row()]]
        if role == CardRole:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self.marking.is_marked(card.index) else Qt.CheckState.Unchecked
        if role == BadgeRole:
            return tell_badge(self.marking, card.index)
        if role == ActsRole:
            return () if self._is_readonly else self.marking.acts(card.index)
        return self._spoken(index, card, role)

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Mark or unmark the option of a row; a limit in the way is told by `mark_refused`."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or self.marking is None or self._is_readonly:
            return False
        option = self._rows[index.row()]
        if (Qt.CheckState(value) == Qt.CheckState.Checked) == self.marking.is_marked(option):
            return False
        return self._settle(self.marking.toggle(option))

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Say that rows may be focused, and checked where marks may change."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags if self._is_readonly else flags | Qt.ItemFlag.ItemIsUserCheckable

    def _spoken(self, index: _Index, card: Card, role: int) -> str | None:
        if role == Qt.ItemDataRole.AccessibleTextRole and self.marking is not None:
            return text(
                "kiosk.card.spoken", title=card.title, line=card.line, state=tell_state(self.marking, card.index)
            )
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return text("kiosk.card.place", place=index.row() + 1, count=len(self._rows))
        return None

    def _settle(self, judgement: Judgement) -> bool:
        if judgement.verdict != VALID and self.marking is not None:
            self.mark_refused.emit(tell_refusal(self.marking, judgement))
            return False
        self.marks_were_changed()
        self.marks_changed.emit()
        return True
