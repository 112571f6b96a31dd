"""What the chair and the recorder do on the 진행 tab, one slot for each service."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.models.ids import ItemId, NoteId
from sukui_desktop.services.agenda.items import close_item, decide_item, hold_item, start_item
from sukui_desktop.services.agenda.notes import edit_note, record_note, remove_note
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.room import Room
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.operations import Operations


class RunActions(QObject):
    """Refusals are shown in the window's bar; what was typed stays where it is."""

    note_saved = Signal()
    """A note is written down: the fields may be used for the next."""

    def __init__(self, operations: Operations, page: QWidget) -> None:
        super().__init__(page)
        self._operations = operations
        self._page = page
        self._room: Room | None = None
        self._item_id = ItemId("")

    def take_room(self, room: Room) -> None:
        """Ask for this meeting from now on."""
        self._room = room

    @Slot()
    def open_sitting(self) -> None:
        """개회 선언."""
        self._operations.run(self._page, open_sitting, self._room)

    @Slot()
    def ask_to_close_sitting(self) -> None:
        """폐회 선언, after one question."""
        Ask(self._page, self._operations, close_sitting, self._room, key="run.close_question", is_dangerous=True).open()

    def choose_item(self, item_id: str) -> None:
        """Take this item for what is asked from now on."""
        self._item_id = ItemId(item_id)

    @Slot()
    def start_item(self) -> None:
        """Turn to the item."""
        self._operations.run(self._page, start_item, self._room, self._item_id)

    @Slot()
    def hold_item(self) -> None:
        """Put the item off."""
        self._operations.run(self._page, hold_item, self._room, self._item_id)

    @Slot()
    def close_item(self) -> None:
        """Finish the item."""
        self._operations.run(self._page, close_item, self._room, self._item_id)

    @Slot(str, str)
    def decide_item(self, wording: str, how: str) -> None:
        """Adopt a wording for the item, by consensus or vote."""
        self._operations.run(self._page, decide_item, self._room, self._item_id, wording, how)

    @Slot(str, str)
    def record_note(self, speaker: str, gist: str) -> None:
        """Write a speech on the item down."""
        self._operations.run(
            self._page, record_note, self._room, self._item_id, speaker, gist, on_done=self._on_note_saved
        )

    @Slot(str, str, str)
    def edit_note(self, note_id: str, speaker: str, gist: str) -> None:
        """Correct a note."""
        self._operations.run(
            self._page, edit_note, self._room, NoteId(note_id), speaker, gist, on_done=self._on_note_saved
        )

    @Slot(str)
    def ask_to_remove_note(self, note_id: str) -> None:
        """Strike a note, after one question."""
        args = (self._operations, remove_note, self._room, NoteId(note_id))
        Ask(self._page, *args, key="run.remove_question", is_dangerous=True).open()

    def _on_note_saved(self, answer: object) -> None:
        self.note_saved.emit()
