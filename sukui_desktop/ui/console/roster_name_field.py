"""A line for the name of somebody at the meeting: completed from the roster, namesakes told apart as on papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.checkin.people_search import PersonView, find_people, list_people
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.drop_down import Completions
from sukui_desktop.wording.people_names import (
    find_people_meant_by_names,
    marks_of_namesakes,
    names_on_papers,
)

_MOST_SHOWN = 8


class RosterNameField(QLineEdit):
    """Completes from the roster; any other name may be typed too."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is what the field is called when it is read aloud."""
        super().__init__(parent)
        self._people: tuple[PersonView, ...] = ()
        self._marks: dict[PersonId, str] = {}
        self._written: dict[PersonId, str] = {}
        """Names as papers bear them."""
        self._here: Counter[str] = Counter()
        """How many of a name are here."""
        self.setPlaceholderText(text("run.notes.speaker_hint"))
        self.setAccessibleName(name)
        self._found = QStandardItemModel(self)
        self._completer = Completions(self._found, self)
        self._completer.setCompletionMode(Completions.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(Qt.ItemDataRole.UserRole)
        self.setCompleter(self._completer)
        self.textEdited.connect(self._refill_offered_names)

    def read_people(self, operations: Operations, room: object) -> None:
        """Complete from the roster of a meeting (a `Room`) once it was read."""
        assert isinstance(room, Room)
        operations.run(self, list_people, room, on_done=self.offer_people)

    def problem(self) -> str:
        """Return that what was typed may mean several people, who are offered, or nobody; '' for one name."""
        typed = self.text().strip()
        if not typed or self.complete_initials_to_name():
            return ""
        return text(f"widgets.roster_name.{'choose' if self.offered_names() else 'none'}", name=typed)

    def offer_people(self, people: Sequence[PersonView]) -> None:
        """Complete from these people, those who are here first."""
        self._people = tuple(sorted(people, key=_is_absent_now))
        self._marks = marks_of_namesakes(view.person for view in people)
        self._written = names_on_papers(view.person for view in people)
        self._here = Counter(view.person.name for view in people if view.attendance.is_present)

    def is_never_admitted(self, name: str) -> bool:
        """Return whether this is the name of people on the roster of whom none ever came; a guest's is not."""
        wanted = name.strip()
        if not wanted:
            return False
        meant = find_people_meant_by_names((view.person for view in self._people), (wanted,))[wanted]
        came = {view.person.person_id for view in self._people if view.attendance.was_present}
        return bool(meant) and not meant & came

    def offered_names(self) -> list[str]:
        """Return what is offered for the text so far, best first."""
        return [self._found.item(row).text() for row in range(self._found.rowCount())]

    @Slot(str)
    def _refill_offered_names(self, typed: str) -> None:
        self._found.clear()
        if not typed.strip():
            return
        found = find_people(self._people, typed)[:_MOST_SHOWN]
        labels = Counter(_name_and_channel_words(view.person) for view in found)
        for view in found:
            words = _name_and_channel_words(view.person)
            mark = self._marks.get(view.person.person_id, "")
            if labels[words] > 1:
                words = text("run.notes.namesake", person=words, mark=mark)
            if not view.attendance.is_present:
                key = "gone" if view.attendance.was_present else "not_come"
                words = text(f"run.notes.{key}", person=words)
            item = QStandardItem(words)
            item.setData(self._written[view.person.person_id], Qt.ItemDataRole.UserRole)
            self._found.appendRow(item)

    def complete_initials_to_name(self) -> bool:
        """Put the name for 초성 that fit one name only; where they fit several, or none, keep them, return False.

        A bare name that two who are here bear is kept too, and returns False: which of them spoke is chosen. Of
        namesakes the one who is here is named as papers name them: the others may come later.
        Several are offered. Anything else that was typed stays as it is.
        """
        typed = self.text().strip()
        if all("ㄱ" <= letter <= "ㅎ" for letter in typed):
            names = {view.person.name for view in find_people(self._people, typed)} if typed else {typed}
            if len(names) == 1:
                typed = names.pop()
                self.setText(typed)
            else:
                self._open_list_of_matching_people(typed)
                return False
        if self._here[typed] > 1:
            self._open_list_of_matching_people(typed)
            return False
        meant = next((v.person for v in self._people if v.person.name == typed and v.attendance.is_present), None)
        if meant is not None:
            self.setText(self._written[meant.person_id])
        return True

    def _open_list_of_matching_people(self, typed: str) -> None:
        """Offer those who are meant, with what was typed selected."""
        self._refill_offered_names(typed)
        self.setFocus()
        self.selectAll()
        QTimer.singleShot(0, self, self._completer.complete)  # the completer closes its list after Enter


def _name_and_channel_words(person: PersonRow) -> str:
    """Return the name and the 구분, or the role where there is none; the bare name of somebody who has neither."""
    channel = person.channel or person.role
    return text("run.notes.person", name=person.name, channel=channel) if channel else person.name


def _is_absent_now(view: PersonView) -> bool:
    return not view.attendance.is_present
