"""People enrol with keys of their own: no weak or shared passphrase, no person twice; their proofs open their keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from sukui_desktop.domain.box_lock_choice import LockChoice
from sukui_desktop.domain.clock_check import DAY_MS
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.poll import LockWay
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.services.checkin.attendance import add_walk_in
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.signing.signers import (
    YEAR_MS,
    KeptCard,
    enrol_signer,
    enrol_signer_by_name,
    list_signers,
    try_proof,
    withdraw_signer,
)
from sukui_desktop.services.verify.verification import verify_room
from sukui_desktop.services.vote.counting import confirm_count, count_poll
from sukui_desktop.services.vote.polls import close_poll, make_poll_ready, open_poll
from tests.builders import rooms

STRONG = "보라빛 망치 열두 그루"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    return room


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(SukuiError) as told:
        act()
    return told.value.code


def test_a_card_is_its_persons_alone(room: Room) -> None:
    first, second = rooms.person_ids(room)[:2]
    one, other = (enrol_signer(room, person_id, SignerWay.CARD) for person_id in (first, second))
    assert one.card
    assert other.card
    others_proof = SignerProof(one.signer_id, other.card.code)
    try_proof(room, SignerProof(one.signer_id, " ".join(one.card.words)))
    try_proof(room, SignerProof(one.signer_id, one.card.code.lower()))
    assert refused(lambda: try_proof(room, others_proof)) == "card_of_another"
    assert [view.name for view in list_signers(room)] == ["주민1", "주민2"]


def test_what_makes_nobody_a_second_person_is_refused(room: Room) -> None:
    first, second = rooms.person_ids(room)[:2]

    def enrol(person_id: PersonId, passphrase: str) -> str:
        return refused(lambda: enrol_signer(room, person_id, SignerWay.PASSPHRASE, passphrase=passphrase))

    assert enrol(first, "11111111") == "person_passphrase_weak"
    assert enrol(first, "12345678") == "person_passphrase_weak"
    assert enrol(first, "주민1주민1") == "person_passphrase_short"
    assert enrol(first, "password1234") == "person_passphrase_weak"
    assert enrol(first, rooms.PASSPHRASE) == "person_passphrase_same"
    assert enrol(first, f" {unicodedata.normalize('NFD', rooms.PASSPHRASE)} ") == "person_passphrase_same"
    enrolled = enrol_signer(room, first, SignerWay.PASSPHRASE, passphrase=STRONG)
    assert enrol(second, STRONG) == "person_passphrase_taken"
    assert enrol(first, STRONG + " 둘") == "signer_enrolled_already"
    try_proof(room, SignerProof(enrolled.signer_id, STRONG))
    assert (
        refused(lambda: try_proof(room, SignerProof(enrolled.signer_id, STRONG + "."))) == "passphrase_of_person_wrong"
    )


def test_one_person_under_two_spellings_is_one_signer(room: Room) -> None:
    """Fails where only the ids of people are compared."""
    people = [
        add_walk_in(
            room, PersonDraft(number="", name=name, role="참관인", channel="주민", phone_last4=last4), is_another=True
        ).person_id
        for name, last4 in (("김하나", "0001"), ("김 하나.", "0002"))
    ]
    enrol_signer(room, people[0], SignerWay.CARD)
    assert refused(lambda: enrol_signer(room, people[1], SignerWay.CARD)) == "two_people_alike"


def test_a_lost_card_is_withdrawn_and_made_anew(room: Room, tmp_path: Path) -> None:
    first = rooms.person_ids(room)[0]
    lost = enrol_signer(room, first, SignerWay.CARD)
    assert lost.card
    lost_proof = SignerProof(lost.signer_id, lost.card.code)
    withdraw_signer(room, lost.signer_id)
    assert refused(lambda: try_proof(room, lost_proof)) == "signer_withdrawn"
    fresh = enrol_signer(room, first, SignerWay.CARD)
    again = rooms.reopen(room)
    assert fresh.card is not None
    try_proof(again, SignerProof(fresh.signer_id, fresh.card.code))
    close_meeting_and_boxes(again)


def test_who_signs_no_more_still_opens_the_box_whose_key_they_hold(tmp_path: Path) -> None:
    """Fails where a withdrawn holder is refused: nobody could ever count the vote."""
    room, poll_id = rooms.open_room(tmp_path / "room")
    rooms.vote(room, poll_id, rooms.admit_with_slips(room, poll_id, 1)[0], [0])
    close_poll(room, poll_id)
    first, holder = rooms.two_signers(room)
    withdraw_signer(room, holder.signer_id)
    count_poll(room, poll_id, [holder])
    assert refused(lambda: confirm_count(room, poll_id, [holder], holder.signer_id)) == "signer_withdrawn"
    confirm_count(room, poll_id, [holder, first], first.signer_id)
    assert refused(lambda: try_proof(room, holder)) == "signer_withdrawn"
    close_meeting_and_boxes(room)


def test_a_long_sentence_is_a_passphrase(room: Room) -> None:
    """Fails where the library that estimates refuses what is longer than it reads: the window stood still."""
    enrol_signer_by_name(room, "긴문장", SignerWay.PASSPHRASE, passphrase="보라빛 망치 열두 그루가 언덕을 넘어 " * 6)


def test_a_name_without_a_letter_is_no_name(room: Room) -> None:
    """Fails where the first signer is called !!!: nobody else could enrol after it."""
    assert refused(lambda: enrol_signer_by_name(room, "!!!", SignerWay.CARD)) == "name_missing"


def test_the_same_person_confirming_twice_leaves_a_record_that_verifies(tmp_path: Path) -> None:
    """Fails where the second signature becomes a conflict that nobody can settle."""
    room, poll_id = rooms.open_room(tmp_path / "room")
    rooms.vote(room, poll_id, rooms.admit_with_slips(room, poll_id, 1)[0], [0])
    rooms.bring_to(room, poll_id, "counted")
    for _ in range(2):
        rooms.confirm(room, poll_id)
    verify_room(room)
    close_meeting_and_boxes(room)


def another_meeting(folder: Path) -> Room:
    room = rooms.make_room(folder)
    rooms.furnish(room)
    return room


def test_a_card_of_an_earlier_meeting_enrols_its_owner_at_the_next(room: Room, tmp_path: Path) -> None:
    """Fails where a holder has to be given a new card at every meeting of the year."""
    first = enrol_signer(room, rooms.person_ids(room)[0], SignerWay.CARD)
    assert first.card
    until_ms = first.card.valid_until_ms
    later = another_meeting(tmp_path / "next")
    one, other = rooms.person_ids(later)[:2]
    kept = KeptCard(" ".join(first.card.words), until_ms)
    again = enrol_signer(later, one, SignerWay.CARD, is_drawn=True, kept=kept)
    assert again.card is None
    try_proof(later, SignerProof(again.signer_id, first.card.code))
    (found,), (before,) = ([view.signer for view in list_signers(each)] for each in (later, room))
    assert (found.sign_key, found.share_key) == (before.sign_key, before.share_key)
    assert found.valid_until_ms == until_ms, "a year from when it was made, not from today"
    assert refused(lambda: enrol_signer(later, other, SignerWay.CARD, kept=kept)) == "card_taken"
    withdraw_signer(later, again.signer_id)
    assert refused(lambda: enrol_signer(later, one, SignerWay.CARD, kept=kept)) == "card_given_up"
    close_meeting_and_boxes(later)


def test_a_kept_card_opens_the_box_of_the_next_meeting(room: Room, tmp_path: Path) -> None:
    made = enrol_signer(room, rooms.person_ids(room)[0], SignerWay.CARD).card
    assert made
    later = another_meeting(tmp_path / "next")
    holder = enrol_signer_by_name(later, "박관찰", SignerWay.CARD, kept=KeptCard(made.code, made.valid_until_ms))
    rooms.two_signers(later)
    poll_id = rooms.drafted_poll(later)
    make_poll_ready(later, poll_id, LockChoice(way=LockWay.TWO_PEOPLE, holders=(holder.signer_id,)), 4)
    open_poll(later, poll_id)
    close_poll(later, poll_id)
    count_poll(later, poll_id, (SignerProof(holder.signer_id, made.code),))
    assert verify_room(later).entries
    close_meeting_and_boxes(later)


@pytest.mark.parametrize(
    ("secret", "days", "code"),
    [
        ("", 30, "card_length"),
        ("ABANDON", 30, "card_word_unknown"),
        (None, 0, "card_expired"),
        (None, -400, "card_expired"),
    ],
)
def test_what_is_no_good_card_enrols_nobody(
    room: Room, tmp_path: Path, secret: str | None, days: int, code: str
) -> None:
    made = enrol_signer(room, rooms.person_ids(room)[0], SignerWay.CARD).card
    assert made
    later = another_meeting(tmp_path / "next")
    kept = KeptCard(made.code if secret is None else secret, later.context.now() + days * DAY_MS)
    assert refused(lambda: enrol_signer(later, rooms.person_ids(later)[0], SignerWay.CARD, kept=kept)) == code
    assert list_signers(later) == ()
    close_meeting_and_boxes(later)


def test_no_card_is_good_for_more_than_a_year_whatever_day_is_typed(room: Room, tmp_path: Path) -> None:
    made = enrol_signer(room, rooms.person_ids(room)[0], SignerWay.CARD).card
    assert made
    later = another_meeting(tmp_path / "next")
    kept = KeptCard(made.code, later.context.now() + 5000 * DAY_MS)
    enrol_signer(later, rooms.person_ids(later)[0], SignerWay.CARD, kept=kept)
    (view,) = list_signers(later)
    assert view.signer.valid_until_ms <= later.context.now() + YEAR_MS
    close_meeting_and_boxes(later)
