"""Who may vote in a poll: everybody whose role votes, or the roles and 구분 that are ticked in a list."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET, UnsetType
from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.electorate import ALL_MEMBERS, PollElectorate
from sukui_desktop.ui.widgets.labels_without_markup import tool_tip_words
from sukui_desktop.wording.rules import who_may_vote_words

_LEAST_LETTERS = 12


class VotersField(QComboBox):
    """Looks like the fields beside it, says who may vote, and opens a list to tick; nothing ticked is everybody whose
    role votes."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)  # a long list of roles never widens the form
        self._menu = QMenu(self)
        self._roles: list[QAction] = []
        self._channels: list[QAction] = []
        self.show_voters(UNSET, (), ())

    def show_voters(self, voters: PollElectorate | UnsetType, roles: Sequence[str], channels: Sequence[str]) -> None:
        """Offer these roles and 구분, those of `voters` ticked; what it names is there though nobody has it."""
        chosen = ALL_MEMBERS if isinstance(voters, UnsetType) else voters
        self._menu.clear()
        self._roles = self._add_names_to_tick("roles", dict.fromkeys((*roles, *chosen.roles)), chosen.roles)
        self._channels = self._add_names_to_tick(
            "channels", dict.fromkeys((*channels, *chosen.channels)), chosen.channels
        )
        self._show_voters_words()

    def ticked_voters(self) -> PollElectorate | UnsetType:
        """Return who is ticked; UNSET for everybody whose role votes."""
        ticked = PollElectorate(roles=_names_of_ticked(self._roles), channels=_names_of_ticked(self._channels))
        return UNSET if ticked == ALL_MEMBERS else ticked

    def showPopup(self) -> None:
        """Open the list to tick below the field."""
        self._menu.setMinimumWidth(self.width())
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form: there is nothing to step through."""
        event.ignore()

    def menu_of_roles_and_channels(self) -> QMenu:
        """Return the list."""
        return self._menu

    def _add_names_to_tick(self, key: str, names: dict[str, None], chosen: Sequence[str]) -> list[QAction]:
        named = [name for name in names if name]
        if named:
            self._menu.addSection(text(f"drafting.voters.{key}"))
        made = []
        for name in named:
            action = self._menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(name in chosen)
            action.toggled.connect(self._refresh_words_and_announce)
            made.append(action)
        return made

    def _show_voters_words(self) -> None:
        voters = self.ticked_voters()
        words = who_may_vote_words(ALL_MEMBERS if isinstance(voters, UnsetType) else voters)
        self.clear()
        self.addItem(words)
        self.setToolTip(tool_tip_words(words))

    @Slot()
    def _refresh_words_and_announce(self) -> None:
        self._show_voters_words()
        self.edited.emit()


def _names_of_ticked(actions: Sequence[QAction]) -> tuple[str, ...]:
    return tuple(action.text() for action in actions if action.isChecked())
