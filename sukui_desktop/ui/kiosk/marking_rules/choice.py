"""찬반: one of a few; choosing another moves the mark."""

from __future__ import annotations

from typing import ClassVar

from sukui_desktop.domain.methods.ballot_kind import Judgement
from sukui_desktop.ui.kiosk.marking_rules.approval import ApprovalMarking
from sukui_desktop.ui.kiosk.marking_rules.base import Counter


class ChoiceMarking(ApprovalMarking):
    """Marked choices, one as a rule."""

    states_limits: ClassVar[bool] = False
    group_key: ClassVar[str] = "group"

    @property
    def guide_rule_text_key(self) -> str:
        """One sentence says all of it."""
        return self.question.method

    @property
    def choice_or_opinion_words(self) -> str:
        """The chosen titles, a line each."""
        return "\n".join(self.question.options[mark].title for mark in self.marks)

    def task_text_key(self, counter: Counter) -> str:
        """Return `choice`."""
        return self.question.method

    def mark(self, index: int) -> Judgement:
        """Choose this, where there is one answer instead of what was chosen before."""
        if self.question.max_picks == 1:
            self.wipe()
        return super().mark(index)
