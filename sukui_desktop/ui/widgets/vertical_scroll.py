"""An area that scrolls up and down and is never too narrow: on a small screen nothing in it is cut or pushed off."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

_BELOW_LINE_PX = 3
"""What is seen below the last whole line."""


_BELOW_PART_PX = 24
_LAID_OUT_MS = 30
"""After which a label has the height of its new words."""


class VerticalScroll(QScrollArea):
    """Shows one widget as wide as the area; paragraphs in it keep the height of all their lines."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        self._inside = inside
        self._is_due = False
        inside.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """Return the width that what is inside needs beside the scroll bar."""
        needed = self._inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(needed, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measure the paragraphs anew after a change of words or of width."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show) and not self._is_due:
            self._is_due = True
            QTimer.singleShot(0, self, self._set_heights_of_wrapped_labels)
        return super().eventFilter(watched, event)

    @Slot()
    def _set_heights_of_wrapped_labels(self) -> None:
        self._is_due = False
        set_heights_of_wrapped_labels(self._inside)
        self.updateGeometry()


def scroll_into_view(owner: QWidget, part: QWidget) -> None:
    """Scroll the area around a part so that the part is seen, once it has its place; nothing where there is none."""

    def scroll() -> None:
        area = part.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(part, 0, _BELOW_PART_PX)

    QTimer.singleShot(_LAID_OUT_MS, owner, scroll)


class FittingScroll(VerticalScroll):
    """As high as what is in it where there is room, and lower, scrolling, where something below it needs that room."""

    LEAST_PX = 96

    def __init__(
        self, inside: QWidget, parent: QWidget | None = None, lines: Callable[[], Sequence[QWidget]] = tuple
    ) -> None:
        """`lines` returns what must not be cut at the lower edge: the area ends below one of them."""
        super().__init__(inside, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._lines = lines
        self._most_px = 0

    def set_most_height(self, height_px: int) -> None:
        """Be no higher than this, and end below a whole line."""
        self._most_px = height_px
        self._end_below_whole_line()

    def scroll_to_line_of(self, part: QWidget) -> None:
        """Scroll so that the line in which a part stands is seen whole, at the top where it was out of sight."""
        line = next((line for line in self._lines() if line is part or line.isAncestorOf(part)), part)
        top = line.mapTo(self._inside, QPoint(0, 0)).y()
        bar = self.verticalScrollBar()
        if not bar.value() <= top <= bar.value() + self.viewport().height() - line.height():
            bar.setValue(top)
            self._end_below_whole_line()

    @Slot()
    def _set_heights_of_wrapped_labels(self) -> None:
        super()._set_heights_of_wrapped_labels()
        self._end_below_whole_line()

    def _end_below_whole_line(self) -> None:
        if not self._most_px:
            return
        shown = [line for line in self._lines() if line.isVisibleTo(self._inside)]
        above = self.verticalScrollBar().value()
        ends = [line.mapTo(self._inside, QPoint(0, line.height())).y() + _BELOW_LINE_PX - above for line in shown]
        whole = max((end for end in ends if end <= self._most_px), default=self._most_px)
        self.setMaximumHeight(
            self._most_px if self._contents_height_px() <= self._most_px else max(self.LEAST_PX, whole)
        )

    def minimumSizeHint(self) -> QSize:
        """Return room for about three lines, less where there are fewer."""
        return QSize(super().minimumSizeHint().width(), min(self.LEAST_PX, self._contents_height_px()))

    def sizeHint(self) -> QSize:
        """Return the whole height of what is in it."""
        return QSize(super().sizeHint().width(), self._contents_height_px())

    def _contents_height_px(self) -> int:
        layout, width = self._inside.layout(), self.viewport().width()
        by_width = layout.heightForWidth(width) if layout is not None and layout.hasHeightForWidth() else 0
        return max(by_width, self._inside.minimumSizeHint().height())


def set_heights_of_wrapped_labels(widget: QWidget) -> None:
    """Give every paragraph that is seen in a widget the height of all its lines at the width that it has."""
    for label in widget.findChildren(QLabel):
        if not label.wordWrap() or not label.isVisible():
            continue
        needed, before = max(0, label.heightForWidth(label.width())), label.minimumHeight()
        if needed > before or (needed < before and label.property("lines_px") == before):
            label.setProperty("lines_px", needed)
            label.setMinimumHeight(needed)
