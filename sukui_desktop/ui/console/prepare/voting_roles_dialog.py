"""표결권: which roles of the roster vote, and so count in 재적, 출석 and quorum."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from sukui_desktop.assets.messages import text
from sukui_desktop.services.prepare.voting_roles import RoleView, declare_roles
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import named

ROLE = Qt.ItemDataRole.UserRole


class VotingRightsDialog(Ask):
    """Shows every role with a tick where it votes; what was ticked anew is declared."""

    def __init__(self, parent: Any, operations: Operations, room: Any, roles: tuple[RoleView, ...]) -> None:
        super().__init__(parent, operations, declare_roles, room, key="prepare.roles")
        self._before = {role.role: role.votes for role in roles}
        self.list = named(QListWidget(self), text("prepare.roles.list"))
        for role in roles:
            name = role.role or text("prepare.roles.without")
            item = QListWidgetItem(text("prepare.roles.line", role=name, count=f"{role.people:,}"), self.list)
            item.setData(ROLE, role.role)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if role.votes else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.add_field(text("prepare.roles.list"), self.list)

    def answer(self) -> tuple[object, ...]:
        """Return the roles that were ticked or unticked, with whether they vote."""
        items = (self.list.item(row) for row in range(self.list.count()))
        now = {str(item.data(ROLE)): item.checkState() == Qt.CheckState.Checked for item in items}
        return ({role: votes for role, votes in now.items() if votes != self._before[role]},)
