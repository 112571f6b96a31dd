"""Which marking goes with which method: one line a kind of ballot."""

from __future__ import annotations

from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.marking import Method
from sukui_desktop.ui.kiosk.marking.approval import ApprovalMarking
from sukui_desktop.ui.kiosk.marking.base import VoterMarking
from sukui_desktop.ui.kiosk.marking.choice import ChoiceMarking
from sukui_desktop.ui.kiosk.marking.cumulative import CumulativeMarking
from sukui_desktop.ui.kiosk.marking.opinion import OpinionMarking
from sukui_desktop.ui.kiosk.marking.ranking import RankingMarking
from sukui_desktop.ui.kiosk.marking.score import ScoreMarking

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
