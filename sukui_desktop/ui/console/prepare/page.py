"""The 준비 tab: the four things to prepare, and the panel of the chosen one."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.console.prepare.agenda_panel import AgendaPanel
from sukui_desktop.ui.console.prepare.list_panel_base import ListPanel
from sukui_desktop.ui.console.prepare.meeting_panel import MeetingPanel
from sukui_desktop.ui.console.prepare.panel_base import PreparePanel
from sukui_desktop.ui.console.prepare.projects_panel import ProjectsPanel
from sukui_desktop.ui.console.prepare.roster_panel import RosterPanel
from sukui_desktop.ui.console.signing.enrolled_signers_dialog import SignersDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.tab_page import ConsolePage
from sukui_desktop.ui.theme import color, font
from sukui_desktop.ui.widgets.basic_widgets import button, icon, with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import tool_tip_words
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of

_HEIGHT_PX = 68
_ICONS = {"meeting": "meeting", "agenda": "agenda", "projects": "project", "roster": "people"}
SIDE_PX = 272


class SectionButton(QAbstractButton):
    """Name, one line of summary, and a check mark once it is ready."""

    def __init__(self, words: str, key: str) -> None:
        super().__init__()
        self.setText(words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._key = key
        self.summary = ""
        self._is_ready = False

    @Slot(str, bool)
    def show_summary(self, summary: str, is_ready: bool) -> None:
        """Show how far it is."""
        self.summary, self._is_ready = summary, is_ready
        self.setAccessibleDescription(summary)
        self.setToolTip(tool_tip_words(summary))
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines of text and some air."""
        return QSize(220, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon, name, summary and mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(1, 1, -2, -2)
        is_chosen = self.isChecked()
        painter.setBrush(color("primary-tint" if is_chosen else "surface"))
        edge = "line-focus" if self.hasFocus() else ("primary" if is_chosen else "line")
        painter.setPen(QPen(color(edge), 3 if self.hasFocus() else 1))
        painter.drawRoundedRect(box, 8, 8)
        icon(_ICONS[self._key], "primary-text" if is_chosen else "ink-subtle").paint(painter, 14, 14, 20, 20)
        painter.setPen(color("primary-text" if is_chosen else "ink"))
        painter.setFont(font(16, is_bold=True))
        painter.drawText(QRect(44, 12, box.width() - 80, 24), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(font(13))
        painter.setPen(color("ink-subtle" if self._is_ready else "warning-text"))
        room = QRect(44, 37, box.width() - 56, 20)
        words = painter.fontMetrics().elidedText(self.summary, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        if self._is_ready:
            icon("check", "success-text").paint(painter, box.width() - 32, 14, 20, 20)


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
        self._room: Room | None = None
        self.signers_button = button(text("signing.title"), icon_name="key", on_click=self._open_signers_dialog)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._stack = QStackedWidget(self)
        row_of(self._make_side_with_sections(), grow(self._stack), spacing=0, margins=0, into=self)
        self._choose_section("meeting")

    def switch_to_meeting(self, room: Room) -> None:
        """Show another meeting in every panel."""
        self._room = room
        for panel in self.panels.values():
            panel.switch_to_meeting(room)

    def load_if_shown_tables_changed(self, changes: Changes) -> None:
        """Let each panel read what it shows."""
        for panel in self.panels.values():
            panel.load_if_shown_tables_changed(changes)

    def first_focus(self) -> QWidget:
        """Start where the chosen panel starts."""
        panel = self._stack.currentWidget()
        return panel.first_focus() if isinstance(panel, PreparePanel) else self

    def go_to_place_on_page(self, target: str) -> None:
        """Show one panel: meeting, agenda, projects or roster; `projects.import` and `roster.import` ask for a file."""
        name, _, act = target.partition(".")
        if name in self.panels:
            self._choose_section(name)
            panel = self.panels[name]
            if act == "import" and isinstance(panel, ListPanel):
                panel.open_import_of_file()

    def _make_side_with_sections(self) -> QFrame:
        side = with_style_property(QFrame(self), "panel", "subtle")
        side.setFixedWidth(SIDE_PX)
        layout = column_of(spacing=8, margins=(16, 20, 16, 20), into=side)
        for key, panel in self.panels.items():
            section = SectionButton(text(f"prepare.section.{key}"), key)
            section.clicked.connect(partial(self._choose_section, key))
            panel.summary_changed.connect(section.show_summary)
            self.sections[key] = section
            self._group.addButton(section)
            self._stack.addWidget(panel)
            layout.addWidget(section)
        layout.addSpacing(8)
        layout.addWidget(self.signers_button)
        layout.addStretch(1)
        return side

    @Slot()
    def _open_signers_dialog(self) -> None:
        if self._room is not None:
            SignersDialog(self, self.operations, self._room).open()

    @Slot(str)
    def _choose_section(self, key: str, _is_checked: bool = True) -> None:
        self.sections[key].setChecked(True)
        self._stack.setCurrentWidget(self.panels[key])
