"""The headings of the minutes at the side, each with whether it is complete."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.minutes import (
    HEADINGS,
    LEGAL_NAMES,
    Minutes,
    has_content,
    missing_headings,
    written_under,
)
from sukui_desktop.ui.theme import BODY_PX, color, font
from sukui_desktop.ui.widgets.parts import button, heading, hint, set_look

STATE_ROLE = Qt.ItemDataRole.UserRole + 1
"""filled | none | missing."""
HEADING_ROLE = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ROW_PX = 42
_BADGE_PX = 84
_TONES = {
    "filled": ("success-tint", "success-text"),
    "none": ("grey-tint", "grey-text"),
    "missing": ("danger-tint", "danger-text"),
}
SIDE_PX = 400


class HeadingState(msgspec.Struct, frozen=True):
    """One heading and its present state."""

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
    """Return the state of each of the nine headings, in the order of the law."""
    missing = missing_headings(minutes)
    states = []
    for each in HEADINGS:
        written = written_under(minutes, each)
        known = has_content(minutes, each)
        states.append(HeadingState(each, written.text, written.is_none, known, each in missing))
    return tuple(states)


class HeadingsListModel(QAbstractListModel):
    """Always nine rows once a meeting is shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.states: tuple[HeadingState, ...] = ()

    def show_states(self, states: tuple[HeadingState, ...]) -> None:
        """Show the states of the headings, keeping the place."""
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
        """Return the law's name of a heading, its state, or both for a screen reader."""
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


class HeadingDelegate(QStyledItemDelegate):
    """Rows of one height with a badge at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the row's size."""
        del option, index
        return QSize(200, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row."""
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, color("selection" if is_chosen else "surface"))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), color("line-light"))
        if is_chosen:
            painter.fillRect(QRect(area.x(), area.y(), 4, area.height()), color("primary"))
        painter.setFont(font(BODY_PX, is_bold=is_chosen))
        painter.setPen(color("ink"))
        words = area.adjusted(20, 0, -_BADGE_PX - 24, 0)
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(words, middle, index.data(Qt.ItemDataRole.DisplayRole))
        _paint_badge(painter, area, index.data(STATE_ROLE))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color("line-focus"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(area).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.restore()


def _paint_badge(painter: QPainter, area: QRect, state: str) -> None:
    ground, ink = _TONES[state]
    badge = QRect(area.right() - _BADGE_PX - 14, area.y() + (area.height() - 26) // 2, _BADGE_PX, 26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(ground))
    painter.drawRoundedRect(QRectF(badge), 4, 4)
    painter.setPen(color(ink))
    painter.setFont(font(13, is_bold=True))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text(f"minutes.state.{state}"))


class MinutesSide(QFrame):
    """Choosing a heading shows it at the right."""

    heading_chosen = Signal(str)
    whole_toggled = Signal(bool)
    """Show the whole text instead of one heading."""
    pdf_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(SIDE_PX)
        self.model = HeadingsListModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(HeadingDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setProperty("frame", "none")
        self.list.setAccessibleName(text("minutes.list"))
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.missing = hint()
        self.missing.setObjectName("minutesMissing")
        self.whole = button(text("minutes.whole"))
        self.whole.setCheckable(True)
        self.pdf = button(text("minutes.pdf.make"), "primary", icon_name="document")
        self.hint = hint()
        self.hint.setObjectName("minutesTold")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 16)
        column.setSpacing(10)
        column.addWidget(_inset(heading(text("minutes.heading"), 2)))
        column.addWidget(_inset(hint(text("minutes.law"))))
        column.addWidget(self.list, 1)
        for part in (self.missing, self.whole, self.pdf, self.hint):
            column.addWidget(_inset(part))
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.whole.toggled.connect(self.whole_toggled)
        self.pdf.clicked.connect(self.pdf_wanted)

    @property
    def chosen(self) -> HeadingState | None:
        """The heading that is shown."""
        row = self.list.currentIndex().row()
        return self.model.states[row] if row >= 0 else None

    def show_states(self, states: tuple[HeadingState, ...]) -> None:
        """Show the states of the nine headings; the first missing one is chosen when none was."""
        self.model.show_states(states)
        lacking = [LEGAL_NAMES[state.heading] for state in states if state.is_missing]
        key = "minutes.missing" if lacking else "minutes.complete"
        self.missing.setText(text(key, headings=", ".join(lacking), count=len(lacking)))
        set_look(self.missing, "state", "danger" if lacking else "success")
        if self.chosen is None:
            self.choose(next((state.heading for state in states if state.is_missing), HEADINGS[0]))

    def choose(self, key: str) -> None:
        """Choose a heading; unknown ones are ignored."""
        if key in HEADINGS and self.model.states:
            index = self.model.index(HEADINGS.index(key))
            self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def show_making(self) -> None:
        """Show that the PDF is being made."""
        self.pdf.setEnabled(False)
        self.hint.setText(text("minutes.pdf.making"))

    @Slot(object)
    def show_made(self, path: Path) -> None:
        """Show the path of the PDF."""
        self.pdf.setEnabled(True)
        self.hint.setText(text("minutes.pdf.made", name=path.name, folder=str(path.parent)))

    @Slot(str)
    def show_refused(self, sentence: str) -> None:
        """Show why there is no PDF."""
        self.pdf.setEnabled(True)
        self.hint.setText(sentence)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        del previous
        if current.isValid():
            self.heading_chosen.emit(current.data(HEADING_ROLE))


def _inset(part: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(16, 0, 16, 0)
    column.addWidget(part)
    return holder
