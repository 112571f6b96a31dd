"""Breaking text into lines that fit: Korean breaks at spaces, inside a word only when it alone is too long."""

from __future__ import annotations

from sukui_desktop.documents.write.fonts import text_width


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Return the lines of `text`, each at most `width` points wide (a single letter may be wider).

    No letter but spaces at the ends of lines is lost. Line feeds are kept as breaks; empty text gives one empty line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, font, size, width)
    return lines


def _wrap_paragraph(text: str, font: str, size: float, width: float) -> list[str]:
    if text_width(text, font, size) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0.0
    space = text_width(" ", font, size)
    for word in text.split():
        size_of_word = text_width(word, font, size)
        if line and used + space + size_of_word <= width:
            line, used = f"{line} {word}", used + space + size_of_word
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, font, size, width) if size_of_word > width else [word]
        lines += whole
        used = text_width(line, font, size)
    return [*lines, line]


def _pieces(word: str, font: str, size: float, width: float) -> list[str]:
    """Cut one word that is longer than a line."""
    pieces, piece, used = [], "", 0.0
    for letter in word:
        step = text_width(letter, font, size)
        if piece and used + step > width:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + letter, used + step
    return [*pieces, piece]
