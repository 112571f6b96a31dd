"""Whether an agenda item is really to go: asked once, with its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.agenda import ItemRow
from sukui_desktop.services.prepare.agenda import remove_item
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.ask_dialog import AskDialog

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room


class RemoveItemDialog(AskDialog):
    """Removes the item on the store queue; stays open with the reason when it may not go."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, item: ItemRow) -> None:
        super().__init__(
            parent,
            title=text("prepare.agenda.remove_title"),
            words=text("prepare.agenda.remove_words", title=item.title),
            accept=text("prepare.agenda.remove"),
            is_dangerous=True,
        )
        self._operations = operations
        self._room = room
        self._item_id = item.item_id
        self.answered.connect(self._on_answered)

    @Slot()
    def _on_answered(self) -> None:
        self._operations.run(
            self, remove_item, self._room, self._item_id, on_done=self.close_done, on_refused=self.refuse
        )
