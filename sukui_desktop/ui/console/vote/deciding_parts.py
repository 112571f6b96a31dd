"""How a question made by hand is decided: the ceiling of a list, or what a choice needs to pass."""

from __future__ import annotations

from fractions import Fraction

from msgspec import UnsetType
from msgspec.structs import replace
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.motion import BASES, Motion
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.ui.console.vote.group_limits import GroupLimits, groups_of
from sukui_desktop.ui.console.vote.marking_parts import DraftPart, count_box
from sukui_desktop.ui.console.vote.money_field import MoneyField
from sukui_desktop.ui.console.vote.share_field import ShareField
from sukui_desktop.ui.widgets.refusal import sentence

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
        for base in BASES:
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
        self.base.setCurrentIndex(BASES.index(motion.base))
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
            base=BASES[self.base.currentIndex()],
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
