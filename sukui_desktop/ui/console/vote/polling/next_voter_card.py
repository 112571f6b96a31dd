"""[다음 분 투표] on the vote tab: who votes next at this very screen, or another person of those who wait."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.services.checkin.voter_turns import TurnSnapshot
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.waiting_voters_list import WaitingVotersList
from sukui_desktop.ui.widgets.basic_widgets import button, heading, hint, show_words_or_hide, with_style_property
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

_LIST_PX = 260


class NextVoterCard(QFrame):
    """The next voter by name, with the button that turns this screen into their kiosk."""

    turn_wanted = Signal(str, str)
    """(person id, poll id)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._turns: TurnSnapshot | None = None
        self.warning = with_style_property(WrappedLabel("", self, name="turnUnfinished"), "state", "warning")
        self.words = WrappedLabel("", self, name="nextVoter")
        self.how = hint(text("vote.turn.how"))
        self.begin = button(text("vote.turn.button"), "primary", scale="large", on_click=self._announce_next_voter)
        self.other = button(text("vote.turn.other"), on_click=self._open_choice_of_voter)
        said = column_of(heading(text("vote.turn.heading"), 3), self.warning, self.words, self.how, spacing=4)
        row_of(grow(said), self.other, self.begin, spacing=10, margins=(20, 12, 20, 12), into=self)
        self.hide()

    def show_turns(self, turns: TurnSnapshot | None) -> None:
        """Show who is next; nothing while nobody can vote."""
        self._turns = turns
        self.setVisible(turns is not None and turns.is_open)
        if turns is None:
            return
        first = turns.waiting[0] if turns.waiting else None
        warning = ""
        if first is not None and first.person_id == turns.unfinished:
            warning = text(f"vote.turn.{'cut' if turns.was_cut else 'unfinished'}", name=first.name)
        show_words_or_hide(self.warning, warning)
        if first is not None:
            self.words.setText(text("vote.turn.next", name=first.name, count=f"{len(turns.waiting):,}"))
        else:
            self.words.setText(text("vote.turn.nobody"))
        self.begin.setEnabled(first is not None)
        self.other.setVisible(len(turns.waiting) > 1)

    @Slot()
    def _announce_next_voter(self) -> None:
        if self._turns is not None and self._turns.waiting:
            self.turn_wanted.emit(self._turns.waiting[0].person_id, self._turns.poll_id)

    @Slot()
    def _open_choice_of_voter(self) -> None:
        if self._turns is not None:
            dialog = VoterChoiceDialog(self, self._turns)
            dialog.voter_chosen.connect(self._announce_chosen_voter)
            dialog.open()

    @Slot(str)
    def _announce_chosen_voter(self, person_id: str) -> None:
        if self._turns is not None:
            self.turn_wanted.emit(person_id, self._turns.poll_id)


class VoterChoiceDialog(AskDialog):
    """Asks who of those who wait votes now."""

    voter_chosen = Signal(str)
    """Person id."""

    def __init__(self, parent: QWidget, turns: TurnSnapshot) -> None:
        key = "vote.choose_voter"
        super().__init__(parent, title=text(f"{key}.title"), words=text(f"{key}.words"), accept=text(f"{key}.accept"))
        self.voters = WaitingVotersList(self)
        self.voters.setMinimumHeight(_LIST_PX)
        self.voters.show_voters(turns)
        self.body.addWidget(self.voters)
        self.voters.itemActivated.connect(self.accept_button.click)
        self.voters.setFocus()

    def problem(self) -> str:
        """Somebody must be chosen."""
        return "" if self.voters.chosen is not None else text("vote.choose_voter.none")

    def act_on_answer(self) -> None:
        """Announce who votes."""
        chosen = self.voters.chosen_id
        if chosen is not None:
            self.voter_chosen.emit(chosen)
        super().act_on_answer()
