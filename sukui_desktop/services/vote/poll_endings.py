"""How a poll ends: sealed when the objection period is over, or void; its box and keys are destroyed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.clock_check import (
    DAY_MS,
    compare_clock_with_record,
    time_left,
    update_clock_trail,
)
from sukui_desktop.domain.errors import RuleBroken, StorageFault, VerifyFailed
from sukui_desktop.domain.facts.poll import (
    PollMadeReady,
    PollSealed,
    PollVoided,
    PollWithdrawn,
)
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import ChallengeRow, PollRow, PollState
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.signing.two_person_decisions import add_deciders_to_poll_end
from sukui_desktop.services.vote.joint_vote_key import destroy_joint_vote_key
from sukui_desktop.services.vote.poll_box import destroy_poll_box, is_box_or_key_left, read_box_root
from sukui_desktop.services.vote.rollback import require_no_missing_entries
from sukui_desktop.services.vote.step_recording import read_poll_for_step
from sukui_desktop.storage.meeting_transaction import Transaction


def seal_poll(room: Room, poll_id: PollId) -> Changes:
    """봉인: when the objection period is over, take the box's root once more and destroy the keys of box and tally.

    Raises RuleBroken poll_step, objection_running; NotFound; VerifyFailed box_changed.
    """
    with room.writing() as tx:
        poll = read_poll_for_step(tx, poll_id, "seal")
        require_no_missing_entries(room, tx, poll)
        _require_objection_over(room, poll, tx.now())
        root = read_box_root(room, tx, poll)
        if root and root != poll.box_root:
            raise VerifyFailed("box_changed", poll=poll.title)
        changes = tx.append_fact(poll_id, PollSealed(box_root=root)).changes
        destroy_joint_vote_key(tx, poll_id)
    destroy_poll_box(room, poll_id)
    return changes


class OverdueSealing(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the published polls whose objection period is over, each by its title."""

    sealed: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    """Not sealed: somebody objected and was not answered, and what answers may need the box."""
    box_changed: tuple[str, ...] = ()
    """Not sealed: the box is not here, cannot be read or is not the one of the closing, so that people have to look at
    it first; they can still seal the poll themselves."""
    changes: Changes = NOTHING


def seal_overdue_polls(room: Room, since_ms: int = 0) -> OverdueSealing:
    """Seal every published poll whose objection period has really passed, without anybody asking.

    Only periods that ended after `since_ms` are looked at: a poll with a period of no days is sealed at the next
    opening of its meeting, and not in the minute of its publication. Nothing is sealed by a clock that stands far from
    the record (`compare_clock_with_record`); people may still do it themselves.
    Raises StorageFault where the record cannot be read.
    """
    with room.reading() as tx:
        now_ms, last_ms = tx.now(), tx.journal.newest_wall_ms()
        polls = [poll for poll in tx.list_rows(PollRow) if poll.state == PollState.PUBLISHED]
        waiting = {row.poll_id for row in tx.list_rows(ChallengeRow) if not row.answer}
    sealed: list[str] = []
    unanswered: list[str] = []
    box_changed: list[str] = []
    changes = NOTHING
    is_doubtful = compare_clock_with_record(now_ms, last_ms, is_running=False) is not None
    for poll in polls:
        is_over = not _objection_left_ms(room, poll, now_ms)
        if not is_over or is_doubtful or poll.objection_until_ms <= since_ms:
            continue
        if poll.poll_id in waiting:
            unanswered.append(poll.title)
            continue
        try:
            with room.reading() as tx:
                is_here = bool(read_box_root(room, tx, poll))
            if is_here:
                changes |= seal_poll(room, poll.poll_id)
        except RuleBroken:  # the record is behind: the bar over the poll says so, and two people decide
            continue
        except (VerifyFailed, StorageFault):  # one box that cannot be read keeps no other from being sealed
            is_here = False
        (sealed if is_here else box_changed).append(poll.title)
    return OverdueSealing(
        sealed=tuple(sealed),
        unanswered=tuple(unanswered),
        box_changed=tuple(box_changed),
        changes=changes,
    )


def _objection_left_ms(room: Room, poll: PollRow, now_ms: int) -> int:
    """Return how much of the objection period is left, by the clock and by how long this machine has been running.

    A clock that was seen to be set forward since the certification ends the period that much later.
    """
    station, uptime = room.context.station, room.context.uptime()
    period = station.read_objection_period(poll.poll_id)
    if period is None or uptime is None:
        return time_left(poll.objection_until_ms, now_ms)
    trail = update_clock_trail(period.trail, boot=uptime.boot, uptime_ms=uptime.ms, wall_ms=now_ms)
    if trail != period.trail:
        station.keep_objection_period(poll.poll_id, replace(period, trail=trail))
    left_ms = time_left(poll.objection_until_ms, now_ms - max(0, trail.ahead_ms))
    if period.boot == uptime.boot:
        left_ms = max(left_ms, time_left(period.length_ms, uptime.ms - period.uptime_ms))
    return left_ms


def _require_objection_over(room: Room, poll: PollRow, now_ms: int) -> None:
    """Refuse while the objection period runs."""
    left_ms = _objection_left_ms(room, poll, now_ms)
    if left_ms:
        code = "objection_running" if now_ms < poll.objection_until_ms else "objection_clock_moved"
        raise RuleBroken(code, days=-(-left_ms // DAY_MS))


def void_poll(
    room: Room, poll_id: PollId, proofs: Sequence[SignerProof] = (), reason: str = "", names: Sequence[str] = ()
) -> Changes:
    """무효화 by two people for a written reason: the box is destroyed, the poll stays in the record.

    They give their proofs; of a poll without a lock, which has no ballots or is of before 0.5.0, their names.
    Raises RuleBroken poll_step, reason_missing, two_people_needed; NotFound; and as `open_keys_of_two_people`.
    """
    why = clean_text(reason)
    if not why:
        raise RuleBroken("reason_missing")
    with room.writing() as tx:
        poll = read_poll_for_step(tx, poll_id, "void")
        fact = add_deciders_to_poll_end(tx, poll, PollVoided(reason=why, names=()), proofs, names)
        changes = tx.append_fact(poll_id, fact).changes
        destroy_joint_vote_key(tx, poll_id)
    destroy_poll_box(room, poll_id)
    return changes


def destroy_ended_boxes(room: Room) -> None:
    """Finish what a power cut left: a sealed, void or withdrawn poll keeps neither box nor keys.

    A file that something else holds is tried again at the next opening; its keys are gone.
    """
    with room.reading() as tx:
        ended = [
            poll.poll_id
            for poll in tx.list_rows(PollRow)
            if (
                is_box_or_key_left(tx.poll_secrets, room.path, poll.poll_id)
                or room.context.station.has_files_of_poll(poll.poll_id)
            )
            and (poll.state in (PollState.SEALED, PollState.VOID) or _is_box_withdrawn(room, tx, poll))
        ]
    for poll_id in ended:
        destroy_poll_box(room, poll_id)


def _is_box_withdrawn(room: Room, tx: Transaction, poll: PollRow) -> bool:
    """Return whether what is left of a draft is of a box that this machine made and people withdrew.

    A record that was put back may not know of the box that was voted into since: it lacks entries then, or this
    machine has noted a box that the record does not name.
    """
    if poll.state != PollState.DRAFTED or poll.poll_id not in tx.list_subjects_with_fact(PollWithdrawn):
        return False
    entries = tx.read_entries([f"poll/{poll.poll_id}"])
    made = [(entry.stream, entry.fact.box_id) for entry in entries if isinstance(entry.fact, PollMadeReady)]
    station = room.context.station
    if room.file.count_missing_entries() or made[-1][0] not in station.read_noted_heads(tx.journal.scope.meeting):
        return False
    noted = station.box_witness(poll.poll_id).read_note()
    return noted is None or noted.box_id in [box_id for _, box_id in made]
