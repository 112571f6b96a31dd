"""Adding one person to the roster without a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.importing import PersonDraft
from sukui_desktop.domain.text import clean_text
from sukui_desktop.services.prepare.roster import add_person
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.ask_dialog import AskDialog

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room

_FIELDS = ("number", "name", "channel", "subcommittee", "needs")


class PersonDialog(AskDialog):
    """Five fields; the service says what is missing."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room) -> None:
        super().__init__(
            parent,
            title=text("prepare.roster.add"),
            words=text("prepare.roster.add_told"),
            accept=text("prepare.roster.add_do"),
        )
        self._operations = operations
        self._room = room
        self.fields = {name: self.add_line(text(f"prepare.import.field.{name}")) for name in _FIELDS}
        self.answered.connect(self._on_answered)

    @Slot()
    def _on_answered(self) -> None:
        draft = PersonDraft(**{name: clean_text(field.text()) for name, field in self.fields.items()})
        self._operations.run(self, add_person, self._room, draft, on_done=self.close_done, on_refused=self.refuse)
