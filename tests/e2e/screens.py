"""Screens of the manual: every state brought up, checked for cut words, and photographed by one command.

`python -m tests.e2e.screens FOLDER` writes the manual's pictures (1366×768) into FOLDER.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from tests.e2e.tour import Tour

SIZES = ((1366, 768), (1920, 1080))
SMALL = (1024, 640)
"""The smallest window there is."""
ROOT = Path(__file__).resolve().parent.parent.parent
LIST = ROOT / "docs" / "사용설명서" / "그림" / "README.md"

Look = Callable[[str, QWidget, QWidget | None], None]
"""(name, window, question over it): called once for each screen and size."""


def photograph(window: QWidget, asked: QWidget | None) -> QImage:
    """Return a window as people see it, with the question that stands over it."""
    picture = QPixmap(window.size())
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.drawPixmap(0, 0, window.grab())
    if asked is not None:
        place = QPoint((window.width() - asked.width()) // 2, max(0, (window.height() - asked.height()) // 2))
        painter.fillRect(picture.rect(), QColor(30, 40, 60, 110))
        painter.drawPixmap(place, asked.grab())
    painter.end()
    return picture.toImage()


def quantise(image: QImage) -> QImage:
    """Return the picture in its 256 commonest colours: a third of the bytes, no difference to the eye."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = Counter(memoryview(plain.constBits()).cast("B").cast("I"))
    table = [colour for colour, _ in pixels.most_common(256)]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither)


class Album:
    """Writes the screens that the manual shows into a folder; the tour sees some more."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wanted = set(re.findall(r"^\| ([\w-]+)\.png \|", LIST.read_text(encoding="utf-8"), re.MULTILINE))

    def look(self, name: str, window: QWidget, asked: QWidget | None) -> None:
        """Keep one screen."""
        if name not in self.wanted:
            return
        if not quantise(photograph(window, asked)).save(str(self.folder / f"{name}.png")):
            raise OSError(f"{name}.png could not be written")


def afternoon() -> str:
    """Return a time zone in which it is two in the afternoon: nobody meets at night."""
    ahead = (14 - datetime.now(tz=UTC).hour + 12) % 24 - 12
    return f"KST{-ahead:+d}"


def main(arguments: list[str]) -> int:
    """Write the manual's pictures; a machine of its own is made for them and thrown away."""
    folder = Path(arguments[0]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="숙의예산-", suffix="") as made:
        home = Path(made)
        os.environ |= {
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "FONTCONFIG_FILE": str(ROOT / "tests" / "no_fonts.conf"),
            "TZ": afternoon(),
            "SUKUI_HOME": str(home),
        }
        app = QApplication(["sukui"])
        from sukui_desktop.programs.garbage_collection import WindowThreadCollector
        from sukui_desktop.ui.theme import apply_theme

        apply_theme(app)
        collector = WindowThreadCollector(app)
        Tour(home, Album(folder).look, SIZES[:1], home).whole()
        collector.restore_automatic_collection()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
