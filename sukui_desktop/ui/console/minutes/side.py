"""The left of 회의록: nine headings, what is still missing in words, and the PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.minutes import HEADINGS, LEGAL_NAMES
from sukui_desktop.ui.console.minutes.heading_delegate import HeadingDelegate
from sukui_desktop.ui.console.minutes.headings_list_model import HEADING_ROLE, HeadingsListModel, HeadingState
from sukui_desktop.ui.widgets.parts import button, heading, hint, set_look

SIDE_PX = 400


class MinutesSide(QFrame):
    """Choosing a heading shows it at the right."""

    heading_chosen = Signal(str)
    whole_toggled = Signal(bool)
    """Show the whole text instead of one heading."""
    pdf_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(SIDE_PX)
        self.model = HeadingsListModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(HeadingDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setProperty("frame", "none")
        self.list.setAccessibleName(text("minutes.list"))
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.missing = hint()
        self.missing.setObjectName("minutesMissing")
        self.whole = button(text("minutes.whole"))
        self.whole.setCheckable(True)
        self.pdf = button(text("minutes.pdf.make"), "primary", icon_name="document")
        self.told = hint()
        self.told.setObjectName("minutesTold")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 16)
        column.setSpacing(10)
        column.addWidget(_inset(heading(text("minutes.heading"), 2)))
        column.addWidget(_inset(hint(text("minutes.law"))))
        column.addWidget(self.list, 1)
        for part in (self.missing, self.whole, self.pdf, self.told):
            column.addWidget(_inset(part))
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.whole.toggled.connect(self.whole_toggled)
        self.pdf.clicked.connect(self.pdf_wanted)

    @property
    def chosen(self) -> HeadingState | None:
        """The heading that is shown."""
        row = self.list.currentIndex().row()
        return self.model.states[row] if row >= 0 else None

    def show_states(self, states: tuple[HeadingState, ...]) -> None:
        """Show how the nine headings stand; the first missing one is chosen when none was."""
        self.model.show_states(states)
        lacking = [LEGAL_NAMES[state.heading] for state in states if state.is_missing]
        key = "minutes.missing" if lacking else "minutes.complete"
        self.missing.setText(text(key, headings=", ".join(lacking), count=len(lacking)))
        set_look(self.missing, "state", "danger" if lacking else "success")
        if self.chosen is None:
            self.choose(next((state.heading for state in states if state.is_missing), HEADINGS[0]))

    def choose(self, key: str) -> None:
        """Stand on a heading; unknown ones are ignored."""
        if key in HEADINGS and self.model.states:
            index = self.model.index(HEADINGS.index(key))
            self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def tell_making(self) -> None:
        """Say that the PDF is being made."""
        self.pdf.setEnabled(False)
        self.told.setText(text("minutes.pdf.making"))

    @Slot(object)
    def tell_made(self, path: Path) -> None:
        """Say where the PDF lies."""
        self.pdf.setEnabled(True)
        self.told.setText(text("minutes.pdf.made", name=path.name, folder=str(path.parent)))

    @Slot(str)
    def tell_refused(self, sentence: str) -> None:
        """Say why there is no PDF."""
        self.pdf.setEnabled(True)
        self.told.setText(sentence)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        del previous
        if current.isValid():
            self.heading_chosen.emit(current.data(HEADING_ROLE))


def _inset(part: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(16, 0, 16, 0)
    column.addWidget(part)
    return holder
