"""A sum of money as people type it, with its words beside it: without it a zero too many would go unseen."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.money import format_money, parse_money
from sukui_desktop.ui.widgets.parts import set_look
from sukui_desktop.ui.widgets.refusal import sentence
from sukui_desktop.ui.widgets.result_words import money_words


class MoneyField(QWidget):
    """A line for 462.8억 or 46,280,000,000 that says at once what it understood."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = "KRW"
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(text("vote.draft.ceiling_hint"))
        self.line.setMinimumWidth(200)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        layout.addWidget(self.words, 1)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._on_text_changed)

    def show_amount(self, amount: int, currency: str) -> None:
        """Show an amount in figures; 0 shows nothing."""
        self._currency = currency
        self.line.setText(format_money(amount, currency) if amount else "")
        self._tell()

    def amount(self) -> int:
        """Return what was typed, in the currency's smallest unit.

        Raises BadInput of `parse_money`.
        """
        return parse_money(self.line.text(), self._currency)

    def _tell(self) -> None:
        if not self.line.text().strip():
            self.words.setText("")
            return
        try:
            self.words.setText(money_words(self.amount(), self._currency))
            set_look(self.words, "state", "")
        except BadInput as error:
            self.words.setText(sentence(error))
            set_look(self.words, "state", "danger")

    @Slot(str)
    def _on_text_changed(self, typed: str) -> None:
        del typed
        self._tell()
        self.edited.emit()
