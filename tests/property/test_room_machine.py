"""Whatever people do in whatever order, the tables they read are the replay of what was recorded."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from sukui_desktop.domain.errors import RuleBroken, SukuiError
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.poll_steps import STEPS, next_poll_state
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.agenda import ItemRow, NoteRow
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.people import AttendanceRow, PersonRow, SlipRow
from sukui_desktop.models.poll import AuditVerdict, PollRow, PollState
from sukui_desktop.services.agenda.agenda_items import (
    add_item,
    close_item,
    decide_item,
    edit_item,
    hold_item,
    list_items,
    move_item,
    remove_item,
    start_item,
)
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.agenda.speech_notes import edit_note, record_note, remove_note
from sukui_desktop.services.checkin.attendance import (
    add_walk_in,
    admit_paper_list,
    admit_person,
    record_departure,
    undo_admissions,
)
from sukui_desktop.services.checkin.slips import give_slip, return_slip, spoil_slip
from sukui_desktop.services.minutes.minutes import write_under_heading
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.meeting_creation_and_details import edit_meeting
from sukui_desktop.services.prepare.projects import accept_project_file
from sukui_desktop.services.prepare.roster import accept_roster_file
from sukui_desktop.services.vote.ballot_audits import audit_ballot
from sukui_desktop.services.vote.ballot_sealing import seal_ballot, seal_openable_ballot
from sukui_desktop.services.vote.counting import start_challenge_period
from sukui_desktop.services.vote.lost_slips import replace_lost_slips
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from sukui_desktop.services.vote.poll_endings import seal_poll
from sukui_desktop.services.vote.poll_heads import list_polls
from sukui_desktop.services.vote.polls import (
    edit_poll,
    make_poll_ready,
    open_poll,
    pause_poll,
    read_poll,
    reopen_poll,
    resume_poll,
)
from sukui_desktop.services.vote.selection_and_certification import certify_poll, publish_poll, select_list
from sukui_desktop.storage.meeting_file_check import check_meeting_file
from tests.builders import rooms

IS_LONG = os.environ.get("SUKUI_LONG") == "1"
NUMBERS = st.integers(0, 30)
AGENDA_ACTS = ("add", "edit", "move", "remove", "start", "hold", "close")


def _certify(room: Room, poll_id: PollId) -> object:
    """Certify, after the second person opened the box again; out of turn only the refusal is asked for."""
    if read_poll(room, poll_id).head.state == PollState.SELECTED:
        return rooms.certify(room, poll_id, 0)
    return certify_poll(room, poll_id, rooms.two_signers(room), 0)


_VERBS: dict[str, Callable[[Room, Any], object]] = {
    "make_ready": lambda room, poll: make_poll_ready(room, poll, rooms.two_people_lock(room), 6),
    "withdraw": rooms.withdraw,
    "open": open_poll,
    "pause": pause_poll,
    "resume": resume_poll,
    "close": rooms.close,
    "count": rooms.count,
    "recount": rooms.recount,
    "challenge": start_challenge_period,
    "select": select_list,
    "certify": _certify,
    "publish": publish_poll,
    "seal": seal_poll,
    "reopen": lambda room, poll: reopen_poll(room, poll, rooms.two_signers(room), "잘못 눌렀다"),
    "void": lambda room, poll: rooms.void(room, poll, "정전"),
}
_ONWARDS = [verb for verb in _VERBS for _ in range(1 if verb in ("void", "withdraw", "recount", "reopen") else 4)]


class RoomMachine(RuleBasedStateMachine):
    """A day in a room, in any order; a refusal must change nothing, and replay must equal what is read."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sukui-machine-"))
        self.room = rooms.make_room(self.folder)
        self.slips: dict[tuple[str, str], str] = {}
        self.cast: dict[str, int] = {}

    @initialize()
    def begin(self) -> None:
        rooms.furnish(self.room, projects_count=4, people_count=5)
        rooms.two_signers(self.room)
        rooms.drafted_poll(self.room, replace(rooms.DRAFT, offers_audits=True))
        rooms.drafted_poll(self.room, title="둘째")

    def attempt(self, verb: Callable[[], Any]) -> Any:
        before = rooms.snapshot(self.room)
        try:
            return verb()
        except SukuiError:
            assert rooms.snapshot(self.room) == before
            return None

    def pick(self, kind: type[Any], place: int) -> Any:
        found = rooms.rows_of(self.room, kind)
        return found[place % len(found)] if found else None

    @rule(place=NUMBERS, act=st.sampled_from(("admit", "left", "undo")))
    def attend(self, place: int, act: str) -> None:
        person_id = self.pick(AttendanceRow, place).person_id
        if act == "admit":
            self.attempt(lambda: admit_person(self.room, person_id))
        elif act == "left":
            self.attempt(lambda: record_departure(self.room, person_id, has_slip=place % 2 == 0))
        else:
            self.attempt(lambda: undo_admissions(self.room, (person_id,), "잘못 눌렀음"))

    @rule(number=NUMBERS)
    def walk_in(self, number: int) -> None:
        self.attempt(lambda: add_walk_in(self.room, PersonDraft(number="", name=f"현장 {number}", channel="주민")))

    @rule(first=NUMBERS, place=NUMBERS)
    def paper_list(self, first: int, place: int) -> None:
        poll = self.pick(PollRow, place)
        numbers = [str(1 + (first + n) % 6) for n in range(2)]
        self.attempt(lambda: admit_paper_list(self.room, numbers, poll.poll_id))

    @rule(place=NUMBERS, which=NUMBERS)
    def give(self, place: int, which: int) -> None:
        person, poll = self.pick(PersonRow, place), self.pick(PollRow, which)
        given = self.attempt(lambda: give_slip(self.room, person.person_id, poll.poll_id))
        if given is not None:
            self.slips[person.person_id, poll.poll_id] = given.token

    @rule(place=NUMBERS, is_spoiled=st.booleans())
    def take_back(self, place: int, is_spoiled: bool) -> None:
        if self.slips:
            (person, poll), token = sorted(self.slips.items())[place % len(self.slips)]
            stop: Any = spoil_slip if is_spoiled else return_slip
            self.attempt(lambda: stop(self.room, person, poll, token))

    @rule(place=NUMBERS, marks=st.sets(st.integers(0, 3), max_size=4))
    def vote(self, place: int, marks: set[int]) -> None:
        if self.slips:
            (_, poll), token = sorted(self.slips.items())[place % len(self.slips)]
            before = rooms.snapshot(self.room)
            receipt = self.attempt(lambda: rooms.vote(self.room, poll, token, sorted(marks)))  # type: ignore[arg-type]
            assert rooms.snapshot(self.room) == before, "the journal notes no ballot"
            self.cast[poll] = self.cast.get(poll, 0) + (receipt is not None)

    @rule(place=NUMBERS, marks=st.sets(st.integers(0, 3), max_size=4))
    def audit(self, place: int, marks: set[int]) -> None:
        """A ballot that is opened changes nothing but the audits, and no slip casts it afterwards."""
        if self.slips:
            (_, poll), token = sorted(self.slips.items())[place % len(self.slips)]
            slips, paper = (
                rooms.rows_of(self.room, SlipRow),
                self.attempt(lambda: read_ballot_paper(self.room, PollId(poll))),
            )
            if paper is None:
                return
            openable = seal_openable_ballot(paper, Answer(tuple(sorted(marks))))
            opened = self.attempt(lambda: audit_ballot(self.room, PollId(poll), token, openable))
            assert rooms.rows_of(self.room, SlipRow) == slips
            if opened is not None:
                assert opened.verdict == AuditVerdict.AGREED
                for other in self.slips.values():
                    replayed = partial(cast_ballot, self.room, PollId(poll), other, openable.ballot)
                    assert self.attempt(replayed) is None

    @rule(which=NUMBERS, verb=st.sampled_from(_ONWARDS))
    def step(self, which: int, verb: str) -> None:
        poll = self.pick(PollRow, which)
        try:
            expected = next_poll_state(poll.state, verb)
        except RuleBroken:
            expected = poll.state
        was_done = self.attempt(lambda: _VERBS[verb](self.room, poll.poll_id))
        after = read_poll(self.room, poll.poll_id).head.state
        assert after == (expected if was_done is not None else poll.state)

    @rule(which=NUMBERS)
    def go_on(self, which: int) -> None:
        """Take the next step of a poll that leads to its end, so that late states are reached too."""
        poll = self.pick(PollRow, which)
        back = ("void", "withdraw", "pause", "recount", "reopen")
        nexts = [verb for verb, (sources, _) in STEPS.items() if poll.state in sources and verb not in back]
        if nexts:
            self.step(which, nexts[0])

    @rule(which=NUMBERS, title=st.sampled_from(("가", "나", "")))
    def redraft(self, which: int, title: str) -> None:
        poll = self.pick(PollRow, which)
        self.attempt(lambda: edit_poll(self.room, poll.poll_id, title, rooms.DRAFT))

    @rule(act=st.sampled_from((open_sitting, close_sitting)))
    def sit(self, act: Callable[[Room], Any]) -> None:
        self.attempt(lambda: act(self.room))

    @rule(place=NUMBERS, under=NUMBERS, act=st.sampled_from(AGENDA_ACTS))
    def agenda(self, place: int, under: int, act: str) -> None:
        item, other = self.pick(ItemRow, place), self.pick(ItemRow, under)
        if item is None:
            self.attempt(lambda: add_item(self.room, "안건"))
            return
        acts: dict[str, Callable[[], Any]] = {
            "add": lambda: add_item(self.room, f"안건 {under}", parent_id=other.item_id),
            "edit": lambda: edit_item(self.room, item.item_id, title=f"고침 {under}"),
            "move": lambda: move_item(self.room, item.item_id, parent_id=other.item_id, after_id=None),
            "remove": lambda: remove_item(self.room, item.item_id),
            "start": lambda: start_item(self.room, item.item_id),
            "hold": lambda: hold_item(self.room, item.item_id),
            "close": lambda: close_item(self.room, item.item_id),
        }
        self.attempt(acts[act])
        assert len(list_items(self.room)) == len(rooms.rows_of(self.room, ItemRow))

    @rule(place=NUMBERS, act=st.sampled_from(("record", "edit", "remove", "decide", "heading", "meeting")))
    def write(self, place: int, act: str) -> None:
        item, note = self.pick(ItemRow, place), self.pick(NoteRow, place)
        if act == "record" and item:
            self.attempt(lambda: record_note(self.room, item.item_id, "위원", f"발언 {place}"))
        elif act == "decide" and item:
            self.attempt(lambda: decide_item(self.room, item.item_id, f"결정 {place}", "consensus"))
        elif act == "heading":
            self.attempt(lambda: write_under_heading(self.room, "decisions", f"적음 {place}"))
        elif act == "meeting":
            self.attempt(lambda: edit_meeting(self.room, place=f"회의실 {place}"))
        elif note and act == "edit":
            self.attempt(lambda: edit_note(self.room, note.note_id, "위원", f"고친 발언 {place}"))
        elif note and act == "remove":
            self.attempt(lambda: remove_note(self.room, note.note_id))

    @rule(first=st.integers(1, 4), count=st.integers(1, 6), is_roster=st.booleans(), is_ticked=st.booleans())
    def take_in(self, first: int, count: int, is_roster: bool, is_ticked: bool) -> None:
        if is_roster:
            reading = rooms.reading_of(rooms.people(count, first=first))
            here = {str(n) for n in range(first, first + count)}
            gone = {row.number for row in rooms.rows_of(self.room, PersonRow) if row.number} - here
            self.attempt(lambda: accept_roster_file(self.room, reading, frozenset(gone if is_ticked else ())))
        else:
            projects = rooms.reading_of(rooms.projects(count, cost=1_000_000 * first))
            self.attempt(lambda: accept_project_file(self.room, projects, frozenset()))

    @rule(which=NUMBERS)
    def start_again(self, which: int) -> None:
        self.room = rooms.reopen(self.room)
        poll = self.pick(PollRow, which)
        self.attempt(lambda: replace_lost_slips(self.room, poll.poll_id))

    @invariant()
    def slips_and_polls_agree(self) -> None:
        for slip in rooms.rows_of(self.room, SlipRow):
            assert slip.issued == slip.spoiled + slip.returned + (slip.state == "issued")
        for row in list_polls(self.room):
            if row.closed_at_ms:
                assert row.issued == row.cast + row.spoiled + row.returned + row.not_returned
                assert row.cast == self.cast.get(row.poll_id, 0)
            view = read_poll(self.room, row.poll_id)
            if view.tally is not None:
                assert view.tally.ballots_cast == row.cast
            if isinstance(view.outcome, Outcome):
                assert view.outcome.total_cost <= view.outcome.ceiling

    def teardown(self) -> None:
        try:
            checked = check_meeting_file(self.room.file)
            assert checked.tables == rooms.snapshot(self.room).tables
            with self.room.reading() as tx:
                assert sum(1 for _ in tx.journal.read_entries()) == checked.entries
        finally:
            close_meeting_and_boxes(self.room)
            left = sorted(p.name for p in self.folder.iterdir() if p.name.endswith(("-wal", "-shm", "-journal")))
            shutil.rmtree(self.folder)
        assert left == []


RoomMachine.TestCase.settings = settings(
    max_examples=200 if IS_LONG else 8,
    stateful_step_count=60 if IS_LONG else 40,
    deadline=None,
    phases=(Phase.generate, Phase.shrink) if IS_LONG else (Phase.generate,),  # shrinking takes minutes
    suppress_health_check=list(HealthCheck),
)
TestRoomMachine = RoomMachine.TestCase


def test_a_sealed_ballot_is_never_the_same_twice(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path)
    marks = random.Random(1).sample(range(4), 2)
    assert len({seal_ballot(read_ballot_paper(room, poll_id), Answer(tuple(marks))).sealed for _ in range(20)}) == 20
    close_meeting_and_boxes(room)
