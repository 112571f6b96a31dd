"""The figure of the waterline: a stripe a project, as wide as its money, as high as its votes; the ceiling a line."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sukui_desktop.documents.write.fonts_and_line_breaks import BOLD, REGULAR, text_width
from sukui_desktop.documents.write.page_marks import (
    ACCENT,
    INK,
    QUIET,
    WARNING,
    BoxMark,
    LineMark,
    Mark,
    TextMark,
)
from sukui_desktop.domain.papers.document_blocks import (
    WaterlineFigure,
    WaterlineStripe,
)

_LOWEST, _HIGHEST, _LABELS_HEIGHT, _LEGEND_HEIGHT = 70.0, 110.0, 28.0, 30.0
_LABEL_SIZE = 8.5
_SWATCH = 10.0


_LEAST_SHARE_OF_CHOSEN = Fraction(1, 3)
"""Of the width, from the left edge to where the others begin: however much the others cost, the chosen can be read."""
LEAST_WATERLINE_HEIGHT = _LABELS_HEIGHT + _LOWEST + _LEGEND_HEIGHT


def waterline_marks(figure: WaterlineFigure, left: float, width: float, room: float) -> tuple[list[Mark], float]:
    """Return the marks of the picture, y from its top, and its height: LEAST_WATERLINE_HEIGHT up to `room` points."""
    rise = min(_HIGHEST, max(_LOWEST, room - _LABELS_HEIGHT - _LEGEND_HEIGHT))
    base = _LABELS_HEIGHT + rise
    factor = _narrowing_of_others(figure)
    others = sum(_cut_width(figure, stripe) for stripe in figure.stripes if stripe.is_hatched) * factor
    scale = width / max(float(_money_where_others_start(figure) + others), 1)
    tallest = max((stripe.height for stripe in figure.stripes), default=0) or 1
    marks: list[Mark] = [TextMark(left, 9, figure.top, REGULAR, _LABEL_SIZE, QUIET)]
    for start, money, stripe in _placed_stripes(figure, factor):
        step, high = float(money) * scale, rise * stripe.height / tallest
        marks.append(
            BoxMark(left + float(start) * scale, base - high, max(step - 0.4, 0.2), high, ACCENT, stripe.is_hatched)
        )
    marks.append(LineMark(left, base, left + width, base, 1, INK))
    marks += _ceiling_marks(figure, (left, left + width), left + figure.ceiling * scale, base)
    marks += _legend_marks(figure, left, base + 8)
    return marks, base + _LEGEND_HEIGHT


def are_others_narrowed(figure: WaterlineFigure) -> bool:
    """Return whether the others are drawn narrower than their money, which the picture must say then (`narrowed`)."""
    is_cut = any(_cut_width(figure, stripe) != stripe.width for stripe in figure.stripes)
    return is_cut or _narrowing_of_others(figure) != 1


def _money_where_others_start(figure: WaterlineFigure) -> int:
    """Return where the others begin: at the ceiling, or after the chosen where a rule lets them cross it."""
    return max(figure.ceiling, sum(stripe.width for stripe in figure.stripes if not stripe.is_hatched))


def _cut_width(figure: WaterlineFigure, stripe: WaterlineStripe) -> int:
    """Return the money that a stripe is drawn as: one of the others never as more than where they begin."""
    start = _money_where_others_start(figure)
    return min(stripe.width, start) if stripe.is_hatched and start else stripe.width


def _narrowing_of_others(figure: WaterlineFigure) -> Fraction:
    """Return by how much the others are drawn narrower than the chosen, 1 where there is room for all alike."""
    start = _money_where_others_start(figure)
    others = sum(_cut_width(figure, stripe) for stripe in figure.stripes if stripe.is_hatched)
    room = start / _LEAST_SHARE_OF_CHOSEN - start
    return Fraction(1) if not start or others <= room else Fraction(room) / others


def _placed_stripes(figure: WaterlineFigure, factor: Fraction) -> Iterator[tuple[Fraction, Fraction, WaterlineStripe]]:
    """Yield each stripe with the money left of it and its own, as they are drawn: the chosen from 0, the others beyond
    the ceiling and narrower by `factor`."""
    used, beyond = Fraction(0), Fraction(_money_where_others_start(figure))
    for stripe in figure.stripes:
        if stripe.is_hatched:
            drawn = _cut_width(figure, stripe) * factor
            yield beyond, drawn, stripe
            beyond += drawn
        else:
            yield used, Fraction(stripe.width), stripe
            used += stripe.width


def _ceiling_marks(figure: WaterlineFigure, edges: tuple[float, float], x: float, base: float) -> list[Mark]:
    size = text_width(figure.line, BOLD, _LABEL_SIZE)
    start = max(min(x - size / 2, edges[1] - size), edges[0])
    return [
        TextMark(start, 21, figure.line, BOLD, _LABEL_SIZE, WARNING),
        LineMark(x, _LABELS_HEIGHT - 3, x, base + 3, 1.6, WARNING),
    ]


def _legend_marks(figure: WaterlineFigure, left: float, top: float) -> list[Mark]:
    marks: list[Mark] = []
    for words, is_hatched in figure.legend:
        marks.append(BoxMark(left, top, _SWATCH, _SWATCH, ACCENT, is_hatched))
        marks.append(TextMark(left + _SWATCH + 4, top + 8.5, words, REGULAR, _LABEL_SIZE, INK))
        left += _SWATCH + 22 + text_width(words, REGULAR, _LABEL_SIZE)
    if figure.narrowed:
        marks.append(TextMark(left, top + 8.5, figure.narrowed, REGULAR, _LABEL_SIZE, QUIET))
    return marks
