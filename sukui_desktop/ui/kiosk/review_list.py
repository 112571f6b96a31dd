"""What a voter is about to cast, read back: a line a mark, under its group, each with a button that takes it away."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.ballot_cards import Card
from sukui_desktop.ui.kiosk.marking_rules.base import ListMarking
from sukui_desktop.ui.kiosk.page_base import KioskButton
from sukui_desktop.ui.kiosk.sentences import mark_badge_words, review_group_words
from sukui_desktop.ui.widgets.basic_widgets import (
    set_style_property,
    show_words_or_hide,
    with_screen_reader_name,
    with_style_property,
)
from sukui_desktop.ui.widgets.layouts import grow, row_of
from sukui_desktop.ui.widgets.screen_scale import (
    Metrics,
    Scaled,
    role_label,
    scale_layouts_to_screen,
    with_spacing_in_ems,
)
from sukui_desktop.wording.money import money_words

_FEW = 4
"""So many marks stand in one column also on a wide screen."""
_TOLERATED = 3
"""A column may be longer than the other by so many lines before a group is torn between them."""


class ReviewMark(msgspec.Struct, frozen=True):
    """The words of one mark; `option` is its place on the ballot."""

    option: int
    badge: str
    title: str
    cost: str


class ReviewLine(QFrame):
    """The heading of a group, or one mark with the button that takes it away or puts it back; used again for other
    voters."""

    toggled = Signal(int)
    """An option's place on the ballot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.option = -1
        """The place of the mark's option on the ballot, -1 for none."""
        self.is_taken_away = False
        with_style_property(self, "role", "review")
        self.group = role_label(self, "counter", name="reviewGroup")
        self.badge: QLabel = role_label(self, "counter")
        self.badge.setWordWrap(False)
        self.title = role_label(self, "body", name="reviewTitle")
        self.cost: QLabel = role_label(self, "small")
        self.cost.setWordWrap(False)
        self.remove = KioskButton("kiosk.confirm.remove", self, on_click=self._announce_toggled)
        line = row_of(grow(self.group), self.badge, grow(self.title), self.cost, self.remove, into=self)
        with_spacing_in_ems(line, 0.5, (0.3, 0, 0.1, 0.05))
        with_style_property(self.remove, "kind", "line")

    def show_group(self, words: str) -> None:
        """Be the heading of a group."""
        self.forget()
        self.group.setText(words)
        self._show_parts(is_group=True)

    def show_mark(self, mark: ReviewMark) -> None:
        """Be the line of a mark."""
        self.forget()
        self.option = mark.option
        self.title.setText(mark.title)
        self._show_parts(is_group=False)
        show_words_or_hide(self.cost, mark.cost)
        self.show_whether_taken_away(mark.badge, is_taken_away=False)

    def show_whether_taken_away(self, badge: str, *, is_taken_away: bool) -> None:
        """Strike the line through and offer to put the mark back, or show it as it is; `badge` is its number now."""
        self.is_taken_away = is_taken_away
        for label in (self.title, self.cost):
            set_style_property(label, "taken", "true" if is_taken_away else "false")
        show_words_or_hide(self.badge, badge)
        key = "put_back" if is_taken_away else "remove"
        self.remove.setText(text(f"kiosk.confirm.{key}"))
        with_screen_reader_name(self.remove, text(f"kiosk.confirm.{key}_name", title=self.title.text()))

    def forget(self) -> None:
        """Keep no word of the voter before."""
        self.option = -1
        for label in (self.group, self.badge, self.title, self.cost):
            label.clear()
        self.remove.setAccessibleName("")

    def _show_parts(self, *, is_group: bool) -> None:
        self.group.setVisible(is_group)
        for part in (self.badge, self.title, self.cost, self.remove):
            part.setVisible(not is_group)
        self.show()

    @Slot()
    def _announce_toggled(self) -> None:
        if self.option >= 0:
            self.toggled.emit(self.option)


class ReviewList(QScrollArea, Scaled):
    """All marks of a ballot; two columns on a wide screen, so that ten are seen at once."""

    toggle_wanted = Signal(int)
    """An option's place on the ballot."""
    place_changed = Signal()
    """Other lines came into view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reviewList")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget(self)
        self._grid = with_spacing_in_ems(QGridLayout(self._inside), 0.05)
        self.setWidget(self._inside)
        self._kept: list[ReviewLine] = []
        self._used = 0
        self._marks: tuple[tuple[str, tuple[ReviewMark, ...]], ...] = ()
        self._is_wide = False
        self.verticalScrollBar().valueChanged.connect(self.place_changed)
        self.verticalScrollBar().rangeChanged.connect(self.place_changed)

    @property
    def lines(self) -> list[ReviewLine]:
        """The lines of marks that are shown, in the order of the answer; headings are left out."""
        return [line for line in self._kept[: self._used] if not line.title.isHidden()]

    def show_marks(self, cards: Sequence[Card], marking: ListMarking) -> None:
        """Show every mark of this answer, under its group where there are groups."""
        marks = tuple(_review_mark(cards[option], marking) for option in marking.marks)
        groups = {card.index: card.group for card in cards}
        self._marks = tuple(
            (review_group_words(group), tuple(mark for mark in marks if groups[mark.option] == group.name))
            for group in marking.group_counters()
        ) or (("", marks),)
        self._lay_out_lines()

    def show_taken_away(self, marking: ListMarking, taken_away: Collection[int]) -> None:
        """Show which of the marks read back are taken away now; every line stays where it is."""
        for line in self.lines:
            badge = mark_badge_words(marking, line.option) or ""
            line.show_whether_taken_away(badge, is_taken_away=line.option in taken_away)
        headings = [line for line in self._kept[: self._used] if not line.group.isHidden()]
        for line, group in zip(headings, marking.group_counters(), strict=True):
            line.group.setText(review_group_words(group))

    def forget(self) -> None:
        """Show nothing, and keep no word."""
        self._marks = ()
        self._lay_out_lines()

    def count_lines_below(self) -> int:
        """Return how many marks are not seen whole because they are further down."""
        end = self.verticalScrollBar().value() + self.viewport().height()
        return sum(line.mapTo(self._inside, line.rect().bottomLeft()).y() > end for line in self.lines)

    @Slot()
    def turn_page(self) -> None:
        """Show the lines below, or the first ones again after the last."""
        bar = self.verticalScrollBar()
        step = max(1, self.viewport().height() - self.metrics.pixels_of_ems(3))
        bar.setValue(bar.value() + step if bar.value() < bar.maximum() else 0)

    def fit_to_screen(self, metrics: Metrics) -> None:
        """Lay out for a screen."""
        super().fit_to_screen(metrics)
        self._lay_out_lines()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use one column or two."""
        super().resizeEvent(event)
        if self._has_room_for_two_columns() != self._is_wide:
            self._lay_out_lines()

    def _has_room_for_two_columns(self) -> bool:
        """Return whether the screen is wide and low; on an upright one there is room below."""
        return self.width() > self.metrics.pixels_of_ems(36) and self.metrics.width > self.metrics.height

    def _lay_out_lines(self) -> None:
        self._is_wide = self._has_room_for_two_columns()
        self._grid.setRowStretch(self._used, 0)
        for line in self._kept[: self._used]:
            self._grid.removeWidget(line)
            line.forget()
            line.hide()
        self._used = 0
        for column, part in enumerate(_columns(self._marks, 2 if self._is_wide else 1)):
            for row, (words, mark) in enumerate(part):
                line = self._next_line()
                if mark is None:
                    line.show_group(words)
                else:
                    line.show_mark(mark)
                self._grid.addWidget(line, row, column)
            self._grid.setColumnStretch(column, 1)
        self._grid.setRowStretch(self._used, 1)
        scale_layouts_to_screen(self._inside, self.metrics)
        self._grid.setHorizontalSpacing(self.metrics.pixels_of_ems(1.2))
        self.verticalScrollBar().setValue(0)
        self.place_changed.emit()

    def _next_line(self) -> ReviewLine:
        if self._used == len(self._kept):
            made = ReviewLine(self._inside)
            made.toggled.connect(self.toggle_wanted)
            self._kept.append(made)
        self._used += 1
        return self._kept[self._used - 1]


Line = tuple[str, ReviewMark | None]
"""The heading of a group, or '' and a mark."""


def _columns(marks: Sequence[tuple[str, Sequence[ReviewMark]]], count: int) -> tuple[list[Line], ...]:
    """Return the lines of each column: groups stay whole where that leaves the columns about as long as each other."""
    groups: list[list[Line]] = [
        [*([(words, None)] if words else []), *(("", mark) for mark in part)] for words, part in marks
    ]
    lines = [line for group in groups for line in group]
    number_of_marks = sum(mark is not None for _words, mark in lines)
    if count == 1 or number_of_marks <= _FEW:
        return (lines,)
    starts = [sum(map(len, groups[:place])) for place in range(1, len(groups))]
    half = -(-len(lines) // 2)
    split = min(starts, key=lambda start: abs(start - half), default=half)
    if max(split, len(lines) - split) > half + _TOLERATED:
        split = half
        while split < len(lines) and lines[split - 1][1] is None and lines[split][1] is not None:
            split += 1  # no heading is the last line of a column
    return (lines[:split], lines[split:])


def _review_mark(card: Card, marking: ListMarking) -> ReviewMark:
    option = marking.question.options[card.index]
    return ReviewMark(
        option=card.index,
        badge=mark_badge_words(marking, card.index) or "",
        title=card.title,
        cost=money_words(option.cost, marking.currency) if option.cost else "",
    )
