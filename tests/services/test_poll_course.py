"""When a vote stood still and who opened its box: in the record, in the minutes and in the result."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.attendance_sheet import attendance_document
from sukui_desktop.documents.write.minutes import minutes_text
from sukui_desktop.documents.write.result_and_study import result_document
from sukui_desktop.domain.papers.document_blocks import document_text
from sukui_desktop.domain.papers.poll_course import OpeningKind
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import ConfirmationRow, PollCountRow
from sukui_desktop.services.checkin.attendance import admit_person, record_departure
from sukui_desktop.services.handover.result_and_attendance_papers import (
    add_explanations,
    compose_attendance_sheet,
    compose_result_sheet,
)
from sukui_desktop.services.minutes.minutes import compose_minutes_so_far
from sukui_desktop.services.minutes.polls_on_papers import read_poll_course
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.vote.box_lock import read_box_lock
from sukui_desktop.services.vote.challenges import answer_challenge, record_challenge
from sukui_desktop.services.vote.counting import confirm_count, start_challenge_period
from sukui_desktop.services.vote.polls import pause_poll, resume_poll
from sukui_desktop.services.vote.selection_and_certification import select_list
from sukui_desktop.wording.times import moment_words
from tests.builders import rooms


def counted_room(tmp_path: Path) -> tuple[Room, PollId]:
    """Return a vote that was paused once, counted by the second signer, challenged and counted again."""
    room, poll_id = rooms.open_room(tmp_path)
    pause_poll(room, poll_id)
    resume_poll(room, poll_id)
    rooms.close(room, poll_id)
    rooms.count(room, poll_id)
    start_challenge_period(room, poll_id)
    record_challenge(room, poll_id, "한이의", "표가 빠졌다")
    rooms.recount(room, poll_id)
    answer_challenge(room, poll_id, 1, "다시 세어 보였다")
    start_challenge_period(room, poll_id)
    select_list(room, poll_id)
    return room, poll_id


def test_papers_say_when_a_vote_stood_still_and_who_opened_its_box(tmp_path: Path) -> None:
    """Fails where papers say that the ballots were counted, and not by whose keys, nor who opened the box again; and
    where the result has no challenge, answer and recount, which the minutes have (F34)."""
    room, poll_id = counted_room(tmp_path)
    first, second = rooms.two_signers(room)
    confirm_count(room, poll_id, (first, second), first.signer_id)
    rooms.certify(room, poll_id)
    poll = compose_minutes_so_far(room).polls[0]
    opener, confirmer = rooms.TWO[1], rooms.TWO[0]
    assert [(one.kind, one.opened_by, one.confirmed_by) for one in poll.course.openings] == [
        (OpeningKind.COUNT, (opener,), ""),
        (OpeningKind.RECOUNT, (opener,), ""),
        (OpeningKind.CONFIRM, (opener,), confirmer),
    ]
    assert all(0 < one.from_ms < one.until_ms for one in poll.course.pauses)
    assert len(poll.course.pauses) == 1
    sheet = add_explanations(compose_result_sheet(room, poll_id))
    for paper in (minutes_text(compose_minutes_so_far(room)), document_text(result_document(sheet))):
        said = paper.replace("\u00a0", " ")
        assert "잠시 멈춤\t" in said
        assert f"{opener}가 자기 열쇠로 투표함을 열었습니다" in said or f"{opener}이 자기 열쇠로" in said
        assert "다시 셈\t" in said
        assert "개표한 사람이 아닌" in said
        assert f"투표함은 {opener}의 열쇠로 열었습니다" in said
        for word in ("한이의", "표가 빠졌다", "다시 세어 보였다"):
            assert word in said
    close_meeting_and_boxes(room)


def test_papers_say_when_a_vote_went_on_without_a_quorum(tmp_path: Path) -> None:
    """Fails on 0.5.0: minutes and attendance sheet said no more than that the quorum was there at the opening."""
    room, poll_id = rooms.open_room(tmp_path)
    assert compose_minutes_so_far(room).polls[0].course.quorum_gaps[0].is_from_start, "nobody had come yet"
    people = rooms.person_ids(room)
    for person_id in people[:7]:
        admit_person(room, person_id)
    for person_id in people[:3]:
        record_departure(room, person_id)
    admit_person(room, people[0])
    pause_poll(room, poll_id)
    admit_person(room, people[1])
    rooms.close(room, poll_id)
    first, second = compose_minutes_so_far(room).polls[0].course.quorum_gaps
    assert (first.is_from_start, first.fewest, second.is_from_start) == (True, 0, False)
    assert second.fewest == second.needed - 2
    assert 0 < first.from_ms < first.until_ms < second.from_ms < second.until_ms
    assert (first.is_until_end, second.is_until_end) == (False, False)
    record_departure(room, people[1])
    assert len(compose_minutes_so_far(room).polls[0].course.quorum_gaps) == 2, "the vote was over"
    lost = text(
        "documents.course.quorum_lost",
        at=moment_words(second.from_ms),
        until=text("documents.course.until_back", at=moment_words(second.until_ms)),
        fewest=f"{second.fewest}",
        needed=f"{second.needed}",
    )
    for paper in (
        minutes_text(compose_minutes_so_far(room)),
        document_text(attendance_document(compose_attendance_sheet(room))),
    ):
        assert lost in paper.replace("\u00a0", " ")
    close_meeting_and_boxes(room)


def test_papers_say_that_the_quorum_was_lost_until_the_closing(tmp_path: Path) -> None:
    """Fails on 0.6.0, which named the moment of the closing as if the quorum had been there again from then on."""
    room, poll_id = rooms.open_room(tmp_path)
    people = rooms.person_ids(room)
    for person_id in people[:7]:
        admit_person(room, person_id)
    for person_id in people[:2]:
        record_departure(room, person_id)
    rooms.close(room, poll_id)
    poll = compose_minutes_so_far(room).polls[0]
    gap = poll.course.quorum_gaps[-1]
    assert (gap.is_from_start, gap.is_until_end, gap.until_ms) == (False, True, poll.closed_at_ms)
    assert read_poll_course(room, poll_id) == poll.course
    admit_person(room, people[0])
    said = minutes_text(compose_minutes_so_far(room)).replace("\u00a0", " ")
    assert text("documents.course.until_end", at=moment_words(poll.closed_at_ms)) in said
    close_meeting_and_boxes(room)


def test_nobody_is_called_a_second_person_who_opened_the_box_before(tmp_path: Path) -> None:
    """Fails where whoever opens the box again is said to be a second person, though it is who opened it first (F19)."""
    room, poll_id = counted_room(tmp_path)
    _, second = rooms.two_signers(room)
    assert read_box_lock(room, poll_id).opened_by == (second.signer_id,)
    confirm_count(room, poll_id, (second,), second.signer_id)
    rooms.certify(room, poll_id)
    (opening,) = (
        one for one in compose_minutes_so_far(room).polls[0].course.openings if one.kind == OpeningKind.CONFIRM
    )
    assert (opening.is_by_same_person, opening.is_by_another_person) == (True, False)
    assert not read_box_lock(room, poll_id).is_confirmed_by_another
    said = minutes_text(compose_minutes_so_far(room))
    assert f"개표할 때 연 {rooms.TWO[1]}" in said
    assert "개표한 사람이 아닌" not in said
    close_meeting_and_boxes(room)


def test_whose_keys_opened_the_box_is_kept_and_replayed(tmp_path: Path) -> None:
    room, poll_id = counted_room(tmp_path)
    _, second = rooms.two_signers(room)
    rooms.confirm(room, poll_id)
    again = rooms.reopen(room)
    assert [row.opened_by for row in rooms.rows_of(again, PollCountRow)] == [(second.signer_id,)]
    assert [row.opened_by for row in rooms.rows_of(again, ConfirmationRow)] == [(second.signer_id,)]
    close_meeting_and_boxes(again)
