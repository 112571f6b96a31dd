"""The numbers by which the frame sets Qt's enums are Qt's own, and the frame asks for nothing more of `Qt`."""

from __future__ import annotations

import os
import subprocess
import sys

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.widgets.cut_label import CutLabel
from sukui_desktop.ui.widgets.enum_numbers import CENTRED, PLAIN_TEXT, RIGHT, SELECTABLE
from sukui_desktop.ui.widgets.parts import badge, button

LOOK = """
import os
from PySide6 import QtCore
from PySide6.QtWidgets import QApplication
from sukui_desktop.programs import desktop, windows
def painted(self):
    print("Qt" in vars(QtCore), end="", flush=True)
    QApplication.quit()
windows.Windows._on_console_painted = painted
raise SystemExit(desktop.main([]))
"""


def test_each_number_is_what_qt_means_by_it(qtbot: QtBot) -> None:
    label = QLabel("가")
    qtbot.addWidget(label)
    for number, alignment in (
        (CENTRED, Qt.AlignmentFlag.AlignCenter),
        (RIGHT, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
    ):
        assert label.setProperty("alignment", number)
        assert label.alignment() == alignment
    assert label.setProperty("textInteractionFlags", SELECTABLE)
    assert label.textInteractionFlags() == Qt.TextInteractionFlag.TextSelectableByMouse
    assert label.setProperty("textFormat", PLAIN_TEXT)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_badge_stands_in_the_middle_and_a_button_takes_the_hand_when_the_mouse_comes(qtbot: QtBot) -> None:
    mark, act = badge("가", "blue"), button("나")
    for part in (mark, act):
        qtbot.addWidget(part)
        part.show()
        qtbot.waitExposed(part)
    assert mark.alignment() == Qt.AlignmentFlag.AlignCenter
    assert mark.property("badge") == "blue"
    QTest.mouseMove(act)
    qtbot.waitUntil(lambda: act.cursor().shape() == Qt.CursorShape.PointingHandCursor)


def test_a_line_is_cut_where_it_has_no_room_and_stays_plain(qtbot: QtBot) -> None:
    line = CutLabel(words="<b>예산</b> " * 30)
    qtbot.addWidget(line)
    assert line.textFormat() == Qt.TextFormat.PlainText
    line.resize(120, 30)
    line.show()
    qtbot.waitUntil(lambda: line.text() != line.words)
    assert line.text().startswith("<b>")
    assert line.text().endswith("…")
    line.set_words("짧다")
    assert line.text() == "짧다"


def test_the_first_paint_waits_for_none_of_the_enums_of_qt() -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "False"), done.stderr
