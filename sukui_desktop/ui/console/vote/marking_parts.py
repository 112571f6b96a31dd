"""How a question made by hand is marked, one small part for each way: a question shows the fields it needs, no more."""

from __future__ import annotations

import re
from typing import Any

from msgspec import UNSET, UnsetType
from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.question.definition import MAX_OPTIONS, Draft
from sukui_desktop.domain.question.marking import CHOICE, CUMULATIVE, OPINION, PLAIN, RANKING, SCORE, Marking
from sukui_desktop.ui.console.vote.money_field import MoneyField
from sukui_desktop.ui.widgets.refusal import sentence

APPROVAL, EXACTLY, KNAPSACK = "approval", "exactly", "knapsack"
KINDS = (APPROVAL, EXACTLY, KNAPSACK, SCORE, RANKING, CUMULATIVE, CHOICE, OPINION)
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
        is_new = draft.method != SCORE
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
        least = min(max(1, draft.min_picks), len(points)) if draft.method == RANKING else 1
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
        self.most.setValue((marking.most_points or marking.high) if draft.method == CUMULATIVE else 10)
        self.high.setValue(marking.high if draft.method == CUMULATIVE else 0)

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
