"""사업 자세히: everything the ballot knows of one project, in one tap."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.definition import Option
from sukui_desktop.ui.kiosk.barrier import Barrier
from sukui_desktop.ui.kiosk.cards import Card
from sukui_desktop.ui.kiosk.marking import Marking
from sukui_desktop.ui.kiosk.page import KioskButton, KioskPage, label
from sukui_desktop.ui.widgets.metrics import Metrics, space


class DetailPage(KioskPage):
    """One project; it may be picked or put back here too."""

    closed = Signal()
    marks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marking: Marking | None = None
        self._option = -1
        self.heading.setText(text("kiosk.detail.heading"))
        self.title = label(self, "big")
        self.facts = label(self, "lead")
        self.summary = label(self, "lead")
        self.barrier = Barrier(self)
        self.state = label(self, "counter")
        self.back = KioskButton("kiosk.detail.back", self)
        self.pick = KioskButton("kiosk.detail.pick", self, is_primary=True)
        self._area = QScrollArea(self)
        self._inside = QWidget(self._area)
        self._words = QVBoxLayout(self._inside)
        self._arrange()
        self.back.clicked.connect(self.closed)
        self.pick.clicked.connect(self._on_pick_clicked)
        self.reset()

    def show_project(self, card: Card, option: Option, marking: Marking) -> None:
        """Show one project of the ballot."""
        self._marking, self._option = marking, card.index
        self.title.setText(card.title)
        named = (("group", option.group), ("field", option.field), ("cost", card.cost), ("code", option.code))
        self.facts.setText("\n".join(text(f"kiosk.detail.{key}", **{key: value}) for key, value in named if value))
        self.summary.setText(option.summary or text("kiosk.detail.no_summary"))
        self.barrier.forget()
        self._area.verticalScrollBar().setValue(0)
        self._show_state()

    def fit(self, metrics: Metrics) -> None:
        """Lay the page out."""
        super().fit(metrics)
        space(self._words, metrics, gap=0.7, margins=(0, 0, 0.5, 0.5))

    def reset(self) -> None:
        """Forget which project was looked at."""
        self._marking, self._option = None, -1
        for shown in (self.title, self.facts, self.summary, self.state):
            shown.clear()
        self.barrier.forget()

    def first_focus(self) -> QWidget:
        """Enter goes back to the list."""
        return self.back

    def _arrange(self) -> None:
        for widget in (self.title, self.facts, self.summary):
            self._words.addWidget(widget)
        self._words.addStretch(1)
        self._area.setWidget(self._inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(text("kiosk.detail.summary"))
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self.barrier)
        self.foot_row.addWidget(self.state, 1)
        self.foot_row.addWidget(self.back)
        self.foot_row.addWidget(self.pick)

    def _show_state(self) -> None:
        is_picked = self._marking is not None and self._marking.is_marked(self._option)
        self.state.setText(text("kiosk.detail.picked" if is_picked else "kiosk.detail.not_picked"))
        self.pick.setText(text("kiosk.detail.put_back" if is_picked else "kiosk.detail.pick"))

    @Slot()
    def _on_pick_clicked(self) -> None:
        if self._marking is None:
            return
        judgement = self._marking.toggle(self._option)
        self.barrier.tell(judgement)
        self._show_state()
        self.marks_changed.emit()
