"""What every question does: first field first, Enter on the button that has the keys, F1, no refusal while typing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.ui import ask_dialog, dialog_input_guard
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.dialog_base import DialogHelp
from sukui_desktop.ui.widgets.basic_widgets import button
from sukui_desktop.ui.widgets.form_fields import FieldGrid


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(qtbot: QtBot, parent: QWidget) -> AskDialog:
    made = AskDialog(parent, title="새 회의", words="", accept="만들기")
    grid = FieldGrid()
    grid.add_field("이름", QLineEdit())
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


def press_in_window(dialog: AskDialog, key: Qt.Key) -> None:
    """Press a key as the window system brings it."""
    handle = dialog.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape])
@pytest.mark.parametrize("is_asking_for_a_reason", [False, True])
def test_a_key_meant_for_the_window_below_answers_no_question(
    parent: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, key: Qt.Key, is_asking_for_a_reason: bool
) -> None:
    """Fails on 0.4.0: an Enter that was on its way when the question came up answered it."""
    made = AskDialog(parent, title="무효로 할까요?", words="되돌릴 수 없습니다.", accept="무효화", is_dangerous=True)
    if is_asking_for_a_reason:
        made.add_line_edit("까닭").setText("오래 걸림")
    answers: list[int] = []
    made.answered.connect(lambda: answers.append(1))
    made.rejected.connect(lambda: answers.append(0))
    parent.show()
    monkeypatch.setattr(dialog_input_guard, "UNSEEN_MS", 60_000)
    made.open()
    qtbot.waitExposed(made)
    press_in_window(made, key)
    assert answers == []
    assert made.isVisible()
    monkeypatch.setattr(dialog_input_guard, "UNSEEN_MS", 0)
    made.accept_button.setFocus()
    press_in_window(made, key)
    assert answers == ([0] if key == Qt.Key.Key_Escape else [1])


def test_letters_that_come_early_are_kept(dialog: AskDialog) -> None:
    field = dialog.findChild(QLineEdit)
    assert field is not None
    for key in (Qt.Key.Key_A, Qt.Key.Key_Space, Qt.Key.Key_B):
        press_in_window(dialog, key)
    assert field.text() == "a b"


def test_an_enter_that_is_held_down_never_answers(dialog: AskDialog, qtbot: QtBot) -> None:
    """Fails on 0.4.0: Qt clicks the default button for each repeat of the key."""
    answers: list[int] = []
    dialog.answered.connect(lambda: answers.append(1))
    qtbot.waitUntil(lambda: not dialog.accidental_input_filter.is_filtering_now)
    handle = dialog.windowHandle()
    assert handle is not None
    no_keys = Qt.KeyboardModifier.NoModifier
    for is_repeat, expected in ((True, []), (False, [1])):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(handle, QKeyEvent(kind, Qt.Key.Key_Return, no_keys, "\r", is_repeat))
        assert answers == expected


def test_every_dialog_of_the_program_has_these_manners() -> None:
    """Fails where somebody derives from Qt's own dialog, which has no F1 and takes early keys."""
    ui = Path(ask_dialog.__file__).parent
    own = {path.name for path in ui.rglob("*.py") if re.search(r"class \w+\(QDialog\b", path.read_text("utf-8"))}
    assert own == {"dialog_base.py"}


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
