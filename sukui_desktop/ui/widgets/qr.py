"""A slip's number as a QR code: its modules, its painting, the widget that shows and wipes it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET_MODULES = 4
"""Light modules around the code. Source: ISO/IEC 18004, quiet zone of four modules."""

Matrix = tuple[tuple[bool, ...], ...]


def qr_matrix(text: str) -> Matrix:
    """Return the square of modules of a QR code, True for dark, quiet zone included (rows from the top).

    Correction level Q: a quarter of the code may be creased or smudged.
    """
    import qrcode  # brings a library for pictures along

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, border=QUIET_MODULES)
    code.add_data(text)
    code.make()
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def paint_qr(painter: QPainter, area: QRect, matrix: Matrix) -> None:
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

    def show_text(self, text: str) -> None:
        """Draw the code of `text` from now on."""
        self._matrix = qr_matrix(text)
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
            paint_qr(painter, self.rect(), self._matrix)
            painter.end()
