"""Whether both counters agree, and where they differ."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.second_counter import Difference
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.ui.console.vote.vote_snapshot import CountsCheck
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.basic_widgets import badge, button, set_style_property
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.times import time_of_day_words

MOST_SHOWN = 5
"""How many differences are named; the others are counted."""


class CountersAgreementCard(QFrame):
    """One line while all is well; red, with what differs, when it is not."""

    recount_wanted = Signal()
    void_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agreementCard")
        self.setProperty("card", "subtle")
        self.verdict = badge("", "green")
        self.words = WrappedLabel(name="agreementWords")
        self.differences = WrappedLabel(name="countDifferences")
        self.differences.hide()
        self.recount_button = button(text("result.counts.recount"), scale="small", on_click=self.recount_wanted)
        self.void_button = button(text("result.counts.void"), "danger", scale="small", on_click=self.void_wanted)
        column_of(
            row_of(self.verdict, grow(self.words), self.recount_button, self.void_button, spacing=10),
            self.differences,
            spacing=4,
            margins=(16, 8, 12, 8),
            into=self,
        )

    def show_agreement_of_counters(self, definition: Definition, counts: CountsCheck) -> None:
        """Show what two counters found."""
        key = "alike" if counts.do_counters_agree else "differ" if counts.is_twice else "single"
        self.verdict.setText(text(f"result.counts.{key}_badge"))
        set_style_property(self.verdict, "badge", "green" if counts.do_counters_agree else "red")
        again = (
            text("result.counts.again", at=time_of_day_words(counts.recounted_at_ms)) if counts.recounted_at_ms else ""
        )
        self.words.setText(f"{again} {text(f'result.counts.{key}')}".strip())
        set_style_property(self.words, "state", "" if counts.do_counters_agree else "danger")
        self.differences.setText("\n".join(counter_difference_lines(counts.differences, definition)))
        self.differences.setVisible(bool(counts.differences))
        self.void_button.setVisible(not counts.do_counters_agree)
        look = f"background: {color('danger-tint').name()}; border: 2px solid {color('danger').name()};"
        self.setStyleSheet("" if counts.do_counters_agree else f"#agreementCard {{ {look} border-radius: 10px; }}")
        self.recount_button.setEnabled(True)


def counter_difference_lines(differences: tuple[Difference, ...], definition: Definition) -> tuple[str, ...]:
    """Return the first differences, a line each, and how many more there are."""
    lines = [_counter_difference_line(each, definition) for each in differences[:MOST_SHOWN]]
    more = len(differences) - len(lines)
    return (*lines, *((text("result.counts.more", count=f"{more:,}"),) if more else ()))


def _counter_difference_line(found: Difference, definition: Definition) -> str:
    options = definition.question.options
    where = options[found.option].title if 0 <= found.option < len(options) else found.text
    return text(
        "result.difference.line",
        what=text(f"result.difference.{found.what}", where=where or text("result.difference.all")),
        first=_figure_or_none_words(found.first),
        second=_figure_or_none_words(found.second),
    )


def _figure_or_none_words(value: int | None) -> str:
    return text("result.difference.none") if value is None else f"{value:,}"
