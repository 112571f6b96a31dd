"""The projects of the meeting: looked through, imported, written one by one, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import NOTHING
from sukui_desktop.domain.file_import import MAX_TITLE, ProjectDraft
from sukui_desktop.domain.money import format_money
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.services.handover.table_and_ballot_exports import project_table_for_reimport
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.prepare.projects import (
    AcceptedProjects,
    AddedProject,
    ListTerms,
    accept_project_file,
    add_project,
    compare_project_file_with_list,
    edit_project,
    list_projects,
    read_currency_and_whether_list_is_frozen,
    read_project_file,
    reinstate_project,
    remove_project,
    take_back_project_import,
    withdraw_project,
)
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.prepare.import_dialog import ListImport
from sukui_desktop.ui.console.prepare.list_panel_base import ListPanel
from sukui_desktop.ui.console.undo_steps import undoable_act_words
from sukui_desktop.ui.form_dialog import Field, FieldKind, FormDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button
from sukui_desktop.ui.widgets.rows_table import Column
from sukui_desktop.wording.money import money_words

_OFFERED = ("group", "field", "bureau", "district", "kind")
_FIELDS = (
    Field("code"),
    Field("title", span=2),
    Field("cost", FieldKind.MONEY, span=3),
    *(Field(name, is_offered=True) for name in _OFFERED),
    Field("proposer"),
    Field("summary", FieldKind.PARAGRAPH, span=3),
)


_GIVES_WAY = (5, 4, 3)
"""Bureau, field and group: a narrow table does without them, so that titles can be read and states are in sight."""


class ProjectDialog(FormDialog):
    """Every field of a project; the amount is shown in words while it is typed, the service refuses what is missing."""

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
        self._currency = terms.currency if project is None else project.currency
        super().__init__(
            parent,
            operations,
            partial(add_project, room) if project is None else partial(edit_project, room, project.project_id),
            key="prepare.projects.add_project" if project is None else "prepare.projects.edit_project",
            words="words_frozen" if terms.has_frozen_poll else "words",
            fields=_FIELDS,
            line=project,
            others=others,
            longest=MAX_TITLE,
            currency=self._currency,
        )
        self.cost, self.summary = self.amounts["cost"], self.paragraphs["summary"]

    def answer(self) -> tuple[object, ...]:
        """Return the project as written."""
        return (ProjectDraft(currency=self._currency, **self.written_values()),)


class ProjectsPanel(ListPanel[ProjectRow]):
    """Table of projects; a withdrawn one stays in the list and leaves later ballots."""

    SHOWN_TABLES: ClassVar[tuple[str, ...]] = ("project",)

    def __init__(self, operations: Operations) -> None:
        self._writing: ProjectRow | None = None
        self.withdraw_button = button(text("prepare.projects.withdraw"), on_click=self._ask_to_withdraw_project)
        widths = (110, 0, 130, 120, 140, 150, 90)
        super().__init__(
            operations,
            "projects",
            _project_columns(),
            _searchable_texts_of_project,
            project_table_for_reimport,
            widths,
            (self.withdraw_button,),
            gives_way=_GIVES_WAY,
        )

    def load_rows(self) -> None:
        """Ask for the projects."""
        self.operations.run(self, list_projects, self.room, on_done=self._show_projects)

    @Slot()
    def open_import_of_file(self) -> None:
        """Take projects in from a file."""
        self.operations.run(self, read_meeting, self.room, on_done=self._open_import_dialog)

    def _open_import_dialog(self, meeting: object) -> None:
        subject = ListImport(
            name="projects",
            suffixes=(".csv", ".xlsx", ".pb"),
            read=partial(read_project_file, currency=str(getattr(meeting, "currency", ""))),
            compare=compare_project_file_with_list,
            accept=accept_project_file,
        )
        self.open_import_dialog(subject)

    @Slot(object)
    def note_undo_of_import(self, answer: object) -> None:
        """Note how a list of projects is taken back whole."""
        if isinstance(answer, AcceptedProjects):
            self.undo_steps.note_undo_step(
                undoable_act_words("projects_imported", answer.done.file_name), take_back_project_import, answer.done
            )

    @Slot(object)
    def open_form(self, project: ProjectRow | None) -> None:
        """Open the form of a project once the meeting's currency is known; None for a new one."""
        self._writing = project
        self.operations.run(
            self, read_currency_and_whether_list_is_frozen, self.room, on_done=self._open_project_dialog
        )

    def _open_project_dialog(self, terms: ListTerms) -> None:
        if self.findChild(ProjectDialog) is not None:  # Enter was pressed twice before the first answer
            return
        rows, project = self.table.model.rows, self._writing
        dialog = ProjectDialog(self, self.operations, self.room, terms=terms, project=project, others=rows)
        dialog.service_done.connect(partial(self._note_undo_of_written_project, project, dialog.fields["code"]))
        dialog.open()

    def _note_undo_of_written_project(self, before: ProjectRow | None, code: QLineEdit, answer: object) -> None:
        """Note how a project that was written is taken back; one that was left as it was needs nothing."""
        if isinstance(answer, AddedProject):
            self.undo_steps.note_undo_step(
                undoable_act_words("project_added", code.text()), remove_project, answer.project_id
            )
        elif before is not None and answer != NOTHING:
            was = copy_fields(ProjectDraft, before)
            self.undo_steps.note_undo_step(
                undoable_act_words("project_edited", before.code), edit_project, before.project_id, was
            )

    def _show_projects(self, projects: tuple[ProjectRow, ...]) -> None:
        self.table.show_rows(projects)
        on_ballot = [project for project in projects if not project.is_withdrawn]
        self.withdraw_button.setEnabled(bool(on_ballot))
        if not on_ballot:
            self.summary_changed.emit(text("prepare.projects.none"), False)
            return
        total = sum(project.cost for project in on_ballot)
        currency = on_ballot[0].currency
        words = money_words(total, currency)
        self.summary_changed.emit(text("prepare.projects.summary", count=len(on_ballot), total=words), True)

    @Slot()
    def _ask_to_withdraw_project(self) -> None:
        project = self.table.chosen_row
        if project is None or project.is_withdrawn:
            self.table.view.setFocus()
            return
        ask = Ask(
            self,
            self.operations,
            withdraw_project,
            self.room,
            project.project_id,
            key="prepare.projects.withdraw_question",
            is_dangerous=True,
            code=project.code,
            title=project.title,
        )
        ask.service_done.connect(partial(self._note_undo_of_withdrawal, project))
        ask.open()

    def _note_undo_of_withdrawal(self, project: ProjectRow, _: object) -> None:
        self.undo_steps.note_undo_step(
            undoable_act_words("project_withdrawn", project.code), reinstate_project, project.project_id
        )


def _project_columns() -> list[Column[ProjectRow]]:
    code, title, *groups = (
        Column[ProjectRow](f"prepare.import.field.{name}", name)
        for name in ("code", "title", "group", "field", "bureau")
    )
    cost: Column[ProjectRow] = Column("prepare.import.field.cost", _project_cost_words, "cost", is_number=True)
    return [code, title, cost, *groups, Column("prepare.projects.state", _withdrawn_or_on_ballot_words)]


def _project_cost_words(project: ProjectRow) -> str:
    return format_money(project.cost, project.currency)


def _withdrawn_or_on_ballot_words(project: ProjectRow) -> str:
    return text("prepare.projects.withdrawn" if project.is_withdrawn else "prepare.projects.on_ballot")


def _searchable_texts_of_project(project: ProjectRow) -> tuple[str, str]:
    return f"{project.title} {project.group} {project.field} {project.bureau}", project.code
