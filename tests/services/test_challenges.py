"""Challenges of a count: who said what and how it was answered; a draft is put under another agenda item."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sukui_desktop.documents.write.minutes import minutes_document, poll_blocks
from sukui_desktop.domain.errors import RuleBroken, SukuiError
from sukui_desktop.domain.papers.document_blocks import Table
from sukui_desktop.models.agenda import DecisionHow
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.services.agenda.agenda_items import decide_item
from sukui_desktop.services.agenda.decisions_by_vote import words_decided_by_votes
from sukui_desktop.services.minutes.minutes import compose_minutes_so_far
from sukui_desktop.services.minutes.polls_on_papers import gather_poll_records
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.services.vote.challenges import answer_challenge, list_challenges, record_challenge
from sukui_desktop.services.vote.poll_box import list_receipts
from sukui_desktop.services.vote.polls import close_poll, draft_poll, edit_poll, make_poll_ready, open_poll, read_poll
from sukui_desktop.wording.times import moment_words
from tests.builders import rooms


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(SukuiError) as found:
        deed()
    return found.value.code


def test_who_what_and_the_answer_are_kept_and_replayed(tmp_path: Path) -> None:
    """Fails where a challenge leaves no trace but the state of the poll (0.3.0)."""
    room, poll_id = rooms.open_room(tmp_path)
    assert refused(lambda: record_challenge(room, poll_id, "한이의", "표가 빠졌다")) == "challenge_not_now"
    rooms.bring_to(room, poll_id, "challenged")
    assert refused(lambda: record_challenge(room, poll_id, " ", "표가 빠졌다")) == "challenge_incomplete"
    record_challenge(room, poll_id, " 한이의 ", "가-12번 표가 빠졌다")
    record_challenge(room, poll_id, "두참관", "점수가 다르다", "다시 세어 같음을 보였다")
    answer_challenge(room, poll_id, 1, "다시 세어 보였다")
    assert refused(lambda: answer_challenge(room, poll_id, 9, "…")) == "challenge_unknown"
    assert refused(lambda: answer_challenge(room, poll_id, 1, " ")) == "challenge_answer_missing"
    again = rooms.reopen(room)
    found = [(each.by, each.words, each.answer) for each in list_challenges(again, poll_id)]
    assert found == [
        ("한이의", "가-12번 표가 빠졌다", "다시 세어 보였다"),
        ("두참관", "점수가 다르다", "다시 세어 같음을 보였다"),
    ]
    close_meeting_and_boxes(again)


def test_a_result_is_certified_only_once_every_challenge_was_answered(tmp_path: Path) -> None:
    """Fails where a challenge that nobody answered is passed over by 확정."""
    room, poll_id = rooms.open_room(tmp_path)
    rooms.bring_to(room, poll_id, "selected")
    record_challenge(room, poll_id, "한이의", "표가 빠졌다", "다시 세어 보였다")
    record_challenge(room, poll_id, "두참관", "점수가 다르다")
    assert refused(lambda: rooms.certify(room, poll_id)) == "challenge_unanswered"
    assert read_poll(room, poll_id).head.state == PollState.SELECTED
    answer_challenge(room, poll_id, 2, "점수를 읽어 보였다")
    rooms.certify(room, poll_id)
    assert read_poll(room, poll_id).head.state == PollState.CERTIFIED
    close_meeting_and_boxes(room)


def test_a_draft_is_put_under_another_item_until_it_is_ready(tmp_path: Path) -> None:
    """Fails where the agenda item of a saved draft can never be changed (0.3.0)."""
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    poll_id = rooms.drafted_poll(room)
    view = read_poll(room, poll_id)
    item_id = rooms.item_ids(room)[0]
    edit_poll(room, poll_id, view.head.title, view.draft, item_id)
    (row,) = rooms.rows_of(room, PollRow)
    assert row.item_id == item_id
    edit_poll(room, poll_id, view.head.title, view.draft)
    assert read_poll(room, poll_id).head.item_id == item_id
    edit_poll(room, poll_id, view.head.title, view.draft, "")
    assert read_poll(room, poll_id).head.item_id == ""
    close_meeting_and_boxes(room)


def test_the_receipts_of_a_closed_poll_are_those_the_voters_got(tmp_path: Path) -> None:
    """Fails where nothing keeps what the kiosk promises (0.3.0)."""
    room, poll_id = rooms.open_room(tmp_path)
    tokens = rooms.admit_with_slips(room, poll_id, 3)
    given = sorted(rooms.vote(room, poll_id, token, (0,)).code for token in tokens)
    assert refused(lambda: list_receipts(room, poll_id)) == "receipts_not_now"
    close_poll(room, poll_id)
    assert list(list_receipts(room, poll_id)) == given
    close_meeting_and_boxes(room)


def test_the_minutes_say_who_challenged_what_and_when_it_was_counted_again(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path)
    rooms.bring_to(room, poll_id, "challenged")
    record_challenge(room, poll_id, "한이의", "표가 빠졌다")
    record_challenge(room, poll_id, "두참관", "점수가 다르다", "다시 세어 보였다")
    rooms.recount(room, poll_id)
    with room.reading() as tx:
        (record,) = gather_poll_records(tx, {})
    assert record.course.recounted_at_ms > 0
    assert [(each.by, each.answer) for each in record.challenges] == [("한이의", ""), ("두참관", "다시 세어 보였다")]
    tables = (block for block in poll_blocks(record, "1.") if isinstance(block, Table))
    cells = "\n".join(cell for table in tables for row in table.rows for cell in row.cells)
    assert moment_words(record.course.recounted_at_ms) in cells
    assert "한이의" in cells
    assert "다시 세어 보였다" in cells
    close_meeting_and_boxes(room)


def test_minutes_give_each_challenge_a_row_with_its_answer_and_its_time(tmp_path: Path) -> None:
    """Fails where all challenges of a vote were lines of one cell."""
    room, poll_id = rooms.open_room(tmp_path)
    rooms.bring_to(room, poll_id, "challenged")
    record_challenge(room, poll_id, "한이의", "표가 빠졌다")
    record_challenge(room, poll_id, "두참관", "점수가 다르다")
    answer_challenge(room, poll_id, 1, "다시 세어 보였다")
    blocks = minutes_document(compose_minutes_so_far(room)).blocks
    table = next(b for b in blocks if isinstance(b, Table) and b.columns[1].title == "제기한 사람")
    rows = [row.cells[1:] for row in table.rows]
    assert [row[:2] for row in rows] == [("한이의", "표가 빠졌다"), ("두참관", "점수가 다르다")]
    assert rows[0][2].startswith("다시 세어 보였다 (")
    assert rows[1][2] == "답하지 않음"
    assert all(row.cells[0].startswith("2026. 9. ") for row in table.rows)
    close_meeting_and_boxes(room)


def test_votes_stand_in_the_order_of_the_record_though_the_clock_was_set_back(tmp_path: Path) -> None:
    """Fails where the minutes sort votes by the clock of their opening."""
    wall = rooms.Wall()
    room = rooms.make_room(tmp_path, context=rooms.make_context(tmp_path, wall=wall))
    rooms.furnish(room)
    for title in ("첫째", "둘째", "셋째"):
        poll_id = rooms.drafted_poll(room, title=title)
        make_poll_ready(room, poll_id, rooms.two_people_lock(room), 12)
        open_poll(room, poll_id)
        close_poll(room, poll_id)
        wall.ms -= 3_600_000
    assert [poll.title for poll in compose_minutes_so_far(room).polls] == ["첫째", "둘째", "셋째"]
    close_meeting_and_boxes(room)


def test_a_decision_names_its_votes_in_the_order_of_the_record(tmp_path: Path) -> None:
    """Fails where two votes of one item are sorted by the clock of their certification, which was set back."""
    wall = rooms.Wall()
    room = rooms.make_room(tmp_path, context=rooms.make_context(tmp_path, wall=wall))
    rooms.furnish(room)
    item_id = rooms.item_ids(room)[1]
    for title in ("첫째", "둘째"):
        poll_id = draft_poll(room, item_id, title, rooms.DRAFT).poll_id
        make_poll_ready(room, poll_id, rooms.two_people_lock(room), 12)
        open_poll(room, poll_id)
        rooms.bring_to(room, poll_id, "certified")
        wall.ms -= 3_600_000
    told = words_decided_by_votes(room)[item_id]
    assert told.index("첫째") < told.index("둘째")
    with pytest.raises(RuleBroken, match="decision_already_by_vote"):  # one click made 합의 of what a vote rejected
        decide_item(room, item_id, "합의한다", DecisionHow.CONSENSUS)
    close_meeting_and_boxes(room)
