"""Every choice of a 찬반 as name, bar and number: painted, so that many long names shrink instead of pushing."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sukui_desktop.ui.theme import color, font
from sukui_desktop.ui.widgets.metrics import Metrics

_LETTERS_EM = (1.7, 1.4, 1.1, 0.9, 0.7)
_ROW_EM = 3.0
_GAP_EM = 0.7
_BAR_EM = 0.8
_FLAGS = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)


class ChoiceLine(msgspec.Struct, frozen=True):
    """One choice."""

    title: str
    part: int
    """Its votes, of `ChoiceBars.whole`."""
    marks: str
    """The number in words: 26표."""


class ChoiceBars(QWidget):
    """Lines one below another; letters as large as all of them allow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("displayChoices")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.lines: tuple[ChoiceLine, ...] = ()
        self.whole = 1
        self._metrics = Metrics(width=0, height=0, em=24)

    def fit(self, metrics: Metrics) -> None:
        """Lay the lines out for a screen."""
        self._metrics = metrics
        self.updateGeometry()
        self.update()

    def show_lines(self, lines: tuple[ChoiceLine, ...], whole: int) -> None:
        """Show these, in this order; an empty bar is nobody, a full one everybody who chose."""
        self.lines, self.whole = lines, max(1, whole)
        self.setAccessibleName(" · ".join(f"{line.title} {line.marks}" for line in lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all lines in large letters; less is enough."""
        return QSize(self._metrics.u(20), self._metrics.u(_ROW_EM) * len(self.lines))

    def places(self) -> tuple[tuple[QRect, QRect, QRect], ...]:
        """Return where name, bar and number of each line stand."""
        size = self.letters()
        row, gap = self._row(), self._metrics.u(_GAP_EM)
        name, number = self._name_width(size), self._number_width(size)
        bar_left, bar_height = name + gap, self._metrics.u(_BAR_EM)
        bar_width = max(1, self.width() - number - gap - bar_left)
        found = []
        for place in range(len(self.lines)):
            top = place * row
            bar = QRect(bar_left, top + (row - bar_height) // 2, bar_width, bar_height)
            found.append((QRect(0, top, name, row), bar, QRect(self.width() - number, top, number, row)))
        return tuple(found)

    def letters(self) -> int:
        """Return the px of the largest letters in which every name fits its line."""
        sizes = [self._metrics.u(em) for em in _LETTERS_EM]
        return next((size for size in sizes if self._fits(size)), sizes[-1])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(self.letters(), is_bold=True))
        for line, (name, bar, number) in zip(self.lines, self.places(), strict=True):
            painter.setPen(color("static-gray-0"))
            painter.drawText(name, _FLAGS, line.title)
            painter.drawText(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.marks)
            self._paint_bar(painter, bar, line.part)
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: QRect, part: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        radius, area = bar.height() / 2, QRectF(bar)
        painter.setBrush(color("static-primary-70"))
        painter.drawRoundedRect(area, radius, radius)
        if part:
            area.setWidth(max(bar.height(), bar.width() * min(part, self.whole) / self.whole))
            painter.setBrush(color("static-primary-30"))
            painter.drawRoundedRect(area, radius, radius)

    def _row(self) -> int:
        return min(self._metrics.u(_ROW_EM), self.height() // max(1, len(self.lines)))

    def _fits(self, size: int) -> bool:
        face, width = QFontMetrics(font(size, is_bold=True)), self._name_width(size)
        within = QRect(0, 0, width, 100_000)
        return all(
            face.boundingRect(within, _FLAGS, line.title).height() <= self._row()
            and all(face.horizontalAdvance(word) <= width for word in line.title.split())
            for line in self.lines
        )

    def _name_width(self, size: int) -> int:
        face = QFontMetrics(font(size, is_bold=True))
        widest = max((face.horizontalAdvance(line.title) for line in self.lines), default=0)
        return min(widest + 4, self.width() // 2)

    def _number_width(self, size: int) -> int:
        face = QFontMetrics(font(size, is_bold=True))
        return max((face.horizontalAdvance(line.marks) for line in self.lines), default=0) + 4
