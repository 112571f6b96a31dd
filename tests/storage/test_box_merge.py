"""Many ballots put into a box at once: all of them or none, whatever is asked again and whenever it is cut off."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sukui_desktop.domain.errors import Conflict, NotFound
from sukui_desktop.domain.rollback_detection import BoxCounts
from sukui_desktop.storage.ballot_box import BallotBox, open_box
from tests.conftest import IS_LONG
from tests.storage.test_ballot_box import KEY, ballot, lay, tag


@pytest.fixture
def box(tmp_path: Path) -> Iterator[BallotBox]:
    opened = lay(tmp_path / "p.box", 12)
    yield opened
    opened.close()


def test_a_merge_spends_slips_and_fills_slots(box: BallotBox) -> None:
    box.cast_ballot(tag(9), ballot(9))
    box.merge([tag(n) for n in range(4)], [ballot(n) for n in range(4)])
    assert box.count_spent_and_filled() == BoxCounts(spent=5, filled=5)
    assert box.list_unspent([tag(n) for n in range(6)]) == (tag(4), tag(5))
    box.cast_ballot(tag(5), ballot(5))
    assert box.list_sealed_ballots() == tuple(ballot(n) for n in (0, 1, 2, 3, 5, 9))


def test_a_merge_with_one_slip_that_is_used_puts_in_nothing(box: BallotBox) -> None:
    """Seen to fail where each ballot has a transaction of its own."""
    box.cast_ballot(tag(2), ballot(9))
    with pytest.raises(Conflict, match="box_slot_taken"):
        box.merge([tag(n) for n in range(4)], [ballot(n) for n in range(4)])
    assert box.count_spent_and_filled() == BoxCounts(spent=1, filled=1)
    with pytest.raises(Conflict, match="box_slot_taken"):
        box.merge([tag(0), tag(0)], [ballot(0), ballot(1)])
    assert box.list_sealed_ballots() == (ballot(9),)


def test_more_than_there_is_room_for_and_unknown_slips_are_refused(box: BallotBox) -> None:
    with pytest.raises(Conflict, match="box_full"):
        box.merge([tag(n) for n in range(13)], [ballot(n) for n in range(13)])
    with pytest.raises(NotFound, match="slip_unknown"):
        box.list_unspent([tag(99)])
    with pytest.raises(ValueError, match="1"):
        box.merge([tag(0)], [])
    assert box.count_spent_and_filled() == BoxCounts()


_CHILD = """
import random, sys
from pathlib import Path
from sukui_desktop.storage.ballot_box import open_box
box = open_box(Path(sys.argv[1]), bytes(range(32)), random.SystemRandom())
print("open", flush=True)
for start in range(0, 400, 20):
    numbers = range(start, start + 20)
    box.merge([n.to_bytes(32, "big") for n in numbers], [n.to_bytes(50, "big") for n in numbers])
    print(start, flush=True)
"""


def test_a_kill_in_a_merge_leaves_all_or_nothing(tmp_path: Path) -> None:
    """Twenty at a time, killed at any moment: whole twenties are there, and every one that was acknowledged."""
    for run in range(30 if IS_LONG else 5):
        path = tmp_path / f"{run}" / "p.box"
        path.parent.mkdir()
        lay(path, 400).close()
        with subprocess.Popen([sys.executable, "-c", _CHILD, str(path)], stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(random.uniform(0.001, 0.15))
            child.kill()
            told = [line for line in child.stdout.read().splitlines() if line]
        with closing(open_box(path, KEY, random.Random(1))) as found:
            counts = found.count_spent_and_filled()
            assert counts.spent == counts.filled
            assert counts.filled % 20 == 0
            assert 20 * len(told) <= counts.filled <= 20 * (len(told) + 1)
