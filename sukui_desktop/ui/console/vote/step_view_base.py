"""Base of the views of a poll's steps: the poll, its services, its buttons and the place of a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.two_people import PEOPLE_WHO_DECIDE
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.signing.signers import SignerView
from sukui_desktop.services.vote.polls import PollView
from sukui_desktop.services.vote.rollback import decide_rollback
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.signing.enrolled_signers_dialog import SignersDialog
from sukui_desktop.ui.console.vote.rollback_bar import RollbackBar
from sukui_desktop.ui.console.vote.step_dialogs import RollbackDialog
from sukui_desktop.ui.console.vote.vote_snapshot import LiveTurnout, VoteSnapshot
from sukui_desktop.ui.service_queues import OnRefused, Operations
from sukui_desktop.ui.widgets.basic_widgets import show_words_or_hide, with_style_property
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.vertical_scroll import VerticalScroll
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence


def go_on_with_two_signers(
    parent: QWidget,
    operations: Operations,
    room: Room,
    signers: tuple[SignerView, ...],
    on_settled: Callable[[tuple[SignerView, ...]], None],
) -> None:
    """Go on with everybody who signs; where fewer than two people do, enrol them first."""
    if len(signers) >= PEOPLE_WHO_DECIDE:
        on_settled(signers)
        return
    dialog = SignersDialog(parent, operations, room, needed=PEOPLE_WHO_DECIDE)
    dialog.settled.connect(on_settled)
    dialog.open()


class StepView(QWidget):
    """One step of a poll's life; made once and shown again for each poll in this step."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.operations = operations
        self.room: Room | None = None
        self.poll: PollView | None = None
        self.refusal = with_style_property(WrappedLabel(name="stepRefusal"), "state", "danger")
        self.refusal.hide()
        self.rollback = RollbackBar(self._ask_for_signers_of_rollback)
        self._signers: tuple[SignerView, ...] = ()
        self._is_practice = False
        self._was_shown = ("", "")
        """Id and state of the poll that was shown last: a refusal is of both."""
        self._acts: tuple[QPushButton, ...] = ()
        inside = QWidget(self)
        self.body = column_of(spacing=10, margins=(24, 6, 24, 0), into=inside)
        self.body.addWidget(self.rollback)
        self._below = column_of(spacing=10, margins=(24, 10, 24, 14))
        column_of(grow(VerticalScroll(inside, self)), self._below, spacing=0, margins=0, into=self)

    def show_snapshot(self, room: Room, snapshot: VoteSnapshot) -> None:
        """Show the poll of this snapshot; views extend this."""
        is_other = self.poll is None or snapshot.poll is None or self._was_shown != _poll_id_and_state(snapshot.poll)
        self._was_shown = _poll_id_and_state(snapshot.poll) if snapshot.poll is not None else ("", "")
        self.room, self.poll = room, snapshot.poll
        self._signers, self._is_practice = snapshot.signers, snapshot.meeting.is_practice
        self.rollback.show_rollbacks(snapshot.rollbacks)
        if is_other:
            self.show_message("")

    def scroll_to_top(self) -> None:
        """Show a poll from its beginning: the room that people scrolled through belonged to another one."""
        for area in self.findChildren(VerticalScroll):
            area.verticalScrollBar().setValue(0)

    def first_focus(self) -> QWidget | None:
        """Return where the keyboard goes when a poll comes to this step: its first act, if it has one."""
        return next((act for act in self._acts if act.isVisibleTo(self) and act.isEnabled()), None)

    def press_button_of_act(self, act: str) -> None:
        """Press the button of this act; where it is not there to be pressed, go to what can be done instead.

        An act that was asked for a moment ago and is done already is not there any more: nothing is done twice.
        """
        pressed = self.buttons_of_acts().get(act)
        if pressed is not None and pressed.isVisibleTo(self) and pressed.isEnabled():
            pressed.click()
        elif (focus := self.first_focus()) is not None:
            focus.setFocus()

    def buttons_of_acts(self) -> dict[str, QPushButton]:
        """Return act → button, for the acts that a next step names (`steps.next.poll_…`)."""
        return {}

    def show_turnout(self, live: LiveTurnout) -> None:
        """Show a fresh turnout; only the views of a poll with a box do."""

    def run_service_for_poll(
        self,
        service: Callable[..., Any],
        *args: object,
        on_done: Callable[[Any], None] | None = None,
        on_refused: OnRefused | None = None,
    ) -> None:
        """Ask a service about this poll: `service(room, poll_id, *args)`; a refusal is shown at the place."""
        if self.room is not None and self.poll is not None:
            self.show_message("")
            about, refused = (self.room, self.poll.head.poll_id), on_refused or self._show_service_refusal
            self.operations.run(self, service, *about, *args, on_done=on_done, on_refused=refused)

    def open_ask_dialog(
        self, kind: type[Ask], key: str, service: Callable[..., Any], *, is_dangerous: bool = False, **facts: Any
    ) -> None:
        """Ask people first, in the words of `key`; what they answer follows the poll: `service(room, poll_id, …)`."""
        if self.room is not None and self.poll is not None:
            head = self.poll.head
            args = (self.operations, service, self.room, head.poll_id)
            kind(self, *args, key=key, is_dangerous=is_dangerous, title=head.title, **facts).open()

    def go_on_once_two_signers_exist(
        self, signers: tuple[SignerView, ...], on_settled: Callable[[tuple[SignerView, ...]], None]
    ) -> None:
        """Go on with everybody who signs; where fewer than two people do, enrol them first."""
        if self.room is not None:
            go_on_with_two_signers(self, self.operations, self.room, signers, on_settled)

    @Slot()
    def _ask_for_signers_of_rollback(self) -> None:
        """Ask two people for their proofs; where fewer than two sign, enrol them first."""
        self.go_on_once_two_signers_exist(self._signers, self._open_rollback_dialog)

    @Slot(object)
    def _open_rollback_dialog(self, signers: tuple[SignerView, ...]) -> None:
        about: dict[str, Any] = {"signers": signers, "is_practice": self._is_practice}
        self.open_ask_dialog(
            RollbackDialog, "vote.rollback", decide_rollback, found=self.rollback.words.text(), **about
        )

    def show_message(self, message: str) -> None:
        """Show in one sentence why something was not done; '' hides it."""
        show_words_or_hide(self.refusal, message)

    def add_buttons(self, *buttons: QPushButton, words: QWidget | None = None) -> None:
        """Put the acts of this step in one row with `words` about them behind, the refusal over them."""
        self._acts = buttons
        fill(self._below, self.refusal, row_of(*buttons, grow(words), spacing=8))

    @Slot(object)
    def _show_service_refusal(self, error: SukuiError) -> None:
        self.show_message(refusal_sentence(error))


def _poll_id_and_state(poll: PollView) -> tuple[str, str]:
    return poll.head.poll_id, poll.head.state
