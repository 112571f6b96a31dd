"""Dates and item marks as official papers write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.documents.write.numbering import date_text, item_mark, moment_text, span_text, syllable, time_text
from tests.builders.papers import MINUTE, STARTS

MOMENTS = st.integers(1, 4_102_444_800_000)


@pytest.mark.parametrize(
    ("level", "number", "mark"),
    [(0, 1, "1."), (1, 1, "가."), (2, 1, "1)"), (3, 1, "가)"), (4, 12, "(12)"), (5, 2, "(나)"), (1, 14, "하.")],
)
def test_marks_of_each_level(level: int, number: int, mark: str) -> None:
    assert item_mark(level, number) == mark


def test_syllables_go_on_after_ha() -> None:
    assert "".join(map(syllable, range(1, 15))) == "가나다라마바사아자차카타파하"
    assert "".join(map(syllable, range(15, 19))) == "거너더러"
    assert syllable(29) == "고"
    assert syllable(84) == "히"
    assert syllable(85) == "가가"


@given(st.integers(0, 5), st.integers(1, 500), st.integers(1, 500))
def test_no_two_items_of_a_level_share_a_mark(level: int, one: int, other: int) -> None:
    assert (item_mark(level, one) == item_mark(level, other)) == (one == other)


def test_a_day_as_papers_write_it() -> None:
    assert date_text(STARTS) == "2026. 8. 29.(토)"
    assert time_text(STARTS) == "14:00"
    assert moment_text(STARTS) == "2026. 8. 29.(토) 14:00"


def test_spans() -> None:
    assert span_text(STARTS, STARTS + 150 * MINUTE) == "2026. 8. 29.(토) 14:00~16:30"
    assert span_text(STARTS, STARTS + 11 * 60 * MINUTE) == "2026. 8. 29.(토) 14:00~2026. 8. 30.(일) 01:00"
    assert span_text(STARTS, 0) == "2026. 8. 29.(토) 14:00"


@given(MOMENTS)
def test_the_text_is_the_moment_nine_hours_east(at_ms: int) -> None:
    day = datetime.fromtimestamp(at_ms // 1000, UTC) + timedelta(hours=9)
    told = moment_text(at_ms)
    year, month, rest, clock = [*told.replace("(", " (").split(" ")[:3], told.split(" ")[-1]]
    assert [int(part.rstrip(".")) for part in (year, month, rest)] == [day.year, day.month, day.day]
    assert clock == f"{day:%H:%M}"
    assert told[told.index("(") + 1] == "월화수목금토일"[day.weekday()]


@given(MOMENTS, MOMENTS)
def test_later_moments_have_later_text_within_a_day(one: int, other: int) -> None:
    if date_text(one) == date_text(other) and one // MINUTE < other // MINUTE:
        assert time_text(one) < time_text(other)
