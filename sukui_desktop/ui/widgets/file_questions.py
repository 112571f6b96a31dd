"""What has to be decided about a file before it is taken in: one line each, ticked once somebody has looked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.file_import import FileQuestion
from sukui_desktop.ui.widgets.basic_widgets import set_style_property, with_style_property
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.file_import import file_question_words

MUST_CHOOSE = frozenset({"columns_alike", "unit_unknown"})
"""Questions whose only answer is a choice: nothing of the file can be read before."""
_TICKS = {
    "rows_hidden": "prepare.import.leaves_hidden",
    "people_removed": "prepare.import.leaves_hidden",
    "codes_zeros_lost": "prepare.import.leaves_codes",
}
"""Questions whose tick means more than that somebody looked."""
Choices = Callable[[FileQuestion], QWidget | None]
"""Lends the field by which a question is answered otherwise, for the line of the question; None where it has none."""


class FileQuestions(QFrame):
    """The questions of a file; hidden while there is none."""

    answered = Signal()
    """A tick was set or taken."""

    def __init__(self, must_choose: frozenset[str] = frozenset()) -> None:
        """`must_choose` are the codes of questions that are not answered by a tick."""
        super().__init__()
        self.setProperty("card", "true")
        self._must_choose = must_choose
        self.boxes: list[QCheckBox] = []
        self.lines: list[QWidget] = []
        """One for each question, with all that answers it."""
        self._open = 0
        self._file_name = ""
        self._asked: list[FileQuestion] = []
        """Those with a tick, beside `boxes`."""
        self._lines = QWidget(self)
        self._layout = column_of(spacing=6, margins=0, into=self._lines)
        title = with_style_property(WrappedLabel(text("prepare.import.questions")), "strong", "true")
        set_style_property(title, "state", "warning")
        column_of(title, self._lines, spacing=8, margins=(16, 10, 16, 10), into=self)
        self.hide()

    def show_questions(
        self, questions: Sequence[FileQuestion], choice_of: Choices = lambda _question: None, file_name: str = ""
    ) -> None:
        """Show these questions, each with its tick and the choice that `choice_of` lends.

        What was ticked of this very file stays ticked where it is asked again in the same words: another question of
        it was answered meanwhile, and nobody has to look twice.
        """
        known = zip(self._asked, self.boxes, strict=True) if file_name and file_name == self._file_name else ()
        looked_at = [question for question, box in known if box.isChecked()]
        self._file_name, self._asked = (
            file_name,
            [each for each in questions if each.reason_code not in self._must_choose],
        )
        while (item := self._layout.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.boxes, self.lines = [], []
        self._open = sum(question.reason_code in self._must_choose for question in questions)
        for question in questions:
            words = WrappedLabel(file_question_words(question))
            line = QWidget()
            choice = choice_of(question)
            answers = [choice] if choice is not None else []
            if question.reason_code not in self._must_choose:
                box = QCheckBox(text(_TICKS.get(question.reason_code, "prepare.import.looked_at")))
                box.setAccessibleDescription(words.text())
                box.setChecked(question in looked_at)
                box.toggled.connect(self.answered)
                self.boxes.append(box)
                answers.append(box)
            row_of(grow(words), *answers, spacing=12, margins=0, into=line)
            for answer in answers:
                answer.show()
            self.lines.append(line)
            fill(self._layout, line)
        self.setVisible(bool(questions))

    @property
    def question_count(self) -> int:
        """How many questions there are, answered or not."""
        return self._open + len(self.boxes)

    @property
    def unanswered_count(self) -> int:
        """How many are still to be answered."""
        return self._open + sum(not box.isChecked() for box in self.boxes)

    @property
    def needs_only_ticks(self) -> bool:
        """Whether ticks are enough: nothing has to be chosen first."""
        return not self._open

    def are_answered(self) -> bool:
        """Return whether nothing is left to decide."""
        return not self.unanswered_count
