"""Dates and item marks as official papers write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.document_blocks import list_item_mark, nth_syllable
from sukui_desktop.wording.times import (
    date_words,
    duration_as_clock,
    hours_and_minutes_words,
    local_datetime,
    moment_from_datetime,
    moment_words,
    moment_words_near_today,
    period_words,
    planned_and_held_time_words,
    set_meeting_zone,
    time_left_label_and_clock,
    time_of_day_words,
    zone_from_name,
)
from tests.builders.papers import MINUTE, STARTS

MOMENTS = st.integers(600_000_000_000, 4_102_444_800_000)
"""From 1989, after Korea's last summer time."""


@pytest.mark.parametrize(
    ("level", "number", "mark"),
    [(0, 1, "1."), (1, 1, "가."), (2, 1, "1)"), (3, 1, "가)"), (4, 12, "(12)"), (5, 2, "(나)"), (1, 14, "하.")],
)
def test_marks_of_each_level(level: int, number: int, mark: str) -> None:
    assert list_item_mark(level, number) == mark


def test_syllables_go_on_after_ha() -> None:
    assert "".join(map(nth_syllable, range(1, 15))) == "가나다라마바사아자차카타파하"
    assert "".join(map(nth_syllable, range(15, 19))) == "거너더러"
    assert nth_syllable(29) == "고"
    assert nth_syllable(84) == "히"
    assert nth_syllable(85) == "가가"


@given(st.integers(0, 5), st.integers(1, 500), st.integers(1, 500))
def test_no_two_items_of_a_level_share_a_mark(level: int, one: int, other: int) -> None:
    assert (list_item_mark(level, one) == list_item_mark(level, other)) == (one == other)


def test_a_day_as_papers_write_it() -> None:
    assert date_words(STARTS) == "2026. 8. 29.(토)"
    assert time_of_day_words(STARTS) == "14:00"
    assert moment_words(STARTS) == "2026. 8. 29.(토) 14:00"


def test_a_meeting_is_on_the_day_it_was_held() -> None:
    """Fails on the heading that gave the planned time of another day after the sitting was opened."""
    held, ended = STARTS - 30 * 60 * MINUTE, STARTS - 29 * 60 * MINUTE
    assert planned_and_held_time_words(STARTS, 0, 0) == moment_words(STARTS)
    assert (
        planned_and_held_time_words(STARTS, held, ended) == "2026. 8. 28.(금) 08:00~09:00 (예정 2026. 8. 29.(토) 14:00)"
    )
    assert planned_and_held_time_words(STARTS, STARTS + MINUTE, 0) == "2026. 8. 29.(토) 14:01"


def test_a_time_names_its_day_when_it_is_another() -> None:
    assert moment_words_near_today(STARTS, STARTS - MINUTE) == "14:00"
    assert moment_words_near_today(STARTS + 11 * 60 * MINUTE, STARTS) == "8. 30.(일) 01:00"
    assert moment_words_near_today(0, STARTS) == ""


def test_spans() -> None:
    assert period_words(STARTS, STARTS + 150 * MINUTE) == "2026. 8. 29.(토) 14:00~16:30"
    assert period_words(STARTS, STARTS + 11 * 60 * MINUTE) == "2026. 8. 29.(토) 14:00~2026. 8. 30.(일) 01:00"
    assert period_words(STARTS, 0) == "2026. 8. 29.(토) 14:00"


@given(MOMENTS)
def test_the_text_is_the_moment_nine_hours_east(at_ms: int) -> None:
    day = datetime.fromtimestamp(at_ms // 1000, UTC) + timedelta(hours=9)
    told = moment_words(at_ms)
    year, month, rest, clock = [*told.replace("(", " (").split(" ")[:3], told.split(" ")[-1]]
    assert [int(part.rstrip(".")) for part in (year, month, rest)] == [day.year, day.month, day.day]
    assert clock == f"{day:%H:%M}"
    assert told[told.index("(") + 1] == "월화수목금토일"[day.weekday()]


@given(MOMENTS, MOMENTS)
def test_later_moments_have_later_text_within_a_day(one: int, other: int) -> None:
    if date_words(one) == date_words(other) and one // MINUTE < other // MINUTE:
        assert time_of_day_words(one) < time_of_day_words(other)


def test_the_zone_is_the_meetings_and_korea_where_no_other_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    set_meeting_zone("")  # no meeting is open
    assert zone_from_name("Nowhere/Atlantis").utcoffset(None) == timedelta(hours=9)
    assert time_of_day_words(STARTS) == "14:00"
    monkeypatch.setenv("SUKUI_ZONE", "Asia/Ho_Chi_Minh")
    assert time_of_day_words(STARTS) == "12:00"
    monkeypatch.setenv("SUKUI_ZONE", "../../etc/passwd")
    assert time_of_day_words(STARTS) == "14:00"


@given(MOMENTS)
def test_what_the_clock_shows_leads_back_to_the_moment(at_ms: int) -> None:
    assert moment_from_datetime(local_datetime(at_ms)) == at_ms // 1000 * 1000


def test_never_has_no_words() -> None:
    assert (date_words(0), time_of_day_words(0), moment_words(0), period_words(0, 0)) == ("", "", "", "")


@pytest.mark.parametrize(("span_ms", "words"), [(125_000, "02:05"), (3_725_000, "1:02:05"), (-1, "00:00")])
def test_a_length_of_time(span_ms: int, words: str) -> None:
    assert duration_as_clock(span_ms) == words


@pytest.mark.parametrize(
    ("span_ms", "words"),
    [(0, "0분"), (59_999, "0분"), (1_200_000, "20분"), (7_200_000, "2시간"), (12_000_000, "3시간 20분")],
)
def test_a_length_in_hours_and_minutes(span_ms: int, words: str) -> None:
    assert hours_and_minutes_words(span_ms) == words


def test_every_window_tells_the_time_of_an_item_in_one_way() -> None:
    """Fails where the hall said 05:18 and the console counted up beside 6분."""
    assert time_left_label_and_clock(42_000, 6) == (text("wording.times.left", minutes=6), "05:18")
    assert time_left_label_and_clock(365_000, 6) == (text("wording.times.over", minutes=6), "00:05")


@pytest.mark.parametrize("at_ms", [-(2**63), -62_135_600_000_000, 253_402_300_800_000, 2**63 - 1, 2**80])
def test_every_moment_has_words(at_ms: int) -> None:
    assert moment_words(at_ms)
    assert local_datetime(at_ms).year in (1, 9998, 9999)
