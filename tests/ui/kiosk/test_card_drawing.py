"""Cards as they are painted: whole titles, a tick that is seen without colour, a ring that is seen at all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.kiosk.ballot_cards import (
    BallotListModel,
    CardDelegate,
    CardList,
    CardRole,
    make_cards,
    paint_tick,
    text_wrap_flag,
)
from sukui_desktop.ui.kiosk.marking_rules.approval import ApprovalMarking
from sukui_desktop.ui.theme import font
from sukui_desktop.ui.widgets.screen_scale import metrics_for_screen
from tests.ui.kiosk.kiosks import definition, settle

METRICS = metrics_for_screen(1366, 768, per_mille=35)


def shown(qtbot: QtBot, letters: int = 20) -> tuple[CardList, BallotListModel]:
    made = definition(12, title_letters=letters)
    model = BallotListModel()
    model.set_ballot(make_cards(made), ApprovalMarking(made.question))
    model.show_options(range(12))
    view = CardList(model)
    qtbot.addWidget(view)
    view.resize(1000, 500)
    view.fit_to_screen(METRICS)
    view.show()
    settle()
    return view, model


def pixels(image: QImage, place: QRect) -> set[int]:
    return {image.pixel(x, y) for x in range(place.left(), place.right()) for y in range(place.top(), place.bottom())}


def test_a_card_is_as_high_as_its_title(qtbot: QtBot) -> None:
    short, _ = shown(qtbot, 20)
    long, _ = shown(qtbot, 200)
    assert long.sizeHintForRow(0) > short.sizeHintForRow(0)
    assert short.sizeHintForRow(0) >= METRICS.pixels_of_ems(3.3)


def test_heights_are_worked_out_again_for_another_width(qtbot: QtBot) -> None:
    view, _ = shown(qtbot, 200)
    before = view.sizeHintForRow(0)
    view.resize(600, 500)
    settle()
    assert view.sizeHintForRow(0) > before


def test_the_details_button_stands_beside_the_words(qtbot: QtBot) -> None:
    view, model = shown(qtbot, 200)
    delegate = view.itemDelegate()
    assert isinstance(delegate, CardDelegate)
    row = view.visualRect(model.index(0))
    details = delegate.layout.details_button_place(row)
    assert row.contains(details)
    assert details.height() >= 40
    for place, *_ in delegate.layout.placed_texts(model.index(0).data(CardRole), row):
        assert not place.intersects(details)


def test_a_pick_is_seen_in_grey_too(qtbot: QtBot) -> None:
    view, model = shown(qtbot)
    box = QRect(
        QPoint(8 + METRICS.pixels_of_ems(0.8), 8),
        QRect(0, 0, METRICS.pixels_of_ems(1.5), view.sizeHintForRow(0) - 16).size(),
    )
    before = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    model.setData(model.index(0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    settle()
    after = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)

    def dark(image: QImage) -> int:
        spots = ((x, y) for x in range(box.left(), box.right()) for y in range(box.top(), box.bottom()))
        return sum(QColor(image.pixel(x, y)).lightness() < 128 for x, y in spots)

    assert dark(after) > 3 * max(1, dark(before))


def test_the_current_card_has_a_ring_of_two_tones(qtbot: QtBot) -> None:
    view, model = shown(qtbot)
    view.activateWindow()
    view.setFocus()
    view.setCurrentIndex(model.index(1))
    settle()
    image = view.viewport().grab().toImage()
    row = view.visualRect(model.index(1))
    edge = QRect(row.left() + 100, row.top(), 40, 8)
    with_ring = pixels(image, edge)
    view.setCurrentIndex(model.index(3))
    assert view.visualRect(model.index(1)) == row, "nothing scrolled"
    settle()
    without = pixels(view.viewport().grab().toImage(), edge)
    darkest = min(QColor(pixel).lightness() for pixel in with_ring)
    assert darkest < 60
    assert min(QColor(pixel).lightness() for pixel in without) > darkest


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("지하철역 이동안내 로봇", Qt.TextFlag.TextWordWrap),
        ("지하철역교통약자이동안내로봇시범설치사업", Qt.TextFlag.TextWrapAnywhere),
    ],
)
def test_lines_break_between_words_unless_a_word_is_too_long(qtbot: QtBot, words: str, flag: Qt.TextFlag) -> None:
    assert text_wrap_flag(words, QFontMetrics(font(24)), 200) == int(flag)


def test_the_tick_is_drawn_inside_its_box(qtbot: QtBot) -> None:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_tick(painter, QRectF(10, 10, 20, 20), QColor("black"))
    painter.end()
    inked = [(x, y) for x in range(40) for y in range(40) if QColor(image.pixel(x, y)).lightness() < 128]
    assert inked
    assert all(9 <= x <= 31 and 9 <= y <= 31 for x, y in inked)
