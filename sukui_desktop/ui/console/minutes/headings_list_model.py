"""The nine headings of the law as a list, each with how it stands."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.minutes import (
    HEADINGS,
    LEGAL_NAMES,
    Minutes,
    has_content,
    missing_headings,
    written_under,
)

STATE_ROLE = Qt.ItemDataRole.UserRole + 1
"""filled | none | missing."""
HEADING_ROLE = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class HeadingState(msgspec.Struct, frozen=True):
    """One heading as it stands."""

    heading: str
    written: str
    """What the recorder wrote."""
    is_none: bool
    has_content: bool
    """The meeting itself fills it in."""
    is_missing: bool

    @property
    def state(self) -> str:
        """Return filled, none or missing."""
        if self.is_missing:
            return "missing"
        return "filled" if self.has_content or self.written else "none"


def heading_states(minutes: Minutes) -> tuple[HeadingState, ...]:
    """Return how each of the nine headings stands, in the order of the law."""
    missing = missing_headings(minutes)
    states = []
    for heading in HEADINGS:
        written = written_under(minutes, heading)
        known = has_content(minutes, heading)
        states.append(HeadingState(heading, written.text, written.is_none, known, heading in missing))
    return tuple(states)


class HeadingsListModel(QAbstractListModel):
    """Always nine rows once a meeting is shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.states: tuple[HeadingState, ...] = ()

    def show_states(self, states: tuple[HeadingState, ...]) -> None:
        """Show how the headings stand now, keeping the place."""
        if len(states) == len(self.states):
            self.states = states
            self.dataChanged.emit(self.index(0), self.index(len(states) - 1))
            return
        self.beginResetModel()
        self.states = states
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return nine, or 0 before a meeting is read."""
        return 0 if parent.isValid() else len(self.states)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the law's name of a heading, how it stands, or both for a screen reader."""
        if not index.isValid():
            return None
        state = self.states[index.row()]
        name = f"{index.row() + 1}. {LEGAL_NAMES[state.heading]}"
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {text(f'minutes.state.{state.state}')}"
        if role == STATE_ROLE:
            return state.state
        return state.heading if role == HEADING_ROLE else None
