"""The agenda at the side of the 진행 tab."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.ui.console.run.item_times import item_at_hand, left_ms
from sukui_desktop.ui.theme import BODY_PX, color, font
from sukui_desktop.ui.widgets.parts import button, heading, hint
from sukui_desktop.wording.times import hour_words

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `ItemView` of a row."""

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ROW_PX = 46
_INDENT_PX = 18
_MARK_PX = 30
_TONES = {
    "planned": ("grey-tint", "grey-text"),
    "running": ("primary-tint", "primary-text"),
    "held": ("warning-tint", "warning-text"),
    "closed": ("grey-tint", "grey-text"),
}
_MIDDLE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SIDE_PX = 500


class ItemsListModel(QAbstractListModel):
    """Items in tree order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[ItemView, ...] = ()

    def show_items(self, items: tuple[ItemView, ...]) -> None:
        """Replace all rows; when only states changed, the place in the list stays."""
        if [view.row.item_id for view in items] == [view.row.item_id for view in self.items]:
            self.items = items
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def row_of(self, item_id: str) -> int:
        """Return the row of an item, -1 when it is not there."""
        return next((row for row, view in enumerate(self.items) if view.row.item_id == item_id), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many items there are."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and what is read aloud of it."""
        if not index.isValid():
            return None
        view = self.items[index.row()]
        if role == ITEM_ROLE:
            return view
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text("run.items.title", number=view.number, title=view.row.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = text(f"run.state.{view.row.state}")
            return text(
                "run.items.spoken",
                number=view.number,
                title=view.row.title,
                minutes=view.row.minutes,
                state=state,
            )
        return None


class ItemDelegate(QStyledItemDelegate):
    """Rows of one height; a title too long for its line ends in an ellipsis and is whole in the tooltip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the row's size."""
        del option, index
        return QSize(200, ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row."""
        view: ItemView = index.data(ITEM_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, color("selection" if is_chosen else "surface"))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), color("line-light"))
        if is_chosen:
            painter.fillRect(QRect(area.x(), area.y(), 4, area.height()), color("primary"))
        _paint_mark(painter, QRect(area.x() + 8, area.y(), _MARK_PX, area.height()), view.row.state)
        self._paint_words(painter, area, view, index.data(Qt.ItemDataRole.DisplayRole))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color("line-focus"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(area).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRect, view: ItemView, title: str) -> None:
        is_running = view.row.state == "running"
        badge = QRect(area.right() - 62, area.y() + (area.height() - 24) // 2, 48, 24)
        minutes = QRect(badge.x() - 62, area.y(), 54, area.height())
        ground, ink = _TONES[view.row.state]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(ground))
        painter.drawRoundedRect(QRectF(badge), 4, 4)
        painter.setPen(color(ink))
        painter.setFont(font(13, is_bold=True))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text(f"run.state.{view.row.state}"))
        painter.setPen(color("ink-faint"))
        painter.setFont(font(13))
        painter.drawText(minutes, _MIDDLE_RIGHT, text("run.items.minutes", minutes=view.row.minutes))
        face = font(BODY_PX, is_bold=is_running)
        left = area.x() + 8 + _MARK_PX + view.depth * _INDENT_PX
        place = QRect(left, area.y(), minutes.x() - left - 6, area.height())
        painter.setFont(face)
        painter.setPen(color("ink-faint" if view.row.state == "closed" else "ink"))
        shown = QFontMetrics(face).elidedText(title, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _MIDDLE_LEFT, shown)


def _paint_mark(painter: QPainter, area: QRect, state: str) -> None:
    """Draw the state as a shape as well: a tick, an arrow, two bars, or nothing."""
    middle = QPointF(area.center()) + QPointF(0, 1)
    painter.setBrush(color("ink-faint" if state == "closed" else "ink"))
    painter.setPen(Qt.PenStyle.NoPen)
    if state == "running":
        offsets = [QPointF(-5, -6), QPointF(7, 0), QPointF(-5, 6)]
        painter.drawPolygon(QPolygonF([middle + offset for offset in offsets]))
    elif state == "held":
        painter.drawRect(QRectF(middle.x() - 5, middle.y() - 6, 3, 12))
        painter.drawRect(QRectF(middle.x() + 2, middle.y() - 6, 3, 12))
    elif state == "closed":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color("ink-faint"), 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF([middle + QPointF(x, y) for x, y in ((-5, 0), (-1, 4), (6, -5))]))


class AgendaSide(QFrame):
    """Choosing an item shows it at the right; nothing is started by choosing."""

    item_chosen = Signal(str)
    item_activated = Signal(str)
    """Double click or Enter."""
    opening_wanted = Signal()
    closing_wanted = Signal()
    window_wanted = Signal(str, str)
    """(kind, id) of a window of its own: the hall screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(SIDE_PX)
        self._meeting: MeetingRow | None = None
        self.model = ItemsListModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(ItemDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setProperty("frame", "none")
        self.list.setAccessibleName(text("run.items.name"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.end = hint(may_wrap=False)
        self.stage = hint()
        self.open_button = button(text("run.sitting.open"), "primary")
        self.close_button = button(text("run.sitting.close"))
        self.display_button = button(text("run.display"))
        self._arrange()
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.activated.connect(self._on_activated)
        self.open_button.clicked.connect(self.opening_wanted)
        self.close_button.clicked.connect(self.closing_wanted)
        self.display_button.clicked.connect(self._on_display_clicked)

    @property
    def chosen_id(self) -> str:
        """The id of the chosen item; '' without one."""
        view: ItemView | None = self.list.currentIndex().data(ITEM_ROLE)
        return str(view.row.item_id) if view is not None else ""

    def show_agenda(self, meeting: MeetingRow, items: tuple[ItemView, ...], now_ms: int) -> None:
        """Show meeting and agenda; the item at hand is chosen when none was."""
        self._meeting = meeting
        chosen = self.chosen_id
        self.model.show_items(items)
        if self.chosen_id != chosen or not chosen:
            at_hand = item_at_hand(items)
            is_there = self.model.row_of(chosen) >= 0
            self.choose(chosen if is_there or at_hand is None else str(at_hand.row.item_id))
        self.open_button.setVisible(meeting.stage == "preparing")
        self.close_button.setVisible(meeting.stage == "sitting")
        opened_and_closed = {"sitting": hour_words(meeting.opened_at_ms), "closed": hour_words(meeting.closed_at_ms)}
        self.stage.setText(text(f"run.sitting.{meeting.stage}", at=opened_and_closed.get(meeting.stage, "")))
        self.show_time(now_ms)

    def choose(self, item_id: str) -> None:
        """Choose an item; unknown ones are ignored."""
        row = self.model.row_of(item_id)
        if row >= 0:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.model.index(row), flag)

    def show_time(self, now_ms: int) -> None:
        """Show when the meeting will end at this pace."""
        if self._meeting is None:
            return
        planned = hour_words(self._meeting.ends_at_ms) or text("run.items.no_end")
        if self._meeting.stage == "closed":
            self.end.setText("")
            return
        start = now_ms if self._meeting.stage == "sitting" else max(now_ms, self._meeting.starts_at_ms)
        expected = hour_words(start + left_ms(self.model.items, now_ms))
        self.end.setText(text("run.items.end", expected=expected, planned=planned))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 8)
        head.addWidget(heading(text("run.items.heading"), 2), 1)
        head.addWidget(self.end)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 14)
        foot.setSpacing(8)
        foot.addWidget(self.stage, 1)
        foot.addWidget(self.display_button)
        foot.addWidget(self.open_button)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        del previous
        view: ItemView | None = current.data(ITEM_ROLE)
        if view is not None:
            self.item_chosen.emit(str(view.row.item_id))

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        view: ItemView | None = index.data(ITEM_ROLE)
        if view is not None:
            self.item_activated.emit(str(view.row.item_id))

    @Slot()
    def _on_display_clicked(self) -> None:
        self.window_wanted.emit("display", "")
