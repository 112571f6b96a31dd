"""선거인단: who votes and what each weighs; without it a weight could be changed without seeing the others."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.channels import Channels
from sukui_desktop.domain.rule_year.answers import WEIGHTS
from sukui_desktop.domain.rule_year.parts import Opening, Value
from sukui_desktop.services.prepare.opening_words import share_words
from sukui_desktop.ui.console.vote.opening_field import OpeningField
from sukui_desktop.ui.widgets.parts import badge, hint, set_look


class ChannelLines(QWidget):
    """One line a channel: its name, where its ballots come from and its weight, a field only where the rule is open."""

    edited = Signal()

    def __init__(self, channels: Channels, openings: Mapping[str, Opening], currency: str) -> None:
        """`openings` are those of the rule by `Opening.field`."""
        super().__init__()
        self._weights = {channel.key: channel.weight for channel in channels.channels}
        self.fields: dict[str, OpeningField] = {}
        """Field of the opening → its field, for the weights that are open."""
        self.total = hint()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for row, channel in enumerate(channels.channels):
            name = QLabel(channel.name, self)
            name.setWordWrap(True)
            grid.addWidget(name, row, 0)
            tone = "blue" if channel.source == "box" else ""
            grid.addWidget(badge(text(f"drafting.channel.{channel.source}"), tone), row, 1)
            opening = openings.get(f"{WEIGHTS}{channel.key}.weight")
            if opening is None:
                grid.addWidget(QLabel(share_words(channel.weight), self), row, 2)
                continue
            field = OpeningField(opening, currency, self)
            field.edited.connect(self._on_weight_edited)
            name.setBuddy(field.stop)
            grid.addWidget(field, row, 2)
            self.fields[opening.field] = field
        grid.addWidget(self.total, len(channels.channels), 0, 1, 3)
        self._tell()

    def show_answers(self, answers: Mapping[str, Value]) -> None:
        """Show the weights that were chosen."""
        for name, field in self.fields.items():
            field.show_value(answers.get(name, field.opening.default))
        self._tell()

    def problem(self) -> tuple[str, QWidget] | None:
        """Return what is wrong with the weights and where; None when they make one whole."""
        for field in self.fields.values():
            if found := field.problem():
                return found, field.stop
        if self._sum() != 1:
            field = next(iter(self.fields.values()))
            return text("drafting.channel.sum", share=share_words(str(self._sum()))), field.stop
        return None

    def _sum(self) -> Fraction:
        weights = dict(self._weights)
        for name, field in self.fields.items():
            weights[name.split(".")[2]] = str(field.value() or 0)
        return sum(map(Fraction, weights.values()), Fraction(0))

    def _tell(self) -> None:
        total = self._sum()
        self.total.setVisible(bool(self.fields))
        key = "whole" if total == 1 else "sum"
        self.total.setText(text(f"drafting.channel.{key}", share=share_words(str(total))))
        set_look(self.total, "state", "" if total == 1 else "danger")

    @Slot()
    def _on_weight_edited(self) -> None:
        self._tell()
        self.edited.emit()
