"""The 진행 tab: the agenda, the item at hand and its notes."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.domain.changes import Changes
from sukui_desktop.services.checkin.people import list_people
from sukui_desktop.services.room import Room, now_ms
from sukui_desktop.ui.console.run.actions import RunActions
from sukui_desktop.ui.console.run.item_card import DecisionCard, ItemCard
from sukui_desktop.ui.console.run.item_list import AgendaSide
from sukui_desktop.ui.console.run.notes_card import NotesCard
from sukui_desktop.ui.console.run.snapshot import SHOWN_TABLES, SPEAKER_TABLES, RunSnapshot, read_run
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.tab_page import ConsolePage
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.parts import upright_line


class RunPage(ConsolePage):
    """Shows what was read; `RunActions` asks the services."""

    help_key: ClassVar[str] = "run.help"

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._agenda: RunSnapshot | None = None
        self.side = AgendaSide(self)
        self.item = ItemCard()
        self.notes = NotesCard()
        self.decision = DecisionCard()
        self.run_actions = RunActions(operations, self)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._arrange()
        self._connect()

    def show_room(self, room: Room) -> None:
        """Read and show another meeting."""
        self._room = room
        self.run_actions.take_room(room)
        self._timer.start()
        self.read_again(Changes(frozenset(SHOWN_TABLES + SPEAKER_TABLES)))

    def read_again(self, changes: Changes) -> None:
        """Read the agenda, the people, or nothing."""
        if self._room is None:
            return
        if changes.touches(*SHOWN_TABLES):
            self.operations.run(self, read_run, self._room, on_done=self._on_agenda_read)
        if changes.touches(*SPEAKER_TABLES):
            self.operations.run(self, list_people, self._room, on_done=self.notes.speaker.show_people)

    def first_focus(self) -> QWidget:
        """The agenda."""
        return self.side.list

    def go_to(self, target: str) -> None:
        """Choose an item."""
        self.side.choose(target)

    @property
    def chosen(self) -> ItemView | None:
        """The item that is shown."""
        items = self._agenda.items if self._agenda else ()
        return next((view for view in items if view.row.item_id == self.side.chosen_id), None)

    def _arrange(self) -> None:
        inside = QWidget(self)
        column_of(self.item, grow(self.notes), self.decision, spacing=12, margins=(24, 14, 24, 14), into=inside)
        area = QScrollArea(self)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        row_of(self.side, upright_line(), grow(area), spacing=0, margins=0, into=self)
        self.setAccessibleName(text("run.name"))

    def _connect(self) -> None:
        actions = self.run_actions
        self.side.item_chosen.connect(self._on_item_chosen)
        self.side.item_activated.connect(self._on_item_activated)
        self.side.opening_wanted.connect(actions.open_sitting)
        self.side.closing_wanted.connect(actions.ask_to_close_sitting)
        self.side.window_wanted.connect(self.window_wanted)
        self.item.start_wanted.connect(actions.start_item)
        self.item.hold_wanted.connect(actions.hold_item)
        self.item.close_wanted.connect(actions.close_item)
        self.notes.note_recorded.connect(actions.record_note)
        self.notes.note_edited.connect(actions.edit_note)
        self.notes.note_removed.connect(actions.ask_to_remove_note)
        self.decision.decided.connect(actions.decide_item)
        self.decision.poll_wanted.connect(self._on_poll_wanted)
        actions.note_saved.connect(self.notes.clear_fields)
        self._timer.timeout.connect(self._on_second_passed)

    def _on_agenda_read(self, agenda: RunSnapshot) -> None:
        self._agenda = agenda
        if self._room is not None:
            self.side.show_agenda(agenda.meeting, agenda.items, now_ms(self._room))
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self._agenda is None or self._room is None:
            return
        view = self.chosen
        self.item.show_item(view, self._agenda.meeting.stage, now_ms(self._room))
        self.notes.setEnabled(view is not None)
        self.notes.show_notes([note for note in self._agenda.notes if note.item_id == self.side.chosen_id])
        self.decision.show_item(view)

    @Slot(str)
    def _on_item_chosen(self, item_id: str) -> None:
        self.run_actions.choose_item(item_id)
        self.notes.drop_edit()
        self._show_chosen()

    @Slot(str)
    def _on_item_activated(self, item_id: str) -> None:
        if self.item.start.isEnabled():
            self.run_actions.start_item()

    @Slot()
    def _on_poll_wanted(self) -> None:
        self.page_wanted.emit("vote", "")

    @Slot()
    def _on_second_passed(self) -> None:
        if self._room is not None:
            now = now_ms(self._room)
            self.side.show_time(now)
            self.item.show_time(now)
