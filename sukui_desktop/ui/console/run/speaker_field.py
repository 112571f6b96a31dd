"""Who is speaking, typed by name or 초성: without it a recorder would fall behind the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.services.admit.people import find_people

if TYPE_CHECKING:
    from sukui_desktop.services.admit.people import PersonView

_MOST_SHOWN = 8


class SpeakerField(QLineEdit):
    """Completes from the roster; any other name may be typed too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[PersonView, ...] = ()
        self.setPlaceholderText(text("run.notes.speaker_hint"))
        self.setAccessibleName(text("run.notes.speaker"))
        self._found = QStandardItemModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(Qt.ItemDataRole.UserRole)
        self.setCompleter(self._completer)
        self.textEdited.connect(self._on_text_edited)

    def show_people(self, people: Sequence[PersonView]) -> None:
        """Complete from these people, those who are here first."""
        self._people = tuple(sorted(people, key=_is_away))

    def completions(self) -> list[str]:
        """Return what is offered for the text so far, best first."""
        return [self._found.item(row).text() for row in range(self._found.rowCount())]

    @Slot(str)
    def _on_text_edited(self, typed: str) -> None:
        self._found.clear()
        if not typed.strip():
            return
        for view in find_people(self._people, typed)[:_MOST_SHOWN]:
            person = view.person
            item = QStandardItem(text("run.notes.person", name=person.name, channel=person.channel or person.role))
            item.setData(person.name, Qt.ItemDataRole.UserRole)
            self._found.appendRow(item)


def _is_away(view: PersonView) -> bool:
    return not view.attendance.is_present
