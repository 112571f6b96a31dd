"""Checks of words on any screen: not cut, not overlapping, inside their window."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QWidget,
)

from sukui_desktop.ui.console.undo_steps import UndoButton
from sukui_desktop.ui.widgets.drop_down import END_ROLE, DropDown
from sukui_desktop.ui.widgets.elided_label import ElidedLabel

_CELL_SIDES_PX = 26
"""Left and right of the words of a cell, where Qt draws nothing."""
_NARROW_PX = 120
_MOST_LINES = 4
"""A cell whose words take more lines than this, in a column narrower than that, is not read but spelled."""
_PARTS = (QLabel, QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QAbstractItemView, QTabBar)


def faults_of(window: QWidget, *, may_shorten: bool = False) -> list[str]:
    """Return, in words, every place where a person could not read what stands there.

    With `may_shorten`, for screens smaller than a laptop's, a line that holds the whole in its tooltip may be cut.
    A number in a table never may: "800···" is another amount.
    """
    shown = [part for part in window.findChildren(QWidget) if part.isVisible() and not part.visibleRegion().isEmpty()]
    looked_at = [part for part in shown if not (may_shorten and _holds_whole(part))]
    found = [fault for part in looked_at for fault in _faults_in(part)]
    for part in shown:
        if isinstance(part, _PARTS):
            found += _outside(window, part)
    return [*found, *_overlaps(shown)]


def _holds_whole(part: QWidget) -> bool:
    """Return whether what is cut short here is whole in the tooltip, or in the list that opens."""
    if isinstance(part, DropDown) and part.currentData(END_ROLE):
        return False  # its end is looked for
    return isinstance(part, ElidedLabel) or (isinstance(part, QComboBox) and part.toolTip() == part.currentText())


def _faults_in(part: QWidget) -> Iterator[str]:
    if isinstance(part, ElidedLabel):
        if part.text() != part.whole_words and "/" not in part.whole_words:
            yield f"cut: {part.whole_words!r} as {part.text()!r}"
    elif isinstance(part, QLabel) and part.text():
        yield from _label_faults(part)
    elif isinstance(part, UndoButton):
        if part.minimumSizeHint().width() > part.width():  # what it takes back may be shortened, its first word not
            yield f"cut: button {part.text()!r} wants {_size(part.minimumSizeHint())}, has {_size(part.size())}"
    elif isinstance(part, QPushButton | QCheckBox | QRadioButton):
        if part.sizeHint().width() > part.width() or part.sizeHint().height() > part.height():
            yield f"cut: button {part.text()!r} wants {_size(part.sizeHint())}, has {_size(part.size())}"
    else:
        yield from _field_faults(part)


def _field_faults(part: QWidget) -> Iterator[str]:
    if isinstance(part, QLineEdit) and not isinstance(part.parentWidget(), QAbstractSpinBox | QComboBox):
        words = part.text() if part.isReadOnly() else "" if part.text() else part.placeholderText()
        yield from _too_wide(part, words, part.width() - 16, "field")
    elif isinstance(part, DropDown) and part.currentData(END_ROLE):
        end = str(part.currentData(END_ROLE))
        if not part.shown_words().endswith(end):
            yield f"cut: choice {part.currentText()[:50]!r} lost its end {end!r}"
    elif isinstance(part, QComboBox):
        option = QStyleOptionComboBox()
        part.initStyleOption(option)
        place = QStyle.SubControl.SC_ComboBoxEditField
        inside = part.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, place, part)
        yield from _too_wide(part, part.currentText(), inside.width(), "choice")
    elif isinstance(part, QTabBar):
        for number in range(part.count()):
            yield from _too_wide(part, part.tabText(number), part.tabRect(number).width(), "tab")
    elif isinstance(part, QTableView):
        yield from _number_faults(part)
        yield from _column_faults(part)
    elif isinstance(part, QHeaderView) and part.orientation() == Qt.Orientation.Horizontal:
        yield from _header_faults(part)


def _label_faults(label: QLabel) -> Iterator[str]:
    words = label.text()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height():
            yield f"cut: {words[:50]!r} needs {needed} px of height, has {label.height()}"
        widest = max((label.fontMetrics().horizontalAdvance(word) for word in words.split()), default=0)
        if widest > label.contentsRect().width():
            yield f"cut: {words[:50]!r} has a word of {widest} px in {label.contentsRect().width()}"
    elif label.sizeHint().width() > label.width() or label.sizeHint().height() > label.height():
        yield f"cut: {words[:50]!r} wants {_size(label.sizeHint())}, has {_size(label.size())}"


def _number_faults(table: QTableView) -> Iterator[str]:
    model = table.model()
    for column in range(model.columnCount()):
        for row in range(model.rowCount()):
            cell = model.index(row, column)
            alignment = cell.data(Qt.ItemDataRole.TextAlignmentRole)
            if alignment is None or not alignment & Qt.AlignmentFlag.AlignRight or table.isColumnHidden(column):
                continue
            needed = table.fontMetrics().horizontalAdvance(str(cell.data() or "")) + _CELL_SIDES_PX
            if needed > table.columnWidth(column):
                yield f"cut: number {cell.data()!r} needs {needed} px, has {table.columnWidth(column)}"


def _column_faults(table: QTableView) -> Iterator[str]:
    """Words broken into many short lines, and columns out of sight beside one that could give its room."""
    header = table.horizontalHeader()
    modes = {place: header.sectionResizeMode(place) for place in range(header.count()) if table.columnWidth(place)}
    takes_room = [place for place, mode in modes.items() if mode == QHeaderView.ResizeMode.Stretch]
    if takes_room and table.horizontalScrollBar().maximum() > 0:
        yield f"out of sight: columns of {table.accessibleName()!r} at the right"
    for place in takes_room if table.wordWrap() else ():
        room = max(1, table.columnWidth(place) - _CELL_SIDES_PX)
        cells = [str(table.model().index(row, place).data() or "") for row in range(table.model().rowCount())]
        longest = max(map(table.fontMetrics().horizontalAdvance, cells), default=0)
        if longest > _MOST_LINES * room and room < _NARROW_PX:
            yield f"broken: words of {longest} px in lines of {room} px"


def _too_wide(part: QWidget, words: str, room: int, kind: str) -> Iterator[str]:
    needed = part.fontMetrics().horizontalAdvance(words)
    if needed > room:
        yield f"cut: {kind} {words[:50]!r} needs {needed} px, has {room}"


def _header_faults(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    for section in range(header.count()):
        if header.isSectionHidden(section):
            continue  # points, where a question gives none
        words = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        yield from _too_wide(header, words, header.sectionSize(section), "column")


def _outside(window: QWidget, part: QWidget) -> Iterator[str]:
    area = _scrolled_in(part)
    if area is not None:
        place = QRect(part.mapTo(area, QPoint(0, 0)), part.size())
        if place.left() < 0 or place.right() > area.width():
            yield f"outside: {_name(part)} runs over the side of its list"
        return
    place = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
    if not window.rect().contains(place):
        yield f"outside: {_name(part)} at {place.getRect()} of {_size(window.size())}"


def _scrolled_in(part: QWidget) -> QWidget | None:
    parent = part.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent.parentWidget(), QAbstractScrollArea) and parent.objectName() == "qt_scrollarea_viewport":
            return parent
        parent = parent.parentWidget()
    return None


def _overlaps(shown: list[QWidget]) -> Iterator[str]:
    parts = [part for part in shown if isinstance(part, _PARTS) and _owner(part) is not None]
    siblings: dict[int, list[QWidget]] = {}
    for part in parts:
        siblings.setdefault(id(part.parentWidget()), []).append(part)
    for group in siblings.values():
        for one, other in combinations(group, 2):
            if one.geometry().intersects(other.geometry()):
                yield f"overlap: {_name(one)} and {_name(other)}"


def _owner(part: QWidget) -> QWidget | None:
    """Return the parent where parts are laid out by us; None inside Qt's own widgets."""
    parent = part.parentWidget()
    is_inner = isinstance(parent, QAbstractItemView | QLineEdit | QComboBox | QAbstractSpinBox | QTabBar | QHeaderView)
    return None if is_inner or isinstance(part, QHeaderView) else parent


def _name(part: QWidget) -> str:
    words = getattr(part, "text", str)() if not isinstance(part, QPlainTextEdit) else ""
    return f"{type(part).__name__} {(words or part.accessibleName() or part.objectName())[:40]!r}"


def _size(size: object) -> str:
    return f"{size.width()}×{size.height()}" if hasattr(size, "width") and hasattr(size, "height") else ""
