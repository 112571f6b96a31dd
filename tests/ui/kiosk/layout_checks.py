"""Checks of kiosk pages: nothing cut, misplaced or too pale, on every page and size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from sukui_desktop.ui.kiosk.ballot_cards import CardList, CardRole, text_wrap_flag
from sukui_desktop.ui.theme import font


def cut_texts(root: QWidget) -> Iterator[str]:
    """Every visible text that does not fit its place, and every widget that leaves its window."""
    for shown in root.findChildren(QWidget):
        if not shown.isVisibleTo(root) or not shown.isVisible():
            continue
        if isinstance(shown, QLabel) and shown.text():
            yield from _cut_label(shown)
        elif isinstance(shown, QPushButton):
            hint = shown.sizeHint()
            if hint.width() > shown.width() or hint.height() > shown.height():
                yield f"button {shown.text()!r}: {hint} in {shown.size()}"
            if not _is_scrolled(shown):
                yield from _outside(root, shown, shown.text())
        elif isinstance(shown, CardList):
            yield from _cut_cards(shown)


def _cut_label(shown: QLabel) -> Iterator[str]:
    if shown.wordWrap():
        needed = shown.heightForWidth(shown.width())
        if needed > shown.height():
            yield f"label {shown.text()[:40]!r}: needs {needed} px, has {shown.height()}"
        widest = max(shown.fontMetrics().horizontalAdvance(word) for word in (shown.text().split() or [""]))
        if widest > shown.contentsRect().width():
            yield f"label {shown.text()[:40]!r}: a word of {widest} px in {shown.width()}"
    elif shown.sizeHint().width() > shown.width() or shown.sizeHint().height() > shown.height():
        yield f"label {shown.text()[:40]!r}: {shown.sizeHint()} in {shown.size()}"
    if shown.visibleRegion().boundingRect().height() and not _is_scrolled(shown):
        yield from _outside(shown.window(), shown, shown.text()[:40])


def _is_scrolled(shown: QWidget) -> bool:
    parent = shown.parentWidget()
    while parent is not None:
        if parent.objectName() == "qt_scrollarea_viewport":
            return True
        parent = parent.parentWidget()
    return False


def _outside(root: QWidget, shown: QWidget, words: str) -> Iterator[str]:
    place = QRect(shown.mapTo(root, QPoint(0, 0)), shown.size())
    if not root.rect().contains(place):
        yield f"{words!r} leaves the window: {place}"


def _cut_cards(cards: CardList) -> Iterator[str]:
    model = cards.model()
    delegate = cards._delegate
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        area = cards.visualRect(index)
        details = delegate.layout.details_button_place(area)
        for place, words, size, is_bold in delegate.layout.placed_texts(index.data(CardRole), area):
            face = QFontMetrics(font(size, is_bold=is_bold))
            needed = face.boundingRect(place, text_wrap_flag(words, face, place.width()), words)
            if needed.height() > place.height() or needed.width() > place.width() or not area.contains(place):
                yield f"card {words[:30]!r}: {needed} in {place} of {area}"
            if not details.isEmpty() and details.intersects(place):
                yield f"card {words[:30]!r} runs under its button"


def contrast(image: QImage, inside: QRect) -> float:
    """The contrast of the two commonest colours of a place: ground and letters (WCAG 2.1 formula)."""
    pixels: Counter[int] = Counter()
    for y in range(inside.top(), inside.bottom()):
        pixels.update(image.pixel(x, y) for x in range(inside.left(), inside.right()))
    common = [QColor(rgb) for rgb, _ in pixels.most_common(2)]
    if len(common) < 2:
        return 21.0
    light, dark = sorted((_luminance(colour) for colour in common), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)
