"""Lists that drop from a field and are shown whole: choices, and what completes the words that are typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QStringListModel, Qt, QTimer, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from sukui_desktop.ui.widgets.labels_without_markup import tool_tip_words

END_ROLE = Qt.ItemDataRole.UserRole + 1
"""The end of a choice that is shown whole where its beginning is cut short."""
MOST_ROWS = 12
"""A longer list is scrolled."""


class DropDown(QComboBox):
    """Qt measures the list by its own rows and shows it in the sheet's, which are higher; here both are the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setMaxVisibleItems(MOST_ROWS)
        self.currentTextChanged.connect(self._show_text_as_tool_tip)

    @Slot(str)
    def _show_text_as_tool_tip(self, words: str) -> None:
        self.setToolTip(tool_tip_words(words))  # a long choice is cut short in the field

    def add_choice_with_uncut_end(self, words: str, end: str, data: object) -> None:
        """Add a choice whose `words` may be cut short while `end`, which follows them, is always shown whole."""
        self.addItem(f"{words}{end}", data)
        self.setItemData(self.count() - 1, end, END_ROLE)
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)  # in the list too

    def shown_words(self) -> str:
        """Return the choice as there is room for it: a long one ends in an ellipsis, behind which its end is kept."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        metrics, words = self.fontMetrics(), self.currentText()
        end = str(self.currentData(END_ROLE) or "")
        if metrics.horizontalAdvance(words) <= room:
            return words
        begun = words.removesuffix(end)
        return metrics.elidedText(begun, Qt.TextElideMode.ElideRight, room - metrics.horizontalAdvance(end)) + end

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field with what there is room for: Qt cuts a long choice in the middle of a letter."""
        if self.isEditable() or self.currentIndex() < 0:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown_words()
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a choice is made in the open list or by keys."""
        event.ignore()

    def showPopup(self) -> None:
        """Open the list as high as its rows, inside the screen, and as wide as its longest row."""
        super().showPopup()
        view, popup = self.view(), self.view().window()
        if self.count() <= MOST_ROWS:
            self._hide_arrows()
        screen = self.screen().availableGeometry()
        rows = sum(view.sizeHintForRow(row) for row in range(min(self.count(), MOST_ROWS)))
        height = min(rows + popup.height() - view.viewport().height(), screen.height())
        widest = view.sizeHintForColumn(0) + popup.width() - view.viewport().width()
        width = min(max(popup.width(), widest), screen.width())
        left = min(popup.x(), screen.right() + 1 - width)
        top = max(screen.top(), min(popup.y(), screen.bottom() + 1 - height))
        popup.setGeometry(left, top, width, height)

    def _hide_arrows(self) -> None:
        """Hide the arrows above and below the open list, which take the room of a row."""
        popup = self.view().window()
        for part in popup.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if part.metaObject().className() == "QComboBoxPrivateScroller":
                part.hide()
        layout = popup.layout()
        if layout is not None:
            layout.activate()


class Completions(QCompleter):
    """Offers what a field may hold in a list as wide as its longest line: Qt makes it as narrow as the field."""

    def __init__(self, offered: QAbstractItemModel | Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(offered if isinstance(offered, QAbstractItemModel) else QStringListModel(offered, self))
        self.list = CompletionList()
        self.setPopup(self.list)


class CompletionList(QListView):
    """As wide as its longest line whenever Qt shows it, fills it or gives it the width of the field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        # Qt gives it the field's width first, and would leave room for a bar that the list does not need.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def showEvent(self, event: QShowEvent) -> None:
        """Be wide enough from the beginning."""
        super().showEvent(event)
        self._widen_to_longest_line()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take back the width of the field."""
        super().resizeEvent(event)
        self._widen_to_longest_line()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Follow other lines in a list that is shown already."""
        super().paintEvent(event)
        if self.sizeHintForColumn(0) > self.viewport().width():
            QTimer.singleShot(0, self, self._widen_to_longest_line)

    @Slot()
    def _widen_to_longest_line(self) -> None:
        if not self.isVisible():
            return
        screen = self.screen().availableGeometry()
        sides = self.width() - self.viewport().width()
        width = min(self.sizeHintForColumn(0) + sides, screen.width())
        if width > self.width():
            left = max(screen.left(), min(self.x(), screen.right() + 1 - width))
            self.setGeometry(left, self.y(), width, self.height())
