"""의장의 결정: the chair orders projects that are tied."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.parts import hint, named
from sukui_desktop.wording.money import money_words
from sukui_desktop.wording.project_titles import title_words

CODE_ROLE = Qt.ItemDataRole.UserRole
MOST_ROWS = 6


class TiedProject(msgspec.Struct, frozen=True):
    """One project of a tie."""

    code: str
    title: str
    cost: str


class TieList(QWidget):
    """The projects of one tie, with buttons and keys that move the chosen one up and down."""

    def __init__(self, number: int, tied: tuple[TiedProject, ...]) -> None:
        super().__init__()
        self._titles = {each.code: each for each in tied}
        self.list = named(QListWidget(self), text("result.tie.list", number=number))
        for each in tied:
            item = QListWidgetItem(each.title, self.list)
            item.setData(CODE_ROLE, each.code)
        self.up_button = _arrow("up")
        self.down_button = _arrow("down")
        column = column_of(self.up_button, self.down_button, grow(), spacing=6)
        layout = row_of(margins=0, into=self)
        layout.addWidget(self.list, 1, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(column)
        self.setFocusProxy(self.list)
        self.up_button.clicked.connect(self._on_up_clicked)
        self.down_button.clicked.connect(self._on_down_clicked)
        self.list.currentRowChanged.connect(self._on_row_chosen)
        self.list.installEventFilter(self)
        self._number()
        self.list.setCurrentRow(0)
        self._fit()

    @property
    def order(self) -> tuple[str, ...]:
        """Codes in their present order."""
        return tuple(str(self.list.item(row).data(CODE_ROLE)) for row in range(self.list.count()))

    def showEvent(self, event: QShowEvent) -> None:
        """Measure the rows in the look of the dialog."""
        super().showEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Alt+Up and Alt+Down while the keyboard is in the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._move(step)
                return True
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Be as high as all rows, six at most."""
        self.list.ensurePolished()
        self.list.doItemsLayout()
        self.list.setFixedHeight(min(MOST_ROWS, self.list.count()) * self.list.sizeHintForRow(0) + 8)

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + step < self.list.count():
            item = self.list.takeItem(row)
            self.list.insertItem(row + step, item)
            self.list.setCurrentRow(row + step)
            self._number()

    def _number(self) -> None:
        for row, code in enumerate(self.order):
            each = self._titles[code]
            self.list.item(row).setText(text("result.tie.line", place=row + 1, title=each.title, cost=each.cost))
        self._on_row_chosen(self.list.currentRow())

    @Slot()
    def _on_up_clicked(self) -> None:
        self._move(-1)

    @Slot()
    def _on_down_clicked(self) -> None:
        self._move(1)

    @Slot(int)
    def _on_row_chosen(self, row: int) -> None:
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(0 <= row < self.list.count() - 1)


class TieDialog(Ask):
    """Asks the chair for the order of every tie."""

    def __init__(self, *args: Any, ties: tuple[tuple[str, ...], ...], definition: Definition, **facts: Any) -> None:
        """`ties` are the codes of the tied projects, tie by tie, best first."""
        super().__init__(*args, **facts)
        self.setMinimumWidth(720)
        options = {option.code: option for option in definition.question.options}
        titles = title_words((option.code, option.title) for option in definition.question.options)
        self.lists: list[TieList] = []
        for number, codes in enumerate(ties, start=1):
            tied = tuple(
                TiedProject(code, titles[code], money_words(options[code].cost, definition.currency)) for code in codes
            )
            made = TieList(number, tied)
            self.add_field(text("result.tie.group", number=number, count=len(codes)), made)
            QWidget.setTabOrder(made.list, made.up_button)
            QWidget.setTabOrder(made.up_button, made.down_button)
            self.lists.append(made)
        self.body.addWidget(hint(text("result.tie.keys")))

    def answer(self) -> tuple[object, ...]:
        """Return all codes, tie by tie, as the chair put them, as one argument."""
        return (tuple(code for made in self.lists for code in made.order),)


def _arrow(key: str) -> QPushButton:
    made = QPushButton(text(f"result.tie.{key}"))
    made.setAutoDefault(False)
    made.setToolTip(QKeySequence(f"Alt+{'Up' if key == 'up' else 'Down'}").toString())
    return made
