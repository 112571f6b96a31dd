"""[투표권 점검]: everybody of the roster who would get no slip, two slips or the wrong 구분, and what to do."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.checkin.entitlement import EntitlementCheck, EntitlementLine, check_entitlement
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.dialog_base import HelpedDialog, resize_dialog_within_screen
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button, heading, show_words_in_state
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence

_WIDTHS = (140, 70, 460, 0)


class EntitlementDialog(HelpedDialog):
    """A line for each person and fault; what is mended in the roster is gone at the next opening."""

    help_key: ClassVar[str] = "vote.entitlement.help"

    def __init__(self, parent: QWidget, operations: Operations, room: Room, poll_id: PollId) -> None:
        super().__init__(parent, text("vote.entitlement.title"))
        self.verdict = WrappedLabel("", self, name="entitlementVerdict")
        self.table: RowsTable[EntitlementLine] = RowsTable(
            (
                Column[EntitlementLine]("vote.entitlement.column.name", "name"),
                Column[EntitlementLine]("vote.entitlement.column.number", "number"),
                Column[EntitlementLine]("vote.entitlement.column.fault", entitlement_fault_words),
                Column[EntitlementLine]("vote.entitlement.column.mending", _mending_words),
            ),
            _searchable_texts_of_line,
            name=text("vote.entitlement.title"),
            empty=text("vote.entitlement.empty"),
            widths=_WIDTHS,
            unit=text("widgets.units.people"),
        )
        self.close_button = button(text("vote.entitlement.close"), "primary", on_click=self.accept)
        column_of(
            heading(self.windowTitle()),
            self.verdict,
            grow(self.table),
            row_of(grow(), self.close_button),
            spacing=12,
            margins=(28, 24, 28, 24),
            into=self,
        )
        resize_dialog_within_screen(self, (1180, 580))
        operations.run(self, check_entitlement, room, poll_id, on_done=self._show_check, on_refused=self._show_refusal)

    def _show_check(self, check: EntitlementCheck) -> None:
        self.table.show_rows(check.lines)
        people = len({line.finding.person_id for line in check.lines})
        if people:
            words = text("vote.entitlement.found", count=people, people=check.people)
            show_words_in_state(self.verdict, words, "warning")
        else:
            words = text("vote.entitlement.fine", people=check.people)
            show_words_in_state(self.verdict, words, "success")

    def _show_refusal(self, error: SukuiError) -> None:
        show_words_in_state(self.verdict, refusal_sentence(error), "danger")


def entitlement_fault_words(line: EntitlementLine) -> str:
    """Return what is to be looked at of a person."""
    return text(
        f"vote.entitlement.fault.{line.finding.fault}",
        role=line.role or text("vote.entitlement.none"),
        channel=line.channel or text("vote.entitlement.none"),
        expected=line.finding.expected,
        other=line.other_name if not line.other_number else text("vote.entitlement.number", number=line.other_number),
    )


def _mending_words(line: EntitlementLine) -> str:
    return text(f"vote.entitlement.mending.{line.finding.fault}")


def _searchable_texts_of_line(line: EntitlementLine) -> tuple[str, str]:
    return line.name, line.number
