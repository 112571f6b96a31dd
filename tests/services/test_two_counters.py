"""At every count two counters go over the same ballots; a difference stops the result until they agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollCountRow, PollRow
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.tally import counter_crosscheck
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.services.vote.counting import start_challenge_period
from sukui_desktop.services.vote.selection_and_certification import publish_poll, select_list
from tests.builders import rooms
from tests.builders.rooms import PASSPHRASE, admit_with_slips, bring_to, open_room, recount, rows_of, vote

CERTIFIERS = ("김하나", "이둘")
Counter = Callable[..., Tally]


def one_more(tally: Tally) -> Tally:
    return replace(tally, votes=(tally.votes[0] + 1, *tally.votes[1:]))


def one_invalid_less(tally: Tally) -> Tally:
    return replace(tally, ballots_valid=tally.ballots_valid + 1, ballots_cast=tally.ballots_cast + 1)


def plant(monkeypatch: pytest.MonkeyPatch, name: str, wrong: Callable[[Tally], Tally]) -> None:
    """Plant a bug in one of the two counters that the count uses."""
    right: Counter = getattr(counter_crosscheck, name)

    def planted(question: Question, ballots: Iterable[bytes]) -> Tally:
        return wrong(right(question, ballots))

    monkeypatch.setattr(counter_crosscheck, name, planted)


@pytest.fixture
def voted(tmp_path: Path) -> tuple[Room, PollId]:
    room, poll_id = open_room(tmp_path)
    for token in admit_with_slips(room, poll_id, 5):
        vote(room, poll_id, token, [0, 1])
    return room, poll_id


def only_count(room: Room) -> PollCountRow:
    return rows_of(room, PollCountRow)[0]


def test_both_counts_stand_in_the_record_and_agree(voted: tuple[Room, PollId]) -> None:
    room, poll_id = voted
    bring_to(room, poll_id, "published")
    count = only_count(room)
    assert count.second_tally == count.tally != b""
    assert canonical_bytes.decode(count.second_tally, Tally).votes[:3] == (5, 5, 0)
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("counter", ["count_ballots", "count_ballots_by_columns"])
@pytest.mark.parametrize("wrong", [one_more, one_invalid_less])
def test_a_bug_in_either_counter_stops_the_result(
    voted: tuple[Room, PollId], monkeypatch: pytest.MonkeyPatch, counter: str, wrong: Callable[[Tally], Tally]
) -> None:
    room, poll_id = voted
    with monkeypatch.context() as planting:
        plant(planting, counter, wrong)
        bring_to(room, poll_id, "counted")
        start_challenge_period(room, poll_id)
    with pytest.raises(RuleBroken) as refused:
        select_list(room, poll_id)
    assert refused.value.code == "counts_differ"
    assert refused.value.facts["title"] == rows_of(room, PollRow)[0].title
    assert rows_of(room, PollRow)[0].state == "challenged"
    recount(room, poll_id)
    assert rows_of(room, PollRow)[0].state == "counted"
    start_challenge_period(room, poll_id)
    select_list(room, poll_id)
    rooms.certify(room, poll_id)
    publish_poll(room, poll_id)
    path = room.path
    context = room.context
    close_meeting_and_boxes(room)
    assert verify_meeting(path, PASSPHRASE, context).polls[0].recount == "ballots"


def test_a_recount_with_the_bug_still_there_changes_nothing(
    voted: tuple[Room, PollId], monkeypatch: pytest.MonkeyPatch
) -> None:
    room, poll_id = voted
    plant(monkeypatch, "count_ballots_by_columns", one_more)
    bring_to(room, poll_id, "counted")
    recount(room, poll_id)
    start_challenge_period(room, poll_id)
    with pytest.raises(RuleBroken, match="counts_differ"):
        select_list(room, poll_id)
    close_meeting_and_boxes(room)


def test_a_recount_is_for_counted_polls_only(voted: tuple[Room, PollId]) -> None:
    room, poll_id = voted
    with pytest.raises(RuleBroken, match="poll_step"):
        recount(room, poll_id)
    bring_to(room, poll_id, "certified")
    with pytest.raises(RuleBroken, match="poll_step"):
        recount(room, poll_id)
    close_meeting_and_boxes(room)
