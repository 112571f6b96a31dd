"""Signed minutes: every ordinary act after it is refused or is a numbered, signed correction with old and new.

Fails on 0.2.0 to 0.4.0, where nine of these eleven acts were taken without a word or with the reason alone.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.minutes import minutes_document
from sukui_desktop.domain.errors import SukuiError, VerifyFailed
from sukui_desktop.domain.facts.agenda import NoteEdited
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.domain.papers.document_blocks import document_text
from sukui_desktop.domain.papers.minutes_content import HEADINGS
from sukui_desktop.models.agenda import DecisionHow, NoteRow
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.services.agenda.agenda_items import close_item, decide_item, start_item
from sukui_desktop.services.agenda.corrections import list_corrections
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.agenda.speech_notes import edit_note, list_notes, record_note
from sukui_desktop.services.checkin.attendance import add_walk_in, admit_person, undo_admissions
from sukui_desktop.services.minutes import minutes_signing
from sukui_desktop.services.minutes.minutes import (
    compose_complete_minutes,
    compose_minutes_so_far,
    make_minutes_pdf,
    write_under_heading,
)
from sukui_desktop.services.minutes.minutes_signing import sign_minutes
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import Reason, SignedReason, SignerProof, open_keys_with_proofs
from sukui_desktop.services.prepare.meeting_creation_and_details import edit_meeting
from sukui_desktop.services.prepare.roster import accept_roster_file, edit_person
from sukui_desktop.services.signing.signers import enrol_signer, withdraw_signer
from sukui_desktop.services.verify.verification import verify_meeting, verify_room
from sukui_desktop.services.vote.challenges import record_challenge
from sukui_desktop.services.vote.polls import draft_poll
from sukui_desktop.storage import meeting_transaction
from tests.builders import rooms

Act = Callable[[Room, Reason], object]


def refused(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(SukuiError) as seen:
        act()
    return seen.value.code, str(seen.value.facts)


def enrolled(room: Room, place: int) -> SignerProof:
    made = enrol_signer(room, rooms.person_ids(room)[place], SignerWay.CARD)
    assert made.card
    return SignerProof(made.signer_id, made.card.code)


def hold_meeting(folder: Path) -> tuple[Room, tuple[SignerProof, SignerProof]]:
    """Return a closed meeting whose minutes are complete: six came, one spoke, a poll is published."""
    room, poll_id = rooms.open_room(folder)
    for slip in rooms.admit_with_slips(room, poll_id, 6):
        rooms.vote(room, poll_id, slip, [0])
    proofs = enrolled(room, 0), enrolled(room, 1)
    open_sitting(room)
    item_id = rooms.item_ids(room)[1]
    start_item(room, item_id)
    record_note(room, item_id, "주민1", "반대합니다")
    rooms.bring_to(room, poll_id, "published")
    decide_item(room, item_id, "사업 0을 선정한다", DecisionHow.CONSENSUS)
    close_item(room, item_id)
    for heading in HEADINGS:
        write_under_heading(room, heading, "처음 적은 것")
    close_sitting(room)
    return room, proofs


def person_draft(name: str) -> PersonDraft:
    return PersonDraft(number="1", name=name, channel="주민", role="주민")


ACTS: tuple[tuple[str, Act, str, tuple[str, str]], ...] = (
    (
        "speech turned into its opposite",
        lambda room, why: edit_note(room, list_notes(room)[0].note_id, "주민1", "찬성합니다", reason=why),
        "note.edited",
        ("반대합니다", "찬성합니다"),
    ),
    (
        "a speech that was never made",
        lambda room, why: record_note(room, rooms.item_ids(room)[1], "주민2", "저도 찬성합니다", reason=why),
        "note.recorded",
        ("", "저도 찬성합니다"),
    ),
    (
        "decision written anew",
        lambda room, why: decide_item(
            room, rooms.item_ids(room)[1], "사업 5를 선정한다", DecisionHow.CONSENSUS, reason=why
        ),
        "item.decided",
        ("사업 0을 선정한다", "사업 5를 선정한다"),
    ),
    ("somebody absent admitted", lambda room, why: admit_person(room, rooms.person_ids(room)[7]), "", ("", "")),
    (
        "walk-in added",
        lambda room, why: add_walk_in(room, PersonDraft(number="", name="유령", channel="주민", role="주민")),
        "",
        ("", ""),
    ),
    (
        "a voter's name",
        lambda room, why: edit_person(room, rooms.person_ids(room)[0], person_draft("다른사람"), reason=why),
        "person.edited",
        ("주민1", "다른사람"),
    ),
    (
        "admission of a voter undone",
        lambda room, why: undo_admissions(room, rooms.person_ids(room)[1:2], why),
        "slip",
        ("", ""),
    ),
    (
        "heading",
        lambda room, why: write_under_heading(room, "time_place", "다른 곳", reason=why),
        "heading.written",
        ("처음 적은 것", "다른 곳"),
    ),
    (
        "place of the meeting",
        lambda room, why: edit_meeting(room, place="다른 곳", reason=why),
        "meeting.edited",
        ("", "다른 곳"),
    ),
    ("a new poll", lambda room, why: draft_poll(room, "", "뒤늦은 투표", rooms.DRAFT), "", ("", "")),
    (
        "a voter taken off the roster",
        lambda room, why: accept_roster_file(room, rooms.reading_of(rooms.people(9, first=2)), frozenset({"1"})),
        "roster",
        ("", ""),
    ),
    (
        "a challenge",
        lambda room, why: record_challenge(
            room, rooms.rows_of(room, PollRow)[0].poll_id, "한이의", "표가 빠졌다", "다시 셌다", reason=why
        ),
        "poll.challenge_recorded",
        ("", "표가 빠졌다"),
    ),
)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Room, tuple[SignerProof, SignerProof]]:
    room, proofs = hold_meeting(tmp_path_factory.mktemp("signed"))
    edit_meeting(room, host="바른 기관", reason="서명하기 전에 고침")
    sign_minutes(room, proofs)
    return room, proofs


@pytest.mark.parametrize(("act", "kind", "values"), [one[1:] for one in ACTS], ids=[one[0] for one in ACTS])
def test_after_the_signing_an_act_is_refused_or_a_numbered_correction(
    signed: tuple[Room, tuple[SignerProof, SignerProof]], act: Act, kind: str, values: tuple[str, str]
) -> None:
    room, (proof, _) = signed
    entries, before = len(rooms.rows_of_journal(room)), list_corrections(room)
    codes = {refused(partial(act, room, why))[0] for why in ("", "까닭만 있음")}
    assert len(rooms.rows_of_journal(room)) == entries
    if "." not in kind:
        assert codes <= {"minutes_signed", "slip_outstanding", "person_was_here", "reason_missing"}
        assert refused(lambda: act(room, SignedReason("바로잡음", proof)))[0] in codes
        return
    assert codes == {"correction_signer_missing"}
    wrong = SignedReason("바로잡음", SignerProof(proof.signer_id, "틀린 열쇠"))
    refused(lambda: act(room, wrong))
    assert refused(lambda: act(room, SignedReason(" ", proof)))[0] == "correction_reason_missing"
    act(room, SignedReason("바로잡음", proof))
    *same, made = list_corrections(room)
    assert tuple(same) == before
    assert (made.kind, made.reason, made.signer_id, made.is_after_signing) == (kind, "바로잡음", proof.signer_id, True)
    old, new = values
    changed = dict(zip(made.new, made.old, strict=True))
    assert new in changed
    assert not old or changed[new] == old
    document = document_text(minutes_document(compose_minutes_so_far(room)))
    for said in (text("documents.correction.after_signing"), "바로잡음", new, old, "주민1"):
        assert said in document


def test_verify_and_the_pdf_tell_the_corrections_before_from_those_after(tmp_path: Path) -> None:
    room, proofs = hold_meeting(tmp_path)
    edit_meeting(room, host="바른 기관", reason="서명하기 전에 고침")
    sign_minutes(room, proofs)
    write_under_heading(room, "time_place", "다른 곳", reason=SignedReason("서명한 뒤에 고침", proofs[1]))
    (tmp_path / "minutes.pdf").write_bytes(make_minutes_pdf(compose_complete_minutes(room)))
    command = ["pdftotext", "-layout", str(tmp_path / "minutes.pdf"), "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for said in ("서명하기 전에 고침", "서명한 뒤에 고침", "처음 적은 것", text("documents.correction.after_signing")):
        assert said in printed
    assert text("documents.correction.goes_on", first=2) in printed, "the second list began at 2 without a word (0.6.0)"
    assert [one.number for one in compose_minutes_so_far(room).corrections] == [1, 2]
    assert compose_minutes_so_far(room).signed_by == ("주민1", "주민2")
    close_meeting_and_boxes(room)
    found = verify_meeting(room.path, rooms.PASSPHRASE, room.context).minutes
    assert (found.signers, found.corrections, found.corrections_after) == (2, 1, 1)


def test_a_correction_that_nobody_signed_does_not_verify(tmp_path: Path) -> None:
    """Fails where the correction's signature is not looked at: whoever has the passphrase could write one."""
    room, proofs = hold_meeting(tmp_path)
    sign_minutes(room, proofs)
    with room.writing("남몰래") as tx:
        tx.set_signer_of_corrections(proofs[0].signer_id, lambda _: bytes(64))
        tx.append_fact(tx.list_rows(NoteRow)[0].note_id, NoteEdited(speaker="주민1", gist="찬성합니다"))
    close_meeting_and_boxes(room)
    with pytest.raises(VerifyFailed) as failed:
        verify_meeting(room.path, rooms.PASSPHRASE, room.context)
    assert (failed.value.code, failed.value.facts["number"]) == ("minutes_signature", 1)


def test_a_change_that_no_correction_names_does_not_verify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails where only the corrections that are there are looked at: a program without our rule could write on."""
    room, proofs = hold_meeting(tmp_path)
    sign_minutes(room, proofs)
    monkeypatch.setattr(meeting_transaction, "require_allowed_after_closing", lambda *args, **facts: False)
    with room.writing() as tx:
        tx.append_fact(tx.list_rows(NoteRow)[0].note_id, NoteEdited(speaker="주민1", gist="찬성합니다"))
    close_meeting_and_boxes(room)
    with pytest.raises(VerifyFailed, match="minutes_uncorrected"):
        verify_meeting(room.path, rooms.PASSPHRASE, room.context)


def test_minutes_are_signed_once_after_the_end_by_two_people(tmp_path: Path) -> None:
    room, _ = rooms.open_room(tmp_path)
    proofs = enrolled(room, 0), enrolled(room, 1)
    assert refused(lambda: sign_minutes(room, proofs))[0] == "minutes_not_closed"
    close_meeting_and_boxes(room)
    room, proofs = hold_meeting(tmp_path / "held")
    assert refused(lambda: sign_minutes(room, proofs[:1]))[0] == "minutes_signers_missing"
    assert refused(lambda: sign_minutes(room, (proofs[0], proofs[0])))[0] == "proof_twice"
    sign_minutes(room, proofs)
    assert refused(lambda: sign_minutes(room, proofs))[0] == "minutes_signed_already"
    row = rooms.rows_of(room, MeetingRow)[0]
    assert row.minutes_signers == tuple(proof.signer_id for proof in proofs)
    close_meeting_and_boxes(room)


def test_minutes_signed_with_a_key_that_was_given_up_do_not_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails where a signature is held against the key alone: who finds a card that was given up signs with it."""
    room, proofs = hold_meeting(tmp_path)
    with room.reading() as tx:
        keys = open_keys_with_proofs(tx, proofs)
    withdraw_signer(room, proofs[0].signer_id)
    with pytest.raises(SukuiError, match="signer_withdrawn"):
        sign_minutes(room, proofs)
    monkeypatch.setattr(minutes_signing, "open_keys_with_proofs", lambda tx, proofs: keys)
    sign_minutes(room, proofs)
    with pytest.raises(VerifyFailed, match="signed_when_withdrawn"):
        verify_room(room)
    close_meeting_and_boxes(room)
