"""The one next thing to do: without it a facilitator would have to remember the order of the day."""

from __future__ import annotations

import msgspec

from sukui_desktop.assets.messages import text
from sukui_desktop.domain import poll as life
from sukui_desktop.ui.console.situation import Situation


class NextStep(msgspec.Struct, frozen=True, kw_only=True):
    """What to do next, where, and what stands in the way."""

    words: str
    button: str
    page: str
    """Key of the tab the button leads to."""
    target: str = ""
    """Place in that tab, or `open_sitting`, which the console does itself."""
    blocked: str = ""
    """What blocks it, in words; '' when nothing does."""


OPEN_SITTING = "open_sitting"
_POLL_STEPS = {
    life.READY: "poll_open",
    life.OPEN: "poll_running",
    life.PAUSED: "poll_paused",
    life.CLOSED: "poll_count",
    life.COUNTED: "poll_contest",
    life.CONTESTED: "poll_select",
    life.SELECTED: "poll_certify",
    life.CERTIFIED: "poll_publish",
}


def next_step(now: Situation) -> NextStep:
    """Return the one next thing: what is missing first, then the running vote, the agenda, the minutes."""
    if now.meeting.stage == "preparing":
        return _missing(now) or _opening(now)
    if now.meeting.stage == "closed":
        return _step("hand_over", "handover")
    return _vote_step(now) or _agenda_step(now)


def _missing(now: Situation) -> NextStep | None:
    """Return what a meeting still lacks; with a quorum in the room nothing but the agenda keeps it from opening."""
    if not now.items:
        return _step("no_items", "prepare", "agenda")
    if now.attendance.quorum.is_met:
        return None
    if not now.project_count:
        return _step("no_projects", "prepare", "projects")
    if not now.attendance.enrolled and not now.attendance.present:
        return _step("no_people", "prepare", "roster")
    if not now.polls:
        return _step("no_poll", "vote", "new")
    return None


def _opening(now: Situation) -> NextStep:
    quorum = now.attendance.quorum
    if quorum.is_met:
        return _step("open", "run", OPEN_SITTING)
    lacking = quorum.needed - quorum.present
    return _step("admit", "checkin", blocked=text("steps.next.lacking", people=max(lacking, 1)))


def _vote_step(now: Situation) -> NextStep | None:
    """Return the next step of a poll that has left the drawing board and is not published yet."""
    for view in now.polls:
        name = _POLL_STEPS.get(view.row.state)
        if name:
            missing = now.missing_channels.get(view.row.poll_id, ())
            blocked = text("steps.next.channels_missing", channels=", ".join(missing)) if missing else ""
            return _step(name, "vote", str(view.row.poll_id), title=view.row.title, blocked=blocked)
    return None


def _agenda_step(now: Situation) -> NextStep:
    running = [view for view in now.items if view.row.state == "running"]
    if running:
        drafted = [v for v in now.polls if v.row.state == life.DRAFTED and v.row.item_id == running[0].row.item_id]
        if drafted:
            return _step("poll_ready", "vote", str(drafted[0].row.poll_id), title=drafted[0].row.title)
        return _step("item_running", "run", str(running[0].row.item_id), title=running[0].row.title)
    waiting = [view for view in now.items if view.row.state in ("planned", "held")]
    if waiting:
        return _step("item_start", "run", str(waiting[0].row.item_id), title=waiting[0].row.title)
    drafted = [view for view in now.polls if view.row.state == life.DRAFTED]
    if drafted:
        return _step("poll_ready", "vote", str(drafted[0].row.poll_id), title=drafted[0].row.title)
    return _step("minutes", "minutes")


def _step(name: str, page: str, target: str = "", *, blocked: str = "", title: str = "") -> NextStep:
    return NextStep(
        words=text(f"steps.next.{name}.words", title=title),
        button=text(f"steps.next.{name}.button"),
        page=page,
        target=target,
        blocked=blocked,
    )
