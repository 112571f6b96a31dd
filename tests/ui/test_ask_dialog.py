"""A question in a dialog: where the focus is, what a refusal leaves, what closing wipes."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.ui import ask_dialog, dialog_base
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.dialog_base import HelpedDialog
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def ask(owner: QWidget, *, is_dangerous: bool = False) -> AskDialog:
    return AskDialog(owner, title="정말입니까?", words="되돌릴 수 없습니다.", accept="예", is_dangerous=is_dangerous)


def test_the_keyboard_begins_at_the_first_field_and_goes_on_in_order(owner: QWidget) -> None:
    dialog = ask(owner)
    first, second = dialog.add_line_edit("이름"), dialog.add_line_edit("까닭")
    dialog.open()
    assert dialog.focusWidget() is first
    for stop in (second, dialog.accept_button, dialog.cancel_button):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is stop


def test_a_red_sentence_moves_no_button_under_the_pointer(owner: QWidget, qtbot: QtBot) -> None:
    """Fails on 0.6.0, where a dialog that reached the foot of the screen jumped up as the sentence came."""
    dialog = ask(owner)
    for _ in range(4):
        dialog.add_paragraph_edit("까닭")
    dialog.open()
    area = dialog.screen().availableGeometry()
    dialog.move(dialog.x(), area.bottom() - dialog.height())
    dialog.hide()
    dialog.open()
    qtbot.waitExposed(dialog)
    places = []
    for words in (
        "",
        "까닭을 적으십시오.",
        "왜 그런지를 한 줄로 다 적을 수 없을 만큼 길게 말하는 빨간 글입니다. " * 3,
        "",
    ):
        dialog.show_message(words)
        QTest.qWait(1)
        places.append(dialog.accept_button.mapToGlobal(dialog.accept_button.rect().center()))
        assert dialog.frameGeometry().bottom() <= area.bottom()
    assert len(set(map(str, places))) == 1


def test_tab_leads_out_of_a_dangerous_question_first(owner: QWidget) -> None:
    dialog = ask(owner, is_dangerous=True)
    reason = dialog.add_paragraph_edit("까닭")
    dialog.open()
    QTest.keyClick(reason, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.cancel_button


@pytest.mark.parametrize("way", ["escape", "enter", "cross"])
@pytest.mark.parametrize("is_dangerous", [False, True])
def test_typed_words_are_thrown_away_only_after_a_question(
    owner: QWidget, qtbot: QtBot, way: str, is_dangerous: bool
) -> None:
    """Fails where Esc, [그만두기] or the cross closes at once (0.5.0): a whole answer was gone."""
    dialog = ask(owner, is_dangerous=is_dangerous)
    reply = dialog.add_paragraph_edit("답변")
    dialog.open()
    qtbot.waitExposed(dialog)

    def leave() -> None:
        if way == "escape":
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        elif way == "enter":
            dialog.cancel_button.setFocus()
            QTest.keyClick(dialog.cancel_button, Qt.Key.Key_Return)
        else:
            dialog.close()

    QTest.keyClicks(reply, "typed words")
    leave()
    assert dialog.isVisible()
    assert dialog.refusal.isVisible()
    assert dialog.focusWidget() is reply
    QTest.keyClicks(reply, "!")  # people go on: leaving is asked about anew
    leave()
    assert dialog.isVisible()
    assert reply.toPlainText() == "typed words!"
    leave()
    assert not dialog.isVisible()


@pytest.mark.parametrize(("typed", "is_asked"), [((), False), (("ab",), False), (("ab", "cd"), True)])
def test_several_lines_are_asked_about_and_one_is_not(
    owner: QWidget, qtbot: QtBot, typed: tuple[str, ...], is_asked: bool
) -> None:
    dialog = ask(owner)
    lines = [dialog.add_line_edit("이름"), dialog.add_line_edit("번호")]
    lines[0].setText("적혀 있던 것")
    secrets = [dialog.add_line_edit("암호", is_secret=True) for _ in range(2)]
    dialog.open()
    qtbot.waitExposed(dialog)
    for line, words in zip(lines, typed, strict=False):
        QTest.keyClicks(line, words)
    for secret in secrets:
        QTest.keyClicks(secret, "pass")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() is is_asked
    dialog.accept()


def test_tab_and_enter_send_the_answer(owner: QWidget, qtbot: QtBot) -> None:
    """Fails where Tab leads from the paragraph to [그만두기] (0.5.0)."""
    dialog = ask(owner)
    reply = dialog.add_paragraph_edit("답변")
    dialog.open()
    qtbot.waitExposed(dialog)
    QTest.keyClicks(reply, "words")
    QTest.keyClick(reply, Qt.Key.Key_Tab)
    with qtbot.waitSignals([dialog.answered, dialog.accepted]):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)


def test_without_a_field_the_harmless_button_is_first(owner: QWidget) -> None:
    dialog = ask(owner, is_dangerous=True)
    dialog.open()
    assert dialog.focusWidget() is dialog.cancel_button
    assert dialog.accept_button.property("class") == "danger"


def test_fields_are_named_for_a_screen_reader(owner: QWidget) -> None:
    dialog = ask(owner)
    assert dialog.add_line_edit("이름").accessibleName() == "이름"
    assert dialog.add_paragraph_edit("까닭").accessibleName() == "까닭"


@pytest.mark.parametrize("has_field", [False, True])
def test_an_open_question_outlives_a_collection_of_garbage(owner: QWidget, has_field: bool) -> None:
    """Old: twenty seconds after the last collection a question went away unanswered."""
    dialog = ask(owner)
    if has_field:
        dialog.add_line_edit("이름")
    dialog.open()
    del dialog
    gc.collect()
    [left] = [child for child in owner.children() if isinstance(child, AskDialog)]
    assert left.isVisible()
    left.reject()


class WaitingDialog(AskDialog):
    """Waits for somebody who may refuse the answer."""

    def act_on_answer(self) -> None:
        """Stay open."""


def test_fields_stay_in_their_place_when_a_refusal_goes(owner: QWidget, qtbot: QtBot) -> None:
    """Old: the window kept the room of the sentence, and the fields slid apart while people typed."""
    dialog = WaitingDialog(owner, title="확정", words="두 사람이 확인합니다.", accept="확정")
    first, second = dialog.add_line_edit("첫 번째 사람"), dialog.add_line_edit("두 번째 사람")
    dialog.open()
    qtbot.waitExposed(dialog)
    QTest.qWait(1)
    places = (first.geometry(), second.geometry(), dialog.size())
    for _ in range(2):
        dialog.show_message("이름이 같은 두 사람으로 보입니다. 서로 다른 두 사람의 이름을 적으십시오. " * 3)
        QTest.qWait(1)
        assert dialog.height() > places[2].height()
        QTest.keyClick(second, Qt.Key.Key_A)
        QTest.qWait(1)
        assert dialog.refusal.isHidden()
        assert (first.geometry(), second.geometry(), dialog.size()) == places


@pytest.mark.parametrize("has_field", [False, True])
def test_buttons_stay_under_the_mouse_when_a_refusal_comes_and_goes(
    owner: QWidget, qtbot: QtBot, has_field: bool
) -> None:
    """Fails where the sentence comes between fields and buttons (0.4.0): a second click met nothing."""
    dialog = WaitingDialog(owner, title="확정", words="두 사람이 확인합니다.", accept="확정")
    if has_field:
        dialog.add_line_edit("첫 번째 사람")
    dialog.open()
    qtbot.waitExposed(dialog)
    QTest.qWait(1)
    places = (dialog.accept_button.geometry(), dialog.cancel_button.geometry())
    for sentence in ("짧은 까닭", "서로 다른 두 사람의 이름을 적으십시오. " * 6, ""):
        dialog.show_message(sentence)
        QTest.qWait(1)
        assert (dialog.accept_button.geometry(), dialog.cancel_button.geometry()) == places


def test_a_refusal_goes_when_the_reason_is_typed_or_another_person_chosen(owner: QWidget, qtbot: QtBot) -> None:
    """Fails where only one-line fields take it away (0.4.0): 까닭을 적으십시오 stayed beside the reason."""
    dialog = WaitingDialog(owner, title="무효", words="", accept="무효")
    reason, person = dialog.add_paragraph_edit("까닭"), DropDown(dialog)
    person.addItems(["김위원", "이위원"])
    dialog.add_field("누가", person)
    dialog.open()
    dialog.show_message("까닭을 적으십시오.")
    QTest.keyClick(reason, Qt.Key.Key_A)
    assert dialog.refusal.isHidden()
    dialog.show_message("서로 다른 두 사람을 고르십시오.")
    QTest.keyClick(person, Qt.Key.Key_Down)
    assert dialog.refusal.isHidden()


def test_an_answer_is_asked_for_once_until_it_is_refused(owner: QWidget, qtbot: QtBot) -> None:
    dialog = WaitingDialog(owner, title="확정", words="", accept="확정")
    field = dialog.add_line_edit("이름")
    field.setText("김위원")
    dialog.open()
    with qtbot.waitSignal(dialog.answered):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert not dialog.accept_button.isEnabled()
    dialog.show_service_refusal(RuleBroken("two_people_needed"))
    assert dialog.accept_button.isEnabled()
    assert "서로 다른 두 사람" in dialog.refusal.text()
    assert dialog.refusal.isVisible()
    assert field.text() == "김위원"


def test_a_dialog_grows_to_its_paragraphs_and_refusals(owner: QWidget) -> None:
    dialog = AskDialog(owner, title="긴 물음", words="되돌릴 수 없는 일을 길게 설명합니다. " * 12, accept="예")
    field = dialog.add_line_edit("이름")
    dialog.open()
    before = dialog.height()
    assert field.height() >= field.sizeHint().height()
    dialog.show_message("이렇게는 할 수 없습니다. 다시 적으십시오. " * 6)
    assert dialog.height() > before
    assert dialog.refusal.height() >= dialog.refusal.heightForWidth(dialog.refusal.width())


def test_a_question_that_waits_for_nobody_closes_with_its_answer(owner: QWidget, qtbot: QtBot) -> None:
    dialog = ask(owner)
    dialog.open()
    with qtbot.waitSignals([dialog.answered, dialog.accepted]):
        dialog.accept_button.click()


def test_a_problem_is_reported_and_nobody_is_asked(owner: QWidget, qtbot: QtBot) -> None:
    class NeedsAName(WaitingDialog):
        def problem(self) -> str:
            return "" if name.text() else "이름을 적으십시오."

    dialog = NeedsAName(owner, title="확정", words="", accept="확정")
    name = dialog.add_line_edit("이름")
    dialog.open()
    with qtbot.assertNotEmitted(dialog.answered):
        dialog.accept_button.click()
    assert dialog.refusal.isVisible()
    name.setText("김위원")
    with qtbot.waitSignal(dialog.answered):
        dialog.accept_button.click()
    assert dialog.refusal.isHidden()


@pytest.mark.parametrize("how", ["accept", "reject"])
def test_closing_wipes_what_was_typed(owner: QWidget, how: str) -> None:
    dialog = ask(owner)
    secret = dialog.add_line_edit("암호", is_secret=True)
    assert secret.echoMode() == secret.EchoMode.Password
    secret.setText("비밀")
    dialog.open()
    getattr(dialog, how)()
    assert secret.text() == ""


def test_a_paragraph_takes_the_height_its_width_needs(owner: QWidget, qtbot: QtBot) -> None:
    label = WrappedLabel("글이 길어 여러 줄이 됩니다. " * 10)
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)
    layout.addWidget(label)
    layout.addStretch(1)
    holder.resize(300, 600)
    holder.show()
    assert label.height() >= label.heightForWidth(label.width())
    line = label.fontMetrics().lineSpacing()
    assert label.minimumSizeHint().height() == line
    assert label.height() > 3 * line


def test_a_short_paragraph_asks_for_its_own_width(qtbot: QtBot) -> None:
    short, long = WrappedLabel("짧다"), WrappedLabel("길다 " * 100)
    assert short.sizeHint().width() < long.sizeHint().width()
    assert short.sizeHint().height() == long.sizeHint().height()


def test_a_dialog_on_the_screen_is_held_even_when_qt_s_bindings_lost_its_owner(owner: QWidget) -> None:
    """A label that was asked for its buddy owns it from then on, to PySide; the dialog must not go with that ring."""
    dialog = HelpedDialog(owner, "물음")
    label = QLabel(dialog)
    label.setBuddy(dialog)
    assert label.buddy() is dialog
    dialog.open()
    del dialog, label
    gc.collect()
    [left] = owner.findChildren(HelpedDialog)
    assert left.isVisible()
    left.reject()
    assert left not in HelpedDialog._on_screen


@pytest.mark.parametrize("grows_later", [False, True])
def test_what_the_screen_has_no_room_for_scrolls_above_the_buttons(
    owner: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, grows_later: bool
) -> None:
    """Fails on 0.6.1: a question with much to fill in was as high as all of it, its buttons below the screen."""
    for module in (dialog_base, ask_dialog):
        monkeypatch.setattr(module, "height_on_screen", lambda _dialog: 400)
    dialog = ask(owner)
    fields = [dialog.add_line_edit(f"{place}번째") for place in range(3 if grows_later else 20)]
    dialog.open()
    qtbot.waitExposed(dialog)
    assert dialog.contents is not None
    assert dialog.contents.does_scroll is not grows_later
    if grows_later:
        QTest.keyClicks(fields[0], "ab")
        fields += [dialog.add_line_edit(f"{place}번째") for place in range(3, 20)]
        contents = dialog.contents
        qtbot.waitUntil(lambda: contents.does_scroll)
        assert fields[0].text() == "ab"
    assert dialog.focusWidget() is fields[0]
    assert dialog.height() <= 400
    for button in (dialog.accept_button, dialog.cancel_button):
        assert dialog.rect().contains(button.mapTo(dialog, button.rect().bottomRight()))
    for stop in fields[1:]:
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is stop
        seen = stop.visibleRegion().boundingRect()
        assert seen.height() == stop.height(), "the keyboard is in sight"
    dialog.show_message("왜 안 되는지를 말하는 빨간 글입니다. " * 12)
    QTest.qWait(1)
    assert dialog.height() <= 400
    assert dialog.rect().contains(dialog.refusal.mapTo(dialog, dialog.refusal.rect().bottomRight()))
