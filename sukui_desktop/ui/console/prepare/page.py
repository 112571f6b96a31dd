"""The 준비 tab: the four things to prepare at the left, each with how far it is, and the chosen one beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changes import Changes
from sukui_desktop.ui.console.prepare.agenda_panel import AgendaPanel
from sukui_desktop.ui.console.prepare.meeting_panel import MeetingPanel
from sukui_desktop.ui.console.prepare.panel import PreparePanel
from sukui_desktop.ui.console.prepare.projects_panel import ProjectsPanel
from sukui_desktop.ui.console.prepare.roster_panel import RosterPanel
from sukui_desktop.ui.console.prepare.section_button import SectionButton
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.page import ConsolePage

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room

SIDE_PX = 272


class PreparePage(ConsolePage):
    """Everything a meeting needs before the doors open."""

    help_key: ClassVar[str] = "prepare.help"

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self.panels: dict[str, PreparePanel] = {
            "meeting": MeetingPanel(operations),
            "agenda": AgendaPanel(operations),
            "projects": ProjectsPanel(operations),
            "roster": RosterPanel(operations),
        }
        self.sections: dict[str, SectionButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._stack = QStackedWidget(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._make_side())
        layout.addWidget(self._stack, 1)
        self._choose("meeting")

    def show_room(self, room: Room) -> None:
        """Show another meeting in every panel."""
        for panel in self.panels.values():
            panel.show_room(room)

    def read_again(self, changes: Changes) -> None:
        """Let each panel read what it shows."""
        for panel in self.panels.values():
            panel.read_again(changes)

    def first_focus(self) -> QWidget:
        """Start where the chosen panel starts."""
        panel = self._stack.currentWidget()
        return panel.first_focus() if isinstance(panel, PreparePanel) else self

    def go_to(self, target: str) -> None:
        """Show one panel: meeting, agenda, projects or roster."""
        if target in self.panels:
            self._choose(target)

    def _make_side(self) -> QFrame:
        side = QFrame(self)
        side.setProperty("panel", "subtle")
        side.setFixedWidth(SIDE_PX)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(16, 20, 16, 20)
        layout.setSpacing(8)
        for key, panel in self.panels.items():
            section = SectionButton(text(f"prepare.section.{key}"), key)
            section.clicked.connect(partial(self._choose, key))
            panel.summary_told.connect(section.tell)
            self.sections[key] = section
            self._group.addButton(section)
            self._stack.addWidget(panel)
            layout.addWidget(section)
        layout.addStretch(1)
        return side

    @Slot(str)
    def _choose(self, key: str, _is_checked: bool = True) -> None:
        self.sections[key].setChecked(True)
        self._stack.setCurrentWidget(self.panels[key])
