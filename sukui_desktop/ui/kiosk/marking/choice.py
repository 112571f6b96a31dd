"""찬반: one of a few, and another choice takes the mark over, as on a question with one answer everybody expects."""

from __future__ import annotations

from sukui_desktop.domain.counting.ballot import Judgement
from sukui_desktop.ui.kiosk.marking.approval import ApprovalMarking


class ChoiceMarking(ApprovalMarking):
    """Marked choices, one as a rule."""

    def mark(self, index: int) -> Judgement:
        """Choose this, where there is one answer instead of what was chosen before."""
        if self.question.max_picks == 1:
            self.wipe()
        return super().mark(index)
