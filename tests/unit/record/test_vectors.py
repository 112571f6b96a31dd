"""The formats are fixed for good: our code makes and reads the very bytes of `docs/formats/vectors/`."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.agenda import NoteRecorded
from sukui_desktop.domain.facts.base import ERASED, Fact
from sukui_desktop.domain.facts.meeting import WordsRewritten
from sukui_desktop.domain.facts.person import PersonAdded
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import decode_answer, encode_answer, judge_answer
from sukui_desktop.domain.question.definition import decode_definition, encode_definition, hash_definition
from sukui_desktop.models.ids import StreamId, derive_id_from_entry
from sukui_desktop.record.ballot_encryption import Opener, receipt_code
from sukui_desktop.record.entry_body import decode_and_unseal_body, wall_clock_of_entry
from sukui_desktop.record.entry_header import (
    NO_PREVIOUS,
    commitment_to_body,
    decode_header,
    encode_header,
    hash_header_and_signature,
)
from sukui_desktop.record.entry_signature import StreamKey
from sukui_desktop.record.slip_token import token_as_text, token_from_text, token_tag
from sukui_desktop.storage.ballot_box import box_root
from sukui_desktop.storage.file_key_and_recovery_code import make_file_key, recovery_code_of_file_key
from tests.builders import vectors


@pytest.fixture(scope="module", autouse=True)
def quick_keys() -> None:
    """Derive keys at the program's own cost: the vectors hold what it gives."""


def load(name: str) -> Any:
    return json.loads((vectors.FOLDER / f"{name}.json").read_text(encoding="utf-8"))


ENTRY, BALLOT, FILES = load("entry"), load("ballot"), load("meeting-file")["files"]


def test_the_stream_is_the_public_key_of_its_seed() -> None:
    assert StreamKey(bytes.fromhex(ENTRY["seed"])).stream == ENTRY["stream"]


def test_we_write_the_very_entries() -> None:
    assert vectors.sealed_entry_vectors() == ENTRY["sealed_entries"]


EVERY = [*ENTRY["entries"], *ENTRY["sealed_entries"]]


@pytest.mark.parametrize("entry", EVERY, ids=lambda entry: f"{entry['kind']}-{entry['seq']}")
def test_an_entry_by_hand(entry: dict[str, Any]) -> None:
    """As another program would check it, with nothing of ours but the documents."""
    signed, signature = bytes.fromhex(entry["header"]), bytes.fromhex(entry["signature"])
    fields = cbor2.loads(signed)
    assert len(fields) == 15
    assert cbor2.dumps(fields, canonical=True) == signed
    Ed25519PublicKey.from_public_bytes(fields[1]).verify(signature, signed)
    assert (fields[0], fields[1].hex(), fields[2]) == (1, ENTRY["stream"], entry["seq"])
    assert fields[8:10] == entry["clock"]
    assert hashlib.sha256(signed + signature).hexdigest() == entry["hash"]
    body = bytes.fromhex(entry["body"])
    assert fields[13:] == [len(body), commitment_to_body(bytes.fromhex(entry["salt"]), body)]
    assert cbor2.loads(body)["subject"] == entry["subject"]


def test_the_entries_hang_on_each_other() -> None:
    for entries in (ENTRY["entries"], ENTRY["sealed_entries"]):
        _check_chain(entries)


def _check_chain(entries: list[dict[str, Any]]) -> None:
    previous = NO_PREVIOUS
    for entry in entries:
        header = decode_header(bytes.fromhex(entry["header"]))
        assert header.previous == previous
        assert encode_header(header).hex() == entry["header"]
        previous = hash_header_and_signature(bytes.fromhex(entry["header"]), bytes.fromhex(entry["signature"]))


def test_a_clock_that_was_set_back_is_told_beside_the_order() -> None:
    """Seen to fail on 0.2.0, which showed the time of the order: the record's clock, not the wall's."""
    *_, entry = ENTRY["entries"]
    assert entry["clock"] == [1_790_000_000_500, 2]
    assert wall_clock_of_entry(entry["clock"][0], entry["clock"][1], bytes.fromhex(entry["body"])) == 1_789_999_999_000


def test_words_are_read_with_the_key_written_anew_and_erased() -> None:
    _, note, again = ENTRY["sealed_entries"]
    key, body = bytes.fromhex(note["key"]), bytes.fromhex(note["body"])

    def read(key: bytes | None, words: dict[str, Any] | None) -> Fact:
        return decode_and_unseal_body(note["kind"], note["version"], body, lambda _: key, words_of=lambda _: words)[1]

    assert read(key, None) == NoteRecorded(item_id="i", speaker="남궁민수", gist="찬성한다")
    assert read(None, None) == NoteRecorded(item_id="i", speaker=ERASED, gist=ERASED)
    assert again["subject"] == f"words/{note['key_name']}"
    rewritten = decode_and_unseal_body(
        again["kind"], 1, bytes.fromhex(again["body"]), lambda _: bytes.fromhex(again["key"])
    )[1]
    assert isinstance(rewritten, WordsRewritten)
    assert read(None, cbor2.loads(rewritten.words)) == NoteRecorded(item_id="i", speaker=ERASED, gist="찬성한다")
    assert read(None, {"gist": 7}) == NoteRecorded(item_id="i", speaker=ERASED, gist=ERASED), "no such words"


def test_the_sealed_person_is_read_with_the_key_and_counted_without() -> None:
    entry, key = ENTRY["entries"][0], bytes.fromhex(ENTRY["person_key"])
    _, read = decode_and_unseal_body(entry["kind"], 1, bytes.fromhex(entry["body"]), lambda _: key)
    assert isinstance(read, PersonAdded)
    assert read.personal is not None
    assert read.personal.name == "남궁민수"
    _, erased = decode_and_unseal_body(entry["kind"], 1, bytes.fromhex(entry["body"]), lambda _: None)
    assert isinstance(erased, PersonAdded)
    assert (erased.personal, erased.channel) == (None, "주민")


@pytest.mark.parametrize("named", ENTRY["ids"], ids=lambda named: named["id"])
def test_ids_come_from_stream_seq_and_index(named: dict[str, Any]) -> None:
    assert derive_id_from_entry(StreamId(ENTRY["stream"]), named["seq"], named["index"]) == named["id"]


def test_the_definition_has_these_bytes() -> None:
    data = bytes.fromhex(BALLOT["definition"])
    assert encode_definition(vectors.DEFINITION) == data
    assert decode_definition(data) == vectors.DEFINITION
    assert hash_definition(data).hex() == BALLOT["definition_hash"] == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("ballot", BALLOT["ballots"], ids=lambda ballot: str(ballot["marks"]))
def test_a_ballot_has_these_bytes_and_this_verdict(ballot: dict[str, Any]) -> None:
    question = vectors.DEFINITION.question
    plaintext = bytes.fromhex(ballot["plaintext"])
    answer = Answer(tuple(ballot["marks"]))
    assert encode_answer(question, answer) == plaintext
    assert decode_answer(question, plaintext) == answer
    judged = judge_answer(question, answer)
    assert (judged.verdict, judged.code) == (ballot["verdict"], ballot["code"])


@pytest.mark.parametrize("plaintext", BALLOT["malformed"])
def test_these_bytes_are_no_ballot(plaintext: str) -> None:
    with pytest.raises(RuleBroken):
        decode_answer(vectors.DEFINITION.question, bytes.fromhex(plaintext))


def test_a_ballot_sealed_by_an_older_release_still_opens() -> None:
    sealed = bytes.fromhex(BALLOT["sealed"])
    opener = Opener(bytes.fromhex(BALLOT["tally_private"]), bytes.fromhex(BALLOT["definition_hash"]))
    assert opener.public_key.hex() == BALLOT["tally_public"]
    answer = decode_answer(vectors.DEFINITION.question, opener.open_sealed(sealed))
    assert list(answer.marks) == BALLOT["sealed_marks"]
    assert receipt_code(sealed) == BALLOT["receipt"]
    assert box_root([bytes.fromhex(one) for one in BALLOT["box_root_of"]]).hex() == BALLOT["box_root"]


def test_a_token_is_shown_and_tagged_so() -> None:
    token = bytes.fromhex(BALLOT["token"])
    assert token_as_text(token) == BALLOT["token_shown"]
    assert token_from_text(BALLOT["token_shown"]) == token
    assert token_tag(bytes.fromhex(BALLOT["token_key"]), token).hex() == BALLOT["token_tag"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["passphrase"])
def test_a_passphrase_opens_the_same_file_for_ever(file: dict[str, str]) -> None:
    made = make_file_key(file["passphrase"], bytes.fromhex(file["random"]))
    assert (made.preamble.hex(), made.key.hex()) == (file["preamble"], file["key"])
    assert recovery_code_of_file_key(made) == file["recovery_code"]
