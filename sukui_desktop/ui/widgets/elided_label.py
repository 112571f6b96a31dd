"""A line of text that is cut short where there is no room, so that a long title never widens the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

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

    def frame_px(self) -> int:
        """Return the room left and right of the words that is not theirs."""
        return 0

    def sizeHint(self) -> QSize:
        """Ask for the room the whole text takes."""
        words = self.fontMetrics().horizontalAdvance(self._words) + 4
        return QSize(words + self.frame_px(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the width of a few letters."""
        return QSize(min(_LEAST_PX, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words into the new width."""
        super().resizeEvent(event)
        self._is_laid_out = True
        self._elide_words_to_width()

    def _elide_words_to_width(self) -> None:
        metrics, room = self.fontMetrics(), max(self.width() - self.frame_px(), 1)
        if not self._is_laid_out or metrics.horizontalAdvance(self._words) <= room:
            self.setText(self._words)
            return
        self.setText(metrics.elidedText(self._words, self._cut, room))


class ElidedBadge(ElidedLabel):
    """A small coloured word that people wrote, such as a place: cut short by an ellipsis like a line of text."""

    def __init__(self, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("badge", tone)  # dressed when it is first shown

    def frame_px(self) -> int:
        """Return the padding of the style sheet."""
        plain = QLabel.sizeHint(self).width() - self.fontMetrics().horizontalAdvance(self.text())
        return max(0, plain)
