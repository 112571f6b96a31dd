"""The projects of the meeting: looked through, imported, written one by one, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.imports import MAX_TITLE, ProjectDraft
from sukui_desktop.domain.money import format_money
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.services.prepare.projects import (
    ListTerms,
    accept_projects,
    add_project,
    compare_projects,
    edit_project,
    list_projects,
    read_list_terms,
    read_project_file,
    withdraw_project,
)
from sukui_desktop.services.room import Room, meeting_path, read_meeting
from sukui_desktop.ui.console.ask import Ask
from sukui_desktop.ui.console.export_button import ExportButton
from sukui_desktop.ui.console.fields import MoneyField
from sukui_desktop.ui.console.prepare.form_dialog import FormDialog
from sukui_desktop.ui.console.prepare.import_dialog import ImportDialog, ListImport
from sukui_desktop.ui.console.prepare.panel import PreparePanel
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.parts import button, heading, hint
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.wording.money import money_words

_BEFORE_COST = ("code", "title")
_AFTER_COST = ("group", "field", "bureau", "district", "kind", "proposer")
_OFFERED = ("group", "field", "bureau", "district", "kind")
_SUMMARY_PX = 84


class ProjectDialog(FormDialog):
    """Every field of a project; the amount is shown in words while it is typed, the service reports what is missing."""

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        room: Room,
        *,
        terms: ListTerms,
        project: ProjectRow | None,
        others: Sequence[ProjectRow],
    ) -> None:
        """`project` is the one to write anew, None for a new one; `others` is the list it is on."""
        mode = "add" if project is None else "edit"
        words = ("told", "frozen") if terms.has_frozen_poll else ("told",)
        super().__init__(
            parent,
            title=text(f"prepare.project_form.{mode}"),
            words="\n".join(text(f"prepare.project_form.{key}") for key in words),
            accept=text(f"prepare.project_form.{mode}_do"),
            spans={"title": 2, "cost": 3, "summary": 3},
        )
        self._operations = operations
        self._currency = terms.currency if project is None else project.currency
        self._service = partial(add_project, room)
        if project is not None:
            self._service = partial(edit_project, room, project.project_id)
        self.cost = MoneyField(self)
        self.cost.line.setPlaceholderText(text("prepare.project_form.cost_hint"))
        self.summary: QPlainTextEdit
        self._add_fields(others)
        self.cost.show_amount(0 if project is None else project.cost, self._currency)
        if project is not None:
            self._show(project)
        self.answered.connect(self._on_answered)

    def problem(self) -> str:
        """The amount must be one; why it is none is shown beside it already."""
        try:
            self.cost.amount()
        except BadInput:
            self.cost.line.setFocus()
            return text("prepare.project_form.cost_wrong")
        return ""

    def _add_fields(self, others: Sequence[ProjectRow]) -> None:
        offered = {name: {getattr(row, name) for row in others} - {""} for name in _OFFERED}
        self.fields = {name: self.add_words(name, longest=MAX_TITLE) for name in _BEFORE_COST}
        self.add_field(text("prepare.import.field.cost"), self.cost)
        for name in _AFTER_COST:
            self.fields[name] = self.add_words(name, longest=MAX_TITLE, offered=offered.get(name, ()))
        self.summary = self.add_paragraph(text("prepare.import.field.summary"))
        self.summary.setFixedHeight(_SUMMARY_PX)

    def _show(self, project: ProjectRow) -> None:
        for name, line in self.fields.items():
            line.setText(getattr(project, name))
            line.setCursorPosition(0)
        self.summary.setPlainText(project.summary)

    @Slot()
    def _on_answered(self) -> None:
        draft = ProjectDraft(
            cost=self.cost.amount(),
            currency=self._currency,
            summary=self.summary.toPlainText(),
            **{name: line.text() for name, line in self.fields.items()},
        )
        self._operations.run(self, self._service, draft, on_done=self.close_done, on_refused=self.refuse)


class ProjectsPanel(PreparePanel):
    """Table of projects; a withdrawn one stays in the list and leaves later ballots."""

    tables: ClassVar[tuple[str, ...]] = ("project",)

    def __init__(self, operations: Operations) -> None:
        super().__init__(operations)
        self._writing: ProjectRow | None = None
        self.table: RowsTable[ProjectRow] = RowsTable(
            _columns(),
            _found_by,
            name=text("prepare.projects.heading"),
            empty=text("prepare.projects.empty"),
            stretched=1,
        )
        self.table.fit_columns((110, 0, 130, 120, 140, 150, 90))
        self.table.row_chosen.connect(self._on_project_chosen)
        self.import_button = button(text("prepare.projects.import"), "primary", icon_name="import")
        self.import_button.clicked.connect(self.open_import)
        self.add_button = button(text("prepare.projects.add"), icon_name="plus")
        self.add_button.clicked.connect(self._on_add_asked)
        self.export_button = ExportButton(operations, self.table, text("prepare.projects.heading"))
        self.withdraw_button = button(text("prepare.projects.withdraw"))
        self.withdraw_button.clicked.connect(self._on_withdraw_asked)
        for tool in (self.export_button, self.withdraw_button, self.add_button, self.import_button):
            self.table.tools.addWidget(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(heading(text("prepare.projects.heading")))
        layout.addWidget(self.table, 1)
        layout.addWidget(hint(text("prepare.projects.edit_told")))

    def read(self) -> None:
        """Ask for the projects."""
        self.export_button.name_after(meeting_path(self.room))
        self.operations.run(self, list_projects, self.room, on_done=self._on_projects_read)

    def first_focus(self) -> QWidget:
        """Start with the search, or with the import while there is nothing to search."""
        return self.table.search if self.table.model.rows else self.import_button

    @Slot()
    def open_import(self) -> None:
        """Take projects in from a file."""
        self.operations.run(self, read_meeting, self.room, on_done=self._on_currency_read)

    @Slot(object)
    def _on_currency_read(self, meeting: object) -> None:
        subject = ListImport(
            name="projects",
            suffixes=(".csv", ".xlsx", ".pb"),
            read=partial(read_project_file, currency=str(getattr(meeting, "currency", ""))),
            compare=compare_projects,
            accept=accept_projects,
        )
        ImportDialog(self, self.operations, self.room, subject).open()

    @Slot()
    def _on_add_asked(self) -> None:
        self._on_project_chosen(None)

    @Slot(object)
    def _on_project_chosen(self, project: ProjectRow | None) -> None:
        self._writing = project
        self.operations.run(self, read_list_terms, self.room, on_done=self._on_terms_read)

    @Slot(object)
    def _on_terms_read(self, terms: ListTerms) -> None:
        if self.findChild(ProjectDialog) is not None:  # Enter was pressed twice before the first answer
            return
        rows = self.table.model.rows
        ProjectDialog(self, self.operations, self.room, terms=terms, project=self._writing, others=rows).open()

    @Slot(object)
    def _on_projects_read(self, projects: tuple[ProjectRow, ...]) -> None:
        self.table.show_rows(projects)
        on_ballot = [project for project in projects if not project.is_withdrawn]
        self.withdraw_button.setEnabled(bool(on_ballot))
        if not on_ballot:
            self.summary_told.emit(text("prepare.projects.none"), False)
            return
        total = sum(project.cost for project in on_ballot)
        currency = on_ballot[0].currency
        words = money_words(total, currency)
        self.summary_told.emit(text("prepare.projects.summary", count=len(on_ballot), total=words), True)

    @Slot()
    def _on_withdraw_asked(self) -> None:
        project = self.table.chosen
        if project is None or project.is_withdrawn:
            self.table.view.setFocus()
            return
        Ask(
            self,
            self.operations,
            withdraw_project,
            self.room,
            project.project_id,
            key="prepare.projects.withdraw_question",
            is_dangerous=True,
            code=project.code,
            title=project.title,
        ).open()


def _columns() -> list[Column[ProjectRow]]:
    return [
        Column("prepare.import.field.code", "code"),
        Column("prepare.import.field.title", "title"),
        Column(
            "prepare.import.field.cost",
            lambda project: format_money(project.cost, project.currency),
            "cost",
            is_number=True,
            exported=lambda project: (
                project.cost if project.currency == "KRW" else format_money(project.cost, project.currency)
            ),
        ),
        Column("prepare.import.field.group", "group"),
        Column("prepare.import.field.field", "field"),
        Column("prepare.import.field.bureau", "bureau"),
        Column("prepare.projects.state", _state),
    ]


def _state(project: ProjectRow) -> str:
    return text("prepare.projects.withdrawn" if project.is_withdrawn else "prepare.projects.on_ballot")


def _found_by(project: ProjectRow) -> tuple[str, str]:
    return f"{project.title} {project.group} {project.field} {project.bureau}", project.code
