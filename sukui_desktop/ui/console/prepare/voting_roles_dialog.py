"""표결권: which roles of the roster vote, and so count in 재적, 출석 and quorum."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from sukui_desktop.assets.messages import text
from sukui_desktop.services.prepare.voting_roles import RoleView, declare_which_roles_vote
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import with_screen_reader_name, with_style_property
from sukui_desktop.ui.widgets.layouts import fill
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

ROLE = Qt.ItemDataRole.UserRole
_ALL, _SOME = Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked


class VotingRolesDialog(Ask):
    """Shows every role (of people without one the 구분) with a tick where it votes, half a tick where some of its
    people do; what was ticked anew is declared."""

    def __init__(self, parent: Any, operations: Operations, room: Any, roles: tuple[RoleView, ...]) -> None:
        super().__init__(parent, operations, declare_which_roles_vote, room, key="prepare.roles")
        self._roles = {role.role: role for role in roles}
        self.list = with_screen_reader_name(QListWidget(self), text("prepare.roles.list"))
        self.total = with_style_property(WrappedLabel("", self), "strong", "true")
        for role in roles:
            item = QListWidgetItem(_role_line_words(role), self.list)
            item.setData(ROLE, role.role)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_tick_state_of_role(role))
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(self._show_number_of_voters)
        self.add_field(text("prepare.roles.list"), self.list)
        fill(self.body, self.total)
        self._show_number_of_voters()

    def answer(self) -> tuple[object, ...]:
        """Return the roles that were ticked or unticked, with whether they vote."""
        ticks = self._tick_state_by_role()
        return (
            {
                name: ticks[name] == _ALL
                for name, role in self._roles.items()
                if ticks[name] != _tick_state_of_role(role)
            },
        )

    def _tick_state_by_role(self) -> dict[str, Qt.CheckState]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return {str(item.data(ROLE)): item.checkState() for item in items}

    @Slot()
    def _show_number_of_voters(self) -> None:
        """Say how many the roster has with these ticks: the same number that the strip will show."""
        ticks = self._tick_state_by_role()
        count = sum(
            role.people if ticks[name] == _ALL else role.voting if ticks[name] == _SOME else 0
            for name, role in self._roles.items()
        )
        self.total.setText(text("prepare.roles.total", count=f"{count:,}"))


def _tick_state_of_role(role: RoleView) -> Qt.CheckState:
    if not role.votes:
        return Qt.CheckState.Unchecked
    return _SOME if role.voting < role.people else _ALL


def _role_line_words(role: RoleView) -> str:
    """Return the words of a role's line: its name, how many have it, and who of them is counted otherwise."""
    words = text("prepare.roles.line", role=role.role or text("prepare.roles.without"), count=f"{role.people:,}")
    if 0 < role.voting < role.people:
        words += text("prepare.roles.some", count=f"{role.voting:,}")
    return words + (text("prepare.roles.walk_ins", count=f"{role.walk_ins:,}") if role.walk_ins else "")
