"""찬반 결과: passed or not in one large word, every choice with its number, and what was needed."""

from __future__ import annotations

from msgspec import UnsetType
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.motion import Motion, Passage
from sukui_desktop.domain.selection.project_list import Ranked
from sukui_desktop.ui.display.choice_bars import ChoiceBars, ChoiceLine
from sukui_desktop.ui.display.panels import Panel, display_label
from sukui_desktop.ui.display.scene import Scene
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.metrics import Metrics, space
from sukui_desktop.ui.widgets.result_words import mark_words, tell_passage

MOST_CHOICES = 6
"""So many choices are read at 20 m; the others are counted in a line."""


class MotionPanel(Panel):
    """Choices in the order of the ballot, so that 찬성 always stands first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = display_label(self, "subtitle", "displayTitle")
        self.sign = VerdictSign(self)
        self.verdict = display_label(self, "verdict", "displayVerdict")
        self.why = display_label(self, "label", "displayWhy")
        self.more = display_label(self, "label", "displayMoreChoices")
        self.bars = ChoiceBars(self)
        self._head = QHBoxLayout()
        self._head.addWidget(self.sign)
        self._head.addWidget(self.verdict, 1)
        self.column.addWidget(self.title)
        self.column.addLayout(self._head)
        self.column.addWidget(self.why)
        self.column.addWidget(self.bars, 1)
        self.column.addWidget(self.more)

    def fit(self, metrics: Metrics) -> None:
        """Lay the picture out."""
        super().fit(metrics)
        space(self._head, metrics, gap=0.6, margins=(0, 0, 0, 0))
        self.sign.setFixedSize(QSize(metrics.u(2.6), metrics.u(2.6)))
        self.bars.fit(metrics)

    def show_scene(self, scene: Scene, now_ms: int) -> None:
        """Show the certified result of a choice."""
        del now_ms
        outcome, definition = scene.outcome, scene.definition
        if outcome is None or definition is None:
            return
        self.title.setText(text("display.result", title=scene.poll_title))
        self._show_passage(outcome.passage, definition.motion)
        codes = {option.code: place for place, option in enumerate(definition.question.options)}
        ranked = sorted(outcome.ranking, key=lambda choice: codes[choice.code])
        told = ranked[:MOST_CHOICES]
        lines = tuple(ChoiceLine(choice.title, choice.votes, mark_words(choice, definition)) for choice in told)
        self.bars.show_lines(lines, sum(choice.votes for choice in ranked))
        self.more.setText(_tell_others(ranked[MOST_CHOICES:]))
        self.more.setVisible(len(ranked) > MOST_CHOICES)

    def _show_passage(self, passage: Passage | UnsetType, motion: Motion | UnsetType) -> None:
        is_told = not isinstance(passage, UnsetType)
        for shown in (self.sign, self.verdict, self.why):
            shown.setVisible(is_told)
        if isinstance(passage, UnsetType) or isinstance(motion, UnsetType):
            return
        self.sign.show_verdict(passage.is_passed)
        self.verdict.setText(text("display.motion.passed" if passage.is_passed else "display.motion.failed"))
        self.why.setText(tell_passage(passage))


class VerdictSign(QWidget):
    """A tick in a disc for passed, a bar in a square for not: two shapes, so that colour is not needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_passed = False

    def show_verdict(self, is_passed: bool) -> None:
        """Show one of the two signs."""
        self._is_passed = is_passed
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("static-success-30" if self._is_passed else "static-warning-20"))
        side = self.width()
        area = QRectF(self.rect()).adjusted(side * 0.04, side * 0.04, -side * 0.04, -side * 0.04)
        pen = QPen(color("static-primary-95"), side * 0.12)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if self._is_passed:
            painter.drawEllipse(area)
            points = [QPointF(side * x, side * y) for x, y in ((0.27, 0.53), (0.44, 0.69), (0.74, 0.35))]
        else:
            painter.drawRoundedRect(area, side * 0.1, side * 0.1)
            points = [QPointF(side * 0.28, side * 0.5), QPointF(side * 0.72, side * 0.5)]
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(points)
        painter.end()


def _tell_others(others: list[Ranked]) -> str:
    votes = sum(choice.votes for choice in others)
    return text("display.motion.others", count=len(others), votes=f"{votes:,}") if others else ""
