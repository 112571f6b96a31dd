"""Any byte that is changed in a meeting file is detected; in an entry, it is the very entry that is named."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sukui_desktop.domain.errors import SukuiError, VerifyFailed
from sukui_desktop.record.entry_header import hash_header_and_signature
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.storage.meeting_file import open_meeting_file_without_stream
from tests.builders import forger, rooms
from tests.builders.held_vote import Held, hold_vote
from tests.conftest import IS_LONG

PARTS = ("signed", "signature", "salt", "body")
"""Columns of an entry; what is not in them is built from them."""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return hold_vote(tmp_path_factory.mktemp("changed"), "closed")


def places(size: int, count: int) -> Iterator[int]:
    """Yield one place in every page, then random ones."""
    chance = random.Random(20_261_129)
    for page in range(0, size, 4096):
        yield page + chance.randrange(min(4096, size - page))
    for _ in range(count):
        yield chance.randrange(size)


def test_any_changed_byte_of_the_file_is_detected(held: Held) -> None:
    """I7. Every page of the file, and random places. Seen to fail without `check_pages` in `check_meeting_file`."""
    whole = held.path.read_bytes()
    unseen, codes = [], set[str]()
    for at in places(len(whole), 10_000 if IS_LONG else 40):
        changed = bytearray(whole)
        changed[at] ^= 1 << (at % 8)
        held.path.write_bytes(changed)
        try:
            verify_meeting(held.path, rooms.PASSPHRASE, held.context)
        except SukuiError as refused:
            codes.add(refused.code)
        else:
            unseen.append(at)
    held.path.write_bytes(whole)
    assert unseen == []
    assert codes <= {"pages_damaged", "foreign", "corrupt", "wrong_passphrase", "newer_format"}, codes


@pytest.mark.parametrize("part", PARTS)
def test_a_changed_byte_of_an_entry_names_the_entry(held: Held, part: str, tmp_path: Path) -> None:
    """I7. By somebody with the passphrase, who changes one byte of one entry, its hash to fit, and every page.

    Seen to fail on a verification that takes every signature for right, and on one that compares no body with what
    was signed of it.
    """
    folder = rooms.copy_tree(held.path.parent, tmp_path / "held")
    path, context = folder / held.path.name, rooms.make_context(folder)
    chance = random.Random(7)
    forger.forget_witness(context)
    for seq in sorted({*range(0, held.entries, 1 if IS_LONG else 6), held.entries - 1}):
        with (
            closing(open_meeting_file_without_stream(path, held.key, context.station, context.now)) as opened,
            opened.database.begin(),
        ):
            ask = "SELECT rowid, signed, signature, salt, body, hash FROM entry WHERE seq = ?"
            row, *before = opened.database.raw.execute(ask, (seq,)).fetchone()
            after = dict(zip((*PARTS, "hash"), map(bytearray, before), strict=True))
            after[part][chance.randrange(len(after[part]))] ^= 1
            after["hash"] = bytearray(hash_header_and_signature(bytes(after["signed"]), bytes(after["signature"])))
            write = "UPDATE entry SET signed = ?, signature = ?, salt = ?, body = ?, hash = ? WHERE rowid = ?"
            opened.database.raw.execute(write, (*map(bytes, after.values()), row))
        with pytest.raises(VerifyFailed) as told:
            verify_meeting(path, rooms.PASSPHRASE, context)
        if seq or part != "signed":  # the first header says of which meeting every row is
            assert (told.value.code, told.value.facts["seq"]) == ("entry_broken", seq)
        with (
            closing(open_meeting_file_without_stream(path, held.key, context.station, context.now)) as opened,
            opened.database.begin(),
        ):
            opened.database.raw.execute(write, (*before, row))
    verify_meeting(path, rooms.PASSPHRASE, context)
