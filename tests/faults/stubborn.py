"""A vote on a disk that keeps failing, by people who try again: every refusal is told, and every promise.

Told: `voting`, `receipt CODE`, `note SEQ` (an entry that lasts) and `fault CODE`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sukui_desktop.domain.errors import RuleBroken, StorageFault
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.models.ids import ItemId, PollId
from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.checkin.attendance import admit_paper_list
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.pabulib_import import read_election_file
from sukui_desktop.services.vote.ballot_sealing import Receipt, SealedBallot, seal_ballot
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from tests.builders import rooms
from tests.faults import scene

R = TypeVar("R")
_TRIES = 60


class Station:
    """A room that is opened again when the program says that it must be."""

    def __init__(self, disk: Path, told: scene.Teller) -> None:
        self.path = disk / scene.MEETING
        self.told = told
        self.room = self._open()

    def _open(self) -> Room:
        return open_meeting(self.path, scene.PASSPHRASE, make_context())

    def until(self, act: Callable[[Room], R]) -> R:
        """Try until it goes well; after `reopen_needed` with the file opened again."""
        for _ in range(_TRIES):
            try:
                return act(self.room)
            except StorageFault as fault:
                self.told.tell(f"fault {fault.code}")
                if fault.code == "reopen_needed":
                    self._again()
        raise AssertionError("it never went well")

    def _again(self) -> None:
        for _ in range(_TRIES):
            try:
                close_meeting_and_boxes(self.room)
                break
            except StorageFault as fault:
                self.told.tell(f"fault {fault.code}")
        for _ in range(_TRIES):
            try:
                self.room = self._open()
                return
            except StorageFault as fault:
                self.told.tell(f"fault {fault.code}")
        raise AssertionError("it never opened")


def play(arguments: list[str]) -> None:
    """Prepare on a good disk, tell `voting`, then vote and note in turns until all is done, and close the poll."""
    disk, told, source = Path(arguments[0]), scene.Teller(Path(arguments[1])), Path(arguments[2])
    room, poll_id = scene.prepare(disk, told, source)
    election = read_election_file(read_file(source))
    tokens = admit_paper_list(room, election.voter_ids, poll_id).tokens
    item_id = list_items(room)[-1].row.item_id
    close_meeting_and_boxes(room)
    station = Station(disk, told)
    told.tell("voting")
    for token, marks in zip(tokens, election.ballots, strict=True):
        told.tell(f"receipt {station.until(_casting(poll_id, token, marks)).code}")
        told.tell(f"note {station.until(_noting(item_id))}")
    station.until(_closing(poll_id))
    told.tell("closed")


def _casting(poll_id: PollId, token: str, marks: tuple[int, ...]) -> Callable[[Room], Receipt]:
    sealed: list[SealedBallot] = []

    def cast(room: Room) -> Receipt:
        if not sealed:
            sealed.append(seal_ballot(read_ballot_paper(room, poll_id), Answer(marks)))
        return cast_ballot(room, poll_id, token, sealed[0])

    return cast


def _noting(item_id: ItemId) -> Callable[[Room], int]:
    def note(room: Room) -> int:
        record_note(room, item_id, "사람 1", "말")
        assert room.file.writer is not None
        return room.file.writer.head.seq

    return note


def _closing(poll_id: PollId) -> Callable[[Room], None]:
    def close(room: Room) -> None:
        try:
            rooms.close(room, poll_id)
        except RuleBroken as refused:
            if refused.code != "poll_step":  # closed already, in a commit whose answer was lost
                raise

    return close
