"""One file that can be made: what it is for, its button, and where it was written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QProgressBar, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.console.handover.offers import Offer
from sukui_desktop.ui.widgets.cut_label import CutLabel
from sukui_desktop.ui.widgets.parts import button, heading, hint, icon, set_look

TOOL_PX = 132


class OfferCard(QFrame):
    """Asks its page to make the file; shows what came of it in its own place."""

    make_asked = Signal(object)
    """This card."""
    folder_asked = Signal(object)
    """The `Path` that was written."""
    fix_asked = Signal(object)
    """This card: people want to go where what is missing can be written."""

    def __init__(self, offer: Offer, subject: str = "") -> None:
        super().__init__()
        self.offer = offer
        self._path: Path | None = None
        self.setProperty("card", "true")
        title = text(f"handover.{offer.kind}.title")
        self.name = f"{title} · {subject}" if subject else title
        self.setAccessibleName(self.name)
        told = hint(text(f"handover.{offer.kind}.told"))
        self.outcome = CutLabel(self, cut=Qt.TextElideMode.ElideMiddle)
        self.refusal = hint()
        self.refusal.setProperty("state", "danger")
        self.make_button = button(text("handover.make"))
        self.make_button.setAccessibleName(text("handover.make_named", name=self.name))
        self.make_button.clicked.connect(self._on_make_clicked)
        self.folder_button = button(text("handover.open_folder"), scale="small", icon_name="folder")
        self.folder_button.clicked.connect(self._on_folder_clicked)
        self.fix_button = button(text("handover.fix"), scale="small")
        self.fix_button.clicked.connect(self._on_fix_clicked)
        self.busy = QProgressBar(self)
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        layout = QGridLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setHorizontalSpacing(12)
        layout.addWidget(heading(self.name, 3), 0, 0, 1, 2)
        layout.addWidget(told, 1, 0, 1, 2)
        layout.addWidget(self.make_button, 0, 2, 2, 1)
        layout.addWidget(self.busy, 2, 0, 1, 3)
        layout.addWidget(self.outcome, 3, 0)
        layout.addWidget(self.folder_button, 3, 1, 1, 2)
        layout.addWidget(self.refusal, 4, 0)
        layout.addWidget(self.fix_button, 4, 1, 1, 2)
        layout.setColumnStretch(0, 1)
        for tool in (self.make_button, self.folder_button, self.fix_button):
            tool.setMinimumWidth(TOOL_PX)
        self._show_only(None)

    @property
    def path(self) -> Path | None:
        """Where the file was written; None before."""
        return self._path

    def show_busy(self) -> None:
        """Show that the file is being made."""
        self.make_button.setEnabled(False)
        self._show_only(self.busy)

    def show_written(self, path: Path) -> None:
        """Say where the file lies."""
        self._path = path
        self.outcome.set_words(text("handover.written", path=path))
        set_look(self.outcome, "state", "success")
        self.make_button.setText(text("handover.make_again"))
        self._show_only(self.outcome, self.folder_button)

    def show_refused(self, sentence: str, *, may_fix: bool = False) -> None:
        """Say in one sentence why not."""
        self.refusal.setText(sentence)
        self._show_only(self.refusal, *((self.fix_button,) if may_fix else ()))

    def _show_only(self, *parts: QWidget | None) -> None:
        for part in (self.busy, self.outcome, self.folder_button, self.refusal, self.fix_button):
            part.setVisible(part in parts)
        self.make_button.setEnabled(self.busy not in parts)
        self.make_button.setIcon(icon("document"))

    @Slot()
    def _on_make_clicked(self) -> None:
        self.make_asked.emit(self)

    @Slot()
    def _on_folder_clicked(self) -> None:
        self.folder_asked.emit(self._path)

    @Slot()
    def _on_fix_clicked(self) -> None:
        self.fix_asked.emit(self)
