"""Hall snapshot: what the hall may see at this moment, without any figure of a vote before certification."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from sukui_desktop.domain import poll_steps
from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.domain.errors import NotFound, RuleBroken
from sukui_desktop.domain.initial_ranges import count_initials
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.papers.anchor_sheet import AnchorSheet
from sukui_desktop.domain.papers.poll_report import PollReport
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.agenda import ItemState
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.checkin.desk_snapshot import holds_slip_of_poll
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.checkin.slips import list_voters_of_polls
from sukui_desktop.services.handover.anchor_sheets import find_newest_anchor_sheet
from sukui_desktop.services.handover.poll_reports import find_newest_report
from sukui_desktop.services.opened_meeting import Room, now_ms, read_meeting
from sukui_desktop.services.vote.ballot_audits import AuditView, find_newest_audit, list_audit_times
from sukui_desktop.services.vote.box_lock import is_box_locked
from sukui_desktop.services.vote.poll_box import list_receipts
from sukui_desktop.services.vote.poll_heads import PollHead, list_polls
from sukui_desktop.services.vote.polls import PollView, Turnout, read_poll, read_turnout
from sukui_desktop.services.vote.rollback import find_undecided_rollback

SHEET_MS = 180_000
"""A sheet stays this long while the hall follows the day: time to compare and sign. Time for an opened ballot is not
counted."""

AUDIT_MS = 60_000
"""A ballot that was opened stays this long, before all else: time to compare its code and to read it."""

_OVER = poll_steps.poll_states_between(PollState.CLOSED, PollState.SEALED)
_VOTING = (PollState.OPEN, PollState.PAUSED)
_HAS_RECEIPTS = poll_steps.poll_states_between(PollState.CLOSED, PollState.PUBLISHED)
_COUNTING = (PollState.CLOSED, PollState.COUNTED, PollState.CHALLENGED, PollState.SELECTED)


class Picture(StrEnum):
    """What the hall screen shows."""

    WAITING = "waiting"
    ITEM = "item"
    VOTE = "vote"
    COUNTING = "counting"
    RESULT = "result"
    """A list of projects under its ceiling."""
    MOTION = "motion"
    """The result of a choice."""
    OPINIONS = "opinions"
    """The result of a question that asked for words: how many wrote, never what, as nobody has read it for the hall."""
    SHEET = "sheet"
    """The anchor sheet that was issued last."""
    AUDIT = "audit"
    """A ballot that a voter had opened instead of cast."""
    REPORT = "report"
    """The zero, pause or closing report that was issued last."""
    RECEIPTS = "receipts"
    """The receipts of a closed poll."""
    CLOSED = "closed"
    QUEUE = "queue"
    """Where to wait: desks, kiosks, and how many have no slip yet."""
    COVERED = "covered"


class HallChoice(StrEnum):
    """What the console may ask for; a choice that cannot be shown now falls back to `AUTO`."""

    AUTO = "auto"
    ITEM = "item"
    VOTE = "vote"
    RESULT = "result"
    PAPER = "sheet"
    """The newest anchor sheet or report."""
    RECEIPTS = "receipts"
    QUEUE = "queue"
    COVERED = "covered"


class HallSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one picture needs; empty where its kind does not show it."""

    kind: Picture
    meeting: MeetingRow
    item: ItemView | None = None
    poll_title: str = ""
    poll_state: str = ""
    words: tuple[str, ...] = ()
    """The four words of the sealed definition, once there is one."""
    turnout: Turnout | None = None
    definition: Definition | None = None
    outcome: Outcome | None = None
    """Only of a certified poll."""
    answered: int = 0
    """Valid ballots, only of a certified poll."""
    sheet: AnchorSheet | None = None
    """Without what was counted: nothing of a result is shown before certification."""
    audit: AuditView | None = None
    """What its voter wanted everybody to see; no ballot that is counted."""
    report: PollReport | None = None
    waiting: tuple[int, ...] = ()
    """Who was admitted and has no slip of the poll that gives slips yet: how many of each first consonant, in the order
    of `INITIALS`."""
    receipts: tuple[str, ...] = ()
    """Sorted: they say nothing of who voted when."""


def read_hall_snapshot(room: Room, wanted: HallChoice = HallChoice.AUTO) -> HallSnapshot:
    """Read what the hall may see now (on the store queue); ballots and outcomes are read for a result only.

    A ballot that was opened just now goes before whatever is wanted, unless the hall is covered: its voter was promised
    that everybody sees it. Raises as the services that it reads with; VerifyFailed where a box is not the one that was
    closed.
    """
    meeting, items, polls = read_meeting(room), list_items(room), list_polls(room)
    audit = None if wanted == HallChoice.COVERED else _find_due_ballot_audit(room, polls)
    if audit is not None:
        return _ballot_audit_snapshot(meeting, items, polls, audit)
    if wanted == HallChoice.QUEUE:
        return _queue_snapshot(room, meeting, polls)
    if wanted == HallChoice.RECEIPTS:
        for head in sorted(polls, key=_closed_at_ms, reverse=True):
            if head.state in _HAS_RECEIPTS and (receipts := _list_receipts_if_published(room, head.poll_id)):
                shown = HallSnapshot(kind=Picture.RECEIPTS, meeting=meeting, receipts=receipts, words=head.words)
                return msgspec.structs.replace(shown, poll_title=head.title)
    since_ms = 0
    if wanted == HallChoice.AUTO:
        since_ms = oldest_issuing_still_due_ms(now_ms(room), _list_ballot_audit_times(room, polls))
    sheet, report = _find_anchor_sheet_to_show(room, wanted, since_ms), _find_due_report(room, wanted, since_ms)
    if report is not None and (sheet is None or report.entries > sheet.anchor.entries):
        return HallSnapshot(kind=Picture.REPORT, meeting=meeting, words=report.seal_words, report=report)
    if sheet is not None:
        return HallSnapshot(kind=Picture.SHEET, meeting=meeting, words=sheet.seal_words, sheet=sheet)
    kind, poll = choose_picture_and_poll(meeting, items, polls, wanted)
    item = _running_item(items)
    if poll is None:
        return HallSnapshot(kind=kind, meeting=meeting, item=item, words=_seal_words_of_ready_poll(polls))
    shown = HallSnapshot(
        kind=kind,
        meeting=meeting,
        item=_find_item_of_poll(items, poll) or item,
        poll_title=poll.title,
        poll_state=poll.state,
        words=poll.words,
        turnout=_read_turnout_if_box_is_open(room, poll.poll_id) if kind == Picture.VOTE else None,
    )
    return _snapshot_with_result(shown, read_poll(room, poll.poll_id)) if kind == Picture.RESULT else shown


def _queue_snapshot(room: Room, meeting: MeetingRow, polls: tuple[PollHead, ...]) -> HallSnapshot:
    """Return who still waits for a slip; while no poll gives slips nobody does.

    Once every poll is over the newest one's state says so.
    """
    gives = [poll for poll in polls if poll.state in poll_steps.HAS_BOX]
    shown = HallSnapshot(kind=Picture.QUEUE, meeting=meeting)
    if not gives:
        over = [poll for poll in polls if poll.state in _OVER]
        if not over or any(poll.state == PollState.DRAFTED for poll in polls):
            return shown
        last = max(over, key=lambda one: one.opened_at_ms)
        return msgspec.structs.replace(shown, poll_title=last.title, poll_state=last.state)
    poll = max(gives, key=lambda one: (one.state in _VOTING, one.opened_at_ms))
    [voters] = list_voters_of_polls(room, [poll.poll_id])
    due = (
        view.person.name
        for view in list_people(room)
        if view.attendance.is_present
        and view.person.person_id in voters.people
        and not holds_slip_of_poll(view, poll.poll_id)
    )
    return msgspec.structs.replace(
        shown, poll_title=poll.title, poll_state=poll.state, words=poll.words, waiting=count_initials(due)
    )


def oldest_issuing_still_due_ms(now_ms: int, audits_ms: tuple[int, ...]) -> int:
    """Return the oldest moment of issuing (ms) from which a sheet has not been in the hall for `SHEET_MS` yet.

    `audits_ms` are the moments at which ballots were opened: each takes the sheet away for `AUDIT_MS`.
    """
    end_ms, left_ms = now_ms, SHEET_MS
    for at_ms in sorted(audits_ms, reverse=True):
        shown_ms = max(0, end_ms - at_ms - AUDIT_MS)
        if shown_ms >= left_ms:
            break
        left_ms -= shown_ms
        end_ms = min(end_ms, at_ms)
    return end_ms - left_ms


def _find_anchor_sheet_to_show(room: Room, wanted: HallChoice, since_ms: int) -> AnchorSheet | None:
    """Return the newest sheet where it was asked for, or where it was issued just now and the hall follows the day."""
    if wanted not in (HallChoice.AUTO, HallChoice.PAPER):
        return None
    sheet = find_newest_anchor_sheet(room, since_ms)
    return None if sheet is None else msgspec.structs.replace(sheet, tally=None, options=())


def _find_due_ballot_audit(room: Room, polls: tuple[PollHead, ...]) -> AuditView | None:
    """Return the ballot that was opened last, where that was just now; none of a time that is still to come, as after
    a clock was set back it would stay until then."""
    now = now_ms(room)
    asked = (poll.poll_id for poll in polls if poll.state in poll_steps.TAKES_AUDIT_DISPUTES)
    found = filter(None, (find_newest_audit(room, poll_id, now - AUDIT_MS) for poll_id in asked))
    return max((one for one in found if one.row.at_ms <= now), key=lambda one: one.row.at_ms, default=None)


def _list_ballot_audit_times(room: Room, polls: tuple[PollHead, ...]) -> tuple[int, ...]:
    """Return when ballots were opened, in polls whose audits are shown."""
    shown = (poll.poll_id for poll in polls if poll.state in poll_steps.TAKES_AUDIT_DISPUTES)
    return tuple(at_ms for poll_id in shown for at_ms in list_audit_times(room, poll_id))


def _ballot_audit_snapshot(
    meeting: MeetingRow, items: tuple[ItemView, ...], polls: tuple[PollHead, ...], audit: AuditView
) -> HallSnapshot:
    poll = next(one for one in polls if one.poll_id == audit.row.poll_id)
    return HallSnapshot(
        kind=Picture.AUDIT,
        meeting=meeting,
        item=_find_item_of_poll(items, poll) or _running_item(items),
        poll_title=poll.title,
        poll_state=poll.state,
        words=poll.words,
        audit=audit,
    )


def _find_due_report(room: Room, wanted: HallChoice, since_ms: int) -> PollReport | None:
    """Return the newest report of a box, where a sheet would be shown."""
    if wanted not in (HallChoice.AUTO, HallChoice.PAPER):
        return None
    return find_newest_report(room, since_ms)


def _closed_at_ms(poll: PollHead) -> int:
    return poll.closed_at_ms


def _list_receipts_if_published(room: Room, poll_id: PollId) -> tuple[str, ...]:
    """Return the receipts of a closed poll; () where it gives none or its box is not here."""
    try:
        return list_receipts(room, poll_id)
    except (RuleBroken, NotFound):
        return ()


def _read_turnout_if_box_is_open(room: Room, poll_id: PollId) -> Turnout | None:
    """Read the turnout; None while the box is locked or waits for two people."""
    if is_box_locked(room, poll_id):
        return None
    try:
        return read_turnout(room, poll_id)
    except RuleBroken:
        if find_undecided_rollback(room, poll_id) is None:
            raise
        return None


def choose_picture_and_poll(
    meeting: MeetingRow, items: tuple[ItemView, ...], polls: tuple[PollHead, ...], wanted: HallChoice = HallChoice.AUTO
) -> tuple[Picture, PollHead | None]:
    """Return which picture is due and the poll it shows, None for a picture without one."""
    voting = _newest_poll_in_states(polls, _VOTING)
    counting = _newest_poll_in_states(polls, _COUNTING)
    certified = _newest_poll_in_states(polls, poll_steps.SHOWS_RESULT)
    running = _running_item(items)
    if wanted == HallChoice.COVERED:
        return Picture.COVERED, None
    if wanted == HallChoice.ITEM and running is not None:
        return Picture.ITEM, None
    if wanted == HallChoice.VOTE and (voting or counting) is not None:
        return (Picture.VOTE, voting) if voting else (Picture.COUNTING, counting)
    if wanted == HallChoice.RESULT and certified is not None:
        return Picture.RESULT, certified
    if voting is not None:
        return Picture.VOTE, voting
    if counting is not None:
        return Picture.COUNTING, counting
    return _picture_while_no_vote_runs(meeting, running, certified)


def _snapshot_with_result(shown: HallSnapshot, view: PollView) -> HallSnapshot:
    kind = Picture.RESULT
    if view.definition is not None and not ballot_kind_of(view.definition.question).makes_list:
        kind = Picture.MOTION if ballot_kind_of(view.definition.question).offers_choices else Picture.OPINIONS
    return msgspec.structs.replace(
        shown,
        kind=kind,
        definition=view.definition,
        outcome=view.outcome,
        answered=view.tally.ballots_valid if view.tally is not None else 0,
    )


def _picture_while_no_vote_runs(
    meeting: MeetingRow, running: ItemView | None, certified: PollHead | None
) -> tuple[Picture, PollHead | None]:
    """Return the picture while no vote is under way: a fresh result stays until the next item begins."""
    if meeting.stage == MeetingStage.CLOSED:
        return Picture.CLOSED, None
    is_fresh = running is None or (
        certified is not None
        and (certified.item_id == running.row.item_id or certified.certified_at_ms >= running.row.started_at_ms)
    )
    if certified is not None and is_fresh:
        return Picture.RESULT, certified
    return (Picture.ITEM, None) if running is not None else (Picture.WAITING, None)


def _newest_poll_in_states(polls: tuple[PollHead, ...], states: tuple[str, ...]) -> PollHead | None:
    found = [poll for poll in polls if poll.state in states]
    return max(found, key=lambda poll: (poll.certified_at_ms, poll.opened_at_ms), default=None)


def _running_item(items: tuple[ItemView, ...]) -> ItemView | None:
    """Return the running item; the deepest where an item and its parent both run."""
    running = [view for view in items if view.row.state == ItemState.RUNNING]
    return max(running, key=lambda view: (view.depth, view.row.started_at_ms), default=None)


def _find_item_of_poll(items: tuple[ItemView, ...], poll: PollHead) -> ItemView | None:
    return next((item for item in items if item.row.item_id == poll.item_id), None)


def _seal_words_of_ready_poll(polls: tuple[PollHead, ...]) -> tuple[str, ...]:
    ready = _newest_poll_in_states(polls, (PollState.READY,))
    return ready.words if ready else ()
