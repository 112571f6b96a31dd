"""Numbers of people and votes are read as offices write them, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.domain.channel.channel_result_file import MOST_NUMBER, REASON_OF
from sukui_desktop.domain.channel.whole_number_parser import parse_whole_number
from sukui_desktop.domain.errors import BadInput


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0", 0),
        ("1234", 1234),
        ("1,234", 1234),
        ("116,943표", 116_943),
        (" 1,234 명 ", 1234),
        ("12.0", 12),
        ("12.00점", 12),
        ("１２", 12),
        ("１，２３４", 1234),
        ("35 votes", 35),
        ("007", 7),
        ("-0", 0),
        (str(MOST_NUMBER), MOST_NUMBER),
    ],
)
def test_numbers(written: str, number: int) -> None:
    assert parse_whole_number(written) == number


@pytest.mark.parametrize("written", ["-5", "−5", "△5", "▲ 5", "(5)", "-5표", "-5.0"])
def test_a_minus_in_every_dress(written: str) -> None:
    assert parse_whole_number(written, may_be_negative=True) == -5
    with pytest.raises(BadInput) as refused:
        parse_whole_number(written)
    assert refused.value.code == "number_negative"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "number_empty"),
        ("  ", "number_empty"),
        ("\u200b", "number_empty"),
        ("-", "number_unreadable"),
        ("없음", "number_unreadable"),
        ("12.3%", "number_unreadable"),
        ("12%", "number_unreadable"),
        ("1,23", "number_unreadable"),
        ("12,34,567", "number_unreadable"),
        ("1 234", "number_unreadable"),
        ("1e3", "number_unreadable"),
        ("0x10", "number_unreadable"),
        ("3표차", "number_unreadable"),
        ("٣", "number_unreadable"),
        ("#REF!", "number_unreadable"),
        ("(5", "number_unreadable"),
        ("--5", "number_unreadable"),
        ("1" * 5000, "number_unreadable"),
        ("12.5", "number_fraction"),
        ("0.1", "number_fraction"),
        ("-12.5", "number_fraction"),
        (str(MOST_NUMBER + 1), "number_too_large"),
    ],
)
def test_what_is_no_number(written: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_whole_number(written, may_be_negative=True)
    assert refused.value.code == code
    assert len(str(refused.value.facts["value"])) <= 40


def test_every_fault_is_reported_alone_and_in_its_place() -> None:
    for alone, placed in REASON_OF.items():
        assert error_text(alone, value="값").endswith(".")
        facts = {"file": "a.csv", "row": 3, "column": "득표수", "value": "값"}
        assert "a.csv" in error_text(placed, **facts)
        assert text(f"reading.reason.{placed}").endswith(".")
