"""Services on the store queue take at most 50 ms of processor time, so a ballot never waits long.

Source: design of the two queues. Processor time of the one thread, the least of five askings: another program on the
machine cannot make it fail. Making ready, taking a list in, and reading a roster of thousands are longer and are not
asked while people vote one after the other; `docs/measurements.md` has their figures.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.checkin.attendance import admit_paper_list, admit_person, count_attendance
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.poll_box import cast_ballot, check_token, read_ballot_paper
from sukui_desktop.services.vote.poll_heads import list_polls
from sukui_desktop.services.vote.polls import open_poll, read_poll, read_turnout
from tests.builders import rooms

LONGEST_MS = 50
PEOPLE = 3000


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Room, PollId, tuple[str, ...]]]:
    """A hall of 3,000 people and 600 projects in the middle of its vote; 2,000 slips are out."""
    room = rooms.make_room(tmp_path_factory.mktemp("hall"))
    rooms.furnish(room, projects_count=600, people_count=PEOPLE)
    poll_id = rooms.ready_poll(room, slots=PEOPLE + 100)
    open_poll(room, poll_id)
    numbers = [view.person.number for view in list_people(room)]
    tokens = admit_paper_list(room, numbers[:2000], poll_id).tokens
    yield room, poll_id, tokens
    close_meeting_and_boxes(room)


def least_ms(asked: Callable[[], object]) -> float:
    """Return the least processor time of five askings, in milliseconds."""
    taken = []
    for _ in range(5):
        begun = time.thread_time_ns()
        asked()
        taken.append((time.thread_time_ns() - begun) / 1e6)
    return min(taken)


def test_nothing_before_a_ballot_takes_long(hall: tuple[Room, PollId, tuple[str, ...]]) -> None:
    room, poll_id, tokens = hall
    slips, waiting = iter(tokens), iter([view.person.person_id for view in list_people(room)][2000:])
    given = iter([view.person.person_id for view in list_people(room)][2000:])
    paper = read_ballot_paper(room, poll_id)
    asked: dict[str, Callable[[], object]] = {
        "check": lambda: check_token(room, poll_id, tokens[-1]),
        "cast": lambda: cast_ballot(room, poll_id, next(slips), seal_ballot(paper, Answer((0, 1)))),
        "admit": lambda: admit_person(room, next(waiting)),
        "give": lambda: give_slip(room, next(given), poll_id),
        "attendance": lambda: count_attendance(room),
        "turnout": lambda: read_turnout(room, poll_id),
        "poll": lambda: read_poll(room, poll_id),
        "polls": lambda: list_polls(room),
    }
    taken = {name: least_ms(verb) for name, verb in asked.items()}
    assert {name: ms for name, ms in taken.items() if ms > LONGEST_MS} == {}
