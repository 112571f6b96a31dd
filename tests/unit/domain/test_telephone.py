"""Telephone numbers as rosters write them: the right last four digits, or a reason; never wrong ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.telephone import PhoneFault, parse_phone


@pytest.mark.parametrize(
    ("written", "last4"),
    [
        ("010-1234-5678", "5678"),
        ("1012345678", "5678"),
        ("'01012345678", "5678"),
        ("1012345678.0", "5678"),
        ("1.012345678E+09", "5678"),
        ("０１０－１２３４－５６７８", "5678"),
        ("+82-10-1234-5678", "5678"),
        ("+82 (0)10-1234-5678", "5678"),
        ("821012345678", "5678"),
        ("010.1234.5678", "5678"),
        ("010·1234·5678", "5678"),
        ("010 1234 5678 홍길동", "5678"),
        ("H.P) 010-1234-5678", "5678"),
        ("010-1234-5678(배우자)", "5678"),
        ("010-1234-5678 (오후 2시 이후)", "5678"),
        ("010-1234-5678, 010-1234-5678", "5678"),
        ("010-****-5678", "5678"),
        ("010-○○○○-5678", "5678"),
        ("02)860-2114", "2114"),
        ("212345678", "5678"),
        ("02-123-4567(내선 123)", "4567"),
        ("02-123-4567 ext. 22", "4567"),
        ("02-123-4567 #22", "4567"),
        ("0502-1234-5678", "5678"),
        ("1588-1234", "1234"),
        ("860-2114", "2114"),
        ("5678", "5678"),
        ("0042", "0042"),
        ("", ""),
        (" - ", ""),
        ("―", ""),
    ],
)
def test_the_last_four_digits_of_a_number(written: str, last4: str) -> None:
    phone = parse_phone(written)
    assert (phone.last4, phone.fault) == (last4, None)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("010-1234-****", PhoneFault.MASKED),
        ("010-12**-56**", PhoneFault.MASKED),
        ("010-1234-XXXX", PhoneFault.MASKED),
        ("1.01E+09", PhoneFault.EXPONENT),
        ("1.01235E+09", PhoneFault.EXPONENT),
        ("1,01235e+9", PhoneFault.EXPONENT),
        ("010-1234-5678 / 02-333-4444", PhoneFault.SEVERAL),
        ("010-1234-5678\n010-9999-0000", PhoneFault.SEVERAL),
        ("집 02-333-4444, 휴대폰 010-1111-2222", PhoneFault.SEVERAL),
        ("010-1234-5678~9", PhoneFault.SEVERAL),
        ("010-1234-5678, 5679", PhoneFault.SEVERAL),
        ("내선 123", PhoneFault.EXTENSION),
        ("없음", PhoneFault.NONE),
        ("해당 없음", PhoneFault.NONE),
        ("미기재", PhoneFault.NONE),
        ("비공개", PhoneFault.NONE),
        ("678", PhoneFault.UNREADABLE),
        ("42", PhoneFault.UNREADABLE),
        ("010-1234-567", PhoneFault.UNREADABLE),
        ("101234567", PhoneFault.UNREADABLE),
        ("010-1234-56789", PhoneFault.UNREADABLE),
        ("012345678", PhoneFault.UNREADABLE),
        ("hong@a.kr", PhoneFault.UNREADABLE),
        ("#####", PhoneFault.UNREADABLE),
    ],
)
def test_what_cannot_be_read_is_flagged_and_gives_no_digits(written: str, fault: PhoneFault) -> None:
    """0.2.0 took 1234 of 010-1234-****, 0109 of 1.01E+09 and 7822 of 5678 (내선 22)."""
    phone = parse_phone(written)
    assert (phone.last4, phone.fault) == ("", fault)


@given(st.from_regex(r"010[0-9]{8}", fullmatch=True), st.sampled_from(["-", " ", ".", ""]))
def test_every_mobile_number_is_read_however_it_is_parted(digits: str, sign: str) -> None:
    parted = sign.join((digits[:3], digits[3:7], digits[7:]))
    for written in (parted, digits[1:], f"+82{sign}{parted[1:]}", f"{parted} (내선 3)", f"{digits[1:]}.0"):
        assert parse_phone(written).last4 == digits[7:], written


@given(st.text(max_size=30))
def test_anything_at_all_gives_four_digits_or_none(written: str) -> None:
    phone = parse_phone(written)
    assert phone.last4 == "" or (len(phone.last4) == 4 and phone.last4.isascii() and phone.last4.isdigit())
    assert not (phone.last4 and phone.fault)
