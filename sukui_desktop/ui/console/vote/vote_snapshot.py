"""What the 투표 tab shows, read in one go."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.domain.ballot_audit import AuditScore
from sukui_desktop.domain.counting.second_counter import Difference, compare_counts
from sukui_desktop.domain.electorate import VoteBase
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.papers.poll_closing_decisions import ClosingDecisions
from sukui_desktop.domain.papers.poll_course import PollCourse
from sukui_desktop.domain.poll_steps import HAS_BOX, poll_states_between
from sukui_desktop.domain.rollback_detection import refusal_of_rollback
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import ChallengeRow, PollState
from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.checkin.attendance import (
    AttendanceCount,
    EnrolledRole,
    count_attendance,
    count_enrolled_by_role,
)
from sukui_desktop.services.checkin.slips import count_unissued_slips
from sukui_desktop.services.checkin.voter_turns import TurnSnapshot, read_turn_snapshot
from sukui_desktop.services.minutes.polls_on_papers import read_closing_decisions, read_poll_course
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.prepare.projects import list_projects
from sukui_desktop.services.prepare.voting_roles import list_roles
from sukui_desktop.services.signing.signers import SignerView, list_signers
from sukui_desktop.services.vote.ballot_audits import read_audit_score
from sukui_desktop.services.vote.box_lock import LockView, read_box_lock
from sukui_desktop.services.vote.challenges import list_challenges
from sukui_desktop.services.vote.channel_results import ChannelView, list_channels, names_of_missing_channels
from sukui_desktop.services.vote.counting import read_recount_time
from sukui_desktop.services.vote.live_accounting import LiveAccounting, read_live_accounting
from sukui_desktop.services.vote.lost_slips import has_lost_unissued_slips
from sukui_desktop.services.vote.poll_heads import PollHead, list_polls
from sukui_desktop.services.vote.polls import PollView, Turnout, read_poll, read_turnout, read_vote_base_now
from sukui_desktop.services.vote.rollback import find_rollback_of_missing_entries, find_undecided_rollback
from sukui_desktop.services.vote.saved_unfinished_fields import TypedAnswers, find_unfinished_draft_fields


class LiveTurnout(msgspec.Struct, frozen=True, kw_only=True):
    """The figures that change while a poll has a box; never a result."""

    turnout: Turnout
    accounting: LiveAccounting
    unissued_slips: int
    has_lost_slips: bool


class CountsCheck(msgspec.Struct, frozen=True):
    """Whether two counters found the same."""

    is_twice: bool
    """Both counters ran; a meeting of the first release has one count only."""
    differences: tuple[Difference, ...]
    recounted_at_ms: int = 0
    """When it was last counted again; 0 where it never was."""

    @property
    def do_counters_agree(self) -> bool:
        """Both ran and agree on every figure."""
        return self.is_twice and not self.differences


class VoteSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the tab shows, of one moment."""

    meeting: MeetingRow
    polls: tuple[PollHead, ...]
    """In the order in which they were begun."""
    poll: PollView | None
    """The one that is shown; None when a new one is being drafted or there is none."""
    live: LiveTurnout | None
    """None while the poll has no box, and while its box is locked."""
    items: tuple[ItemView, ...]
    projects: tuple[ProjectRow, ...]
    """The projects that a ballot drafted now would have."""
    people: int
    """Enrolled people and walk-ins: how many may want a slip."""
    roles: tuple[str, ...] = ()
    """Roles of the people on the roster."""
    enrolled: tuple[EnrolledRole, ...] = ()
    """The roster by role and 구분: who may vote in a poll that is drafted now."""
    attendance: AttendanceCount | None = None
    """Who is here and counts."""
    base: VoteBase | None = None
    """By how many people the vote would be measured if it closed now; None where none is open."""
    counts: CountsCheck | None = None
    """Of a counted poll."""
    channels: tuple[ChannelView, ...] = ()
    """Of the poll that is shown, in the order of its definition."""
    challenges: tuple[ChallengeRow, ...] = ()
    """Of the poll that is shown, in the order in which they were recorded."""
    audits: AuditScore = AuditScore()
    """Of the poll that is shown: ballots that were opened instead of cast."""
    rollbacks: tuple[RuleBroken, ...] = ()
    """Everything for which the box may not be opened until two people decide; () where nothing was put back."""
    closing: ClosingDecisions = ClosingDecisions()
    """What two people decided about the closing of the poll that is shown."""
    course: PollCourse = PollCourse()
    """Of a decided poll that is shown: what went on in the room while it was open."""
    lock: LockView | None = None
    """Of the poll that is shown, once it was made ready."""
    signers: tuple[SignerView, ...] = ()
    """Everybody who signs now, first enrolled first."""
    turns: TurnSnapshot | None = None
    """Who may vote next at this screen, of a poll that people vote in."""
    typed: TypedAnswers | None = None
    """What was left half typed of the draft that is shown."""

    @property
    def missing_channels(self) -> tuple[str, ...]:
        """Names of the channels whose numbers are not in yet."""
        return names_of_missing_channels(self.channels)


def read_vote_snapshot(room: Room, poll_id: PollId | None) -> VoteSnapshot:
    """Read the tab with this poll shown (on the store queue); an unknown id shows none."""
    polls = list_polls(room)
    poll = read_poll(room, poll_id) if poll_id is not None and any(head.poll_id == poll_id for head in polls) else None
    attendance = count_attendance(room)
    lock = read_box_lock(room, poll.head.poll_id) if poll is not None and not _is_drafted(poll) else None
    has_open_box = poll is not None and poll.head.state in HAS_BOX and not (lock is not None and lock.is_locked)
    live, rollbacks = (
        _read_turnout_or_rollback_refusals(room, poll.head.poll_id) if poll is not None and has_open_box else (None, ())
    )
    rollbacks += _refusals_of_missing_entries(room, poll) if poll is not None else ()
    return VoteSnapshot(
        meeting=read_meeting(room),
        polls=polls,
        poll=poll,
        live=live,
        audits=read_audit_score(room, poll.head.poll_id) if poll is not None else AuditScore(),
        rollbacks=rollbacks,
        items=list_items(room),
        projects=tuple(project for project in list_projects(room) if not project.is_withdrawn),
        people=attendance.enrolled,
        attendance=attendance,
        base=read_vote_base_now(room, poll.head.poll_id) if poll is not None and poll.head.state in HAS_BOX else None,
        roles=tuple(role.role for role in list_roles(room) if role.is_role),
        enrolled=count_enrolled_by_role(room),
        counts=compare_both_counts(poll, read_recount_time(room, poll.head.poll_id)) if poll is not None else None,
        channels=list_channels(room, poll.head.poll_id) if poll is not None else (),
        challenges=list_challenges(room, poll.head.poll_id) if poll is not None else (),
        closing=read_closing_decisions(room, poll.head.poll_id) if poll is not None else ClosingDecisions(),
        course=read_poll_course(room, poll.head.poll_id) if poll is not None and poll.outcome else PollCourse(),
        lock=lock,
        signers=tuple(view for view in list_signers(room) if not view.signer.is_withdrawn),
        turns=read_turn_snapshot(room, poll.head.poll_id) if poll is not None and has_open_box else None,
        typed=find_unfinished_draft_fields(room, poll.head.poll_id) if poll is not None and _is_drafted(poll) else None,
    )


def _read_turnout_or_rollback_refusals(
    room: Room, poll_id: PollId
) -> tuple[LiveTurnout | None, tuple[RuleBroken, ...]]:
    """Read the turnout, or why the box waits for two people."""
    try:
        return read_live_turnout(room, poll_id), ()
    except RuleBroken:
        found = find_undecided_rollback(room, poll_id)
        if found is None:
            raise
        return None, tuple(refusal_of_rollback(kind, found.title, found.counts) for kind in found.kinds)


def _refusals_of_missing_entries(room: Room, poll: PollView) -> tuple[RuleBroken, ...]:
    """Return that the record lacks entries, of a poll whose closed box is to be counted or whose result to be told."""
    if poll.head.state not in poll_states_between(PollState.CLOSED, PollState.PUBLISHED):
        return ()
    found = find_rollback_of_missing_entries(room, poll.head.poll_id)
    return () if found is None else (refusal_of_rollback(found.kinds[0], found.title, found.counts),)


def _is_drafted(poll: PollView) -> bool:
    return poll.head.state == PollState.DRAFTED


def compare_both_counts(view: PollView, recounted_at_ms: int = 0) -> CountsCheck | None:
    """Compare what both counters found; None before the count."""
    if view.tally is None:
        return None
    if view.second_tally is None:
        return CountsCheck(is_twice=False, differences=(), recounted_at_ms=recounted_at_ms)
    return CountsCheck(True, compare_counts(view.tally, view.second_tally), recounted_at_ms)


def read_live_turnout(room: Room, poll_id: PollId) -> LiveTurnout:
    """Read turnout and slips of a poll with a box (on the store queue).

    Raises RuleBroken poll_not_open.
    """
    return LiveTurnout(
        turnout=read_turnout(room, poll_id),
        accounting=read_live_accounting(room, poll_id),
        unissued_slips=count_unissued_slips(room, poll_id),
        has_lost_slips=has_lost_unissued_slips(room, poll_id),
    )
