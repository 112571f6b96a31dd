"""The 투표 tab: chooses a poll and shows the view of its present step."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.meeting_step import RUNNING, TO_BE_ENDED
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.poll_heads import PollHead
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.console.next_step import BEGIN
from sukui_desktop.ui.console.vote.channels.channels_card import ChannelsCard
from sukui_desktop.ui.console.vote.counting.view import CountingView
from sukui_desktop.ui.console.vote.drafting.view import DraftingView
from sukui_desktop.ui.console.vote.poll_bar import NEW, PollBar
from sukui_desktop.ui.console.vote.poll_steps_rail import PollStepsRail, rail_position
from sukui_desktop.ui.console.vote.polling.ready_polling_and_void_views import PollingView, ReadyView, VoidPollView
from sukui_desktop.ui.console.vote.result.view import ResultView
from sukui_desktop.ui.console.vote.step_view_base import StepView
from sukui_desktop.ui.console.vote.vote_snapshot import LiveTurnout, VoteSnapshot, read_live_turnout, read_vote_snapshot
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.tab_page import ConsolePage
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow
from sukui_desktop.ui.widgets.refusal_bar import show_refusal
from sukui_desktop.ui.widgets.stacked_pages import CurrentPages
from sukui_desktop.wording.refusal_sentences import refusal_sentence

EVERY_MS = 2000
_ENDED = (PollState.PUBLISHED, PollState.SEALED, PollState.VOID)


class VotePage(ConsolePage):
    """Chooses a poll, shows the rail of its life and the view of its present step."""

    kiosk_wanted = Signal(str, str)
    """(poll id, staff PIN): open the kiosk window on this machine (programs/ connects it)."""
    turn_wanted = Signal(str, str)
    """(person id, '' for who is next; poll id): let them vote at this screen (programs/ connects it)."""
    help_key = "vote.help"
    SHOWN_TABLES = (
        *("meeting", "poll", "slip", "item", "project", "person", "attendance", "channel", "challenge", "ballot_audit"),
        *("signer", "confirmation", "rollback"),
    )

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._poll_id: PollId | None = None
        self._is_new = False
        self._wanted = ""
        """The poll people chose last; shown once nothing half typed is lost by it."""
        self._act = ""
        """What is begun of that poll as soon as it is shown; '' nothing."""
        self.snapshot: VoteSnapshot | None = None
        self.bar = PollBar(operations, self)
        self.rail = PollStepsRail(self)
        self.channels = ChannelsCard(operations, self)
        self.drafting = DraftingView(operations, self)
        self.views = self._make_views_by_poll_state()
        self._stack = CurrentPages(self)
        self._wait = PlainLabel(text("vote.page.reading"), self, alignment=Qt.AlignmentFlag.AlignCenter)
        self._wait.setWordWrap(True)
        self._wait.setObjectName("voteWait")
        self._stack.addWidget(self._wait)
        for view in dict.fromkeys(self.views.values()):
            self._stack.addWidget(view)
        self._is_asking = False
        """Whether the turnout was asked for and has not come yet."""
        self._turnout_timer = QTimer(self, interval=EVERY_MS)
        self._turnout_timer.timeout.connect(self._load_turnout_again)
        column_of(
            column_of(self.bar, self.rail, self.channels, spacing=6, margins=(24, 12, 24, 2)),
            grow(self._stack),
            spacing=0,
            margins=0,
            into=self,
        )
        self.bar.poll_chosen.connect(self.go_to_place_on_page)
        self.bar.kiosk_wanted.connect(self.kiosk_wanted)
        self.bar.display_wanted.connect(self.ask_for_hall_desk)
        self.drafting.poll_drafted.connect(self._show_poll_or_new_draft)

    def switch_to_meeting(self, room: Room) -> None:
        """Read and show a meeting that was just opened."""
        self._poll_id, self._is_new, self.snapshot, self._act = None, False, None, ""
        self._turnout_timer.stop()
        self.drafting.forget_typed_draft()
        self._show_nothing_was_read_yet()
        super().switch_to_meeting(room)

    def _show_nothing_was_read_yet(self) -> None:
        """Offer nothing to press before the polls are read: an empty draft looks like one, and its buttons work."""
        self._wait.setText(text("vote.page.reading"))
        self.bar.hide_buttons_until_read()
        self.channels.hide()
        self.rail.hide()
        self._stack.setCurrentWidget(self._wait)

    def first_focus(self) -> QWidget:
        """Return the choice of polls."""
        return self.bar.choice

    def go_to_place_on_page(self, target: str) -> None:
        """Show the poll of this id, or a new one for `new`; asks first where something half typed would be lost.

        `begin:`, an act and an id: the poll is shown and its act begun, as by the button of that act.
        """
        poll = self.snapshot.poll if self.snapshot is not None else None
        self._act = ""
        if target.startswith(BEGIN):
            self._act, _, target = target.removeprefix(BEGIN).partition(":")
        self._wanted = target
        if target == (poll.head.poll_id if poll is not None else NEW):
            self._show_poll_or_new_draft(target)
            return
        if not (why := self.drafting.save_unfinished_and_name_unsavable()):
            self._leave_draft_for_target()
            return
        title, accept = text("drafting.leave_title"), text("drafting.leave")
        dialog = AskDialog(self, title=title, words=why, accept=accept, is_dangerous=True)
        dialog.answered.connect(self._leave_draft_for_target)
        dialog.rejected.connect(self._forget_wanted_act)
        dialog.open()
        if self.snapshot is not None:
            self.bar.show_snapshot(self.room, self.snapshot)

    def save_unfinished_and_name_unsavable(self) -> str:
        """Write down the draft that is typed; return what of it cannot be."""
        return self.drafting.save_unfinished_and_name_unsavable()

    @Slot()
    def _forget_wanted_act(self) -> None:
        self._act = ""

    @Slot()
    def _leave_draft_for_target(self) -> None:
        self.drafting.forget_typed_draft()
        self._show_poll_or_new_draft(self._wanted)

    @Slot(str)
    def _show_poll_or_new_draft(self, target: str) -> None:
        self._is_new = target == NEW
        if not self._is_new:
            self._poll_id = PollId(target)
        self.load()

    @property
    def view_of_present_step(self) -> StepView:
        """The view of the present step."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, StepView)
        return shown

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the turnout while people look."""
        super().showEvent(event)
        self._start_or_stop_turnout_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop following the turnout."""
        super().hideEvent(event)
        self._turnout_timer.stop()

    def load(self) -> None:
        """Ask for everything the tab shows of the poll that is chosen."""
        poll_id = None if self._is_new else self._poll_id
        done, refused = self._show_snapshot, self._show_why_nothing_is_read
        self.operations.run(self, read_vote_snapshot, self.room, poll_id, on_done=done, on_refused=refused)

    def _show_why_nothing_is_read(self, error: SukuiError) -> None:
        """Say it in the page's place too: a sentence that it is being read would stay for ever."""
        self._wait.setText(refusal_sentence(error))
        show_refusal(self, error)

    def _show_snapshot(self, snapshot: VoteSnapshot) -> None:
        if snapshot.poll is None and snapshot.polls and not self._is_new:
            if all(head.poll_id != self._poll_id for head in snapshot.polls):  # nothing is chosen yet, or it is gone
                self._poll_id = _most_urgent_poll(snapshot.polls).poll_id
            self.load()
            return
        before, self.snapshot = self.snapshot, snapshot
        state = snapshot.poll.head.state if snapshot.poll is not None else PollState.DRAFTED
        was_ready = snapshot.poll is not None and snapshot.poll.definition is not None
        self.bar.show_snapshot(self.room, snapshot)
        self.rail.show()
        self.rail.show_position(rail_position(state, was_ready=was_ready))
        self.channels.show_snapshot(self.room, snapshot)
        view = self.views[state]
        was_new = before is not None and before.poll is None
        is_typed_on = was_new and self.drafting.editor.is_poll_in_form(_id_and_state_of_poll(snapshot)[0])
        is_new_view = self._stack.currentWidget() is not view
        view.show_snapshot(self.room, snapshot)
        self._stack.setCurrentWidget(view)
        is_other_poll = before is not None and _id_and_state_of_poll(before)[0] != _id_and_state_of_poll(snapshot)[0]
        if (is_new_view or is_other_poll) and not is_typed_on:
            view.scroll_to_top()
        is_other = before is not None and _id_and_state_of_poll(before) != _id_and_state_of_poll(snapshot)
        if is_other and not is_typed_on and self.isVisible():
            focus = view.first_focus()
            if focus is not None:
                focus.setFocus()
        self._start_or_stop_turnout_timer()
        if self._act and snapshot.poll is not None and snapshot.poll.head.poll_id == self._wanted:
            act, self._act = self._act, ""
            self._press_button_of_act(view, act)

    def _press_button_of_act(self, view: StepView, act: str) -> None:
        """Begin an act of the poll that is shown; the numbers of a channel are taken in by the card over all steps."""
        waiting = self.channels.first_waiting_import_button() if act == "channels" else None
        if waiting is not None:
            waiting.setFocus()
        else:
            view.press_button_of_act(act)

    def _start_or_stop_turnout_timer(self) -> None:
        """Read turnout and slips again and again while somebody looks at a poll with a box."""
        if self.snapshot is None or self.snapshot.live is None:
            self._turnout_timer.stop()
        elif self.isVisible() and not self._turnout_timer.isActive():
            self._turnout_timer.start()

    @Slot()
    def _load_turnout_again(self) -> None:
        poll = self.snapshot.poll if self.snapshot is not None else None
        if poll is not None and not self._is_asking:
            self._is_asking = True
            done, refused = self._show_live_turnout, self._ignore_refused_turnout
            self.operations.run(self, read_live_turnout, self.room, poll.head.poll_id, on_done=done, on_refused=refused)

    def _show_live_turnout(self, live: LiveTurnout) -> None:
        self._is_asking = False
        if self._turnout_timer.isActive():
            self.view_of_present_step.show_turnout(live)

    def _ignore_refused_turnout(self, error: SukuiError) -> None:
        """The poll was closed meanwhile: that change is announced and read anyway."""
        self._is_asking = False
        self._turnout_timer.stop()

    @Slot()
    def _go_to_checkin_tab(self) -> None:
        self.page_wanted.emit("checkin", "")

    @Slot()
    def _show_receipts_in_hall(self) -> None:
        """Open the desk of the hall screen with the receipts on it."""
        self.window_wanted.emit("display", "receipts")

    def _make_views_by_poll_state(self) -> dict[str, StepView]:
        """Return state → view; states of one step share a view."""
        polling, counting = PollingView(self.operations, self), CountingView(self.operations, self)
        polling.slips_wanted.connect(self._go_to_checkin_tab)
        polling.turns.turn_wanted.connect(self.turn_wanted)
        counting.agreement.void_wanted.connect(self.bar.void_button.click)
        result = ResultView(self.operations, self)
        for card in (counting.accounting, result.accounting):
            card.hall_wanted.connect(self._show_receipts_in_hall)
        return {
            PollState.DRAFTED: self.drafting,
            PollState.READY: ReadyView(self.operations, self),
            **dict.fromkeys((PollState.OPEN, PollState.PAUSED), polling),
            **dict.fromkeys((PollState.CLOSED, PollState.COUNTED, PollState.CHALLENGED), counting),
            **dict.fromkeys((PollState.SELECTED, PollState.CERTIFIED, PollState.PUBLISHED, PollState.SEALED), result),
            PollState.VOID: VoidPollView(self.operations, self),
        }


def _id_and_state_of_poll(snapshot: VoteSnapshot) -> tuple[str, str]:
    return (snapshot.poll.head.poll_id, snapshot.poll.head.state) if snapshot.poll is not None else ("", "")


def _most_urgent_poll(polls: tuple[PollHead, ...]) -> PollHead:
    """Return the poll that runs, else one that waits for its result, else the first not ended, or the last of all."""
    for states in (RUNNING, TO_BE_ENDED):
        if found := next((poll for poll in polls if poll.state in states), None):
            return found
    return next((poll for poll in polls if poll.state not in _ENDED), polls[-1])
