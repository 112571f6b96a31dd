"""One day, one program: from a new meeting to the certified result, by mouse and keys only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sukui_desktop.wording.times import local_datetime
from tests.e2e.command import sukui
from tests.e2e.day import FACILITATOR, OBSERVER, PASSPHRASE, TITLE, Day, live
from tests.e2e.lists import VOTES

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_whole_day_by_mouse_and_keys(station_home: Path, tmp_path: Path) -> None:
    day = Day(tmp_path)
    assert live(day.whole, ["--home"]) == 0
    assert [window for window in QApplication.topLevelWidgets() if window.isVisible()] == []

    (file,) = (path for path in (station_home / "meetings").glob("*.sukui") if "사본" not in path.name)
    (result,) = (station_home / "meetings").glob("*.json")
    told = json.loads(result.read_text(encoding="utf-8"))
    assert told["votes"] == VOTES
    assert told["selected"] == ["A1", "B1", "A2", "B2"]
    assert (told["ballots_cast"], told["ballots_valid"], told["ballots_blank"], told["ballots_invalid"]) == (5, 4, 1, 0)
    assert (told["total_cost"], told["ceiling"]) == (27_100_000_000, 27_500_000_000)
    assert told["equation"] == {"issued": 7, "cast": 5, "spoiled": 0, "returned": 1, "not_returned": 1}
    assert told["certified_by"] == []
    assert not any(name in result.read_text(encoding="utf-8") for name in (FACILITATOR, OBSERVER))
    assert told["is_practice"] is False
    starts = local_datetime(told["meeting"]["starts_at_ms"])
    assert (starts.month, starts.day, starts.hour, starts.minute) == (9, 12, 10, 30)
    assert (told["meeting"]["title"], told["meeting"]["place"]) == (TITLE, "3층 공용회의실")
    assert len(set(day.citizens.receipts)) == 5

    verified = sukui("verify", file, "--json", SUKUI_PASSPHRASE=PASSPHRASE)
    assert verified.code == 0, verified.err
    (copied,) = (path for path in (station_home / "meetings").glob("*.sukui") if "사본" in path.name)
    assert sukui("verify", copied, SUKUI_PASSPHRASE=PASSPHRASE).code == 0
    assert len(list((station_home / "meetings").glob("*.pdf"))) == 3
