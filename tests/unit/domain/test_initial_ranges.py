"""Desks that share the roster: everybody belongs to exactly one, whatever the names are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.initial_ranges import INITIALS, InitialRange, count_initials, split_by_initials

NAMES = st.lists(
    st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3) | st.sampled_from("ABz 1ㄲㅎ가"), max_size=4)
)


@given(NAMES, st.integers(1, 14))
def test_everybody_is_served_by_exactly_one_desk(names: list[str], desks: int) -> None:
    """Fails where a tense consonant, a name in Latin letters or an empty one belongs to no desk, or to two."""
    ranges = split_by_initials(count_initials(names), desks)
    assert len(ranges) == desks
    assert "".join(INITIALS[INITIALS.index(r.first) : INITIALS.index(r.last) + 1] for r in ranges) == INITIALS
    for name in names:
        assert sum(r.holds(name) for r in ranges) == 1
    assert sum(count_initials(names)) == len(names)


@pytest.mark.parametrize(
    ("names", "desks", "expected"),
    [
        (["강", "김", "박", "최"], 2, ["ㄱ", "ㄴㅎ"]),
        (["가", "나", "다", "라"], 2, ["ㄱㄴ", "ㄷㅎ"]),
        ([], 1, ["ㄱㅎ"]),
        (["하", "한", "황"], 3, ["ㄱㅌ", "ㅍ", "ㅎ"]),
    ],
)
def test_desks_share_as_evenly_as_consonants_allow(names: list[str], desks: int, expected: list[str]) -> None:
    found = [
        r.first if r.first == r.last else r.first + r.last for r in split_by_initials(count_initials(names), desks)
    ]
    assert found == expected


def test_a_tense_consonant_is_with_its_plain_one_and_other_letters_are_last() -> None:
    assert InitialRange("ㄱ", "ㄱ").holds("꽃님")
    assert InitialRange("ㅈ", "ㅎ").holds("Nguyen")
    assert not InitialRange("ㄱ", "ㅅ").holds("Nguyen")
