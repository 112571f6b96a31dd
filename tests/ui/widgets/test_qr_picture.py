"""The QR painter: the matrix is drawn module by module, upright, on whole pixels, and wiped for good."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.qr_code import QUIET_MODULES, Matrix, qr_matrix
from sukui_desktop.ui.widgets.qr_picture import QrPicture, paint_qr_code

TOKEN = "WPN9-Y766-MNPQ-4JP7-FQC3-5H3G-R4"
FINDER = (
    "#######",
    "#.....#",
    "#.###.#",
    "#.###.#",
    "#.###.#",
    "#.....#",
    "#######",
)
"""Source: ISO/IEC 18004, position detection pattern."""


def painted(matrix: Matrix, width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    paint_qr_code(painter, QRect(0, 0, width, height), matrix)
    painter.end()
    return image


def corner(matrix: Matrix, top: int, left: int) -> tuple[str, ...]:
    rows = matrix[top : top + 7]
    return tuple("".join("#" if dark else "." for dark in row[left : left + 7]) for row in rows)


def test_a_slips_code_is_square_with_three_finders_and_a_quiet_zone() -> None:
    matrix = qr_matrix(TOKEN)
    size = len(matrix)
    assert all(len(row) == size for row in matrix)
    far = size - QUIET_MODULES - 7
    assert corner(matrix, QUIET_MODULES, QUIET_MODULES) == FINDER
    assert corner(matrix, QUIET_MODULES, far) == FINDER
    assert corner(matrix, far, QUIET_MODULES) == FINDER
    assert corner(matrix, far, far) != FINDER
    border = [matrix[y][x] for y in range(size) for x in range(size) if min(x, y) < 4 or max(x, y) >= size - 4]
    assert not any(border)


def test_other_numbers_give_other_codes() -> None:
    assert qr_matrix(TOKEN) != qr_matrix(TOKEN[:-1] + "5")
    assert qr_matrix(TOKEN) == qr_matrix(TOKEN)


@pytest.mark.parametrize(("width", "height"), [(333, 333), (400, 350), (350, 500), (140, 140)])
def test_every_module_is_painted_where_it_belongs(qtbot: QtBot, width: int, height: int) -> None:
    matrix = qr_matrix(TOKEN)
    size = len(matrix)
    image = painted(matrix, width, height)
    module = min(width, height) // size
    left, top = (width - module * size) // 2, (height - module * size) // 2
    for y, row in enumerate(matrix):
        for x, is_dark in enumerate(row):
            for inset in (0, module - 1):
                pixel = image.pixelColor(left + x * module + inset, top + y * module + inset)
                assert pixel == (Qt.GlobalColor.black if is_dark else Qt.GlobalColor.white)


def test_nothing_is_painted_outside_the_square(qtbot: QtBot) -> None:
    image = painted(qr_matrix(TOKEN), 500, 200)
    assert image.pixelColor(0, 100) == Qt.GlobalColor.magenta
    assert image.pixelColor(499, 100) == Qt.GlobalColor.magenta


def test_a_picture_shows_its_text_until_it_is_wiped(qtbot: QtBot) -> None:
    picture = QrPicture()
    qtbot.addWidget(picture)
    picture.resize(333, 333)
    assert picture.is_empty()
    picture.show_code_of_text(TOKEN)
    dark = picture.grab().toImage().pixelColor(4 * 9 + 4, 4 * 9 + 4)
    assert dark == Qt.GlobalColor.black
    picture.wipe()
    assert picture.is_empty()
    assert picture.grab().toImage().pixelColor(4 * 9 + 4, 4 * 9 + 4) != Qt.GlobalColor.black
    assert picture.sizeHint().width() >= picture.minimumSizeHint().width()
