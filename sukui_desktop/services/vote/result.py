"""The result of a poll: what it is decided from, select, certify, publish, seal, void."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.clock_check import DAY_MS, time_left
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.errors import RuleBroken, VerifyFailed
from sukui_desktop.domain.facts.poll import PollCertified, PollPublished, PollSealed, PollSelected, PollVoided
from sukui_desktop.domain.poll_steps import check_two_people, next_state
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.question.motion import Participation
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.case import Case
from sukui_desktop.domain.selection.outcome_of_case import decide, make_case, scores_of, with_channels
from sukui_desktop.domain.selection.ties import find_ties
from sukui_desktop.domain.text import clean_text
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.people import AttendanceRow
from sukui_desktop.models.poll import PollCountRow, PollRow, PollState
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.box import destroy_poll_box, read_box_root
from sukui_desktop.services.vote.channels import read_channel_results
from sukui_desktop.services.vote.counting import require_agreement
from sukui_desktop.storage.station import ObjectionPeriod
from sukui_desktop.storage.transaction import Transaction

MOST_OBJECTION_DAYS = 90


def read_case(tx: Transaction, poll: PollRow) -> Case:
    """Return the case of a counted poll from the meeting's rows of now, before any tie is drawn.

    A project counts as withdrawn when it is so on the meeting's list today.
    Raises RuleBroken channel_missing.
    """
    definition = decode_definition(poll.definition)
    tally = canonical_bytes.decode(tx.one(PollCountRow, poll.poll_id).tally, Tally)
    on_ballot = {option.code for option in definition.question.options}
    gone = {project.code for project in tx.all(ProjectRow) if project.is_withdrawn}
    case = replace(make_case(definition, tally, (), gone & on_ballot), turnout=_turnout(tx, tally))
    return with_channels(case, read_channel_results(tx, poll, tally))


def _turnout(tx: Transaction, tally: Tally) -> Participation:
    """Return who took part; 출석 is who is in the room now, walk-ins too."""
    rows = tx.all(AttendanceRow)
    return Participation(
        enrolled=sum(row.is_enrolled for row in rows),
        present=sum(row.is_present for row in rows),
        cast=tally.ballots_cast,
        valid=tally.ballots_valid,
    )


def select_list(room: Room, poll_id: PollId, tie_order: Sequence[str] = ()) -> Changes:
    """Make the list by the poll's rule; what the rule leaves tied is drawn by lot, and the lot is recorded.

    Where the chair has the casting vote, `tie_order` holds the codes in the chair's order; otherwise it is ignored.

    Raises RuleBroken poll_step, tie_needs_chair with the titles of a tie the chair has not ordered, turnout_missing,
    channel_missing, counts_differ, count_single; NotFound.
    """
    with room.writing() as tx:
        poll = tx.one(PollRow, poll_id)
        next_state(poll.state, "select")
        require_agreement(poll, tx.one(PollCountRow, poll_id))
        case = read_case(tx, poll)
        order = tuple(tie_order) if case.definition.rule.steps.ties[-1] == TieWay.CHAIR else _draw(room, case)
        return tx.append(poll_id, PollSelected(outcome=decide(replace(case, tie_order=order)))).changes


def _draw(room: Room, case: Case) -> tuple[str, ...]:
    lot: list[str] = []
    for tied in find_ties(case.definition, scores_of(case), case.withdrawn):
        lot += room.context.random.sample(tied, len(tied))
    return tuple(lot)


def list_ties(room: Room, poll_id: PollId) -> tuple[tuple[str, ...], ...]:
    """Return the ties that the rule of a counted poll leaves open, as codes, highest score first.

    Raises RuleBroken poll_step, turnout_missing, channel_missing; NotFound.
    """
    with room.reading() as tx:
        poll = tx.one(PollRow, poll_id)
        next_state(poll.state, "select")
        case = read_case(tx, poll)
    return find_ties(case.definition, scores_of(case), case.withdrawn)


def certify_poll(room: Room, poll_id: PollId, names: tuple[str, str], objection_days: int = 7) -> Changes:
    """확정 by two named people; the box is kept until the objection period is over.

    A difference between the two counters stops it: recount or void.

    Raises RuleBroken poll_step, counts_differ, count_single, two_people_needed, objection_days; NotFound.
    """
    people = check_two_people((clean_text(names[0]), clean_text(names[1])))
    if not 0 <= objection_days <= MOST_OBJECTION_DAYS:
        raise RuleBroken("objection_days", days=objection_days, most=MOST_OBJECTION_DAYS)
    with room.writing() as tx:
        poll = tx.one(PollRow, poll_id)
        next_state(poll.state, "certify")
        require_agreement(poll, tx.one(PollCountRow, poll_id))
        length_ms = objection_days * DAY_MS
        uptime = room.context.uptime()
        if uptime is not None:
            room.context.station.keep_period(poll_id, ObjectionPeriod(uptime.boot, uptime.ms, length_ms))
        until = max(tx.now(), tx.journal.newest_wall_ms()) + length_ms
        return tx.append(poll_id, PollCertified(names=people, objection_until_ms=until)).changes


def publish_poll(room: Room, poll_id: PollId) -> Changes:
    """공개: announce a certified result. Raises RuleBroken poll_step, NotFound."""
    with room.writing() as tx:
        next_state(tx.one(PollRow, poll_id).state, "publish")
        return tx.append(poll_id, PollPublished()).changes


def seal_poll(room: Room, poll_id: PollId) -> Changes:
    """봉인: when the objection period is over, take the box's root once more and destroy the keys of box and tally.

    Raises RuleBroken poll_step, objection_running; NotFound; VerifyFailed box_changed.
    """
    with room.writing() as tx:
        poll = tx.one(PollRow, poll_id)
        next_state(poll.state, "seal")
        _check_objection_over(room, poll, tx.now())
        root = read_box_root(room, poll_id)
        if root and root != poll.box_root:
            raise VerifyFailed("box_changed", poll=poll.title)
        changes = tx.append(poll_id, PollSealed(box_root=root)).changes
    destroy_poll_box(room, poll_id)
    return changes


def _check_objection_over(room: Room, poll: PollRow, now_ms: int) -> None:
    """Refuse while the objection period runs, by the clock or by how long this machine has been running since."""
    period, uptime = room.context.station.period(poll.poll_id), room.context.uptime()
    left_ms = time_left(poll.objection_until_ms, now_ms)
    if period is not None and uptime is not None and period.boot == uptime.boot:
        left_ms = max(left_ms, time_left(period.length_ms, uptime.ms - period.uptime_ms))
    if left_ms:
        code = "objection_running" if now_ms < poll.objection_until_ms else "objection_clock_moved"
        raise RuleBroken(code, days=-(-left_ms // DAY_MS))


def void_poll(room: Room, poll_id: PollId, reason: str, names: tuple[str, str]) -> Changes:
    """무효화 by two people for a written reason: the box is destroyed unopened, the poll stays in the record.

    Raises RuleBroken poll_step, reason_missing, two_people_needed; NotFound.
    """
    people, why = check_two_people((clean_text(names[0]), clean_text(names[1]))), clean_text(reason)
    if not why:
        raise RuleBroken("reason_missing")
    with room.writing() as tx:
        next_state(tx.one(PollRow, poll_id).state, "void")
        changes = tx.append(poll_id, PollVoided(reason=why, names=people)).changes
    destroy_poll_box(room, poll_id)
    return changes


def destroy_ended_boxes(room: Room) -> None:
    """Finish what a power cut left: a sealed or void poll keeps neither box nor keys."""
    with room.reading() as tx:
        polls = tx.all(PollRow)
    for poll in polls:
        if poll.state in (PollState.SEALED, PollState.VOID):
            destroy_poll_box(room, poll.poll_id)
