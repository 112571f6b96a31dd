"""The roster before the doors open: looked through, taken in from a file, added to one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.admit.people import PersonView, list_people
from sukui_desktop.services.prepare.roster import accept_roster, compare_roster, read_roster_file
from sukui_desktop.ui.console.export_button import ExportButton
from sukui_desktop.ui.console.prepare.import_dialog import ImportDialog
from sukui_desktop.ui.console.prepare.import_subject import ImportSubject
from sukui_desktop.ui.console.prepare.panel import PreparePanel
from sukui_desktop.ui.console.prepare.person_dialog import PersonDialog
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.parts import button, heading, hint
from sukui_desktop.ui.widgets.rows_table import RowsTable
from sukui_desktop.ui.widgets.rows_table_model import Column

_SHOWN = ("number", "name", "channel", "subcommittee", "role", "district", "age_band", "needs")


class RosterPanel(PreparePanel):
    """Table of the people who are expected."""

    tables: ClassVar[tuple[str, ...]] = ("person",)

    def __init__(self, operations: Operations) -> None:
        super().__init__(operations)
        self.table: RowsTable[PersonRow] = RowsTable(
            [Column(text(f"prepare.import.field.{field}"), _reader(field)) for field in _SHOWN],
            _found_by,
            name=text("prepare.roster.heading"),
            empty=text("prepare.roster.empty"),
            stretched=7,
        )
        self.table.fit_columns((90, 140, 130, 170, 100, 110, 90))
        self.table.row_chosen.connect(self._on_person_chosen)
        self.export_button = ExportButton(operations, self.table, text("prepare.roster.heading"))
        self.add_button = button(text("prepare.roster.add"), icon_name="plus")
        self.add_button.clicked.connect(self._on_add_asked)
        self.import_button = button(text("prepare.roster.import"), "primary", icon_name="import")
        self.import_button.clicked.connect(self.open_import)
        for tool in (self.export_button, self.add_button, self.import_button):
            self.table.tools.addWidget(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(heading(text("prepare.roster.heading")))
        layout.addWidget(self.table, 1)
        layout.addWidget(hint(text("prepare.roster.edit_hint")))

    def read(self) -> None:
        """Ask for the people."""
        self.export_button.name_after(self.room.path)
        self.operations.run(self, list_people, self.room, on_done=self._on_people_read)

    def first_focus(self) -> QWidget:
        """Start with the search, or with the import while there is nobody to search."""
        return self.table.search if self.table.model.rows else self.import_button

    @Slot()
    def open_import(self) -> None:
        """Take a roster in from a file."""
        subject = ImportSubject(
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

    @Slot(object)
    def _on_people_read(self, views: tuple[PersonView, ...]) -> None:
        people = tuple(view.person for view in views)
        self.table.show_rows(people)
        words = text("prepare.roster.summary", count=len(people)) if people else text("prepare.roster.none")
        self.summary_told.emit(words, bool(people))


def _reader(field: str) -> Callable[[PersonRow], str]:
    def read(person: PersonRow) -> str:
        return str(getattr(person, field))

    return read


def _found_by(person: PersonRow) -> tuple[str, str]:
    return person.name, person.number
