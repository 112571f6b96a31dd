"""Selection in a real room: the chair's casting vote, a project withdrawn after the vote, a motion and its base."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.question.motion import Motion, MotionBase, MotionResult
from sukui_desktop.domain.question.selection_steps import SelectionSteps, TieWay
from sukui_desktop.domain.selection.decision_inputs import LotDraw, LotWay
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import PollId, ProjectId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.handover.result_and_attendance_papers import (
    add_study,
    compose_result_sheet,
    make_public_result_file,
)
from sukui_desktop.services.minutes.minutes import compose_minutes_so_far, put_minutes_into_words
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.projects import accept_project_file, withdraw_project
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.services.vote.polls import open_poll, read_poll
from sukui_desktop.services.vote.selection_and_certification import read_decision_case, read_open_tie, select_list
from tests.builders import rooms

CHAIR = Draft(
    max_picks=4, ceiling=200, extra_steps=SelectionSteps(ties=(TieWay.COST, TieWay.CHAIR), takes_unvoted=True)
)
LOT = replace(CHAIR, extra_steps=SelectionSteps(takes_unvoted=True))


def challenged(folder: Path, draft: Draft, count: int = 4) -> tuple[Room, PollId]:
    """Return a room with equal projects and a poll without a single vote, in the time of challenges."""
    room = rooms.make_room(folder)
    same = [replace(project, cost=100, group="") for project in rooms.projects(count)]
    accept_project_file(room, rooms.reading_of(same), frozenset())
    poll_id = rooms.ready_poll(room, draft)
    open_poll(room, poll_id)
    rooms.bring_to(room, poll_id, "challenged")
    return room, poll_id


def outcome_of(room: Room, poll_id: PollId) -> Outcome:
    outcome = read_poll(room, poll_id).outcome
    assert outcome is not None
    return outcome


def test_the_chair_orders_what_the_rule_leaves_to_the_chair(tmp_path: Path) -> None:
    room, poll_id = challenged(tmp_path, CHAIR)
    with pytest.raises(RuleBroken) as refused:
        select_list(room, poll_id)
    assert refused.value.code == "tie_needs_chair"
    assert len(refused.value.facts["titles"]) == 4  # type: ignore[arg-type]
    with pytest.raises(RuleBroken, match="tie_needs_chair"):
        select_list(room, poll_id, ("P002", "P001", "P000"))
    select_list(room, poll_id, ("P002", "P000", "P003", "P001"))
    outcome = outcome_of(room, poll_id)
    assert outcome.selected == ("P002", "P000")
    assert outcome.lot == ("P002", "P000", "P003", "P001")
    assert {ranked.tie for ranked in outcome.ranking} == {"chair"}
    close_meeting_and_boxes(room)


def test_the_program_draws_only_when_it_is_told_to(tmp_path: Path) -> None:
    """Fails on 0.3.0, which drew silently at [선정하기]."""
    room, poll_id = challenged(tmp_path, LOT)
    for given in ((), ("P000", "P001", "P002", "P003")[:3]):
        with pytest.raises(RuleBroken, match="tie_needs_lot"):
            select_list(room, poll_id, given)
    assert read_open_tie(room, poll_id) == ("P000", "P001", "P002", "P003")
    select_list(room, poll_id, (), LotDraw(way=LotWay.PROGRAM))
    outcome = outcome_of(room, poll_id)
    assert sorted(outcome.lot) == ["P000", "P001", "P002", "P003"]
    assert outcome.selected == outcome.lot[:2]
    assert {ranked.tie for ranked in outcome.ranking} == {"lot"}
    assert outcome.draw == LotDraw(way=LotWay.PROGRAM)
    close_meeting_and_boxes(room)


def test_a_lot_drawn_by_hand_is_recorded_as_such(tmp_path: Path) -> None:
    """Fails on 0.3.0, which could not take one in."""
    room, poll_id = challenged(tmp_path, LOT)
    order = ("P002", "P000", "P003", "P001")
    for names in ({}, {"drawn_by": "김하나"}, {"drawn_by": "김하나", "attested_by": " "}):
        with pytest.raises(RuleBroken, match="lot_names_missing"):
            select_list(room, poll_id, order, LotDraw(way=LotWay.HAND, **names))
    for alike in (" 김하나 ", "김 하나"):
        with pytest.raises(RuleBroken, match="two_people_alike"):
            select_list(room, poll_id, order, LotDraw(way=LotWay.HAND, drawn_by="김하나", attested_by=alike))
    hand = LotDraw(way=LotWay.HAND, drawn_by="김하나", attested_by="이두리")
    with pytest.raises(RuleBroken, match="tie_needs_lot"):
        select_list(room, poll_id, order[:3], hand)
    select_list(room, poll_id, order, hand)
    outcome = outcome_of(room, poll_id)
    assert (outcome.lot, outcome.selected, outcome.draw) == (order, order[:2], hand)
    rooms.certify(room, poll_id)
    public = json.loads(make_public_result_file(add_study(compose_result_sheet(room, poll_id))))
    assert (public["lot_drawn"], public["certified_by"]) == ({"way": "hand"}, [])
    # Fails on 0.6.0, whose public file named who certified, who drew and who watched, and said that it names nobody.
    told = json.dumps(public, ensure_ascii=False)
    assert not any(name in told for name in ("김하나", "이두리", *rooms.TWO))
    words = put_minutes_into_words(compose_minutes_so_far(room)).text
    assert "손으로 뽑음" in words
    assert "김하나" in words
    path = room.path
    close_meeting_and_boxes(room)
    assert verify_meeting(path, rooms.PASSPHRASE, room.context).polls[0].recount == "ballots"


@pytest.mark.parametrize("draft", [CHAIR, LOT], ids=["chair", "lot"])
def test_an_order_names_every_project_once_and_none_of_elsewhere(tmp_path: Path, draft: Draft) -> None:
    """Fails on 0.3.0, which wrote a project twice into the record and dropped a foreign one without a word."""
    room, poll_id = challenged(tmp_path, draft)
    hand = LotDraw(way=LotWay.HAND, drawn_by="김하나", attested_by="이두리")
    order = ("P002", "P000", "P003", "P001")
    for wrong, named in (
        ((*order, "P001"), ("P001",)),
        (("P002", *order), ("P002",)),
        ((*order, "없는 사업"), ("없는 사업",)),
        ((*order[:3], "없는 사업"), ("없는 사업",)),
    ):
        with pytest.raises(RuleBroken) as refused:
            select_list(room, poll_id, wrong, hand)
        assert (refused.value.code, refused.value.facts["projects"]) == ("tie_order_wrong", named)
    select_list(room, poll_id, order, hand)
    assert outcome_of(room, poll_id).lot == order
    close_meeting_and_boxes(room)


def test_a_tie_that_was_put_in_order_in_part_is_drawn_whole_and_written_once(tmp_path: Path) -> None:
    """Fails on 0.3.0, in which P002 stood twice in the lot."""
    room, poll_id = challenged(tmp_path, LOT)
    select_list(room, poll_id, ("P002",), LotDraw(way=LotWay.PROGRAM))
    assert sorted(outcome_of(room, poll_id).lot) == ["P000", "P001", "P002", "P003"]
    close_meeting_and_boxes(room)


def test_no_order_is_asked_for_where_none_changes_the_list(tmp_path: Path) -> None:
    """Fails on 0.3.0, which asked the chair although everything fits."""
    room, poll_id = challenged(tmp_path, replace(CHAIR, ceiling=400))
    assert read_open_tie(room, poll_id) == ()
    select_list(room, poll_id)
    outcome = outcome_of(room, poll_id)
    assert outcome.selected == ("P000", "P001", "P002", "P003")
    assert outcome.lot == ()
    assert {ranked.tie for ranked in outcome.ranking} == {"equal"}
    close_meeting_and_boxes(room)


def test_a_project_without_a_vote_is_not_selected_unless_the_rule_says_so(tmp_path: Path) -> None:
    """Fails on 0.3.0, which chose it while there was money."""
    for takes, selected in ((False, ()), (True, ("P000", "P001", "P002", "P003"))):
        folder = tmp_path / str(takes)
        folder.mkdir()
        steps = SelectionSteps(takes_unvoted=takes)
        room, poll_id = challenged(folder, Draft(max_picks=4, ceiling=400, extra_steps=steps))
        select_list(room, poll_id)
        assert outcome_of(room, poll_id).selected == selected
        close_meeting_and_boxes(room)


def test_a_project_withdrawn_after_the_vote_is_in_no_list_and_no_tie(tmp_path: Path) -> None:
    room, poll_id = challenged(tmp_path, CHAIR, count=2)
    with room.reading() as tx:
        gone = next(project.project_id for project in tx.list_rows(ProjectRow) if project.code == "P000")
    withdraw_project(room, ProjectId(gone))
    with room.reading() as tx:
        assert read_decision_case(tx, tx.require_row(PollRow, poll_id)).withdrawn == {"P000"}
    select_list(room, poll_id)
    outcome = outcome_of(room, poll_id)
    assert outcome.selected == ("P001",)
    assert {ranked.code: ranked.outcome for ranked in outcome.ranking}["P000"] == "withdrawn"
    assert outcome.lot == ()
    close_meeting_and_boxes(room)


def test_a_motion_is_judged_of_the_base_that_the_room_counted(tmp_path: Path) -> None:
    draft = Draft(
        method=Method.CHOICE, max_picks=1, choices=("찬성", "반대", "기권"), motion=Motion(base=MotionBase.CAST)
    )
    room, poll_id = challenged(tmp_path, draft)
    select_list(room, poll_id)
    motion_result = outcome_of(room, poll_id).motion_result
    assert isinstance(motion_result, MotionResult)
    assert (motion_result.code, motion_result.in_favour, motion_result.took_part) == ("not_enough", 0, 0)
    close_meeting_and_boxes(room)


def test_what_was_selected_by_the_chair_is_verified(tmp_path: Path) -> None:
    room, poll_id = challenged(tmp_path, CHAIR)
    select_list(room, poll_id, ("P002", "P000", "P003", "P001"))
    path = room.path
    close_meeting_and_boxes(room)
    report = verify_meeting(path, rooms.PASSPHRASE, room.context)
    assert report.polls[0].recount == "ballots"
