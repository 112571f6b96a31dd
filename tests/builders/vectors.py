"""Writes the test vectors of `docs/formats/vectors/`: fixed keys and inputs in, the bytes of the formats out.

`PYTHONPATH=. python tests/builders/vectors.py` writes them for a new format number; those of a released one never
change (the tests read the files, not this).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from sukui_desktop.assets.key_card_word_list import card_word_list
from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.facts.agenda import NoteRecorded
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.meeting import WordsRewritten
from sukui_desktop.domain.facts.person import PersonAdded
from sukui_desktop.domain.joint_vote import identifying_texts
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import encode_answer, judge_answer
from sukui_desktop.domain.papers.anchor_sheet import Anchor, anchor_code, anchor_digest, anchor_words
from sukui_desktop.domain.question.definition import (
    Definition,
    Group,
    Option,
    Question,
    SelectionRule,
    WhenUnaffordable,
    encode_definition,
    hash_definition,
)
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.models.ids import derive_id_from_entry
from sukui_desktop.models.joint_vote import GivenElsewhere
from sukui_desktop.models.people import Personal
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.signer import AnchoredStep
from sukui_desktop.record.ballot_encryption import Sealer, make_tally_key_pair, receipt_code
from sukui_desktop.record.entry_making import Head, Writer
from sukui_desktop.record.entry_signature import StreamKey
from sukui_desktop.record.hybrid_logical_clock import Stamp
from sukui_desktop.record.key_card import PersonKeys, card_qr_text, card_words_of_seed, seal_seed_with_passphrase
from sukui_desktop.record.key_shares import split_secret
from sukui_desktop.record.place_list import (
    PlaceList,
    encode_place_list,
    key_id_of_joint_vote,
    lock_joint_vote_key,
    mark_voter,
)
from sukui_desktop.record.slip_token import token_as_text, token_tag
from sukui_desktop.storage.ballot_box import box_root
from sukui_desktop.storage.file_key_and_recovery_code import (
    derive_key_from_passphrase,
    make_file_key,
    recovery_code_of_file_key,
)

_CLOSED: dict[str, Any] = {
    "issued": 100,
    "cast": 90,
    "spoiled": 3,
    "returned": 5,
    "not_returned": 2,
    "box_root": bytes(range(64, 96)),
}
_OPEN: dict[str, Any] = {**dict.fromkeys(("issued", "cast", "spoiled", "returned", "not_returned"), 0), "box_root": b""}
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "formats" / "vectors"
SEED = bytes(range(32))
DEFINITION = Definition(
    format=1,
    city="seoul",
    meeting_id="ab" * 16,
    poll_id="aaaaaaaaaaaaaaaa",
    is_practice=False,
    title="우선사업",
    currency="KRW",
    question=Question(
        title="우선사업",
        method=Method.APPROVAL,
        options=tuple(
            Option(code=f"P{n:02}", title=f"사업 {n}", cost=1_000_000 + n, group="광역" if n < 7 else "동네")
            for n in range(10)
        ),
        groups=(Group(name="광역", min_picks=0, max_picks=2), Group(name="동네", min_picks=0, max_picks=1)),
        min_picks=0,
        max_picks=3,
    ),
    rule=SelectionRule(when_unaffordable=WhenUnaffordable.SKIP, min_votes=1, ceiling=3_000_000),
)


def counting_bytes() -> Any:
    """Return a source of 'random' bytes that anybody can repeat: 01 01 …, then 02 02 …"""
    turn = iter(range(1, 256))
    return lambda size: bytes((next(turn),)) * size


_REWRITTEN = canonical_bytes.encode({"speaker": "(지움)", "gist": "찬성한다"})


def sealed_entry_vectors() -> list[dict[str, Any]]:
    """Return three entries of one stream as they are written since 0.5.0: a person, a note, and the note written anew.

    The entries of the releases before (`entries` of the file) are written by no program any more.
    """
    key = StreamKey(SEED)
    writer = Writer(
        key,
        city="seoul",
        meeting="ab" * 16,
        head=Head(),
        stamp=Stamp(0),
        boot=bytes(range(16)),
        random_bytes=counting_bytes(),
    )
    person = derive_id_from_entry(key.stream, 0)
    personal = Personal(number="17", name="남궁민수", phone_last4="4321")
    facts: list[tuple[str, Fact]] = [
        (f"person/{person}", PersonAdded(channel="주민", role="주민", is_walk_in=False, personal=personal)),
        ("note/nnnnnnnnnnnnnnnn", NoteRecorded(item_id="i", speaker="남궁민수", gist="찬성한다")),
    ]
    vectors: list[dict[str, Any]] = []
    for place in range(3):
        subject, fact = (
            facts[place]
            if place < len(facts)
            else (
                f"words/{vectors[1]['key_name']}",
                WordsRewritten(words=_REWRITTEN),
            )
        )
        link = writer.make_and_sign_entry(subject, fact, now_ms=1_790_000_000_000 + place, monotonic_ms=60_000 + place)
        assert link.seal_key is not None
        vectors.append(
            {
                "subject": subject,
                "kind": link.header.kind,
                "version": link.header.kind_version,
                "seq": link.header.seq,
                "clock": [link.header.clock_ms, link.header.clock_counter],
                "key_name": link.seal_key[0],
                "key": link.seal_key[1].hex(),
                "body": link.body.hex(),
                "salt": link.salt.hex(),
                "header": link.signed.hex(),
                "signature": link.signature.hex(),
                "hash": link.hash.hex(),
            }
        )
    return vectors


def ballot_vectors() -> dict[str, Any]:
    """Return a definition, ballots of it as bytes, and one sealed ballot (sealing draws a fresh key every time)."""
    data = encode_definition(DEFINITION)
    private, public = make_tally_key_pair(SEED)
    sealed = Sealer(public, hash_definition(data)).seal_plaintext(encode_answer(DEFINITION.question, Answer((0, 9))))
    marks = [[], [0], [0, 9], [1, 2, 8], [0, 1, 2], [7, 8], [0, 1, 7, 8]]
    judged = [judge_answer(DEFINITION.question, Answer(tuple(m))) for m in marks]
    token, token_key = bytes(range(16)), bytes(range(32, 64))
    return {
        "definition": data.hex(),
        "definition_hash": hash_definition(data).hex(),
        "ballots": [
            {
                "marks": m,
                "plaintext": encode_answer(DEFINITION.question, Answer(tuple(m))).hex(),
                "verdict": j.verdict,
                "code": j.code,
            }
            for m, j in zip(marks, judged, strict=True)
        ],
        "malformed": ["", "00", "000000", "0020", "0001"],
        "tally_private": private.hex(),
        "tally_public": public.hex(),
        "sealed": sealed.hex(),
        "sealed_marks": [0, 9],
        "receipt": receipt_code(sealed),
        "token": token.hex(),
        "token_shown": token_as_text(token),
        "token_key": token_key.hex(),
        "token_tag": token_tag(token_key, token).hex(),
        "box_root_of": [sealed.hex(), bytes(50).hex()],
        "box_root": box_root([sealed, bytes(50)]).hex(),
    }


def meeting_file_vectors() -> list[dict[str, str]]:
    """Return first bytes, key and recovery code for a passphrase and eight random bytes."""
    vectors = []
    for passphrase, random8 in (("회의 암호문 1", bytes(range(8))), ("correct horse battery", b"\xff" * 8)):
        made = make_file_key(passphrase, random8)
        vectors.append(
            {
                "passphrase": passphrase,
                "random": random8.hex(),
                "preamble": made.preamble.hex(),
                "key": made.key.hex(),
                "recovery_code": recovery_code_of_file_key(made),
            }
        )
    return vectors


ANCHORS = tuple(
    Anchor(
        step=step,
        meeting_id="ab" * 16,
        poll_id="aaaaaaaaaaaaaaaa",
        issued_at_ms=1_790_000_000_000 + entries,
        head=bytes(range(32)),
        entries=entries,
        definition_hash=bytes(range(32, 64)),
        made=120,
        **(_CLOSED if step != AnchoredStep.READY else _OPEN),
        opened_root=bytes(range(96, 128)) if step in (AnchoredStep.COUNTED, AnchoredStep.CERTIFIED) else b"",
        statement=bytes([entries]) * 32,
    )
    for entries, step in enumerate(AnchoredStep, start=41)
)


def anchor_vectors() -> list[dict[str, Any]]:
    """Return the code and the words of a sheet of each step."""
    words = card_word_list()
    return [
        {
            "fields": {
                name: value.hex() if isinstance(value, bytes) else value
                for name, value in msgspec.structs.asdict(anchor).items()
            },
            "code": anchor_code(anchor),
            "digest": anchor_digest(anchor).hex(),
            "words": list(anchor_words(anchor, words)),
        }
        for anchor in ANCHORS
    ]


def card_vectors() -> dict[str, Any]:
    """Return cards of three people, one seed sealed under a passphrase, and a secret that any two of them open.

    SLIP-39 and HPKE draw at random: these are made once, and other programs read them.
    """
    words, seeds = card_word_list(), [bytes([n]) * 16 for n in (1, 2, 3)]
    cards, people = list[dict[str, Any]](), dict[str, PersonKeys]()
    for number, seed in enumerate(seeds):
        places, keys = card_words_of_seed(seed), PersonKeys(seed)
        people[f"signer-{number}"] = keys
        cards.append(
            {
                "signer_id": f"signer-{number}",
                "seed": seed.hex(),
                "words": [words[place] for place in places],
                "qr": card_qr_text(places),
                "sign_key": keys.public.sign.hex(),
                "share_key": keys.public.share.hex(),
                "signature_of_sukui": keys.sign(b"sukui").hex(),
            }
        )
    passphrase, salt = "느티나무 소금 대청마루", bytes(range(16))
    sealed = seal_seed_with_passphrase(seeds[0], derive_key_from_passphrase(passphrase, salt), "person-0")
    holders = [(signer_id, keys.public.share) for signer_id, keys in people.items()]
    use = b"/".join((b"aaaaaaaaaaaaaaaa", bytes(range(16)), b"tally"))
    shared = canonical_bytes.encode(split_secret(bytes(range(32)), 2, holders, use))
    return {
        "cards": cards,
        "locked_seed": {"passphrase": passphrase, "person_id": "person-0", "bytes": (salt + sealed).hex()},
        "shares": {"use": use.hex(), "threshold": 2, "bytes": shared.hex(), "secret": bytes(range(32)).hex()},
    }


def place_list_vectors() -> dict[str, Any]:
    """One list with two givings, its key, the words that open it, and what the marks were made of."""
    key, salt, vote_id = bytes(range(32)), bytes(range(16)), "00112233445566778899aabbccddeeff"
    words = tuple(card_word_list()[:6])
    locked = lock_joint_vote_key(key, salt, derive_key_from_passphrase(" ".join(words), salt), vote_id)
    people = {
        "aaaaaaaaaaaaaaaa": Personal(number="012", name="홍 길동(洪吉童)", birth="1961년 3월 5일", phone_last4="0042"),
        "bbbbbbbbbbbbbbbb": Personal(number="", name="김하나 위원", birth="", phone_last4="1234"),
    }
    stream = "ab" * 32
    marks = {person_id: identifying_texts(person, person_id) for person_id, person in people.items()}
    givings = tuple(
        copy_fields(
            GivenElsewhere,
            mark_voter(key, vote_id, texts),
            giving=f"{stream}:{seq:012}",
            place="동주민센터",
            at_ms=1_790_000_040_000,
        )
        for seq, texts in zip((41, 57), marks.values(), strict=True)
    )
    content = PlaceList(
        vote_id=vote_id,
        vote_title="우선사업",
        is_practice=False,
        place="동주민센터",
        made_at_ms=1_790_000_100_000,
        key_id=key_id_of_joint_vote(key),
        locked_key=locked,
        known={stream: 60},
        givings=givings,
    )
    return {
        "key": key.hex(),
        "words": list(words),
        "texts": msgspec.to_builtins(list(marks.values())),
        "content": msgspec.to_builtins(content, builtin_types=()) | {"locked_key": locked.hex()},
        "file": encode_place_list(content, key).hex(),
    }


def main() -> None:
    """Write the files; those of cards and lists only where there is none, as they have something drawn at random."""
    entry = json.loads((FOLDER / "entry.json").read_text(encoding="utf-8"))
    files: dict[str, Any] = {
        "entry": {**entry, "sealed_entries": sealed_entry_vectors()},
        "ballot": {"format": 1, **ballot_vectors()},
        "meeting-file": {"format": 1, "files": meeting_file_vectors()},
        "record-sheet": {"format": 1, "sheets": anchor_vectors()},
    }
    if not (FOLDER / "key-card.json").exists():
        files["key-card"] = {"format": 1, **card_vectors()}
    if not (FOLDER / "place-list.json").exists():
        files["place-list"] = {"format": 1, **place_list_vectors()}
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        text = json.dumps(content, ensure_ascii=False, indent=2)
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
