"""The next thing to do beside the tabs, with its button and what blocks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.widgets.enum_numbers import RIGHT
from sukui_desktop.ui.widgets.parts import button, hint

if TYPE_CHECKING:
    from sukui_desktop.ui.console.next_step import NextStep


class NextBar(QWidget):
    """Says what comes next; its button leads there."""

    taken = Signal(object)
    """The `NextStep` whose button was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step: NextStep | None = None
        self._label = hint(text("console.next_label"), may_wrap=False)
        self._words = QLabel(self)
        self._words.setProperty("strong", "true")
        self._words.setProperty("alignment", RIGHT)
        self._blocked = QLabel(self)
        self._blocked.setProperty("state", "warning")
        self._blocked.setProperty("alignment", RIGHT)
        self.button = button("", "primary")
        self.button.clicked.connect(self._on_button_clicked)
        self._lay_out()
        self.clear()

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words.text()

    def clear(self) -> None:
        """Say nothing while no meeting is open."""
        self._step = None
        self.hide()

    def show_step(self, step: NextStep) -> None:
        """Say one step."""
        self._step = step
        self._words.setText(self._fitted(step.words))
        self._words.setToolTip(step.words)
        self._blocked.setText(step.blocked)
        self._blocked.setVisible(bool(step.blocked))
        self.button.setText(step.button)
        self.button.setAccessibleDescription(f"{step.words} {step.blocked}".strip())
        self.show()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._words)
        words.addWidget(self._blocked)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 6, 20, 6)
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(self._label)
        layout.addLayout(words)
        layout.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _fitted(self, words: str) -> str:
        """Shorten a long title in the middle of the room there is; the whole stands in the tooltip."""
        from PySide6.QtCore import Qt

        return self._words.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 420)

    @Slot()
    def _on_button_clicked(self) -> None:
        if self._step is not None:
            self.taken.emit(self._step)
