"""One screen for the room: who is next, a turn for exactly one person, and what is left of it when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sukui_desktop.documents.write.poll_report import poll_reports_document
from sukui_desktop.domain.errors import StorageFault, SukuiError
from sukui_desktop.domain.papers.document_blocks import document_text
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.people import SlipRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.record.slip_token import token_from_text
from sukui_desktop.services.checkin import voter_turns
from sukui_desktop.services.checkin.attendance import admit_person, record_departure, undo_admissions
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.checkin.voter_turns import (
    TurnEnd,
    begin_turn,
    begin_turn_of_next,
    end_turn,
    end_turns_of_program_before,
    give_back_turn,
    read_turn_snapshot,
)
from sukui_desktop.services.handover.poll_reports import issue_closing_report, issue_pause_report
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.verify.verification import verify_room
from sukui_desktop.services.vote.joint_votes import make_place_list, take_place_list
from sukui_desktop.services.vote.live_accounting import read_live_accounting
from sukui_desktop.services.vote.polls import close_poll, pause_poll, resume_poll
from sukui_desktop.services.vote.staff_number_guesses import record_staff_number_guesses
from sukui_desktop.storage.poll_secrets import SecretName
from tests.builders import rooms, three_places


@pytest.fixture
def voting(tmp_path: Path) -> Iterator[tuple[Room, PollId, list[PersonId]]]:
    room, poll_id, people = open_voting(tmp_path)
    yield room, poll_id, people
    close_meeting_and_boxes(room)


def open_voting(folder: Path) -> tuple[Room, PollId, list[PersonId]]:
    """Return an open poll; the first four people are in, the third came before the others."""
    room, poll_id = rooms.open_room(folder)
    people = rooms.person_ids(room)
    for place in (2, 0, 1, 3):
        admit_person(room, people[place])
    return room, poll_id, people


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(SukuiError) as told:
        act()
    return told.value.code


def waiting(room: Room, poll_id: PollId) -> list[PersonId]:
    return [voter.person_id for voter in read_turn_snapshot(room, poll_id).waiting]


def kept(room: Room, poll_id: PollId) -> bytes | None:
    with room.reading() as tx:
        return tx.poll_secrets.find(poll_id, SecretName.TURN)


def test_who_came_first_is_next_and_who_voted_is_not_asked_again(voting: tuple[Room, PollId, list[PersonId]]) -> None:
    """Fails where a turn is offered to people who are not here, have a slip of their own or voted."""
    room, poll_id, people = voting
    assert waiting(room, poll_id) == [people[place] for place in (2, 0, 1, 3)]
    give_slip(room, people[0], poll_id)
    turn = begin_turn(room, people[2], poll_id)
    rooms.vote(room, poll_id, turn.token, [0])
    assert end_turn(room, poll_id).end is TurnEnd.VOTED
    assert kept(room, poll_id) is None, "of a turn that ended nothing is kept"
    assert waiting(room, poll_id) == [people[1], people[3]]
    assert refused(lambda: begin_turn(room, people[2], poll_id)) == "slip_already_given"
    assert refused(lambda: begin_turn(room, people[0], poll_id)) == "slip_already_given"
    assert refused(lambda: begin_turn(room, people[4], poll_id)) == "not_present"


def test_who_left_without_voting_is_offered_first_with_the_same_slip(
    voting: tuple[Room, PollId, list[PersonId]],
) -> None:
    room, poll_id, people = voting
    turn = begin_turn(room, people[1], poll_id)
    assert end_turn(room, poll_id).end is TurnEnd.UNUSED
    snapshot = read_turn_snapshot(room, poll_id)
    assert (snapshot.waiting[0].person_id, snapshot.unfinished, snapshot.was_cut) == (people[1], people[1], False)
    entries = len(rooms.rows_of_journal(room))
    assert begin_turn(room, people[1], poll_id).token == turn.token
    assert len(rooms.rows_of_journal(room)) == entries


def test_who_voted_is_not_called_again_where_the_disk_did_not_take_the_end_of_their_turn(
    voting: tuple[Room, PollId, list[PersonId]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail before: they were called as the first of those who wait, as if they had left without voting."""
    room, poll_id, people = voting
    begun = begin_turn_of_next(room, poll_id)
    rooms.vote(room, poll_id, begun.token, [0])

    def refuse(*_: object) -> None:
        raise StorageFault("disk_full", file="")

    with monkeypatch.context() as failing:
        failing.setattr(voter_turns, "forget_turn", refuse)
        assert refused(lambda: end_turn(room, poll_id)) == "disk_full"
    assert begun.person_id not in waiting(room, poll_id)
    assert read_turn_snapshot(room, poll_id).unfinished is None
    assert begin_turn_of_next(room, poll_id).person_id in set(people) - {begun.person_id}


def test_another_person_takes_over_and_the_unused_slip_has_come_back(
    voting: tuple[Room, PollId, list[PersonId]],
) -> None:
    """Fails where the slip of who left stays out, or is still good beside the one that they are given later."""
    room, poll_id, people = voting
    left = begin_turn(room, people[0], poll_id)
    taken_over = begin_turn(room, people[1], poll_id)
    assert taken_over.changes.ids >= {people[0], people[1]}, "lists show both anew"
    assert refused(lambda: rooms.vote(room, poll_id, left.token, [0])) == "slip_returned"
    later = begin_turn(room, people[0], poll_id)
    rooms.vote(room, poll_id, later.token, [1])
    accounting = read_live_accounting(room, poll_id)
    assert (accounting.figures.issued, accounting.figures.returned, accounting.faults) == (3, 2, ())


def test_after_a_power_cut_the_person_in_the_booth_votes_once(tmp_path: Path) -> None:
    """Fails where the slip that went with the power leaves its person out, or can still vote."""
    room, poll_id, people = open_voting(tmp_path)
    gone = begin_turn(room, people[1], poll_id)
    room = rooms.reopen(room)
    (told,) = end_turns_of_program_before(room)
    assert (told.end, told.title) == (TurnEnd.UNUSED, "우선사업")
    snapshot = read_turn_snapshot(room, poll_id)
    assert (snapshot.waiting[0].person_id, snapshot.was_cut) == (people[1], True)
    turn = begin_turn(room, people[1], poll_id)
    assert refused(lambda: rooms.vote(room, poll_id, gone.token, [0])) == "slip_spoiled"
    rooms.vote(room, poll_id, turn.token, [0])
    assert end_turn(room, poll_id).end is TurnEnd.VOTED
    figures = read_live_accounting(room, poll_id).figures
    assert (figures.issued, figures.spoiled, figures.outstanding) == (2, 1, figures.issued - 1 - figures.cast)
    close_meeting_and_boxes(room)


def test_a_power_cut_after_the_cast_leaves_no_second_vote(tmp_path: Path) -> None:
    room, poll_id, people = open_voting(tmp_path)
    rooms.vote(room, poll_id, begin_turn(room, people[1], poll_id).token, [0])
    room = rooms.reopen(room)
    assert [turn.end for turn in end_turns_of_program_before(room)] == [TurnEnd.VOTED]
    assert people[1] not in waiting(room, poll_id)
    assert refused(lambda: begin_turn(room, people[1], poll_id)) == "slip_already_given"
    close_meeting_and_boxes(room)


def test_no_file_says_by_which_number_the_person_in_the_booth_votes(
    voting: tuple[Room, PollId, list[PersonId]],
) -> None:
    """Fails where the token itself is kept beside the person: whoever has the file could vote with it."""
    room, poll_id, people = voting
    turn = begin_turn(room, people[1], poll_id)
    told = kept(room, poll_id)
    assert told is not None
    assert token_from_text(turn.token) not in told


def test_who_goes_away_needs_no_number_to_give_the_slip_back(voting: tuple[Room, PollId, list[PersonId]]) -> None:
    room, poll_id, people = voting
    begin_turn(room, people[0], poll_id)
    record_departure(room, people[0])
    begin_turn(room, people[1], poll_id)
    undo_admissions(room, (people[1],), "잘못 눌렀음")
    begin_turn(room, people[3], poll_id)
    assert give_back_turn(room, people[3], poll_id).touches("slip")
    assert {slip.state for slip in rooms.rows_of(room, SlipRow)} == {"returned"}


def test_who_voted_at_the_screen_goes_home_without_being_asked_for_a_slip(
    voting: tuple[Room, PollId, list[PersonId]],
) -> None:
    """Fails on 0.6.0, where everybody who had voted at the only screen was asked for a slip that nobody had held."""
    room, poll_id, people = voting
    turn = begin_turn(room, people[0], poll_id)
    rooms.vote(room, poll_id, turn.token, [0])
    assert end_turn(room, poll_id).end is TurnEnd.VOTED
    record_departure(room, people[0])
    give_slip(room, people[1], poll_id)
    assert refused(lambda: record_departure(room, people[1])) == "slip_with_leaver", "a slip of their own is asked for"


def test_a_vote_is_closed_without_asking_for_a_slip_that_the_program_holds(
    voting: tuple[Room, PollId, list[PersonId]],
) -> None:
    """Fails where the closing counts that slip as one that did not come back, which two people have to explain."""
    room, poll_id, people = voting
    rooms.vote(room, poll_id, begin_turn(room, people[0], poll_id).token, [0])
    begin_turn(room, people[1], poll_id)
    close_poll(room, poll_id)
    (poll,) = rooms.rows_of(room, PollRow)
    assert (poll.issued, poll.cast, poll.returned, poll.not_returned) == (2, 1, 1, 0)
    rooms.count(room, poll_id)
    verify_room(room)


def test_while_a_vote_is_paused_no_turn_begins(voting: tuple[Room, PollId, list[PersonId]]) -> None:
    room, poll_id, people = voting
    pause_poll(room, poll_id)
    assert not read_turn_snapshot(room, poll_id).is_open
    assert refused(lambda: begin_turn(room, people[0], poll_id)) == "poll_not_open"
    resume_poll(room, poll_id)
    begin_turn(room, people[0], poll_id)


def test_guesses_at_the_staff_number_are_in_the_record_and_on_the_reports(
    voting: tuple[Room, PollId, list[PersonId]],
) -> None:
    """Fails where an alarm is told at the console alone, or a report that was made before it says it too."""
    room, poll_id, _ = voting
    pause_poll(room, poll_id)
    before = issue_pause_report(room, poll_id).report
    record_staff_number_guesses(room, poll_id, 3)
    record_staff_number_guesses(room, poll_id, 6)
    close_poll(room, poll_id)
    report = issue_closing_report(room, poll_id).report
    assert (before.alarms, report.alarms) == (0, 2)
    assert "2번" in document_text(poll_reports_document([report]))
    assert refused(lambda: record_staff_number_guesses(room, poll_id, 9)) == "poll_not_open"
    verify_room(room)


def test_who_voted_at_another_place_is_not_called(tmp_path: Path) -> None:
    """Fails where [다음 분 투표] stops at somebody who is refused, or lets them vote again."""
    (one, its_poll), (two, poll_id), third = three_places.joined_places(tmp_path)
    three_places.give(one, its_poll, 0)
    here, other = three_places.person_of(two, 0), three_places.person_of(two, 1)
    admit_person(two, here)
    admit_person(two, other)
    begin_turn(two, here, poll_id)
    take_place_list(two, make_place_list(one, its_poll).content)
    assert waiting(two, poll_id) == [other]
    assert refused(lambda: begin_turn(two, here, poll_id)) == "voted_elsewhere"
    begin_turn(two, other, poll_id)
    for room in (one, two, third[0]):
        close_meeting_and_boxes(room)
