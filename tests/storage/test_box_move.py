"""A box that is moved into a new file under another key, and what versions of a box tell somebody with its key."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.storage.ballot_box import (
    BallotBox,
    create_box_file,
    next_box_path,
    open_box,
    open_box_without_writing,
)
from sukui_desktop.storage.box_file_move import (
    discard_next_box,
    find_box_file,
    finish_or_undo_file_move,
    read_box_mark,
    write_next_box,
)

OLD_KEY, NEW_KEY = bytes(range(32)), bytes(range(1, 33))
BOX_ID = bytes(range(16))
LENGTH = 123


def tag(n: int) -> bytes:
    return random.Random(n).randbytes(32)


def ballot(n: int) -> bytes:
    return random.Random(1000 + n).randbytes(LENGTH)


def lay(path: Path, count: int) -> BallotBox:
    """Return an open box with twice as many slots as are voted into."""
    tags = [tag(n) for n in range(2 * count)]
    return create_box_file(path, OLD_KEY, tags, 2 * count, LENGTH, random.SystemRandom(), box_id=BOX_ID)


def voted(path: Path, count: int = 40) -> BallotBox:
    box = lay(path, count)
    for n in range(count):
        box.cast_ballot(tag(n), ballot(n))
    box.stop_slip(tag(count), is_spoiled=True)
    return box


def move(box: BallotBox) -> bytes:
    mark = write_next_box(box, NEW_KEY, random.SystemRandom())
    box.close()
    return mark


def places(box: BallotBox) -> list[int]:
    """Return the places of the ballots in the order of casting."""
    rows = box._connection.execute("SELECT sealed, place FROM slot WHERE filled = 1").fetchall()
    found = {bytes(sealed): place for sealed, place in rows}
    return [found[ballot(n)] for n in range(len(found))]


def opens(path: Path, key: bytes) -> bool:
    try:
        open_box_without_writing(path, key, random.Random(1)).close()
    except StorageFault:
        return False
    return True


def test_the_new_file_holds_the_same_in_other_places_and_the_old_key_opens_nothing(tmp_path: Path) -> None:
    """Seen to fail on `PRAGMA rekey` and on a copy by SQLite's backup: both leave each ballot in its place."""
    box = voted(tmp_path / "p.box")
    before, contents = places(box), box.read_contents()
    finish_or_undo_file_move(box.path, move(box))
    assert [path.name for path in tmp_path.iterdir()] == ["p.box"]
    assert not opens(tmp_path / "p.box", OLD_KEY)
    with closing(open_box(tmp_path / "p.box", NEW_KEY, random.Random(1))) as moved:
        assert moved.read_contents() == contents
        assert (moved.box_id, moved.count_spent_slips().spoiled) == (BOX_ID, 1)
        assert sum(a == b for a, b in zip(before, places(moved), strict=True)) < 10
        moved.cast_ballot(tag(50), ballot(40))
        assert moved.count_spent_and_filled().filled == 41


def test_places_in_the_new_file_are_in_no_order(tmp_path: Path) -> None:
    """Neither by turn nor by bytes. Seen to fail where the ballots are written sorted or as they lay."""
    runs, count = 6, 40
    pairs = count * (count - 1) // 2
    by_turn, by_bytes = 0, 0
    for run in range(runs):
        box = voted(tmp_path / f"{run}.box", count)
        finish_or_undo_file_move(box.path, move(box))
        with closing(open_box(box.path, NEW_KEY, random.Random(1))) as moved:
            turn = places(moved)
        sorted_ = [turn[n] for n in sorted(range(count), key=ballot)]
        by_turn += sum(a < b for n, a in enumerate(turn) for b in turn[n + 1 :])
        by_bytes += sum(a < b for n, a in enumerate(sorted_) for b in sorted_[n + 1 :])
    assert 0.4 < by_turn / (runs * pairs) < 0.6
    assert 0.4 < by_bytes / (runs * pairs) < 0.6


def test_an_undecided_file_is_no_box_and_goes(tmp_path: Path) -> None:
    """Killed before the closing was written. Seen to fail where the newer of two files is taken."""
    box = voted(tmp_path / "p.box", 4)
    move(box)
    for mark in (b"", read_box_mark(box.path)):
        assert find_box_file(box.path, mark) == box.path
    finish_or_undo_file_move(box.path, b"")
    assert not next_box_path(box.path).exists()
    assert opens(box.path, OLD_KEY)


def test_an_undecided_file_is_overwritten_before_it_goes(tmp_path: Path) -> None:
    """A second name of it is read afterwards: at the opening, at once after a failure, and before it is written anew.

    Seen to fail where it is only unlinked.
    """
    box = voted(tmp_path / "p.box", 4)

    def settle() -> None:
        finish_or_undo_file_move(box.path, b"")

    def discard() -> None:
        discard_next_box(box.path, b"")

    def write_again() -> None:
        with closing(open_box(box.path, OLD_KEY, random.Random(1))) as again:
            write_next_box(again, NEW_KEY, random.SystemRandom())

    move(box)
    for place, act in enumerate((write_again, settle, discard)):
        os.link(next_box_path(box.path), tmp_path / f"kept{place}")
        act()
        assert not (tmp_path / f"kept{place}").read_bytes().strip(b"\0")
        with closing(open_box(box.path, OLD_KEY, random.Random(1))) as again:
            write_next_box(again, NEW_KEY, random.SystemRandom())


def test_a_decided_file_is_never_discarded_and_an_older_mark_undoes_nothing(tmp_path: Path) -> None:
    """Seen to fail where a failure after the commit clears away the file that has become the box."""
    box = voted(tmp_path / "p.box", 4)
    mark = move(box)
    discard_next_box(box.path, mark)
    finish_or_undo_file_move(box.path, b"", may_undo=False)
    assert opens(next_box_path(box.path), NEW_KEY)
    finish_or_undo_file_move(box.path, mark, may_undo=False)
    assert [path.name for path in tmp_path.iterdir()] == ["p.box"]
    assert opens(box.path, NEW_KEY)


def _untouched(path: Path) -> None:
    pass


def _half_overwritten(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.write(bytes(5000))


def _stale_journal(path: Path) -> None:
    path.with_name(f"{path.name}-journal").write_bytes(bytes(28) + b"pages of the old box")


@pytest.mark.parametrize("cut", [_untouched, _half_overwritten, _stale_journal, Path.unlink])
def test_a_decided_file_becomes_the_box_wherever_it_was_cut_off(tmp_path: Path, cut: Callable[[Path], object]) -> None:
    """Killed after the closing was written. Seen to fail where only a whole old file is looked at."""
    box = voted(tmp_path / "p.box", 4)
    mark = move(box)
    cut(box.path)
    assert find_box_file(box.path, mark) == next_box_path(box.path)
    for _ in range(2):  # again after it was done: nothing happens
        finish_or_undo_file_move(box.path, mark)
        assert [path.name for path in tmp_path.iterdir()] == ["p.box"]
        assert opens(box.path, NEW_KEY)


def test_the_old_file_is_overwritten_before_it_gives_way(tmp_path: Path) -> None:
    """A second name of it is read afterwards. Seen to fail where it is only unlinked or renamed over."""
    box = voted(tmp_path / "p.box", 4)
    mark = move(box)
    os.link(box.path, tmp_path / "kept")
    finish_or_undo_file_move(box.path, mark)
    assert not (tmp_path / "kept").read_bytes().strip(b"\0")


def test_another_file_in_the_place_of_the_box_is_left_alone_and_refused(tmp_path: Path) -> None:
    """Seen to fail where the file that bears the name is taken: an old box put back after the closing."""
    box = voted(tmp_path / "p.box", 4)
    shutil.copy(box.path, tmp_path / "old")
    mark = move(box)
    finish_or_undo_file_move(box.path, mark)
    (tmp_path / "old").replace(box.path)
    for act in (find_box_file, finish_or_undo_file_move):
        with pytest.raises(StorageFault, match="box_of_another"):
            act(box.path, mark)
    assert opens(box.path, OLD_KEY)


def test_a_file_that_does_not_read_back_the_same_is_no_next_box(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail where what was written is not opened: one ballot less would be told at the count."""
    box = voted(tmp_path / "p.box", 4)
    read = BallotBox.list_sealed_ballots

    def without_one(self: BallotBox) -> tuple[bytes, ...]:
        return read(self)[self is not box :]

    monkeypatch.setattr(BallotBox, "list_sealed_ballots", without_one)
    with pytest.raises(StorageFault, match="copy_differs"):
        write_next_box(box, NEW_KEY, random.SystemRandom())
    monkeypatch.undo()
    box.cast_ballot(tag(6), ballot(4))
    box.close()


# What copies of the box over time tell somebody who has keys. The figures stand in docs/security.md.


def join(before: Path, after: Path, key: bytes) -> tuple[set[bytes], set[bytes]]:
    """Return the slips spent and the ballots cast between two copies of a box."""
    found = []
    for image in (before, after):
        with closing(open_box_without_writing(image, key, random.Random(1))) as box:
            contents = box.read_contents()
        found.append(({each for each, use in contents.slips if use}, set(contents.ballots)))
    return found[1][0] - found[0][0], found[1][1] - found[0][1]


def versions(tmp_path: Path, count: int) -> list[Path]:
    """Return copies of an open box before the first cast and after each; the box is then closed and moved."""
    box = lay(tmp_path / "p.box", count)
    images = [Path(shutil.copy(box.path, tmp_path / "0.image"))]
    for n in range(count):
        box.cast_ballot(tag(n), ballot(n))
        images.append(Path(shutil.copy(box.path, tmp_path / f"{n + 1}.image")))
    finish_or_undo_file_move(box.path, move(box))
    return images


@pytest.mark.parametrize("count", [5, 10, 40])
def test_two_copies_around_a_cast_join_it_for_who_has_the_key_of_the_open_box(tmp_path: Path, count: int) -> None:
    """What no design prevents (docs/security.md): n of n are joined, and copies k casts apart leave k to guess from."""
    images = versions(tmp_path, count)
    joined = [join(before, after, OLD_KEY) for before, after in pairwise(images)]
    assert sum(found == ({tag(n)}, {ballot(n)}) for n, found in enumerate(joined)) == count
    slips, ballots = join(images[0], images[5], OLD_KEY)
    assert len(slips) == len(ballots) == 5


@pytest.mark.parametrize("count", [5, 10, 40])
def test_the_key_of_the_closed_box_opens_no_copy_of_the_open_one(tmp_path: Path, count: int) -> None:
    """After the closing it is the one key that is left: 0 of n are joined. Seen to fail on a box that keeps its key."""
    images = versions(tmp_path, count)
    assert [image for image in images if opens(image, NEW_KEY)] == []
    with closing(open_box_without_writing(tmp_path / "p.box", NEW_KEY, random.Random(1))) as closed:
        assert len(closed.list_sealed_ballots()) == count
