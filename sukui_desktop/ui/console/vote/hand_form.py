"""A question made by hand, without a rule year: each way to ask shows just the fields it needs."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import MAX_OPTIONS, Draft
from sukui_desktop.domain.question.marking import CHOICE, CUMULATIVE, OPINION, RANKING, SCORE
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.ui.console.vote.deciding_parts import (
    CeilingPart,
    ChoicesPart,
    GroupsPart,
    MinVotesPart,
    PassingPart,
    TakingPart,
    UnaffordablePart,
)
from sukui_desktop.ui.console.vote.marking_parts import (
    APPROVAL,
    EXACTLY,
    KINDS,
    KNAPSACK,
    BlankPart,
    DraftPart,
    ExactPart,
    LettersPart,
    PicksPart,
    PlacesPart,
    PointsPart,
    PursePart,
    RangePart,
    kind_of,
)
from sukui_desktop.ui.theme import ROW_PX

_SELECTING = tuple(kind for kind in KINDS if kind not in (CHOICE, OPINION))


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
            ("drafting.hand.choices", self.choices, (CHOICE,)),
            ("drafting.hand.passing", self.passing, (CHOICE,)),
            ("drafting.hand.taking", self.taking, (CHOICE,)),
            ("drafting.hand.letters", self.letters, (OPINION,)),
            ("drafting.hand.places", self.places, (RANKING,)),
            ("drafting.hand.points", self.points, (CUMULATIVE,)),
            ("drafting.hand.range", self.range, (SCORE,)),
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
        method = APPROVAL if kind in (APPROVAL, EXACTLY, KNAPSACK) else kind
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
