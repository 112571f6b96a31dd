"""결정 문안: the wording that is read back, and how the room adopted it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda import ItemView
from sukui_desktop.ui.widgets.parts import button, heading, hint, row

_FIELD_PX = 58


class DecisionCard(QFrame):
    """What was typed stays until it is adopted or another item is chosen."""

    decided = Signal(str, str)
    """(wording, consensus | vote)."""
    poll_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._item_id = ""
        self._stored = ""
        self._how = ""
        self.wording = QPlainTextEdit(self)
        self.wording.setTabChangesFocus(True)
        self.wording.setFixedHeight(_FIELD_PX)
        self.wording.setAccessibleName(text("run.decision.heading"))
        self.wording.setPlaceholderText(text("run.decision.hint"))
        self.told = hint()
        self.consensus = button(text("run.decision.consensus"), "primary")
        self.vote = button(text("run.decision.vote"))
        self.poll = button(text("run.decision.poll"), "quiet")
        head = QHBoxLayout()
        head.addWidget(heading(text("run.decision.heading"), 3), 1)
        head.addWidget(self.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.wording)
        column.addWidget(row(self.consensus, self.vote, self.poll))
        self.consensus.clicked.connect(self._on_consensus_clicked)
        self.vote.clicked.connect(self._on_vote_clicked)
        self.poll.clicked.connect(self.poll_wanted)
        self.wording.textChanged.connect(self._tell)

    def show_item(self, view: ItemView | None) -> None:
        """Show the decision of an item; a draft of the same item stays."""
        self.setEnabled(view is not None)
        item_id = str(view.row.item_id) if view else ""
        stored = view.row.decision if view else ""
        how = view.row.decision_how if view else ""
        if item_id != self._item_id or stored != self._stored:
            self._item_id, self._stored, self._how = item_id, stored, how
            self.wording.setPlainText(stored)
        self._how = how
        self._tell()

    @Slot()
    def _tell(self) -> None:
        wording = self.wording.toPlainText().strip()
        is_draft = wording != self._stored
        if is_draft:
            self.told.setText(text("run.decision.draft"))
        else:
            self.told.setText(text(f"run.decision.by_{self._how}") if self._how else "")
        self.consensus.setEnabled(bool(wording))
        self.vote.setEnabled(bool(wording))

    @Slot()
    def _on_consensus_clicked(self) -> None:
        self.decided.emit(self.wording.toPlainText(), "consensus")

    @Slot()
    def _on_vote_clicked(self) -> None:
        self.decided.emit(self.wording.toPlainText(), "vote")
