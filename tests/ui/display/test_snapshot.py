"""The hall's screen at each step of a day: no figure of a vote before certification, none after void."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.agenda.agenda_items import close_item, list_items, start_item
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.hall_snapshot import (
    AUDIT_MS,
    SHEET_MS,
    HallChoice,
    HallSnapshot,
    oldest_issuing_still_due_ms,
    read_hall_snapshot,
)
from sukui_desktop.services.handover.anchor_sheets import issue_anchor_sheet
from sukui_desktop.services.opened_meeting import Context
from sukui_desktop.services.vote.ballot_audits import audit_ballot
from sukui_desktop.services.vote.ballot_sealing import seal_ballot, seal_openable_ballot
from sukui_desktop.services.vote.counting import start_challenge_period
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from sukui_desktop.services.vote.polls import make_poll_ready, open_poll, pause_poll, resume_poll
from sukui_desktop.services.vote.selection_and_certification import publish_poll, select_list
from tests.builders import rooms
from tests.builders.rooms import certify, two_people_lock
from tests.builders.rooms import count as open_and_count
from tests.ui.rooms import DRAFT, Stage

NAMES = ("김확인", "이확인")


def hall(stage: Stage, wanted: HallChoice = HallChoice.AUTO) -> HallSnapshot:
    return stage.ask(read_hall_snapshot, stage.room, wanted)


def pass_time(stage: Stage, span_ms: int) -> None:
    """The clock of a stage goes on by a second whenever it is read."""
    for _ in range(span_ms // 1000):
        stage.context.now()


def open_ballot(stage: Stage, poll_id: PollId, number: str = "1") -> str:
    """Have a ballot opened, and return its code."""
    token = stage.ask(give_slip, stage.room, stage.person(number), poll_id).token
    openable = seal_openable_ballot(stage.ask(read_ballot_paper, stage.room, poll_id), Answer((2,)))
    stage.ask(audit_ballot, stage.room, poll_id, token, openable)
    return openable.code


def audited_poll(stage: Stage) -> PollId:
    """A poll with audits that is ready."""
    poll_id = stage.draft(draft=replace(DRAFT, offers_audits=True))
    stage.ask(make_poll_ready, stage.room, poll_id, stage.ask(two_people_lock, stage.room), 12)
    return poll_id


def vote(stage: Stage, poll_id: PollId, *numbers: str) -> None:
    for number in numbers:
        token = stage.ask(give_slip, stage.room, stage.person(number), poll_id).token
        sealed = seal_ballot(stage.ask(read_ballot_paper, stage.room, poll_id), Answer((0,)))
        stage.ask(cast_ballot, stage.room, poll_id, token, sealed)


def select(stage: Stage, poll_id: PollId) -> None:
    stage.ask(rooms.close, stage.room, poll_id)
    stage.ask(open_and_count, stage.room, poll_id)
    stage.ask(start_challenge_period, stage.room, poll_id)
    stage.ask(select_list, stage.room, poll_id)


def test_a_day_from_before_the_sitting_to_its_end(stage: Stage) -> None:
    assert hall(stage).kind == "waiting"
    stage.ask(open_sitting, stage.room)
    first, second = (view.row.item_id for view in stage.ask(list_items, stage.room)[:2])
    stage.ask(start_item, stage.room, first)
    seen = hall(stage)
    assert (seen.kind, seen.item is not None and seen.item.number) == ("item", "1")
    stage.ask(close_item, stage.room, first)
    assert hall(stage).kind == "waiting"
    stage.ask(start_item, stage.room, second)
    stage.ask(close_sitting, stage.room)
    assert hall(stage).kind == "closed"


def test_a_vote_shows_turnout_in_steps_and_its_words(stage: Stage) -> None:
    poll_id = stage.ready()
    ready = hall(stage)
    assert ready.kind == "waiting"
    assert len(ready.words) == 4, "the words of the seal hang out before the vote opens"
    stage.ask(open_poll, stage.room, poll_id)
    vote(stage, poll_id, "1", "2", "3", "4")
    seen = hall(stage)
    assert (seen.kind, seen.words) == ("vote", ready.words)
    assert seen.turnout is not None
    assert (seen.turnout.cast_in_steps, seen.turnout.issued) == (0, 4)
    vote(stage, poll_id, "5")
    turnout = hall(stage).turnout
    assert turnout is not None
    assert turnout.cast_in_steps == 5
    stage.ask(pause_poll, stage.room, poll_id)
    assert hall(stage).poll_state == "paused"
    stage.ask(resume_poll, stage.room, poll_id)
    assert hall(stage).poll_state == "open"


def test_no_result_before_certification_whatever_is_wanted(stage: Stage) -> None:
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    vote(stage, poll_id, "1", "2", "3", "4", "5")
    select(stage, poll_id)
    for wanted in (HallChoice.AUTO, HallChoice.RESULT, HallChoice.VOTE, HallChoice.ITEM):
        seen = hall(stage, wanted)
        assert seen.kind == "counting"
        assert seen.outcome is None
        assert seen.definition is None
        assert seen.turnout is None
    stage.ask(certify, stage.room, poll_id)
    shown = hall(stage)
    assert shown.kind == "result"
    assert shown.outcome is not None
    assert shown.outcome.ranking[0].votes == 5
    stage.ask(publish_poll, stage.room, poll_id)
    assert hall(stage).kind == "result"


@pytest.mark.parametrize("wanted", [HallChoice.AUTO, HallChoice.RESULT, HallChoice.VOTE])
def test_a_void_vote_shows_nothing(stage: Stage, wanted: HallChoice) -> None:
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    vote(stage, poll_id, "1", "2", "3", "4", "5")
    select(stage, poll_id)
    stage.ask(rooms.void, stage.room, poll_id, "전원이 두 번 끊겼다")
    seen = hall(stage, wanted)
    assert (seen.kind, seen.outcome, seen.turnout, seen.poll_title) == ("waiting", None, None, "")


def test_a_result_gives_way_to_the_next_item_and_comes_back_when_wanted(stage: Stage) -> None:
    stage.ask(open_sitting, stage.room)
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    vote(stage, poll_id, "1", "2", "3", "4", "5")
    select(stage, poll_id)
    stage.ask(certify, stage.room, poll_id)
    assert hall(stage).kind == "result"
    stage.ask(start_item, stage.room, stage.ask(list_items, stage.room)[0].row.item_id)
    assert hall(stage).kind == "item"
    assert hall(stage, HallChoice.RESULT).kind == "result"
    assert hall(stage, HallChoice.COVERED).kind == "covered"
    assert hall(stage, HallChoice.VOTE).kind == "item", "what cannot be shown falls back"


def test_an_opened_ballot_is_shown_for_a_minute_and_no_choice_hides_the_vote(stage: Stage) -> None:
    """Fails where what a voter had opened stays on the screen, is shown under a cover, or of another poll."""
    poll_id = stage.draft(draft=replace(DRAFT, offers_audits=True))
    stage.ask(make_poll_ready, stage.room, poll_id, stage.ask(two_people_lock, stage.room), 12)
    stage.ask(open_poll, stage.room, poll_id)
    token = stage.ask(give_slip, stage.room, stage.person("1"), poll_id).token
    openable = seal_openable_ballot(stage.ask(read_ballot_paper, stage.room, poll_id), Answer((2,)))
    assert hall(stage).kind == "vote"
    stage.ask(audit_ballot, stage.room, poll_id, token, openable)
    seen = hall(stage)
    assert (seen.kind, seen.audit is not None and seen.audit.code) == ("audit", openable.code)
    assert hall(stage, HallChoice.VOTE).kind == "audit"
    assert hall(stage, HallChoice.COVERED).kind == "covered"
    pass_time(stage, AUDIT_MS)
    assert hall(stage).kind == "vote"
    stage.ask(rooms.close, stage.room, poll_id)
    assert hall(stage).kind == "counting"


@pytest.mark.parametrize("wanted", HallChoice)
def test_a_fresh_audit_goes_before_whatever_is_chosen_but_the_cover(stage: Stage, wanted: HallChoice) -> None:
    """Fails where an audit is shown only while the hall follows the day or looks at the vote."""
    stage.ask(open_sitting, stage.room)
    stage.ask(start_item, stage.room, stage.ask(list_items, stage.room)[0].row.item_id)
    poll_id = audited_poll(stage)
    stage.ask(issue_anchor_sheet, stage.room, poll_id)
    stage.ask(open_poll, stage.room, poll_id)
    before = hall(stage, wanted).kind
    code = open_ballot(stage, poll_id)
    seen = hall(stage, wanted)
    if wanted == HallChoice.COVERED:
        assert seen.kind == before == "covered"
        return
    assert (seen.kind, seen.audit is not None and seen.audit.code) == ("audit", code)
    pass_time(stage, AUDIT_MS)
    assert hall(stage, wanted).kind == before, "after its minute what was there goes on"


def test_a_poll_that_is_closed_at_once_shows_its_last_audit_all_the_same(stage: Stage) -> None:
    """Fails where the closing takes an audit off the screen before its minute is over."""
    poll_id = audited_poll(stage)
    stage.ask(open_poll, stage.room, poll_id)
    open_ballot(stage, poll_id)
    stage.ask(rooms.close, stage.room, poll_id)
    assert hall(stage).kind == "audit"
    pass_time(stage, AUDIT_MS)
    assert hall(stage).kind == "counting"


def test_an_audit_does_not_stay_for_an_hour_when_the_clock_is_set_back(stage: Stage) -> None:
    """Fails where an audit of a time to come is called fresh."""
    poll_id = audited_poll(stage)
    stage.ask(open_poll, stage.room, poll_id)
    open_ballot(stage, poll_id)
    stage.room.context = replace_clock(stage)
    assert hall(stage).kind == "vote"


def replace_clock(stage: Stage) -> Context:
    """A clock that somebody set back by an hour."""
    was = stage.context
    return Context(was.station, lambda: was.now() - 3_600_000, was.random)


@pytest.mark.parametrize(
    ("audits_s", "since_s"),
    [
        ((), 820),
        ((700,), 820),
        ((1000,), 820),
        ((970,), 790),
        ((900,), 760),
        ((900, 950), 720),
        ((900, 910, 920), 740),
        ((2000,), 820),
    ],
)
def test_time_of_an_audit_is_not_taken_from_a_sheet(audits_s: tuple[int, ...], since_s: int) -> None:
    """Fails where the three minutes of a sheet run on while an opened ballot is shown; now is 1000 s."""
    assert oldest_issuing_still_due_ms(1_000_000, tuple(at * 1000 for at in audits_s)) == since_s * 1000


@given(st.lists(st.integers(0, 4000), max_size=8), st.integers(1000, 4000))
def test_a_sheet_is_due_until_it_was_shown_for_three_minutes(audits_s: list[int], now_s: int) -> None:
    """Against a clock that goes second by second."""
    since_s = oldest_issuing_still_due_ms(now_s * 1000, tuple(at * 1000 for at in audits_s)) // 1000
    shown = [s for s in range(since_s, now_s) if not any(at <= s < at + AUDIT_MS // 1000 for at in audits_s)]
    assert len(shown) == SHEET_MS // 1000


def test_who_waits_is_told_that_the_vote_is_over(stage: Stage) -> None:
    """After the certification the hall read that slips were not given *yet*."""
    assert hall(stage, HallChoice.QUEUE).poll_state == ""
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    stage.ask(rooms.close, stage.room, poll_id)
    over = hall(stage, HallChoice.QUEUE)
    assert (over.kind, over.poll_state, over.waiting) == ("queue", "closed", ())
    stage.ask(rooms.drafted_poll, stage.room)
    assert hall(stage, HallChoice.QUEUE).poll_state == "", "slips of the next vote are still to come"
