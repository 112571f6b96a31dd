"""A small meeting from its making to its certification, telling after each step what is now promised to last.

What is told goes to a file outside the disk that loses its power: one line each, `entry SEQ`, `receipt CODE`,
`audit CODE` (a ballot was opened instead of cast), or the name of a step.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.selection.decision_inputs import LotDraw, LotWay
from sukui_desktop.models.ids import PollId
from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.services.agenda.agenda_items import add_item
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.checkin.slips import give_slip, return_slip
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.handover.meeting_file_copies import copy_meeting
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.meeting_creation_and_details import MeetingDetails, create_meeting
from sukui_desktop.services.prepare.meeting_kind_templates import find_template
from sukui_desktop.services.prepare.pabulib_import import (
    draft_from_election,
    projects_from_election,
    read_election_file,
    roster_from_election,
)
from sukui_desktop.services.prepare.projects import accept_project_file
from sukui_desktop.services.prepare.roster import accept_roster_file
from sukui_desktop.services.vote.ballot_audits import audit_ballot
from sukui_desktop.services.vote.ballot_sealing import seal_ballot, seal_openable_ballot
from sukui_desktop.services.vote.counting import start_challenge_period
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from sukui_desktop.services.vote.polls import draft_poll, make_poll_ready, open_poll, pause_poll, resume_poll
from sukui_desktop.services.vote.selection_and_certification import select_list
from tests.builders import rooms

PASSPHRASE = "회의 파일의 암호문"
MEETING = "room/meeting.sukui"
COPY = "room/copy.sukui"


class Teller:
    """Tells what is promised, where no power cut reaches."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def tell(self, words: str) -> None:
        """Tell one thing."""
        os.write(self._descriptor, f"{words}\n".encode("ascii"))

    def tell_entry(self, room: Room) -> None:
        """Tell that everything up to the newest entry lasts."""
        writer = room.file.writer
        assert writer is not None
        self.tell(f"entry {writer.head.seq}")


def play(arguments: list[str]) -> None:
    """Play the scene: disk folder, file for what is told, election file, `whole` or `vote` (only up to the vote)."""
    disk, told, source, length = Path(arguments[0]), Teller(Path(arguments[1])), Path(arguments[2]), arguments[3]
    room, poll_id = prepare(disk, told, source)
    vote(room, poll_id, told, read_election_file(read_file(source)).ballots)
    if length == "whole":
        room = conclude(disk, room, poll_id, told)
    close_meeting_and_boxes(room)
    told.tell("closed_room")


def prepare(disk: Path, told: Teller, source: Path) -> tuple[Room, PollId]:
    """Make a meeting with its lists and a poll that is ready and open."""
    election = read_election_file(read_file(source))
    details = MeetingDetails(
        title="정전", body_name="연습", host="연습", place="교실", starts_at_ms=1, ends_at_ms=2, is_practice=True
    )
    template = find_template("general_assembly")
    room = create_meeting(disk / MEETING, PASSPHRASE, details, template, make_context())
    told.tell("meeting")
    told.tell_entry(room)
    accept_project_file(room, projects_from_election(election), frozenset())
    accept_roster_file(room, roster_from_election(election, "사람", template.channels[0]), frozenset())
    item_id = add_item(room, "투표", minutes=10).item_id
    draft = replace(draft_from_election(election), offers_audits=True)
    poll_id = draft_poll(room, item_id, "투표", draft).poll_id
    told.tell_entry(room)
    make_poll_ready(room, poll_id, rooms.two_people_lock(room), len(election.ballots) + 2)
    told.tell("ready")
    told.tell_entry(room)
    record_note(room, item_id, "사람 1", "말")
    open_poll(room, poll_id)
    told.tell_entry(room)
    return room, poll_id


def vote(room: Room, poll_id: PollId, told: Teller, ballots: Sequence[tuple[int, ...]]) -> None:
    """Let people in one by one; each votes, but the last, who gives the slip back."""
    people = [view for view in list_people(room) if not view.person.is_walk_in]  # without the two who sign
    for place, (view, marks) in enumerate(zip(people, ballots, strict=True), start=1):
        admit_person(room, view.person.person_id)
        told.tell_entry(room)
        slip = give_slip(room, view.person.person_id, poll_id)
        told.tell_entry(room)
        if place == 1:
            openable = seal_openable_ballot(read_ballot_paper(room, poll_id), Answer(tuple(marks)))
            told.tell(f"audit {audit_ballot(room, poll_id, slip.token, openable).code}")
        if place == len(people):
            return_slip(room, view.person.person_id, poll_id, slip.token)
        else:
            receipt = cast_ballot(
                room,
                poll_id,
                slip.token,
                seal_ballot(read_ballot_paper(room, poll_id), Answer(tuple(marks))),
            )
            told.tell(f"receipt {receipt.code}")
        if place == 2:
            room.file.checkpoint_wal()
    pause_poll(room, poll_id)
    resume_poll(room, poll_id)
    told.tell_entry(room)


def conclude(disk: Path, room: Room, poll_id: PollId, told: Teller) -> Room:
    """Close, copy, open the file again, count and certify."""
    rooms.close(room, poll_id)
    told.tell("closed")
    told.tell_entry(room)
    copy_meeting(room, disk / COPY)
    told.tell("copy")
    close_meeting_and_boxes(room)
    room = open_meeting(disk / MEETING, PASSPHRASE, make_context())
    rooms.count(room, poll_id)
    start_challenge_period(room, poll_id)
    select_list(room, poll_id, (), LotDraw(way=LotWay.PROGRAM))
    rooms.certify(room, poll_id)
    told.tell_entry(room)
    return room
