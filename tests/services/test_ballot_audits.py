"""Ballot audits (시험 개봉): what was opened is on record, is never cast or counted, and opens again for verify."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from sukui_desktop.documents.write.minutes import minutes_document
from sukui_desktop.documents.write.poll_report import poll_reports_document
from sukui_desktop.documents.write.result_and_study import result_document
from sukui_desktop.domain.ballot_audit import MOST_AUDITS, AuditScore, score_audits
from sukui_desktop.domain.changed_tables import NOTHING
from sukui_desktop.domain.errors import StorageFault, SukuiError
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.poll import BallotAudited
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.papers.document_blocks import document_text
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.people import SlipRow
from sukui_desktop.models.poll import AuditVerdict, BallotAuditRow, PaperKind, PollRow
from sukui_desktop.record.ballot_encryption import receipt_code
from sukui_desktop.record.slip_token import token_from_text, token_tag
from sukui_desktop.services.handover.poll_reports import (
    compose_reports_of_kind,
    issue_closing_report,
    issue_pause_report,
)
from sukui_desktop.services.handover.result_and_attendance_papers import (
    add_study,
    compose_result_sheet,
    make_public_result_file,
)
from sukui_desktop.services.minutes.minutes import compose_minutes_so_far
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.verify.verification import verify_room
from sukui_desktop.services.vote.ballot_audits import audit_ballot, dispute_audit
from sukui_desktop.services.vote.ballot_sealing import AuditedBallot, OpenableBallot, seal_openable_ballot
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from sukui_desktop.services.vote.polls import (
    pause_poll,
    preview_definition_of_draft,
    read_poll,
    reopen_poll,
    resume_poll,
)
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.wording.ballot_audits import audit_score_words
from sukui_desktop.wording.verification import checked_lines
from tests.builders import rooms
from tests.builders.kinds import OPINION

WITH_AUDITS = replace(rooms.DRAFT, offers_audits=True)


def sealed(room: Room, poll_id: PollId, *marks: int) -> OpenableBallot:
    return seal_openable_ballot(read_ballot_paper(room, poll_id), Answer(marks))


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(SukuiError) as told:
        act()
    return told.value.code


def test_an_audit_opens_what_was_sealed_and_leaves_slip_and_box_alone(tmp_path: Path) -> None:
    """Fails where an opened ballot is counted, spends the slip, or says in the record whose slip it was."""
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    (token, other) = rooms.admit_with_slips(room, poll_id, 2)
    before = rooms.rows_of(room, SlipRow)
    openable = sealed(room, poll_id, 1)
    code = openable.code
    audited = audit_ballot(room, poll_id, token, openable)
    assert (audited.number, audited.code, audited.verdict) == (1, code, AuditVerdict.AGREED)
    assert audited.found == Answer((1,))
    assert audited.changes.touches("ballot_audit")
    (row,) = rooms.rows_of(room, BallotAuditRow)
    assert (row.sealed, receipt_code(row.sealed), row.is_disputed) == (openable.ballot.sealed, code, False)
    assert rooms.rows_of(room, SlipRow) == before
    rooms.vote(room, poll_id, token, (0,))
    rooms.vote(room, poll_id, other, (0,))
    rooms.bring_to(room, poll_id, "certified")
    (poll,) = rooms.rows_of(room, PollRow)
    assert (poll.issued, poll.cast, poll.spoiled, poll.returned, poll.not_returned) == (2, 2, 0, 0, 0)
    tally = read_poll(room, poll_id).tally
    assert tally is not None
    assert tally.votes[:2] == (2, 0)
    close_meeting_and_boxes(room)


def test_an_opened_ballot_never_gets_into_the_box(tmp_path: Path) -> None:
    """Fails where the bytes of an audit are replayed with a valid slip: then, after a pause, and after a restart."""
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    (token, other) = rooms.admit_with_slips(room, poll_id, 2)
    openable = sealed(room, poll_id, 1)
    audit_ballot(room, poll_id, token, openable)
    for slip in (token, other):
        assert refused(partial(cast_ballot, room, poll_id, slip, openable.ballot)) == "ballot_audited"
    room = rooms.reopen(room)
    assert refused(lambda: cast_ballot(room, poll_id, other, openable.ballot)) == "ballot_audited"
    pause_poll(room, poll_id)
    assert refused(lambda: cast_ballot(room, poll_id, other, openable.ballot)) == "poll_not_open"
    close_meeting_and_boxes(room)


def test_reopening_a_closed_vote_makes_no_opened_ballot_new(tmp_path: Path) -> None:
    """Fails where the box that is moved at the closing and at the reopening forgets what was opened."""
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    (token, other) = rooms.admit_with_slips(room, poll_id, 2)
    openable = sealed(room, poll_id, 1)
    audit_ballot(room, poll_id, token, openable)
    rooms.vote(room, poll_id, token, (0,))
    rooms.close(room, poll_id)
    reopen_poll(room, poll_id, rooms.two_signers(room), "잘못 눌렀다")
    resume_poll(room, poll_id)
    assert refused(lambda: cast_ballot(room, poll_id, other, openable.ballot)) == "ballot_audited"
    again = audit_ballot(room, poll_id, other, openable)
    assert (again.number, again.changes) == (1, NOTHING)
    close_meeting_and_boxes(room)


def test_a_ballot_that_was_cast_is_never_opened(tmp_path: Path) -> None:
    """Fails where somebody who kept the random bytes of a cast ballot has it opened, and its secret with it."""
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    (token, other) = rooms.admit_with_slips(room, poll_id, 2)
    openable = sealed(room, poll_id, 1)
    cast_ballot(room, poll_id, token, openable.ballot)
    assert refused(lambda: audit_ballot(room, poll_id, token, openable)) == "slip_used"
    assert refused(lambda: audit_ballot(room, poll_id, other, openable)) == "ballot_in_box"
    assert rooms.rows_of(room, BallotAuditRow) == ()
    close_meeting_and_boxes(room)


def test_a_kiosk_that_seals_something_else_is_found_out(tmp_path: Path) -> None:
    """The mutant: a kiosk that seals option 0 whatever it shows, and one that gives other random bytes."""
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    shown, cheated = sealed(room, poll_id, 1), sealed(room, poll_id, 0)
    liar = OpenableBallot(cheated.ballot, cheated.opening, shown.shown)
    audited = audit_ballot(room, poll_id, token, liar)
    assert (audited.verdict, audited.found) == (AuditVerdict.DIFFERS, Answer((0,)))
    hider = OpenableBallot(sealed(room, poll_id, 0).ballot, bytes(range(32)), shown.shown)
    audited = audit_ballot(room, poll_id, token, hider)
    assert (audited.verdict, audited.found) == (AuditVerdict.UNREADABLE, None)
    honest = audit_ballot(room, poll_id, token, shown)
    dispute_audit(room, poll_id, honest.number)
    assert not dispute_audit(room, poll_id, honest.number), "said once is enough"
    score = score_audits(rooms.rows_of(room, BallotAuditRow))
    assert score == AuditScore(audits=3, agreed=0, disputed=1, differing=2)
    assert refused(lambda: dispute_audit(room, poll_id, 9)) == "audit_unknown"
    close_meeting_and_boxes(room)


def test_the_same_ballot_is_opened_once(tmp_path: Path) -> None:
    """Fails where a kiosk that asks again after a power cut makes a second audit of one ballot."""
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    openable = sealed(room, poll_id, 1)
    first = audit_ballot(room, poll_id, token, openable)
    room = rooms.reopen(room)
    again = audit_ballot(room, poll_id, token, openable)
    assert replace(again, changes=first.changes) == first
    assert not again.changes
    assert len(rooms.rows_of(room, BallotAuditRow)) == 1
    close_meeting_and_boxes(room)


def fail_to_write(tx: Transaction, subject_id: str, fact: Fact) -> None:
    raise StorageFault("disk_full", file="meeting.sukui")


def test_a_fault_at_the_record_shows_nothing_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: an audit that gives away what was in the ballot before its entry lasts, or marks it as opened after.

    While nobody knows whether the entry is there the ballot is not cast; started again, the record alone decides.
    """
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    openable = sealed(room, poll_id, 1)
    with monkeypatch.context() as broken:
        broken.setattr(Transaction, "append_fact", fail_to_write)
        with pytest.raises(StorageFault):
            audit_ballot(room, poll_id, token, openable)
    assert refused(lambda: cast_ballot(room, poll_id, token, openable.ballot)) == "ballot_audited"
    room = rooms.reopen(room)
    assert rooms.rows_of(room, BallotAuditRow) == ()
    assert cast_ballot(room, poll_id, token, openable.ballot).code == openable.code, "nothing of it was shown"
    assert refused(lambda: audit_ballot(room, poll_id, token, openable)) == "slip_used"
    close_meeting_and_boxes(room)


def test_a_slip_opens_three_at_most(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    (token, other) = rooms.admit_with_slips(room, poll_id, 2)
    made: list[AuditedBallot] = [
        audit_ballot(room, poll_id, token, sealed(room, poll_id, 1)) for _ in range(MOST_AUDITS)
    ]
    assert [one.number for one in made] == [1, 2, 3]
    assert refused(lambda: audit_ballot(room, poll_id, token, sealed(room, poll_id, 1))) == "audits_used_up"
    audit_ballot(room, poll_id, other, sealed(room, poll_id, 1))
    assert rooms.vote(room, poll_id, token, (0,)).code
    close_meeting_and_boxes(room)


def test_nothing_is_opened_where_the_poll_does_not_say_so_or_takes_no_ballots(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path)
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    assert refused(lambda: audit_ballot(room, poll_id, token, sealed(room, poll_id, 1))) == "audits_not_offered"
    pause_poll(room, poll_id)
    assert refused(lambda: audit_ballot(room, poll_id, token, sealed(room, poll_id, 1))) == "poll_not_open"
    assert rooms.rows_of(room, BallotAuditRow) == ()
    (row,) = rooms.rows_of(room, PollRow)
    assert b"offers_audits" not in row.definition, "a poll that does not choose it has the bytes it had before"
    close_meeting_and_boxes(room)


def test_audits_need_receipts_and_a_list_to_mark(tmp_path: Path) -> None:
    """Fails where the box could not be held against what a kiosk showed, or an opinion would stand in the record."""
    room, _ = rooms.open_room(tmp_path)
    no_receipts = replace(WITH_AUDITS, gives_receipts=False)
    opinion = replace(OPINION, offers_audits=True)
    for draft in (no_receipts, opinion):
        assert refused(partial(preview_definition_of_draft, room, "우선사업", draft)) == "audits_misplaced"
    assert preview_definition_of_draft(room, "우선사업", WITH_AUDITS).has_audits
    close_meeting_and_boxes(room)


def test_a_box_with_an_opened_ballot_is_not_counted(tmp_path: Path) -> None:
    """The mutant: a box that takes the bytes of an audit past every check. Neither count nor verify goes on."""
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    (token, other) = rooms.admit_with_slips(room, poll_id, 2)
    openable = sealed(room, poll_id, 1)
    audit_ballot(room, poll_id, token, openable)
    opened = room.boxes[poll_id]
    opened.box.cast_ballot(token_tag(opened.keys.token, token_from_text(other)), openable.ballot.sealed)
    rooms.bring_to(room, poll_id, "closed")
    assert refused(lambda: rooms.count(room, poll_id)) == "audited_in_box"
    assert refused(lambda: verify_room(room)) == "audited_in_box"
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("state", ["open", "closed", "published"])
def test_verify_opens_every_audit_again(tmp_path: Path, state: str) -> None:
    """Fails where verify takes the recorded verdict for true."""
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    honest = sealed(room, poll_id, 1)
    audit_ballot(room, poll_id, token, honest)
    audit_ballot(room, poll_id, token, replace(sealed(room, poll_id, 0), shown=honest.shown))
    rooms.vote(room, poll_id, token, (0,))
    if state != "open":
        rooms.bring_to(room, poll_id, state)
    found = verify_room(room)
    assert found.polls[0].audits == AuditScore(audits=2, agreed=1, differing=1)
    assert audit_score_words(found.polls[0].audits) in "".join(checked_lines(found))
    close_meeting_and_boxes(room)


def test_a_made_up_verdict_is_refused(tmp_path: Path) -> None:
    """The mutant: a record that says of a ballot which held something else that it agreed."""
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    liar, honest = sealed(room, poll_id, 0), sealed(room, poll_id, 1)
    fact = BallotAudited(
        sealed=liar.ballot.sealed, opening=liar.opening, shown=honest.shown, verdict=AuditVerdict.AGREED
    )
    with room.writing() as tx:
        tx.append_fact(poll_id, fact)
    assert refused(lambda: verify_room(room)) == "audit_differs"
    close_meeting_and_boxes(room)


def test_the_score_is_in_minutes_result_and_public_file(tmp_path: Path) -> None:
    """Fails where an audit that did not agree is on record and on no paper."""
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    audit_ballot(room, poll_id, token, sealed(room, poll_id, 1))
    dispute_audit(room, poll_id, audit_ballot(room, poll_id, token, sealed(room, poll_id, 2)).number)
    rooms.vote(room, poll_id, token, (0,))
    rooms.bring_to(room, poll_id, "certified")
    score = AuditScore(audits=2, agreed=1, disputed=1)
    sheet = compose_result_sheet(room, poll_id)
    assert sheet.audits == score
    words = audit_score_words(score)
    assert words in document_text(result_document(add_study(sheet)))
    assert words in document_text(minutes_document(compose_minutes_so_far(room)))
    public = json.loads(make_public_result_file(sheet))
    assert public["poll"]["audits"] == {"audits": 2, "agreed": 1, "disputed": 1, "differing": 0}
    assert public["ballots_cast"] == 1
    close_meeting_and_boxes(room)


def test_pause_and_closing_report_have_the_score_of_their_time(tmp_path: Path) -> None:
    """Fails where a report says nothing of audits, or says another score when it is printed again later."""
    room, poll_id = rooms.open_room(tmp_path, WITH_AUDITS)
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    first = audit_ballot(room, poll_id, token, sealed(room, poll_id, 1))
    pause_poll(room, poll_id)
    pause = issue_pause_report(room, poll_id).report
    assert pause.audits == AuditScore(audits=1, agreed=1)
    resume_poll(room, poll_id)
    dispute_audit(room, poll_id, first.number)
    audit_ballot(room, poll_id, token, sealed(room, poll_id, 2))
    rooms.vote(room, poll_id, token, (0,))
    rooms.close(room, poll_id)
    closing = issue_closing_report(room, poll_id).report
    assert closing.audits == AuditScore(audits=2, agreed=1, disputed=1)
    assert audit_score_words(closing.audits) in document_text(poll_reports_document((closing,)))
    assert compose_reports_of_kind(room, poll_id, PaperKind.PAUSE) == (pause,)
    close_meeting_and_boxes(room)
