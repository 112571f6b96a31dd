"""A question whose answer goes to a service: closed when it is done, open with the reason when it is refused."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.ui.console.vote.step_dialogs import TwoNamesDialog
from tests.ui.console.conftest import Desk

asked: list[tuple[object, ...]] = []


def certify(*args: object) -> Changes:
    asked.append(args)
    if len(asked) == 1:
        raise RuleBroken("two_people_needed")
    return Changes()


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def dialog(desk: Desk, owner: QWidget) -> TwoNamesDialog:
    asked.clear()
    made = TwoNamesDialog(owner, desk.operations, certify, "room", key="vote.withdraw", title="우선사업")
    made.open()
    return made


def test_a_problem_is_shown_and_no_service_is_asked(dialog: TwoNamesDialog) -> None:
    dialog.first.setText("김위원")
    dialog.accept_button.click()
    assert dialog.refusal.isVisible()
    assert asked == []


def test_a_refusal_leaves_what_was_typed_and_the_answer_closes(dialog: TwoNamesDialog, qtbot: QtBot) -> None:
    dialog.first.setText("김위원")
    dialog.second.setText("이참관")
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: dialog.refusal.isVisible() and dialog.accept_button.isEnabled())
    assert dialog.typed_names == ("김위원", "이참관")
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept_button.click()
    assert asked == [("room", (), ("김위원", "이참관"))] * 2
