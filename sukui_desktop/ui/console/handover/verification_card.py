"""확인: the meeting's record held against itself, its boxes and what was printed of it; and what did not apply."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.verification_findings import PrintedHead, Verification
from sukui_desktop.services.handover.unapplied_entries import ConflictView, list_conflicts
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.verify.verification import verify_room
from sukui_desktop.ui.console.handover.file_cards import TOOL_PX
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import (
    button,
    field_label,
    heading,
    hint,
    set_style_property,
    show_words_or_hide,
    with_screen_reader_name,
    with_style_property,
)
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.ui.widgets.vertical_scroll import scroll_into_view
from sukui_desktop.wording.refusal_sentences import refusal_sentence
from sukui_desktop.wording.times import moment_words
from sukui_desktop.wording.verification import checked_lines, unchecked_lines

_CONFLICTS_PX = 260
_MOMENT_PX = 200
_MACHINE_PX = 150
_ABOUT_PX = 220


class VerificationCard(QFrame):
    """A line for the printed 기록 지문, a button, and what came of it."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._room: Room | None = None
        self.setProperty("card", "true")
        self.setAccessibleName(text("verification.card.title"))
        self.head_field = with_screen_reader_name(QLineEdit(self), text("verification.card.head"))
        self.head_field.setPlaceholderText(text("verification.card.head_example"))
        self.check_button = button(text("verification.card.check"), on_click=self._start_verification)
        self.check_button.setMinimumWidth(TOOL_PX)
        self.head_field.returnPressed.connect(self._start_verification)
        self.unchecked = with_style_property(hint(), "state", "warning")
        self.outcome = hint()
        for label in (self.unchecked, self.outcome):
            label.hide()
        self.conflicts = ConflictList()
        column_of(
            heading(text("verification.card.title"), 3),
            hint(text("verification.card.hint")),
            row_of(
                field_label(text("verification.card.head"), self.head_field),
                grow(self.head_field),
                self.check_button,
                spacing=12,
            ),
            self.unchecked,
            self.outcome,
            self.conflicts,
            spacing=8,
            margins=(18, 14, 18, 14),
            into=self,
        )

    def switch_to_meeting(self, room: Room) -> None:
        """Check another meeting from now on."""
        self._room = room
        self.head_field.clear()
        self.unchecked.hide()
        self.outcome.hide()
        self.load_conflicts()

    def load_conflicts(self) -> None:
        """Read again what did not apply."""
        if self._room is not None:
            self._operations.run(self, list_conflicts, self._room, on_done=self.conflicts.show_conflicts)

    @Slot()
    def _start_verification(self) -> None:
        if self._room is None or not self.check_button.isEnabled():
            return
        self.check_button.setEnabled(False)
        self._show_outcome(text("verification.card.checking"), "")
        typed = self.head_field.text().strip()
        sheet = PrintedHead(head=typed) if typed else None
        done, refused = self._show_verification, self._show_verification_failure
        self._operations.run(self, verify_room, self._room, sheet, on_done=done, on_refused=refused)

    def _show_verification(self, found: Verification) -> None:
        self.check_button.setEnabled(True)
        show_words_or_hide(self.unchecked, "\n".join(unchecked_lines(found)))
        self._show_outcome("\n".join(checked_lines(found)), "success")

    def _show_verification_failure(self, error: SukuiError) -> None:
        self.check_button.setEnabled(True)
        self._show_outcome(refusal_sentence(error), "danger")
        self.load_conflicts()

    def _show_outcome(self, words: str, state: str) -> None:
        if state != "success":
            self.unchecked.hide()
        self.outcome.setText(words)
        set_style_property(self.outcome, "state", state)
        self.outcome.show()
        scroll_into_view(self, self.outcome)


class ConflictList(QFrame):
    """Entries that did not apply, the first one on top; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: RowsTable[ConflictView] = RowsTable(
            (
                Column("verification.conflict.when", _moment_words_of_conflict, "at_ms"),
                Column("verification.conflict.about", conflict_subject_words),
                Column("verification.conflict.what", conflict_fact_words),
                Column("verification.conflict.machine", conflict_machine_words),
            ),
            _searchable_texts_of_conflict,
            name=text("verification.conflict.title"),
            empty="",
            widths=(_MOMENT_PX, _ABOUT_PX, 0, _MACHINE_PX),
            search_hint="search_words",
            wraps=True,
        )
        column_of(
            heading(text("verification.conflict.title"), 3),
            hint(text("verification.conflict.hint")),
            grow(self.table),
            spacing=6,
            margins=(0, 8, 0, 0),
            into=self,
        )
        self.setFixedHeight(_CONFLICTS_PX)
        self.hide()

    def show_conflicts(self, rows: tuple[ConflictView, ...]) -> None:
        """Show these entries."""
        self.table.show_rows(rows)
        self.setVisible(bool(rows))


def _moment_words_of_conflict(row: ConflictView) -> str:
    return moment_words(row.at_ms)


def conflict_subject_words(row: ConflictView) -> str:
    """Return what an entry was about: the kind of thing, and its name where it has one."""
    return text(f"verification.about.{row.about}") + (f" ‘{row.title}’" if row.title else "")


def conflict_fact_words(row: ConflictView) -> str:
    """Return what an entry said was done."""
    return text(f"verification.kind.{row.kind}")


def conflict_machine_words(row: ConflictView) -> str:
    """Return on which machine an entry was written."""
    which = "here" if row.is_own else "other"
    return text(f"verification.conflict.{which}", stream=row.stream[:8])


def _searchable_texts_of_conflict(row: ConflictView) -> tuple[str, str]:
    return f"{conflict_subject_words(row)} {conflict_fact_words(row)}", ""
