"""A box or a meeting file that was put back: no slip and no ballot until two people decide, and it is on record."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.minutes import poll_blocks
from sukui_desktop.domain.box_lock_choice import LockChoice
from sukui_desktop.domain.errors import SukuiError, VerifyFailed
from sukui_desktop.domain.facts.poll import RollbackDecided
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.papers.public_result import public_result_fields
from sukui_desktop.domain.rollback_detection import BoxCounts, RecordCounts, ThreeCounts, find_rollback_kinds
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import LockWay, PollRow, RollbackKind, RollbackRow
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.record.slip_token import token_from_text, token_tag
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.slips import give_slip, return_slip, spoil_slip
from sukui_desktop.services.handover.meeting_file_copies import copy_meeting
from sukui_desktop.services.handover.result_and_attendance_papers import compose_result_sheet
from sukui_desktop.services.meeting_opening import open_with_key
from sukui_desktop.services.minutes.minutes import compose_minutes_so_far
from sukui_desktop.services.minutes.polls_on_papers import gather_rollback_records
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.signing.signers import enrol_signer
from sukui_desktop.services.verify.verification import verify_meeting, verify_room
from sukui_desktop.services.vote import polls, rollback
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.box_keys import find_box_keys
from sukui_desktop.services.vote.lost_slips import has_lost_unissued_slips, replace_lost_slips
from sukui_desktop.services.vote.poll_box import cast_ballot, check_token, find_or_open_box, read_ballot_paper
from sukui_desktop.services.vote.polls import (
    close_poll,
    make_poll_ready,
    open_poll,
    read_turnout,
    reopen_poll,
    resume_poll,
)
from sukui_desktop.services.vote.rollback import (
    decide_rollback,
    find_rollback_of_missing_entries,
    find_undecided_rollback,
)
from sukui_desktop.storage import ballot_box
from sukui_desktop.storage.station_folder import StationFolder
from sukui_desktop.wording.rollbacks import rollback_rows, rollback_words
from tests.builders import rooms

REASON = "정전 뒤 사본을 되돌려 놓음"


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(SukuiError) as told:
        act()
    return told.value.code


def write_one_more_entry(room: Room) -> None:
    """Write one more entry that concerns no vote."""
    record_note(room, rooms.item_ids(room)[0], "사람", "말")


def decisions(room: Room, poll_id: PollId) -> list[RollbackRow]:
    rows = (row for row in rooms.rows_of(room, RollbackRow) if row.poll_id == poll_id)
    return sorted(rows, key=lambda row: row.number)


def sign_up(room: Room) -> list[SignerProof]:
    """Let the last three people of the roster enrol; return their proofs."""
    proofs = []
    for person_id in rooms.person_ids(room)[-3:]:
        enrolled = enrol_signer(room, person_id, SignerWay.CARD)
        assert enrolled.card
        proofs.append(SignerProof(enrolled.signer_id, enrolled.card.code))
    return proofs


@pytest.fixture
def vote(tmp_path: Path) -> tuple[Room, PollId, list[SignerProof]]:
    """A room with an open poll in its own folder, the station beside it."""
    room, poll_id = rooms.open_room(tmp_path, people_count=10, slots=10)
    return room, poll_id, sign_up(room)


def box_of(room: Room, poll_id: PollId) -> Path:
    return room.path.with_name(f"{poll_id}.box")


def put_back(room: Room, poll_id: PollId, copies: dict[Path, Path]) -> Room:
    """Close the program, put copies in the place of files, and start it again."""
    path, key, context = room.path, room.file.file_key, room.context
    close_meeting_and_boxes(room)
    for source, target in copies.items():
        shutil.copy(source, target)
    return open_with_key(path, key, context)


def nobody_votes(room: Room, poll_id: PollId, token: str) -> str:
    """See that no slip is given and no ballot is taken; return the code."""
    sealed = seal_ballot(read_ballot_paper(room, poll_id), Answer((0,)))
    person_id = rooms.person_ids(room)[6]
    admit_person(room, person_id)
    codes = {
        refused(lambda: give_slip(room, person_id, poll_id)),
        refused(lambda: check_token(room, poll_id, token)),
        refused(lambda: cast_ballot(room, poll_id, token, sealed)),
        refused(lambda: read_turnout(room, poll_id)),
    }
    assert len(codes) == 1
    return codes.pop()


def decide(room: Room, poll_id: PollId, proofs: list[SignerProof]) -> None:
    """Two people decide; one, or one twice, or nobody's word does not do."""
    assert refused(lambda: decide_rollback(room, poll_id, proofs[:1], REASON)) == "two_people_needed"
    assert refused(lambda: decide_rollback(room, poll_id, [proofs[0], proofs[0]], REASON)) == "proof_twice"
    assert refused(lambda: decide_rollback(room, poll_id, proofs[:2], " ")) == "reason_missing"
    stranger = SignerProof(proofs[1].signer_id, proofs[0].secret)
    assert refused(lambda: decide_rollback(room, poll_id, [proofs[0], stranger], REASON)) == "card_of_another"
    decide_rollback(room, poll_id, proofs[:2], REASON)
    newest = decisions(room, poll_id)[-1]
    assert set(newest.signer_ids) == {proof.signer_id for proof in proofs[:2]}
    assert newest.reason == REASON
    assert find_undecided_rollback(room, poll_id) is None
    assert refused(lambda: decide_rollback(room, poll_id, proofs[:2], REASON)) == "rollback_not_found"


def test_restoring_a_copy_of_the_meeting_file_stops_the_vote(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """The program's own safe copy from before the slips is put back beside the box.

    0.4.0 gave the four people new slips and took four more ballots. Seen to fail with `count_missing_entries` 0.
    """
    room, poll_id, proofs = vote
    copy_meeting(room, tmp_path / "사본.sukui")
    tokens = rooms.admit_with_slips(room, poll_id, 4)
    for token in tokens:
        rooms.vote(room, poll_id, token, [0])
    room = put_back(room, poll_id, {tmp_path / "사본.sukui": room.path})
    assert nobody_votes(room, poll_id, tokens[0]) == "meeting_file_behind"
    assert refused(lambda: has_lost_unissued_slips(room, poll_id)) == "meeting_file_behind"
    room = rooms.reopen(room)
    assert refused(lambda: check_token(room, poll_id, tokens[0])) == "meeting_file_behind"
    decide(room, poll_id, proofs)
    row = decisions(room, poll_id)[0]
    assert (row.kind, row.spent, row.filled, row.given) == (RollbackKind.RECORD_BEHIND, 4, 4, 0)
    assert row.missing > 0
    replace_lost_slips(rooms.reopen(room), poll_id)


def test_a_record_that_never_gave_the_spent_slips_is_noticed_without_the_witness(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """The same on a station whose note of the record is gone too. Seen to fail with `slips_never_given` 0."""
    room, poll_id, proofs = vote
    copy_meeting(room, tmp_path / "사본.sukui")
    tokens = rooms.admit_with_slips(room, poll_id, 4)
    for token in tokens:
        rooms.vote(room, poll_id, token, [0])
    for head in (tmp_path / "station" / "witnesses").iterdir():
        head.unlink()
    room = put_back(room, poll_id, {tmp_path / "사본.sukui": room.path})
    assert nobody_votes(room, poll_id, tokens[0]) == "record_lacks_slips"
    decide(room, poll_id, proofs)
    room = rooms.reopen(room)
    assert has_lost_unissued_slips(room, poll_id)
    replace_lost_slips(room, poll_id)
    (token,) = rooms.admit_with_slips(room, poll_id, 1, first=6)
    rooms.vote(room, poll_id, token, [1])
    assert find_or_open_box(rooms.reopen(room), poll_id).box.count_spent_and_filled().filled == 5


def test_a_copy_from_before_the_poll_was_ready_makes_no_second_box(tmp_path: Path) -> None:
    """Seen to fail where `make_poll_ready` does not look at the station's note: box and ballots were destroyed."""
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    proofs = sign_up(room)
    poll_id = rooms.drafted_poll(room)
    lock = LockChoice(way=LockWay.TWO_PEOPLE, holders=(proofs[1].signer_id,))
    copy_meeting(room, tmp_path / "사본.sukui")
    make_poll_ready(room, poll_id, lock, 10)
    open_poll(room, poll_id)
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    rooms.vote(room, poll_id, token, [0])
    room = put_back(room, poll_id, {tmp_path / "사본.sukui": room.path})
    before = box_of(room, poll_id).read_bytes()
    assert refused(lambda: make_poll_ready(room, poll_id, lock, 10)) == "meeting_file_behind"
    assert box_of(room, poll_id).read_bytes() == before
    decide(room, poll_id, proofs)
    make_poll_ready(room, poll_id, lock, 10)


def test_cutting_the_tail_of_the_record_stops_the_vote(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """The newest entries are deleted and the tables replayed. Seen to fail with `count_missing_entries` 0."""
    room, poll_id, proofs = vote
    tokens = rooms.admit_with_slips(room, poll_id, 2)
    stream = rooms.stream_of(room)
    database = room.file.database
    with database.begin():
        newest = database.raw.execute("SELECT max(seq) FROM entry WHERE stream = ?", (stream,)).fetchone()[0]
        database.raw.execute("DELETE FROM entry WHERE stream = ? AND seq > ?", (stream, newest - 3))
        database.raw.execute("UPDATE file_fact SET value = '0' WHERE name = 'projection'")
    room = rooms.reopen(room)
    assert nobody_votes(room, poll_id, tokens[0]) == "meeting_file_behind"
    found = find_undecided_rollback(room, poll_id)
    assert found
    assert found.counts.record.missing == 3
    decide(room, poll_id, proofs)
    check_token(room, poll_id, tokens[0])


def test_putting_back_an_old_box_stops_the_vote(vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path) -> None:
    """0.4.0: three of four acknowledged ballots gone and a used slip votes again, without a word.

    Seen to fail where the witness is not compared (the test below), and where it is written before COMMIT.
    """
    room, poll_id, proofs = vote
    tokens = rooms.admit_with_slips(room, poll_id, 4)
    rooms.vote(room, poll_id, tokens[0], [0])
    room = rooms.reopen(room)
    shutil.copy(box_of(room, poll_id), tmp_path / "old")
    for token in tokens[1:]:
        rooms.vote(room, poll_id, token, [0])
    shutil.copy(box_of(room, poll_id), tmp_path / "new")
    room = put_back(room, poll_id, {tmp_path / "old": box_of(room, poll_id)})
    assert nobody_votes(room, poll_id, tokens[1]) == "box_put_back"
    assert refused(lambda: close_poll(room, poll_id)) == "box_put_back"
    decide(room, poll_id, proofs)
    row = decisions(room, poll_id)[0]
    assert (row.kind, row.filled, row.witness_filled) == (RollbackKind.BOX_BEHIND, 1, 4)
    rooms.vote(room, poll_id, tokens[1], [0])
    with room.reading() as tx:
        assert tx.require_row(PollRow, poll_id).box_id == find_or_open_box(room, poll_id).box.box_id


def test_the_right_box_put_in_its_place_again_needs_no_decision(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    room, poll_id, _ = vote
    tokens = rooms.admit_with_slips(room, poll_id, 2)
    rooms.vote(room, poll_id, tokens[0], [0])
    room = rooms.reopen(room)
    shutil.copy(box_of(room, poll_id), tmp_path / "old")
    rooms.vote(room, poll_id, tokens[1], [0])
    room = rooms.reopen(room)
    shutil.copy(box_of(room, poll_id), tmp_path / "new")
    room = put_back(room, poll_id, {tmp_path / "old": box_of(room, poll_id)})
    assert refused(lambda: find_or_open_box(room, poll_id)) == "box_put_back"
    room = put_back(room, poll_id, {tmp_path / "new": box_of(room, poll_id)})
    assert find_or_open_box(room, poll_id).box.count_spent_and_filled().filled == 2


def test_two_decisions_one_after_the_other_leave_a_record_that_verifies(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """Fails where a decision counts one stream and verify all of them: the record could never be verified again."""
    room, poll_id, proofs = vote
    for turn in range(2):
        room = rooms.reopen(room)
        shutil.copy(room.path, tmp_path / "old")
        for _ in range(3 - turn):
            write_one_more_entry(room)
        room = put_back(room, poll_id, {tmp_path / "old": room.path})
        with pytest.raises(SukuiError, match="meeting_file_behind"):
            find_or_open_box(room, poll_id)
        decide(room, poll_id, proofs)
        find_or_open_box(room, poll_id)
    counts = [row.missing for row in decisions(room, poll_id)]
    assert counts[0] < counts[1]
    verify_room(room)


def test_the_right_meeting_file_put_in_its_place_again_needs_no_decision(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """As the manual says. Fails where the finding is kept beside the file, or an old copy that was only looked at
    counts as missing."""
    room, poll_id, _ = vote
    room = rooms.reopen(room)
    shutil.copy(room.path, tmp_path / "old")
    write_one_more_entry(room)
    room = rooms.reopen(room)
    shutil.copy(room.path, tmp_path / "new")
    room = put_back(room, poll_id, {tmp_path / "old": room.path})
    assert refused(lambda: find_or_open_box(room, poll_id)) == "meeting_file_behind"
    room = put_back(room, poll_id, {tmp_path / "new": room.path})
    find_or_open_box(room, poll_id)
    verify_room(room)


def test_file_and_box_put_back_together_are_both_told(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """Fails where only the first finding is told: people decided on one missing entry and accepted an older box."""
    room, poll_id, proofs = vote
    tokens = rooms.admit_with_slips(room, poll_id, 2)
    rooms.vote(room, poll_id, tokens[0], [0])
    room = rooms.reopen(room)
    for name, path in (("old.sukui", room.path), ("old.box", box_of(room, poll_id))):
        shutil.copy(path, tmp_path / name)
    rooms.vote(room, poll_id, tokens[1], [0])
    write_one_more_entry(room)
    copies = {tmp_path / "old.sukui": room.path, tmp_path / "old.box": box_of(room, poll_id)}
    room = put_back(room, poll_id, copies)
    assert refused(lambda: find_or_open_box(room, poll_id)) == "meeting_file_behind"
    found = find_undecided_rollback(room, poll_id)
    assert found
    assert found.kinds == (RollbackKind.RECORD_BEHIND, RollbackKind.BOX_BEHIND)
    decide(room, poll_id, proofs)


def test_an_old_box_is_not_noticed_without_the_comparison(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant on which the tests above must fail: a used slip votes again."""
    monkeypatch.setattr(rollback, "find_rollback_kinds", lambda found, accepted, *, has_witness: ())
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        test_putting_back_an_old_box_stops_the_vote(vote, tmp_path)


def test_an_old_box_in_which_a_returned_slip_may_still_vote_is_noticed_by_the_record(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """The witness was put back with the box. Seen to fail with `returns_unknown_to_box` 0."""
    room, poll_id, _ = vote
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    room = rooms.reopen(room)
    witness = tmp_path / "station" / "boxes" / f"{poll_id}.witness"
    shutil.copy(box_of(room, poll_id), tmp_path / "old")
    noted = witness.read_bytes()
    return_slip(room, rooms.person_ids(room)[0], poll_id, token)
    close_meeting_and_boxes(room)
    witness.write_bytes(noted)
    room = put_back(rooms.open_folder(tmp_path), poll_id, {tmp_path / "old": box_of(room, poll_id)})
    assert nobody_votes(room, poll_id, token) == "box_lacks_slips"


def end(room: Room, poll_id: PollId) -> None:
    """Close, count and certify a vote, and see that all of it verifies at every step."""
    rooms.close(room, poll_id)
    verify_room(room)
    rooms.count(room, poll_id)
    verify_room(room)
    for state in ("challenged", "selected", "certified"):
        rooms.bring_one(room, poll_id, state)
    verify_room(room)


def set_slips(room: Room, poll_id: PollId, before: int, after: int) -> None:
    """Let one slip in a closed box be spent on something else, as somebody does who has its key."""
    with closing(rooms.open_closed_box(room, poll_id)) as box, box._write_transaction() as connection:
        one = "(SELECT min(tag) FROM slip WHERE spent = ?)"
        connection.execute(f"UPDATE slip SET spent = ? WHERE tag = {one}", (after, before))


@pytest.mark.parametrize("stop", [return_slip, spoil_slip])
def test_a_box_that_lacks_slips_and_was_accepted_verifies_to_the_end(
    vote: tuple[Room, PollId, list[SignerProof]],
    tmp_path: Path,
    stop: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before, verify refused it for ever (box_slips_differ): it knew of no decision. What goes beyond the decision is
    refused: one slip more that the box does not know, and two that it alone knows."""
    room, poll_id, proofs = vote
    tokens = rooms.admit_with_slips(room, poll_id, 4)
    rooms.vote(room, poll_id, tokens[0], [0])
    stop(room, rooms.person_ids(room)[3], poll_id, tokens[3])
    room = rooms.reopen(room)
    shutil.copy(box_of(room, poll_id), tmp_path / "old")
    stop(room, rooms.person_ids(room)[1], poll_id, tokens[1])
    room = put_back(room, poll_id, {tmp_path / "old": box_of(room, poll_id)})
    assert refused(lambda: find_or_open_box(room, poll_id)) == "box_lacks_slips"
    decide(room, poll_id, proofs)
    verify_room(room)
    rooms.vote(room, poll_id, tokens[2], [1])
    monkeypatch.setattr(polls, "slips_root", lambda _: b"")  # which would tell of every change after the closing
    end(room, poll_id)
    known = 2 if stop is return_slip else 3
    (tmp_path / "station" / "boxes" / f"{poll_id}.witness").unlink()
    set_slips(room, poll_id, known, 0)
    assert refused(lambda: verify_room(room)) == "box_slips_differ"
    for _ in range(3):
        set_slips(room, poll_id, 0, known)
    assert refused(lambda: verify_room(room)) == "box_slips_differ"


def test_a_record_that_lacks_slips_and_was_accepted_verifies_to_the_end(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """The people whose slips the record lost are given theirs again, which stay shut: the equation holds."""
    room, poll_id, proofs = vote
    copy_meeting(room, tmp_path / "사본.sukui")
    tokens = rooms.admit_with_slips(room, poll_id, 4)
    for token in tokens:
        rooms.vote(room, poll_id, token, [0])
    for head in (tmp_path / "station" / "witnesses").iterdir():
        head.unlink()
    room = put_back(room, poll_id, {tmp_path / "사본.sukui": room.path})
    assert refused(lambda: find_or_open_box(room, poll_id)) == "record_lacks_slips"
    decide(room, poll_id, proofs)
    verify_room(room)
    with closing(rooms.open_closed_box(room, poll_id)) as box, box._write_transaction() as connection:
        connection.execute("UPDATE slip SET spent = 2 WHERE tag = (SELECT min(tag) FROM slip WHERE spent = 0)")
    path, context = room.path, room.context
    close_meeting_and_boxes(room)
    assert refused(lambda: verify_meeting(path, rooms.PASSPHRASE, context)) == "box_slips_differ"
    room = rooms.open_folder(tmp_path)
    with closing(rooms.open_closed_box(room, poll_id)) as box, box._write_transaction() as connection:
        connection.execute("UPDATE slip SET spent = 0 WHERE spent = 2")
    replace_lost_slips(room, poll_id)
    assert refused(lambda: rooms.close(room, poll_id)) == "ballot_accounting_impossible"
    rooms.admit_with_slips(room, poll_id, 4)
    end(room, poll_id)


def test_a_record_that_lost_a_returned_slip_and_was_accepted_verifies_to_the_end(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """The box knows of it and the record does not: it counts as not come back. Before, verify refused it for ever."""
    room, poll_id, proofs = vote
    tokens = rooms.admit_with_slips(room, poll_id, 4)
    rooms.vote(room, poll_id, tokens[0], [0])
    copy_meeting(room, tmp_path / "사본.sukui")
    for place in (1, 2):
        return_slip(room, rooms.person_ids(room)[place], poll_id, tokens[place])
    room = put_back(room, poll_id, {tmp_path / "사본.sukui": room.path})
    assert refused(lambda: find_or_open_box(room, poll_id)) == "meeting_file_behind"
    decide(room, poll_id, proofs)
    end(room, poll_id)


def test_a_power_cut_between_box_and_record_of_a_returned_slip_verifies_to_the_end(
    vote: tuple[Room, PollId, list[SignerProof]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before, verify refused an honest vote for ever. Of two such slips one was stopped by somebody else."""
    room, poll_id, _ = vote
    tokens = rooms.admit_with_slips(room, poll_id, 3)
    rooms.vote(room, poll_id, tokens[0], [0])
    opened = find_or_open_box(room, poll_id)
    opened.box.stop_slip(token_tag(opened.keys.token, token_from_text(tokens[1])), is_spoiled=False)
    room = rooms.reopen(room)
    monkeypatch.setattr(polls, "slips_root", lambda _: b"")
    end(room, poll_id)
    set_slips(room, poll_id, 0, 2)
    assert refused(lambda: verify_room(room)) == "box_slips_differ"


def put_in_from_outside(room: Room, poll_id: PollId, tokens: Sequence[str]) -> Room:
    """Put a ballot in the box for each of these slips while the program is closed; return it opened again."""
    paper = read_ballot_paper(room, poll_id)
    with room.reading() as tx:
        keys = find_box_keys(tx.poll_secrets, room.context, tx.require_row(PollRow, poll_id))
    room = rooms.reopen(room)
    with closing(rooms.open_closed_box(room, poll_id)) as box:
        for token in tokens:
            box.cast_ballot(token_tag(keys.token, token_from_text(token)), seal_ballot(paper, Answer((0,))).sealed)
    return room


def test_ballots_put_into_an_open_box_between_two_starts_stop_the_vote(
    vote: tuple[Room, PollId, list[SignerProof]],
) -> None:
    """Somebody has the box's key and slips that were given. Before, only a box that is behind was noticed."""
    room, poll_id, proofs = vote
    tokens = rooms.admit_with_slips(room, poll_id, 5)
    rooms.vote(room, poll_id, tokens[0], [0])
    room = put_in_from_outside(room, poll_id, tokens[1:3])
    assert nobody_votes(room, poll_id, tokens[3]) == "box_ahead"
    room = rooms.reopen(room)
    assert refused(lambda: check_token(room, poll_id, tokens[3])) == "box_ahead"
    decide(room, poll_id, proofs)
    (row,) = decisions(room, poll_id)
    assert (row.kind, row.filled, row.witness_filled) == (RollbackKind.BOX_AHEAD, 3, 1)
    rooms.vote(rooms.reopen(room), poll_id, tokens[3], [0])


def test_one_ballot_more_than_noted_is_a_power_cut(vote: tuple[Room, PollId, list[SignerProof]]) -> None:
    """Fails where a box may not be ahead of its witness at all: the program was cut off between the two."""
    room, poll_id, _ = vote
    tokens = rooms.admit_with_slips(room, poll_id, 2)
    room = put_in_from_outside(room, poll_id, tokens[:1])
    rooms.vote(room, poll_id, tokens[1], [0])
    end(room, poll_id)


def test_running_a_cloned_folder_stops_the_vote(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Folder and station folder are copied while the vote is paused, and both go on: the copy asks two people first.

    0.4.0 took the same slips in both. Seen to fail where the witness does not know its own file.
    """
    room, poll_id, proofs = vote
    tokens = rooms.admit_with_slips(room, poll_id, 3)
    rooms.vote(room, poll_id, tokens[0], [0])
    room = rooms.reopen(room)
    close_meeting_and_boxes(room)
    fork = tmp_path_factory.mktemp("fork")
    shutil.copytree(tmp_path, fork, dirs_exist_ok=True)
    clone = rooms.open_folder(fork)
    assert nobody_votes(clone, poll_id, tokens[1]) == "box_moved"
    original = rooms.open_folder(tmp_path)
    rooms.vote(original, poll_id, tokens[1], [0])
    close_meeting_and_boxes(original)
    decide(clone, poll_id, proofs)
    assert decisions(clone, poll_id)[0].kind == RollbackKind.BOX_MOVED
    rooms.vote(clone, poll_id, tokens[1], [0])
    close_meeting_and_boxes(clone)


def test_a_cloned_meeting_folder_on_the_same_station_stops_the_vote(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """Only the meeting's folder is copied; what was voted in the original is missing in the clone."""
    room, poll_id, _ = vote
    tokens = rooms.admit_with_slips(room, poll_id, 3)
    room = rooms.reopen(room)
    (tmp_path / "사본").mkdir()
    for path in (room.path, box_of(room, poll_id)):
        shutil.copy(path, tmp_path / "사본" / path.name)
    rooms.vote(room, poll_id, tokens[0], [0])
    close_meeting_and_boxes(room)
    clone = open_with_key(tmp_path / "사본" / room.path.name, room.file.file_key, room.context)
    assert nobody_votes(clone, poll_id, tokens[0]) == "box_put_back"
    close_meeting_and_boxes(clone)


def test_a_clone_on_another_machine_without_its_station_folder_stops_the_vote(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """The box's key came along in the meeting's file. Seen to fail where a missing witness is taken for a new box."""
    room, poll_id, _ = vote
    tokens = rooms.admit_with_slips(room, poll_id, 3)
    close_meeting_and_boxes(room)
    elsewhere = rooms.make_context(tmp_path / "other")
    room = open_with_key(room.path, room.file.file_key, elsewhere)
    assert nobody_votes(room, poll_id, tokens[0]) == "box_moved"
    close_meeting_and_boxes(room)


def test_another_polls_box_under_the_right_name_is_refused(vote: tuple[Room, PollId, list[SignerProof]]) -> None:
    """Seen to fail where the id is not compared."""
    room, poll_id, _ = vote
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    room = rooms.reopen(room)
    with room.reading() as tx:
        key = find_box_keys(tx.poll_secrets, room.context, tx.require_row(PollRow, poll_id)).box
    other = ballot_box.create_box_file(
        room.path.with_name("other.box"), key, [bytes(32)], 10, 50, room.context.random, box_id=bytes(16)
    )
    other.close()
    other.path.replace(box_of(room, poll_id))
    assert nobody_votes(room, poll_id, token) == "box_of_another"


def test_a_station_folder_moved_with_all_its_files_goes_on(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    room, poll_id, _ = vote
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    close_meeting_and_boxes(room)
    (tmp_path / "station").rename(tmp_path / "moved")
    context = rooms.make_context(tmp_path / "new")
    room = open_with_key(
        room.path, room.file.file_key, type(context)(StationFolder(tmp_path / "moved"), context.now, context.random)
    )
    rooms.vote(room, poll_id, token, [0])
    close_meeting_and_boxes(room)


def test_what_two_people_accepted_is_accepted_and_no_more() -> None:
    """The rule alone; a crash between box, witness and record makes none of them behind."""
    record = RecordCounts(given=5, stopped=1)
    box, witness = BoxCounts(spent=4, filled=3), BoxCounts(spent=4, filled=3)
    found = ThreeCounts(box=box, witness=witness, record=record)
    assert find_rollback_kinds(found, None, has_witness=True) == ()
    for spent, filled in ((5, 4), (5, 3), (4, 3)):
        ahead = ThreeCounts(box=BoxCounts(spent=spent, filled=filled), witness=witness, record=record)
        assert find_rollback_kinds(ahead, None, has_witness=True) == ()
    for spent, filled in ((6, 5), (5, 5), (6, 3)):
        ahead = ThreeCounts(
            box=BoxCounts(spent=spent, filled=filled), witness=witness, record=RecordCounts(given=9, stopped=0)
        )
        assert find_rollback_kinds(ahead, None, has_witness=True) == (RollbackKind.BOX_AHEAD,)
        assert find_rollback_kinds(ahead, None, has_witness=False) == ()
    box = BoxCounts(spent=7, filled=6)
    lacks = ThreeCounts(box=box, witness=box, record=record)
    assert find_rollback_kinds(lacks, None, has_witness=True) == (RollbackKind.RECORD_LACKS_SLIPS,)
    assert find_rollback_kinds(lacks, lacks, has_witness=True) == ()
    more = ThreeCounts(box=BoxCounts(spent=8, filled=7), witness=box, record=record)
    assert find_rollback_kinds(more, lacks, has_witness=True) == (RollbackKind.RECORD_LACKS_SLIPS,)
    unwitnessed = ThreeCounts(box=BoxCounts(spent=4, filled=3), witness=None, record=record)
    assert find_rollback_kinds(unwitnessed, None, has_witness=True) == (RollbackKind.BOX_MOVED,)
    assert find_rollback_kinds(unwitnessed, None, has_witness=False) == ()


def test_what_two_people_decided_is_on_every_later_paper(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """Minutes, result and result.json. Seen to fail where the papers do not read the decisions."""
    room, poll_id, proofs = vote
    tokens = rooms.admit_with_slips(room, poll_id, 3)
    rooms.vote(room, poll_id, tokens[0], [0])
    room = rooms.reopen(room)
    shutil.copy(box_of(room, poll_id), tmp_path / "old")
    rooms.vote(room, poll_id, tokens[1], [0])
    room = put_back(room, poll_id, {tmp_path / "old": box_of(room, poll_id)})
    assert refused(lambda: find_or_open_box(room, poll_id)) == "box_put_back"
    decide(room, poll_id, proofs)
    with room.reading() as tx:
        (record,) = gather_rollback_records(tx, tx.require_row(PollRow, poll_id))
    assert set(record.names) == {"주민8", "주민9"}
    assert record.decided.reason == REASON
    words = rollback_words((record,))
    assert REASON in words
    assert "주민8" in words
    assert rollback_rows((record,)) == ((text("documents.rollback.title"), words),)
    kinds = (RollbackKind.HUB_PROMOTED, RollbackKind.HUB_GATHERED)
    moved = tuple(replace(record, decided=replace(record.decided, kind=kind)) for kind in kinds)
    (own, put), (other, told) = rollback_rows((*moved, record))
    assert (own, put) == (text("documents.rollback.title"), words)
    assert other == text("documents.rollback.title_hub"), "another hub is no box that was put back (0.6.0)"
    assert told.count("이어 가기로 했습니다") == 1, "what was set up was not gone on with twice"
    (minuted,) = compose_minutes_so_far(room).polls
    assert minuted.rollbacks == (record,)
    assert words in str(list(poll_blocks(minuted, "1")))
    rooms.vote(room, poll_id, tokens[2], [0])
    rooms.bring_to(room, poll_id, "published")
    sheet = compose_result_sheet(room, poll_id)
    assert sheet.rollbacks == (record,)
    (told,) = public_result_fields(sheet)["poll"]["rollbacks"]  # type: ignore[index]
    assert (told["kind"], told["filled"], told["witness_filled"]) == ("box_behind", 1, 2)
    figures = "kind spent filled witness_spent witness_filled given stopped missing at_ms"
    assert sorted(told) == sorted(figures.split()), (
        "fails where the row goes out whole, with the ids of those who decided"
    )
    assert REASON not in str(told)


def test_a_decision_of_people_whom_nobody_knows_does_not_verify(
    vote: tuple[Room, PollId, list[SignerProof]], tmp_path: Path
) -> None:
    """Fails where the ids are not looked at: a forged decision covered a record that was cut off."""
    room, poll_id, proofs = vote
    record = RecordCounts(missing=1)
    for ids in (("nobody", "nobody2"), (proofs[0].signer_id,), (proofs[0].signer_id, "nobody")):
        fact = RollbackDecided(
            kind=RollbackKind.RECORD_BEHIND, reason="없음", signer_ids=ids, box_id=b"", record=record
        )
        with room.writing() as tx:
            tx.append_fact(poll_id, fact)
        with pytest.raises(VerifyFailed, match="deciders_unknown"):
            verify_room(room)


def test_a_decision_that_nobody_signed_does_not_verify(vote: tuple[Room, PollId, list[SignerProof]]) -> None:
    """Fails where the ids of enrolled people are enough: a forged decision covered a record that was cut off."""
    room, poll_id, proofs = vote
    fact = RollbackDecided(
        kind=RollbackKind.RECORD_BEHIND,
        reason="없음",
        signer_ids=tuple(sorted(proof.signer_id for proof in proofs[:2])),
        box_id=b"",
        record=RecordCounts(missing=1),
    )
    with room.writing() as tx:
        tx.append_fact(poll_id, fact)
    with pytest.raises(VerifyFailed, match="decision_unsigned"):
        verify_room(room)


def test_a_closed_poll_that_was_put_back_is_neither_counted_nor_announced(tmp_path: Path) -> None:
    """Fails where record and witness are compared only while a box is open: who may write to the folder put the two
    files of the first closing back, and two ballots were gone from a published result."""
    room, poll_id = rooms.open_room(tmp_path / "room")
    tokens = rooms.admit_with_slips(room, poll_id, 3)
    rooms.vote(room, poll_id, tokens[0], [0])
    rooms.close(room, poll_id)
    path, key, context = room.path, room.file.file_key, room.context
    close_meeting_and_boxes(room)
    old = shutil.copytree(tmp_path / "room", tmp_path / "stick", ignore=shutil.ignore_patterns("station"))
    room = open_with_key(path, key, context)
    reopen_poll(room, poll_id, rooms.two_signers(room), "잘못 눌렀습니다")
    resume_poll(room, poll_id)
    for token in tokens[1:]:
        rooms.vote(room, poll_id, token, [1])
    close_poll(room, poll_id)
    close_meeting_and_boxes(room)
    for file in old.iterdir():
        shutil.copy2(file, path.parent / file.name)
    room = open_with_key(path, key, context)
    two = rooms.two_signers(room)
    assert refused(lambda: rooms.count(room, poll_id)) == "meeting_file_behind"
    assert refused(lambda: reopen_poll(room, poll_id, two, "다시")) == "meeting_file_behind"
    missing = find_rollback_of_missing_entries(room, poll_id)
    assert missing is not None
    assert missing.kinds == (RollbackKind.RECORD_BEHIND,)
    decide_rollback(room, poll_id, two, REASON)
    rooms.count(room, poll_id)
    assert find_rollback_of_missing_entries(room, poll_id) is None
    close_meeting_and_boxes(room)
