"""The result of a poll: what it is decided from, select, certify, publish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.clock_check import (
    DAY_MS,
    find_period_start,
    is_time_doubtful,
    update_clock_trail,
)
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.electorate import VoteBase, vote_base_at_closing
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.poll import (
    PollCertified,
    PollClosed,
    PollPublished,
    PollSelected,
)
from sukui_desktop.domain.poll_steps import require_challenges_answered, require_count_confirmed
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.question.motion import Participation
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.rows_from_facts.replayed_rows import rows_before_last_step
from sukui_desktop.domain.selection.decision_inputs import Case, LotDraw, LotWay
from sukui_desktop.domain.selection.open_ties import find_open_tie
from sukui_desktop.domain.selection.outcome_of_case import (
    case_with_channels,
    decide_case,
    draw_open_ties,
    make_case,
    scores_of_case,
)
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.domain.two_people import require_two_different_names
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import AttendanceRow, SlipRow
from sukui_desktop.models.poll import ChallengeRow, ConfirmationRow, PollCountRow, PollRow
from sukui_desktop.models.signer import AnchoredStep
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import SignerProof, open_keys_of_two_people
from sukui_desktop.services.signing.poll_step_signatures import make_signature_facts_of_step
from sukui_desktop.services.vote.channel_results import read_channel_results
from sukui_desktop.services.vote.counting import require_counters_agree
from sukui_desktop.services.vote.joint_votes import require_doubles_decided
from sukui_desktop.services.vote.rollback import require_no_missing_entries
from sukui_desktop.services.vote.step_recording import read_poll_for_step
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.storage.station_folder import ObjectionPeriod
from sukui_desktop.wording.times import moment_words

MOST_OBJECTION_DAYS = 90
_NAMED = 12
"""How many projects a refusal names; the others are counted."""


def read_decision_case(tx: Transaction, poll: PollRow) -> Case:
    """Return the case of a counted poll from the meeting's rows of now, before any tie is drawn.

    A project counts as withdrawn when it is so on the meeting's list today.
    Raises RuleBroken channel_missing.
    """
    definition = decode_definition(poll.definition)
    tally = canonical_bytes.decode(tx.require_row(PollCountRow, poll.poll_id).tally, Tally)
    on_ballot = {option.code for option in definition.question.options}
    gone = {project.code for project in tx.list_rows(ProjectRow) if project.is_withdrawn}
    case = replace(
        make_case(definition, tally, (), gone & on_ballot), turnout=_read_turnout_at_closing(tx, poll, tally)
    )
    return case_with_channels(case, read_channel_results(tx, poll, tally))


def _read_turnout_at_closing(tx: Transaction, poll: PollRow, tally: Tally) -> Participation:
    """Return who took part, as it was when the vote closed, whoever came or went since."""
    if poll.is_base_frozen:
        enrolled, present = poll.base_enrolled, poll.base_present
    else:
        base = _replay_base_at_closing(tx, poll)
        enrolled, present = base.enrolled, base.present
    return Participation(enrolled=enrolled, present=present, cast=tally.ballots_cast, valid=tally.ballots_valid)


def _replay_base_at_closing(tx: Transaction, poll: PollRow) -> VoteBase:
    """Work out from the record the base of a poll that a release closed which did not write it down."""
    people = [f"person/{row.person_id}" for row in tx.list_rows(AttendanceRow)]
    meeting = f"meeting/{tx.list_rows(MeetingRow)[0].meeting_id}"
    entries = tx.read_entries([f"poll/{poll.poll_id}", meeting, *people])
    rows = rows_before_last_step(entries, lambda fact: isinstance(fact, PollClosed))
    return vote_base_at_closing(
        next(rows.rows(MeetingRow)),  # with the roles that were declared by then
        decode_definition(poll.definition).poll_electorate,
        list(rows.rows(AttendanceRow)),
        [row for row in rows.rows(SlipRow) if row.poll_id == poll.poll_id],
        cast=poll.cast,
        not_returned=poll.not_returned,
        keeps_walk_ins=False,
    )


def select_list(room: Room, poll_id: PollId, tie_order: Sequence[str] = (), draw: LotDraw | None = None) -> Changes:
    """Make the list by the poll's rule, and record how a tie was broken that the rule leaves open.

    `tie_order` holds the codes as the chair put them or as people drew them; `draw` says how a lot was drawn: by hand,
    with the two who answer for it, or by the program, which then draws now whatever `tie_order` leaves open.

    Raises RuleBroken poll_step; tie_needs_chair, tie_needs_lot with the titles of a tie that decides the list and has
    no order; tie_order_wrong for an order with a project twice or one that is not on the ballot; lot_names_missing for
    a lot drawn by hand without who drew and who watched, two_people_alike where they are one; turnout_missing,
    channel_missing, counts_differ, count_single; NotFound.
    """
    if draw is not None and draw.way == LotWay.HAND:
        draw = _clean_hand_draw(draw)
    with room.writing() as tx:
        poll = read_poll_for_step(tx, poll_id, "select")
        require_no_missing_entries(room, tx, poll)
        require_counters_agree(poll, tx.require_row(PollCountRow, poll_id))
        case = replace(read_decision_case(tx, poll), tie_order=tuple(tie_order))
        _refuse_faulty_tie_order(case)
        if case.definition.rule.steps.ties[-1] == TieWay.LOT and draw is not None:
            case = replace(case, draw=draw)
            if draw.way == LotWay.PROGRAM:
                case = draw_open_ties(case, room.context.random)
        outcome = decide_case(case)
        fact = PollSelected(outcome=replace(outcome, draw=UNSET), draw=outcome.draw)
        return tx.append_fact(poll_id, fact).changes


def _refuse_faulty_tie_order(case: Case) -> None:
    """Refuse an order in which a project stands twice, or one that is not on the ballot: it would go in the record."""
    options = {option.code for option in case.definition.question.options}
    counts = Counter(case.tie_order)
    wrong = tuple(code for code, count in counts.items() if count > 1 or code not in options)
    if wrong:
        raise RuleBroken("tie_order_wrong", projects=wrong[:_NAMED], count=len(wrong))


def _clean_hand_draw(draw: LotDraw) -> LotDraw:
    tidy = replace(draw, drawn_by=clean_text(draw.drawn_by), attested_by=clean_text(draw.attested_by))
    if not tidy.drawn_by or not tidy.attested_by:
        raise RuleBroken("lot_names_missing")
    require_two_different_names((tidy.drawn_by, tidy.attested_by))
    return tidy


def read_open_tie(room: Room, poll_id: PollId, tie_order: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the highest tie whose order decides the list and is not in `tie_order`, as codes; () when none is left.

    Raises RuleBroken poll_step, turnout_missing, channel_missing; NotFound.
    """
    with room.reading() as tx:
        case = read_decision_case(tx, read_poll_for_step(tx, poll_id, "select"))
    return find_open_tie(case.definition, scores_of_case(case), case.withdrawn, tie_order)


def certify_poll(
    room: Room,
    poll_id: PollId,
    proofs: Sequence[SignerProof],
    objection_days: int = 7,
    *,
    is_clock_right: bool = False,
) -> Changes:
    """확정 by two people, each with a key of their own; the box is kept until the objection period is over.

    A difference between the two counters stops it: recount or void. So does a challenge that was not answered,
    somebody with two slips of whom nobody decided, a count that nobody confirmed by opening the box again, and a clock
    that stands far from the record (`is_time_doubtful`) unless people say by `is_clock_right` that it is right: the day
    of 확정 goes into every paper.

    Raises RuleBroken poll_step, counts_differ, count_single, count_unconfirmed, confirmation_differs,
    challenge_unanswered, doubles_undecided, two_people_needed, objection_days, clock_doubtful; NotFound; and as
    `open_keys_of_two_people`.
    """
    if not 0 <= objection_days <= MOST_OBJECTION_DAYS:
        raise RuleBroken("objection_days", days=objection_days, most=MOST_OBJECTION_DAYS)
    with room.writing() as tx:
        poll = read_poll_for_step(tx, poll_id, "certify")
        require_no_missing_entries(room, tx, poll)
        count = tx.require_row(PollCountRow, poll_id)
        require_counters_agree(poll, count)
        require_count_confirmed(poll, count, tx.list_rows(ConfirmationRow, poll_id=poll_id))
        require_challenges_answered(poll, tx.list_rows(ChallengeRow, poll_id=poll_id))
        require_doubles_decided(tx, poll)
        # The steps of the poll count beside the last entry, which a clock that fell back may have made.
        steps = (poll.ready_at_ms, poll.opened_at_ms, poll.closed_at_ms, poll.counted_at_ms)
        first_ms, last_ms, now_ms = tx.journal.oldest_wall_ms(), max(tx.journal.newest_wall_ms(), *steps), tx.now()
        if not is_clock_right and is_time_doubtful(now_ms, last_ms=last_ms, closed_ms=poll.closed_at_ms):
            moments = {"now": now_ms, "last": last_ms, "closed": poll.closed_at_ms}
            raise RuleBroken("clock_doubtful", **{name: moment_words(ms) for name, ms in moments.items()})
        keys = open_keys_of_two_people(tx, proofs)
        signed = make_signature_facts_of_step(tx, poll_id, AnchoredStep.CERTIFIED, keys)
        now_ms = tx.now()  # opening the keys took seconds: the period begins with 확정, not a minute before it
        length_ms = objection_days * DAY_MS
        uptime = room.context.uptime()
        if uptime is not None:
            trail = update_clock_trail(None, boot=uptime.boot, uptime_ms=uptime.ms, wall_ms=now_ms)
            period = ObjectionPeriod(uptime.boot, uptime.ms, length_ms, trail)
            room.context.station.keep_objection_period(poll_id, period)
        until = find_period_start(now_ms, first_ms=first_ms, last_ms=last_ms) + length_ms
        certified = PollCertified(names=(), objection_until_ms=until, signer_ids=tuple(keys))
        return tx.append_facts([(poll_id, fact) for fact in (certified, *signed)]).changes


def find_certification_obstacle(room: Room, poll_id: PollId) -> str:
    """Return the code for which `certify_poll` would refuse a counted poll whatever is signed; '' where nothing would.

    Raises NotFound.
    """
    with room.reading() as tx:
        poll, count = tx.require_row(PollRow, poll_id), tx.require_row(PollCountRow, poll_id)
        try:
            require_counters_agree(poll, count)
            require_count_confirmed(poll, count, tx.list_rows(ConfirmationRow, poll_id=poll_id))
            require_challenges_answered(poll, tx.list_rows(ChallengeRow, poll_id=poll_id))
            require_doubles_decided(tx, poll)
        except RuleBroken as error:
            return error.code
    return ""


def publish_poll(room: Room, poll_id: PollId) -> Changes:
    """공개: announce a certified result. Raises RuleBroken poll_step, NotFound."""
    with room.writing() as tx:
        require_no_missing_entries(room, tx, read_poll_for_step(tx, poll_id, "publish"))
        return tx.append_fact(poll_id, PollPublished()).changes
