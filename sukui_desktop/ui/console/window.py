"""The console's own frame: one window in which strip, tabs and next step never change place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from sukui_desktop.domain.changes import NOTHING, Changes
from sukui_desktop.ui.console.tabs import TABS, TabBar
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.page import ConsolePage, PageFactory
from sukui_desktop.ui.widgets.refusal import RefusalBar

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room


class ConsoleWindow(QMainWindow):
    """Six tabs over one meeting; pages are made when first shown and read again when what they show changes."""

    window_wanted = Signal(str, str)
    """(kind, id) from a page: programs/ opens that window, the console does not know it."""

    def __init__(self, operations: Operations, factories: Mapping[str, PageFactory]) -> None:
        super().__init__()
        self._operations = operations
        self._factories = factories
        self._pages: dict[str, ConsolePage] = {}
        self._stale: dict[str, Changes] = {}
        self._room: Room | None = None
        self.tab_bar = TabBar(self)
        self.refusal_bar = RefusalBar(self)
        self._stack = QStackedWidget(self)
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.tab_bar, self.refusal_bar):
            layout.addWidget(part)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(body)
        self.tab_bar.tab_chosen.connect(self._on_tab_chosen)
        operations.changes_announced.connect(self._on_changes_announced)

    def show_room(self, room: Room) -> None:
        """Take an opened meeting and show its first page."""
        self._room = room
        self._stale.clear()
        for page in self._pages.values():
            page.show_room(room)
        self.show_page(TABS[0])

    def show_page(self, key: str, target: str = "") -> None:
        """Show one tab, and one place in it."""
        page = self._page(key)
        self.tab_bar.choose(key)
        self._stack.setCurrentWidget(page)
        stale = self._stale.pop(key, NOTHING)
        if stale:
            page.read_again(stale)
        if target:
            page.go_to(target)
        page.first_focus().setFocus()

    def _page(self, key: str) -> ConsolePage:
        page = self._pages.get(key)
        if page is None:
            page = self._factories[key](self._operations)
            page.page_wanted.connect(self.show_page)
            page.window_wanted.connect(self.window_wanted)
            self._pages[key] = page
            self._stack.addWidget(page)
            if self._room is not None:
                page.show_room(self._room)
        return page

    @Slot(str)
    def _on_tab_chosen(self, key: str) -> None:
        self.show_page(key)

    @Slot(object)
    def _on_changes_announced(self, changes: Changes) -> None:
        for key, page in self._pages.items():
            if page is self._stack.currentWidget():
                page.read_again(changes)
            else:
                self._stale[key] = self._stale.get(key, NOTHING) | changes
