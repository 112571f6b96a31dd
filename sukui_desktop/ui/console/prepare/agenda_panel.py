"""The agenda before the meeting: items are added, moved and removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda_tree import ItemView, planned_minutes_total
from sukui_desktop.models.ids import ItemId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.agenda.agenda_items import (
    AddedItem,
    add_item,
    edit_item,
    list_items,
    move_item,
    remove_item,
)
from sukui_desktop.services.opened_meeting import read_meeting
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.prepare.agenda_tree import AgendaTree, ItemPlace, Way, place_after_drop, place_after_step
from sukui_desktop.ui.console.prepare.panel_base import PreparePanel
from sukui_desktop.ui.console.undo_steps import undoable_act_words
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import (
    button,
    heading,
    hint,
    show_words_or_hide,
    with_screen_reader_name,
    with_style_property,
)
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.wheel_ignoring_fields import NumberBox
from sukui_desktop.wording.times import time_of_day_words

_MINUTE_MS = 60_000
_KEYS: tuple[tuple[str, Way], ...] = (("Alt+Up", "up"), ("Alt+Down", "down"), ("Alt+Left", "out"), ("Alt+Right", "in"))
_ICONS: dict[Way, str] = {"up": "up", "down": "down", "out": "left", "in": "right"}


class AgendaPanel(PreparePanel):
    """Tree of items with a line to add the next one."""

    SHOWN_TABLES: ClassVar[tuple[str, ...]] = ("item", "meeting")

    def __init__(self, operations: Operations) -> None:
        super().__init__(operations)
        self.tree = AgendaTree(self)
        self.total = hint(may_wrap=False)
        self.over = with_style_property(hint(), "state", "warning")
        self.over.setObjectName("agendaOver")
        self.over.hide()
        self._minutes = 0
        self._meeting: MeetingRow | None = None

        self.new_title = with_screen_reader_name(QLineEdit(self), text("prepare.agenda.new_title"))
        self.new_title.returnPressed.connect(self._add_typed_item)
        self.new_minutes = with_screen_reader_name(NumberBox(self), text("prepare.agenda.column.minutes"))
        self.new_minutes.setRange(1, 600)
        self.new_minutes.setValue(10)
        self.new_minutes.setSuffix(text("prepare.agenda.minutes_suffix"))
        self.add_button = button(text("prepare.agenda.add"), "primary", on_click=self._add_typed_item)
        self._lay_out()
        self.tree.item_chosen.connect(self._show_place_of_next_item)
        self._show_place_of_next_item()
        model = self.tree.model_of_items
        model.edit_wanted.connect(self._edit_item_field)
        model.drop_wanted.connect(self._move_dropped_item)

    def load(self) -> None:
        """Ask for the agenda, and for the time that is planned for it."""
        self.operations.run(self, read_meeting, self.room, on_done=self._remember_planned_times)
        self.operations.run(self, list_items, self.room, on_done=self._show_items)

    def _remember_planned_times(self, meeting: MeetingRow) -> None:
        self._meeting = meeting
        self._say_if_planned_end_is_passed()

    def _say_if_planned_end_is_passed(self) -> None:
        """Say by how much the items together take longer than from 시작 to 마침."""
        meeting, over = self._meeting, 0
        if meeting is not None and meeting.starts_at_ms and meeting.ends_at_ms:
            over = self._minutes - (meeting.ends_at_ms - meeting.starts_at_ms) // _MINUTE_MS
        words = ""
        if meeting is not None and over > 0:
            ends = time_of_day_words(meeting.ends_at_ms)
            words = text("prepare.agenda.over", ends=ends, minutes=f"{over:,}")
        show_words_or_hide(self.over, words)

    def first_focus(self) -> QWidget:
        """Start in the tree, or where the first item is typed."""
        return self.tree if self.tree.model_of_items.item_views else self.new_title

    def _lay_out(self) -> None:
        column_of(
            row_of(
                heading(text("prepare.agenda.title")),
                self.total,
                grow(self.undo_steps.said),
                self.undo_steps.button,
                spacing=12,
            ),
            grow(self.tree),
            self.over,
            self._make_tool_row(),
            row_of(grow(self.new_title), self.new_minutes, self.add_button, spacing=8),
            spacing=12,
            margins=(24, 20, 24, 20),
            into=self,
        )

    def _make_tool_row(self) -> QHBoxLayout:
        tools = row_of(spacing=8)
        for keys, way in _KEYS:
            shortcut = QShortcut(QKeySequence(keys), self.tree)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._move_chosen_item_one_step, way))
            tool = button(text(f"prepare.agenda.move.{way}"), scale="small", icon_name=_ICONS[way])
            tool.setToolTip(keys)
            tool.clicked.connect(partial(self._move_chosen_item_one_step, way))
            tools.addWidget(tool)
        tools.addStretch(1)
        self.remove_button = button(
            text("prepare.agenda.remove"), scale="small", icon_name="remove", on_click=self._ask_to_remove_item
        )
        self.remove_button.setToolTip("Delete")
        tools.addWidget(self.remove_button)
        for keys, slot in (("Delete", self._ask_to_remove_item), ("Insert", self.new_title.setFocus)):
            shortcut = QShortcut(QKeySequence(keys), self.tree)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)
        return tools

    def _move_chosen_item_one_step(self, way: Way) -> None:
        item_id = self.tree.chosen_item_id
        views = self.tree.model_of_items.item_views
        place = place_after_step(views, item_id, way) if item_id else None
        if place is not None:
            self._move_item_to_place(item_id, place)

    def _move_item_to_place(self, item_id: str, place: ItemPlace) -> None:
        self.tree.chosen_item_id = item_id
        views = self.tree.model_of_items.item_views
        before = next(view.row for view in views if view.row.item_id == item_id)
        back = {"parent_id": before.parent_id, "after_id": _sibling_id_before(views, item_id)}
        self.operations.run(
            self,
            move_item,
            self.room,
            ItemId(item_id),
            parent_id=place.parent_id,
            after_id=place.after_id,
            on_done=self._make_undo_noter(
                undoable_act_words("item_moved", before.title), move_item, ItemId(item_id), **back
            ),
        )

    def _make_undo_noter(
        self, what: str, service: Callable[..., Any], *args: Any, **facts: Any
    ) -> Callable[[object], None]:
        """Return what notes, once the act is done, how it is taken back."""
        return partial(self._note_undo, what, service, args, facts)

    def _note_undo(
        self, what: str, service: Callable[..., Any], args: Sequence[Any], facts: dict[str, Any], _: object
    ) -> None:
        self.undo_steps.note_undo_step(what, service, *args, **facts)

    def _show_items(self, views: tuple[ItemView, ...]) -> None:
        self.tree.show_items(views)
        self._show_place_of_next_item()  # the chosen item may be gone, or called otherwise
        minutes = planned_minutes_total(views)
        hours, rest = divmod(minutes, 60)
        length = "total" if hours else "total_minutes"
        total = text(f"prepare.agenda.{length}", items=len(views), hours=hours, minutes=rest)
        self._minutes = minutes
        self.total.setText(total if views else "")
        self._say_if_planned_end_is_passed()
        words = text("prepare.agenda.summary", items=len(views), minutes=minutes) if views else ""
        self.summary_changed.emit(words or text("prepare.agenda.none"), bool(views))

    @Slot()
    def _show_place_of_next_item(self) -> None:
        """Show where the next item will be."""
        view = self.tree.chosen_item_view
        after = "" if view is None else view.row.title
        key = "prepare.agenda.new_after" if after else "prepare.agenda.new_last"
        self.new_title.setPlaceholderText(text(key, title=after))

    @Slot()
    def _add_typed_item(self) -> None:
        title = self.new_title.text().strip()
        if not title:
            self.new_title.setFocus()
            return
        parent_id, after_id = self.tree.place_of_next_item
        self.operations.run(
            self,
            add_item,
            self.room,
            title,
            parent_id=parent_id,
            after_id=after_id,
            minutes=self.new_minutes.value(),
            on_done=self._choose_added_item,
        )

    def _choose_added_item(self, added: AddedItem) -> None:
        """Choose the new item, so that the next one typed follows it."""
        self.tree.chosen_item_id = str(added.item_id)
        self.undo_steps.note_undo_step(
            undoable_act_words("item_added", self.new_title.text()), remove_item, added.item_id
        )
        self.new_title.clear()
        self.new_title.setFocus()

    @Slot(str, str, str)
    def _edit_item_field(self, item_id: str, field: str, value: str) -> None:
        changes: dict[str, Any] = {field: int(value) if field == "minutes" else value}
        row = next(view.row for view in self.tree.model_of_items.item_views if view.row.item_id == item_id)
        was = {field: getattr(row, field)}
        noting = self._make_undo_noter(undoable_act_words("item_edited", row.title), edit_item, ItemId(item_id), **was)
        self.operations.run(self, edit_item, self.room, ItemId(item_id), on_done=noting, **changes)

    @Slot(str, str, int)
    def _move_dropped_item(self, item_id: str, parent_id: str, place: int) -> None:
        self._move_item_to_place(
            item_id, place_after_drop(self.tree.model_of_items.item_views, item_id, parent_id, place)
        )

    @Slot()
    def _ask_to_remove_item(self) -> None:
        view = self.tree.chosen_item_view
        if view is not None:
            row, views = view.row, self.tree.model_of_items.item_views
            args = (self.operations, remove_item, self.room, row.item_id)
            ask = Ask(self, *args, key="prepare.agenda.remove_question", is_dangerous=True, title=row.title)
            back = {"minutes": row.minutes, "presenter": row.presenter, "brings_back": str(row.item_id)}
            place = {"parent_id": row.parent_id, "after_id": _sibling_id_before(views, row.item_id)}
            what = undoable_act_words("item_removed", row.title)
            ask.service_done.connect(self._make_undo_noter(what, add_item, row.title, **back, **place))
            ask.open()


def _sibling_id_before(views: Sequence[ItemView], item_id: str) -> str | None:
    """Return the item after which another stands under the same parent, None for the first."""
    row = next(view.row for view in views if view.row.item_id == item_id)
    siblings = [view.row.item_id for view in views if view.row.parent_id == row.parent_id]
    place = siblings.index(row.item_id)
    return str(siblings[place - 1]) if place else None
