"""Adding one person to the roster without a file, and writing one line of it anew."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.importing import MAX_NAME, PersonDraft
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.prepare.roster import add_person, edit_person
from sukui_desktop.ui.console.prepare.form_dialog import FormDialog
from sukui_desktop.ui.operations import Operations

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room

_FIELDS = ("number", "name", "phone_last4", "channel", "subcommittee", "role", "district", "age_band", "needs")
_OFFERED = ("channel", "subcommittee", "role", "district", "age_band", "needs")


class PersonDialog(FormDialog):
    """Every field of the roster; the service says what is missing."""

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        room: Room,
        *,
        person: PersonRow | None = None,
        others: Sequence[PersonRow] = (),
    ) -> None:
        """`person` is the one to write anew, None for somebody new; `others` is the roster they stand on."""
        mode = "add" if person is None else "edit"
        super().__init__(
            parent,
            title=text(f"prepare.roster.{mode}"),
            words=text(f"prepare.roster.{mode}_told"),
            accept=text(f"prepare.roster.{mode}_do"),
            spans={},
        )
        self._operations = operations
        self._service = partial(add_person, room)
        if person is not None:
            self._service = partial(edit_person, room, person.person_id)
        self.fields = {name: self.add_words(name, longest=MAX_NAME, offered=_words(name, others)) for name in _FIELDS}
        four_digits = QRegularExpression("[0-9]{0,4}")
        self.fields["phone_last4"].setValidator(QRegularExpressionValidator(four_digits, self))
        if person is not None:
            for name, line in self.fields.items():
                line.setText(getattr(person, name))
                line.setCursorPosition(0)
        self.answered.connect(self._on_answered)

    @Slot()
    def _on_answered(self) -> None:
        draft = PersonDraft(**{name: line.text() for name, line in self.fields.items()})
        self._operations.run(self, self._service, draft, on_done=self.close_done, on_refused=self.refuse)


def _words(name: str, others: Sequence[PersonRow]) -> set[str]:
    return {getattr(row, name) for row in others} - {""} if name in _OFFERED else set()
