"""A share is read exactly, or not at all."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.question.exact_fractions import parse_exact_fraction


@given(st.fractions(min_value=0, max_value=10**6, max_denominator=10**6))
def test_what_a_fraction_writes_is_read_back(share: Fraction) -> None:
    assert parse_exact_fraction(str(share)) == share


@pytest.mark.parametrize(
    ("written", "share"), [("9/20", Fraction(9, 20)), ("2/4", Fraction(1, 2)), ("1", Fraction(1)), ("0", Fraction(0))]
)
def test_shares_as_people_write_them(written: str, share: Fraction) -> None:
    assert parse_exact_fraction(written) == share


@pytest.mark.parametrize(
    "written", ["", "0.45", "45%", "45 %", "-1/2", "1/-2", "1/0", "1 / 2", "01/2", "1/2/3", "½", "１/２", "1/2\n", "a"]
)
def test_anything_else_is_no_share(written: str) -> None:
    assert parse_exact_fraction(written) is None
