"""Challenges of a count or a result: who said what and what was answered, with the acts that write them down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.poll_steps import TAKES_CHALLENGES
from sukui_desktop.models.poll import ChallengeRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.challenges import answer_challenge, record_challenge
from sukui_desktop.services.vote.polls import PollView
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.roster_name_field import RosterNameField
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.times import time_of_day_words


class ChallengeDialog(Ask):
    """Asks who challenges, what is said and, where it was given at once, the answer."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.by = RosterNameField(text("vote.objection.by"), self)
        self.add_field(text("vote.objection.by"), self.by)
        self.by.read_people(self._operations, self._args[0])
        self.said = self.add_paragraph_edit(text("vote.objection.said"))
        self.reply = self.add_paragraph_edit(text("vote.objection.reply"))

    def problem(self) -> str:
        """One person, where several on the roster could be meant."""
        return self.by.problem()

    def answer(self) -> tuple[object, ...]:
        """Return all three."""
        return self.by.text(), self.said.toPlainText(), self.reply.toPlainText()


class ChallengeReplyDialog(Ask):
    """Asks which challenge is answered, and how."""

    def __init__(self, *args: Any, challenges: Sequence[ChallengeRow], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.which = DropDown(self)
        for row in sorted(challenges, key=_is_challenge_answered):
            self.which.addItem(text("vote.objection.which", number=int(row.number), by=row.by), int(row.number))
        if self.which.count() > 1:
            self.add_field(text("vote.objection.which_label"), self.which)
            label = text("vote.objection.reply_now")
        else:  # nothing to choose: the keys belong to the answer
            self.which.setParent(self)
            self.which.hide()
            label = text("vote.objection.reply_to", which=self.which.currentText())
        self.reply = self.add_paragraph_edit(label)
        self._first_field = self.reply  # the first that is not answered is offered: what is left to do is the answer

    def answer(self) -> tuple[object, ...]:
        """Return the number of the challenge and the answer."""
        return int(self.which.currentData()), self.reply.toPlainText()


class ChallengesCard(QFrame):
    """The challenges of one poll, a paragraph each; hidden while there is none.

    `record_button` is laid out by the page, among its acts.
    """

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "subtle")
        self._operations = operations
        self._about: tuple[object, ...] = ()
        """Room and poll, as services take them."""
        self._challenges: tuple[ChallengeRow, ...] = ()
        self.words = WrappedLabel(name="challengeWords")
        self.record_button = button(text("vote.objection.record"), on_click=self._open_challenge_dialog)
        self.reply_button = button(text("vote.objection.answer"), scale="small", on_click=self._open_reply_dialog)
        line = row_of(grow(self.words), self.reply_button, spacing=10)
        column_of(line, margins=(16, 8, 12, 8), into=self)

    def show_poll(self, room: Room, poll: PollView, challenges: tuple[ChallengeRow, ...]) -> None:
        """Show the challenges of a counted poll."""
        self._about, self._challenges = (room, poll.head.poll_id), challenges
        may_challenge = poll.head.state in TAKES_CHALLENGES
        self.words.setText("\n".join(map(challenge_and_answer_words, challenges)))
        self.record_button.setVisible(may_challenge)
        self.reply_button.setVisible(may_challenge)
        self.setVisible(bool(challenges))

    @Slot()
    def _open_challenge_dialog(self) -> None:
        key = "vote.objection.ask_record"
        ChallengeDialog(self, self._operations, record_challenge, *self._about, key=key).open()

    @Slot()
    def _open_reply_dialog(self) -> None:
        args = (self._operations, answer_challenge, *self._about)
        ChallengeReplyDialog(self, *args, key="vote.objection.ask_answer", challenges=self._challenges).open()


def challenge_and_answer_words(row: ChallengeRow) -> str:
    """Return one challenge with its answer, in one paragraph."""
    answered = text("vote.objection.answered", answer=row.answer) if row.answer else text("vote.objection.open")
    facts = {"number": int(row.number), "at": time_of_day_words(row.at_ms), "by": row.by, "words": row.words}
    return text("vote.objection.line", answered=answered, **facts)


def _is_challenge_answered(row: ChallengeRow) -> bool:
    return bool(row.answer)
