"""Three meeting files of one vote at places that never saw each other, each with a roster of its own."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.slips import GivenSlip, give_slip
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.prepare.projects import accept_project_file
from sukui_desktop.services.prepare.roster import accept_roster_file
from sukui_desktop.services.vote.joint_votes import begin_joint_vote, join_joint_vote, make_place_list
from sukui_desktop.services.vote.polls import open_poll
from tests.builders import rooms

PLACES = ("동주민센터", "복지관", "시청")
NAMES = ("김영수", "이하나", "박두리", "최세나", "정다은", "김영수")
"""Two namesakes, told apart by birth."""


def make_place(folder: Path, place: int) -> tuple[Room, PollId]:
    """Return the meeting of one place with an open poll; numbers and the spelling of births differ from the others'."""
    folder.mkdir()
    room = rooms.make_room(folder)
    room = reopen_as_another_stream(room, folder)
    drafts = [
        PersonDraft(
            number=str(10 * place + who + 1),
            name=name,
            channel="주민",
            role="주민",
            birth=(f"19{60 + who}-03-05", f"{60 + who}.3.5.", f"{60 + who}0305")[place],
            phone_last4="" if place == 2 else f"{who:04}",
        )
        for who, name in enumerate(NAMES)
    ]
    accept_project_file(room, rooms.reading_of(rooms.projects(6)), frozenset())
    accept_roster_file(room, rooms.reading_of(drafts), frozenset())
    poll_id = rooms.ready_poll(room)
    open_poll(room, poll_id)
    return room, poll_id


def reopen_as_another_stream(room: Room, folder: Path) -> Room:
    """Open the file as another machine does: all rooms of the tests are copies of one file."""
    from sukui_desktop.services.meeting_opening import open_with_key
    from sukui_desktop.services.opened_meeting import close_meeting_and_boxes

    path, key = room.path, room.file.file_key
    close_meeting_and_boxes(room)
    other = folder / "another"
    other.mkdir()
    return open_with_key(path, key, rooms.make_context(other))


def joined_places(folder: Path) -> list[tuple[Room, PollId]]:
    """Return three places: the first began the vote, the others joined by its list and words."""
    made = [make_place(folder / f"place{place}", place) for place in range(3)]
    (room, poll_id), *others = made
    words = " ".join(begin_joint_vote(room, poll_id, PLACES[0]).words)
    first = make_place_list(room, poll_id).content
    for place, (other, its_poll) in enumerate(others, start=1):
        join_joint_vote(other, its_poll, PLACES[place], first, words)
    return made


def person_of(room: Room, who: int) -> PersonId:
    """Return the roster line of one of `NAMES`."""
    births = {row.person_id: row.birth for row in rooms.rows_of(room, PersonRow)}
    return next(person_id for person_id, birth in births.items() if f"{60 + who}" in birth)


def give(room: Room, poll_id: PollId, who: int) -> GivenSlip:
    """Let one of `NAMES` in and give them a slip."""
    person_id = person_of(room, who)
    admit_person(room, person_id)
    return give_slip(room, person_id, poll_id)
