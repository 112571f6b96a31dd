"""The benchmarks of the hall with few voters: what voters were told is what was counted, never how quick it was."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

VOTERS = 60


def _bench(*words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks", *words, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def test_a_hall_in_which_one_of_each_goes_wrong_counts_what_voters_were_told(tmp_path: Path) -> None:
    """Mutants: a hub that answers before the box has the ballot loses some; a kiosk that seals anew has voters refused.

    The box it is counted from is that of another machine, which had a copy of the meeting file and what kiosks kept.
    A kiosk killed in mid-vote may leave a ballot of which its voter was not told: the slip is then used.
    """
    hall = _bench(
        *("hall", "--voters", f"{VOTERS}", "--kiosks", "3", "--desks", "1", "--minutes", "0.3"),
        *("--folder", str(tmp_path)),
    )
    assert (hall["lost"], hall["twice"]) == (0, 0)
    assert hall["in_box"] == hall["counted"] == hall["told"] + hall["in_box_and_not_told"]
    assert hall["refused"] in ({}, {"slip_used": hall["in_box_and_not_told"]})
    assert hall["told"] + hall["in_box_and_not_told"] + hall["slips_of_unknown_outcome"] == VOTERS
    assert hall["in_box_and_not_told"] <= hall["trouble"]["kiosks_killed"] == 1
    assert hall["trouble"]["black_holed"]["request swallowed"]
    assert 0 < hall["trouble"]["ballots_brought_by_kiosks"] <= hall["in_box"]
    undisturbed = hall["confirm_to_receipt_ms"]["undisturbed"]
    assert 0 < undisturbed["p50"] <= undisturbed["p99"] <= undisturbed["most"]
    assert hall["hub_cpu_ms_per_cast"] > 0
    assert not list(tmp_path.iterdir())


def test_voters_in_a_row_leave_nothing_behind_at_kiosk_and_hub(tmp_path: Path) -> None:
    row = _bench("row", "--voters", "120", "--rounds", "1", "--folder", str(tmp_path))
    (figures,) = row["ours"]
    assert row["options"] == 600
    assert figures["cast_ms"]["casts"] == figures["memory"][-1]["casts"] == 120
    first, last = figures["memory"][0], figures["memory"][-1]
    assert last["kiosk_mb"] < 1.1 * first["kiosk_mb"]
    assert last["hub_mb"] < 1.1 * first["hub_mb"]
    assert figures["window_ms"] > 0
    assert figures["ballot_ms"] > 0
