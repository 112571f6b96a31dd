"""What the admission and the slip buttons of the person card have in common: the meeting as it was just read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.services.checkin.desk_snapshot import CheckinSnapshot
from sukui_desktop.services.checkin.people_search import PersonView
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.checkin.person_card import PersonCard
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.wording.refusal_sentences import refusal_sentence

if TYPE_CHECKING:
    from sukui_desktop.ui.checkin.desk_dialogs import DeskDialog


class DeskActions(QObject):
    """Base of the acts of the desk: shows refusals on the card, and reports each act once it is done."""

    act_done = Signal(str, str)
    """(person id, key of `checkin.latest`)."""

    question_closed = Signal()
    """A question was answered or given up: the keys belong to the next person."""

    def __init__(self, operations: Operations, card: PersonCard) -> None:
        super().__init__(card)
        self.operations = operations
        self.card = card
        self.room: Room | None = None
        self.snapshot: CheckinSnapshot | None = None

    def use_snapshot(self, room: Room, snapshot: CheckinSnapshot) -> None:
        """Work on this meeting as it was just read."""
        self.room, self.snapshot = room, snapshot

    def find_person(self, person_id: str) -> PersonView | None:
        """Return the person as they were last read."""
        people = self.snapshot.people if self.snapshot is not None else ()
        return next((view for view in people if view.person.person_id == person_id), None)

    def open_desk_dialog(self, dialog: DeskDialog) -> None:
        """Open a question whose act is reported here."""
        dialog.act_done.connect(self.act_done)
        dialog.finished.connect(self.question_closed)
        dialog.open()

    def show_refusal_on_card(self, error: SukuiError, about: PersonView | None = None) -> None:
        """Show on the card why something was not done; the name is said where the card shows somebody else by now."""
        words, shown = refusal_sentence(error), self.card.person
        if about is not None and (shown is None or shown.person.person_id != about.person.person_id):
            words = text("checkin.search.about", name=about.name, words=words)
        self.card.show_message(words)
