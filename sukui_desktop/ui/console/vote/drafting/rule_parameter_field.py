"""The field of one thing that a rule leaves open: its editor by kind, its bounds, and what an answer contradicts."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QLineEdit,
    QRadioButton,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.rule_year.lists_as_text import parse_place_points, place_points_text
from sukui_desktop.domain.rule_year.rule_tables import RuleParameter, RuleParameterKind, Value, fits_parameter_bounds
from sukui_desktop.ui.widgets.basic_widgets import badge, hint, row
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.form_fields import MoneyField, ShareField
from sukui_desktop.ui.widgets.layouts import grow, row_of
from sukui_desktop.ui.widgets.wheel_ignoring_fields import NumberBox
from sukui_desktop.wording.money import money_words, share_words
from sukui_desktop.wording.rules import parameter_choice_words

MOST_RADIOS = 2
MOST_WHOLE = 1_000_000


class ParameterEditor(NamedTuple):
    """The widget of one kind of parameter, and how it shows and reads an answer."""

    widget: QWidget
    stop: QWidget
    """What takes the keyboard."""
    show: Callable[[Value], None]
    read: Callable[[], Value | None]
    """None while nothing readable is written."""
    unreadable: Callable[[], str]
    """Why what is written cannot be read, in one sentence; '' when it can, or when nothing is written."""


class RuleParameterField(QWidget):
    """Asks for one parameter; starts at the default and shows when something must still be written."""

    edited = Signal()

    def __init__(self, parameter: RuleParameter, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self._currency = currency
        self.must = badge(text("drafting.must"), "amber")
        """Shown while something must be written here; the form puts it beside the title."""
        self.must.setParent(self)
        self.must.hide()
        makers = {
            RuleParameterKind.MONEY: self._make_money_editor,
            RuleParameterKind.SHARE: self._make_share_editor,
            RuleParameterKind.WHOLE: self._make_whole_number_editor,
            RuleParameterKind.POINTS: self._make_place_points_editor,
        }
        self._editor = makers.get(parameter.kind, self._make_choice_editor)()
        self.stop = self._editor.stop
        self.stop.setAccessibleName(parameter.title)
        filled = (
            (self._editor.widget, grow()) if parameter.kind == RuleParameterKind.WHOLE else (grow(self._editor.widget),)
        )
        row_of(*filled, margins=0, into=self)
        self.setFocusProxy(self.stop)
        self.settled: Value | None = None
        """The last answer that fitted: it holds while another one is half typed."""
        self.show_value(parameter.default)

    def show_value(self, value: Value) -> None:
        """Show an answer; of money 0 that must be written shows nothing."""
        self._editor.show(value)
        self.settled = self.value()
        self._show_whether_it_must_be_filled()

    def value(self) -> Value | None:
        """Return the answer; None while none that fits is written."""
        value = self._editor.read()
        return value if value is not None and fits_parameter_bounds(self.parameter, value) else None

    def is_missing(self) -> bool:
        """Return whether something must still be written here before the poll can be made ready."""
        return self.value() is None and not fits_parameter_bounds(self.parameter, self.parameter.default)

    def problem(self) -> str:
        """Return why what is written cannot be taken, in one sentence; '' when it can or may be written later.

        A field that was emptied is a problem too: the rule's own default would quietly come back.
        """
        if unreadable := self._editor.unreadable():
            return text("drafting.unreadable", title=self.parameter.title, why=unreadable)
        value = self._editor.read()
        if value is None:
            is_default_kept = self.parameter.default not in (0, "") and fits_parameter_bounds(
                self.parameter, self.parameter.default
            )
            return text("drafting.empty", title=self.parameter.title) if is_default_kept else ""
        return (
            ""
            if fits_parameter_bounds(self.parameter, value)
            else parameter_bounds_words(self.parameter, self._currency)
        )

    def _make_money_editor(self) -> ParameterEditor:
        field = MoneyField(self)
        field.edited.connect(self._keep_value_and_announce)
        return ParameterEditor(
            field,
            field.line,
            lambda value: field.show_amount(int(value), self._currency),
            field.typed_amount,
            field.problem,
        )

    def _make_share_editor(self) -> ParameterEditor:
        field = ShareField(self)
        field.edited.connect(self._keep_value_and_announce)

        def read() -> str | None:
            is_left_out = not field.line.text().strip() and fits_parameter_bounds(self.parameter, "")
            return "" if is_left_out else field.typed_share() or None

        return ParameterEditor(field, field.line, lambda value: field.show_share(str(value)), read, field.problem)

    def _make_whole_number_editor(self) -> ParameterEditor:
        box = NumberBox(self)
        most = MOST_WHOLE if self.parameter.most is None else int(self.parameter.most)
        box.setRange(int(self.parameter.least or 0), most)
        box.setGroupSeparatorShown(True)
        box.setMinimumWidth(140)
        box.valueChanged.connect(self._keep_value_and_announce)
        return ParameterEditor(box, box, lambda value: box.setValue(int(value)), box.value, str)

    def _make_choice_editor(self) -> ParameterEditor:
        choices = self.parameter.choices
        if len(choices) > MOST_RADIOS:
            combo = DropDown(self)
            combo.addItems([parameter_choice_words(self.parameter, word) for word in choices])
            combo.currentIndexChanged.connect(self._keep_value_and_announce)
            return ParameterEditor(
                combo,
                combo,
                lambda value: combo.setCurrentIndex(choices.index(str(value))),
                lambda: choices[combo.currentIndex()],
                str,
            )
        holder = QWidget(self)
        radios = [QRadioButton(parameter_choice_words(self.parameter, word), holder) for word in choices]
        for radio in radios:
            radio.setAccessibleDescription(self.parameter.title)
            radio.toggled.connect(self._keep_value_and_announce)
        row_of(*radios, grow(), spacing=16, margins=0, into=holder)
        return ParameterEditor(
            holder,
            radios[0],
            lambda value: radios[choices.index(str(value))].setChecked(True),
            lambda: next((word for word, radio in zip(choices, radios, strict=True) if radio.isChecked()), None),
            str,
        )

    def _make_place_points_editor(self) -> ParameterEditor:
        line, places = QLineEdit(self), hint(may_wrap=False)
        line.setPlaceholderText(text("drafting.points.hint"))

        def read() -> str | None:
            return place_points_text(parse_place_points(line.text())) or None

        def unreadable() -> str:
            return text("drafting.points.unreadable") if line.text().strip() and read() is None else ""

        def show_places() -> None:
            count = len(parse_place_points(line.text()))
            places.setText(text("drafting.points.places", count=count) if count else "")

        line.textChanged.connect(show_places)
        line.textChanged.connect(self._keep_value_and_announce)
        return ParameterEditor(row(line, places), line, lambda value: line.setText(str(value)), read, unreadable)

    def _show_whether_it_must_be_filled(self) -> None:
        self.must.setVisible(self.is_missing())

    @Slot()
    def _keep_value_and_announce(self) -> None:
        value = self.value()
        self.settled = self.settled if value is None else value
        self._show_whether_it_must_be_filled()
        self.edited.emit()


def parameter_bounds_words(parameter: RuleParameter, currency: str) -> str:
    """Return the bounds of an answer, in one sentence that names it."""
    least, most = (_parameter_bound_words(parameter, bound, currency) for bound in (parameter.least, parameter.most))
    key = "between" if least and most else "from" if least else "to"
    return text(f"drafting.bounds.{key}", title=parameter.title, least=least, most=most)


def contradiction_words(parameter: RuleParameter, error: RuleBroken, *, group: str = "") -> str:
    """Return in one sentence what an answer contradicts: its value and the range it has to be in.

    `group` is the group of the meeting's list whose limit it is; points of places are counted.
    """
    is_counted = parameter.kind == RuleParameterKind.POINTS
    least, dots, most = str(error.facts["expected"]).partition("..")
    if not least.isdecimal() or not dots or (most and not most.isdecimal()):
        return text("drafting.misfit.other", title=parameter.title)
    key = ("count_" if is_counted else "") + ("between" if most else "from")
    span = text(f"drafting.misfit.{key}", least=f"{int(least):,}", most=f"{int(most or 0):,}")
    key = "group" if group else "points" if is_counted else "value"
    value = error.facts["value"]
    return text(f"drafting.misfit.{key}", title=parameter.title, group=group, value=value, range=span)


def _parameter_bound_words(parameter: RuleParameter, bound: Value | None, currency: str) -> str:
    if bound is None:
        return ""
    if parameter.kind == RuleParameterKind.SHARE:
        return share_words(str(Fraction(str(bound))))
    return money_words(int(bound), currency) if parameter.kind == RuleParameterKind.MONEY else f"{bound:,}"
