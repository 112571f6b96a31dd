"""The study of a decided poll: explanations, margin, comparison with other rules."""

from __future__ import annotations

from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.counting.second_counter import compare_counts
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.margin.margin import measure_margin
from sukui_desktop.domain.methods.registry import does_question_make_list, split_ballots
from sukui_desktop.domain.papers.result_sheet import (
    Study,
    StudyInput,
    are_all_ballots_in_box,
    compare_with_other_rules,
    outcomes_without_each_channel,
)
from sukui_desktop.domain.poll_steps import SHOWS_RESULT
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.selection.outcome_of_case import case_of_outcome
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollCountRow, PollRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.wording.result_study import closeness_sentence, explanation_sentences


def read_study_input(room: Room, poll_id: PollId) -> StudyInput:
    """Read what a study is made from. For the store queue.

    Raises RuleBroken study_undecided before the poll has an outcome, NotFound poll_unknown.
    """
    with room.reading() as tx:
        poll, count = tx.require_row(PollRow, poll_id), tx.find_row(PollCountRow, poll_id)
    if count is None or not count.outcome:
        raise RuleBroken("study_undecided", title=poll.title)
    return study_input_of_poll(poll, count)


def read_certified_poll(tx: Transaction, poll_id: PollId) -> tuple[PollRow, StudyInput]:
    """Return a poll whose result may leave the program, and what its papers are made from.

    Raises RuleBroken result_not_certified, NotFound poll_unknown.
    """
    poll, count = tx.require_row(PollRow, poll_id), tx.find_row(PollCountRow, poll_id)
    if count is None or poll.state not in SHOWS_RESULT:
        raise RuleBroken("result_not_certified", title=poll.title)
    return poll, study_input_of_poll(poll, count)


def study_input_of_poll(poll: PollRow, count: PollCountRow) -> StudyInput:
    """Return what a study of a decided poll is made from."""
    return StudyInput(
        definition=decode_definition(poll.definition),
        tally=canonical_bytes.decode(count.tally, Tally),
        second=canonical_bytes.decode(count.second_tally, Tally) if count.second_tally else None,
        outcome=canonical_bytes.decode(count.outcome, Outcome),
        ballots=count.ballots,
    )


def make_study(found: StudyInput) -> Study:
    """Work out everything that is said of a result beyond the list. For the making queue.

    Nothing is taken from the outcome that can be made from the count again but the drawn lots.
    """
    definition, outcome = found.definition, found.outcome
    reasons = explain_result(found)
    case = case_of_outcome(definition, found.tally, outcome)
    margin = measure_margin(case, outcome)
    closeness = closeness_sentence(definition, margin)
    if not does_question_make_list(definition):
        return replace(reasons, margin=margin, closeness=closeness)
    ballots = split_ballots(definition.question, found.ballots)
    return replace(
        reasons,
        without={key: other.selected for key, other in outcomes_without_each_channel(case).items()},
        margin=margin,
        closeness=closeness,
        agreement=compare_with_other_rules(definition, outcome, ballots) if are_all_ballots_in_box(definition) else (),
    )


def explain_result(found: StudyInput, most: int = 0) -> Study:
    """Return the part of a study that official papers print: each project's reason, and whether both counters agreed.

    `most` > 0: no reasons for a longer list. For the making queue; other rules are not worked out, which takes longest.
    """
    definition, outcome = found.definition, found.outcome
    alike = found.second is not None and not compare_counts(found.tally, found.second)
    if not does_question_make_list(definition) or (most and len(outcome.ranking) > most):
        return Study(is_counted_alike=alike)
    case = case_of_outcome(definition, found.tally, outcome)
    return Study(explanations=explanation_sentences(case, outcome, definition.currency), is_counted_alike=alike)
