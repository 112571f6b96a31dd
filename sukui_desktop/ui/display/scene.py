"""What the hall may see at this moment: a frozen picture in which no figure of a vote stands before certification."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sukui_desktop.domain import poll
from sukui_desktop.domain.agenda import ItemView
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.marking import CHOICE, OPINION
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.prepare.agenda import list_items
from sukui_desktop.services.room import read_meeting
from sukui_desktop.services.vote.drafting import list_polls
from sukui_desktop.services.vote.polling import Turnout, read_turnout

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room
    from sukui_desktop.services.vote.drafting import PollView

AUTO = "auto"
WAITING = "waiting"
ITEM = "item"
VOTE = "vote"
COUNTING = "counting"
RESULT = "result"
MOTION = "motion"
"""The result of a choice."""
OPINIONS = "opinions"
"""The result of a question that asked for words: how many wrote, never what, as nobody has read it for the hall."""
CLOSED = "closed"
COVERED = "covered"

CHOICES = (AUTO, ITEM, VOTE, RESULT, COVERED)
"""What the console may ask for; a choice that cannot be shown now falls back to `AUTO`."""

_VOTING = (poll.OPEN, poll.PAUSED)
_COUNTING = (poll.CLOSED, poll.COUNTED, poll.CONTESTED, poll.SELECTED)


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one picture needs; empty where its kind does not show it."""

    kind: str
    """waiting | item | vote | counting | result | motion | opinions | closed | covered."""
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


def read_scene(room: Room, wanted: str = AUTO) -> Scene:
    """Read what the hall may see now; `wanted` is one of `CHOICES`. On the store queue."""
    meeting, items, polls = read_meeting(room), list_items(room), list_polls(room)
    kind, view = choose_scene(meeting, items, polls, wanted)
    item = _running(items)
    if view is None:
        return Scene(kind=kind, meeting=meeting, item=item, words=_ready_words(polls))
    turnout = read_turnout(room, view.row.poll_id) if kind == VOTE else None
    item = _item_of(items, view) or item
    is_result = kind == RESULT
    return Scene(
        kind=_kind_of_result(view) if is_result else kind,
        meeting=meeting,
        item=item,
        poll_title=view.row.title,
        poll_state=view.row.state,
        words=view.words,
        turnout=turnout,
        definition=view.definition if is_result else None,
        outcome=view.outcome if is_result else None,
        answered=view.tally.ballots_valid if is_result and view.tally is not None else 0,
    )


def choose_scene(
    meeting: MeetingRow, items: tuple[ItemView, ...], polls: tuple[PollView, ...], wanted: str = AUTO
) -> tuple[str, PollView | None]:
    """Return which picture is due and the poll it shows, None for a picture without one."""
    voting = _newest(polls, _VOTING)
    counting = _newest(polls, _COUNTING)
    certified = _newest(polls, poll.SHOWS_RESULT)
    running = _running(items)
    if wanted == COVERED:
        return COVERED, None
    if wanted == ITEM and running is not None:
        return ITEM, None
    if wanted == VOTE and (voting or counting) is not None:
        return (VOTE, voting) if voting else (COUNTING, counting)
    if wanted == RESULT and certified is not None:
        return RESULT, certified
    if voting is not None:
        return VOTE, voting
    if counting is not None:
        return COUNTING, counting
    return _quiet_scene(meeting, running, certified)


def _kind_of_result(view: PollView) -> str:
    method = view.definition.question.method if view.definition is not None else ""
    return {CHOICE: MOTION, OPINION: OPINIONS}.get(method, RESULT)


def _quiet_scene(
    meeting: MeetingRow, running: ItemView | None, certified: PollView | None
) -> tuple[str, PollView | None]:
    """Return the picture while no vote is under way: a fresh result stays until the next item begins."""
    if meeting.stage == "closed":
        return CLOSED, None
    is_fresh = running is None or (
        certified is not None
        and (certified.row.item_id == running.row.item_id or certified.row.certified_at_ms >= running.row.started_at_ms)
    )
    if certified is not None and is_fresh:
        return RESULT, certified
    return (ITEM, None) if running is not None else (WAITING, None)


def _newest(polls: tuple[PollView, ...], states: tuple[str, ...]) -> PollView | None:
    found = [view for view in polls if view.row.state in states]
    return max(found, key=lambda view: (view.row.certified_at_ms, view.row.opened_at_ms), default=None)


def _running(items: tuple[ItemView, ...]) -> ItemView | None:
    """Return the running item; the deepest where an item and its parent both run."""
    running = [view for view in items if view.row.state == "running"]
    return max(running, key=lambda view: (view.depth, view.row.started_at_ms), default=None)


def _item_of(items: tuple[ItemView, ...], view: PollView) -> ItemView | None:
    return next((item for item in items if item.row.item_id == view.row.item_id), None)


def _ready_words(polls: tuple[PollView, ...]) -> tuple[str, ...]:
    ready = _newest(polls, (poll.READY,))
    return ready.words if ready else ()
