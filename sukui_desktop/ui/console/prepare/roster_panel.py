"""The roster before the doors open: looked through, imported, added to one by one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QRegularExpression, Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import NOTHING
from sukui_desktop.domain.facts.base import ERASED
from sukui_desktop.domain.file_import import MAX_NAME, PersonDraft
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.services.checkin.people_search import PersonView, list_people
from sukui_desktop.services.handover.table_and_ballot_exports import people_table_for_reimport
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.prepare.person_erasure import (
    ErasedPerson,
    ErasurePlan,
    ErasureResult,
    list_erased_people,
    plan_erasure,
)
from sukui_desktop.services.prepare.roster import (
    AddedPerson,
    accept_roster_file,
    add_person,
    compare_roster_file_with_list,
    edit_person,
    read_roster_file,
    remove_person,
)
from sukui_desktop.services.prepare.voting_roles import RoleView, list_roles
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.prepare.import_dialog import ListImport
from sukui_desktop.ui.console.prepare.list_panel_base import ListPanel
from sukui_desktop.ui.console.prepare.person_erasure_dialog import (
    ErasureOutcomeDialog,
    PersonErasureDialog,
    RemainingCopies,
    find_remaining_copies,
)
from sukui_desktop.ui.console.prepare.voting_roles_dialog import VotingRolesDialog
from sukui_desktop.ui.console.table_export_button import TableRows
from sukui_desktop.ui.console.undo_steps import undoable_act_words
from sukui_desktop.ui.form_dialog import Field, FormDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button
from sukui_desktop.ui.widgets.rows_table import Column, search_text_reader
from sukui_desktop.wording.times import moment_words

_OWN = ("number", "name", "phone_last4", "birth", "position")
_OFFERED = ("affiliation", "channel", "subcommittee", "role", "district", "age_band", "needs")
_FIELDS = (*map(Field, _OWN), *(Field(name, is_offered=True) for name in _OFFERED), Field("remark", span=3))
_SHOWN = {
    "number": 80,
    "name": 120,
    "channel": 110,
    "affiliation": 150,
    "position": 100,
    "subcommittee": 130,
    "role": 90,
    "phone_last4": 80,
    "district": 90,
    "age_band": 80,
    "needs": 120,
    "remark": 0,
}
"""Field of the table → first width of its column in px, 0 for the one that takes the room left."""


class PersonDialog(FormDialog):
    """Every field of the roster; the service refuses what is missing, and tells of somebody who is likely known."""

    OVERRULE = ("person_likely_known", "is_another")

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        room: Room,
        *,
        person: PersonRow | None = None,
        others: Sequence[PersonRow] = (),
    ) -> None:
        """`person` is the one to write anew, None for somebody new; `others` is the roster they are on."""
        super().__init__(
            parent,
            operations,
            partial(add_person, room) if person is None else partial(edit_person, room, person.person_id),
            key="prepare.roster.add_person" if person is None else "prepare.roster.edit_person",
            fields=_FIELDS,
            line=person,
            others=others,
            longest=MAX_NAME,
        )
        four_digits = QRegularExpression("[0-9]{0,4}")
        self.fields["phone_last4"].setValidator(QRegularExpressionValidator(four_digits, self))

    def answer(self) -> tuple[object, ...]:
        """Return the person as written."""
        return (PersonDraft(**self.written_values()),)


class RosterPanel(ListPanel[PersonRow]):
    """Table of the people who are expected."""

    SHOWN_TABLES: ClassVar[tuple[str, ...]] = ("person",)

    def __init__(self, operations: Operations) -> None:
        self._erased: frozenset[PersonId] = frozenset()
        """Whose rows say that they were erased, and nothing else."""
        columns = [Column[PersonRow](f"prepare.import.field.{field}", field) for field in _SHOWN]
        self.roles_button = button(text("prepare.roles.button"), on_click=self._load_roles_for_voting_dialog)
        self.remove_button = button(text("prepare.roster.remove"), on_click=self._ask_to_remove_person)
        self.erase_button = button(text("prepare.erase.button"), on_click=self._plan_erasure_of_chosen_person)
        super().__init__(
            operations,
            "roster",
            columns,
            search_text_reader("name", "number"),
            self._roster_rows_for_export,
            tuple(_SHOWN.values()),
            tools=(self.roles_button,),
            tools_of_row=(self.erase_button, self.remove_button),
        )
        fields = tuple(_SHOWN)
        self.table.hide_columns_while_empty(
            [place for place, field in enumerate(fields) if field not in ("number", "name")]
        )

    def _roster_rows_for_export(self, rows: Sequence[PersonRow]) -> TableRows:
        """Return the list for a file; who was erased is nobody to take in again."""
        return people_table_for_reimport([row for row in rows if row.person_id not in self._erased])

    def _tell_if_person_is_erased(self, person: PersonRow) -> bool:
        """Return whether a row is that of somebody who was erased, and say so."""
        if person.person_id not in self._erased:
            return False
        self.table.show_message_briefly(text("prepare.erase.is_erased"))
        return True

    def load_rows(self) -> None:
        """Ask for the people."""
        self.operations.run(self, _read_people_and_erased, self.room, on_done=self._show_people)

    @Slot()
    def open_import_of_file(self) -> None:
        """Take a roster in from a file."""
        subject = ListImport(
            name="roster",
            suffixes=(".csv", ".xlsx"),
            read=read_roster_file,
            compare=compare_roster_file_with_list,
            accept=accept_roster_file,
        )
        self.open_import_dialog(subject)

    @Slot(object)
    def open_form(self, person: PersonRow | None) -> None:
        """Open the form of a person; None for a new one. Of somebody who was erased nothing is left to edit."""
        if person is not None and self._tell_if_person_is_erased(person):
            return
        dialog = PersonDialog(self, self.operations, self.room, person=person, others=self.table.model.rows)
        dialog.service_done.connect(partial(self._note_undo_of_written_person, person, dialog.fields["name"]))
        dialog.open()

    def _note_undo_of_written_person(self, before: PersonRow | None, name: QLineEdit, answer: object) -> None:
        """Note how a line that was written is taken back; one that was left as it was needs nothing."""
        if isinstance(answer, AddedPerson):
            self.undo_steps.note_undo_step(
                undoable_act_words("person_added", name.text()), remove_person, answer.person_id
            )
        elif before is not None and answer != NOTHING:
            was = copy_fields(PersonDraft, before)
            self.undo_steps.note_undo_step(
                undoable_act_words("person_edited", before.name), edit_person, before.person_id, was
            )

    @Slot()
    def _ask_to_remove_person(self) -> None:
        """Take the chosen person off the roster, after one question; somebody who came stays."""
        person = self.table.chosen_row
        if person is None or self._tell_if_person_is_erased(person):
            self.table.view.setFocus()
            return
        ask = Ask(
            self,
            self.operations,
            remove_person,
            self.room,
            person.person_id,
            key="prepare.roster.remove_question",
            is_dangerous=True,
            name=person.name,
            number=person.number or text("prepare.import.nothing"),
        )
        ask.service_done.connect(partial(self._note_undo_of_removal, person))
        ask.open()

    def _note_undo_of_removal(self, person: PersonRow, _: object) -> None:
        was = copy_fields(PersonDraft, person)
        self.undo_steps.note_undo_step(
            undoable_act_words("person_removed", person.name), add_person, was, is_another=True
        )

    @Slot()
    def _plan_erasure_of_chosen_person(self) -> None:
        """Show what erasing the chosen person would do, and ask two people."""
        person = self.table.chosen_row
        if person is None or self._tell_if_person_is_erased(person):
            self.table.view.setFocus()
            return
        shown = partial(self._open_erasure_dialog, person)
        self.operations.run(self, plan_erasure, self.room, person.person_id, on_done=shown)

    def _open_erasure_dialog(self, person: PersonRow, plan: ErasurePlan) -> None:
        dialog = PersonErasureDialog(self, self.operations, self.room, person, plan)
        dialog.service_done.connect(self._look_for_remaining_copies)
        dialog.open()

    @Slot(object)
    def _look_for_remaining_copies(self, erased: ErasureResult) -> None:
        """Say what was erased, and where the person's data may still be."""
        self.operations.run(
            self, find_remaining_copies, self.room, on_done=partial(self._open_erasure_outcome_dialog, erased)
        )

    def _open_erasure_outcome_dialog(self, erased: ErasureResult, remains: RemainingCopies) -> None:
        ErasureOutcomeDialog(self, erased, remains).open()

    @Slot()
    def _load_roles_for_voting_dialog(self) -> None:
        self.operations.run(self, list_roles, self.room, on_done=self._open_voting_roles_dialog)

    def _open_voting_roles_dialog(self, roles: tuple[RoleView, ...]) -> None:
        VotingRolesDialog(self, self.operations, self.room, roles).open()

    def _show_people(self, read: tuple[tuple[PersonView, ...], tuple[ErasedPerson, ...]]) -> None:
        views, erased = read
        people = tuple(view.person for view in views)
        self._erased = frozenset(each.person_id for each in erased)
        self.table.show_rows((*people, *map(_placeholder_row_of_erased, erased)))
        self.roles_button.setEnabled(bool(people))
        self.remove_button.setEnabled(bool(people))
        self.erase_button.setEnabled(bool(people))
        words = text("prepare.roster.summary", count=len(people)) if people else text("prepare.roster.none")
        self.summary_changed.emit(words, bool(people))


def _read_people_and_erased(room: Room) -> tuple[tuple[PersonView, ...], tuple[ErasedPerson, ...]]:
    """Read the roster and who was erased, on the store queue."""
    return list_people(room), list_erased_people(room)


def _placeholder_row_of_erased(erased: ErasedPerson) -> PersonRow:
    """Return the row that stands for somebody who was erased: that it was done, and when."""
    when = text("prepare.erase.row", when=moment_words(erased.at_ms))
    return copy_fields(PersonRow, erased, number="", name=ERASED, remark=when, is_walk_in=False, initials="")
