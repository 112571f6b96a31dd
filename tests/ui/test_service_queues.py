"""Operations: threads, refusals, bugs, owners that are gone, changes that are always announced."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QMessageBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.ui.correction_reason_dialog import CorrectionDialog
from sukui_desktop.ui.service_queues import Operations, changes_in_answer
from sukui_desktop.ui.widgets.refusal_bar import RefusalBar
from sukui_desktop.wording.refusal_sentences import refusal_sentence


class Asker(QObject):
    """Keeps what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []
        self.refusals: list[str] = []
        self.steps: list[tuple[int, int]] = []
        self.changes: list[Changes] = []
        self.threads: set[str] = set()

    def on_done(self, answer: object) -> None:
        self.answers.append(answer)
        self.threads.add(threading.current_thread().name)

    def on_refused(self, error: Exception) -> None:
        self.refusals.append(str(error))

    def on_progress(self, done: int, total: int) -> None:
        self.steps.append((done, total))

    def on_changes(self, changes: Changes) -> None:
        self.changes.append(changes)


class Added(msgspec.Struct, frozen=True):
    name: str
    changes: Changes


def thread_name() -> str:
    return threading.current_thread().name


def refuse() -> None:
    raise RuleBroken("passphrases_differ")


def break_down() -> None:
    raise ZeroDivisionError("a bug of ours")


@pytest.fixture
def operations(qtbot: QtBot) -> Iterator[Operations]:
    made = Operations()
    yield made
    made.finish_and_end_threads()
    assert not [t.name for t in threading.enumerate() if t.name.startswith("sukui-")]


def test_each_queue_has_one_thread_of_its_own(operations: Operations, qtbot: QtBot) -> None:
    asker = Asker()
    for _ in range(5):
        operations.run(asker, thread_name, on_done=asker.on_done)
        operations.run(asker, thread_name, on_done=asker.on_done, queue="making")
    qtbot.waitUntil(lambda: len(asker.answers) == 10)
    assert set(asker.answers) == {"sukui-store_0", "sukui-making_0"}
    assert asker.threads == {threading.main_thread().name}


def test_answers_come_in_the_order_of_asking(operations: Operations, qtbot: QtBot) -> None:
    asker = Asker()
    for number in range(50):
        operations.run(asker, int, number, on_done=asker.on_done)
    qtbot.waitUntil(lambda: len(asker.answers) == 50)
    assert asker.answers == list(range(50))
    assert not operations.is_busy


def test_a_refusal_reaches_the_asker(operations: Operations, qtbot: QtBot) -> None:
    asker = Asker()
    operations.run(asker, refuse, on_done=asker.on_done, on_refused=asker.on_refused)
    qtbot.waitUntil(lambda: bool(asker.refusals))
    assert asker.refusals == ["passphrases_differ"]
    assert asker.answers == []


def test_a_refusal_nobody_takes_is_reported_in_the_bar_of_the_window(operations: Operations, qtbot: QtBot) -> None:
    window = QMainWindow()
    body = QWidget()
    layout = QVBoxLayout(body)
    bar = RefusalBar(body)
    layout.addWidget(bar)
    window.setCentralWidget(body)
    qtbot.addWidget(window)
    window.show()
    operations.run(body, refuse)
    qtbot.waitUntil(bar.isVisible)
    assert bar.message == refusal_sentence(RuleBroken("passphrases_differ"))


def test_a_refusal_without_a_bar_opens_a_dialog(operations: Operations, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    operations.run(window, refuse)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    assert box is not None
    assert box.text() == refusal_sentence(RuleBroken("passphrases_differ"))
    box.close()


def test_a_bug_is_loud_in_the_windows_thread(operations: Operations, qtbot: QtBot) -> None:
    asker = Asker()
    with qtbot.captureExceptions() as caught:
        operations.run(asker, break_down, on_done=asker.on_done, on_refused=asker.on_refused)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    assert asker.refusals == []


def test_an_answer_to_an_owner_that_is_gone_is_dropped_but_announced(operations: Operations, qtbot: QtBot) -> None:
    asker, listener = Asker(), Asker()
    operations.changes_announced.connect(listener.on_changes)
    gate = threading.Event()
    change = Changes(frozenset({"item"}), frozenset({"a"}))

    def write() -> Changes:
        gate.wait()
        return change

    operations.run(asker, write, on_done=asker.on_done)
    try:
        asker.deleteLater()
        qtbot.waitUntil(lambda: not shiboken6.isValid(asker))
    finally:
        gate.set()  # else the queue could not be ended after a failure
    qtbot.waitUntil(lambda: bool(listener.changes))
    assert listener.changes == [change]
    assert asker.answers == []


def test_changes_are_announced_even_when_the_slot_fails(operations: Operations, qtbot: QtBot) -> None:
    listener = Asker()
    operations.changes_announced.connect(listener.on_changes)
    change = Changes(frozenset({"person"}))

    def fail(_: object) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        operations.run(listener, lambda: Added("x", change), on_done=fail)
        qtbot.waitUntil(lambda: bool(listener.changes))
    assert listener.changes == [change]
    assert caught[0][0] is ZeroDivisionError


def test_changes_of_finds_them_bare_or_carried() -> None:
    change = Changes(frozenset({"person"}))
    assert changes_in_answer(change) is change
    assert changes_in_answer(Added("x", change)) is change
    assert not changes_in_answer(Path("x"))


def test_progress_is_reported_and_a_cancel_stops_the_job_at_its_next_report(
    operations: Operations, qtbot: QtBot
) -> None:
    asker = Asker()
    step = threading.Event()
    reached: list[int] = []

    def count(report: Callable[[int, int], None]) -> int:
        for done in range(1, 4):
            report(done, 3)
            reached.append(done)
            step.wait()
        return 3

    job = operations.run(asker, count, on_done=asker.on_done, on_progress=asker.on_progress, queue="making")
    qtbot.waitUntil(lambda: asker.steps == [(1, 3)])
    job.cancel()
    step.set()
    qtbot.waitUntil(lambda: not operations.is_busy)
    assert reached == [1]
    assert asker.answers == []


def test_a_job_cancelled_before_it_began_never_runs(operations: Operations, qtbot: QtBot) -> None:
    asker = Asker()
    gate = threading.Event()
    ran: list[int] = []
    operations.run(asker, gate.wait, on_done=asker.on_done)
    operations.run(asker, ran.append, 1, on_done=asker.on_done).cancel()
    gate.set()
    qtbot.waitUntil(lambda: not operations.is_busy)
    assert ran == []
    assert asker.answers == [True]


def test_finishing_does_all_that_was_asked_then_the_last_thing(operations: Operations) -> None:
    done: list[str] = []
    asker = Asker()
    for name in ("a", "b"):
        operations.run(asker, done.append, name)
    operations.finish_and_end_threads(lambda: done.append(thread_name()))
    assert done == ["a", "b", "sukui-store_0"]


def test_finishing_tells_when_the_last_thing_failed(operations: Operations) -> None:
    with pytest.raises(RuleBroken):
        operations.finish_and_end_threads(refuse)


def correct(reason: str = "") -> str:
    if not reason:
        raise RuleBroken("correction_reason_missing")
    return reason


def test_a_correction_is_asked_for_its_reason_and_made(qtbot: QtBot, operations: Operations) -> None:
    """Seen to fail on a refusal that only says no: the act of a closed meeting could then never be done."""
    asker, window = Asker(), QWidget()
    qtbot.addWidget(window)
    operations.correction_asked.connect(lambda correction: CorrectionDialog(window, operations, correction).open())
    operations.run(asker, correct, on_done=asker.on_done, on_refused=asker.on_refused)
    qtbot.waitUntil(lambda: bool(window.findChildren(CorrectionDialog)))
    dialog = window.findChildren(CorrectionDialog)[0]
    dialog.accept_button.click()
    assert dialog.isVisible()
    QTest.keyClicks(dialog.reason, "wrong place")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: asker.answers == ["wrong place"])
    assert asker.refusals == []


def test_a_correction_that_is_dropped_is_a_refusal(qtbot: QtBot, operations: Operations) -> None:
    asker, window = Asker(), QWidget()
    qtbot.addWidget(window)
    operations.correction_asked.connect(lambda correction: CorrectionDialog(window, operations, correction).open())
    operations.run(asker, correct, on_done=asker.on_done, on_refused=asker.on_refused)
    qtbot.waitUntil(lambda: bool(window.findChildren(CorrectionDialog)))
    window.findChildren(CorrectionDialog)[0].cancel_button.click()
    qtbot.waitUntil(lambda: bool(asker.refusals))
    assert asker.answers == []
