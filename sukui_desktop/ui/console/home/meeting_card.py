"""A meeting this machine has seen, as a card to press."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.widgets.cut_label import CutLabel
from sukui_desktop.ui.widgets.moments import day_words
from sukui_desktop.ui.widgets.parts import badge, button, hint

_STAGE_TONES = {"preparing": "blue", "sitting": "green", "closed": ""}


class MeetingCard(QFrame):
    """Title, day, stage and file of a meeting, with one button."""

    open_asked = Signal(object)
    """The `Path` of the meeting file."""

    def __init__(self, *, title: str, starts_at_ms: int, stage: str, path: Path, is_practice: bool) -> None:
        super().__init__()
        self._path = path
        self.setProperty("card", "true")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        name = CutLabel(self, words=title)
        name.setProperty("heading", "3")
        file_name = CutLabel(self, words=str(path))
        file_name.setProperty("hint", "true")
        self.open_button = button(text("home.page.open"), "primary")
        self.open_button.setAccessibleName(text("home.page.open_named", title=title))
        self.open_button.clicked.connect(self._on_open_clicked)
        layout = QGridLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setHorizontalSpacing(10)
        layout.addWidget(badge(text(f"home.page.stage.{stage}"), _STAGE_TONES.get(stage, "")), 0, 0)
        if is_practice:
            layout.addWidget(badge(text("console.strip.practice"), "amber"), 0, 1)
        layout.addWidget(hint(day_words(starts_at_ms), may_wrap=False), 0, 2)
        layout.addWidget(name, 1, 0, 1, 4)
        layout.addWidget(file_name, 2, 0, 1, 4)
        layout.addWidget(self.open_button, 0, 5, 3, 1)
        layout.setColumnStretch(3, 1)

    @Slot()
    def _on_open_clicked(self) -> None:
        self.open_asked.emit(self._path)
