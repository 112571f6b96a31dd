"""The result in one picture: how far the money went down the list of votes, and where the ceiling cut it."""

from __future__ import annotations

from collections.abc import Iterator

from sukui_desktop.documents.write.blocks import Skyline, Stripe
from sukui_desktop.documents.write.fonts import BOLD, REGULAR, text_width
from sukui_desktop.documents.write.marks import ACCENT, INK, QUIET, WARNING, Area, Mark, Stroke, Words

_LOWEST, _HIGHEST, _TOP, _FOOT = 70.0, 110.0, 28.0, 30.0
_SIZE = 8.5
_SWATCH = 10.0


LEAST_HEIGHT = _TOP + _LOWEST + _FOOT


def skyline_marks(skyline: Skyline, left: float, width: float, room: float) -> tuple[list[Mark], float]:
    """Return the marks of the picture, y from its top, and its height: at most `room`, at least LEAST_HEIGHT."""
    rise = min(_HIGHEST, max(_LOWEST, room - _TOP - _FOOT))
    base = _TOP + rise
    whole = _beyond(skyline) + sum(stripe.width for stripe in skyline.stripes if stripe.is_hatched)
    scale = width / max(whole, 1)
    tallest = max((stripe.height for stripe in skyline.stripes), default=0) or 1
    marks: list[Mark] = [Words(left, 9, skyline.top, REGULAR, _SIZE, QUIET)]
    for start, stripe in _placed(skyline):
        step, high = stripe.width * scale, rise * stripe.height / tallest
        marks.append(Area(left + start * scale, base - high, max(step - 0.4, 0.2), high, ACCENT, stripe.is_hatched))
    marks.append(Stroke(left, base, left + width, base, 1, INK))
    marks += _ceiling(skyline, (left, left + width), left + skyline.ceiling * scale, base)
    marks += _legend(skyline, left, base + 8)
    return marks, base + _FOOT


def _beyond(skyline: Skyline) -> int:
    """Return where the others begin: at the ceiling, or after the chosen where a rule lets them cross it."""
    return max(skyline.ceiling, sum(stripe.width for stripe in skyline.stripes if not stripe.is_hatched))


def _placed(skyline: Skyline) -> Iterator[tuple[int, Stripe]]:
    """Yield each stripe with the money left of it: the chosen from 0, the others beyond the ceiling."""
    used, beyond = 0, _beyond(skyline)
    for stripe in skyline.stripes:
        if stripe.is_hatched:
            yield beyond, stripe
            beyond += stripe.width
        else:
            yield used, stripe
            used += stripe.width


def _ceiling(skyline: Skyline, edges: tuple[float, float], x: float, base: float) -> list[Mark]:
    size = text_width(skyline.line, BOLD, _SIZE)
    start = max(min(x - size / 2, edges[1] - size), edges[0])
    return [
        Words(start, 21, skyline.line, BOLD, _SIZE, WARNING),
        Stroke(x, _TOP - 3, x, base + 3, 1.6, WARNING),
    ]


def _legend(skyline: Skyline, left: float, top: float) -> list[Mark]:
    marks: list[Mark] = []
    for words, is_hatched in skyline.legend:
        marks.append(Area(left, top, _SWATCH, _SWATCH, ACCENT, is_hatched))
        marks.append(Words(left + _SWATCH + 4, top + 8.5, words, REGULAR, _SIZE, INK))
        left += _SWATCH + 22 + text_width(words, REGULAR, _SIZE)
    return marks
