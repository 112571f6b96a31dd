"""Any k of n people open a secret, k - 1 do not, and a bad share is named."""

from __future__ import annotations

import secrets
from itertools import combinations

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.errors import BadInput, RuleBroken, StorageFault
from sukui_desktop.record.key_card import SEED_SIZE, PersonKeys
from sukui_desktop.record.key_shares import SealedShare, join_secret, split_secret

PEOPLE = {f"s{n}": PersonKeys(bytes([n]) * SEED_SIZE) for n in range(5)}
HOLDERS = [(signer_id, keys.public.share) for signer_id, keys in PEOPLE.items()]
SECRET = secrets.token_bytes(32)


def test_every_three_of_five_open_and_no_two_do() -> None:
    """I14, I15. Seen to fail with the threshold not compared, and with one share fewer put together."""
    shared = split_secret(SECRET, 3, HOLDERS, b"poll")
    for few in combinations(PEOPLE, 2):
        with pytest.raises(RuleBroken) as told:
            join_secret(shared, {one: PEOPLE[one] for one in few})
        assert told.value.facts == {"have": 2, "needed": 3}
    for enough in combinations(PEOPLE, 3):
        assert join_secret(shared, {one: PEOPLE[one] for one in enough}) == SECRET
    assert join_secret(shared, PEOPLE) == SECRET


def test_one_of_one_is_a_lock_of_one_person() -> None:
    shared = split_secret(SECRET, 1, HOLDERS[:1], b"poll")
    assert join_secret(shared, PEOPLE) == SECRET


@pytest.mark.parametrize(("threshold", "holders"), [(1, 2), (3, 2), (0, 1), (2, 17), (1, 0)])
def test_impossible_ways_to_split_are_refused(threshold: int, holders: int) -> None:
    many = [(f"s{n}", HOLDERS[0][1]) for n in range(holders)]
    with pytest.raises(RuleBroken, match="threshold_impossible"):
        split_secret(SECRET, threshold, many, b"poll")


def test_a_share_of_another_poll_or_of_nobody_is_named() -> None:
    """Fails where the use is not part of what a share is sealed for."""
    shared, other = (split_secret(SECRET, 2, HOLDERS, use) for use in (b"poll one", b"poll two"))
    swapped = replace(shared, shares=(other.shares[0], *shared.shares[1:]))
    with pytest.raises(StorageFault) as told:
        join_secret(swapped, {"s0": PEOPLE["s0"], "s1": PEOPLE["s1"]})
    assert told.value.facts["signer"] == "s0"
    broken = replace(shared, shares=(SealedShare("s0", bytes(80)), *shared.shares[1:]))
    with pytest.raises(StorageFault, match="share_damaged"):
        join_secret(broken, PEOPLE)
    assert join_secret(broken, {"s1": PEOPLE["s1"], "s2": PEOPLE["s2"]}) == SECRET


def test_a_key_that_is_none_gets_no_share() -> None:
    with pytest.raises(BadInput, match="share_key_unreadable"):
        split_secret(SECRET, 1, [("s0", b"short")], b"poll")
