"""Fields that several forms share: money, shares, moments and a grid of named fields."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from fractions import Fraction

from PySide6.QtCore import QDate, QDateTime, QEvent, QObject, Qt, QTime, QTimeZone, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QDateTimeEdit, QLabel, QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.money import format_money, parse_money
from sukui_desktop.domain.question.exact_fractions import parse_exact_fraction
from sukui_desktop.ui.widgets.basic_widgets import field_label, show_words_in_state
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import grid_of, grow, row_of
from sukui_desktop.wording.money import money_words, share_words
from sukui_desktop.wording.refusal_sentences import refusal_sentence
from sukui_desktop.wording.times import local_datetime, moment_from_datetime

_PERCENT = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,6}))?\s*([%％]?)")
COLUMNS = 2
_SHOWN_AS = "yyyy. M. d. HH:mm"


class ReadingField(QWidget):
    """A line that shows at once, in words beside it, what it understood or why it did not."""

    edited = Signal()

    def __init__(self, parent: QWidget | None, hint: str) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self, placeholderText=hint)
        self.words = PlainLabel(self)
        row_of(self.line, grow(self.words), margins=0, into=self)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._show_reading_and_announce_edit)

    def problem(self) -> str:
        """Return in one sentence why what is written cannot be read; '' when it can or nothing is."""
        raise NotImplementedError

    def understood_words(self) -> str:
        """Return what was understood, in words; '' for nothing."""
        raise NotImplementedError

    def _show_problem_or_understood_words(self) -> None:
        problem = self.problem()
        show_words_in_state(self.words, problem or self.understood_words(), "danger" if problem else "")

    @Slot(str)
    def _show_reading_and_announce_edit(self, typed: str) -> None:
        self._show_problem_or_understood_words()
        self.edited.emit()


class MoneyField(ReadingField):
    """A line for 462.8억 or 46,280,000,000."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, text("vote.draft.ceiling_hint"))
        self._currency = "KRW"
        self.settled = 0
        """The last amount that could be read, 0 for none: it holds while another one is half typed."""
        self.line.setMinimumWidth(200)
        self.words.setWordWrap(True)

    def show_amount(self, amount: int, currency: str) -> None:
        """Show an amount in figures; 0 shows nothing."""
        self._currency = currency
        self.settled = amount
        self.line.setText(format_money(amount, currency) if amount else "")
        self._show_problem_or_understood_words()

    def typed_amount(self) -> int | None:
        """Return what was typed, in the currency's smallest unit; None while nothing that can be read is written."""
        try:
            return parse_money(self.line.text(), self._currency)
        except BadInput:
            return None

    def problem(self) -> str:
        """Return in one sentence why what is written cannot be read; '' when it can or nothing is."""
        if not self.line.text().strip():
            return ""
        try:
            parse_money(self.line.text(), self._currency)
        except BadInput as error:
            return refusal_sentence(error)
        return ""

    def understood_words(self) -> str:
        """Return the amount in words."""
        value = self.typed_amount()
        return "" if value is None else money_words(value, self._currency)

    def _show_problem_or_understood_words(self) -> None:
        super()._show_problem_or_understood_words()
        self.settled = self.settled if self.problem() else self.typed_amount() or 0


def parse_share(typed: str) -> str | None:
    """Return the share that "45 %", "12.5%", "40" or "1/3" means, as "n/d"; None for anything else.

    A bare number from 2 to 100 can only be per cent; 1 and 0.45 could mean two things and are not read.
    """
    tidy = typed.strip()
    found = _PERCENT.fullmatch(tidy)
    if found is not None:
        digits = found[2] or ""
        exact = Fraction(int(found[1] + digits), 100 * 10 ** len(digits))
        is_clear = found[3] or Fraction(2, 100) <= exact <= 1
        return str(exact) if is_clear else "0" if exact == 0 else None
    share = parse_exact_fraction("".join(tidy.split())) if "/" in tidy else None
    return None if share is None else str(share)


def share_in_other_notation(share: str) -> str:
    """Return a share the other way: a percentage as a fraction, a fraction as a percentage of two places."""
    exact = Fraction(share)
    if share_words(share) != share:
        return text("drafting.share.exact", share=share) if exact.denominator > 1 else ""
    hundredths = exact.numerator * 10_000 // exact.denominator
    return text("drafting.share.about", percent=f"{hundredths // 100}.{hundredths % 100:02}")


class ShareField(ReadingField):
    """A line for a share: 45 %, 12.5% or 1/3."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, text("drafting.share.hint"))
        self.line.setMaximumWidth(130)
        self.line.editingFinished.connect(self._write_what_was_understood)

    def show_share(self, share: str) -> None:
        """Show a share in percent where it is exact; '' shows nothing."""
        self.line.setText(share_words(share) if share else "")
        self._show_problem_or_understood_words()

    def typed_share(self) -> str:
        """Return what was typed as "n/d"; '' when nothing was typed or it is no share."""
        return parse_share(self.line.text()) or ""

    def problem(self) -> str:
        """Return why what was typed is no share; '' when it is one, or nothing."""
        return text("drafting.share.unreadable") if self.line.text().strip() and not self.typed_share() else ""

    def understood_words(self) -> str:
        """Return how a bare number was read, else the share the other way."""
        share = self.typed_share()
        if share not in ("", "0") and self.line.text().strip().replace(".", "").isdecimal():
            return text("drafting.share.read_as", percent=share_words(share))
        return share_in_other_notation(share) if share else ""

    @Slot()
    def _write_what_was_understood(self) -> None:
        """Write what was understood: 40 becomes 40 %."""
        if share := self.typed_share():
            self.show_share(share)


class FieldGrid(QWidget):
    """Fields under their names, two in a row or as many as said; Tab goes row by row."""

    def __init__(self, columns: int = COLUMNS) -> None:
        super().__init__()
        self._columns = columns
        self._layout = grid_of(spacing=(20, 6), margins=0, into=self)
        for column in range(columns):
            self._layout.setColumnStretch(column, 1)
        self._row = 0
        self._column = 0
        self._labels: dict[QWidget, QLabel] = {}
        self._places: dict[QWidget, tuple[int, int, int]] = {}

    def lend_field(self, field: QWidget) -> None:
        """Give a field away, to be put elsewhere; its name goes out of sight until it is taken back."""
        self._layout.removeWidget(field)
        self._labels[field].hide()

    def take_back_field(self, field: QWidget) -> None:
        """Put a field that was lent where it was before."""
        row, column, span = self._places[field]
        self._layout.addWidget(field, row * 3 + 1, column, 1, span)
        self.show_field(field, is_shown=True)

    def show_field(self, field: QWidget, *, is_shown: bool) -> None:
        """Show or hide a field together with its name; the others keep their places."""
        for part in (self._labels[field], field):
            part.setVisible(is_shown)

    def add_field(self, name: str, field: QWidget, *, is_wide: bool = False) -> None:
        """Add a field under its name; a wide one takes a row of its own."""
        self.place_labelled_field(field_label(name, field), field, self._columns if is_wide else 1)

    def place_labelled_field(self, label: QLabel, field: QWidget, span: int = 1) -> None:
        """Put a field that is named already, over `span` columns; it begins a row where the last has no room."""
        if self._column + span > self._columns:
            self._row, self._column = self._row + 1, 0
        self._labels[field] = label
        self._places[field] = (self._row, self._column, span)
        self._layout.addWidget(label, self._row * 3, self._column, 1, span)
        self._layout.addWidget(field, self._row * 3 + 1, self._column, 1, span)
        self._layout.setRowMinimumHeight(self._row * 3 + 2, 10)
        self._column += span
        if self._column >= self._columns:
            self._row, self._column = self._row + 1, 0


class MomentField(QDateTimeEdit):
    """A date and a time of the meeting's clock, with a calendar to open; whatever zone the machine is in."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setDisplayFormat(_SHOWN_AS)
        self.setCalendarPopup(True)
        # The field counts as UTC inside, where every hour exists once; only its letters mean the meeting's clock.
        self.setTimeZone(QTimeZone.utc())
        self._is_typing = False
        self.lineEdit().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Mark the number that was clicked: into one that is whole already Qt takes no figure, without a word."""
        if event.type() == QEvent.Type.MouseButtonRelease and not self.lineEdit().hasSelectedText():
            self.setSelectedSection(self.currentSection())
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a date is typed or chosen in the calendar."""
        event.ignore()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Leave the field as one: Qt walks from section to section, and what follows would be typed into the hour."""
        if self._is_typing:  # a full stop or a blank between the numbers goes on to the next one
            return super().focusNextPrevChild(is_next)
        return QWidget.focusNextPrevChild(self, is_next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a key as the field does; Tab never comes here."""
        self._is_typing = True
        try:
            super().keyPressEvent(event)
        finally:
            self._is_typing = False

    def show_moment(self, at_ms: int) -> None:
        """Show a moment, in milliseconds since 1970 UTC."""
        clock = local_datetime(at_ms)
        day, hour = QDate(clock.year, clock.month, clock.day), QTime(clock.hour, clock.minute, clock.second)
        self.setDateTime(QDateTime(day, hour, QTimeZone.utc()))

    def typed_moment_ms(self) -> int:
        """Return the moment that is shown, in milliseconds since 1970 UTC."""
        shown = self.dateTime()
        day, hour = shown.date(), shown.time()
        return moment_from_datetime(
            datetime(day.year(), day.month(), day.day(), hour.hour(), hour.minute(), hour.second(), tzinfo=UTC)
        )
