"""가결·부결 with every number it was decided by."""

from __future__ import annotations

from msgspec import UnsetType
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.motion import MotionResult
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.basic_widgets import hint, with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.result import motion_needed_and_got_sentence

FIGURES = ("in_favour", "against", "others", "needed", "base", "took_part", "needed_part")


class MotionResultCard(QFrame):
    """One large word, the sentence, and the figures; hidden where a choice has no rule of passing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "subtle")
        self.verdict = PlainLabel(self)
        self.verdict.setObjectName("motionVerdict")
        self.why = with_style_property(WrappedLabel(), "strong", "true")
        self.heads: dict[str, QLabel] = {}
        self.figures: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        for column, name in enumerate(FIGURES):
            head = self.heads[name] = hint(may_wrap=False)
            figure = self.figures[name] = PlainLabel(self)
            figure.setProperty("heading", "2")
            figure.setObjectName(f"motion_{name}")
            grid.addWidget(head, 0, column)
            grid.addWidget(figure, 1, column)
        grid.setColumnStretch(len(FIGURES), 1)
        column_of(self.verdict, self.why, grid, margins=(20, 10, 20, 12), into=self)

    def show_verdict_and_figures(self, outcome: Outcome, definition: Definition) -> None:
        """Show whether this choice passed."""
        motion_result = outcome.motion_result
        self.setVisible(not isinstance(motion_result, UnsetType))
        if isinstance(motion_result, UnsetType):
            return
        self.verdict.setText(text("result.motion.passed" if motion_result.is_passed else "result.motion.failed"))
        tone = color("success-text" if motion_result.is_passed else "danger-text").name()
        self.verdict.setStyleSheet(f"color: {tone}; font-size: 34px; font-weight: 700;")
        self.why.setText(motion_needed_and_got_sentence(definition, motion_result))
        shown = motion_headings_and_figures(motion_result) | _other_answers(outcome, definition)
        for name in FIGURES:
            head, figure = shown.get(name, ("", ""))
            self.heads[name].setText(head)
            self.figures[name].setText(figure)
            for part in (self.heads[name], self.figures[name]):
                part.setVisible(bool(figure))


def _other_answers(outcome: Outcome, definition: Definition) -> dict[str, tuple[str, str]]:
    answers = definition.question.options[2:]
    votes = {ranked.code: ranked.votes for ranked in outcome.ranking}
    if not answers:
        return {}
    figures = (_votes_words(votes.get(answer.code, 0)) for answer in answers)
    return {"others": (" · ".join(answer.title for answer in answers), " · ".join(figures))}


def motion_headings_and_figures(motion_result: MotionResult) -> dict[str, tuple[str, str]]:
    """Return name → (heading, figure) of everything that decided."""
    base = text("result.motion.base_head", base=text(f"result.motion.base_name.{motion_result.base}"))
    people = motion_result.base in ("enrolled", "present")
    needed_part = motion_result.needed_to_take_part
    return {
        "in_favour": (text("result.motion.in_favour"), _votes_words(motion_result.in_favour)),
        "against": (text("result.motion.against"), _votes_words(motion_result.against)),
        "needed": (text("result.motion.needed"), _votes_words(motion_result.needed)),
        "base": (base, _people_words(motion_result.base_count) if people else _votes_words(motion_result.base_count)),
        "took_part": (text("result.motion.took_part"), _people_words(motion_result.took_part)),
        "needed_part": (
            text("result.motion.needed_part"),
            _people_words(needed_part) if needed_part else text("result.motion.no_needed"),
        ),
    }


def _votes_words(count: int) -> str:
    return text("result.motion.votes", count=f"{count:,}")


def _people_words(count: int) -> str:
    return text("result.motion.people", count=f"{count:,}")
