"""Garbage is collected on the window's thread, and given back to Python at the end."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sukui_desktop.programs import garbage_collection
from sukui_desktop.programs.garbage_collection import WindowThreadCollector


class Ring:
    """Something only a collection can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def owner(qapp: QApplication) -> Iterator[QObject]:
    yield QObject(qapp)
    gc.enable()


def test_python_does_not_collect_by_itself_meanwhile(owner: QObject) -> None:
    collector = WindowThreadCollector(owner)
    assert not gc.isenabled()
    collector.restore_automatic_collection()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_what_is_left_in_rings_is_freed_on_the_window_s_thread(
    qtbot: QtBot, owner: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage_collection, "PERIOD_MS", 1)
    collector = WindowThreadCollector(owner)
    freed_by: list[threading.Thread] = []
    ring = Ring()
    weakref.finalize(ring, lambda: freed_by.append(threading.current_thread()))
    del ring
    qtbot.waitUntil(lambda: bool(freed_by))
    collector.restore_automatic_collection()
    assert freed_by == [threading.main_thread()]
