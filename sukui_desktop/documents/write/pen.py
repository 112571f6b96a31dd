"""Marks as PDF operators, written at once: through the canvas's calls a list of a whole city takes minutes.

Source: ISO 32000-1, 8.5 (paths), 9.4 (text).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from sukui_desktop.documents.write.fonts import drawn
from sukui_desktop.documents.write.marks import PAGE_HEIGHT, Area, Stroke, Words

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_ONE_LETTER = re.compile(r"(/\S+) \S+ Tf .*?\((.+)\) Tj", re.DOTALL)


class Pen:
    """Writes words, lines and full areas into the page the canvas is at; says colour and typeface when they change."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._faces: dict[str, _Face] = {}
        self._operators: list[str] = []
        self._set: dict[str, str] = {}

    def words(self, words: Words) -> None:
        """Write one line of text; nothing for an empty one. Raises RuleBroken glyph_missing as `drawn` does."""
        if not words.text:
            return
        self._ensure("fill", _fill(words.colour))
        self._operators.append(f"BT 1 0 0 1 {words.x:.4f} {PAGE_HEIGHT - words.y:.4f} Tm")
        for subset, codes in self._runs(drawn(words.text, words.font), words.font):
            self._ensure("typeface", f"{subset} {words.size:g} Tf")
            self._operators.append(f"({codes}) Tj")
        self._operators.append("ET")

    def stroke(self, stroke: Stroke) -> None:
        """Draw a straight line."""
        self._ensure("line", f"{_colour(stroke.colour)} RG {stroke.width:g} w")
        self._operators.append(
            f"{stroke.x1:.4f} {PAGE_HEIGHT - stroke.y1:.4f} m {stroke.x2:.4f} {PAGE_HEIGHT - stroke.y2:.4f} l S"
        )

    def area(self, area: Area) -> None:
        """Fill a rectangle."""
        self._ensure("fill", _fill(area.colour))
        bottom = PAGE_HEIGHT - area.y - area.height
        self._operators.append(f"{area.x:.4f} {bottom:.4f} {area.width:.4f} {area.height:.4f} re f")

    def hand_over(self) -> None:
        """Give the canvas what was written: before the canvas itself draws or turns the page."""
        if self._operators:
            self._canvas.addLiteral("\n".join(self._operators))
        self._operators.clear()
        # A new page begins with no colour and no typeface, and what the canvas sets meanwhile is not known here.
        self._set.clear()

    def _ensure(self, what: str, operator: str) -> None:
        if self._set.get(what) != operator:
            self._set[what] = operator
            self._operators.append(operator)

    def _runs(self, text: str, font: str) -> list[tuple[str, str]]:
        """Return (subset, escaped codes) of the text in order: a typeface is embedded in parts of 256 letters."""
        face = self._faces.get(font)
        if face is None:
            face = self._faces[font] = _Face(self._canvas, font)
        runs: list[tuple[str, str]] = []
        current, codes = "", ""
        for subset, code in map(face.__getitem__, text):
            if subset != current:
                if codes:
                    runs.append((current, codes))
                current, codes = subset, ""
            codes += code
        return [*runs, (current, codes)]


class _Face(dict[str, tuple[str, str]]):
    """Letter to (subset, escaped code) in one typeface of one file; the canvas assigns them at the first use."""

    def __init__(self, canvas: Canvas, font: str) -> None:
        super().__init__()
        self._canvas = canvas
        self._font = font

    def __missing__(self, letter: str) -> tuple[str, str]:
        probe = self._canvas.beginText()
        probe.setFont(self._font, 1)
        probe.textOut(letter)
        ((subset, code),) = _ONE_LETTER.findall(probe.getCode())
        self[letter] = subset, code
        return self[letter]


@cache
def _colour(colour: str) -> str:
    return " ".join(f"{int(colour[place : place + 2], 16) / 255:.6g}" for place in (1, 3, 5))


@cache
def _fill(colour: str) -> str:
    return f"{_colour(colour)} rg"
