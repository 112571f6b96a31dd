"""양쪽에서 받은 분: everybody who seems to have two slips, each once, and what people decide of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.joint_vote import DoubleDecision
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.joint_votes import DoubleGiving, DoubleView, decide_double, list_doubles
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.dialog_base import HelpedDialog, resize_dialog_within_screen
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button, heading
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.times import moment_words

_WIDTHS = (150, 0, 320)
DECISIONS = (DoubleDecision.TWICE, DoubleDecision.TWO_PEOPLE)


class DoublesDialog(HelpedDialog):
    """A line for each person; the one chosen is decided with who and why."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, poll_id: PollId) -> None:
        super().__init__(parent, text("places.doubles_page.title"))
        self._operations, self._room, self._poll_id = operations, room, poll_id
        columns = (
            Column[DoubleView]("places.doubles_page.column.name", double_name_words),
            Column[DoubleView]("places.doubles_page.column.givings", _givings_of_double_words),
            Column[DoubleView]("places.doubles_page.column.decision", double_decision_words),
        )
        self.table: RowsTable[DoubleView] = RowsTable(
            columns,
            _searchable_texts_of_double,
            name=text("places.doubles_page.title"),
            empty=text("places.doubles_page.empty"),
            widths=_WIDTHS,
            unit=text("widgets.units.people"),
        )
        self.decide_button = button(text("places.doubles_page.decide"), "primary", on_click=self._ask_to_decide)
        self.close_button = button(text("places.doubles_page.close"), on_click=self.reject)
        column_of(
            heading(self.windowTitle()),
            WrappedLabel(text("places.doubles_page.words"), self),
            grow(self.table),
            row_of(self.decide_button, grow(), self.close_button),
            spacing=12,
            margins=(28, 24, 28, 24),
            into=self,
        )
        resize_dialog_within_screen(self, (1120, 520))
        self.table.view.selectionModel().selectionChanged.connect(self._enable_decide_button)
        self._enable_decide_button()
        self.load_doubles()

    @Slot()
    def load_doubles(self) -> None:
        """Read the list again."""
        self._operations.run(self, list_doubles, self._room, self._poll_id, on_done=self._show_doubles)

    def _show_doubles(self, doubles: tuple[DoubleView, ...]) -> None:
        self.table.show_rows(doubles)
        if doubles:
            self.table.choose_row(0)
        self._enable_decide_button()

    @Slot()
    def _enable_decide_button(self) -> None:
        self.decide_button.setEnabled(self.table.chosen_row is not None)

    @Slot()
    def _ask_to_decide(self) -> None:
        view = self.table.chosen_row
        if view is not None:
            dialog = DecideDialog(self, self._operations, self._room, self._poll_id, view)
            dialog.service_done.connect(self._read_again_after_decision)
            dialog.open()

    @Slot(object)
    def _read_again_after_decision(self, changes: Changes) -> None:
        del changes
        self.load_doubles()


class _DecisionAsk(Ask):
    """Asks who decided and how it was found; the rest is said by the children."""

    decision_asked = DoubleDecision.TWO_PEOPLE

    def add_who_and_why(self) -> None:
        """Add both fields."""
        self.decided_by = self.add_line_edit(text("places.deciding.decided_by"))
        self.reason = self.add_line_edit(text("places.deciding.reason"), hint=text("places.deciding.hint"))

    @property
    def decision(self) -> DoubleDecision:
        """What was found."""
        return self.decision_asked

    def answer(self) -> tuple[object, ...]:
        """Return what was found, by whom and how."""
        return self.decision, self.decided_by.text(), self.reason.text()


class DecideDialog(_DecisionAsk):
    """Asks what people found of a double."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, poll_id: PollId, view: DoubleView) -> None:
        super().__init__(
            parent,
            operations,
            decide_double,
            room,
            poll_id,
            view.person_id,
            tuple(given.giving for given in view.givings),
            key="places.deciding",
            name=double_name_words(view),
            givings=givings_words(view.givings),
        )
        self.choice = DropDown(self)
        self.choice.addItems([text(f"places.decision.{decision}") for decision in DECISIONS])
        self.add_field(text("places.deciding.decision"), self.choice)
        self.add_who_and_why()

    @property
    def decision(self) -> DoubleDecision:
        """What was chosen."""
        return DECISIONS[self.choice.currentIndex()]


class OtherPersonDialog(_DecisionAsk):
    """Asks who found, and how, that somebody at the desk is not the one who has a slip elsewhere."""

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        room: Room,
        poll_id: PollId,
        person_id: str,
        name: str,
        givings: Sequence[DoubleGiving],
    ) -> None:
        super().__init__(
            parent,
            operations,
            decide_double,
            room,
            poll_id,
            person_id,
            tuple(given.giving for given in givings),
            key="places.other_person",
            name=name,
            givings=givings_words(givings),
        )
        self.add_who_and_why()


def double_name_words(view: DoubleView) -> str:
    """Return whom a double is about."""
    return view.name or text("places.doubles_page.unnamed")


def givings_words(givings: Sequence[DoubleGiving]) -> str:
    """Return where and when slips were given."""
    return ", ".join(
        text(
            f"places.doubles_page.{'giving' if given.at_ms else 'untimed'}",
            place=given.place,
            when=moment_words(given.at_ms),
        )
        for given in givings
    )


def _givings_of_double_words(view: DoubleView) -> str:
    return givings_words(view.givings)


def double_decision_words(view: DoubleView) -> str:
    """Return what people decided, or that they have not."""
    row = view.decision
    if row is None:
        return text("places.doubles_page.undecided")
    decision = text(f"places.decision.{row.decision}")
    return text("places.decision.told", decision=decision, by=row.decided_by, reason=row.reason)


def _searchable_texts_of_double(view: DoubleView) -> tuple[str, str]:
    return double_name_words(view), ""
