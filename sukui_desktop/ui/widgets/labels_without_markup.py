"""Words of people shown letter for letter: labels and tool tips that take no markup, whatever a name has in it."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


class PlainLabel(QLabel):
    """A label that draws `<b>` as three letters; Qt's own guesses whether its text is markup, and would load pictures
    that a name points to."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        """As `QLabel`: words and parent, then properties by name."""
        super().__init__(*args, textFormat=Qt.TextFormat.PlainText, **settings)


def tool_tip_words(words: str) -> str:
    """Return a tool tip that shows these words letter for letter; Qt has no plain tool tips."""
    if "<" not in words and "&lt;" not in words:
        return words
    return f'<p style="white-space: pre-wrap">{escape(words)}</p>'


def button_words(words: str) -> str:
    """Return the text of a button that shows these words letter for letter; Qt takes a single & for a key."""
    return words.replace("&", "&&")
