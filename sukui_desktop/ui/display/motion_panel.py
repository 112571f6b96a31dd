"""찬반 결과: passed or not in one large word, every choice with its bar, and what was needed."""

from __future__ import annotations

import msgspec
from msgspec import UnsetType
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.motion import MotionResult
from sukui_desktop.domain.selection.project_list import Ranked
from sukui_desktop.services.hall_snapshot import HallSnapshot
from sukui_desktop.ui.display.panels import Panel, paint_share_bar
from sukui_desktop.ui.theme import color, font
from sukui_desktop.ui.widgets.layouts import fill, grow, row_of
from sukui_desktop.ui.widgets.screen_scale import Metrics, Scaled, role_label, with_spacing_in_ems
from sukui_desktop.wording.result import motion_needed_and_got_sentence, score_with_unit_words

_LETTERS_EM = (1.7, 1.4, 1.1, 0.9, 0.7)
_ROW_EM = 3.0
_GAP_EM = 0.7
_BAR_EM = 0.8
_FLAGS = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)
MOST_CHOICES = 6
"""So many choices are read at 20 m; the others are counted in a line."""


class ChoiceLine(msgspec.Struct, frozen=True):
    """One choice."""

    title: str
    part: int
    """Its votes, of `ChoiceBars.whole`."""
    marks: str
    """The number in words: 26표."""


class ChoiceBars(QWidget, Scaled):
    """Lines one below another; letters as large as all of them allow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("displayChoices")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.lines: tuple[ChoiceLine, ...] = ()
        self.whole = 1

    def fit_to_screen(self, metrics: Metrics) -> None:
        """Lay the lines out for a screen."""
        super().fit_to_screen(metrics)
        self.updateGeometry()
        self.update()

    def show_choice_lines(self, lines: tuple[ChoiceLine, ...], whole: int) -> None:
        """Show these, in this order; an empty bar is nobody, a full one everybody who chose."""
        self.lines, self.whole = lines, max(1, whole)
        self.setAccessibleName(" · ".join(f"{line.title} {line.marks}" for line in lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all lines in large letters; less is enough."""
        return QSize(self.metrics.pixels_of_ems(20), self.metrics.pixels_of_ems(_ROW_EM) * len(self.lines))

    def name_bar_and_number_places(self) -> tuple[tuple[QRect, QRect, QRect], ...]:
        """Return the places of name, bar and number of each line."""
        size = self.largest_letters_px()
        row, gap = self._row_height_px(), self.metrics.pixels_of_ems(_GAP_EM)
        name, number = self._name_width_px(size), self._number_width_px(size)
        bar_left, bar_height = name + gap, self.metrics.pixels_of_ems(_BAR_EM)
        bar_width = max(1, self.width() - number - gap - bar_left)
        found = []
        for place in range(len(self.lines)):
            top = place * row
            bar = QRect(bar_left, top + (row - bar_height) // 2, bar_width, bar_height)
            found.append((QRect(0, top, name, row), bar, QRect(self.width() - number, top, number, row)))
        return tuple(found)

    def largest_letters_px(self) -> int:
        """Return the px of the largest letters in which every name fits its line."""
        sizes = [self.metrics.pixels_of_ems(em) for em in _LETTERS_EM]
        return next((size for size in sizes if self._fits_every_name(size)), sizes[-1])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(self.largest_letters_px(), is_bold=True))
        for line, (name, bar, number) in zip(self.lines, self.name_bar_and_number_places(), strict=True):
            painter.setPen(color("gray-0"))
            painter.drawText(name, _FLAGS, line.title)
            painter.drawText(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.marks)
            paint_share_bar(painter, QRectF(bar), line.part, self.whole)
        painter.end()

    def _row_height_px(self) -> int:
        return min(self.metrics.pixels_of_ems(_ROW_EM), self.height() // max(1, len(self.lines)))

    def _fits_every_name(self, size: int) -> bool:
        face, width = QFontMetrics(font(size, is_bold=True)), self._name_width_px(size)
        within = QRect(0, 0, width, 100_000)
        return all(
            face.boundingRect(within, _FLAGS, line.title).height() <= self._row_height_px()
            and all(face.horizontalAdvance(word) <= width for word in line.title.split())
            for line in self.lines
        )

    def _name_width_px(self, size: int) -> int:
        face = QFontMetrics(font(size, is_bold=True))
        widest = max((face.horizontalAdvance(line.title) for line in self.lines), default=0)
        return min(widest + 4, self.width() // 2)

    def _number_width_px(self, size: int) -> int:
        face = QFontMetrics(font(size, is_bold=True))
        return max((face.horizontalAdvance(line.marks) for line in self.lines), default=0) + 4


class MotionPanel(Panel):
    """Choices in the order of the ballot, so that 찬성 is always first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = role_label(self, "subtitle", name="displayTitle")
        self.sign = VerdictSign(self)
        self.verdict = role_label(self, "verdict", name="displayVerdict")
        self.why = role_label(self, "label", name="displayWhy")
        self.more = role_label(self, "label", name="displayMoreChoices")
        self.bars = ChoiceBars(self)
        head = with_spacing_in_ems(row_of(self.sign, grow(self.verdict)), 0.6)
        fill(self.column, self.title, head, self.why, grow(self.bars), self.more)

    def show_snapshot(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show the certified result of a choice."""
        outcome, definition = snapshot.outcome, snapshot.definition
        if outcome is None or definition is None:
            return
        self.title.setText(text("display.result", title=snapshot.poll_title))
        self._show_motion_result(outcome.motion_result, definition)
        codes = {option.code: place for place, option in enumerate(definition.question.options)}
        ranked = sorted(outcome.ranking, key=lambda choice: codes[choice.code])
        choices = ranked[:MOST_CHOICES]
        lines = tuple(
            ChoiceLine(choice.title, choice.votes, score_with_unit_words(choice, definition)) for choice in choices
        )
        self.bars.show_choice_lines(lines, sum(choice.votes for choice in ranked))
        self.more.setText(_other_choices_words(ranked[MOST_CHOICES:]))
        self.more.setVisible(len(ranked) > MOST_CHOICES)

    def _show_motion_result(self, motion_result: MotionResult | UnsetType, definition: Definition) -> None:
        is_motion = not isinstance(motion_result, UnsetType)
        for shown in (self.sign, self.verdict, self.why):
            shown.setVisible(is_motion)
        if isinstance(motion_result, UnsetType) or isinstance(definition.motion, UnsetType):
            return
        self.sign.show_verdict(motion_result.is_passed)
        self.verdict.setText(text("display.motion.passed" if motion_result.is_passed else "display.motion.failed"))
        self.why.setText(motion_needed_and_got_sentence(definition, motion_result))


class VerdictSign(QWidget):
    """A tick in a disc for passed, a bar in a square for not: two shapes, so that colour is not needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdictSign")
        self._is_passed = False

    def show_verdict(self, is_passed: bool) -> None:
        """Show one of the two signs."""
        self._is_passed = is_passed
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("success-30" if self._is_passed else "warning-20"))
        side = self.width()
        area = QRectF(self.rect()).adjusted(side * 0.04, side * 0.04, -side * 0.04, -side * 0.04)
        pen = QPen(color("primary-95"), side * 0.12)
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


def _other_choices_words(others: list[Ranked]) -> str:
    votes = sum(choice.votes for choice in others)
    return text("display.motion.others", count=len(others), votes=f"{votes:,}") if others else ""
