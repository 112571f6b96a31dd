"""Who may open a box together: refused where it would be one person, a stranger, or nobody drawn by lot."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.box_lock_choice import LockChoice, require_valid_box_lock
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.ids import PersonId, SignerId
from sukui_desktop.models.poll import LockWay
from sukui_desktop.models.signer import SignerRow, SignerWay


def _signer(name: str, *, is_drawn: bool = False, is_withdrawn: bool = False, until: int = 100) -> SignerRow:
    return SignerRow(
        signer_id=SignerId(name),
        person_id=PersonId(f"of {name}"),
        way=SignerWay.CARD,
        sign_key=bytes(32),
        share_key=bytes(32),
        locked_seed=b"",
        is_drawn=is_drawn,
        valid_until_ms=until,
        enrolled_at_ms=1,
        is_withdrawn=is_withdrawn,
    )


PEOPLE = (*(_signer(name) for name in "abcd"), _signer("e", is_drawn=True), _signer("old", until=10))
FIVE = ("a", "b", "c", "d", "e")


def _refused(choice: LockChoice, people: tuple[SignerRow, ...] = PEOPLE) -> str:
    with pytest.raises(SukuiError) as told:
        require_valid_box_lock(choice, people, now_ms=50)
    return told.value.code


def test_three_of_five_and_one_second_person_are_locks() -> None:
    shares = LockChoice(way=LockWay.SHARES, holders=FIVE, threshold=3, is_strict=True)
    assert [row.signer_id for row in require_valid_box_lock(shares, PEOPLE, 50)] == list(FIVE)
    two = LockChoice(way=LockWay.TWO_PEOPLE, holders=("b",))
    assert [row.signer_id for row in require_valid_box_lock(two, PEOPLE, 50)] == ["b"]


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (LockChoice(way=LockWay.SHARES, holders=FIVE, threshold=1), "threshold_impossible"),
        (LockChoice(way=LockWay.SHARES, holders=FIVE, threshold=6), "threshold_impossible"),
        (LockChoice(way=LockWay.SHARES, holders=("a", "b", "c"), threshold=2), "citizen_share_missing"),
        (LockChoice(way=LockWay.SHARES, holders=("a", "a", "e"), threshold=2), "holder_twice"),
        (LockChoice(way=LockWay.SHARES, holders=("a", "old", "e"), threshold=2), "holder_expired"),
        (LockChoice(way=LockWay.SHARES, holders=("a", "x", "e"), threshold=2), "signer_unknown"),
        (LockChoice(way=LockWay.TWO_PEOPLE, holders=("a", "b"), threshold=2), "threshold_impossible"),
        (LockChoice(way=LockWay.TWO_PEOPLE, holders=("a",), is_strict=True), "strict_needs_shares"),
    ],
)
def test_what_is_no_lock_is_refused(choice: LockChoice, code: str) -> None:
    assert _refused(choice) == code


def test_one_signer_alone_locks_nothing() -> None:
    choice = LockChoice(way=LockWay.TWO_PEOPLE, holders=("a",))
    assert _refused(choice, PEOPLE[:1]) == "signers_needed"
    gone = (PEOPLE[0], _signer("b", is_withdrawn=True))
    assert _refused(choice, gone) == "signers_needed"
