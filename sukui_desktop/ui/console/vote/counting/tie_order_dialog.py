"""동점: the chair orders projects that are tied, or a lot is drawn by the program or by hand."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import RuleBroken, SukuiError
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.decision_inputs import LotDraw, LotWay
from sukui_desktop.services.vote.selection_and_certification import read_open_tie
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.roster_name_field import RosterNameField
from sukui_desktop.ui.widgets.basic_widgets import hint, with_screen_reader_name
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.wording.distinct_project_titles import distinct_titles
from sukui_desktop.wording.money import money_words
from sukui_desktop.wording.refusal_sentences import refusal_sentence

CODE_ROLE = Qt.ItemDataRole.UserRole
MOST_ROWS = 6


class TiedProject(msgspec.Struct, frozen=True):
    """One project of a tie."""

    code: str
    title: str
    cost: str


class TieList(QWidget):
    """The projects of one tie, with buttons and keys that move the chosen one up and down."""

    def __init__(self, tied: tuple[TiedProject, ...]) -> None:
        super().__init__()
        self._titles = {each.code: each for each in tied}
        self._is_movable = True
        self.list = with_screen_reader_name(QListWidget(self), text("result.tie.list"))
        for each in tied:
            item = QListWidgetItem(each.title, self.list)
            item.setData(CODE_ROLE, each.code)
        self.up_button = _make_arrow_button("up")
        self.down_button = _make_arrow_button("down")
        column = column_of(self.up_button, self.down_button, grow(), spacing=6)
        layout = row_of(margins=0, into=self)
        layout.addWidget(self.list, 1, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(column)
        self.setFocusProxy(self.list)
        self.up_button.clicked.connect(self._move_up)
        self.down_button.clicked.connect(self._move_down)
        self.list.currentRowChanged.connect(self._enable_buttons_that_move)
        self.list.installEventFilter(self)
        self._renumber_rows()
        self.list.setCurrentRow(0)
        self._fit_height_to_rows()

    def set_movable(self, *, is_movable: bool) -> None:
        """Let people move the projects, or only look at them."""
        self._is_movable = is_movable
        self._enable_buttons_that_move(self.list.currentRow())

    @property
    def codes_in_order(self) -> tuple[str, ...]:
        """Codes in their present order."""
        return tuple(str(self.list.item(row).data(CODE_ROLE)) for row in range(self.list.count()))

    def showEvent(self, event: QShowEvent) -> None:
        """Measure the rows in the look of the dialog."""
        super().showEvent(event)
        self._fit_height_to_rows()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Alt+Up and Alt+Down while the keyboard is in the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._move_project(step)
                return True
        return super().eventFilter(watched, event)

    def _fit_height_to_rows(self) -> None:
        """Be as high as all rows, six at most."""
        self.list.ensurePolished()
        self.list.doItemsLayout()
        self.list.setFixedHeight(min(MOST_ROWS, self.list.count()) * self.list.sizeHintForRow(0) + 8)

    def _move_project(self, step: int) -> None:
        row = self.list.currentRow()
        if self._is_movable and 0 <= row + step < self.list.count():
            item = self.list.takeItem(row)
            self.list.insertItem(row + step, item)
            self.list.setCurrentRow(row + step)
            self._renumber_rows()

    def _renumber_rows(self) -> None:
        for row, code in enumerate(self.codes_in_order):
            each = self._titles[code]
            self.list.item(row).setText(text("result.tie.line", place=row + 1, title=each.title, cost=each.cost))
        self._enable_buttons_that_move(self.list.currentRow())

    @Slot()
    def _move_up(self) -> None:
        self._move_project(-1)

    @Slot()
    def _move_down(self) -> None:
        self._move_project(1)

    @Slot(int)
    def _enable_buttons_that_move(self, row: int) -> None:
        self.up_button.setEnabled(self._is_movable and row > 0)
        self.down_button.setEnabled(self._is_movable and 0 <= row < self.list.count() - 1)


class TieDialog(Ask):
    """Asks for the order of a tie that decides the list: of the chair, or of a lot, which the program draws now or
    people drew by hand. Where the list then depends on another tie, it asks for that one in its place."""

    def __init__(self, *args: Any, tied: tuple[str, ...], definition: Definition, **facts: Any) -> None:
        """`tied` are the codes of the tied projects."""
        self._is_lot = definition.rule.steps.ties[-1] == TieWay.LOT
        super().__init__(*args, words="lot_words" if self._is_lot else "words", **facts)
        self.setMinimumWidth(720)
        self._definition = definition
        self._before: tuple[str, ...] = ()
        """Ties that were put in order before, as codes."""
        self.by_program = QRadioButton(text("result.tie.by_program"), self)
        self.by_hand = QRadioButton(text("result.tie.by_hand"), self)
        self.by_program.setChecked(self._is_lot)
        if self._is_lot:
            self.add_field(text("result.tie.way"), _stack_fields_into_widget(self.by_program, self.by_hand))
        self.place = QVBoxLayout()
        self.body.addLayout(self.place)
        self.tie = self._make_tie_list(tied)
        self._first_field = self._first_field or self.tie.list
        self.keys = hint(text("result.tie.keys"))
        self.body.addWidget(self.keys)
        self.names = QWidget(self)
        self.drawn_by = RosterNameField(text("result.tie.drawn_by"), self.names)
        self.attested_by = RosterNameField(text("result.tie.attested_by"), self.names)
        for field in (self.drawn_by, self.attested_by):
            field.read_people(self._operations, self._args[0])
        form = QFormLayout(self.names)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(text("result.tie.drawn_by"), self.drawn_by)
        form.addRow(text("result.tie.attested_by"), self.attested_by)
        self.body.addWidget(self.names)
        self.by_program.toggled.connect(self._show_fields_of_chosen_way)
        self._show_fields_of_chosen_way()

    def _make_tie_list(self, tied: tuple[str, ...]) -> TieList:
        options = {option.code: option for option in self._definition.question.options}
        titles = distinct_titles((option.code, option.title) for option in self._definition.question.options)
        currency = self._definition.currency
        made = TieList(
            tuple(TiedProject(code, titles[code], money_words(options[code].cost, currency)) for code in tied)
        )
        self.place.addWidget(made)
        return made

    @Slot()
    def _show_fields_of_chosen_way(self) -> None:
        """Show what is asked for the way that is chosen; the program needs to be told nothing."""
        is_program = self._is_lot and self.by_program.isChecked()
        self.tie.set_movable(is_movable=not is_program)
        self.keys.setVisible(not is_program)
        self.names.setVisible(self._is_lot and not is_program)
        accept = "accept" if not self._is_lot else "draw" if is_program else "write"
        self.accept_button.setText(text(f"result.tie.{accept}"))
        self.adjustSize()

    def problem(self) -> str:
        """Return that somebody must answer for a lot drawn by hand."""
        is_hand = self._is_lot and self.by_hand.isChecked()
        lacks = is_hand and not (self.drawn_by.text().strip() and self.attested_by.text().strip())
        if lacks:
            return refusal_sentence(RuleBroken("lot_names_missing"))
        return (self.drawn_by.problem() or self.attested_by.problem()) if is_hand else ""

    def answer(self) -> tuple[object, ...]:
        """Return every order so far as codes, and how a lot was drawn."""
        if self._is_lot and self.by_program.isChecked():
            return (self._before, LotDraw(way=LotWay.PROGRAM))
        order = (*self._before, *self.tie.codes_in_order)
        if not self._is_lot:
            return (order,)
        hand = LotDraw(way=LotWay.HAND, drawn_by=self.drawn_by.text(), attested_by=self.attested_by.text())
        return (order, hand)

    def show_service_refusal(self, error: SukuiError) -> None:
        """Ask for the next tie where the list still depends on one; show any other refusal."""
        if error.code not in ("tie_needs_lot", "tie_needs_chair"):
            super().show_service_refusal(error)
            return
        self._before = (*self._before, *self.tie.codes_in_order)
        self._operations.run(
            self,
            read_open_tie,
            *self._args,
            self._before,
            on_done=self._show_next_tie,
            on_refused=super().show_service_refusal,
        )

    def _show_next_tie(self, tied: tuple[str, ...]) -> None:
        if self._is_lot:
            self.by_program.setEnabled(False)  # one lot, one way: what people drew is not written down as the program's
        self.tie.hide()
        self.tie.deleteLater()
        self.tie = self._make_tie_list(tied)
        self.show_message(text("result.tie.next"))
        self._show_fields_of_chosen_way()
        self.tie.list.setFocus()


def _stack_fields_into_widget(*fields: QWidget) -> QWidget:
    made = QWidget()
    column_of(*fields, spacing=2, margins=0, into=made)
    made.setFocusProxy(fields[0])
    return made


def _make_arrow_button(key: str) -> QPushButton:
    made = QPushButton(text(f"result.tie.{key}"))
    made.setAutoDefault(False)
    made.setToolTip(QKeySequence(f"Alt+{'Up' if key == 'up' else 'Down'}").toString())
    return made
