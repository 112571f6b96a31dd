"""Adding one project without a file, and writing one anew."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.importing import MAX_TITLE, ProjectDraft
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.services.prepare.projects import ListTerms, add_project, edit_project
from sukui_desktop.ui.console.prepare.form_dialog import FormDialog
from sukui_desktop.ui.console.vote.money_field import MoneyField
from sukui_desktop.ui.operations import Operations

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room

_BEFORE_COST = ("code", "title")
_AFTER_COST = ("group", "field", "bureau", "district", "kind", "proposer")
_OFFERED = ("group", "field", "bureau", "district", "kind")
_SUMMARY_PX = 84


class ProjectDialog(FormDialog):
    """Every field of a project; the amount is told in words while it is typed, the service says what is missing."""

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
        """`project` is the one to write anew, None for a new one; `others` is the list it stands on."""
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
        """The amount must be one; why it is none stands beside it already."""
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
