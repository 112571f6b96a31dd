"""The channels of a rule, each with the weight that may be set, and the sum of the weights."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.channels import Channels
from sukui_desktop.domain.rule_year.answers_and_their_draft import WEIGHTS
from sukui_desktop.domain.rule_year.rule_tables import RuleParameter, Value
from sukui_desktop.ui.console.vote.drafting.rule_parameter_field import RuleParameterField
from sukui_desktop.ui.widgets.basic_widgets import badge, hint, set_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import grid_of
from sukui_desktop.wording.money import share_words


class ChannelWeightFields(QWidget):
    """One line a channel: its name, where its ballots come from and its weight, a field only where the rule is open."""

    edited = Signal()

    def __init__(self, channels: Channels, parameters: Mapping[str, RuleParameter], currency: str) -> None:
        """`parameters` are those of the rule by `RuleParameter.field`."""
        super().__init__()
        self._weights = {channel.key: channel.weight for channel in channels.channels}
        self.fields: dict[str, RuleParameterField] = {}
        """Field of the parameter → its field, for the weights that are open."""
        self.total = hint()
        grid = grid_of(spacing=(12, 6), margins=0, growing=2, into=self)
        for line, channel in enumerate(channels.channels):
            name = PlainLabel(channel.name, self, wordWrap=True)
            grid.addWidget(name, line, 0)
            tone = "blue" if channel.source == "box" else ""
            grid.addWidget(badge(text(f"drafting.channel.{channel.source}"), tone), line, 1)
            parameter = parameters.get(f"{WEIGHTS}{channel.key}.weight")
            if parameter is None:
                grid.addWidget(PlainLabel(share_words(channel.weight), self), line, 2)
                continue
            field = RuleParameterField(parameter, currency, self)
            field.edited.connect(self._refresh_total_and_announce)
            name.setBuddy(field.stop)
            grid.addWidget(field, line, 2)
            self.fields[parameter.field] = field
        grid.addWidget(self.total, len(channels.channels), 0, 1, 3)
        self._show_sum_of_weights()

    def show_weights(self, answers: Mapping[str, Value]) -> None:
        """Show the weights that were chosen."""
        for name, field in self.fields.items():
            field.show_value(answers.get(name, field.parameter.default))
        self._show_sum_of_weights()

    def problem(self) -> tuple[str, QWidget] | None:
        """Return what is wrong with the weights and where; None when they make one whole."""
        for field in self.fields.values():
            if found := field.problem():
                return found, field.stop
        if self._sum_of_weights() != 1:
            field = next(iter(self.fields.values()))
            return text("drafting.channel.sum", share=share_words(str(self._sum_of_weights()))), field.stop
        return None

    def _sum_of_weights(self) -> Fraction:
        weights = dict(self._weights)
        for name, field in self.fields.items():
            weights[name.split(".")[2]] = str(field.value() or 0)
        return sum(map(Fraction, weights.values()), Fraction(0))

    def _show_sum_of_weights(self) -> None:
        total = self._sum_of_weights()
        self.total.setVisible(bool(self.fields))
        key = "whole" if total == 1 else "sum"
        self.total.setText(text(f"drafting.channel.{key}", share=share_words(str(total))))
        set_style_property(self.total, "state", "" if total == 1 else "danger")

    @Slot()
    def _refresh_total_and_announce(self) -> None:
        self._show_sum_of_weights()
        self.edited.emit()
