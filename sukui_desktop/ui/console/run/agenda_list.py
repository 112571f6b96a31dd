"""The agenda at the side of the 진행 tab."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.ui.console.run.item_times import item_at_hand, planned_ms_left
from sukui_desktop.ui.theme import BODY_PX, color, font
from sukui_desktop.ui.widgets.basic_widgets import button, heading, hint
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.rows_list_model import ROW_ROLE, Index, RowsListModel
from sukui_desktop.ui.widgets.side_list import SideList, SideListDelegate, paint_badge
from sukui_desktop.wording.agenda_titles import agenda_title
from sukui_desktop.wording.times import moment_words_near_today, time_of_day_words

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
LEAST_SIDE_PX = 340
"""On a small screen the agenda gives way to the item at hand."""


class ItemsListModel(RowsListModel[ItemView]):
    """Items in tree order."""

    def key_of(self, row: ItemView) -> str:
        """Return the item's id."""
        return row.row.item_id

    def words_of(self, place: int, row: ItemView) -> str:
        """Return the number as papers call it, and the title; a step of the sitting has the title alone."""
        return agenda_title(row)

    def screen_reader_words_of(self, place: int, row: ItemView) -> str:
        """Return number, title, minutes and state."""
        item, state = row.row, text(f"run.state.{row.row.state}")
        return text("run.items.spoken", title=agenda_title(row), minutes=item.minutes, state=state)


class ItemDelegate(SideListDelegate):
    """Rows of one height; a title too long for its line ends in an ellipsis and is whole in the tooltip."""

    def paint_row(self, painter: QPainter, area: QRect, index: Index, *, is_chosen: bool) -> None:
        """Paint the mark of the state, title, minutes and badge."""
        view: ItemView = index.data(ROW_ROLE)
        _paint_mark_of_state(painter, QRect(area.x() + 8, area.y(), _MARK_PX, area.height()), view.row.state)
        self._paint_title_minutes_and_badge(painter, area, view, index.data(Qt.ItemDataRole.DisplayRole))

    def _paint_title_minutes_and_badge(self, painter: QPainter, area: QRect, view: ItemView, title: str) -> None:
        is_running = view.row.state == "running"
        badge = QRect(area.right() - 62, area.y() + (area.height() - 24) // 2, 48, 24)
        minutes = QRect(badge.x() - 62, area.y(), 54, area.height())
        paint_badge(painter, badge, text(f"run.state.{view.row.state}"), _TONES[view.row.state])
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


def _paint_mark_of_state(painter: QPainter, area: QRect, state: str) -> None:
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


class AgendaList(QFrame):
    """Choosing an item shows it at the right; nothing is started by choosing."""

    item_chosen = Signal(str)
    item_activated = Signal(str)
    """Double click or Enter."""
    opening_wanted = Signal()
    closing_wanted = Signal()
    display_wanted = Signal()
    """People want the hall screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(LEAST_SIDE_PX)
        self.setMaximumWidth(SIDE_PX)
        self._meeting: MeetingRow | None = None
        self._is_for_reading = False
        self.model = ItemsListModel(self)
        self.list = SideList(self.model, text("run.items.name"), self)
        self.list.setItemDelegate(ItemDelegate(ROW_PX, self.list))
        self.end = hint(may_wrap=False)
        self.stage = hint()
        self.open_button = button(text("run.sitting.open"), "primary", on_click=self.opening_wanted)
        self.close_button = button(text("run.sitting.close"), on_click=self.closing_wanted)
        self.display_button = button(text("run.display"), on_click=self.display_wanted)
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(self._announce_chosen_item)
        self.list.activated.connect(self._announce_activated_item)

    @property
    def chosen_item_id(self) -> str:
        """The id of the chosen item; '' without one."""
        view: ItemView | None = self.list.currentIndex().data(ROW_ROLE)
        return str(view.row.item_id) if view is not None else ""

    def show_agenda(self, meeting: MeetingRow, items: tuple[ItemView, ...], now_ms: int) -> None:
        """Show meeting and agenda; the item at hand is chosen when none was."""
        self._meeting = meeting
        chosen = self.chosen_item_id
        self.model.show_rows(items)
        if self.chosen_item_id != chosen or not chosen:
            at_hand = item_at_hand(items)
            is_there = self.model.row_number_of(chosen) >= 0
            self.choose_item(chosen if is_there or at_hand is None else str(at_hand.row.item_id))
        self.open_button.setVisible(meeting.stage == "preparing" and not self._is_for_reading)
        self.close_button.setVisible(meeting.stage == "sitting" and not self._is_for_reading)
        opened_and_closed = {
            "sitting": time_of_day_words(meeting.opened_at_ms),
            "closed": time_of_day_words(meeting.closed_at_ms),
        }
        self.stage.setText(text(f"run.sitting.{meeting.stage}", at=opened_and_closed.get(meeting.stage, "")))
        self.show_expected_end(now_ms)

    def hide_sitting_buttons(self) -> None:
        """Show the agenda without what opens and closes the sitting or the hall screen."""
        self._is_for_reading = True
        for part in (self.open_button, self.close_button, self.display_button):
            part.hide()

    def choose_item(self, item_id: str) -> None:
        """Choose an item; unknown ones are ignored."""
        self.list.choose_row(self.model.row_number_of(item_id))

    def show_expected_end(self, now_ms: int) -> None:
        """Show when the meeting will end at this pace."""
        if self._meeting is None:
            return
        if self._meeting.stage == "closed":
            self.end.setText("")
            return
        start = now_ms if self._meeting.stage == "sitting" else max(now_ms, self._meeting.starts_at_ms)
        expected = moment_words_near_today(start + planned_ms_left(self.model.rows, now_ms), start)
        planned = moment_words_near_today(self._meeting.ends_at_ms, start) or text("run.items.no_end")
        self.end.setText(text("run.items.end", expected=expected, planned=planned))

    def _lay_out(self) -> None:
        foot = row_of(
            grow(self.stage),
            self.display_button,
            self.open_button,
            self.close_button,
            spacing=8,
            margins=(16, 10, 16, 14),
        )
        column_of(
            row_of(grow(heading(text("run.items.heading"), 2)), self.end, margins=(16, 14, 16, 8)),
            grow(self.list),
            foot,
            spacing=0,
            margins=0,
            into=self,
        )

    @Slot(QModelIndex, QModelIndex)
    def _announce_chosen_item(self, current: QModelIndex, previous: QModelIndex) -> None:
        view: ItemView | None = current.data(ROW_ROLE)
        if view is not None:
            self.item_chosen.emit(str(view.row.item_id))

    @Slot(QModelIndex)
    def _announce_activated_item(self, index: QModelIndex) -> None:
        view: ItemView | None = index.data(ROW_ROLE)
        if view is not None:
            self.item_activated.emit(str(view.row.item_id))
