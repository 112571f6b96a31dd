"""Polls of any kind brought to any step on real services, for the tests of count and result."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.counting.second_counter import count_ballots_by_columns
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.question.definition import Draft, Question
from sukui_desktop.domain.selection.decision_inputs import LotDraw, LotWay
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.tally import counter_crosscheck
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.counting import start_challenge_period
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from sukui_desktop.services.vote.poll_heads import list_polls
from sukui_desktop.services.vote.polls import PollView, make_poll_ready, open_poll, read_poll
from sukui_desktop.services.vote.selection_and_certification import select_list
from tests.builders import rooms
from tests.ui.rooms import Stage


def only_poll(stage: Stage) -> PollView:
    """Return the meeting's one poll, whole."""
    (head,) = stage.ask(list_polls, stage.room)
    return stage.ask(read_poll, stage.room, head.poll_id)


def close(stage: Stage, draft: Draft, answers: Sequence[Answer]) -> PollId:
    """Make a poll, let people 1, 2, 3 … cast these answers, and close it."""
    poll_id = stage.draft("2027 복지분야 우선 정책사업", draft)
    stage.ask(make_poll_ready, stage.room, poll_id, stage.ask(rooms.two_people_lock, stage.room), 12)
    stage.ask(open_poll, stage.room, poll_id)
    here = {view.person.number for view in stage.ask(list_people, stage.room) if view.attendance.is_present}
    for number, answer in enumerate(answers, start=1):
        if str(number) not in here:
            stage.admit(str(number))
        token = stage.ask(give_slip, stage.room, stage.person(str(number)), poll_id).token
        stage.ask(
            cast_ballot,
            stage.room,
            poll_id,
            token,
            seal_ballot(stage.ask(read_ballot_paper, stage.room, poll_id), answer),
        )
    stage.ask(rooms.close, stage.room, poll_id)
    return poll_id


def count(stage: Stage, draft: Draft, answers: Sequence[Answer]) -> PollId:
    """Make a poll and count it."""
    poll_id = close(stage, draft, answers)
    stage.ask(rooms.count, stage.room, poll_id)
    return poll_id


def challenge(stage: Stage, draft: Draft, answers: Sequence[Answer]) -> PollId:
    """Make a poll, count it and let it be challenged."""
    poll_id = count(stage, draft, answers)
    stage.ask(start_challenge_period, stage.room, poll_id)
    return poll_id


def select(stage: Stage, draft: Draft, answers: Sequence[Answer]) -> PollId:
    """Make a poll and its list."""
    poll_id = challenge(stage, draft, answers)
    stage.ask(select_list, stage.room, poll_id, (), LotDraw(way=LotWay.PROGRAM))
    return poll_id


def count_wrongly(stage: Stage, draft: Draft, answers: Sequence[Answer]) -> PollId:
    """Make a poll whose second counter found one vote more for the first project, as one with a bug would have."""
    poll_id = close(stage, draft, answers)
    right = count_ballots_by_columns

    def one_more(question: Question, ballots: bytes) -> Tally:
        tally = right(question, ballots)
        return replace(tally, votes=(tally.votes[0] + 1, *tally.votes[1:]))

    with pytest.MonkeyPatch.context() as planting:
        planting.setattr(counter_crosscheck, "count_ballots_by_columns", one_more)
        stage.ask(rooms.count, stage.room, poll_id)
    return poll_id
