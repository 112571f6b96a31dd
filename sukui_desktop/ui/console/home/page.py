"""The first page: which meeting to open, or how to begin one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QSizePolicy,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.models.meeting import KnownMeeting
from sukui_desktop.services.meeting_opening import list_known_meetings
from sukui_desktop.services.opened_meeting import Context
from sukui_desktop.ui.console.home.meeting_opening_actions import HomeActions
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import badge, button, heading, hint, scrolled, with_style_property
from sukui_desktop.ui.widgets.elided_label import ElidedLabel
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, fill, gap, grid_of, grow, row_of
from sukui_desktop.ui.widgets.path_dialog import ask_for_file
from sukui_desktop.wording.times import moment_words

_STAGE_TONES = {"preparing": "blue", "sitting": "green", "voting": "green", "closed": ""}
SIDE_PX = 340


class MeetingCard(QFrame):
    """Title, day, stage and file of a meeting, with one button."""

    open_asked = Signal(object)
    """The `Path` of the meeting file."""

    def __init__(self, known: KnownMeeting) -> None:
        super().__init__()
        self._path = Path(known.path)
        self.setProperty("card", "true")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        name = with_style_property(ElidedLabel(self, words=known.title), "heading", "3")
        file_name = with_style_property(ElidedLabel(self, words=known.path), "hint", "true")
        self.open_button = button(text("home.page.open"), "primary", on_click=self._ask_page_to_open_meeting)
        self.open_button.setAccessibleName(text("home.page.open_named", title=known.title))
        layout = grid_of(spacing=(10, 6), margins=(18, 14, 18, 14), growing=3, into=self)
        layout.addWidget(badge(text(f"home.page.stage.{known.stage}"), _STAGE_TONES.get(known.stage, "")), 0, 0)
        if known.is_practice:
            layout.addWidget(badge(text("console.strip.practice"), "amber"), 0, 1)
        layout.addWidget(hint(moment_words(known.opened_at_ms or known.starts_at_ms, known.zone), may_wrap=False), 0, 2)
        layout.addWidget(name, 1, 0, 1, 4)
        layout.addWidget(file_name, 2, 0, 1, 4)
        layout.addWidget(self.open_button, 0, 5, 3, 1)

    @Slot()
    def _ask_page_to_open_meeting(self) -> None:
        self.open_asked.emit(self._path)


class HomePage(QWidget):
    """Cards of known meetings at the left, other ways into a meeting at the right."""

    room_opened = Signal(object)

    def __init__(self, operations: Operations, context: Context, folder: Path) -> None:
        """`folder` is where new meetings are kept."""
        super().__init__()
        self._operations = operations
        self._context = context
        self._folder = folder
        self.ways = HomeActions(self, operations, context, folder)
        self.ways.room_opened.connect(self.room_opened)
        self.ways.practice_ended.connect(self._enable_practice_button)
        self.cards: list[MeetingCard] = []
        self.new_button = button(text("home.page.new"), "primary", icon_name="plus")
        self.new_button.clicked.connect(self.ways.ask_for_new_meeting)
        self.file_button = button(text("home.page.file"), icon_name="folder", on_click=self._ask_for_meeting_file)
        self.practice_button = button(
            text("home.page.practice"), icon_name="practice", on_click=self._open_practice_meeting_with_button_off
        )
        self.renew_button = button(text("home.page.renew"), "quiet", scale="small")
        self.renew_button.clicked.connect(self.ways.ask_to_renew_practice_meeting)
        self._empty = PlainLabel(text("home.page.empty"), self, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._list = column_of(spacing=10)
        row_of(
            grow(self._make_list_of_known_meetings()), self._make_side_with_buttons(), spacing=0, margins=0, into=self
        )
        self.setFocusProxy(self.new_button)

    def load(self) -> None:
        """Ask for the meetings this machine knows."""
        self._operations.run(self, list_known_meetings, self._context, on_done=self._show_known_meetings)

    def _make_list_of_known_meetings(self) -> QWidget:
        holder = QWidget(self)
        column_of(self._list, grow(), margins=(0, 0, 12, 0), into=holder)
        self._scroll = scrolled(holder, self)
        meetings = QWidget(self)
        column_of(
            heading(text("home.page.heading"), 1),
            grow(self._scroll),
            grow(self._empty),
            spacing=16,
            margins=(24, 24, 12, 24),
            into=meetings,
        )
        return meetings

    def _make_side_with_buttons(self) -> QFrame:
        side = with_style_property(QFrame(self), "panel", "subtle")
        side.setFixedWidth(SIDE_PX)
        layout = column_of(spacing=8, margins=24, into=side)
        for tool, name in (
            (self.new_button, "new_hint"),
            (self.file_button, "file_hint"),
            (self.practice_button, "practice_hint"),
        ):
            fill(layout, tool, hint(text(f"home.page.{name}")), gap(16))
        fill(layout, self.renew_button, grow())
        return side

    def _show_known_meetings(self, known: tuple[KnownMeeting, ...]) -> None:
        for card in self.cards:
            self._list.removeWidget(card)
            card.deleteLater()
        self.cards = [MeetingCard(meeting) for meeting in known]
        for card in self.cards:
            card.open_asked.connect(self.ways.open_meeting_file)
            self._list.addWidget(card)
        self._scroll.setVisible(bool(self.cards))
        self._empty.setVisible(not self.cards)

    @Slot()
    def _ask_for_meeting_file(self) -> None:
        ask_for_file(self, text("home.page.file"), text("home.page.filter"), self.ways.open_meeting_file, self._folder)

    @Slot()
    def _open_practice_meeting_with_button_off(self) -> None:
        self.practice_button.setEnabled(False)
        self.ways.open_practice_meeting()

    @Slot()
    def _enable_practice_button(self) -> None:
        self.practice_button.setEnabled(True)
