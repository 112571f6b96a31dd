"""A ballot box alone, laid, voted into and moved: thousands of power cuts fit in minutes, as with no whole meeting.

The move is decided by a small file with the mark of the new box, as in the program by the meeting file's commit.
"""

from __future__ import annotations

import os
import random
import secrets
from collections import Counter
from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.storage.ballot_box import BallotBox, create_box_file, open_box, open_box_without_writing
from sukui_desktop.storage.box_file_move import find_box_file, finish_or_undo_file_move, write_next_box
from sukui_desktop.storage.box_witness import BoxWitness
from sukui_desktop.storage.durable_files import write_file_durably
from tests.faults.disk_model import Disk, Replay, half_of
from tests.faults.strace_reading import Call

KEY, NEXT_KEY = bytes(range(32)), bytes(range(1, 33))
SEALED_LENGTH = 123
BOX = "room/p.box"
WITNESS = "room/p.witness"
DECISION = "room/p.decision"


def tag_of(place: int) -> bytes:
    """Return the tag of a slip."""
    return random.Random(place).randbytes(32)


def play(arguments: list[str]) -> None:
    """Lay a box of `slots` and cast `ballots`, telling each sealed ballot after its cast; then move it."""
    disk, told, slots, ballots = Path(arguments[0]), arguments[1], int(arguments[2]), int(arguments[3])
    descriptor = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    tags = [tag_of(place) for place in range(slots)]
    witness = BoxWitness(disk / WITNESS)
    box = create_box_file(
        disk / BOX, KEY, tags, slots, SEALED_LENGTH, random.Random(1), box_id=bytes(16), witness=witness
    )
    os.write(descriptor, b"laid\n")
    for tag in tags[:ballots]:
        sealed = secrets.token_bytes(SEALED_LENGTH)
        box.cast_ballot(tag, sealed)
        os.write(descriptor, f"{sealed.hex()}\n".encode())
    mark = write_next_box(box, NEXT_KEY, random.Random(3))
    write_file_durably(disk / DECISION, mark)
    box.close()
    os.write(descriptor, b"closed\n")
    finish_or_undo_file_move(disk / BOX, mark)
    os.write(descriptor, b"settled\n")


def spent_slips(box: BallotBox) -> int:
    """Count the slips that were spent."""
    return int(box._connection.execute("SELECT count(*) FROM slip WHERE spent > 0").fetchone()[0])


def what_is_wrong(path: Path, promised: list[bytes]) -> str:
    """Open a laid box and return what is wrong with it, '' when all is well."""
    decision = path.with_suffix(".decision")
    mark = decision.read_bytes() if decision.exists() else b""
    try:
        found = find_box_file(path, mark)
        with closing(open_box_without_writing(found, NEXT_KEY if mark else KEY, random.Random(2))):
            pass  # as `verify` finds it
        finish_or_undo_file_move(path, mark)
        box = open_box(path, NEXT_KEY if mark else KEY, random.Random(2))
    except (SukuiError, sqlcipher.DatabaseError):
        return "the box does not open"
    try:
        noted, counted = BoxWitness(path.with_suffix(".witness")).read_note(), box.count_spent_and_filled()
        ballots = box.list_sealed_ballots()
        spent = spent_slips(box)
        damaged = box._connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
    except (SukuiError, sqlcipher.DatabaseError):
        return "the box cannot be read"
    finally:
        box.close()
    if damaged:
        return "integrity_check"
    if any("-next" in each.name for each in path.parent.iterdir()):
        return "a move was not settled"
    if not set(promised) <= set(ballots):
        return "an acknowledged ballot is lost"
    if noted is None or noted.counts.filled < len(promised):
        return "the witness knows less than was acknowledged"
    if counted.is_behind(noted.counts):
        return "the witness knows more than the box"
    return "" if spent == len(ballots) else "slips and ballots differ"


def count_losses(calls: list[Call], disk: Path, told: Path, work: Path, halves: int) -> tuple[int, Counter[str]]:
    """Return how many different states of the recording were opened, and what was wrong in how many."""
    replay, seen, wrong = Replay(Disk(disk, ["room"])), set[int](), Counter[str]()
    (work / "room").mkdir(parents=True, exist_ok=True)
    changes = 0
    for call in calls:
        changes += replay.play(call)
        lines = bytes(replay.heard.get(str(told), b"")).decode().splitlines()
        if "laid" not in lines:
            continue
        promised = [bytes.fromhex(line) for line in lines if line not in ("laid", "closed", "settled")]
        choosers = [lambda: False, lambda: True, *(half_of(changes * 1000 + seed) for seed in range(halves))]
        for chooser in choosers:
            files = replay.disk.after_power_cut(chooser)
            mark = hash((len(promised), tuple(sorted(files.items()))))
            if mark not in seen:
                seen.add(mark)
                reason = _open_state(files, work, promised)
                if reason:
                    wrong[reason] += 1
    return len(seen), wrong


def _open_state(files: dict[str, bytes | None], work: Path, promised: list[bytes]) -> str:
    for old in (work / "room").iterdir():
        old.unlink()
    for path, content in files.items():
        if content is not None:
            (work / path).write_bytes(content)
    return what_is_wrong(work / BOX, promised)
