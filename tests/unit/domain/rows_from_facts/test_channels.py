"""A channel comes in once, before the list is made, and what comes late is shown as a conflict."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.channel.channel_result_file import ChannelResult
from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.domain.facts.poll import ChannelAccepted, ChannelRemoved, PollVoided, PollWithdrawn
from sukui_desktop.domain.poll_steps import STEPS, TAKES_CHANNELS
from sukui_desktop.domain.rows_from_facts.effect_of_entry import effect_of_entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import ConflictRow
from sukui_desktop.models.poll import ChannelInput, ChannelRow, PollRow
from tests.builders.blank_rows import blank

RESULT = ChannelResult(voters=10, ballots_valid=9, ballots_blank=0, ballots_invalid=1, votes=(4, 5))
ACCEPTED = ChannelAccepted(
    key="online",
    source=ChannelInput.TABLE,
    file_name="온라인.csv",
    file_sha256=bytes(32),
    result=RESULT,
    attested_by="김",
)
ROW = ChannelRow(
    poll_id=PollId("p"),
    key="online",
    source=ChannelInput.TABLE,
    file_name="온라인.csv",
    file_sha256=bytes(32),
    result=canonical_bytes.encode(RESULT),
    attested_by="김",
    at_ms=77,
)
STATES = {state for sources, target in STEPS.values() for state in (*sources, target)}


def _apply(fact: Fact, state: str, *held: ChannelRow) -> Effect:
    poll = blank(PollRow, poll_id="p", state=state)
    return effect_of_entry(State([poll, *held]), Entry(stream="ab", seq=3, subject="poll/p", at_ms=77, fact=fact))


def _is_conflict(effect: Effect) -> bool:
    return not effect.remove and [type(row) for row in effect.put] == [ConflictRow]


def test_an_accepted_channel_is_a_row() -> None:
    assert _apply(ACCEPTED, "open") == Effect((ROW,))


def test_a_removed_channel_is_no_row() -> None:
    assert _apply(ChannelRemoved(key="online"), "open", ROW) == Effect((), ((ChannelRow, ("p", "online")),))


@pytest.mark.parametrize("state", sorted(STATES))
def test_only_a_frozen_poll_without_a_list_takes_channels(state: str) -> None:
    assert _is_conflict(_apply(ACCEPTED, state)) == (state not in TAKES_CHANNELS)
    assert _is_conflict(_apply(ChannelRemoved(key="online"), state, ROW)) == (state not in TAKES_CHANNELS)


def test_the_second_of_two_and_the_removal_of_none_are_conflicts() -> None:
    assert _is_conflict(_apply(replace(ACCEPTED, attested_by="박"), "open", ROW))
    assert _is_conflict(_apply(ChannelRemoved(key="online"), "open"))
    assert _is_conflict(_apply(ChannelRemoved(key="survey"), "open", ROW))
    assert not _is_conflict(_apply(replace(ACCEPTED, key="survey"), "open", ROW))


def test_a_channel_of_a_poll_that_never_was_is_a_conflict() -> None:
    effect = effect_of_entry(State(), Entry(stream="ab", seq=3, subject="poll/p", at_ms=77, fact=ACCEPTED))
    assert _is_conflict(effect)


def test_a_withdrawn_poll_loses_its_channels_and_a_void_one_keeps_them() -> None:
    other = replace(ROW, key="survey")
    withdrawn = _apply(PollWithdrawn(names=("김", "이")), "ready", ROW, other)
    assert withdrawn.remove == ((ChannelRow, ("p", "online")), (ChannelRow, ("p", "survey")))
    assert [type(row) for row in withdrawn.put] == [PollRow]
    voided = _apply(PollVoided(reason="정전", names=("김", "이")), "open", ROW)
    assert voided.remove == ()
