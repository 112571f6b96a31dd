"""One thing that a rule leaves open, as a field of its kind: without it each rule year would need a form of its own."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QRadioButton, QSpinBox, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.rule_year.parts import MONEY, SHARE, WHOLE, Opening, Value, fits
from sukui_desktop.services.prepare.opening_words import choice_words, share_words
from sukui_desktop.ui.console.vote.money_field import MoneyField
from sukui_desktop.ui.console.vote.share_field import ShareField
from sukui_desktop.ui.widgets.parts import badge
from sukui_desktop.ui.widgets.refusal import sentence
from sukui_desktop.ui.widgets.result_words import money_words

MOST_RADIOS = 2
MOST_WHOLE = 1_000_000


class OpeningField(QWidget):
    """Asks for one open choice; starts at the default and says what must still be written."""

    edited = Signal()

    def __init__(self, opening: Opening, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.opening = opening
        self._currency = currency
        self.stop: QWidget
        """What takes the keyboard."""
        self._radios: tuple[QRadioButton, ...] = ()
        self.must = badge(text("drafting.must"), "amber")
        """Says that something must be written here; the form puts it beside the title."""
        self.must.setParent(self)
        self.must.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._make(opening), 0 if opening.kind == WHOLE else 1)
        if opening.kind == WHOLE:
            layout.addStretch(1)
        self.setFocusProxy(self.stop)
        self.show_value(opening.default)

    def show_value(self, value: Value) -> None:
        """Show an answer; of money 0 that must be written shows nothing."""
        if isinstance(self._field, MoneyField):
            self._field.show_amount(int(value), self._currency)
        elif isinstance(self._field, ShareField):
            self._field.show_share(str(value))
        elif isinstance(self._field, QSpinBox):
            self._field.setValue(int(value))
        elif isinstance(self._field, QComboBox):
            self._field.setCurrentIndex(self.opening.choices.index(str(value)))
        else:
            self._radios[self.opening.choices.index(str(value))].setChecked(True)
        self._tell()

    def value(self) -> Value | None:
        """Return the answer; None while nothing is written. Meant to be asked where `problem` says nothing."""
        if isinstance(self._field, MoneyField):
            amount = _amount(self._field)
            return amount if amount is not None and fits(self.opening, amount) else None
        if isinstance(self._field, ShareField):
            return self._field.share() or None
        if isinstance(self._field, QSpinBox):
            return self._field.value()
        if isinstance(self._field, QComboBox):
            return self.opening.choices[self._field.currentIndex()]
        return next(word for word, radio in zip(self.opening.choices, self._radios, strict=True) if radio.isChecked())

    def is_missing(self) -> bool:
        """Tell whether something must still be written here before the poll can be made ready."""
        return self.value() is None and not fits(self.opening, self.opening.default)

    def problem(self) -> str:
        """Return why what stands here cannot, in one sentence; '' when it can or may still be written later.

        A field that was emptied is told too: the rule's own default would quietly come back.
        """
        value: Value | None
        if isinstance(self._field, ShareField):
            unreadable, value = self._field.problem(), self._field.share() or None
        elif isinstance(self._field, MoneyField):
            unreadable, value = _unreadable(self._field), _amount(self._field)
        else:
            return ""
        if unreadable:
            return text("drafting.unreadable", title=self.opening.title, why=unreadable)
        if value is None:
            is_default_kept = self.opening.default not in (0, "") and fits(self.opening, self.opening.default)
            return text("drafting.empty", title=self.opening.title) if is_default_kept else ""
        return "" if fits(self.opening, value) else bounds_words(self.opening, self._currency)

    def _make(self, opening: Opening) -> QWidget:
        if opening.kind in (MONEY, SHARE):
            field = MoneyField(self) if opening.kind == MONEY else ShareField(self)
            self.stop = field.line
            field.edited.connect(self._on_field_edited)
            self._field: QWidget = field
        elif opening.kind == WHOLE:
            self._field = self.stop = self._make_box(opening)
        elif len(opening.choices) > MOST_RADIOS:
            combo = QComboBox(self)
            combo.addItems([choice_words(opening, word) for word in opening.choices])
            combo.currentIndexChanged.connect(self._on_field_edited)
            self._field = self.stop = combo
        else:
            self._field = self._make_radios(opening)
            self.stop = next(iter(self._radios))
        self.stop.setAccessibleName(opening.title)
        return self._field

    def _make_box(self, opening: Opening) -> QSpinBox:
        box = QSpinBox(self)
        most = MOST_WHOLE if opening.most is None else int(opening.most)
        box.setRange(int(opening.least or 0), most)
        box.setGroupSeparatorShown(True)
        box.setMinimumWidth(140)
        box.valueChanged.connect(self._on_field_edited)
        return box

    def _make_radios(self, opening: Opening) -> QWidget:
        holder = QWidget(self)
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        radios = []
        for word in opening.choices:
            radio = QRadioButton(choice_words(opening, word), holder)
            radio.setAccessibleDescription(opening.title)
            radio.toggled.connect(self._on_field_edited)
            layout.addWidget(radio)
            radios.append(radio)
        layout.addStretch(1)
        self._radios = tuple(radios)
        return holder

    def _tell(self) -> None:
        self.must.setVisible(self.is_missing())

    @Slot()
    def _on_field_edited(self) -> None:
        self._tell()
        self.edited.emit()


def _amount(field: MoneyField) -> int | None:
    try:
        return field.amount()
    except BadInput:
        return None


def _unreadable(field: MoneyField) -> str:
    try:
        field.amount()
    except BadInput as error:
        return sentence(error) if field.line.text().strip() else ""
    return ""


def bounds_words(opening: Opening, currency: str) -> str:
    """Return between what an answer must lie, in one sentence that names it."""
    least, most = (_bound_words(opening, bound, currency) for bound in (opening.least, opening.most))
    key = "between" if least and most else "from" if least else "to"
    return text(f"drafting.bounds.{key}", title=opening.title, least=least, most=most)


def _bound_words(opening: Opening, bound: Value | None, currency: str) -> str:
    if bound is None:
        return ""
    if opening.kind == SHARE:
        return share_words(str(Fraction(str(bound))))
    return money_words(int(bound), currency) if opening.kind == MONEY else f"{bound:,}"


def title_label(words: str, buddy: QWidget) -> QLabel:
    """Return the name of a field, above or before it."""
    label = QLabel(words)
    label.setProperty("strong", "true")
    label.setWordWrap(True)
    label.setBuddy(buddy)
    return label
