"""How many ballots a channel had, found or typed: without it nobody could tell whether its votes can be true."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.channel.file import ChannelTotals

FIELDS = ("voters", "ballots_valid", "ballots_blank", "ballots_invalid")


class ChannelTotalsFields(QWidget):
    """Four numbers side by side; an empty one says that it is not known."""

    totals_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {name: QLineEdit(self) for name in FIELDS}
        self._found = ChannelTotals()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for column, (name, field) in enumerate(self.fields.items()):
            words = text(f"channels.preview.{name}")
            label = QLabel(words, self)
            label.setProperty("strong", "true")
            label.setBuddy(field)
            field.setAccessibleName(words)
            field.setPlaceholderText(text("channels.preview.unknown"))
            field.editingFinished.connect(self._on_number_typed)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)

    @property
    def totals(self) -> ChannelTotals:
        """What is typed now; an empty or unreadable number says nothing."""
        return ChannelTotals(**{name: _number(field.text()) for name, field in self.fields.items()})

    def problem(self) -> str:
        """Return the sentence about the first number that is none, or ''."""
        for field in self.fields.values():
            if field.text().strip() and _number(field.text()) is None:
                return text("channels.preview.whole", word=field.text().strip())
        return ""

    def show_found(self, found: ChannelTotals) -> None:
        """Fill in what the file says; what people typed over it before stays."""
        for name, field in self.fields.items():
            before, now = getattr(self._found, name), getattr(found, name)
            if field.text() == _words(before):
                field.setText(_words(now))
        self._found = found

    @Slot()
    def _on_number_typed(self) -> None:
        self.totals_changed.emit()


def _words(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _number(words: str) -> int | None:
    figures = words.replace(",", "").replace(" ", "")
    return int(figures) if figures.isascii() and figures.isdecimal() else None
