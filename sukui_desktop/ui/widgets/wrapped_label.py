"""A paragraph that takes the height it needs at any width; Qt's own guess is too high."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel

_HINT_LETTERS = 60
_LEAST_LETTERS = 12
_LONG_WORD = re.compile(r"\S{25,}")
_PIECE = re.compile(r"\S{8}(?=\S)")


class WrappedLabel(PlainLabel):
    """Breaks its lines at any width and can be copied from; asks for one line at least."""

    def __init__(self, words: str = "", parent: QWidget | None = None, *, name: str = "") -> None:
        """`name` is the object name by which the style sheet and tests find it."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(words)

    def setText(self, words: str) -> None:
        """Show other words; one that is too long for any line may be broken inside."""
        super().setText(_LONG_WORD.sub(_breakable_word, words))

    def reserve_height_of_lines(self, lines: int) -> None:
        """Take the height of so many lines even while hidden: what comes and goes moves nothing under the mouse."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(lines * self.fontMetrics().lineSpacing())

    def sizeHint(self) -> QSize:
        """Return sixty letters' width, or less for a short text, and the height that goes with it."""
        widest = max((self.fontMetrics().horizontalAdvance(line) for line in self.text().splitlines()), default=0)
        width = min(widest + 2, _HINT_LETTERS * self.fontMetrics().averageCharWidth())
        return QSize(width, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return one line, a few letters wide: the layout gives the rest by the width it has."""
        metrics = self.fontMetrics()
        return QSize(_LEAST_LETTERS * metrics.averageCharWidth(), metrics.lineSpacing())


def _breakable_word(word: re.Match[str]) -> str:
    """Return the word with zero-width spaces: Qt breaks Korean at spaces only and would cut the rest off."""
    return _PIECE.sub("\\g<0>\u200b", word[0])
