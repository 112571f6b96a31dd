"""The help of a page beside it, shown by F1."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.widgets.basic_widgets import button, heading, scrolled
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow

WIDTH_PX = 320


class HelpPanel(QFrame):
    """A panel at the right; hidden until F1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "subtle")
        self.setFixedWidth(WIDTH_PX)
        self._title = heading("", 2)
        self._body = PlainLabel(self, wordWrap=True)
        self._body.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        scroll = scrolled(self._body, self)
        scroll.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        close = button(text("console.help.close"), on_click=self.hide)
        column_of(self._title, grow(scroll), close, margins=20, into=self)
        self.hide()

    @property
    def shown_words(self) -> str:
        """What it shows now."""
        return self._body.text()

    def fill_in_help_text(self, key: str) -> None:
        """Fill in the text of one tab: `<key>.title` and `<key>.body`, and the keys every tab knows."""
        self._title.setText(text(f"{key}.title"))
        self._body.setText(f"{text(f'{key}.body').strip()}\n\n{text('console.help.keys').strip()}")
