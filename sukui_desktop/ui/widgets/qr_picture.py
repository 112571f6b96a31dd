"""A QR code on the screen: its painting, and the widget that shows and wipes it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sukui_desktop.assets.qr_code import Matrix, qr_matrix


def paint_qr_code(painter: QPainter, area: QRect, matrix: Matrix) -> None:
    """Paint a code into the largest whole-pixel square in the middle of `area`, black on white in every theme.

    Whole pixels a module and no smoothing: a scanner reads edges, not greys.
    """
    size = len(matrix)
    module = min(area.width(), area.height()) // size
    side = module * size
    left = area.x() + (area.width() - side) // 2
    top = area.y() + (area.height() - side) // 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(QRect(left, top, side, side), Qt.GlobalColor.white)
    for y, row in enumerate(matrix):
        for x, is_dark in enumerate(row):
            if is_dark:
                painter.fillRect(left + x * module, top + y * module, module, module, Qt.GlobalColor.black)


class QrPicture(QWidget):
    """Shows the QR code of a text until it is wiped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix: Matrix = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_code_of_text(self, text: str, *, is_long: bool = False) -> None:
        """Draw the code of `text` from now on; `is_long` as `qr_matrix`."""
        self._matrix = qr_matrix(text, is_long=is_long)
        self.update()

    def wipe(self) -> None:
        """Forget the code and leave the place empty."""
        self._matrix = ()
        self.update()

    def is_empty(self) -> bool:
        """Return whether there is nothing to scan."""
        return not self._matrix

    def sizeHint(self) -> QSize:
        """Four pixels a module of a slip's code (33 modules and the quiet zone) and some more."""
        return QSize(260, 260)

    def minimumSizeHint(self) -> QSize:
        """Three pixels a module: the least a hand scanner reads well from a screen."""
        return QSize(140, 140)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the code."""
        if self._matrix:
            painter = QPainter(self)
            paint_qr_code(painter, self.rect(), self._matrix)
            painter.end()
