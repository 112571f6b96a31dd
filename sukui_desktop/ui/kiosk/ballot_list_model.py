"""The ballot as a list that Qt and a screen reader can walk: every option a row, checked when it is picked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.ballot import VALID
from sukui_desktop.ui.kiosk.cards import Card
from sukui_desktop.ui.kiosk.marking import Marking

CardRole = Qt.ItemDataRole.UserRole + 1
"""The `Card` of a row."""

_Index = QModelIndex | QPersistentModelIndex


class BallotListModel(QAbstractListModel):
    """Some options of a ballot in a given order; marks are kept in the voter's `Marking`, never here."""

    marks_changed = Signal()
    toggle_refused = Signal(object)
    """A `Judgement`: the limit that stands in the way."""

    def __init__(self, parent: QObject | None = None, *, is_readonly: bool = False) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()
        self._marking: Marking | None = None
        self._rows: tuple[int, ...] = ()
        self._is_readonly = is_readonly

    def take_ballot(self, cards: tuple[Card, ...], marking: Marking) -> None:
        """Use this ballot from now on, no row shown yet."""
        self.beginResetModel()
        self._cards, self._marking, self._rows = cards, marking, ()
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
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [Qt.ItemDataRole.CheckStateRole])

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return the number of options shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a card shows, and what a screen reader says of it."""
        if not index.isValid() or self._marking is None:
            return None
        card = self._cards[self._rows[index.row()]]
        is_marked = self._marking.is_marked(card.index)
        if role == CardRole:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if is_marked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = text("kiosk.card.picked" if is_marked else "kiosk.card.not_picked")
            return text("kiosk.card.spoken", title=card.title, line=card.line, state=state)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return text("kiosk.card.place", place=index.row() + 1, count=len(self._rows))
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pick or put back the option of a row; a limit in the way is told by `toggle_refused`."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or self._marking is None or self._is_readonly:
            return False
        option = self._rows[index.row()]
        wants_mark = Qt.CheckState(value) == Qt.CheckState.Checked
        if wants_mark == self._marking.is_marked(option):
            return False
        judgement = self._marking.toggle(option)
        if judgement.verdict != VALID:
            self.toggle_refused.emit(judgement)
            return False
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.AccessibleTextRole])
        self.marks_changed.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Say that rows may be focused, and checked where marks may change."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags if self._is_readonly else flags | Qt.ItemFlag.ItemIsUserCheckable
