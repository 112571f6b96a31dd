"""The nine headings of the law: each alone can hold the minutes up, and each can be marked as having nothing."""

from __future__ import annotations

import msgspec
import pytest

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.papers.minutes import (
    HEADINGS,
    LEGAL_NAMES,
    Minutes,
    WrittenHeading,
    check_minutes,
    has_content,
    missing_headings,
    written_under,
)
from tests.builders import papers

EMPTY = Minutes(meeting_id="m1", title="", body_name="", host="", place="", starts_at_ms=0, ends_at_ms=0)
_EMPTIED: dict[str, dict[str, object]] = {
    "name": {"title": " "},
    "host": {"host": ""},
    "time_place": {"place": ""},
    "people": {"attendees": (), "observers": ()},
    "order": {"items": ()},
    "items": {"items": ()},
    "gists": {"items": papers.agenda(speeches=0)},
    "decisions": {"items": ()},
    "votes": {"polls": ()},
}


def test_there_are_nine_and_each_has_the_name_the_law_gives_it() -> None:
    assert len(HEADINGS) == 9
    assert set(LEGAL_NAMES) == set(HEADINGS)
    assert LEGAL_NAMES["people"] == "참석자·배석자"


def test_full_minutes_pass() -> None:
    check_minutes(papers.small_minutes())


def test_empty_minutes_name_all_nine() -> None:
    assert missing_headings(EMPTY) == HEADINGS
    with pytest.raises(RuleBroken) as refused:
        check_minutes(EMPTY)
    assert refused.value.facts["headings"] == tuple(LEGAL_NAMES.values())


@pytest.mark.parametrize("heading", HEADINGS)
def test_each_heading_is_missed_and_may_be_marked_none_or_written(heading: str) -> None:
    emptied = msgspec.structs.replace(papers.small_minutes(), written=(), **_EMPTIED[heading])
    assert heading in missing_headings(emptied)
    for written in (WrittenHeading(heading=heading, is_none=True), WrittenHeading(heading=heading, text="적음")):
        assert heading not in missing_headings(msgspec.structs.replace(emptied, written=(written,)))
    blank = WrittenHeading(heading=heading, text=" \n ")
    assert heading in missing_headings(msgspec.structs.replace(emptied, written=(blank,)))


def test_what_was_not_written_is_empty() -> None:
    assert written_under(EMPTY, "votes") == WrittenHeading(heading="votes")
    assert written_under(papers.small_minutes(), "decisions").text.startswith("시민공론장")


def test_time_and_place_need_both() -> None:
    assert not has_content(msgspec.structs.replace(papers.small_minutes(), starts_at_ms=0), "time_place")
    assert has_content(papers.small_minutes(), "time_place")
