"""Rows and columns of widgets: a layout made in one call."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Box = TypeVar("Box", bound=QBoxLayout)


class Growing(NamedTuple):
    """A part that takes a share of the room that is left; an empty one only keeps others apart."""

    part: QWidget | QLayout | None
    factor: int


class FixedSpace(NamedTuple):
    """Empty room of a fixed length, beside the layout's own spacing."""

    px: int


Part = QWidget | QLayout | Growing | FixedSpace
Margins = int | tuple[int, int, int, int]
"""px on all four sides, or (left, top, right, bottom)."""


def grow(part: QWidget | QLayout | None = None, factor: int = 1) -> Growing:
    """Let a part, or an empty place, take `factor` shares of the room that is left."""
    return Growing(part, factor)


def gap(px: int) -> FixedSpace:
    """Leave so many pixels empty."""
    return FixedSpace(px)


def column_of(
    *parts: Part, spacing: int | None = None, margins: Margins | None = None, into: QWidget | None = None
) -> QVBoxLayout:
    """Return parts below one another; with `into` as the layout of that widget. None leaves the style's lengths."""
    return _filled_box(QVBoxLayout(into) if into is not None else QVBoxLayout(), parts, spacing, margins)


def row_of(
    *parts: Part, spacing: int | None = None, margins: Margins | None = None, into: QWidget | None = None
) -> QHBoxLayout:
    """Return parts side by side; with `into` as the layout of that widget. None leaves the style's lengths."""
    return _filled_box(QHBoxLayout(into) if into is not None else QHBoxLayout(), parts, spacing, margins)


def grid_of(
    *, spacing: tuple[int, int], margins: Margins, growing: int | None = None, into: QWidget | None = None
) -> QGridLayout:
    """Return an empty grid; `spacing` is across and down, `growing` the column that takes the room that is left."""
    grid = QGridLayout(into) if into is not None else QGridLayout()
    grid.setHorizontalSpacing(spacing[0])
    grid.setVerticalSpacing(spacing[1])
    _set_margins(grid, margins)
    if growing is not None:
        grid.setColumnStretch(growing, 1)
    return grid


def fill(box: QBoxLayout, *parts: Part) -> None:
    """Add parts at the end of a row or a column."""
    for part in parts:
        if isinstance(part, FixedSpace):
            box.addSpacing(part.px)
            continue
        inner, factor = part if isinstance(part, Growing) else (part, 0)
        if inner is None:
            box.addStretch(factor)
        elif isinstance(inner, QWidget):
            box.addWidget(inner, factor)
        else:
            box.addLayout(inner, factor)


def _filled_box(box: Box, parts: tuple[Part, ...], spacing: int | None, margins: Margins | None) -> Box:
    if margins is not None:
        _set_margins(box, margins)
    if spacing is not None:
        box.setSpacing(spacing)
    fill(box, *parts)
    return box


def _set_margins(layout: QLayout, margins: Margins) -> None:
    layout.setContentsMargins(*((margins,) * 4 if isinstance(margins, int) else margins))


def clear_grid(grid: QGridLayout) -> None:
    """Take every widget out of a grid and delete it."""
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
