"""Turning a list by whole rows, whatever their heights."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel
from PySide6.QtWidgets import QApplication, QListView, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.widgets.list_page_turn import rows_in_view, turn_list_page


class Heights(QStyledItemDelegate):
    """Rows as high as they are told."""

    def __init__(self, heights: list[int]) -> None:
        super().__init__()
        self.heights = heights

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.heights[index.row()])


def make_list(heights: list[int]) -> tuple[QListView, Heights]:
    view = QListView()
    view.setStyleSheet("QListView, QListView::item { border: none; padding: 0; min-height: 0; }")
    delegate = Heights(heights)
    view.setItemDelegate(delegate)
    model = QStringListModel([str(row) for row in range(len(heights))], view)
    view.setModel(model)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.resize(200, 300)
    view.show()
    QApplication.processEvents()
    return view, delegate


def walk(view: QListView, direction: int, most: int) -> list[tuple[int, int]]:
    seen = [rows_in_view(view)]
    while turn_list_page(view, direction):
        seen.append(rows_in_view(view))
        assert len(seen) <= most
    return seen


@given(st.lists(st.integers(30, 290), min_size=1, max_size=40))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_is_seen_whole_in_both_directions(qtbot: QtBot, heights: list[int]) -> None:
    view, delegate = make_list(heights)
    down = walk(view, 1, len(heights) + 1)
    up = walk(view, -1, len(heights) + 1)
    for pages in (down, up):
        assert {row for first, last in pages for row in range(first, last + 1)} == set(range(len(heights)))
    assert [first for first, _ in down] == sorted({first for first, _ in down}), "always forward"
    assert delegate.heights == heights
    view.deleteLater()


def test_an_empty_list_has_no_pages(qtbot: QtBot) -> None:
    view, _ = make_list([])
    assert rows_in_view(view) == (0, -1)
    assert not turn_list_page(view, 1)
    assert not turn_list_page(view, -1)
    view.deleteLater()


@pytest.mark.parametrize("direction", [1, -1])
def test_a_list_that_fits_turns_nowhere(qtbot: QtBot, direction: int) -> None:
    view, _ = make_list([50, 50, 50])
    assert rows_in_view(view) == (0, 2)
    assert not turn_list_page(view, direction)
    view.deleteLater()
