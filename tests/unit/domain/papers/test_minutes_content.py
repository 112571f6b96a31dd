"""The nine headings of the law: each alone can hold the minutes up, and each can be marked as having nothing."""

from __future__ import annotations

import msgspec
import pytest

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.papers.minutes_content import (
    HEADINGS,
    LEGAL_NAMES,
    NEVER_NONE,
    Minutes,
    WrittenHeading,
    has_recorded_content_under_heading,
    missing_headings,
    recorder_words_under_heading,
    require_complete_minutes,
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
    "decisions": {"items": (), "polls": ()},
    "votes": {"polls": ()},
}


def test_there_are_nine_and_each_has_the_name_the_law_gives_it() -> None:
    assert len(HEADINGS) == 9
    assert set(LEGAL_NAMES) == set(HEADINGS)
    assert LEGAL_NAMES["people"] == "참석자·배석자"


def test_full_minutes_pass() -> None:
    require_complete_minutes(papers.small_minutes())


def test_empty_minutes_name_first_what_may_never_be_none() -> None:
    assert missing_headings(EMPTY) == HEADINGS
    with pytest.raises(RuleBroken) as refused:
        require_complete_minutes(EMPTY)
    assert refused.value.code == "minutes_facts_missing"
    assert refused.value.facts["headings"] == ("회의 명칭", "개최기관", "일시·장소", "참석자·배석자")


@pytest.mark.parametrize("heading", HEADINGS)
def test_each_heading_is_missed_and_may_be_written(heading: str) -> None:
    emptied = msgspec.structs.replace(papers.small_minutes(), **{"written": (), **_EMPTIED[heading]})
    assert heading in missing_headings(emptied)
    written = WrittenHeading(heading=heading, text="적음")
    assert heading not in missing_headings(msgspec.structs.replace(emptied, written=(written,)))
    blank = WrittenHeading(heading=heading, text=" \n ")
    assert heading in missing_headings(msgspec.structs.replace(emptied, written=(blank,)))


@pytest.mark.parametrize("heading", HEADINGS)
def test_host_time_place_and_people_are_never_none(heading: str) -> None:
    """Fails where minutes without a host, a place or anybody present pass as 해당 없음."""
    none = (WrittenHeading(heading=heading, is_none=True),)
    emptied = msgspec.structs.replace(papers.small_minutes(), **{**_EMPTIED[heading], "written": none})
    assert (heading in missing_headings(emptied)) == (heading in NEVER_NONE)
    if heading in NEVER_NONE:
        with pytest.raises(RuleBroken) as refused:
            require_complete_minutes(emptied)
        assert refused.value.code == "minutes_facts_missing"
        assert refused.value.facts["headings"] == (LEGAL_NAMES[heading],)


def test_observers_alone_are_no_attendance() -> None:
    assert not has_recorded_content_under_heading(
        msgspec.structs.replace(papers.small_minutes(), attendees=()), "people"
    )


def test_opening_and_closing_alone_are_no_items() -> None:
    ceremony = tuple(item for item in papers.agenda() if not item.number)
    assert not has_recorded_content_under_heading(
        msgspec.structs.replace(papers.small_minutes(), items=ceremony), "items"
    )


def test_a_certified_vote_is_a_decision() -> None:
    undecided = tuple(msgspec.structs.replace(item, decision="") for item in papers.agenda())
    minutes = msgspec.structs.replace(papers.small_minutes(), items=undecided)
    assert has_recorded_content_under_heading(minutes, "decisions")
    assert not has_recorded_content_under_heading(msgspec.structs.replace(minutes, polls=()), "decisions")


def test_what_was_not_written_is_empty() -> None:
    assert recorder_words_under_heading(EMPTY, "votes") == WrittenHeading(heading="votes")
    assert recorder_words_under_heading(papers.small_minutes(), "decisions").text.startswith("시민공론장")


def test_time_and_place_need_both() -> None:
    assert not has_recorded_content_under_heading(
        msgspec.structs.replace(papers.small_minutes(), starts_at_ms=0), "time_place"
    )
    assert has_recorded_content_under_heading(papers.small_minutes(), "time_place")
