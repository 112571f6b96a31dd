"""What the meeting has and the file has not: each needs a tick of its own before it is removed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal

from sukui_desktop.ui.widgets.rows_table_model import Index, RowsTableModel


class GoneTableModel(RowsTableModel[Any]):
    """Rows with a tick in the first column; nothing is ticked at first."""

    ticks_changed = Signal()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticked: set[int] = set()
        self.modelReset.connect(self.ticked.clear)

    @property
    def ticked_rows(self) -> tuple[Any, ...]:
        """The rows that people ticked."""
        return tuple(self.rows[place] for place in sorted(self.ticked))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the first column be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() and index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the tick, else what the rows say."""
        if role == Qt.ItemDataRole.CheckStateRole:
            if not index.isValid() or index.column():
                return None
            return Qt.CheckState.Checked if index.row() in self.ticked else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Set or take a tick."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or index.column():
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.ticked.add(index.row())
        else:
            self.ticked.discard(index.row())
        self.dataChanged.emit(index, index, [role])
        self.ticks_changed.emit()
        return True
