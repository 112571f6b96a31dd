"""The list of who may vote next at the only screen: one is chosen, the first at the beginning."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.ids import PersonId
from sukui_desktop.services.checkin.voter_turns import TurnSnapshot, WaitingVoter

_VOTER = Qt.ItemDataRole.UserRole


class WaitingVotersList(QListWidget):
    """Names by who came first; arrows move, a click chooses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("waitingVoters")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(text("checkin.turn.list"))

    def show_voters(self, snapshot: TurnSnapshot) -> None:
        """Show who waits and choose the first."""
        self.clear()
        for voter in snapshot.waiting:
            unfinished = voter.person_id == snapshot.unfinished
            item = QListWidgetItem(text("checkin.turn.unfinished_name", name=voter.name) if unfinished else voter.name)
            item.setData(_VOTER, voter)
            self.addItem(item)
        if self.count():
            self.setCurrentRow(0)

    @property
    def chosen(self) -> WaitingVoter | None:
        """Who is chosen; None where nobody waits."""
        voter = self.currentIndex().data(_VOTER)
        return voter if isinstance(voter, WaitingVoter) else None

    @property
    def chosen_id(self) -> PersonId | None:
        """Id of who is chosen."""
        return self.chosen.person_id if self.chosen is not None else None
