"""The meeting's name, place, time and quorum; kept as they are typed."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.quorum import QuorumRule, quorum_rule_of_meeting
from sukui_desktop.models.meeting import MeetingRow, QuorumBase
from sukui_desktop.services.opened_meeting import read_meeting
from sukui_desktop.services.prepare.meeting_creation_and_details import edit_meeting
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.console.prepare.panel_base import PreparePanel
from sukui_desktop.ui.console.undo_steps import undoable_act_words
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import heading, hint, with_screen_reader_name
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.form_fields import FieldGrid, MomentField
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.refusal_bar import show_refusal
from sukui_desktop.ui.widgets.wheel_ignoring_fields import NumberBox
from sukui_desktop.wording.times import local_datetime, moment_words, planned_and_held_time_words

_SHARES = (
    ("majority", QuorumRule(base=QuorumBase.ENROLLED, numerator=1, denominator=2, is_more_than=True)),
    ("half", QuorumRule(base=QuorumBase.ENROLLED, numerator=1, denominator=2, is_more_than=False)),
    ("third", QuorumRule(base=QuorumBase.ENROLLED, numerator=1, denominator=3, is_more_than=False)),
    ("two_thirds", QuorumRule(base=QuorumBase.ENROLLED, numerator=2, denominator=3, is_more_than=False)),
)
_OWN = "own"
_FIXED = "fixed"
_WORDS = ("title", "body_name", "host", "place")
_TIMES = ("starts_at_ms", "ends_at_ms")
_LONGEST_MS = 24 * 60 * 60 * 1000
"""A meeting that lasts longer is asked about: 시작 or 마침 may be of another day."""


class QuorumField(QWidget):
    """Chooses among the usual quorums; the meeting's own rule stays when it is another."""

    rule_chosen = Signal(object)
    """`QuorumRule`, only when people changed it."""

    def __init__(self) -> None:
        super().__init__()
        self._rule = _SHARES[0][1]
        self.kind = DropDown(self)
        for key, _rule in _SHARES:
            self.kind.addItem(text(f"prepare.meeting.quorum.{key}"), key)
        self.kind.addItem(text("prepare.meeting.quorum.fixed"), _FIXED)
        self.people = with_screen_reader_name(NumberBox(self), text("prepare.meeting.quorum.fixed"))
        self.people.setRange(1, 100_000)
        self.people.setSuffix(text("prepare.meeting.quorum.people"))
        row_of(grow(self.kind), self.people, margins=0, into=self)
        self.setFocusProxy(self.kind)
        self.kind.activated.connect(self._choose_quorum_of_kind)
        self.people.editingFinished.connect(self._choose_fixed_quorum)

    def show_quorum_rule(self, rule: QuorumRule) -> None:
        """Show the meeting's rule."""
        self._rule = rule
        key = _key_of_quorum_kind(rule)
        own = self.kind.findData(_OWN)
        if key == _OWN and own < 0:
            words = text("prepare.meeting.quorum.own", numerator=rule.numerator, denominator=rule.denominator)
            self.kind.addItem(words, _OWN)
        elif key != _OWN and own >= 0:
            self.kind.removeItem(own)
        self.kind.setCurrentIndex(self.kind.findData(key))
        self.people.setVisible(key == _FIXED)
        if key == _FIXED:
            self.people.setValue(rule.fixed)

    @property
    def rule(self) -> QuorumRule:
        """The rule as it is shown now."""
        key = self.kind.currentData()
        if key == _FIXED:
            return QuorumRule(base=QuorumBase.FIXED, fixed=self.people.value())
        return dict(_SHARES).get(key, self._rule)

    def _announce_changed_rule(self, rule: QuorumRule) -> None:
        if rule != self._rule:
            self._rule = rule
            self.rule_chosen.emit(rule)

    @Slot(int)
    def _choose_quorum_of_kind(self, place: int) -> None:
        key = self.kind.itemData(place)
        self.people.setVisible(key == _FIXED)
        if key == _FIXED:
            self._announce_changed_rule(QuorumRule(base=QuorumBase.FIXED, fixed=self.people.value()))
        elif key != _OWN:
            self._announce_changed_rule(dict(_SHARES)[key])

    @Slot()
    def _choose_fixed_quorum(self) -> None:
        if self.kind.currentData() == _FIXED:
            self._announce_changed_rule(QuorumRule(base=QuorumBase.FIXED, fixed=self.people.value()))


def _key_of_quorum_kind(rule: QuorumRule) -> str:
    if rule.base == "fixed":
        return _FIXED
    majority = (rule.numerator, rule.denominator, rule.is_more_than)
    for key, usual in _SHARES:
        if majority == (usual.numerator, usual.denominator, usual.is_more_than):
            return key
    return _OWN


class MeetingPanel(PreparePanel):
    """A form whose every field is kept as soon as it is left."""

    SHOWN_TABLES: ClassVar[tuple[str, ...]] = ("meeting",)

    def __init__(self, operations: Operations) -> None:
        super().__init__(operations)
        self._meeting: MeetingRow | None = None
        self.kept = hint(may_wrap=False)

        self._is_asking = False
        self._given: dict[str, Any] = {}
        """What a field held before it was changed last."""
        self.words = {name: QLineEdit() for name in _WORDS}
        self.times = {name: MomentField() for name in _TIMES}
        self.quorum = QuorumField()
        self.quorum.rule_chosen.connect(self._store_quorum_rule)
        grid = FieldGrid()
        for name, line in self.words.items():
            line.setMaxLength(200)
            line.editingFinished.connect(partial(self._store_text_field, name))
            grid.add_field(text(f"prepare.meeting.{name}"), line, is_wide=name == "title")
        grid.add_field(text("prepare.meeting.quorum.name"), self.quorum)
        for name, moment in self.times.items():
            moment.editingFinished.connect(partial(self._store_time_or_ask, name))
            grid.add_field(text(f"prepare.meeting.{name}"), moment)
        self.allowance = QCheckBox(text("prepare.meeting.allowance_words"), self)
        self.allowance.clicked.connect(self._store_allowance_tick)
        grid.add_field(text("prepare.meeting.has_allowance"), self.allowance)
        self.allowance.setAccessibleName(self.allowance.text())
        column_of(
            row_of(
                heading(text("prepare.meeting.heading")), grow(self.undo_steps.said), self.kept, self.undo_steps.button
            ),
            grid,
            hint(text("prepare.meeting.hint")),
            grow(),
            spacing=16,
            margins=(24, 20, 24, 20),
            into=self,
        )

    def load(self) -> None:
        """Ask for the meeting."""
        self.operations.run(self, read_meeting, self.room, on_done=self._show_meeting_and_summary)

    def first_focus(self) -> QWidget:
        """Start with the title."""
        return self.words["title"]

    def _store_text_field(self, name: str) -> None:
        self._store_field_if_changed(name, self.words[name].text().strip())

    def _store_time_or_ask(self, name: str) -> None:
        """Keep a time; of a meeting that would last longer than a day and longer than before, ask first."""
        meeting, moment = self._meeting, self.times[name].typed_moment_ms()
        if meeting is None or self._is_asking or moment == getattr(meeting, name):
            return
        times = {each: getattr(meeting, each) for each in _TIMES} | {name: moment}
        length = times["ends_at_ms"] - times["starts_at_ms"] if times["ends_at_ms"] else 0
        if length <= max(_LONGEST_MS, meeting.ends_at_ms - meeting.starts_at_ms):
            self._store_field(name, moment)
            return
        self._is_asking = True
        facts = {
            "starts": moment_words(times["starts_at_ms"]),
            "ends": moment_words(times["ends_at_ms"]),
            "days": (local_datetime(times["ends_at_ms"]).date() - local_datetime(times["starts_at_ms"]).date()).days
            + 1,
        }
        key = "prepare.meeting.long"
        ask = AskDialog(
            self, title=text(f"{key}.title", **facts), words=text(f"{key}.words", **facts), accept=text(f"{key}.accept")
        )
        ask.accepted.connect(partial(self._store_field, name, moment))
        ask.rejected.connect(partial(self._show_stored_time_again, name))
        ask.finished.connect(self._note_length_question_ended)
        ask.open()

    def _show_stored_time_again(self, name: str) -> None:
        if self._meeting is not None:
            self.times[name].show_moment(getattr(self._meeting, name))

    @Slot(int)
    def _note_length_question_ended(self, _result: int) -> None:
        self._is_asking = False

    def _store_field_if_changed(self, name: str, value: Any) -> None:
        if self._meeting is not None and value != getattr(self._meeting, name):
            self._store_field(name, value)

    def _store_field(self, name: str, value: Any) -> None:
        fact: dict[str, Any] = {name: value}
        if self._meeting is not None:
            self._given = {
                name: quorum_rule_of_meeting(self._meeting) if name == "quorum" else getattr(self._meeting, name)
            }
        self.operations.run(
            self,
            edit_meeting,
            self.room,
            on_done=self._note_undo_of_stored_field,
            on_refused=self._show_refusal_and_value_in_force,
            **fact,
        )

    @Slot(object)
    def _store_quorum_rule(self, rule: QuorumRule) -> None:
        self._store_field("quorum", rule)

    @Slot(bool)
    def _store_allowance_tick(self, is_checked: bool) -> None:
        self._store_field("has_allowance", is_checked)

    def _note_undo_of_stored_field(self, _changes: object) -> None:
        name = next(iter(self._given), "")
        label = text("prepare.meeting.quorum.name" if name == "quorum" else f"prepare.meeting.{name}")
        self.undo_steps.note_undo_step(undoable_act_words("field_edited", label), edit_meeting, **self._given)
        self.kept.setText(text("prepare.meeting.kept"))
        QTimer.singleShot(3000, self, self.kept.clear)

    def _show_refusal_and_value_in_force(self, error: SukuiError) -> None:
        """Show why, and what is in force."""
        show_refusal(self, error)
        if self._meeting is not None:
            self._fill_in_fields_not_typed_in(self._meeting)

    def _show_meeting_and_summary(self, meeting: MeetingRow) -> None:
        self._meeting = meeting
        self._fill_in_fields_not_typed_in(meeting)
        when = planned_and_held_time_words(meeting.starts_at_ms, meeting.opened_at_ms, meeting.closed_at_ms)
        self.summary_changed.emit(when or text("prepare.meeting.no_time"), bool(meeting.place))

    def _fill_in_fields_not_typed_in(self, meeting: MeetingRow) -> None:
        """Fill in every field but the one that is being typed in."""
        for name, line in self.words.items():
            if not (line.hasFocus() and line.isModified()):
                line.setText(getattr(meeting, name))
        for name, moment in self.times.items():
            if not moment.hasFocus():
                moment.show_moment(getattr(meeting, name))
        self.quorum.show_quorum_rule(quorum_rule_of_meeting(meeting))
        self.allowance.setChecked(meeting.has_allowance)
