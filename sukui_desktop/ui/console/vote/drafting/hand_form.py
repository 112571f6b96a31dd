"""The form of a question made without a rule file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from msgspec import UNSET, UnsetType
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.question.definition import MAX_OPTIONS, Draft, Group
from sukui_desktop.domain.question.marking import PLAIN, Marking, Method
from sukui_desktop.domain.question.motion import Motion, MotionBase
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.ui.console.fields import MoneyField, ShareField
from sukui_desktop.ui.theme import ROW_PX
from sukui_desktop.ui.widgets.refusal import sentence


def groups_of(projects: Sequence[ProjectRow]) -> tuple[tuple[str, int], ...]:
    """Return (name, number of projects) for each group in the order of the list; empty when nobody has a group."""
    sizes: dict[str, int] = {}
    for project in projects:
        sizes[project.group] = sizes.get(project.group, 0) + 1
    return tuple(sizes.items()) if any(sizes) else ()


class GroupLimits(QWidget):
    """One line a group: name, number of projects, least and most picks."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._names: tuple[tuple[str, int], ...] = ()
        self.boxes: dict[str, tuple[QSpinBox, QSpinBox]] = {}
        """Group name → (least, most)."""

    def show_groups(self, groups: tuple[tuple[str, int], ...], limits: Sequence[Group]) -> None:
        """Show these groups with their limits; a group without any starts at all or nothing."""
        if groups != self._names:
            self._names = groups
            self._build()
        known = {group.name: group for group in limits}
        for name, size in groups:
            least, most = self.boxes[name]
            group = known.get(name)
            for box, value in ((least, group.min_picks if group else 0), (most, group.max_picks if group else size)):
                box.blockSignals(True)
                box.setValue(value)
                box.blockSignals(False)

    def limits(self) -> tuple[Group, ...]:
        """Return what is set, in the order shown."""
        return tuple(
            Group(name=name, min_picks=least.value(), max_picks=most.value())
            for name, (least, most) in self.boxes.items()
        )

    def _build(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = {}
        for row, (name, size) in enumerate(self._names):
            shown = name or text("vote.draft.no_group")
            self._grid.addWidget(QLabel(text("vote.draft.group", name=shown, size=f"{size:,}"), self), row, 0)
            self.boxes[name] = (
                self._box(text("vote.draft.group_least", name=shown), size, row, 1),
                self._box(text("vote.draft.group_most", name=shown), size, row, 2),
            )

    def _box(self, name: str, most: int, row: int, column: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(0, most)
        box.setAccessibleName(name)
        box.setPrefix(text("vote.draft.least" if column == 1 else "vote.draft.most"))
        box.setSuffix(text("vote.draft.picks"))
        box.valueChanged.connect(self._on_value_changed)
        self._grid.addWidget(box, row, column)
        return box

    @Slot(int)
    def _on_value_changed(self, value: int) -> None:
        del value
        self.edited.emit()


APPROVAL, EXACTLY, KNAPSACK = "approval", "exactly", "knapsack"
KINDS = (APPROVAL, EXACTLY, KNAPSACK, Method.SCORE, Method.RANKING, Method.CUMULATIVE, Method.CHOICE, Method.OPINION)
"""Ways to ask as people know them; the first three are one method to the counter."""
LETTER_BYTES = 3
"""A Korean syllable in UTF-8."""
MOST_LETTERS = 1000
MOST_POINTS = 1000
MOST_PLACES = 50


def kind_of(draft: Draft) -> str:
    """Return which of KINDS a draft is."""
    if draft.method != APPROVAL:
        return draft.method
    if marking_of(draft).cost_limit:
        return KNAPSACK
    return EXACTLY if draft.min_picks == draft.max_picks else APPROVAL


def marking_of(draft: Draft) -> Marking:
    """Return how options are marked; plain approval where the draft is silent."""
    return PLAIN if isinstance(draft.marks, UnsetType) else draft.marks


def with_marks(draft: Draft, **changes: Any) -> Draft:
    """Return the draft with these of its marking; silent where nothing but the plain marking is left."""
    marks = replace(marking_of(draft), **changes)
    return replace(draft, marks=UNSET if marks == PLAIN else marks)


class DraftPart(QWidget):
    """One line of the form: shows its part of a draft, writes it into another, says what cannot be read."""

    edited = Signal()

    def __init__(self, *fields: QWidget) -> None:
        super().__init__()
        self.stop: QWidget = fields[0].focusProxy() or fields[0]
        """What takes the keyboard."""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for field in fields:
            layout.addWidget(field, 1 if isinstance(field, QLineEdit | MoneyField) else 0)
        if not isinstance(fields[-1], QLineEdit | MoneyField):
            layout.addStretch(1)
        self.setFocusProxy(self.stop)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show this part of a draft."""
        raise NotImplementedError

    def write(self, draft: Draft) -> Draft:
        """Return the draft with what stands here."""
        raise NotImplementedError

    def problem(self) -> str:
        """Return why what is typed cannot be read; '' when it can."""
        return ""

    @Slot()
    def _on_field_edited(self) -> None:
        self.edited.emit()


def count_box(most: int, *, least: int = 0, prefix: str = "", suffix: str = "picks") -> QSpinBox:
    """Return a box for a whole number; prefix and suffix are keys of `vote.draft`."""
    box = QSpinBox()
    box.setRange(least, most)
    box.setGroupSeparatorShown(True)
    box.setMinimumWidth(120)
    if prefix:
        box.setPrefix(text(f"vote.draft.{prefix}"))
    if suffix:
        box.setSuffix(text(f"vote.draft.{suffix}"))
    return box


class PicksPart(DraftPart):
    """Fewest and most picks in all."""

    def __init__(self) -> None:
        self.least = count_box(MAX_OPTIONS, prefix="least")
        self.most = count_box(MAX_OPTIONS, least=1, prefix="most")
        super().__init__(self.least, self.most)
        self.stop = self.most
        for box in (self.least, self.most):
            box.valueChanged.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        self.least.setValue(draft.min_picks)
        self.most.setValue(draft.max_picks)

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        return replace(draft, min_picks=self.least.value(), max_picks=self.most.value())


class ExactPart(DraftPart):
    """정확히 k개."""

    def __init__(self) -> None:
        self.count = count_box(MAX_OPTIONS, least=1)
        super().__init__(self.count)
        self.count.valueChanged.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        self.count.setValue(draft.max_picks)

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        return replace(draft, min_picks=self.count.value(), max_picks=self.count.value())


class PursePart(DraftPart):
    """예산한도: what the marked projects may cost together."""

    def __init__(self) -> None:
        self.amount = MoneyField()
        super().__init__(self.amount)
        self.amount.edited.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        self.amount.show_amount(marking_of(draft).cost_limit, currency)

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        return with_marks(draft, cost_limit=self.amount.amount())

    def problem(self) -> str:
        """Return what cannot be read, in one sentence."""
        try:
            self.amount.amount()
        except BadInput as error:
            return sentence(error)
        return ""


class RangePart(DraftPart):
    """점수: smallest and largest number of a project."""

    def __init__(self) -> None:
        self.low = count_box(MOST_POINTS, prefix="least", suffix="points")
        self.high = count_box(MOST_POINTS, least=1, prefix="most", suffix="points")
        super().__init__(self.low, self.high)
        for box in (self.low, self.high):
            box.valueChanged.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        marking = marking_of(draft)
        is_new = draft.method != Method.SCORE
        self.low.setValue(0 if is_new else marking.low)
        self.high.setValue(5 if is_new else marking.high)

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        return with_marks(draft, low=self.low.value(), high=self.high.value())

    def problem(self) -> str:
        """Return what cannot be read, in one sentence."""
        return "" if self.low.value() < self.high.value() else text("drafting.hand.range_crossed")


class PlacesPart(DraftPart):
    """순위: the points of the first, second … place, which says how many places there are."""

    def __init__(self) -> None:
        self.points = QLineEdit()
        self.points.setPlaceholderText(text("drafting.hand.places_hint"))
        self.told = QLabel()
        super().__init__(self.points, self.told)
        self.points.textChanged.connect(self._on_text_changed)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        points = marking_of(draft).place_points or (5, 4, 3, 2, 1)
        self.points.setText(", ".join(map(str, points)))

    def read(self) -> tuple[int, ...]:
        """Return the points as typed; empty when they cannot be read."""
        parts = [part for part in re.split(r"[\s,·]+", self.points.text().strip()) if part]
        is_read = 0 < len(parts) <= MOST_PLACES and all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts)
        return tuple(map(int, parts)) if is_read else ()

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        points = self.read()
        least = min(max(1, draft.min_picks), len(points)) if draft.method == Method.RANKING else 1
        return with_marks(replace(draft, min_picks=least, max_picks=len(points)), place_points=points)

    def problem(self) -> str:
        """Return what cannot be read, in one sentence."""
        return "" if self.read() else text("drafting.hand.places_unreadable")

    @Slot()
    def _on_text_changed(self) -> None:
        places = len(self.read())
        self.told.setText(text("drafting.hand.places_count", count=places) if places else "")
        self.edited.emit()


class PointsPart(DraftPart):
    """누적: points of one person in all, and the most for one project."""

    def __init__(self) -> None:
        self.most = count_box(MOST_POINTS, least=1, prefix="all", suffix="points")
        self.high = count_box(MOST_POINTS, prefix="each", suffix="points")
        self.high.setSpecialValueText(text("drafting.hand.no_high"))
        super().__init__(self.most, self.high)
        for box in (self.most, self.high):
            box.valueChanged.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        marking = marking_of(draft)
        self.most.setValue((marking.most_points or marking.high) if draft.method == Method.CUMULATIVE else 10)
        self.high.setValue(marking.high if draft.method == Method.CUMULATIVE else 0)

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        return with_marks(draft, most_points=self.most.value(), high=self.high.value())


class LettersPart(DraftPart):
    """토론형: how long an opinion may be, in Korean letters."""

    def __init__(self) -> None:
        self.letters = count_box(MOST_LETTERS, least=10, suffix="letters")
        super().__init__(self.letters)
        self.letters.valueChanged.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        self.letters.setValue((marking_of(draft).text_bytes or 100 * LETTER_BYTES) // LETTER_BYTES)

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        kept = marking_of(draft).text_bytes
        letters = self.letters.value()
        length = kept if kept // LETTER_BYTES == letters else letters * LETTER_BYTES
        return with_marks(replace(draft, max_picks=1), text_bytes=length)


class BlankPart(DraftPart):
    """Whether a ballot without any mark is taken."""

    def __init__(self) -> None:
        self.is_allowed = QCheckBox(text("vote.draft.allows_blank"))
        super().__init__(self.is_allowed)
        self.is_allowed.toggled.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        self.is_allowed.setChecked(draft.allows_blank)

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        return replace(draft, allows_blank=self.is_allowed.isChecked())


MOST_VOTES = 1_000_000
CHOICES = ("in_favour", "against", "abstain")


class GroupsPart(DraftPart):
    """Limits for each group of projects, where the list has groups."""

    def __init__(self) -> None:
        self.is_used = QCheckBox(text("vote.draft.uses_groups"))
        self.groups = GroupLimits()
        both = QWidget()
        both.setFocusProxy(self.is_used)
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.is_used)
        column.addWidget(self.groups)
        super().__init__(both)
        self.groups.hide()
        self.is_used.toggled.connect(self._on_used_toggled)
        self.groups.edited.connect(self._on_field_edited)

    def show_projects(self, projects: tuple[ProjectRow, ...], draft: Draft) -> None:
        """Offer the groups of these projects; call before `show_draft`."""
        groups = groups_of(projects)
        self.is_used.setEnabled(bool(groups))
        self.groups.show_groups(groups, draft.groups)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        self.is_used.setChecked(bool(draft.groups) and self.is_used.isEnabled())

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        return replace(draft, groups=self.groups.limits() if self.is_used.isChecked() else ())

    @Slot(bool)
    def _on_used_toggled(self, is_on: bool) -> None:
        self.groups.setVisible(is_on)
        self.edited.emit()


class CeilingPart(DraftPart):
    """한도액; may be left empty until the poll is made ready."""

    def __init__(self) -> None:
        self.amount = MoneyField()
        super().__init__(self.amount)
        self.amount.edited.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        self.amount.show_amount(draft.ceiling, currency)

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        return replace(draft, ceiling=self.amount.amount() if self.is_written() else 0)

    def is_written(self) -> bool:
        """Tell whether anything stands there."""
        return bool(self.amount.line.text().strip())

    def problem(self) -> str:
        """Return what cannot be read, in one sentence."""
        if self.is_written():
            try:
                self.amount.amount()
            except BadInput as error:
                return sentence(error)
        return ""


class UnaffordablePart(DraftPart):
    """What happens at a project that the money left cannot pay."""

    def __init__(self) -> None:
        self.skip = QRadioButton(text("vote.draft.skip"))
        self.stop_there = QRadioButton(text("vote.draft.stop"))
        super().__init__(self.skip, self.stop_there)
        self._choices = QButtonGroup(self)
        for choice in (self.skip, self.stop_there):
            self._choices.addButton(choice)
        self.skip.toggled.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        (self.stop_there if draft.when_unaffordable == "stop" else self.skip).setChecked(True)

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        return replace(draft, when_unaffordable="stop" if self.stop_there.isChecked() else "skip")


class MinVotesPart(DraftPart):
    """Fewest votes of a project that may be chosen."""

    def __init__(self) -> None:
        self.votes = count_box(MOST_VOTES, suffix="votes")
        super().__init__(self.votes)
        self.votes.valueChanged.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        self.votes.setValue(draft.min_votes)

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        return replace(draft, min_votes=self.votes.value())


class ChoicesPart(DraftPart):
    """찬성 and 반대, with 기권 or without."""

    def __init__(self) -> None:
        self.may_abstain = QCheckBox(text("drafting.hand.may_abstain"))
        super().__init__(self.may_abstain)
        self.may_abstain.toggled.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        self.may_abstain.setChecked(isinstance(draft.choices, UnsetType) or len(draft.choices) > 2)

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        kept = () if isinstance(draft.choices, UnsetType) else draft.choices
        words = tuple(text(f"drafting.hand.{name}") for name in CHOICES[: 3 if self.may_abstain.isChecked() else 2])
        return replace(
            draft, choices=kept if len(kept) == len(words) else words, max_picks=1, min_picks=min(1, draft.min_picks)
        )


class PassingPart(DraftPart):
    """Of what base which share must be in favour."""

    def __init__(self) -> None:
        self.base = QComboBox()
        for base in tuple(MotionBase):
            self.base.addItem(text(f"rules.base.{base}"), base)
        self.share = ShareField()
        self.share.words.hide()
        self.share.line.setMaximumWidth(90)
        self.way = QComboBox()
        for way in ("more_than", "at_least"):
            self.way.addItem(text(f"drafting.hand.{way}"), way == "more_than")
        super().__init__(self.base, QLabel(text("drafting.hand.of_base")), self.share, self.way)
        for combo in (self.base, self.way):
            combo.currentIndexChanged.connect(self._on_field_edited)
        self.share.edited.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        motion = draft.motion if isinstance(draft.motion, Motion) else Motion()
        self.base.setCurrentIndex(tuple(MotionBase).index(motion.base))
        self.share.line.setText(f"{motion.numerator}/{motion.denominator}")
        self.way.setCurrentIndex(0 if motion.is_more_than else 1)

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        share = Fraction(self.share.share())
        kept = draft.motion if isinstance(draft.motion, Motion) else Motion()
        is_same = Fraction(kept.numerator, kept.denominator) == share
        motion = replace(
            kept,
            numerator=kept.numerator if is_same else share.numerator,
            denominator=kept.denominator if is_same else share.denominator,
            is_more_than=bool(self.way.currentData()),
            base=tuple(MotionBase)[self.base.currentIndex()],
        )
        return replace(draft, motion=motion)

    def problem(self) -> str:
        """Return what cannot be read, in one sentence."""
        share = Fraction(self.share.share() or 2)
        return "" if share <= 1 else self.share.problem() or text("drafting.hand.passing_unreadable")


class TakingPart(DraftPart):
    """What share of the enrolled must take part."""

    def __init__(self) -> None:
        self.share = ShareField()
        self.share.line.setPlaceholderText(text("drafting.hand.no_least"))
        self.share.line.setMaximumWidth(160)
        super().__init__(self.share)
        self.share.edited.connect(self._on_field_edited)

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show it."""
        del currency
        self.share.show_share(draft.motion.least_share if isinstance(draft.motion, Motion) else "")

    def write(self, draft: Draft) -> Draft:
        """Return the draft with it."""
        kept = draft.motion if isinstance(draft.motion, Motion) else Motion()
        return replace(draft, motion=replace(kept, least_share=self.share.share()))

    def problem(self) -> str:
        """Return what cannot be read, in one sentence."""
        is_too_much = Fraction(self.share.share() or 0) > 1
        return self.share.problem() or (text("drafting.hand.passing_unreadable") if is_too_much else "")


_SELECTING = tuple(kind for kind in KINDS if kind not in (Method.CHOICE, Method.OPINION))


class HandForm(QWidget):
    """The way to ask and, below it, what that way needs."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_showing = False
        self._shown = Draft()
        self._currency = "KRW"
        self.kind = QComboBox(self)
        for kind in KINDS:
            self.kind.addItem(text(f"drafting.kind.{kind}"), kind)
        self.groups, self.picks, self.exact, self.purse = GroupsPart(), PicksPart(), ExactPart(), PursePart()
        self.range, self.places, self.points, self.letters = RangePart(), PlacesPart(), PointsPart(), LettersPart()
        self.choices, self.passing, self.taking = ChoicesPart(), PassingPart(), TakingPart()
        self.blank, self.ceiling = BlankPart(), CeilingPart()
        self.unaffordable, self.min_votes = UnaffordablePart(), MinVotesPart()
        self._parts: tuple[tuple[str, DraftPart, tuple[str, ...]], ...] = (
            ("drafting.hand.choices", self.choices, (Method.CHOICE,)),
            ("drafting.hand.passing", self.passing, (Method.CHOICE,)),
            ("drafting.hand.taking", self.taking, (Method.CHOICE,)),
            ("drafting.hand.letters", self.letters, (Method.OPINION,)),
            ("drafting.hand.places", self.places, (Method.RANKING,)),
            ("drafting.hand.points", self.points, (Method.CUMULATIVE,)),
            ("drafting.hand.range", self.range, (Method.SCORE,)),
            ("drafting.hand.purse", self.purse, (KNAPSACK,)),
            ("vote.draft.groups_label", self.groups, (APPROVAL, EXACTLY, KNAPSACK)),
            ("vote.draft.total", self.picks, (APPROVAL,)),
            ("drafting.hand.exact", self.exact, (EXACTLY,)),
            ("drafting.hand.blank", self.blank, KINDS),
            ("vote.draft.ceiling", self.ceiling, _SELECTING),
            ("vote.draft.unaffordable", self.unaffordable, _SELECTING),
            ("vote.draft.min_votes", self.min_votes, _SELECTING),
        )
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._on_kind_chosen)
        self.groups.groups.edited.connect(self._on_groups_edited)
        self.groups.is_used.toggled.connect(self._on_groups_toggled)
        for _, part, _ in self._parts:
            part.edited.connect(self._on_part_edited)

    def show_draft(self, draft: Draft, projects: Sequence[ProjectRow], currency: str) -> None:
        """Show a draft with the groups of these projects."""
        self._is_showing = True
        self._shown, self._currency = draft, currency
        self.kind.setCurrentIndex(KINDS.index(kind_of(draft)))
        self.groups.show_projects(tuple(projects), draft)
        for _, part, _ in self._parts:
            part.show_draft(draft, currency)
        self._show_parts()
        self._is_showing = False

    def show_projects(self, projects: Sequence[ProjectRow]) -> None:
        """Offer other groups, keeping what is typed."""
        self.groups.show_projects(tuple(projects), replace(self._shown, groups=self.groups.groups.limits()))

    def draft(self) -> Draft:
        """Return what is set; what a draft holds beside the fields of its kind stays.

        Meant to be asked where `problem` finds nothing. Raises BadInput when an amount cannot be read.
        """
        kind = self._kind()
        method = Method.APPROVAL if kind in (APPROVAL, EXACTLY, KNAPSACK) else Method(kind)
        is_same = kind == kind_of(self._shown)
        draft = replace(self._shown, rule_key=UNSET) if is_same else Draft(method=method, max_picks=MAX_OPTIONS)
        for part in self._used():
            draft = part.write(draft)
        return draft

    def problem(self) -> tuple[str, QWidget] | None:
        """Return in one sentence what cannot be read, and the field it stands in."""
        return next(((told, part.stop) for part in self._used() if (told := part.problem())), None)

    def missing(self) -> tuple[str, QWidget] | None:
        """Return what must be written before the poll can be made ready, and where; None when all is."""
        if self._kind() in _SELECTING and not self.ceiling.is_written() and self._shown.further is UNSET:
            return text("drafting.missing", title=text("vote.draft.ceiling")), self.ceiling.stop
        return None

    def _kind(self) -> str:
        return KINDS[self.kind.currentIndex()]

    def _used(self) -> list[DraftPart]:
        return [part for _, part, kinds in self._parts if self._kind() in kinds]

    def _show_parts(self) -> None:
        for _, part, kinds in self._parts:
            self._rows.setRowVisible(part, self._kind() in kinds)

    def _lay_out(self) -> None:
        self._rows = QFormLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(14)
        self._rows.setVerticalSpacing(4)
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._rows.addRow(_label(text("drafting.hand.kind"), self.kind), self.kind)
        for key, part, _ in self._parts:
            self._rows.addRow(_label(text(key), part.stop), part)

    @Slot()
    def _on_kind_chosen(self) -> None:
        self._show_parts()
        self._on_part_edited()

    @Slot()
    def _on_groups_edited(self) -> None:
        """The total follows the groups, and may be set lower afterwards."""
        self.picks.most.setValue(sum(group.max_picks for group in self.groups.groups.limits()))

    @Slot(bool)
    def _on_groups_toggled(self, is_on: bool) -> None:
        if is_on and not self._is_showing:
            self._on_groups_edited()

    @Slot()
    def _on_part_edited(self) -> None:
        if not self._is_showing:
            self.edited.emit()


def _label(words: str, buddy: QWidget) -> QLabel:
    label = QLabel(words)
    label.setProperty("strong", "true")
    label.setBuddy(buddy)
    label.setMinimumHeight(ROW_PX)
    if not buddy.accessibleName():
        buddy.setAccessibleName(words)
    return label
