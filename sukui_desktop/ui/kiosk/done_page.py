"""접수됨: the ballot is in the box; the receipt stays long enough to be written down."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.card_delegate import paint_tick
from sukui_desktop.ui.kiosk.countdown import Countdown
from sukui_desktop.ui.kiosk.page import KioskButton, KioskPage, label
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.metrics import Metrics, space


class DonePage(KioskPage):
    """The receipt, and the way back to 시작, by key or after a while."""

    finished = Signal()

    def __init__(self, seconds: int, tick_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tick = _Tick(self)
        self.title = label(self, "huge", "kiosk.done.heading")
        self.stored = label(self, "body", "kiosk.done.stored")
        self.receipt_box = QFrame(self)
        self.receipt_box.setProperty("role", "receipt")
        self.receipt_name = label(self.receipt_box, "small", "kiosk.done.receipt")
        self.receipt = label(self.receipt_box, "code")
        self.receipt.setObjectName("receipt")
        self.leaving = label(self, "small")
        self.stay = KioskButton("kiosk.done.stay", self)
        self.finish = KioskButton("kiosk.done.finish", self, is_primary=True)
        self._countdown = Countdown(seconds, tick_ms, self)
        self._box_column = QVBoxLayout(self.receipt_box)
        self._buttons = QHBoxLayout()
        self._arrange()
        self.finish.clicked.connect(self.finished)
        self.stay.clicked.connect(self._countdown.start)
        self._countdown.ran_out.connect(self.finished)
        self._countdown.seconds_left.connect(self._on_second_passed)

    def show_receipt(self, code: str) -> None:
        """Show that the ballot is in the box, with its receipt."""
        self.receipt.setText(code)
        self._countdown.start()

    def fit(self, metrics: Metrics) -> None:
        """Lay the page out."""
        super().fit(metrics)
        self.receipt_box.setMinimumWidth(metrics.u(21))
        space(self._box_column, metrics, gap=0.2, margins=(1.6, 0.7, 1.6, 0.7))
        space(self._buttons, metrics, gap=0.8, margins=(0, 0.4, 0, 0.2))
        self.tick.setFixedSize(QSize(metrics.u(4.2), metrics.u(4.2)))

    def reset(self) -> None:
        """Forget the receipt."""
        self._countdown.stop()
        self.receipt.clear()
        self.leaving.clear()

    def first_focus(self) -> QWidget:
        """Enter ends the voter's turn."""
        return self.finish

    def _arrange(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        self.heading.hide()
        self.foot.hide()
        self.receipt.setWordWrap(False)
        self.receipt_name.setWordWrap(False)
        for shown in (self.title, self.stored, self.receipt_name, self.receipt, self.leaving):
            shown.setAlignment(middle)
        self._box_column.addWidget(self.receipt_name)
        self._box_column.addWidget(self.receipt)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.stay)
        self._buttons.addWidget(self.finish)
        self._buttons.addStretch(1)
        self.body.addStretch(1)
        self.body.addWidget(self.tick, 0, middle)
        self.body.addWidget(self.title)
        self.body.addWidget(self.stored)
        self.body.addWidget(self.receipt_box, 0, middle)
        self.body.addLayout(self._buttons)
        self.body.addWidget(self.leaving)
        self.body.addStretch(1)

    @Slot(int)
    def _on_second_passed(self, seconds: int) -> None:
        self.leaving.setText(text("kiosk.done.leaving", seconds=seconds))


class _Tick(QWidget):
    """A green disc with a tick."""

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("success-text"))
        disc = QRectF(self.rect())
        painter.drawEllipse(disc)
        inset = disc.width() * 0.17
        paint_tick(painter, disc.adjusted(inset, inset, -inset, -inset), color("on-fill"))
        painter.end()
