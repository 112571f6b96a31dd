"""The left half of 진행: where the room is in its agenda, when it will end, and the sitting's own buttons."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda import ItemView
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.ui.console.run.item_delegate import ItemDelegate
from sukui_desktop.ui.console.run.items_list_model import ITEM_ROLE, ItemsListModel
from sukui_desktop.ui.console.run.timing import item_at_hand, left_ms
from sukui_desktop.ui.widgets.clock_words import hour_words
from sukui_desktop.ui.widgets.parts import button, heading, hint

SIDE_PX = 500


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
        told = {"sitting": hour_words(meeting.opened_at_ms), "closed": hour_words(meeting.closed_at_ms)}
        self.stage.setText(text(f"run.sitting.{meeting.stage}", at=told.get(meeting.stage, "")))
        self.show_time(now_ms)

    def choose(self, item_id: str) -> None:
        """Stand on an item; unknown ones are ignored."""
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
