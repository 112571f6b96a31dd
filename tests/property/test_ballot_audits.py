"""Opening a ballot by its random bytes says what the tally key says, of every kind of ballot; scores add up."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from sukui_desktop.domain.ballot_audit import judge_audit, score_audits
from sukui_desktop.domain.methods.question_validation import require_answerable_question
from sukui_desktop.domain.methods.registry import encode_answer
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.models.poll import AuditVerdict, BallotAuditRow
from sukui_desktop.record.ballot_encryption import OVERHEAD, Opener, Sealer, make_tally_key_pair
from sukui_desktop.record.ballot_opening import OPENING_SIZE, open_ballot_with_randomness
from sukui_desktop.wording.ballot_audits import opened_ballot_lines
from tests.builders.blank_rows import blank
from tests.builders.elections import random_answer, random_question

BYTES = st.binary(min_size=32, max_size=32)
some = settings(max_examples=60)


@some
@given(st.sampled_from(tuple(set(Method) - {Method.OPINION})), st.integers(0, 2**32), BYTES, BYTES, BYTES)
def test_what_is_opened_is_what_would_be_counted(
    method: Method, seed: int, tally: bytes, opening: bytes, definition: bytes
) -> None:
    """Fails where the two ways to open a ballot disagree: then a kiosk could show one and have the other counted."""
    chance = random.Random(seed)
    question = random_question(chance, method)
    require_answerable_question(question)
    answer = random_answer(question, chance)
    plaintext, (private, public) = encode_answer(question, answer), make_tally_key_pair(tally)
    sealed = Sealer(public, definition).seal_with_given_randomness(plaintext, opening)
    assert len(sealed) == len(plaintext) + OVERHEAD
    assert Opener(private, definition).open_sealed(sealed) == plaintext
    assert open_ballot_with_randomness(sealed, opening, public, definition) == plaintext
    assert len(opened_ballot_lines(question, answer)) == max(1, len(answer.marks))


@some
@given(BYTES, BYTES, BYTES, st.binary(max_size=20), st.data())
def test_nothing_else_opens_it(
    tally: bytes, opening: bytes, definition: bytes, plain: bytes, data: st.DataObject
) -> None:
    """Other random bytes, another poll, another key or one other bit: each is an opening that does not fit."""
    public = make_tally_key_pair(tally)[1]
    sealed = Sealer(public, definition).seal_with_given_randomness(plain, opening)
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    changed = bytearray(sealed)
    changed[bit // 8] ^= 1 << bit % 8
    assert open_ballot_with_randomness(bytes(changed), opening, public, definition) is None
    elsewhere = bytes([definition[0] ^ 1]) + definition[1:]
    assert open_ballot_with_randomness(sealed, opening, public, elsewhere) is None
    other = opening[:5] + bytes([opening[5] ^ 1]) + opening[6:]
    assert open_ballot_with_randomness(sealed, other, public, definition) is None
    assert open_ballot_with_randomness(sealed, opening, make_tally_key_pair(other)[1], definition) is None
    for length in (0, 16, OPENING_SIZE - 1, OPENING_SIZE + 1):
        assert open_ballot_with_randomness(sealed, opening[:length].ljust(length, b"\0"), public, definition) is None
        assert open_ballot_with_randomness(sealed[:length], opening, public, definition) is None
    assert open_ballot_with_randomness(sealed, opening, bytes(32), definition) is None, (
        "a key of zeros agrees with nobody"
    )


@given(st.lists(st.tuples(st.sampled_from(AuditVerdict), st.booleans())))
def test_a_score_counts_every_audit_once(audits: list[tuple[AuditVerdict, bool]]) -> None:
    rows = [blank(BallotAuditRow, verdict=verdict, is_disputed=is_disputed) for verdict, is_disputed in audits]
    score = score_audits(rows)
    assert score.audits == len(rows) == score.agreed + score.disputed + score.differing
    assert score.are_all_agreed == all(one == (AuditVerdict.AGREED, False) for one in audits)


@given(st.binary(max_size=9), st.none() | st.binary(max_size=9))
def test_only_the_very_bytes_agree(shown: bytes, found: bytes | None) -> None:
    assert (judge_audit(shown, found) == AuditVerdict.AGREED) == (found == shown)
    assert (judge_audit(shown, found) == AuditVerdict.UNREADABLE) == (found is None)


def test_the_sealing_is_that_of_the_standard() -> None:
    """RFC 9180, A.2.1 (X25519, HKDF-SHA-256, ChaCha20-Poly1305, base), message 0; its tag is over other data."""
    info = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
    opening = bytes.fromhex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600")
    private = bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
    public = bytes.fromhex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a")
    plain = bytes.fromhex("4265617574792069732074727574682c20747275746820626561757479")
    point = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
    body = "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b"
    sealed = Sealer(public, info).seal_with_given_randomness(plain, opening)
    assert (sealed[:32].hex(), sealed[32:-16].hex()) == (point, body)
    assert Opener(private, info).open_sealed(sealed) == plain
    assert open_ballot_with_randomness(sealed, opening, public, info) == plain
