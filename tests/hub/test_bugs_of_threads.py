"""A bug in a thread of a station's program is reported as one of its windows: a kiosk does not go on mute."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from sukui_desktop.programs import uncaught_error_dialog
from sukui_desktop.programs.station_pulse import StationPulse
from sukui_desktop.programs.uncaught_error_dialog import ThreadErrors


class BrokenLine:
    """A line with a bug."""

    def send_pulse(self, pulse: object) -> object:
        """Have a bug."""
        raise ZeroDivisionError(pulse)


@pytest.fixture
def errors() -> Iterator[ThreadErrors]:
    made = ThreadErrors()
    yield made
    made.stop()


@pytest.mark.usefixtures("errors")
def test_a_bug_of_the_pulse_is_shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread ended with a line on the standard error, and the window said for ever that the hub is there."""
    shown: list[Any] = []
    monkeypatch.setattr(uncaught_error_dialog, "show_uncaught_error", lambda *raised: shown.append(raised))
    pulse = StationPulse(BrokenLine())  # type: ignore[arg-type]
    pulse.start()
    qtbot.waitUntil(lambda: bool(shown), timeout=5_000)
    kind, error, trace = shown[0]
    assert (kind, type(error)) == (ZeroDivisionError, ZeroDivisionError)
    assert trace is not None
    pulse.stop()
