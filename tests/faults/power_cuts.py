"""Cutting the power after every operation of a recording, and opening what is left with the real program."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.domain.verification_findings import Verification
from sukui_desktop.models.ids import PollId
from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.record.key_shares import SharedSecret, join_secret
from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import open_keys_with_proofs
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.services.vote.poll_box import count_slips_of_opened_box, find_or_open_box
from sukui_desktop.services.vote.poll_heads import list_polls
from sukui_desktop.storage.box_witness import BoxWitness
from sukui_desktop.storage.database_faults import faults_translated
from sukui_desktop.storage.poll_secrets import SecretName
from sukui_desktop.storage.station_folder import StationFolder
from tests.builders import rooms
from tests.faults import scene
from tests.faults.box_scene import spent_slips
from tests.faults.disk_model import Chooser, Disk, Replay, half_of
from tests.faults.strace_reading import Call


class Promised(NamedTuple):
    """What had been told when the power went."""

    steps: frozenset[str]
    entries: int
    receipts: tuple[str, ...]
    audits: int
    """Ballots that were opened instead of cast."""


class State(NamedTuple):
    """A disk after a power cut."""

    after: int
    """How many changes the disk had seen."""
    call: str
    kept: str
    """none | half | all of what was not synced."""
    files: dict[str, bytes | None]
    promised: Promised


class Lost(NamedTuple):
    """A state in which a promise was broken."""

    state: State
    reason: str

    def __str__(self) -> str:
        return f"after change {self.state.after} ({self.state.call}), {self.state.kept} kept: {self.reason}"


def states(calls: Iterator[Call], disk: Path, told: Path, seeds: range, begin: str = "") -> Iterator[State]:
    """Yield every different state of the disk, from the promise `begin` on (all when it is '')."""
    replay, seen = Replay(Disk(disk, ["room"])), set[bytes]()
    changes = 0
    for call in calls:
        changes += replay.play(call)
        promised = read_promises(replay.heard.get(str(told), bytearray()))
        if call.name not in _CHANGING or (begin and begin not in promised.steps):
            continue
        choosers: list[tuple[str, Chooser]] = [("none", lambda: False), ("all", lambda: True)]
        choosers += [("half", half_of(changes * 1000 + seed)) for seed in seeds]
        for kept, chooser in choosers:
            files = replay.disk.after_power_cut(chooser)
            mark = _mark(files, promised)
            if mark not in seen:
                seen.add(mark)
                yield State(changes, call.name, kept, files, promised)


_CHANGING = frozenset(
    ("openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "unlink", "rmdir", "mkdir")
)


def read_promises(told: bytes | bytearray) -> Promised:
    """Return what the whole lines of a file of promises say."""
    lines = told[: told.rfind(b"\n") + 1].decode("ascii").splitlines()
    entries = [int(line.split()[1]) for line in lines if line.startswith("entry ")]
    receipts = tuple(line.split()[1] for line in lines if line.startswith("receipt "))
    audits = sum(line.startswith("audit ") for line in lines)
    steps = frozenset(line for line in lines if " " not in line)
    return Promised(steps, max(entries, default=-1) + 1, receipts, audits)


def _mark(files: dict[str, bytes | None], promised: Promised) -> bytes:
    total = hashlib.blake2b(
        repr((sorted(promised.steps), promised.entries, promised.receipts, promised.audits)).encode()
    )
    for path, content in sorted(files.items()):
        total.update(f"{path}\0{-1 if content is None else len(content)}\0".encode())
        total.update(_mark_of_content(content or b""))
    return total.digest()


@lru_cache(maxsize=256)
def _mark_of_content(content: bytes) -> bytes:
    return hashlib.blake2b(content).digest()


def thinned(every: Iterator[State], share: dict[str, float], seed: int) -> Iterator[State]:
    """Yield of each kind of state its share, drawn by lot."""
    lot = random.Random(seed)
    for state in every:
        if lot.random() < share[state.kept]:
            yield state


def lay_out(state: State, root: Path) -> None:
    """Put the files of a state on a real disk."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    for path, content in state.files.items():
        if content is None:
            (root / path).mkdir(mode=0o700)
        else:
            (root / path).write_bytes(content)
            if path.endswith(".witness"):
                keep_its_number(root / path)


def keep_its_number(path: Path) -> None:
    """A file keeps its number through a power cut; laid out anew it has another, by which a copy is told."""
    witness = BoxWitness(path)
    note = witness.read_note()
    if note is not None:
        witness.write_note(note.box_id, note.counts)
        witness.close()


def look_for_losses(state: State, root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Open a state with the real program. Return '' when every promise is kept, else what was lost."""
    lay_out(state, root)
    monkeypatch.setenv("SUKUI_HOME", str(root / "home"))
    try:
        _check(state.promised, root)
    except SukuiError as error:
        return "" if "meeting" not in state.promised.steps else f"{type(error).__name__} {error}"
    except AssertionError as error:
        return str(error)
    return ""


def _check(promised: Promised, root: Path) -> None:
    context, path = make_context(), root / scene.MEETING
    found = verify_meeting(path, scene.PASSPHRASE, context, promised.receipts)
    assert found.entries >= promised.entries, f"{found.entries} entries of {promised.entries} promised"
    if "ready" in promised.steps:
        _check_poll(found, promised)
    if "copy" in promised.steps:
        # On another machine: here it lacks what was written after it, and is told so.
        elsewhere = msgspec.structs.replace(context, station=StationFolder(root / "elsewhere"))
        copied = verify_meeting(root / scene.COPY, scene.PASSPHRASE, elsewhere, ())
        assert copied.entries > 0
    room = open_meeting(path, scene.PASSPHRASE, context)
    try:
        if "ready" in promised.steps:
            _check_key(room, PollId(found.polls[0].poll_id))
        goes_on(room)
    finally:
        close_meeting_and_boxes(room)
    verify_meeting(path, scene.PASSPHRASE, context, promised.receipts)


def _check_key(room: Room, poll_id: PollId) -> None:
    """See that the second person can open the box."""
    proofs = rooms.two_signers(room)[1:]
    with room.reading() as tx:
        shares = tx.poll_secrets.find(poll_id, SecretName.TALLY_SHARES)
        assert shares is not None, "nobody can open the box"
        join_secret(canonical_bytes.decode(shares, SharedSecret), open_keys_with_proofs(tx, proofs))


def _check_poll(found: Verification, promised: Promised) -> None:
    (poll,) = found.polls
    assert poll.box in ("open", "matches"), f"the box is {poll.box}"
    assert poll.audits.audits >= promised.audits, "a ballot was shown to everybody and is not on record"
    assert poll.audits.are_all_agreed
    if "closed" in promised.steps:
        assert poll.box == "matches", "the closing is gone"


def goes_on(room: Room, stopping: int = 1) -> None:
    """See that box and journal agree and that the meeting can be worked with.

    `stopping` slips may have been stopped in the box and not yet noted in the journal.
    """
    for view in list_polls(room):
        if view.state in HAS_BOX:
            assert_equal_counts(room, view.poll_id, stopping)
    for item in list_items(room)[-1:]:
        record_note(room, item.row.item_id, "사람", "전기가 돌아왔습니다", reason="정전 뒤에 적음")


def assert_equal_counts(room: Room, poll_id: PollId, stopping: int) -> None:
    """Every spent slip has its ballot, but those that were stopped."""
    opened = find_or_open_box(room, poll_id)
    box = opened.box
    with faults_translated(box.path):
        spent = spent_slips(box)
    with room.reading() as tx:
        slips = count_slips_of_opened_box(tx, opened)
    stopped, issued = slips.spoiled + slips.returned, slips.issued
    filled = box.count_spent_and_filled().filled
    assert filled <= issued, f"{filled} ballots of {issued} slips"
    assert stopped <= spent - filled <= stopped + stopping, f"{spent} slips spent, {filled} ballots, {stopped} stopped"


def find_losses(
    found: Iterator[State],
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    most: int = 1_000_000,
    look: Callable[[State, Path, pytest.MonkeyPatch], str] = look_for_losses,
) -> tuple[list[Lost], Counter[str]]:
    """Look at every state (or until `most` were lost) and count them by what was kept."""
    lost: list[Lost] = []
    counted: Counter[str] = Counter()
    for state in found:
        counted[state.kept] += 1
        reason = look(state, root, monkeypatch)
        if reason:
            lost.append(Lost(state, reason))
            if len(lost) >= most:
                break
    return lost, counted
