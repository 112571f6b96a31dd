"""The waterline chart: projects by rank as bars that fill up to the ceiling, as list model and as painting."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

import msgspec
from PySide6.QtCore import (
    QModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.project_list import Outcome, Ranked
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.rows_list_model import ROW_ROLE, Index, RowsListModel
from sukui_desktop.wording.distinct_project_titles import distinct_titles
from sukui_desktop.wording.money import money_words
from sukui_desktop.wording.result import score_with_unit_words, why_not_chosen_and_tie_note

HATCH_STEP = 7
"""Pixels between the stripes of a project that was not chosen."""


class WaterlineBar(msgspec.Struct, frozen=True, kw_only=True):
    """One project of the chart, at its place: where its cost begins on the way up to the ceiling, and why."""

    place: int
    code: str
    title: str
    marks: str
    """What it was ranked by, in words: 231표, 812점."""
    cost: int
    start: int
    """Money already spent on those before it, in the currency's smallest unit."""
    cost_words: str
    is_chosen: bool
    note: str


def make_waterline_bars(outcome: Outcome, definition: Definition) -> tuple[WaterlineBar, ...]:
    """Return the bars of a result in order of rank."""
    titles = distinct_titles((ranked.code, ranked.title) for ranked in outcome.ranking)
    spent = accumulate(map(_cost_if_chosen, outcome.ranking), initial=0)
    return tuple(
        WaterlineBar(
            place=ranked.place,
            code=ranked.code,
            title=titles[ranked.code],
            marks=score_with_unit_words(ranked, definition),
            cost=ranked.cost,
            start=start,
            cost_words=money_words(ranked.cost, definition.currency),
            is_chosen=ranked.outcome == OutcomeKind.CHOSEN,
            note=why_not_chosen_and_tie_note(ranked, definition),
        )
        for ranked, start in zip(outcome.ranking, spent, strict=False)
    )


def _cost_if_chosen(ranked: Ranked) -> int:
    return ranked.cost if ranked.outcome == OutcomeKind.CHOSEN else 0


class WaterlineListModel(RowsListModel[WaterlineBar]):
    """Every project of a result in order of rank; a screen reader reads each row as one sentence."""

    def key_of(self, row: WaterlineBar) -> str:
        """Return the project's code."""
        return row.code

    def words_of(self, place: int, row: WaterlineBar) -> str:
        """Return the title."""
        return row.title

    def screen_reader_words_of(self, place: int, row: WaterlineBar) -> str:
        """Return the whole result."""
        return bar_result_sentence(row)

    def tooltip_of(self, place: int, row: WaterlineBar) -> str:
        """Return the whole result: a note without room is read here."""
        return bar_result_sentence(row)


def bar_result_sentence(bar: WaterlineBar) -> str:
    """Return one project's result as a sentence."""
    said = text(
        "vote.bar.said",
        place=f"{bar.place:,}",
        title=bar.title,
        marks=bar.marks,
        cost=bar.cost_words,
        verdict=text("vote.bar.chosen" if bar.is_chosen else "vote.bar.not_chosen"),
    )
    return f"{said} {bar.note}" if bar.note else said


class ChartInk(msgspec.Struct, frozen=True, kw_only=True):
    """The colours of a chart on one ground, as names of `ui/theme.py`; each text is at least 4.5:1 on its ground."""

    ground: str
    text: str
    muted: str
    track: str
    """Money already spent when a project's turn came."""
    chosen: str
    hatch: str
    hatch_ground: str
    line: str
    """The ceiling."""
    tag_ground: str
    tag_text: str
    focus: str


LIGHT = ChartInk(
    ground="surface",
    text="ink",
    muted="ink-faint",
    track="primary-10",
    chosen="primary",
    hatch="line-strong",
    hatch_ground="gray-10",
    line="danger",
    tag_ground="primary-tint",
    tag_text="primary-text",
    focus="surface-subtle",
)
"""For the console: follows the theme."""
DARK = ChartInk(
    ground="primary-95",
    text="gray-0",
    muted="primary-20",
    track="primary-80",
    chosen="primary-30",
    hatch="gray-20",
    hatch_ground="gray-80",
    line="warning-20",
    tag_ground="primary-70",
    tag_text="gray-0",
    focus="primary-80",
)
"""For the hall screen: always on navy."""


class WaterlineColumns(NamedTuple):
    """Where each part of a row begins and how wide it is, in pixels from the left edge of the row."""

    place: tuple[int, int]
    title: tuple[int, int]
    bar: tuple[int, int]
    votes: tuple[int, int]
    cost: tuple[int, int]
    tag: tuple[int, int]
    note: tuple[int, int]
    """Width 0 when there is no room for it (the tooltip and the screen reader still say it)."""


def share_width_among_columns(
    width: int, em: int, *, votes: int, cost: int, tag: int, has_notes: bool
) -> WaterlineColumns:
    """Share `width` among the columns; `em` is the letter height and the three widths are those of their longest texts.

    The title takes a quarter to a third, or more where there are no notes, as on the hall's screen; the note a quarter
    where the row is wide, the bar what is left.
    """
    gap = em
    place_width = 2 * em + em // 2
    note_width = width // 4 if has_notes and width >= 62 * em else 0
    fixed = place_width + votes + cost + tag + note_width + 6 * gap
    most, fifths = (22 * em, 2) if has_notes else (34 * em, 3)
    title_width = max(9 * em, min(most, (width - fixed) * fifths // 5))
    bar_width = max(4 * em, width - fixed - title_width)
    at, spans = 0, []
    for span in (place_width, title_width, bar_width, votes, cost, tag, note_width):
        spans.append((at, span))
        at += span + gap
    return WaterlineColumns(*spans)


class Scale(NamedTuple):
    """Money to pixels: the ceiling is at nine tenths of the bar so that what does not fit is seen to cross it."""

    ceiling: int
    width: int

    def x_of_amount(self, amount: int) -> int:
        """Return the pixel of an amount, never beyond the bar's right end."""
        return min(self.width, amount * self.width * 9 // (self.ceiling * 10))


class WaterlineDelegate(QStyledItemDelegate):
    """Paints one project: its cost as a bar that begins where the money before it ended, and the ceiling line."""

    def __init__(self, chart: Waterline) -> None:
        super().__init__(chart)
        self._chart = chart

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row, two lines high when its title or note needs them."""
        return QSize(10, self._chart.row_height_px(index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row."""
        bar: WaterlineBar = index.data(ROW_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        ink, columns = self._chart.ink, self._chart.columns
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, color(ink.focus))
        self._paint_texts(painter, area, bar)
        left, width = columns.bar
        paint_waterline_bar(
            painter, QRect(area.x() + left, area.y(), width, area.height()), bar, self._chart.scale, ink
        )
        _paint_verdict_tag(painter, _part_of_row(area, columns.tag), bar.is_chosen, ink, self._chart.em)
        painter.restore()

    def _paint_texts(self, painter: QPainter, area: QRect, bar: WaterlineBar) -> None:
        ink, columns, font = self._chart.ink, self._chart.columns, self._chart.font()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        bold = bold_font(font)
        strong = ink.text if bar.is_chosen else ink.muted
        _draw_words(painter, _part_of_row(area, columns.place), f"{bar.place:,}", font, ink.muted, right)
        _draw_words(
            painter, _part_of_row(area, columns.title), bar.title, bold if bar.is_chosen else font, strong, left
        )
        _draw_words(painter, _part_of_row(area, columns.votes), bar.marks, bold, ink.text, right)
        _draw_words(painter, _part_of_row(area, columns.cost), bar.cost_words, font, ink.muted, right)
        if columns.note[1]:
            _draw_words(painter, _part_of_row(area, columns.note), bar.note, smaller_font(font), ink.muted, left)


class Waterline(QListView):
    """Projects in order of score, each bar its cost, filling up to the ceiling line; chosen solid, others hatched."""

    project_chosen = Signal(str)
    """Code of the project under mouse or keyboard; '' for none."""

    def __init__(self, parent: QWidget | None = None, ink: ChartInk = LIGHT, *, has_notes: bool = True) -> None:
        super().__init__(parent)
        self.ink = ink
        self.columns = WaterlineColumns(*((0, 0),) * 7)
        self.scale = Scale(1, 1)
        self.em = 16
        self._heights: list[int] = []
        self._has_notes = has_notes
        self.ceiling_words = ""
        """The ceiling as written over the line."""
        self._model = WaterlineListModel(self)
        self.setModel(self._model)
        self.setItemDelegate(WaterlineDelegate(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("frame", "none")
        self.setAccessibleName(text("vote.bar.chart"))
        self._head = WaterlineHead(self)

    @property
    def bars(self) -> tuple[WaterlineBar, ...]:
        """What is shown now, in order of rank."""
        return self._model.rows

    @property
    def chosen_code(self) -> str:
        """Code of the project that is looked at; '' for none."""
        bar: WaterlineBar | None = self.currentIndex().data(ROW_ROLE) if self.currentIndex().isValid() else None
        return bar.code if bar is not None else ""

    def row_height_px(self, row: int) -> int:
        """Return the height of a row in pixels, measured when the chart was last laid out."""
        return self._heights[row] if row < len(self._heights) else 2 * self.em

    def show_outcome(self, outcome: Outcome, definition: Definition) -> None:
        """Draw this result from now on."""
        self.scale = Scale(max(1, outcome.ceiling), 1)
        words = money_words(outcome.ceiling, definition.currency)
        self.ceiling_words = text("vote.bar.ceiling", ceiling=words)
        self.setCurrentIndex(QModelIndex())  # nobody looks at a project of this result yet
        self._model.show_rows(make_waterline_bars(outcome, definition))
        self.measure_texts_and_columns()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Announce which project is looked at."""
        super().currentChanged(current, previous)
        self.project_chosen.emit(self.chosen_code)

    def measure_texts_and_columns(self) -> None:
        """Measure the texts and share the width anew; called by itself when the size changes."""
        metrics = QFontMetrics(self.font())
        bold = QFontMetrics(bold_font(self.font()))
        self.em = metrics.height() * 3 // 4
        bars = self.bars
        votes = max((bold.horizontalAdvance(b.marks) for b in bars), default=0)
        cost = max((metrics.horizontalAdvance(b.cost_words) for b in bars), default=0)
        tag = bold.horizontalAdvance(text("vote.bar.not_chosen")) + self.em
        width = self.viewport().width()
        has_notes = self._has_notes and any(b.note for b in bars)
        self.columns = share_width_among_columns(width, self.em, votes=votes, cost=cost, tag=tag, has_notes=has_notes)
        self.scale = Scale(self.scale.ceiling, self.columns.bar[1])
        self._heights = [self._bar_row_height_px(b, metrics, bold) for b in bars]
        self.setViewportMargins(0, metrics.height() + self.em, 0, 0)
        self._head.setGeometry(0, 0, self.width(), metrics.height() + self.em)
        self.scheduleDelayedItemsLayout()
        self._head.update()

    def _bar_row_height_px(self, bar: WaterlineBar, metrics: QFontMetrics, bold: QFontMetrics) -> int:
        notes = QFontMetrics(smaller_font(self.font()))
        is_long = (bold if bar.is_chosen else metrics).horizontalAdvance(bar.title) > self.columns.title[1]
        is_long = is_long or notes.horizontalAdvance(bar.note) > self.columns.note[1] > 0
        return metrics.height() * (2 if is_long else 1) + self.em

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self.measure_texts_and_columns()


class WaterlineHead(QWidget):
    """What the bars are measured by: zero at the left and the ceiling over its line."""

    def __init__(self, chart: Waterline) -> None:
        super().__init__(chart)
        self._chart = chart

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write both ends of the scale."""
        chart, ink = self._chart, self._chart.ink
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(ink.ground))
        if not chart.bars:
            return
        left = chart.columns.bar[0]
        at = left + chart.scale.x_of_amount(chart.scale.ceiling)
        bold = bold_font(chart.font())
        width = QFontMetrics(bold).horizontalAdvance(chart.ceiling_words) + 4
        area = QRect(at - width - chart.em // 2, 0, width, self.height())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        _draw_words(painter, area, chart.ceiling_words, bold, ink.line, right)
        _paint_ceiling_line(painter, at, 0, self.height(), ink)
        painter.end()


def paint_waterline_bar(painter: QPainter, area: QRect, bar: WaterlineBar, scale: Scale, ink: ChartInk) -> None:
    """Paint what was spent before, the project's own cost (solid or hatched) and the ceiling line over both."""
    height = min(area.height() - 8, 28)
    top = area.y() + (area.height() - height) // 2
    begin, end = scale.x_of_amount(bar.start), scale.x_of_amount(bar.start + bar.cost)
    end = max(end, begin + 3)
    painter.fillRect(QRect(area.x(), top + height // 3, begin, height - 2 * (height // 3)), color(ink.track))
    own = QRect(area.x() + begin, top, end - begin, height)
    if bar.is_chosen:
        painter.fillRect(own, color(ink.chosen))
    else:
        paint_hatch(painter, own, ink)
    _paint_ceiling_line(painter, area.x() + scale.x_of_amount(scale.ceiling), area.y(), area.height(), ink)


def paint_hatch(painter: QPainter, area: QRect, ink: ChartInk) -> None:
    """Fill with slanted stripes and a frame: not chosen is seen without colour too."""
    painter.save()
    painter.setClipRect(area)
    painter.fillRect(area, color(ink.hatch_ground))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color(ink.hatch), 2.5))
    height = area.height()
    for x in range(area.left() - height - area.left() % HATCH_STEP, area.right() + height, HATCH_STEP):
        painter.drawLine(QPointF(x, area.bottom() + 1), QPointF(x + height, area.top()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(color(ink.hatch), 1))
    painter.drawRect(area.adjusted(0, 0, -1, -1))
    painter.restore()


def _paint_ceiling_line(painter: QPainter, x: int, top: int, height: int, ink: ChartInk) -> None:
    painter.fillRect(QRect(x - 1, top, 3, height), color(ink.line))


def _paint_verdict_tag(painter: QPainter, area: QRect, is_chosen: bool, ink: ChartInk, em: int) -> None:
    height = em * 2
    pill = QRectF(area.x(), area.y() + (area.height() - height) / 2, area.width(), height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen if is_chosen else QPen(color(ink.hatch), 1))
    painter.setBrush(color(ink.tag_ground) if is_chosen else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    words = text("vote.bar.chosen" if is_chosen else "vote.bar.not_chosen")
    colour = ink.tag_text if is_chosen else ink.muted
    font = bold_font(painter.font()) if is_chosen else painter.font()
    _draw_words(painter, pill.toRect(), words, font, colour, Qt.AlignmentFlag.AlignCenter)


def _part_of_row(area: QRect, span: tuple[int, int]) -> QRect:
    return QRect(area.x() + span[0], area.y(), span[1], area.height())


def _draw_words(painter: QPainter, area: QRect, words: str, font: QFont, colour: str, align: Qt.AlignmentFlag) -> None:
    painter.setFont(font)
    painter.setPen(color(colour))
    painter.drawText(area, int(align) | int(Qt.TextFlag.TextWordWrap), words)


def bold_font(font: QFont) -> QFont:
    """Return the bold face of a font."""
    bold = QFont(font)
    bold.setBold(True)
    return bold


def smaller_font(font: QFont) -> QFont:
    """Return a font at seven eighths of the size."""
    small = QFont(font)
    if font.pixelSize() > 0:
        small.setPixelSize(font.pixelSize() * 7 // 8)
    else:
        small.setPointSizeF(font.pointSizeF() * 7 / 8)
    return small
