"""The form of a rule: a field for each thing that the rule leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.channels import Channels
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.rule_year.answers_and_their_draft import ALLOCATIONS, WEIGHTS, Answered, draft_from_answers
from sukui_desktop.domain.rule_year.rule_tables import RuleParameter, RuleParameterKind, Value
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.ui.console.vote.drafting.allocation_fields import AllocationFields, project_count_and_cost_by_name
from sukui_desktop.ui.console.vote.drafting.channel_weight_fields import ChannelWeightFields
from sukui_desktop.ui.console.vote.drafting.group_limits_field import GroupLimitsField
from sukui_desktop.ui.console.vote.drafting.rule_parameter_field import (
    RuleParameterField,
    contradiction_words,
    parameter_bounds_words,
)
from sukui_desktop.ui.widgets.basic_widgets import field_label, hint, plain_text_label, row
from sukui_desktop.ui.widgets.layouts import column_of, fill, gap, grow, row_of

MOST_PICKS = "question.max_picks"
GROUP_PLACES = "question.groups."
"""What the place of a limit begins with: its group's place in the list follows."""
NAME_PX = 150
"""Least width of a field's name, so that the fields below one another begin alike."""


class RuleForm(QWidget):
    """Asks for the parameters of one rule year; what the rule fixes is read beside it, not asked."""

    edited = Signal()

    def __init__(self, rule: RuleYear, projects: Sequence[ProjectRow], currency: str) -> None:
        super().__init__()
        self.rule = rule
        self.fields: dict[str, RuleParameterField] = {}
        """Field of the parameter → its field; amounts of allocations and weights of channels are in tables."""
        self.allocations: AllocationFields | None = None
        self.channels: ChannelWeightFields | None = None
        self.groups: GroupLimitsField | None = None
        self._is_most_typed = False
        """Whether the most in all was typed or saved: it follows the groups only until then."""
        self._most_before: Value | None = None
        """The most in all before it followed the groups; None while it does not follow them."""
        self._fitting: Answered | None = None
        """What was written when it fitted last."""
        self._currency = currency
        self._layout = column_of(spacing=6, margins=0, into=self)
        self._add_channel_weight_fields()
        for parameter in rule.open:
            if parameter.field.startswith(ALLOCATIONS):
                self._add_allocation_fields(projects)
            elif parameter.kind == RuleParameterKind.GROUPS:
                self._add_group_limits_field(parameter, projects)
            elif not parameter.field.startswith(WEIGHTS):
                self._add_parameter_field(parameter)
        if not rule.open:
            self._layout.addWidget(hint(text("drafting.nothing_open")))
        self._layout.addStretch(1)

    def show_answers(self, answered: Answered, projects: Sequence[ProjectRow]) -> None:
        """Show what was answered; defaults elsewhere. The fields of the allocations follow the projects."""
        for name, field in self.fields.items():
            field.show_value(answered.answers.get(name, field.parameter.default))
        if self.groups is not None:
            self.groups.follow_changed_projects(projects)
            self.groups.show_value(answered.answers.get(self.groups.parameter.field, ""))
        if self.channels is not None:
            self.channels.show_weights(answered.answers)
        if self.allocations is not None:
            self.allocations.show_answers(answered, projects)
        self._is_most_typed, self._most_before = MOST_PICKS in answered.answers, None

    def follow_changed_projects(self, projects: Sequence[ProjectRow]) -> None:
        """Let groups and allocations follow a changed list, keeping what is typed."""
        for part in (self.groups, self.allocations):
            if part is not None:
                part.follow_changed_projects(projects)

    def written_answers(self, *, is_settled: bool = False) -> Answered:
        """Return what is written so far; with `is_settled` the answer before where one is half typed."""
        fields = self.fields | (self.channels.fields if self.channels is not None else {})
        values = {name: field.settled if is_settled else field.value() for name, field in fields.items()}
        answers = {name: value for name, value in values.items() if value is not None}
        if self.groups is not None:
            answers[self.groups.parameter.field] = self.groups.value()
        amounts = Answered(answers={})
        if self.allocations is not None:
            amounts = self.allocations.answered_amounts(is_settled=is_settled)
        return Answered(answers={**answers, **amounts.answers}, extra=amounts.extra)

    def draft_from_answers(self) -> Draft:
        """Return the present draft; to be called when `problem` found nothing."""
        return draft_from_answers(self.rule, self.written_answers())

    def last_fitting_draft(self) -> Draft | None:
        """Return the draft of all that fits, each half-typed answer as it was before; None where there is none.

        Weights that do not add up are those that did, beside the other answers as they are now; of other answers that
        contradict each other all are those that fitted last, at first those of the rule.
        """
        written, fitting = self.written_answers(is_settled=True), self._fitting or Answered(answers={})
        weights = {name: value for name, value in fitting.answers.items() if name.startswith(WEIGHTS)}
        others = {name: value for name, value in written.answers.items() if not name.startswith(WEIGHTS)}
        for answered in (written, replace(written, answers={**others, **weights}), fitting):
            try:
                return draft_from_answers(self.rule, answered)
            except RuleBroken:
                continue
        return None

    def texts_in_fields(self) -> dict[str, str]:
        """Return what stands in every field that is typed into, by the field's name."""
        return {name: stop.text() for name, stop in self._typed_widgets_by_name().items()}

    def put_texts_back(self, texts: Mapping[str, str]) -> None:
        """Put what was typed back into the fields, fitting or not."""
        for name, stop in self._typed_widgets_by_name().items():
            if name not in texts:
                continue
            if isinstance(stop, QLineEdit):
                stop.setText(texts[name])
            else:
                stop.setValue(stop.valueFromText(texts[name]))

    def _typed_widgets_by_name(self) -> dict[str, QLineEdit | QSpinBox]:
        stops: dict[str, QWidget] = {name: field.stop for name, field in self.fields.items()}
        if self.channels is not None:
            stops |= {name: field.stop for name, field in self.channels.fields.items()}
        if self.allocations is not None:
            stops |= {f"{ALLOCATIONS}{name}": field.line for name, field in self.allocations.fields.items()}
        if self.groups is not None:
            pairs = self.groups.boxes.items()
            stops |= {f"{GROUP_PLACES}{name}.{end}": box for name, pair in pairs for end, box in enumerate(pair)}
        return {name: stop for name, stop in stops.items() if isinstance(stop, QLineEdit | QSpinBox)}

    def problem(self) -> tuple[str, QWidget] | None:
        """Return in one sentence what is written wrongly, and its field."""
        for field in self.fields.values():
            if found := field.problem():
                return found, field.stop
        for part in (self.channels, self.allocations):
            if part is not None and (problem := part.problem()):
                return problem
        try:
            self.draft_from_answers()
        except RuleBroken as error:
            return self._contradiction_sentence_and_field(error)
        self._fitting = self.written_answers()
        return None

    def missing_answer_sentence_and_field(self) -> tuple[str, QWidget] | None:
        """Return what must be written before the poll can be made ready, and where; None when all is."""
        for field in self.fields.values():
            if field.is_missing():
                return text("drafting.missing", title=field.parameter.title), field.stop
        return self.allocations.missing_amount_sentence_and_field() if self.allocations is not None else None

    def _contradiction_sentence_and_field(self, error: RuleBroken) -> tuple[str, QWidget]:
        """Name answers that contradict each other by the names on the screen, not by those of the file."""
        at = str(error.facts["field"])
        parameter = next((each for each in self.rule.open if at.startswith(each.field)), None)
        if parameter is None and at == MOST_PICKS:
            parameter = next((each for each in self.rule.open if each.kind == RuleParameterKind.POINTS), None)
        if parameter is None:
            return text("drafting.misfit.other", title=at), self
        if self.groups is not None and at.startswith(GROUP_PLACES):
            name, boxes = list(self.groups.boxes.items())[int(at.removeprefix(GROUP_PLACES).partition(".")[0])]
            return contradiction_words(parameter, error, group=name or text("drafting.groups.none")), boxes[1]
        stop: QWidget = self
        if parameter.field in self.fields:
            stop = self.fields[parameter.field].stop
        elif self.allocations is not None and at.startswith(ALLOCATIONS):
            stop = self.allocations.fields[at.split(".")[2]].line
        elif self.groups is not None and parameter is self.groups.parameter:
            stop = self.groups.stop
        is_bound = error.code == "rule_answer"
        return parameter_bounds_words(parameter, self._currency) if is_bound else contradiction_words(
            parameter, error
        ), stop

    def _add_parameter_field(self, parameter: RuleParameter) -> None:
        field = RuleParameterField(parameter, self._currency, self)
        if parameter.field == MOST_PICKS:
            field.edited.connect(self._note_most_picks_were_typed)
        field.edited.connect(self.edited)
        title = field_label(parameter.title, field.stop)
        if parameter.kind == RuleParameterKind.WORD:
            fill(self._layout, row(title, field.must), field)
        else:  # short enough to be beside its name
            title.setMinimumWidth(NAME_PX)
            self._layout.addLayout(row_of(title, field.must, grow(field)))
        self._layout.addSpacing(4)
        self.fields[parameter.field] = field

    def _add_group_limits_field(self, parameter: RuleParameter, projects: Sequence[ProjectRow]) -> None:
        self.groups = GroupLimitsField(parameter, projects, self)
        self.groups.edited.connect(self._let_most_picks_follow_groups)
        title = plain_text_label(parameter.title, is_strong=True)  # no name of the box, which has its own words
        title.setBuddy(self.groups.stop)
        fill(self._layout, title, self.groups, gap(4))

    def _add_channel_weight_fields(self) -> None:
        if isinstance(self.rule.channels, Channels):
            parameters = {parameter.field: parameter for parameter in self.rule.open}
            self.channels = ChannelWeightFields(self.rule.channels, parameters, self._currency)
            self.channels.edited.connect(self.edited)
            title = field_label(text("drafting.channel.heading"), self.channels, wraps=True)
            fill(self._layout, title, self.channels, gap(4))

    def _add_allocation_fields(self, projects: Sequence[ProjectRow]) -> None:
        if self.allocations is not None:
            return  # one table for all of them
        by = self.rule.selection.allocate_by
        self.allocations = AllocationFields(self.rule, self._currency)
        self.allocations.edited.connect(self.edited)
        heading = text("drafting.allocation.heading", by=text(f"rules.by.{by}"))
        self._layout.addWidget(field_label(heading, self.allocations, wraps=True))
        if not project_count_and_cost_by_name(projects, by):
            self._layout.addWidget(hint(text("drafting.allocation.no_fields", by=text(f"rules.by.{by}"))))
        fill(self._layout, self.allocations, gap(4))
        self.allocations.show_answers(Answered(answers={}), projects)

    @Slot()
    def _let_most_picks_follow_groups(self) -> None:
        """Let the most in all follow the groups while nobody has typed it; without groups it is as before."""
        total = self.fields.get(MOST_PICKS)
        if self.groups is not None and total is not None and not self._is_most_typed:
            if self.groups.value():
                self._most_before = total.value() if self._most_before is None else self._most_before
                total.show_value(self.groups.most_picks_of_all_groups())
            elif self._most_before is not None:
                total.show_value(self._most_before)
                self._most_before = None
            self._is_most_typed = False  # shown here, not typed
        self.edited.emit()

    @Slot()
    def _note_most_picks_were_typed(self) -> None:
        self._is_most_typed = True
