"""What every question does: first field first, Enter on the button that has the keys, F1, no refusal while typing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.dialog_help import DialogHelp
from sukui_desktop.ui.widgets.form_fields import FieldGrid
from sukui_desktop.ui.widgets.parts import button


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(qtbot: QtBot, parent: QWidget) -> AskDialog:
    made = AskDialog(parent, title="새 회의", words="", accept="만들기")
    grid = FieldGrid()
    grid.add("이름", QLineEdit())
    made.body.addWidget(grid)
    parent.show()
    made.open()
    qtbot.waitExposed(made)
    return made


def test_a_form_begins_at_its_first_field(dialog: AskDialog, qtbot: QtBot) -> None:
    """Fails on 0.2.0: fields that were not added one by one left the keys on [그만두기]."""
    assert dialog.focusWidget() is dialog.findChild(QLineEdit)


def test_enter_presses_the_button_that_has_the_keys(dialog: AskDialog, qtbot: QtBot) -> None:
    answers: list[int] = []
    dialog.answered.connect(lambda: answers.append(1))
    dialog.cancel_button.setFocus()
    QTest.keyClick(dialog.cancel_button, Qt.Key.Key_Return)
    assert answers == []
    assert not dialog.isVisible()


def test_enter_presses_a_button_outside_of_dialogs(qtbot: QtBot) -> None:
    """Fails on 0.2.0: Qt gives Enter to buttons in dialogs only, so [안건 시작하기] did nothing."""
    made = button("안건 시작하기")
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.clicked, timeout=500):
        QTest.keyClick(made, Qt.Key.Key_Return)


def test_a_refusal_is_gone_once_people_type_again(dialog: AskDialog) -> None:
    dialog.show_message("두 번 적은 암호문이 서로 다릅니다.")
    assert dialog.refusal.isVisible()
    field = dialog.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "ab")
    assert not dialog.refusal.isVisible()


def test_f1_helps_in_a_dialog_and_is_put_away_again(dialog: AskDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_F1)
    helped = dialog.findChild(DialogHelp)
    assert helped is not None
    assert helped.window is not None
    assert helped.window.isVisible()
    words = helped.window.findChild(QLabel, "dialogHelp")
    assert words is not None
    assert "Esc" in words.text()
    helped.window.hide()
