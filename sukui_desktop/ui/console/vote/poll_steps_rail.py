"""The rail over a poll: the seven steps of its life and how far it has come."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain import poll_steps as life
from sukui_desktop.models.poll import PollState
from sukui_desktop.ui.theme import color, font

STEPS = ("ready", "polling", "closing", "counting", "challenge", "certifying", "publishing")
"""Steps of the rail, left to right; `vote.step.<key>` is the word. Source: docs/sources.md,
"Life of a poll"."""

_AT: dict[str, int] = {
    PollState.DRAFTED: 0,
    PollState.READY: 1,
    PollState.OPEN: 1,
    PollState.PAUSED: 1,
    PollState.CLOSED: 3,
    PollState.COUNTED: 4,
    PollState.CHALLENGED: 4,
    PollState.SELECTED: 5,
    PollState.CERTIFIED: 6,
    PollState.PUBLISHED: 7,
    PollState.SEALED: 7,
}
"""State → number of steps that are done; the step of that number is the present one."""

CAN_BE_VOID = life.STEPS["void"][0]
"""States from which a poll may be declared void."""
CIRCLE_PX = 26
GAP_PX = 8


class RailPosition(msgspec.Struct, frozen=True):
    """How much of the rail is done."""

    done: int
    is_void: bool

    def state_of_step(self, step: int) -> str:
        """Return done | present | ahead for the step at this place of `STEPS`."""
        if step < self.done:
            return "done"
        return "present" if step == self.done and not self.is_void else "ahead"


def rail_position(state: str, *, was_ready: bool = False) -> RailPosition:
    """Return the step of a poll in `state`; of a void poll only whether it had been made ready is known."""
    if state == PollState.VOID:
        return RailPosition(1 if was_ready else 0, is_void=True)
    return RailPosition(_AT[state], is_void=False)


class PollStepsRail(QWidget):
    """Seven steps with a tick, a number or a faint number, joined by lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_position(RailPosition(0, is_void=False))

    def show_position(self, position: RailPosition) -> None:
        """Show how far a poll has come."""
        self.position = position
        words = [
            text(f"vote.rail.{position.state_of_step(i)}", step=text(f"vote.step.{key}")) for i, key in enumerate(STEPS)
        ]
        if position.is_void:
            words.append(text("vote.state.void"))
        self.setAccessibleName(", ".join(words))
        self.update()

    def sizeHint(self) -> QSize:
        """One line, as wide as there is room."""
        return QSize(900, 40)

    def minimumSizeHint(self) -> QSize:
        """All seven words without their lines."""
        return QSize(640, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps over the whole width."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(font(15, is_bold=True))
        widths = [CIRCLE_PX + GAP_PX + metrics.horizontalAdvance(text(f"vote.step.{key}")) for key in STEPS]
        room = (self.width() - sum(widths)) / (len(STEPS) - 1)
        x, middle = 0.0, self.height() / 2
        for place, (key, width) in enumerate(zip(STEPS, widths, strict=True)):
            self._paint_step(painter, QPointF(x, middle), place, key)
            if place + 1 < len(STEPS):
                painter.setPen(QPen(color("line"), 2))
                painter.drawLine(QPointF(x + width + 12, middle), QPointF(x + width + room - 12, middle))
            x += width + room
        painter.end()

    def _paint_step(self, painter: QPainter, at: QPointF, place: int, key: str) -> None:
        state = self.position.state_of_step(place)
        circle = QRectF(at.x(), at.y() - CIRCLE_PX / 2, CIRCLE_PX, CIRCLE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color({"done": "success", "present": "primary", "ahead": "surface-sunken"}[state]))
        painter.drawEllipse(circle)
        if state == "done":
            painter.setPen(QPen(color("on-fill"), 2.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            left, top = circle.left(), circle.top()
            tick = [QPointF(left + 7.5, top + 13.5), QPointF(left + 11.5, top + 17.5), QPointF(left + 18.5, top + 9)]
            painter.drawPolyline(QPolygonF(tick))
        else:
            painter.setFont(font(14, is_bold=True))
            painter.setPen(color("on-fill" if state == "present" else "ink-faint"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(place + 1))
        painter.setFont(font(15, is_bold=state == "present"))
        painter.setPen(color("ink-bold" if state == "present" else "ink-subtle"))
        words = QRectF(circle.right() + GAP_PX, 0, 200, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text(f"vote.step.{key}"))
