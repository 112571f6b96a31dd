"""A drop-down list that is shown whole: every row at the height that the style sheet gives it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget

MOST_ROWS = 12
"""A longer list is scrolled."""


class DropDown(QComboBox):
    """Qt measures the list by its own rows and shows it in the sheet's, which are higher; here both are the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setMaxVisibleItems(MOST_ROWS)
        self.currentTextChanged.connect(self.setToolTip)  # a long choice is cut short in the field

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
