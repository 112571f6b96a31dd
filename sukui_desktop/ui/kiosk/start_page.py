"""시작: where a slip is scanned or its number typed, and nothing of any voter can be seen."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain import poll
from sukui_desktop.ui.kiosk.keypad import CROCKFORD, KeyPad
from sukui_desktop.ui.kiosk.page import KioskButton, KioskPage, label
from sukui_desktop.ui.kiosk.slip_number import SlipNumber
from sukui_desktop.ui.widgets.metrics import Metrics, space

_WHY_CLOSED = {poll.DRAFTED: "not_open", poll.READY: "not_open", poll.PAUSED: "paused"}


class StartPage(KioskPage):
    """Shows the slip's number as it is typed by finger, keyboard or scanner; all three write into one `SlipNumber`."""

    token_entered = Signal(str)

    def __init__(self, number: SlipNumber, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.is_open = False
        self.message = label(self, "danger")
        self.message.setObjectName("startMessage")
        self.shown_number = label(self, "number")
        self.shown_number.setObjectName("slipNumber")
        self.keypad = KeyPad(CROCKFORD, 8, "kiosk.start.key", self)
        self.erase = KioskButton("kiosk.start.erase", self)
        self.clear = KioskButton("kiosk.start.clear", self)
        self.enter = KioskButton("kiosk.start.enter", self, is_primary=True)
        self._right = QWidget(self)
        self._columns = QHBoxLayout()
        self._left_column = QVBoxLayout()
        self._right_column = QVBoxLayout(self._right)
        self._buttons = QHBoxLayout()
        self._arrange()
        self.keypad.letter_pressed.connect(number.add)
        self.erase.clicked.connect(number.erase)
        self.clear.clicked.connect(number.wipe)
        self.enter.clicked.connect(self._on_enter_clicked)
        number.changed.connect(self._on_number_changed)
        self.show_state("")

    def fit(self, metrics: Metrics) -> None:
        """Lay the two halves out."""
        super().fit(metrics)
        space(self._columns, metrics, gap=1.4, margins=(0, 0, 0, 0))
        space(self._left_column, metrics, gap=0.7, margins=(0, 0.3, 0, 0))
        space(self._right_column, metrics, gap=0.3, margins=(0, 0, 0, 0))
        space(self._buttons, metrics, gap=0.6, margins=(0.35, 0.2, 0.35, 0.35))
        self._right.setFixedWidth(metrics.u(22))
        self.keypad.fit(metrics)

    def reset(self) -> None:
        """Forget the number and what was said of it."""
        self.number.wipe()
        self.say("")

    def first_focus(self) -> QWidget:
        """The keyboard writes the number wherever it is; Enter goes on."""
        return self.enter if self.enter.isVisibleTo(self) else self

    def show_state(self, state: str) -> None:
        """Take slips only while the poll is open; say why not otherwise ('' while the poll is being read)."""
        self.is_open = is_open = state == poll.OPEN
        self._right.setVisible(is_open)
        self.number.take_keys(is_open)
        self._scan.setVisible(is_open)
        is_told_why = bool(state) and not is_open
        self.heading.setText(text("kiosk.start.closed_heading" if is_told_why else "kiosk.start.heading"))
        why = "scan_more" if is_open else _WHY_CLOSED.get(state, "ended" if state else "reading")
        self._more.setText(text(f"kiosk.start.{why}"))

    def say(self, sentence: str) -> None:
        """Tell why a slip was not taken; '' takes the sentence away."""
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))

    def _arrange(self) -> None:
        self._scan: QLabel = label(self, "big", "kiosk.start.scan")
        self._more: QLabel = label(self, "lead", "kiosk.start.scan_more")
        for widget in (self._scan, self._more, self.message):
            self._left_column.addWidget(widget)
        self._left_column.addStretch(1)
        self._left_column.addWidget(label(self, "small", "kiosk.start.help"))
        self._right_column.addWidget(label(self, "small", "kiosk.start.number"))
        self._right_column.addWidget(self.shown_number)
        self._right_column.addWidget(self.keypad, 1)
        self._buttons.addWidget(self.erase, 1)
        self._buttons.addWidget(self.clear, 1)
        self._buttons.addWidget(self.enter, 2)
        self._right_column.addLayout(self._buttons)
        self._columns.addLayout(self._left_column, 1)
        self._columns.addWidget(self._right)
        self.body.addLayout(self._columns, 1)
        self.foot.hide()
        self._on_number_changed()

    @Slot()
    def _on_number_changed(self) -> None:
        shown = self.number.shown()
        self.shown_number.setText(shown or text("kiosk.start.empty"))
        self.shown_number.setProperty("is_empty", not shown)
        self.shown_number.style().polish(self.shown_number)
        if shown:
            self.say("")

    @Slot()
    def _on_enter_clicked(self) -> None:
        token = self.number.take()
        if token:
            self.token_entered.emit(token)
