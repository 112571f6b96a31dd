"""The one next thing to do, and the bar that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.agenda import ItemState
from sukui_desktop.models.meeting import MeetingStage
from sukui_desktop.models.poll import PollState
from sukui_desktop.ui.widgets.basic_widgets import button, hint, show_words_or_hide, with_style_property
from sukui_desktop.ui.widgets.elided_label import ElidedLabel
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of

if TYPE_CHECKING:
    from sukui_desktop.services.vote.poll_heads import PollHead
    from sukui_desktop.ui.console.console_snapshot import ConsoleSnapshot

OPEN_SITTING = "open_sitting"
HAND_OVER = "hand_over"
START = "start:"
"""Before the id of an item that is to be begun at once."""
BEGIN = "begin:"
"""Before an act of a poll, `:` and the poll's id: the act is to be begun at once, as by its own button."""
_DOUBLES = "poll_doubles"
"""The one step of a poll that is done at the desk."""
_POLL_STEPS = {
    PollState.READY: "poll_open",
    PollState.OPEN: "poll_running",
    PollState.PAUSED: "poll_paused",
    PollState.CLOSED: "poll_count",
    PollState.COUNTED: "poll_challenge",
    PollState.CHALLENGED: "poll_select",
    PollState.SELECTED: "poll_certify",
    PollState.CERTIFIED: "poll_publish",
}
_STEPS_BEFORE_CERTIFYING = {
    "counts_differ": "poll_recount",
    "count_single": "poll_recount",
    "count_unconfirmed": "poll_confirm",
    "confirmation_differs": "poll_confirm",
    "challenge_unanswered": "poll_answer",
    "doubles_undecided": _DOUBLES,
}
"""Code of what stands before 확정 → the step that removes it."""
_MAY_BE_RECOUNTED = (PollState.COUNTED, PollState.CHALLENGED)
_LEFT_AFTER_CLOSING = _POLL_STEPS.keys() - {PollState.READY, PollState.OPEN, PollState.PAUSED}
"""Polls that voted before 폐회: their result is still owed. One that was never opened is not opened any more."""


class NextStep(msgspec.Struct, frozen=True, kw_only=True):
    """What to do next, where, and what prevents it."""

    words: str
    button: str
    page: str
    """Key of the tab the button leads to."""
    target: str = ""
    """Place in that tab, or what it is asked to do there: `open_sitting`, `start:` and an item, `begin:` with an act
    and a poll, an import."""
    blocked: str = ""
    """What blocks it, in words; '' when nothing does."""


def next_step(now: ConsoleSnapshot) -> NextStep:
    """Return the one next thing: what is missing first, then the running vote, the agenda, the minutes."""
    elsewhere = next((view for view in now.polls if view.poll_id in now.boxes_elsewhere), None)
    if elsewhere is not None:
        return _make_step("promote", "vote", elsewhere.poll_id, title=elsewhere.title)
    if now.meeting.stage == MeetingStage.PREPARING:
        return _step_for_what_is_missing(now) or _step_to_open_sitting(now)
    if now.meeting.stage == MeetingStage.CLOSED:
        counted = (view for view in now.polls if view.state in _LEFT_AFTER_CLOSING)
        return _step_of_first_open_poll(now, counted) or _make_step("hand_over", "handover", HAND_OVER)
    return _step_of_first_open_poll(now, now.polls) or _step_of_agenda_or_drafts(now)


def _step_for_what_is_missing(now: ConsoleSnapshot) -> NextStep | None:
    """Return what a meeting still lacks; with a quorum in the room nothing but the agenda keeps it from opening."""
    if not now.items:
        return _make_step("no_items", "prepare", "agenda")
    if now.attendance.quorum.is_met:
        return None
    if not now.project_count:
        return _make_step("no_projects", "prepare", "projects.import")
    if not now.attendance.enrolled and not now.attendance.present:
        return _make_step("no_people", "prepare", "roster.import")
    if not now.polls:
        return _make_step("no_poll", "vote", "new")
    return None


def _step_to_open_sitting(now: ConsoleSnapshot) -> NextStep:
    quorum = now.attendance.quorum
    if quorum.is_met:
        return _make_step("open", "run", OPEN_SITTING)
    lacking = quorum.needed - quorum.present
    return _make_step("admit", "checkin", blocked=text("steps.next.lacking", people=max(lacking, 1)))


def _step_of_first_open_poll(now: ConsoleSnapshot, polls: Iterable[PollHead]) -> NextStep | None:
    """Return the next step of the first of these polls that has left the drawing board and is not published yet."""
    for view in polls:
        if view.state not in _POLL_STEPS:
            continue
        is_one_screen = view.poll_id in now.voters_left  # whose turns make lost slips again by themselves
        if view.state in (PollState.READY, PollState.OPEN) and view.poll_id in now.lost_slips and not is_one_screen:
            return _make_step("poll_deal", "vote", view.poll_id, title=view.title)
        if view.state == PollState.OPEN:
            return _step_of_running_poll(now, view)
        missing = now.missing_channels.get(view.poll_id, ())
        name = _step_before_certifying(now, view) or ("poll_channels" if missing else _POLL_STEPS[view.state])
        blocked = text("steps.next.channels_missing", channels=", ".join(missing)) if missing else ""
        if name == _DOUBLES:
            return _make_step(name, "checkin", title=view.title)
        return _make_poll_step(name, view, blocked=blocked)
    return None


def _step_of_running_poll(now: ConsoleSnapshot, view: PollHead) -> NextStep:
    """Return the next voter where a room votes at this screen, the closing once everybody has a slip, else the desk."""
    left = now.voters_left.get(view.poll_id)
    if left is None and view.poll_id in now.all_have_slips:
        return _make_step("poll_all_have_slips", "vote", view.poll_id, title=view.title)
    if left is None:
        return _make_step("poll_running", "checkin", title=view.title)  # whoever comes gets a slip there
    return _make_poll_step("poll_turn" if left or not now.attendance.present else "poll_close", view)


def _step_before_certifying(now: ConsoleSnapshot, view: PollHead) -> str:
    """Return the step that comes first because 확정 would be refused; '' where nothing stands in its way yet."""
    step = _STEPS_BEFORE_CERTIFYING.get(now.obstacles.get(view.poll_id, ""), "")
    is_due = view.state in _MAY_BE_RECOUNTED if step == "poll_recount" else view.state == PollState.SELECTED
    return step if is_due else ""


def _make_poll_step(name: str, view: PollHead, *, blocked: str = "") -> NextStep:
    """Return a step whose button begins the act of that name: `poll_open` is the act `open`."""
    target = f"{BEGIN}{name.removeprefix('poll_')}:{view.poll_id}"
    return _make_step(name, "vote", target, title=view.title, blocked=blocked)


def _step_of_agenda_or_drafts(now: ConsoleSnapshot) -> NextStep:
    running = [view for view in now.items if view.row.state == ItemState.RUNNING]
    if running:
        drafted = [v for v in now.polls if v.state == PollState.DRAFTED and v.item_id == running[0].row.item_id]
        if drafted:
            return _make_poll_step("poll_ready", drafted[0])
        return _make_step("item_running", "run", str(running[0].row.item_id), title=running[0].row.title)
    waiting = [view for view in now.items if view.row.state in (ItemState.PLANNED, ItemState.HELD)]
    if waiting:
        return _make_step("item_start", "run", f"{START}{waiting[0].row.item_id}", title=waiting[0].row.title)
    drafted = [view for view in now.polls if view.state == PollState.DRAFTED]
    if drafted:
        return _make_poll_step("poll_ready", drafted[0])
    return _make_step("minutes", "minutes")


def _make_step(name: str, page: str, target: str = "", *, blocked: str = "", title: str = "") -> NextStep:
    return NextStep(
        words=text(f"steps.next.{name}.words", title=title),
        button=text(f"steps.next.{name}.button"),
        page=page,
        target=target,
        blocked=blocked,
    )


class NextStepBar(QWidget):
    """Shows what comes next; its button leads there."""

    step_wanted = Signal(str, str)
    """(page key, target) of the step whose button was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown_step: NextStep | None = None
        self._label = hint(text("console.next_label"), may_wrap=False)
        self._words = with_style_property(ElidedLabel(self, cut=Qt.TextElideMode.ElideMiddle), "strong", "true")
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._blocked = with_style_property(PlainLabel(self), "state", "warning")
        self._blocked.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.button = button("", "primary", on_click=self._go_to_shown_step)
        row_of(
            grow(),
            self._label,
            column_of(grow(), self._words, self._blocked, grow(), spacing=0),
            self.button,
            spacing=12,
            margins=(0, 6, 20, 6),
            into=self,
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.forget_step_and_hide()

    @property
    def shown_words(self) -> str:
        """What it shows now, whole."""
        return self._words.whole_words

    def forget_step_and_hide(self) -> None:
        """Show nothing while no meeting is open."""
        self._shown_step = None
        self.hide()

    def show_step(self, step: NextStep) -> None:
        """Show one step."""
        self._shown_step = step
        self._words.set_words(step.words)
        show_words_or_hide(self._blocked, step.blocked)
        self.button.setText(step.button)
        self.button.setAccessibleDescription(f"{step.words} {step.blocked}".strip())
        self.show()

    @Slot()
    def _go_to_shown_step(self) -> None:
        if self._shown_step is not None:
            self.step_wanted.emit(self._shown_step.page, self._shown_step.target)
