"""The list of a place is read from its frozen vector, opened by its words, and its marks are made again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sukui_desktop.domain.errors import BadInput
from sukui_desktop.models.joint_vote import GivenElsewhere, VoterMarks
from sukui_desktop.record.place_list import (
    decode_place_list,
    encode_place_list,
    key_id_of_joint_vote,
    mark_voter,
    open_joint_vote_key,
    require_sealed_list,
    salt_of_locked_key,
    tidy_key_words,
)
from sukui_desktop.storage.file_key_and_recovery_code import derive_key_from_passphrase


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> None:
    """The vector was made with the real derivation."""


FILE = Path(__file__).resolve().parents[3] / "docs" / "formats" / "vectors" / "place-list.json"
VECTOR: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
KEY, CONTENT = bytes.fromhex(VECTOR["key"]), bytes.fromhex(VECTOR["file"])


def test_the_vector_is_read_and_written_again() -> None:
    listed = decode_place_list(CONTENT)
    require_sealed_list(CONTENT, KEY, listed)
    said = json.loads(msgspec.json.encode(listed)) | {"locked_key": listed.locked_key.hex()}
    assert said == VECTOR["content"]
    assert encode_place_list(listed, KEY) == CONTENT


def test_the_words_open_the_key_of_the_vector() -> None:
    listed = decode_place_list(CONTENT)
    derived = derive_key_from_passphrase(" ".join(VECTOR["words"]), salt_of_locked_key(listed.locked_key))
    assert open_joint_vote_key(listed.locked_key, derived, listed.vote_id) == KEY
    with pytest.raises(BadInput, match="list_words_wrong"):
        open_joint_vote_key(listed.locked_key, derived, "f" * 32)


def test_the_marks_of_the_vector_are_made_again() -> None:
    listed = decode_place_list(CONTENT)
    for texts, given in zip(VECTOR["texts"], listed.givings, strict=True):
        marks = mark_voter(KEY, listed.vote_id, VoterMarks(**texts))
        assert all(getattr(marks, field) == getattr(given, field) for field in VoterMarks.__struct_fields__)
        other = mark_voter(KEY, "f" * 32, VoterMarks(**texts))
        assert other.person_mark != marks.person_mark


def test_a_list_under_another_key_says_so() -> None:
    with pytest.raises(BadInput, match="list_of_another_key"):
        require_sealed_list(CONTENT, bytes(32), decode_place_list(CONTENT))
    assert key_id_of_joint_vote(KEY) not in (KEY.hex(), key_id_of_joint_vote(bytes(32)))


@pytest.mark.parametrize(
    "change",
    [
        {"givings": lambda listed: listed.givings[::-1]},
        {"givings": lambda listed: listed.givings * 2},
        {"givings": lambda _: (GivenElsewhere(giving="no number", place="가", at_ms=1),)},
        {"givings": lambda _: (GivenElsewhere(giving="a:1", place="가\n나", at_ms=1),)},
        {"givings": lambda _: (GivenElsewhere(giving="a:1", place="가", at_ms=-1),)},
        {"givings": lambda _: (GivenElsewhere(giving="a:1", place="가", at_ms=1, birth_mark="짧은 것"),)},
        {"place": lambda _: ""},
        {"place": lambda _: "가" * 41},
        {"known": lambda _: {"a": 2**60}},
        {"known": lambda _: {"a": 2**40}},
        {"known": lambda _: {f"{number:064x}": 1 for number in range(1_001)}},
        {"known": lambda _: {"a" * 201: 1}},
        {"givings": lambda _: (GivenElsewhere(giving="a:" + "9" * 5_000, place="가", at_ms=1),)},
        {"givings": lambda _: (GivenElsewhere(giving="a:٣", place="가", at_ms=1),)},
    ],
)
def test_a_list_that_no_program_of_ours_wrote_is_refused(change: dict[str, Any]) -> None:
    listed = decode_place_list(CONTENT)
    broken = msgspec.structs.replace(listed, **{name: made(listed) for name, made in change.items()})
    with pytest.raises(BadInput, match="list_damaged"):
        decode_place_list(encode_place_list(broken, KEY))


def test_any_changed_byte_is_noticed() -> None:
    for at in range(0, len(CONTENT), 7):
        changed = CONTENT[:at] + bytes((CONTENT[at] ^ 1,)) + CONTENT[at + 1 :]
        with pytest.raises(BadInput):
            require_sealed_list(changed, KEY, decode_place_list(changed))


@pytest.mark.parametrize(
    "typed", ["가방 나무 다리", " 가방,나무 ·다리 ", "1. 가방\n2. 나무\n3. 다리", "가방　나무\t다리"]
)
def test_words_are_tidied(typed: str) -> None:
    assert tidy_key_words(typed) == "가방 나무 다리"
