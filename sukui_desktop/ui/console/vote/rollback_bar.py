"""The bar over a poll whose box or record was put back: what was found, and the way to two people who decide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.ui.widgets.basic_widgets import OnClick, button, set_style_property
from sukui_desktop.ui.widgets.layouts import grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence


class RollbackBar(QFrame):
    """Shows that box or record were put back, with the button by which two people decide whether the vote goes on."""

    def __init__(self, on_decide: OnClick) -> None:
        """`on_decide` is what the button calls."""
        super().__init__()
        self.setProperty("card", "subtle")
        self.words = WrappedLabel(name="rollback")
        set_style_property(self.words, "state", "danger")
        self.decide_button = button(text("vote.rollback.button"), "primary", on_click=on_decide)
        row_of(grow(self.words), self.decide_button, margins=(20, 12, 20, 12), into=self)
        self.hide()

    def show_rollbacks(self, found: Sequence[RuleBroken]) -> None:
        """Show all that was found, a sentence a line; nothing for ()."""
        self.words.setText("\n".join(map(refusal_sentence, found)))
        self.setVisible(bool(found))
