"""Slips: giving them out, taking them back, and the dialog that shows the number once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.checkin.people import PersonView
from sukui_desktop.services.checkin.slips import GivenSlip, give_slip
from sukui_desktop.services.room import Room
from sukui_desktop.ui.checkin.dialogs import TokenDialog
from sukui_desktop.ui.checkin.person_card import PersonCard
from sukui_desktop.ui.checkin.snapshot import CheckinSnapshot
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.parts import named, set_look, styled
from sukui_desktop.ui.widgets.qr import QrPicture
from sukui_desktop.ui.widgets.refusal import sentence
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel


class SlipDialog(QDialog):
    """Shows one token as a code and in groups; closing wipes it, after one warning unless it was handed on."""

    slip_handed = Signal(str)
    """The token, for the kiosk window of this machine."""

    def __init__(self, parent: QWidget, *, name: str, poll_title: str, token: str, is_kiosk_open: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(text("checkin.slip.title"))
        self._token = token
        self._is_kiosk_open = is_kiosk_open
        self._is_warned = False
        heading = styled(QLabel(text("checkin.slip.heading", name=name), self), "heading", "1")
        heading.setWordWrap(True)
        self.code = named(QrPicture(self), text("checkin.slip.code"))
        self.code.setMinimumSize(333, 333)
        self.code.show_text(token)
        self.token_label = styled(named(QLabel(token, self), text("checkin.slip.number")), "figure", "true")
        self.token_label.setObjectName("slipToken")
        self.token_label.setWordWrap(True)
        self.token_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = WrappedLabel(text("checkin.slip.nowhere"), self)
        self.hand_button = styled(QPushButton(text("checkin.slip.hand"), self), "class", "primary")
        self.hand_button.setProperty("scale", "large")
        self.hand_button.setDefault(True)
        self.hand_button.clicked.connect(self._on_hand_clicked)
        self.close_button = QPushButton(text("checkin.slip.close"), self)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.accept)
        self._lay_out(heading, WrappedLabel(poll_title, self))

    @property
    def token(self) -> str:
        """What is shown, '' once it was wiped."""
        return self._token

    def reject(self) -> None:
        """Escape and the window's cross warn once: the number can never be shown again."""
        if self._token and not self._is_warned:
            self._warn("warning")
            return
        super().reject()

    def done(self, result: int) -> None:
        """Wipe the number from the screen and from here, then close."""
        self._token = ""
        self.token_label.clear()
        self.code.wipe()
        super().done(result)

    @Slot()
    def _on_hand_clicked(self) -> None:
        self.slip_handed.emit(self._token)
        if self._is_kiosk_open:
            self.accept()
        else:
            # Nobody knows that a kiosk is there: wiping the only copy of the number now could cost a vote.
            self._warn("no_kiosk")

    def _warn(self, key: str) -> None:
        self._is_warned = True
        self.words.setText(text(f"checkin.slip.{key}"))
        set_look(self.words, "state", "danger")

    def _lay_out(self, heading: QLabel, poll_title: QLabel) -> None:
        poll_title.setProperty("hint", "true")
        column_of(
            heading,
            poll_title,
            grow(self.code),
            self.token_label,
            self.words,
            row_of(self.close_button, grow(self.hand_button)),
            spacing=14,
            margins=(32, 28, 32, 28),
            into=self,
        )
        self.setMinimumWidth(640)


class SlipActions(QObject):
    """Slips of the poll chosen on the card. The token passes from the service to the dialog and stays nowhere."""

    act_done = Signal(str, str)
    """(person id, key of `checkin.latest`)."""
    slip_handed = Signal(str)
    """A token for the kiosk window of this machine."""

    def __init__(self, operations: Operations, card: PersonCard) -> None:
        super().__init__(card)
        self._operations = operations
        self._card = card
        self._room: Room | None = None
        self._snapshot: CheckinSnapshot | None = None
        self.is_kiosk_open = False
        self._giving: tuple[str, PollId] | None = None
        """(person id, poll) while a slip is being drawn."""
        card.return_button.clicked.connect(self._on_return_clicked)
        card.spoil_button.clicked.connect(self._on_spoil_clicked)

    def use_snapshot(self, room: Room, snapshot: CheckinSnapshot) -> None:
        """Work on this meeting as it was just read."""
        self._room, self._snapshot = room, snapshot

    @Slot(str)
    def give_to(self, person_id: str) -> None:
        """Draw a slip for this person in the poll chosen on the card; does nothing while one is being drawn."""
        if self._card.poll_id is not None:
            self._give(person_id, self._card.poll_id)

    def _give(self, person_id: str, poll_id: PollId) -> None:
        if self._giving is not None:
            return
        self._giving = (person_id, poll_id)
        self._card.show_message("")
        self._operations.run(
            self,
            give_slip,
            self._room,
            person_id,
            poll_id,
            on_done=self._on_slip_given,
            on_refused=self._on_slip_refused,
        )

    def _on_slip_given(self, given: GivenSlip) -> None:
        assert self._giving is not None
        (person_id, poll_id), self._giving = self._giving, None
        view = self._find(person_id)
        title = (
            next((poll.title for poll in self._snapshot.polls if poll.poll_id == poll_id), "") if self._snapshot else ""
        )
        name = view.person.name if view is not None else ""
        dialog = SlipDialog(
            self._card, name=name, poll_title=title, token=given.token, is_kiosk_open=self.is_kiosk_open
        )
        dialog.slip_handed.connect(self.slip_handed)
        self.act_done.emit(person_id, "slip")
        dialog.open()

    def _on_slip_refused(self, error: SukuiError) -> None:
        self._giving = None
        self._card.show_message(sentence(error))

    @Slot()
    def _on_return_clicked(self) -> None:
        self._ask_token("return")

    @Slot()
    def _on_spoil_clicked(self) -> None:
        self._ask_token("spoil")

    def _ask_token(self, act: str) -> None:
        view, poll_id = self._card.person, self._card.poll_id
        if view is None or poll_id is None or self._room is None:
            return
        dialog = TokenDialog(self._card, self._operations, self._room, view, poll_id, act)
        dialog.act_done.connect(self.act_done)
        dialog.slip_spoiled.connect(self._on_slip_spoiled)
        dialog.open()

    @Slot(str, str)
    def _on_slip_spoiled(self, person_id: str, poll_id: str) -> None:
        """Replace it at once in the poll it was of, whichever the card shows by now."""
        self._give(person_id, PollId(poll_id))

    def _find(self, person_id: str) -> PersonView | None:
        people = self._snapshot.people if self._snapshot is not None else ()
        return next((view for view in people if view.person.person_id == person_id), None)
