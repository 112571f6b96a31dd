"""The result of a poll as papers and public file say it, with its study: why, how close, what other rules choose.

Frozen, so that making a paper never reads the meeting. Console, paper and public file show the same study.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from sukui_desktop.domain.advice.ballot_profile import make_ballot_profile
from sukui_desktop.domain.advice.rule_comparison import Comparison, compare_rules
from sukui_desktop.domain.ballot_accounting import BallotAccounting
from sukui_desktop.domain.ballot_audit import AuditScore
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.margin.margin import NO_MARGIN, Margin, outcome_without_channel
from sukui_desktop.domain.methods.ballot_kind import Verdict
from sukui_desktop.domain.methods.registry import ballot_kind_of, decode_answer, judge_answer
from sukui_desktop.domain.money import decimal_places_of_currency
from sukui_desktop.domain.papers.minutes_content import ChallengeRecord
from sukui_desktop.domain.papers.name_erasures import NameErasure
from sukui_desktop.domain.papers.poll_closing_decisions import ClosingDecisions
from sukui_desktop.domain.papers.poll_course import PollCourse
from sukui_desktop.domain.papers.rollback_record import RollbackRecord
from sukui_desktop.domain.question.channels import ChannelSource
from sukui_desktop.domain.question.definition import Definition, Question
from sukui_desktop.domain.selection.decision_inputs import Case, OutcomeKind
from sukui_desktop.domain.selection.eligibility import is_minimum_in_votes
from sukui_desktop.domain.selection.project_list import Outcome

_OUT_OF_THE_RUNNING = (
    OutcomeKind.WITHDRAWN,
    OutcomeKind.OVER_COST_LIMIT,
    OutcomeKind.BELOW_MINIMUM,
    OutcomeKind.ELIMINATED,
    OutcomeKind.NO_ALLOCATION,
)


class StudyInput(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a study is made from, so that making one never reads the meeting."""

    definition: Definition
    tally: Tally
    second: Tally | None
    """None where only one counter ran."""
    outcome: Outcome
    ballots: bytes
    """Opened ballots sorted, one after the other."""


class Study(msgspec.Struct, frozen=True, kw_only=True):
    """What was found; parts are empty for a poll that has no list."""

    explanations: Mapping[str, str] = {}
    """Code → one Korean sentence, in order of rank; empty for a motion or an opinion."""
    without: Mapping[str, tuple[str, ...]] = {}
    """Channel key → codes selected without that channel; empty unless there are two channels and a list."""
    margin: Margin = NO_MARGIN
    closeness: str = ""
    """The margin as one Korean sentence; '' where nothing was decided."""
    agreement: tuple[Comparison, ...] = ()
    """Advisory rules on the ballots; empty where not every ballot is at hand or the rule has allocations."""
    is_counted_alike: bool
    """Both counters ran and found the same."""


class ResultSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The certified result of one poll; personal in it are those who certified, decided and opened the box, who act in
    public, and those who challenged the count."""

    meeting_id: str
    meeting_title: str
    host: str
    place: str
    starts_at_ms: int
    poll_id: str
    poll_title: str
    definition: Definition
    definition_hash: str
    """64 hex digits."""
    words: tuple[str, ...]
    """The four words of the hash."""
    accounting: BallotAccounting
    tally: Tally
    outcome: Outcome
    opened_at_ms: int = 0
    """When the vote was opened and closed; 0 where the record does not say."""
    closed_at_ms: int = 0
    counted_at_ms: int
    certified_at_ms: int
    certified_by: tuple[str, ...]
    objection_until_ms: int
    is_practice: bool
    sitting_opened_at_ms: int = 0
    """0 where the sitting was not opened; papers give the planned time then."""
    sitting_closed_at_ms: int = 0
    base_enrolled: int = 0
    """재적 of those who could vote, when the poll was closed; 0 where it was not recorded."""
    base_present: int = 0
    """출석 of the same."""
    base_voted_and_left: int = 0
    base_others_present: int = 0
    audits: AuditScore = AuditScore()
    """Of ballots that were opened instead of cast (시험 개봉)."""
    rollbacks: tuple[RollbackRecord, ...] = ()
    closing: ClosingDecisions = ClosingDecisions()
    """What two people decided when box or record had been put back."""
    course: PollCourse = PollCourse()
    """When the vote stood still, and who opened the box when."""
    challenges: tuple[ChallengeRecord, ...] = ()
    """In the order in which they were recorded."""
    erasures: tuple[NameErasure, ...] = ()
    """Of personal data, before the paper was made; in the order of the record."""
    receipts: tuple[str, ...] | None = None
    """Of every ballot in the box, sorted; None where the poll gives none, or the box is destroyed or not here."""
    to_study: StudyInput | None = None
    """What the study is made from while it is not made yet; nothing of it is on paper."""
    study: Study | None = None
    """None: the paper has the result without its reasons and its margin."""


def outcomes_without_each_channel(case: Case) -> dict[str, Outcome]:
    """Return the result without each channel, by its key; empty where there are not two."""
    keys = [channel.key for channel in case.definition.channel_list]
    return {key: outcome_without_channel(case, key) for key in keys} if len(keys) > 1 else {}


def are_all_ballots_in_box(definition: Definition) -> bool:
    """Return whether every ballot that decided was in the poll's own box."""
    return all(channel.source == ChannelSource.BOX for channel in definition.channel_list)


def compare_with_other_rules(
    definition: Definition, outcome: Outcome, ballots: Iterable[bytes]
) -> tuple[Comparison, ...]:
    """Return what other rules choose from all ballots that decided; () where they have nothing to choose by.

    Those rules know one amount of money and no other step: with allocations there is nothing to compare, and projects
    that were out before the list was made are left out. Ties go as they went in the result. A poll that goes by votes
    lets its eligible projects in however few votes they have, and so do the rules by votes here: the rule the poll
    itself followed gives the poll's own list. Invalid ballots do not count; blank ones are voters.
    """
    question = definition.question
    if not ballot_kind_of(question).names_in_favour or definition.rule.steps.allocations or not outcome.ceiling:
        return ()
    out = {ranked.code for ranked in outcome.ranking if ranked.outcome in _OUT_OF_THE_RUNNING}
    kept = [place for place, option in enumerate(question.options) if option.code not in out]
    new_place = {place: new for new, place in enumerate(kept)}
    kinds = Counter(ballots)
    marks = ((_marks_that_count(question, ballot), times) for ballot, times in kinds.items())
    spoken = (
        tuple(new_place[mark] for mark in counted if mark in new_place)
        for counted, times in marks
        if counted is not None
        for _ in range(times)
    )
    profile = make_ballot_profile([question.options[place].cost for place in kept], outcome.ceiling, spoken)
    codes = [question.options[place].code for place in kept]
    new_place_of = {code: new for new, code in enumerate(codes)}
    return compare_rules(
        codes,
        outcome.selected,
        profile,
        step=10 ** decimal_places_of_currency(definition.currency),
        tie_order=[new_place_of[ranked.code] for ranked in outcome.ranking if ranked.code in new_place_of],
        is_unmarked_eligible=is_minimum_in_votes(definition),
    )


def _marks_that_count(question: Question, ballot: bytes) -> tuple[int, ...] | None:
    """Return the marks that count of a ballot, None of an invalid one."""
    try:
        judgement = judge_answer(question, decode_answer(question, ballot))
    except RuleBroken:
        return None
    return None if judgement.verdict == Verdict.INVALID else judgement.counted.marks
