"""The ballots of a certified poll go out as a file that anybody can count, and not before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollCountRow, PollRow
from sukui_desktop.services.file_reading_and_saving import read_file, save_file
from sukui_desktop.services.handover.table_and_ballot_exports import (
    compose_ballots_for_export,
    make_pabulib_ballot_file,
)
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.meeting_creation_and_details import edit_meeting
from sukui_desktop.services.tally.pabulib_tally import tally_election
from tests.builders import rooms

DRAFT = Draft(max_picks=3, ceiling=300_000_000)


def test_a_certified_poll_is_counted_again_from_its_file(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path, DRAFT, people_count=8)
    try:
        tokens = rooms.admit_with_slips(room, poll_id, 6)
        for token, marks in zip(tokens, ([0], [0, 1], [0, 1, 2], [], [2, 5], [1]), strict=True):
            rooms.vote(room, poll_id, token, marks)
        with pytest.raises(RuleBroken, match="result_not_certified"):
            compose_ballots_for_export(room, poll_id)
        rooms.bring_to(room, poll_id, "certified")
        edit_meeting(room, host="햇살구 햇살동 주민센터")
        election = compose_ballots_for_export(room, poll_id, is_complete=True)
        assert election.meta["unit"] == "햇살구 햇살동", "0.6.0 wrote seoul for every meeting"
        path = save_file(make_pabulib_ballot_file(election), tmp_path / "ours.pb")
        row = next(row for row in rooms.rows_of(room, PollRow) if row.poll_id == poll_id)
        count = next(row for row in rooms.rows_of(room, PollCountRow) if row.poll_id == poll_id)
    finally:
        close_meeting_and_boxes(room)
    found = tally_election(read_file(path))
    assert (found.tally.ballots_cast, found.tally.ballots_valid, found.tally.ballots_blank) == (row.cast - 1, 5, 0)
    assert found.election.meta["comment"].startswith("#1: 1 blank and 0 invalid ballots")
    assert sorted(found.votes, reverse=True)[:3] == [3, 3, 2]
    official = {project.project_id for project in found.election.projects if project.selected}
    assert official == set(canonical_bytes.decode(count.outcome, Outcome).selected)
    assert all(token not in path.read_text(encoding="utf-8") for token in tokens)


def _certified(folder: Path, answers: Sequence[Sequence[int]]) -> tuple[Room, PollId]:
    room, poll_id = rooms.open_room(folder, DRAFT, people_count=len(answers), slots=len(answers))
    for token, marks in zip(rooms.admit_with_slips(room, poll_id, len(answers)), answers, strict=True):
        rooms.vote(room, poll_id, token, marks)
    rooms.bring_to(room, poll_id, "certified")
    return room, poll_id


def test_ballots_that_few_cast_alike_are_not_in_the_file(tmp_path: Path) -> None:
    """0.2.0 to 0.4.0 gave every ballot out: of 1,200 practice ballots 1,172 stood alone, each a proof for a buyer.

    Seen to fail with `ballots = found.ballots` in `compose_ballots_for_export`.
    """
    alike, rare = [[0, 1]] * 12, [[0], [1], [2], [3], [4], [0, 5], [1, 5], [2, 5], [3, 5], [4, 5], [5]]
    room, poll_id = _certified(tmp_path, [*alike, *rare])
    try:
        election = compose_ballots_for_export(room, poll_id)
        content = make_pabulib_ballot_file(election).decode("utf-8")
        whole = compose_ballots_for_export(room, poll_id, is_complete=True)
    finally:
        close_meeting_and_boxes(room)
    assert Counter(election.ballots).most_common() == [(election.ballots[0], 12)]
    assert len(whole.ballots) == 23
    assert f"{len(rare)} ballots that few people cast alike are withheld" in content
    assert [project.votes for project in election.projects] == [project.votes for project in whole.projects]


@pytest.mark.parametrize("people", [1, 3, 9])
def test_the_ballots_of_a_small_box_are_not_given_out(tmp_path: Path, people: int) -> None:
    """0.2.0: a box of one was that person's ballot, of three alike all three. Seen to fail as the test above."""
    room, poll_id = _certified(tmp_path, [[0, 1]] * people)
    try:
        with pytest.raises(RuleBroken, match="ballots_withheld"):
            compose_ballots_for_export(room, poll_id)
    finally:
        close_meeting_and_boxes(room)
