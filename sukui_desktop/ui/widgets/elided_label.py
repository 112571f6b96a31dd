"""A line of text that is cut short where there is no room, so that a long title never widens the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel, tool_tip_words

_LEAST_PX = 80


class ElidedLabel(PlainLabel):
    """Shows one line, cut short by an ellipsis where there is no room (at its end, or as `cut` says); tooltip and name
    hold the whole."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        words: str = "",
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._cut = cut
        self._is_laid_out = False
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.set_words(words)

    @property
    def whole_words(self) -> str:
        """The whole text."""
        return self._words

    def set_words(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self.setToolTip(tool_tip_words(words))
        self.setAccessibleName(words)
        self.updateGeometry()
        self._elide_words_to_width()

    def sizeHint(self) -> QSize:
        """Ask for the room the whole text takes."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the width of a few letters."""
        return QSize(min(_LEAST_PX, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words into the new width."""
        super().resizeEvent(event)
        self._is_laid_out = True
        self._elide_words_to_width()

    def _elide_words_to_width(self) -> None:
        metrics, room = self.fontMetrics(), max(self.width(), 1)
        if not self._is_laid_out or metrics.horizontalAdvance(self._words) <= room:
            self.setText(self._words)
            return
        self.setText(metrics.elidedText(self._words, self._cut, room))
