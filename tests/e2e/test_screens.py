"""Every screen of the manual at both sizes: no word cut, nothing over anything else, nothing outside of its window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.contracts.test_manual import PAGES, PICTURE
from tests.e2e.layout import faults_of
from tests.e2e.screens import SIZES, SMALL, photograph, quantise
from tests.e2e.tour import Tour

pytestmark = pytest.mark.usefixtures("qapp")


TITLE_PX = 36
"""What the window system adds above a window."""


class Inspector:
    """Looks at each screen of a tour, and takes its picture where it is given a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.seen: list[str] = []
        self.faults: list[str] = []

    def look(self, name: str, window: QWidget, asked: QWidget | None) -> None:
        shown = asked or window
        size = f"{window.width()}×{window.height()}"
        self.seen.append(name)
        may_shorten = window.width() < SIZES[0][0]
        self.faults += [f"{name} {size}: {fault}" for fault in faults_of(shown, may_shorten=may_shorten)]
        if asked is not None:
            least = asked.minimumSizeHint()
            if least.width() > window.width() or least.height() > window.height() - TITLE_PX:
                self.faults.append(f"{name} {size}: the question needs {least.width()}×{least.height()}")
        if self.folder is not None:
            assert quantise(photograph(window, asked)).save(str(self.folder / f"{name}-{size}.png"))


def tour(inspector: Inspector, folder: Path, home: Path, sizes: tuple[tuple[int, int], ...]) -> None:
    Tour(folder, inspector.look, sizes, home).whole()


def manual_pictures() -> list[str]:
    found = [drawn or planned for page in PAGES for planned, drawn in PICTURE.findall(page.read_text(encoding="utf-8"))]
    return [name.removesuffix(".png") for name in found]


@pytest.mark.timeout(900)
def test_no_screen_cuts_or_covers_a_word_on_a_small_laptop(tmp_path: Path, station_home: Path) -> None:
    inspector = Inspector()
    tour(inspector, tmp_path, station_home, (SIZES[0], SMALL))
    assert inspector.faults == []
    assert [name for name in manual_pictures() if name not in inspector.seen] == []


@pytest.mark.long
def test_every_picture_is_taken_again_at_both_sizes(tmp_path: Path, station_home: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    inspector = Inspector(folder)
    tour(inspector, tmp_path, station_home, SIZES)
    assert inspector.faults == []
    assert len(list(folder.glob("*.png"))) == 2 * len(set(inspector.seen))


@pytest.fixture
def plain(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(400, 200)
    qtbot.addWidget(window)
    return window


def placed(window: QWidget, part: QWidget, *place: int) -> QWidget:
    part.setParent(window)
    part.setGeometry(QRect(*place))
    return part


def test_what_is_in_order_has_no_fault(plain: QWidget) -> None:
    column = QVBoxLayout(plain)
    column.addWidget(QLabel("회의 이름"))
    column.addWidget(QPushButton("회의 만들기"))
    plain.show()
    QApplication.processEvents()
    assert faults_of(plain) == []


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        (((QLabel, "아주 긴 회의 이름이 여기에 있습니다", (0, 0, 40, 30)),), "cut"),
        (((QPushButton, "투표 준비 마치기", (0, 0, 30, 40)),), "cut"),
        (((QPushButton, "열기", (360, 0, 90, 50)),), "outside"),
        (((QLabel, "하나", (0, 0, 80, 40)), (QLabel, "둘", (60, 0, 80, 40))), "overlap"),
    ],
)
def test_what_is_wrong_is_found(
    plain: QWidget, parts: tuple[tuple[type[QLabel | QPushButton], str, tuple[int, ...]], ...], fault: str
) -> None:
    for kind, words, place in parts:
        placed(plain, kind(words), *place)
    plain.show()
    QApplication.processEvents()
    assert [found for found in faults_of(plain) if found.startswith(fault)] != []
