"""Waiting until something holds in a window test: looked at after every round of events, with time for slow work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractEventDispatcher, QDeadlineTimer, QEventLoop, QTimer
from pytestqt.exceptions import TimeoutError as WaitedTooLong
from pytestqt.qtbot import QtBot

LONGEST_WAIT_MS = 30_000
"""How long a condition may take to come true: a machine that does other work takes its time."""
LOOK_EVERY_MS = 10
"""How often a condition is looked at that no event announces, such as what another process wrote."""


def wait_until(_: QtBot, callback: Callable[[], bool | None], *, timeout: int = LONGEST_WAIT_MS) -> None:
    """Stand in for `QtBot.waitUntil`, which goes on for ten milliseconds after each look however soon the answer came.

    `callback` says no by returning False or by an AssertionError. Once it holds, what is still in the queue is done
    too. Raises pytest-qt's TimeoutError.
    """
    __tracebackhide__ = True
    if _holds(callback, None):
        return
    until, loop, ticks = QDeadlineTimer(timeout), QEventLoop(), QTimer()
    ticks.start(LOOK_EVERY_MS)  # a timer is an event: it ends a round in which nothing else comes
    while not _holds(callback, until):
        _play_one_round(loop)
    ticks.stop()
    QTimer.singleShot(0, loop, loop.quit)  # comes after all that was posted before
    loop.exec()


def _holds(callback: Callable[[], bool | None], until: QDeadlineTimer | None) -> bool:
    __tracebackhide__ = True
    try:
        answer = callback()
    except AssertionError as error:
        if until is not None and until.hasExpired():
            raise WaitedTooLong("it did not come true in time") from error
        return False
    if answer not in (None, True, False):
        raise ValueError(f"waitUntil() callback must return None, True or False, returned {answer!r}")
    if answer is False and until is not None and until.hasExpired():
        raise WaitedTooLong("it did not come true in time")
    return answer is not False


def _play_one_round(loop: QEventLoop) -> None:
    """Wait for an event and let everything that is ready be done; widgets that were to be deleted are."""
    rounds = 0

    def end_the_second() -> None:
        nonlocal rounds
        rounds += 1
        if rounds > 1:
            loop.quit()

    before_a_round = QAbstractEventDispatcher.instance().aboutToBlock
    connection = before_a_round.connect(end_the_second)
    loop.exec()
    before_a_round.disconnect(connection)
