"""Erasing a person: a name planted wherever it can be typed is in no page, file or paper afterwards; chains verify.

Fails on 0.2.0 to 0.4.0, in which no key was ever deleted and speakers, reasons and challenges lay in the clear.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.documents.write.attendance_sheet import attendance_document
from sukui_desktop.documents.write.minutes import minutes_text
from sukui_desktop.documents.write.result_and_study import result_document
from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.channel.channel_result_file import ChannelResult
from sukui_desktop.domain.errors import SukuiError, VerifyFailed
from sukui_desktop.domain.facts.agenda import NoteRecorded
from sukui_desktop.domain.facts.base import ERASED
from sukui_desktop.domain.facts.meeting import ImportAccepted, WordsRewritten
from sukui_desktop.domain.facts.poll import ChannelAccepted, PollCertified, PollSelected
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.domain.papers.document_blocks import document_text
from sukui_desktop.domain.selection.decision_inputs import LotDraw, LotWay
from sukui_desktop.domain.selection.outcome_of_case import decide_case
from sukui_desktop.models.agenda import DecisionHow, NoteRow
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.meeting import ImportSubject, MeetingRow
from sukui_desktop.models.people import AttendanceRow, PersonRow
from sukui_desktop.models.poll import ChallengeRow, ChannelInput, PollRow
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.record.entry_body import read_seal_key_name
from sukui_desktop.services.agenda.agenda_items import decide_item, edit_item, start_item
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.agenda.speech_notes import edit_note, record_note, remove_note
from sukui_desktop.services.checkin.attendance import add_walk_in, admit_person, undo_admissions
from sukui_desktop.services.handover.meeting_outline import rebuild_and_hash_tables
from sukui_desktop.services.handover.result_and_attendance_papers import compose_attendance_sheet, compose_result_sheet
from sukui_desktop.services.minutes.minutes import compose_minutes_so_far, make_minutes_pdf, write_under_heading
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.prepare.person_erasure import erase_person, plan_erasure
from sukui_desktop.services.prepare.roster import edit_person, remove_person
from sukui_desktop.services.saved_unfinished_words import (
    TYPED,
    TypedWords,
    list_unfinished_words,
    save_unfinished_words,
)
from sukui_desktop.services.signing.signers import enrol_signer, list_signers
from sukui_desktop.services.verify.verification import verify_room
from sukui_desktop.services.vote.challenges import answer_challenge, record_challenge
from sukui_desktop.services.vote.poll_endings import void_poll
from sukui_desktop.services.vote.polls import draft_poll
from sukui_desktop.services.vote.selection_and_certification import read_decision_case
from sukui_desktop.storage.journal import sendable_entry
from sukui_desktop.storage.meeting_file_check import check_meeting_file
from sukui_desktop.storage.meeting_file_copying import copy_meeting_file
from sukui_desktop.wording.name_erasures import name_erasure_lines
from tests.builders import rooms
from tests.storage.test_receiving_files import copied, keys_from, sent_from

MARK = "남궁표식"
OTHER = "남궁 표식"
PAGE, RESERVED, SALT = 4096, 80, 16


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(SukuiError) as seen:
        act()
    return seen.value.code


def two_proofs(room: Room) -> tuple[SignerProof, SignerProof]:
    made = [enrol_signer(room, person_id, SignerWay.CARD) for person_id in rooms.person_ids(room)[:2]]
    first, second = (SignerProof(one.signer_id, one.card.code) for one in made if one.card)
    return first, second


def draft(name: str, *, remark: str = "", number: str = "") -> PersonDraft:
    return PersonDraft(number=number, name=name, channel="주민", role="주민", phone_last4="7391", remark=remark)


def pages_in_clear(path: Path, key: bytes) -> bytes:
    """Return every page of a SQLCipher file or of its WAL decrypted, free ones too (AES-256-CBC, IV in the page)."""
    data, clear = path.read_bytes(), bytearray()
    frames = (
        [data[at + 24 : at + 24 + PAGE] for at in range(32, len(data), PAGE + 24)]
        if path.name.endswith("-wal")
        else [data[at : at + PAGE] for at in range(0, len(data), PAGE)]
    )
    for place, page in enumerate(frames):
        begin = SALT if place == 0 and not path.name.endswith("-wal") else 0
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[PAGE - RESERVED : PAGE - RESERVED + 16])).decryptor()
        clear += cipher.update(page[begin : PAGE - RESERVED])
    return bytes(clear)


def plant(room: Room, poll_id: PollId) -> PersonId:
    """Write the name wherever it can be typed, and return whose it is."""
    item_id = rooms.item_ids(room)[1]
    person_id = add_walk_in(room, draft(MARK)).person_id
    edit_person(room, person_id, draft(MARK, remark=f"{MARK} 본인", number="77"))
    edit_person(room, rooms.person_ids(room)[2], draft("이웃사람", remark=f"{MARK}의 배우자", number="3"))
    edit_item(room, item_id, presenter=MARK)
    start_item(room, item_id)
    note_id = record_note(room, item_id, MARK, f"{OTHER}입니다. 반대합니다").note_id
    edit_note(room, note_id, MARK, "저는 반대합니다")
    remove_note(room, record_note(room, item_id, MARK, "지운 말").note_id)
    decide_item(room, item_id, f"{MARK}에게 맡긴다", DecisionHow.CONSENSUS)
    outside = add_walk_in(room, draft("잠시온이")).person_id
    undo_admissions(room, [outside], f"{MARK}의 부탁으로 잘못 접수")
    write_under_heading(room, "gists", f"{MARK} 위원이 늦게 왔다")
    void_poll(room, draft_poll(room, "", "다른 투표", rooms.DRAFT).poll_id, (), f"{MARK}의 실수", (MARK, "이두리"))
    with room.writing() as tx:
        listed = ImportAccepted(
            subject=ImportSubject.ROSTER,
            file_name=f"{MARK} 명부.xlsx",
            file_sha256=bytes(32),
            added=1,
            changed=0,
            removed=0,
        )
        tx.append_fact(None, listed)
        result = ChannelResult(votes=(0,), ballots_valid=0, ballots_blank=0, ballots_invalid=0, voters=0)
        channel = ChannelAccepted(
            key="online",
            source=ChannelInput.EMPTY,
            file_name=f"{MARK}.csv",
            file_sha256=b"",
            result=result,
            attested_by=MARK,
        )
        tx.append_fact(poll_id, channel)
    return person_id


@pytest.fixture
def planted(tmp_path: Path) -> tuple[Room, PollId, PersonId, tuple[SignerProof, SignerProof]]:
    folder = tmp_path / "room"
    folder.mkdir()
    room, poll_id = rooms.open_room(folder)
    for slip in rooms.admit_with_slips(room, poll_id, 6):
        rooms.vote(room, poll_id, slip, [0])
    proofs = two_proofs(room)
    open_sitting(room)
    return room, poll_id, plant(room, poll_id), proofs


def go_on(room: Room, poll_id: PollId) -> None:
    """Count, challenge, draw and certify with the name in each of them, close, and correct what was closed."""
    rooms.bring_to(room, poll_id, "challenged")
    record_challenge(room, poll_id, MARK, f"{MARK}의 표가 빠졌다")
    answer_challenge(room, poll_id, 1, f"{MARK}에게 답함")
    with room.writing() as tx:
        outcome = decide_case(read_decision_case(tx, tx.require_row(PollRow, poll_id)))
        lot = LotDraw(way=LotWay.HAND, drawn_by=MARK, attested_by="이두리")
        tx.append_fact(poll_id, PollSelected(outcome=replace(outcome, draw=UNSET), draw=lot))
        tx.append_fact(poll_id, PollCertified(names=(MARK, "이두리"), objection_until_ms=tx.now()))
    close_sitting(room)
    edit_note(room, rooms.rows_of(room, NoteRow)[0].note_id, MARK, "고친 말", reason=f"{MARK} 님이 알려 줌")


def test_a_planted_name_is_nowhere_after_the_erasing(
    planted: tuple[Room, PollId, PersonId, tuple[SignerProof, SignerProof]], tmp_path: Path
) -> None:
    room, poll_id, person_id, proofs = planted
    go_on(room, poll_id)
    folder, key = room.path.parent, room.file.file_key.key
    before = tmp_path / "before.sukui"
    copy_meeting_file(room.file, before)
    minutes = minutes_text(compose_minutes_so_far(room))
    assert minutes.count(MARK) > 4
    assert MARK.encode() in pages_in_clear(before, key), "the test sees what is there"
    plan = plan_erasure(room, person_id)
    assert plan.names == (MARK,)
    assert plan.unsealed == 0
    assert any("배우자" in one for passage in plan.passages for one in passage.after)

    erased = erase_person(room, person_id, f"{MARK} 본인이 요청함", proofs)

    assert erased.passages == len(plan.passages) > 12
    secrets = [MARK.encode(), OTHER.encode(), b"7391"]
    for path in [*folder.rglob("*"), tmp_path / "after.sukui"]:
        assert MARK not in path.name
    copy_meeting_file(room.file, tmp_path / "after.sukui")
    (folder / "minutes.pdf").write_bytes(make_minutes_pdf(compose_minutes_so_far(room)))
    text = minutes_text(compose_minutes_so_far(room))
    assert MARK not in text
    assert ERASED in text
    assert "저는 반대합니다" in text, "the minutes stay readable"
    for path in (room.path, room.path.with_name(room.path.name + "-wal"), tmp_path / "after.sukui"):
        if path.exists():
            clear = pages_in_clear(path, key)
            assert not [secret for secret in secrets[:2] if secret in clear], path.name
            assert path.suffix != ".sukui" or "이웃사람".encode() in clear, "the pages are those that were meant"
    for path in filter(Path.is_file, folder.rglob("*")):
        assert not [secret for secret in secrets[:2] if secret in path.read_bytes()], path.name
    assert refused(lambda: erase_person(room, person_id, "또", proofs)) == "person_erased"
    assert [row for row in rooms.rows_of(room, PersonRow) if MARK in (row.name, row.remark)] == []
    shown = [repr(rooms.rows_of(room, kind)) for kind in (NoteRow, ChallengeRow, PollRow, MeetingRow)]
    assert not [rows for rows in shown if MARK in rows]
    assert next(row for row in rooms.rows_of(room, AttendanceRow) if row.person_id == person_id).was_present
    verified = check_meeting_file(room.file)  # no tie was there to be drawn: the whole check would find the lot
    close_meeting_and_boxes(room)
    assert verified.tables == rebuild_and_hash_tables(room.path, rooms.PASSPHRASE, room.context), (
        "a replay is what is live"
    )


def test_destroyed_keys_are_in_no_page(
    planted: tuple[Room, PollId, PersonId, tuple[SignerProof, SignerProof]], tmp_path: Path
) -> None:
    """Fails without secure_delete, or without the cut of the WAL."""
    room, _, person_id, proofs = planted
    keys = keys_from(room)
    erase_person(room, person_id, "본인이 요청함", proofs)
    destroyed = [key for name, key in keys.items() if name not in keys_from(room)]
    assert len(destroyed) > 10
    for path in (room.path, room.path.with_name(room.path.name + "-wal")):
        clear = pages_in_clear(path, room.file.file_key.key) if path.exists() else b""
        assert not [key for key in destroyed if key in clear], path.name


def test_papers_made_after_an_erasing_say_so_and_not_whose(
    planted: tuple[Room, PollId, PersonId, tuple[SignerProof, SignerProof]],
) -> None:
    """Fails where minutes made again have (지움) for a name and say nothing of when, by whom and why (F41)."""
    room, poll_id, person_id, proofs = planted
    go_on(room, poll_id)
    assert compose_minutes_so_far(room).erasures == ()
    erase_person(room, person_id, f"{MARK} 본인이 요청함", proofs)
    (erasure,) = compose_minutes_so_far(room).erasures
    assert erasure.reason == f"{ERASED} 본인이 요청함"
    assert len(erasure.decided_by) == len(set(erasure.decided_by)) == 2
    (line,) = name_erasure_lines((erasure,))
    for paper in (
        minutes_text(compose_minutes_so_far(room)),
        document_text(result_document(compose_result_sheet(room, poll_id))),
        document_text(attendance_document(compose_attendance_sheet(room))),
    ):
        assert line in paper.replace("\u00a0", " ")
        assert MARK not in paper
    close_meeting_and_boxes(room)


def test_it_takes_two_people_a_reason_and_no_slip_outside(
    planted: tuple[Room, PollId, PersonId, tuple[SignerProof, SignerProof]],
) -> None:
    room, _, person_id, proofs = planted
    voter = rooms.person_ids(room)[3]
    assert refused(lambda: erase_person(room, person_id, " ", proofs)) == "reason_missing"
    assert refused(lambda: erase_person(room, person_id, "요청", proofs[:1])) == "two_people_needed"
    assert refused(lambda: erase_person(room, person_id, "요청", (proofs[0], proofs[0]))) == "proof_twice"
    assert refused(lambda: erase_person(room, voter, "요청", proofs)) == "person_slip_open"
    assert refused(lambda: erase_person(room, PersonId("nobody"), "요청", proofs)) == "attendance_unknown"


def test_a_namesake_and_what_people_keep_stays(
    planted: tuple[Room, PollId, PersonId, tuple[SignerProof, SignerProof]],
) -> None:
    room, _, person_id, proofs = planted
    namesake = add_walk_in(room, replace(draft(MARK), phone_last4="0000"), is_another=True).person_id
    item_id = rooms.item_ids(room)[1]
    spoken = record_note(room, item_id, MARK, "다른 표식의 말").note_id
    kept = [one.passage_id for one in plan_erasure(room, person_id).passages if "다른 표식의 말" in str(one)]
    speech = [one for one in plan_erasure(room, person_id).passages if one.kind == "note.recorded"][-1]
    erase_person(room, person_id, "요청", proofs, kept=(speech.passage_id, *kept))
    assert [row.name for row in rooms.rows_of(room, PersonRow) if row.person_id == namesake] == [MARK]
    assert [row.speaker for row in rooms.rows_of(room, NoteRow) if row.note_id == spoken] == [MARK]
    check_meeting_file(room.file)


def test_somebody_taken_off_the_roster_is_erased_too(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    rooms.furnish(room, people_count=4)
    proofs = two_proofs(room)
    *_, last = rooms.person_ids(room)
    name = next(row.name for row in rooms.rows_of(room, PersonRow) if row.person_id == last)
    remove_person(room, last)
    assert plan_erasure(room, last).names == (name,)
    erase_person(room, last, "요청", proofs)
    assert name.encode() not in pages_in_clear(room.path, room.file.file_key.key)
    check_meeting_file(room.file)
    close_meeting_and_boxes(room)


def test_another_station_erases_what_it_receives(tmp_path: Path) -> None:
    """Fails where a copy keeps the keys that it had, or takes destroyed ones again."""
    folder = tmp_path / "here"
    folder.mkdir()
    room = rooms.make_room(folder)
    rooms.furnish(room, people_count=4)
    proofs = two_proofs(room)
    person_id = rooms.person_ids(room)[3]
    name = next(row.name for row in rooms.rows_of(room, PersonRow) if row.person_id == person_id)
    admit_person(room, person_id)
    record_note(room, rooms.item_ids(room)[0], name, f"{name}의 말")
    old_keys = keys_from(room)
    there = copied(room, tmp_path / "there")
    erase_person(room, person_id, "요청", proofs)
    there.file.receive_entries(sent_from(room), {**old_keys, **keys_from(room)})
    for one in (room, there):
        assert [row.speaker for row in rooms.rows_of(one, NoteRow)] == [ERASED]
        check_meeting_file(one.file)
    assert not set(keys_from(there)) - set(keys_from(room)) & set(old_keys)
    there.file.receive_entries(sent_from(room), old_keys)
    assert [row.gist for row in rooms.rows_of(there, NoteRow)] == [f"{ERASED}의 말"]
    late = tmp_path / "late"
    shutil.copytree(there.path.parent, late)
    for one in (room, there):
        close_meeting_and_boxes(one)


def test_a_second_erasing_goes_over_what_the_first_one_wrote(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    rooms.furnish(room, people_count=5)
    proofs = two_proofs(room)
    one, other = rooms.person_ids(room)[3:5]
    names = {row.person_id: row.name for row in rooms.rows_of(room, PersonRow)}
    record_note(room, rooms.item_ids(room)[0], names[one], f"{names[other]} 님 말이 옳습니다")
    for person_id in (one, other):
        erase_person(room, person_id, "요청", proofs)
    assert [(row.speaker, row.gist) for row in rooms.rows_of(room, NoteRow)] == [(ERASED, f"{ERASED} 님 말이 옳습니다")]
    check_meeting_file(room.file)
    clear = pages_in_clear(room.path, room.file.file_key.key)
    assert names[other].encode() not in clear
    with room.reading() as tx:
        assert len({sendable_entry(stored).body for stored in tx.journal.read_entries()}) > 5
    close_meeting_and_boxes(room)


def test_an_erased_signer_signs_no_more_and_has_no_empty_name(tmp_path: Path) -> None:
    """Fails where a paper says "주민9,  두 사람" and the next vote offers somebody without a name."""
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    proofs = rooms.two_signers(room)
    third = enrol_signer(room, rooms.person_ids(room)[0], SignerWay.CARD)
    erase_person(room, rooms.person_ids(room)[0], "본인이 요청함", proofs)
    gone = next(view for view in list_signers(room) if view.signer.signer_id == third.signer_id)
    assert (gone.name, gone.signer.is_withdrawn) == (ERASED, True)
    close_meeting_and_boxes(room)


def test_a_name_in_words_that_are_not_written_down_yet_goes_too(tmp_path: Path) -> None:
    """Fails where what is typed on the 진행 tab is kept beside the record as it was: it went into every copy."""
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    person_id = rooms.person_ids(room)[0]
    name = next(row.name for row in rooms.rows_of(room, PersonRow) if row.person_id == person_id)
    save_unfinished_words(room, (TypedWords(item_id="i", speaker=name, gist=f"{name} 님의 말"),))
    erased = erase_person(room, person_id, "본인이 요청함", rooms.two_signers(room))
    assert erased.changes.touches(TYPED)
    (typed,) = list_unfinished_words(room)
    assert (typed.speaker, typed.gist) == (ERASED, f"{ERASED} 님의 말")
    close_meeting_and_boxes(room)


def test_words_that_nobody_signed_for_are_not_written_anew(tmp_path: Path) -> None:
    """Fails where any entry may write sealed words anew: one person changed a decision in minutes that two had signed.
    An honest erasing before it stays good."""
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    record_note(room, rooms.item_ids(room)[0], "주민2", "주민1 님의 말에 동의합니다")
    erase_person(room, rooms.person_ids(room)[0], "본인 요청", rooms.two_signers(room))
    record_note(room, rooms.item_ids(room)[0], "주민2", "찬성합니다")
    assert verify_room(room).entries
    with room.writing() as tx:
        stored = tuple(tx.journal.read_entries())
        name = [read_seal_key_name(one.body) for one in stored if one.kind == NoteRecorded.KIND][-1]
        words = {"speaker": "주민2", "gist": "반대합니다"}
        tx.append_fact(name, WordsRewritten(words=canonical_bytes.encode(words)))
        tx.destroy_keys_of_erased()
    with pytest.raises(VerifyFailed, match="words_rewritten_unsigned"):
        verify_room(room)
    close_meeting_and_boxes(room)
