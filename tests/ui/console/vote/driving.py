"""How the tests of the 투표 tab click: wait for a dialog, press a visible button, cast as a kiosk does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.vote.drafting.group_limits_field import GroupLimitsField
from sukui_desktop.ui.console.vote.drafting.rule_form import RuleForm
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.polling.ready_polling_and_void_views import PollingView, ReadyView
from sukui_desktop.ui.console.vote.step_dialogs import MakePollReadyDialog, PollClosingDialog
from sukui_desktop.ui.signer_proof_fields import ProofLines
from tests.ui.rooms import Stage

Dialog = TypeVar("Dialog", bound=QDialog)

MARKS = ((0, 1, 4), (0, 2, 5), (1, 2, 4), (0, 4), ())
"""Five ballots over A1 A2 A3 A4 B1 B2; the last is blank. Votes: 3 2 2 0 3 1."""


def press(button: QAbstractButton) -> None:
    """Press a button that people can see."""
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def rule_form(page: VotePage) -> RuleForm:
    """Return the form of the rule that is chosen."""
    form = page.drafting.form.rule_form
    assert form is not None
    return form


def groups_field(page: VotePage) -> GroupLimitsField:
    """Return the limits of groups of the rule that is chosen."""
    groups = rule_form(page).groups
    assert groups is not None
    return groups


def line_of(page: VotePage, field: str) -> QLineEdit:
    """Return the line of a rule parameter that is typed."""
    line = rule_form(page).fields[field].stop
    assert isinstance(line, QLineEdit)
    return line


def answer_ready(qtbot: QtBot, page: VotePage) -> None:
    """Take the lock as it is offered: the last one enrolled of two opens the box."""
    press(opened(qtbot, page, MakePollReadyDialog).accept_button)


def type_proofs(fields: ProofLines, proofs: Sequence[SignerProof]) -> None:
    """Type what these people have, each in the line of their own."""
    lines = {row.signer_id: row.field for row in fields.rows}
    for proof in proofs:
        lines[proof.signer_id].setText(proof.secret)


def opened(qtbot: QtBot, page: VotePage, kind: type[Dialog]) -> Dialog:
    """Return the dialog that was just asked for."""
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in page.findChildren(kind)))
    return next(dialog for dialog in page.findChildren(kind) if dialog.isVisible())


def until_state(qtbot: QtBot, page: VotePage, state: str) -> None:
    """Wait until people see that the poll came to `state`."""
    qtbot.waitUntil(lambda: shown_state(page) == state)


def shown_state(page: VotePage) -> str:
    """Return the state of the poll that is shown."""
    return page.snapshot.poll.head.state if page.snapshot is not None and page.snapshot.poll is not None else ""


def cast_all(stage: Stage, poll_id: PollId, numbers: str = "123456") -> list[str]:
    """Give everybody a slip and cast `MARKS`; return the tokens."""
    here = {view.person.number for view in stage.ask(list_people, stage.room) if view.attendance.is_present}
    stage.admit(*(number for number in numbers if number not in here))
    tokens = [stage.ask(give_slip, stage.room, stage.person(number), poll_id).token for number in numbers]
    for token, marks in zip(tokens, MARKS, strict=False):
        sealed = seal_ballot(stage.ask(read_ballot_paper, stage.room, poll_id), Answer(tuple(marks)))
        stage.ask(cast_ballot, stage.room, poll_id, token, sealed)
    return tokens


def open_anyway(qtbot: QtBot, page: VotePage) -> str:
    """Press [투표 시작하기], begin all the same, and return what spoke against it."""
    view = page.view_of_present_step
    assert isinstance(view, ReadyView)
    press(view.open_button)
    dialog = opened(qtbot, page, Ask)
    words = dialog.explained.text()
    press(dialog.accept_button)
    return words


def close_with_slips_missing(
    qtbot: QtBot, page: VotePage, proofs: Sequence[SignerProof], reason: str
) -> PollClosingDialog:
    """Press [투표 마감하기], read that slips are missing, and let two people close it all the same."""
    view = page.view_of_present_step
    assert isinstance(view, PollingView)
    press(view.close_button)
    dialog = opened(qtbot, page, PollClosingDialog)
    assert not dialog.proofs.isVisible()
    press(dialog.accept_button)
    qtbot.waitUntil(dialog.proofs.isVisible)
    assert dialog.missing_slips.isVisible()
    type_proofs(dialog.proofs, proofs)
    dialog.reason.setPlainText(reason)
    press(dialog.accept_button)
    return dialog
