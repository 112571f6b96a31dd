"""The chain of entries: signed, linked, in order, and nothing personal readable without its key."""

from __future__ import annotations

from itertools import pairwise

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sukui_desktop.domain.errors import BadInput, StorageFault
from sukui_desktop.domain.facts.agenda import NoteRecorded
from sukui_desktop.domain.facts.base import Entry, Unknown
from sukui_desktop.domain.facts.meeting import HeadingWritten
from sukui_desktop.domain.facts.person import PersonAdded, PersonEdited
from sukui_desktop.domain.rows_from_facts.effect_of_entry import effect_of_entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State
from sukui_desktop.models.people import AttendanceRow, Personal, PersonRow
from sukui_desktop.record.ballot_encryption import OVERHEAD, Opener, Sealer, make_tally_key_pair, receipt_code
from sukui_desktop.record.entry_body import decode_and_unseal_body, seal_and_encode_body
from sukui_desktop.record.entry_header import (
    NO_PREVIOUS,
    SIGNATURE_SIZE,
    commitment_to_body,
    decode_header,
    encode_header,
    hash_header_and_signature,
)
from sukui_desktop.record.entry_making import Head, Writer, Written
from sukui_desktop.record.entry_signature import StreamKey, Verifier
from sukui_desktop.record.hybrid_logical_clock import Stamp
from sukui_desktop.record.slip_token import TOKEN_SIZE, token_as_text, token_from_text, token_tag

KEY = StreamKey(bytes(range(32)))
PERSON_KEY = bytes(32)
ADDED = PersonAdded(
    channel="주민", role="주민", is_walk_in=False, personal=Personal(number="17", name="남궁민수", phone_last4="4321")
)


def make_writer() -> Writer:
    return Writer(
        KEY,
        city="seoul",
        meeting="ab" * 16,
        head=Head(),
        stamp=Stamp(0),
        boot=bytes(16),
        random_bytes=lambda size: b"\x07" * size,
    )


def heading(text: str) -> HeadingWritten:
    return HeadingWritten(text=text, is_none=False)


def write_many(times: list[int]) -> list[Written]:
    writer = make_writer()
    return [
        writer.make_and_sign_entry("heading/decisions", heading(str(n)), now_ms=ms, monotonic_ms=n)
        for n, ms in enumerate(times)
    ]


def test_entries_hang_on_each_other_without_gaps() -> None:
    links = write_many([1000, 2000, 3000])
    assert [link.header.seq for link in links] == [0, 1, 2]
    assert links[0].header.previous == NO_PREVIOUS
    for before, after in pairwise(links):
        assert after.header.previous == before.hash == hash_header_and_signature(before.signed, before.signature)


def test_every_entry_is_signed_by_its_stream() -> None:
    verifier = Verifier()
    for link in write_many([1000, 2000]):
        assert len(link.signature) == SIGNATURE_SIZE
        assert verifier.is_signature_valid(link.header.stream, link.signed, link.signature)
        assert not verifier.is_signature_valid(link.header.stream, link.signed + b"\0", link.signature)
        assert not verifier.is_signature_valid(StreamKey(bytes(32)).public, link.signed, link.signature)
        assert not verifier.is_signature_valid(b"no key", link.signed, link.signature)
        flipped = bytes((link.signature[0] ^ 1,)) + link.signature[1:]
        assert not verifier.is_signature_valid(link.header.stream, link.signed, flipped)


def test_a_header_comes_back_as_it_went_out() -> None:
    (link,) = write_many([1000])
    assert decode_header(link.signed) == link.header
    assert encode_header(link.header) == link.signed


def test_a_header_says_which_body_and_nothing_of_it() -> None:
    (link,) = write_many([1000])
    assert link.header.body_length == len(link.body)
    assert link.header.body_commitment == commitment_to_body(link.salt, link.body)
    assert commitment_to_body(b"\x08" * 32, link.body) != link.header.body_commitment
    assert commitment_to_body(link.salt, link.body + b"\0") != link.header.body_commitment


def test_what_was_seen_of_others_is_written() -> None:
    writer = make_writer()
    writer.seen = {"cd" * 32: 41}
    link = writer.make_and_sign_entry("heading/votes", heading(""), now_ms=1, monotonic_ms=1)
    assert decode_header(link.signed).seen == {"cd" * 32: 41}


@pytest.mark.parametrize("data", [b"", b"\xff", cbor2.dumps("text"), cbor2.dumps([1, 2]), cbor2.dumps({"a": 1})])
def test_bytes_that_are_no_header_are_refused(data: bytes) -> None:
    with pytest.raises(StorageFault) as refused:
        decode_header(data)
    assert refused.value.code == "entry_unreadable"


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=30))
def test_the_clock_never_runs_backwards(times: list[int]) -> None:
    stamp = Stamp(0)
    for now_ms in times:
        after = stamp.next_stamp(now_ms)
        assert after > stamp
        assert after.ms >= now_ms
        stamp = after


def test_a_wall_clock_set_back_is_followed_once_it_has_caught_up() -> None:
    assert [link.header.stamp for link in write_many([5000, 3000, 5000, 5001])] == [
        Stamp(5000),
        Stamp(5000, 1),
        Stamp(5000, 2),
        Stamp(5001),
    ]


def test_what_is_personal_is_sealed() -> None:
    body = seal_and_encode_body("person/p1", ADDED, PERSON_KEY, lambda size: b"\x05" * size)
    for personal in ("남궁민수", "4321"):
        assert personal.encode() not in body
    assert "주민".encode() in body
    assert decode_and_unseal_body("person.added", 3, body, lambda _: PERSON_KEY) == ("person/p1", ADDED)


def test_nothing_personal_is_written_without_its_key() -> None:
    with pytest.raises(ValueError, match="never written"):
        seal_and_encode_body("person/p1", ADDED, None, bytes)
    erased = replace(ADDED, personal=None)
    assert (
        decode_and_unseal_body(
            "person.added", 3, seal_and_encode_body("person/p1", erased, None, bytes), lambda _: None
        )[1]
        == erased
    )


def test_an_erased_person_is_counted_and_has_no_name() -> None:
    state = State()
    told = [ADDED, PersonEdited(channel="위원", role="위원", personal=ADDED.personal)]
    for seq, fact in enumerate(told):
        body = seal_and_encode_body("person/p1", fact, PERSON_KEY, bytes)
        _, read = decode_and_unseal_body(fact.KIND, fact.VERSION, body, lambda _: None)
        state.apply_effect(
            effect_of_entry(state, Entry(stream="s", seq=seq, subject="person/p1", at_ms=seq, fact=read))
        )
    assert state.rows(PersonRow) == ()
    assert [(row.channel, row.is_enrolled) for row in state.rows(AttendanceRow)] == [("위원", True)]


def test_a_sealed_part_belongs_to_one_person_and_one_key() -> None:
    body = seal_and_encode_body("person/p1", ADDED, PERSON_KEY, bytes)
    moved = cbor2.dumps({**cbor2.loads(body), "subject": "person/p2"}, canonical=True)
    for data, key in ((moved, PERSON_KEY), (body, b"\x01" * 32)):
        with pytest.raises(StorageFault) as refused:
            decode_and_unseal_body("person.added", 3, data, lambda _, key=key: key)  # type: ignore[misc]
        assert refused.value.code == "entry_unreadable"


@pytest.mark.parametrize(
    ("kind", "tree"),
    [
        ("note.recorded", {"subject": "note/n", "fact": {"item_id": "i"}}),
        ("note.recorded", {"subject": "note/n"}),
        ("note.recorded", {"fact": {"item_id": "i", "speaker": "s", "gist": "g"}}),
        ("note.recorded", {"subject": "poll/n", "fact": {"item_id": "i", "speaker": "s", "gist": "g"}}),
        ("note.recorded", ["note/n"]),
        ("note.recorded", 7),
        ("person.edited", {"subject": "person/p", "fact": {"channel": "", "role": "", "personal": None}, "sealed": 3}),
    ],
)
def test_a_body_of_no_such_kind_is_refused(kind: str, tree: object) -> None:
    with pytest.raises(StorageFault) as refused:
        decode_and_unseal_body(kind, 1, cbor2.dumps(tree), lambda _: PERSON_KEY)
    assert refused.value.code == "entry_unreadable"


def test_a_kind_of_a_later_version_is_kept_and_changes_nothing() -> None:
    body = cbor2.dumps({"subject": "lantern/n", "fact": {"colour": "red"}})
    subject, fact = decode_and_unseal_body("lantern.lit", 3, body, lambda _: PERSON_KEY)
    assert (subject, fact) == ("lantern/n", Unknown(name="lantern.lit", version=3))
    entry = Entry(stream="ab" * 32, seq=3, subject=subject, at_ms=1, fact=fact)
    assert effect_of_entry(State(), entry) == Effect()


def test_a_body_is_deterministic_cbor() -> None:
    fact = NoteRecorded(item_id="i", speaker="위원", gist="요지")
    body = seal_and_encode_body("note/n", fact, PERSON_KEY, bytes)
    assert cbor2.dumps(cbor2.loads(body), canonical=True) == body


PRIVATE, PUBLIC = make_tally_key_pair(bytes(range(32)))
POLL = bytes(32)


def test_only_the_tally_key_of_the_very_poll_opens_a_ballot() -> None:
    sealed = Sealer(PUBLIC, POLL).seal_plaintext(b"\x80\0")
    assert len(sealed) == 2 + OVERHEAD
    assert Opener(PRIVATE, POLL).public_key == PUBLIC
    assert Opener(PRIVATE, POLL).open_sealed(sealed) == b"\x80\0"
    other_key = make_tally_key_pair(bytes(32))[0]
    broken = sealed[:-1] + bytes((sealed[-1] ^ 1,))
    for opener, data in (
        (Opener(PRIVATE, b"\x01" * 32), sealed),
        (Opener(other_key, POLL), sealed),
        (Opener(PRIVATE, POLL), broken),
        (Opener(PRIVATE, POLL), b"short"),
    ):
        with pytest.raises(StorageFault) as refused:
            opener.open_sealed(data)
        assert refused.value.code == "ballot_unreadable"


@given(st.binary(min_size=TOKEN_SIZE, max_size=TOKEN_SIZE))
def test_a_token_is_read_however_it_was_typed(token: bytes) -> None:
    shown = token_as_text(token)
    assert [len(part) for part in shown.split("-")] == [4, 4, 4, 4, 4, 4, 2]
    typed = shown.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert token_from_text(shown) == token_from_text(typed) == token_from_text(f"  {shown}\n") == token


@pytest.mark.parametrize("text", ["", "ABC", "U" * 26, "0" * 25, "0" * 27, "0" * 25 + "1", "가" * 26])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        token_from_text(text)
    assert refused.value.code == "slip_malformed"


def test_a_receipt_comes_from_the_sealed_ballot_alone() -> None:
    assert receipt_code(b"one") == receipt_code(b"one")
    assert receipt_code(b"one") != receipt_code(b"two")
    assert [len(part) for part in receipt_code(b"one").split("-")] == [4, 4, 4, 4]


def test_a_tag_needs_the_polls_key() -> None:
    token = bytes(TOKEN_SIZE)
    assert len(token_tag(b"k" * 32, token)) == 32
    assert token_tag(b"k" * 32, token) != token_tag(b"l" * 32, token)
