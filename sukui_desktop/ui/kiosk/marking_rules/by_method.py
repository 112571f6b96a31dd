"""Which marking goes with which method: one line a kind of ballot."""

from __future__ import annotations

from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.ui.kiosk.marking_rules.approval import ApprovalMarking
from sukui_desktop.ui.kiosk.marking_rules.base import VoterMarking
from sukui_desktop.ui.kiosk.marking_rules.choice import ChoiceMarking
from sukui_desktop.ui.kiosk.marking_rules.cumulative import CumulativeMarking
from sukui_desktop.ui.kiosk.marking_rules.opinion import OpinionMarking
from sukui_desktop.ui.kiosk.marking_rules.ranking import RankingMarking
from sukui_desktop.ui.kiosk.marking_rules.score import ScoreMarking

_KINDS: dict[Method, type[VoterMarking]] = {
    Method.APPROVAL: ApprovalMarking,
    Method.CHOICE: ChoiceMarking,
    Method.SCORE: ScoreMarking,
    Method.RANKING: RankingMarking,
    Method.CUMULATIVE: CumulativeMarking,
    Method.OPINION: OpinionMarking,
}


def make_marking(question: Question, currency: str = "KRW") -> VoterMarking:
    """Return an empty marking for a question of any method; costs are named in `currency`."""
    return _KINDS[question.method](question, currency)
