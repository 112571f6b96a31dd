"""The passphrase of a meeting file, or its printed recovery code when the passphrase is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.services.prepare.create import open_meeting, open_with_recovery_code
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.ask_dialog import AskDialog
from sukui_desktop.ui.widgets.parts import button

if TYPE_CHECKING:
    from sukui_desktop.services.context import Context
    from sukui_desktop.services.room import Room


class UnlockDialog(AskDialog):
    """Opens the file on the store queue; a wrong passphrase is told here and may be typed again."""

    room_opened = Signal(object)

    def __init__(self, parent: QWidget, operations: Operations, context: Context, path: Path) -> None:
        super().__init__(
            parent,
            title=text("home.unlock.title"),
            words=text("home.unlock.words", name=path.name),
            accept=text("home.unlock.open"),
        )
        self._operations = operations
        self._context = context
        self._path = path
        self._is_code = False
        self.secret = self.add_line(text("home.unlock.passphrase"), is_secret=True)
        self.code = self.add_line(text("home.unlock.code"))
        self.switch_button = button(text("home.unlock.use_code"), "quiet", scale="small")
        self.switch_button.clicked.connect(self._on_switch_clicked)
        self.body.addWidget(self.switch_button)
        self._show_wanted()
        self.answered.connect(self._on_answered)

    @property
    def _field(self) -> QLineEdit:
        return self.code if self._is_code else self.secret

    def problem(self) -> str:
        """Ask for something to be typed."""
        return "" if self._field.text().strip() else text("home.unlock.empty")

    def _show_wanted(self) -> None:
        for place in range(self.body.count()):
            item = self.body.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is None or widget is self.switch_button:
                continue
            field = self.code if place >= 2 else self.secret
            widget.setVisible(field is self._field)
        self.switch_button.setText(text("home.unlock.use_passphrase" if self._is_code else "home.unlock.use_code"))
        self._field.setFocus()

    @Slot()
    def _on_switch_clicked(self) -> None:
        self._is_code = not self._is_code
        self.tell("")
        self._show_wanted()

    @Slot()
    def _on_answered(self) -> None:
        service = open_with_recovery_code if self._is_code else open_meeting
        self._operations.run(
            self,
            service,
            self._path,
            self._field.text(),
            self._context,
            on_done=self._on_opened,
            on_refused=self.refuse,
        )

    @Slot(object)
    def _on_opened(self, room: Room) -> None:
        self.room_opened.emit(room)
        self.accept()
