"""Screens and papers show the meeting's clock, on whatever time zone the machine runs."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from sukui_desktop.documents.write.attendance_sheet import attendance_document
from sukui_desktop.domain.papers.document_blocks import document_text
from sukui_desktop.ui.widgets.form_fields import MomentField
from sukui_desktop.wording.times import moment_words
from tests.builders import papers


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Seoul", "Pacific/Kiritimati"])
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_screen_and_paper_show_the_same_moment(qtbot: QtBot, machine_zone: str) -> None:
    field = MomentField()
    qtbot.addWidget(field)
    field.show_moment(papers.STARTS)
    assert field.text() == "2026. 8. 29. 14:00", machine_zone
    assert field.typed_moment_ms() == papers.STARTS
    assert moment_words(papers.STARTS) == "2026. 8. 29.(토) 14:00"
    assert moment_words(papers.STARTS) in document_text(attendance_document(papers.attendance_sheet(3)))


def test_every_hour_of_a_day_can_be_typed_in(qtbot: QtBot, machine_zone: str) -> None:
    field = MomentField()
    qtbot.addWidget(field)
    for hours in range(0, 24 * 400, 7):
        at_ms = papers.STARTS + hours * 3_600_000
        field.show_moment(at_ms)
        assert field.typed_moment_ms() == at_ms, machine_zone
