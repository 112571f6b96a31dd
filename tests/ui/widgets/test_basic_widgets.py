"""The small pieces of every window: a badge, a button, a line that is cut where it has no room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.widgets.basic_widgets import badge, button
from sukui_desktop.ui.widgets.elided_label import ElidedLabel


def test_a_badge_is_centred_and_a_button_shows_a_hand(qtbot: QtBot) -> None:
    mark, act = badge("가", "blue"), button("나")
    for part in (mark, act):
        qtbot.addWidget(part)
        part.show()
        qtbot.waitExposed(part)
    assert mark.alignment() == Qt.AlignmentFlag.AlignCenter
    assert mark.property("badge") == "blue"
    assert act.cursor().shape() == Qt.CursorShape.PointingHandCursor


def test_a_line_is_cut_where_it_has_no_room_and_stays_plain(qtbot: QtBot) -> None:
    line = ElidedLabel(words="<b>예산</b> " * 30)
    qtbot.addWidget(line)
    assert line.textFormat() == Qt.TextFormat.PlainText
    line.resize(120, 30)
    line.show()
    qtbot.waitUntil(lambda: line.text() != line.whole_words)
    assert line.text().startswith("<b>")
    assert line.text().endswith("…")
    line.set_words("짧다")
    assert line.text() == "짧다"
