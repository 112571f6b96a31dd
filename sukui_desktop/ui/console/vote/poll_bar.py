"""The bar over a poll: choose one, begin another, open its windows, declare it void."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.poll_steps import HAS_BOX, poll_states_between
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.handover.anchor_sheets import IssuedAnchorSheet, issue_anchor_sheet
from sukui_desktop.services.opened_meeting import Room, meeting_path
from sukui_desktop.services.signing.signers import SignerView
from sukui_desktop.services.vote.poll_endings import void_poll
from sukui_desktop.services.vote.polls import PollView
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.vote.anchor_sheet_dialog import AnchorSheetDialog
from sukui_desktop.ui.console.vote.poll_steps_rail import CAN_BE_VOID
from sukui_desktop.ui.console.vote.step_dialogs import KioskPinDialog, ReasonedProofsDialog, VoidPollDialog
from sukui_desktop.ui.console.vote.step_view_base import go_on_with_two_signers
from sukui_desktop.ui.console.vote.vote_snapshot import VoteSnapshot
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button, enable_until_closing, with_screen_reader_name
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.layouts import grow, row_of
from sukui_desktop.ui.widgets.refusal_bar import show_refusal

NEW = "new"
"""What `poll_chosen` carries for a poll that is not written yet."""


_LEAST_CHOICE_PX = 340
_MOST_CHOICE_PX = 640
_HAS_SHEET = poll_states_between(PollState.READY, PollState.SEALED)


class PollBar(QWidget):
    """The line over the rail."""

    poll_chosen = Signal(str)
    """A poll id, or `new`."""
    kiosk_wanted = Signal(str, str)
    """(poll id, staff PIN)."""
    display_wanted = Signal()

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._room: Room | None = None
        self._poll: PollView | None = None
        self._meeting: MeetingRow | None = None
        self._signers: tuple[SignerView, ...] = ()
        self.choice = with_screen_reader_name(DropDown(self), text("vote.page.choice"))
        self.choice.setMinimumWidth(_LEAST_CHOICE_PX)
        self.choice.setMaximumWidth(_MOST_CHOICE_PX)
        self.choice.setSizeAdjustPolicy(DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.new_button = button(text("vote.page.new"), on_click=self._announce_new_poll_wanted)
        self.kiosk_button = button(text("vote.page.kiosk"), on_click=self._ask_pin_for_kiosk)
        self.display_button = button(text("vote.page.display"), on_click=self.display_wanted)
        self.sheet_button = button(text("vote.page.sheet"), icon_name="document", on_click=self._issue_anchor_sheet)
        self.void_button = button(text("vote.page.void"), on_click=self._open_void_dialog)
        row_of(
            grow(self.choice, 100),
            self.new_button,
            grow(),
            self.kiosk_button,
            self.display_button,
            self.sheet_button,
            self.void_button,
            spacing=8,
            margins=0,
            into=self,
        )
        self.choice.activated.connect(self._announce_chosen_poll)

    def hide_buttons_until_read(self) -> None:
        """Offer nothing until a snapshot comes."""
        self._poll = None
        self.choice.clear()
        for tool in (self.new_button, self.kiosk_button, self.display_button, self.sheet_button, self.void_button):
            tool.hide()

    def show_snapshot(self, room: Room, snapshot: VoteSnapshot) -> None:
        """Offer the polls of this snapshot and what may be done with the one that is shown."""
        self._room, self._poll, self._meeting = room, snapshot.poll, snapshot.meeting
        self._signers = snapshot.signers
        self.choice.clear()
        for view in snapshot.polls:
            state = text(f"vote.state.{view.state}")
            self.choice.add_choice_with_uncut_end(view.title, text("vote.page.state", state=state), view.poll_id)
        if snapshot.poll is None:
            self.choice.addItem(text("vote.page.new_poll"), NEW)
        shown = snapshot.poll.head.poll_id if snapshot.poll is not None else NEW
        self.choice.setCurrentIndex(self.choice.findData(shown))
        state = snapshot.poll.head.state if snapshot.poll is not None else ""
        self.display_button.show()
        self.new_button.setVisible(snapshot.poll is not None)
        enable_until_closing(self.new_button, is_closed=snapshot.meeting.stage == MeetingStage.CLOSED)
        self.void_button.setVisible(state in CAN_BE_VOID)
        self.kiosk_button.setVisible(state in HAS_BOX)
        self.sheet_button.setVisible(state in _HAS_SHEET)

    @Slot(int)
    def _announce_chosen_poll(self, place: int) -> None:
        self.poll_chosen.emit(str(self.choice.itemData(place)))

    @Slot()
    def _announce_new_poll_wanted(self) -> None:
        self.poll_chosen.emit(NEW)

    @Slot()
    def _open_void_dialog(self) -> None:
        if self._room is not None and self._poll is not None:
            if self._poll.head.is_locked:
                shown = self._ask_two_signers_to_void_poll
                go_on_with_two_signers(self, self._operations, self._room, self._signers, shown)
            else:
                self._open_question_of_void_poll(VoidPollDialog)

    @Slot(object)
    def _ask_two_signers_to_void_poll(self, signers: tuple[SignerView, ...]) -> None:
        is_practice = self._meeting is not None and self._meeting.is_practice
        self._open_question_of_void_poll(ReasonedProofsDialog, signers=signers, is_practice=is_practice)

    def _open_question_of_void_poll(self, kind: type[Ask], **facts: Any) -> None:
        if self._room is not None and self._poll is not None:
            head = self._poll.head
            about: dict[str, Any] = {"key": "vote.void", "is_dangerous": True, "title": head.title, **facts}
            kind(self, self._operations, void_poll, self._room, head.poll_id, **about).open()

    @Slot()
    def _issue_anchor_sheet(self) -> None:
        if self._room is not None and self._poll is not None:
            self.sheet_button.setEnabled(False)
            args = (issue_anchor_sheet, self._room, self._poll.head.poll_id)
            self._operations.run(
                self, *args, on_done=self._open_anchor_sheet_dialog, on_refused=self._show_anchor_sheet_refusal
            )

    def _open_anchor_sheet_dialog(self, issued: IssuedAnchorSheet) -> None:
        self.sheet_button.setEnabled(True)
        if self._room is not None and self._meeting is not None:
            folder = meeting_path(self._room).parent
            AnchorSheetDialog(self, self._operations, issued.sheet, self._meeting, folder).open()

    def _show_anchor_sheet_refusal(self, error: SukuiError) -> None:
        self.sheet_button.setEnabled(True)
        show_refusal(self, error)

    @Slot()
    def _ask_pin_for_kiosk(self) -> None:
        dialog = KioskPinDialog(self)
        dialog.pin_chosen.connect(self._open_kiosk_with_pin)
        dialog.open()

    @Slot(str)
    def _open_kiosk_with_pin(self, pin: str) -> None:
        if self._poll is not None:
            self.kiosk_wanted.emit(self._poll.head.poll_id, pin)
