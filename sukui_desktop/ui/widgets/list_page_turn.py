"""Turning the pages of any long list by whole rows: which rows are in view, the next and the previous page."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QListView

_INSIDE_PX = 24
"""Far enough from the left edge to be inside a row."""


def rows_in_view(view: QListView) -> tuple[int, int]:
    """Return the first and the last row that are seen whole; (0, -1) when the list is empty.

    A row higher than the list counts as seen when it is the only one.
    """
    count = view.model().rowCount()
    if not count:
        return (0, -1)
    height = view.viewport().height()
    first = max(0, view.indexAt(QPoint(_INSIDE_PX, 1)).row())
    if first + 1 < count and view.visualRect(view.model().index(first, 0)).top() < 0:
        first += 1
    last = first
    while last + 1 < count and view.visualRect(view.model().index(last + 1, 0)).bottom() <= height:
        last += 1
    return (first, last)


def turn_list_page(view: QListView, pages: int) -> bool:
    """Show the next (1) or the previous (-1) page; return whether there was one.

    The row after the last whole one comes to the top, so that none is passed over.
    """
    count = view.model().rowCount()
    first, last = rows_in_view(view)
    if not count or (pages > 0 and last + 1 >= count) or (pages < 0 and first == 0):
        return False
    row = last + 1 if pages > 0 else _row_a_page_before(view, first)
    view.scrollTo(view.model().index(row, 0), QListView.ScrollHint.PositionAtTop)
    return True


def _row_a_page_before(view: QListView, first: int) -> int:
    """Return the row at the top when the row before `first` is the last one seen whole."""
    room, row = view.viewport().height(), first
    while row > 0:
        room -= view.visualRect(view.model().index(row - 1, 0)).height()
        if room < 0:
            break
        row -= 1
    return min(row, first - 1)
