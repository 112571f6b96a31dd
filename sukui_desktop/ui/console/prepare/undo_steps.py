"""Taking back what was changed in a panel of the 준비 tab: Ctrl+Z and its button, one act at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from sukui_desktop.assets.messages import text
from sukui_desktop.models.ids import ItemId
from sukui_desktop.services.agenda.items import AddedItem
from sukui_desktop.ui.tab_page import RoomView
from sukui_desktop.ui.widgets.parts import button

MOST_STEPS = 100


class UndoStep(NamedTuple):
    """The act that puts things back."""

    service: Callable[..., Any]
    args: tuple[Any, ...]
    facts: dict[str, Any]
    brings_back: str = ""
    """The item that comes back under a new id; '' where none does."""


class UndoSteps(QObject):
    """The record keeps both acts: what was done, and that it was taken back."""

    def __init__(self, panel: RoomView) -> None:
        super().__init__(panel)
        self._panel = panel
        self._steps: list[UndoStep] = []
        self._taken: UndoStep | None = None
        self._new_ids: dict[str, str] = {}
        self.button = button(text("prepare.undo"), scale="small", on_click=self.undo)
        self.button.setToolTip("Ctrl+Z")
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), panel)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.undo)
        self._refresh_button()

    def note(self, service: Callable[..., Any], *args: Any, brings_back: str = "", **facts: Any) -> None:
        """Note how the act that was just done is taken back: `service(room, *args, **facts)`."""
        self._steps = [*self._steps, UndoStep(service, args, facts, brings_back)][-MOST_STEPS:]
        self._refresh_button()

    def forget(self) -> None:
        """Begin anew: another meeting is shown."""
        self._steps.clear()
        self._new_ids.clear()
        self._refresh_button()

    @Slot()
    def undo(self) -> None:
        """Take the last act back; nothing happens where there is none."""
        if not self._steps:
            return
        step = self._taken = self._steps.pop()
        self._refresh_button()
        args = [self._present_id(argument) for argument in step.args]
        facts = {name: self._present_id(value) for name, value in step.facts.items()}
        self._panel.operations.run(self._panel, step.service, self._panel.room, *args, on_done=self._on_undone, **facts)

    def _present_id(self, value: Any) -> Any:
        """Return an id as it is now: an item that came back has another."""
        while isinstance(value, str) and value in self._new_ids:
            value = ItemId(self._new_ids[value])
        return value

    def _on_undone(self, answer: object) -> None:
        if self._taken is not None and self._taken.brings_back and isinstance(answer, AddedItem):
            self._new_ids[self._taken.brings_back] = answer.item_id
        self._taken = None

    def _refresh_button(self) -> None:
        self.button.setEnabled(bool(self._steps))
