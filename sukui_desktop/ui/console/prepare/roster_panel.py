"""The roster before the doors open: looked through, imported, added to one by one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QRegularExpression, Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.imports import MAX_NAME, PersonDraft
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.checkin.people import PersonView, list_people
from sukui_desktop.services.prepare.roster import (
    accept_roster,
    add_person,
    compare_roster,
    edit_person,
    read_roster_file,
)
from sukui_desktop.services.room import Room, meeting_path
from sukui_desktop.ui.console.prepare.import_dialog import ImportDialog, ListImport
from sukui_desktop.ui.console.prepare.panel import PreparePanel
from sukui_desktop.ui.console.table_export_button import ExportButton
from sukui_desktop.ui.form_dialog import Field, FormDialog
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.layouts import column_of, grow
from sukui_desktop.ui.widgets.parts import button, heading, hint
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable, found_by_paths

_OFFERED = ("channel", "subcommittee", "role", "district", "age_band", "needs")
_FIELDS = (Field("number"), Field("name"), Field("phone_last4"), *(Field(name, is_offered=True) for name in _OFFERED))
_SHOWN_FIELDS = ("number", "name", "channel", "subcommittee", "role", "district", "age_band", "needs")


class PersonDialog(FormDialog):
    """Every field of the roster; the service refuses what is missing."""

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
        return (PersonDraft(**self.values()),)


class RosterPanel(PreparePanel):
    """Table of the people who are expected."""

    SHOWN_TABLES: ClassVar[tuple[str, ...]] = ("person",)

    def __init__(self, operations: Operations) -> None:
        super().__init__(operations)
        self.table: RowsTable[PersonRow] = RowsTable(
            [Column(f"prepare.import.field.{field}", field) for field in _SHOWN_FIELDS],
            found_by_paths("name", "number"),
            name=text("prepare.roster.heading"),
            empty=text("prepare.roster.empty"),
            widths=(90, 140, 130, 170, 100, 110, 90, 0),
        )
        self.table.row_chosen.connect(self._on_person_chosen)
        self.export_button = ExportButton(operations, self.table, text("prepare.roster.heading"))
        self.add_button = button(text("prepare.roster.add"), icon_name="plus", on_click=self._on_add_asked)
        self.import_button = button(
            text("prepare.roster.import"), "primary", icon_name="import", on_click=self.open_import
        )
        for tool in (self.export_button, self.add_button, self.import_button):
            self.table.tools.addWidget(tool)
        column_of(
            heading(text("prepare.roster.heading")),
            grow(self.table),
            hint(text("prepare.roster.edit_hint")),
            spacing=12,
            margins=(24, 20, 24, 20),
            into=self,
        )

    def read(self) -> None:
        """Ask for the people."""
        self.export_button.name_after(meeting_path(self.room))
        self.operations.run(self, list_people, self.room, on_done=self._on_people_read)

    def first_focus(self) -> QWidget:
        """Start with the search, or with the import while there is nobody to search."""
        return self.table.search if self.table.model.rows else self.import_button

    @Slot()
    def open_import(self) -> None:
        """Take a roster in from a file."""
        subject = ListImport(
            name="roster",
            suffixes=(".csv", ".xlsx"),
            read=read_roster_file,
            compare=compare_roster,
            accept=accept_roster,
        )
        ImportDialog(self, self.operations, self.room, subject).open()

    @Slot()
    def _on_add_asked(self) -> None:
        self._on_person_chosen(None)

    @Slot(object)
    def _on_person_chosen(self, person: PersonRow | None) -> None:
        PersonDialog(self, self.operations, self.room, person=person, others=self.table.model.rows).open()

    def _on_people_read(self, views: tuple[PersonView, ...]) -> None:
        people = tuple(view.person for view in views)
        self.table.show_rows(people)
        words = text("prepare.roster.summary", count=len(people)) if people else text("prepare.roster.none")
        self.summary_changed.emit(words, bool(people))
