"""안내: what the vote asks, within which limits, before anything can be picked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.ui.kiosk.page import KioskButton, KioskPage, label
from sukui_desktop.ui.kiosk.review import tell_rules


class GuidePage(KioskPage):
    """Title, limits in words, secrecy, time."""

    begun = Signal()
    quitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading.setText(text("kiosk.guide.heading"))
        self.question = label(self, "big")
        self.rules = label(self, "lead")
        self.quit = KioskButton("kiosk.guide.quit", self)
        self.begin = KioskButton("kiosk.guide.begin", self, is_primary=True)
        self.body.addWidget(self.question)
        self.body.addWidget(self.rules)
        self.body.addWidget(label(self, "lead", "kiosk.guide.secret"))
        self.body.addWidget(label(self, "lead", "kiosk.guide.time"))
        self.body.addStretch(1)
        self.foot_row.addWidget(self.quit)
        self.foot_row.addStretch(1)
        self.foot_row.addWidget(self.begin)
        self.begin.clicked.connect(self.begun)
        self.quit.clicked.connect(self.quitted)

    def show_definition(self, definition: Definition) -> None:
        """Show what this poll asks."""
        self.question.setText(definition.title)
        self.rules.setText("\n".join(tell_rules(definition.question, definition.currency)))

    def first_focus(self) -> QWidget:
        """Enter goes on to the list."""
        return self.begin
