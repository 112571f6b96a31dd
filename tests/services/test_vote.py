"""A vote from draft to seal in a real room: every way on, every way out, and every refusal."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.clock_check import DAY_MS
from sukui_desktop.domain.errors import BadInput, Conflict, NotFound, StorageFault, SukuiError, VerifyFailed
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.selection_steps import SelectionSteps
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollCountRow, PollRow
from sukui_desktop.services.checkin.attendance import admit_paper_list, admit_person
from sukui_desktop.services.checkin.slips import count_unissued_slips, give_slip, return_slip, spoil_slip
from sukui_desktop.services.meeting_opening import open_with_key
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.prepare.projects import accept_project_file
from sukui_desktop.services.verify.verification import verify_room
from sukui_desktop.services.vote import polls
from sukui_desktop.services.vote.ballot_sealing import SealedBallot, seal_ballot
from sukui_desktop.services.vote.counting import count_poll, start_challenge_period
from sukui_desktop.services.vote.lost_slips import has_lost_unissued_slips, replace_lost_slips
from sukui_desktop.services.vote.poll_box import cast_ballot, check_token, read_ballot_paper
from sukui_desktop.services.vote.poll_endings import seal_overdue_polls, seal_poll, void_poll
from sukui_desktop.services.vote.poll_heads import list_polls
from sukui_desktop.services.vote.polls import (
    draft_poll,
    edit_poll,
    make_poll_ready,
    open_poll,
    pause_poll,
    preview_definition,
    read_poll,
    read_turnout,
    resume_poll,
    withdraw_poll,
)
from sukui_desktop.services.vote.selection_and_certification import certify_poll, publish_poll, select_list
from sukui_desktop.storage import ballot_box
from sukui_desktop.storage.ballot_box import box_path
from sukui_desktop.storage.meeting_file_check import check_meeting_file
from sukui_desktop.storage.poll_secrets import PollSecrets, SecretName
from sukui_desktop.ui.console.console_snapshot import read_console_snapshot
from tests.builders import rooms


@pytest.fixture
def prepared(tmp_path: Path) -> Iterator[Room]:
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    rooms.two_signers(room)
    yield room
    close_meeting_and_boxes(room)


@pytest.fixture
def voting(tmp_path: Path) -> Iterator[tuple[Room, PollId]]:
    room, poll_id = rooms.open_room(tmp_path)
    yield room, poll_id
    close_meeting_and_boxes(room)


def refused(room: Room, verb: Callable[[], object]) -> SukuiError:
    """Run what must be refused, and see that nothing changed."""
    before = rooms.snapshot(room)
    with pytest.raises(SukuiError) as caught:
        verb()
    assert rooms.snapshot(room) == before
    return caught.value


def state(room: Room, poll_id: PollId) -> str:
    return read_poll(room, poll_id).head.state


def test_the_whole_vote(voting: tuple[Room, PollId]) -> None:
    room, poll_id = voting
    ballots = [[0], [0, 1], [0, 1, 2], [], [0, 1, 3, 4], [2, 5], [1]]
    tokens = rooms.admit_with_slips(room, poll_id, 8)
    codes = [rooms.vote(room, poll_id, token, marks).code for token, marks in zip(tokens, ballots, strict=False)]
    assert len(set(codes)) == 7
    assert read_turnout(room, poll_id) == type(read_turnout(room, poll_id))(issued=8, cast_in_steps=5, base=12)
    rooms.bring_to(room, poll_id, "published")
    view = read_poll(room, poll_id)
    assert view.tally is not None
    assert view.outcome is not None
    assert view.definition is not None
    codes_in_order = [option.code for option in view.definition.question.options]
    assert codes_in_order == ["P000", "P001", "P003", "P004", "P002", "P005"], "group by group"
    assert view.tally.votes == (2, 2, 1, 0, 0, 1)
    assert (view.tally.ballots_valid, view.tally.ballots_blank, view.tally.ballots_invalid) == (4, 1, 2)
    row = view.head
    assert (row.issued, row.cast, row.spoiled, row.returned, row.not_returned) == (8, 7, 0, 0, 1)
    assert view.outcome.total_cost <= 500_000_000
    assert row.certified_by == rooms.TWO
    assert len(view.head.words) == 4
    check_meeting_file(room.file)


def test_a_draft_is_changed_until_it_is_ready(prepared: Room) -> None:
    poll_id = rooms.drafted_poll(prepared)
    edit_poll(prepared, poll_id, " 새  제목 ", replace(rooms.DRAFT, ceiling=7))
    assert preview_definition(prepared, poll_id).title == "새 제목"
    assert preview_definition(prepared, poll_id).rule.ceiling == 7
    make_poll_ready(prepared, poll_id, rooms.two_people_lock(prepared), 3)
    assert refused(prepared, lambda: edit_poll(prepared, poll_id, "또", rooms.DRAFT)).code == "poll_frozen"
    definition = read_poll(prepared, poll_id).definition
    accept_project_file(prepared, rooms.reading_of(rooms.projects(2, cost=5)), frozenset())
    assert read_poll(prepared, poll_id).definition == definition, "frozen for good"
    assert count_unissued_slips(prepared, poll_id) == 3


def test_a_poll_that_cannot_be_answered_is_not_made_ready(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    rooms.two_signers(room)
    poll_id = rooms.drafted_poll(room, Draft(max_picks=1, ceiling=1))

    def ready(slots: int = 3) -> object:
        return make_poll_ready(room, poll_id, rooms.two_people_lock(room), slots)

    assert refused(room, ready).code == "no_options"
    rooms.furnish(room)
    for change, code in (
        ({"ceiling": 0}, "ceiling_missing"),
        ({"min_votes": -1}, "min_votes_negative"),
        ({"max_picks": 0}, "limits_crossed"),
        ({"groups": rooms.DRAFT.groups[:1]}, "group_unknown"),
    ):
        edit_poll(room, poll_id, "질문", replace(rooms.DRAFT, **change))
        assert refused(room, ready).code == code
    assert refused(room, lambda: ready(0)).code == "slots_out_of_range"
    assert refused(room, lambda: ready(200_001)).code == "slots_out_of_range"
    assert refused(room, lambda: draft_poll(room, "", " ", rooms.DRAFT)).code == "title_missing"
    assert list(tmp_path.glob("*.box")) == []
    close_meeting_and_boxes(room)


def test_a_ready_poll_goes_back_by_two_people_while_no_slip_is_out(prepared: Room) -> None:
    poll_id = rooms.ready_poll(prepared)
    one = rooms.person_ids(prepared)[0]
    two = rooms.two_signers(prepared)
    assert refused(prepared, lambda: withdraw_poll(prepared, poll_id, (two[0], two[0]))).code == "proof_twice"
    typed = refused(prepared, lambda: withdraw_poll(prepared, poll_id, names=rooms.TWO))  # nobody knows who typed them
    assert typed.code == "two_people_needed"
    admit_person(prepared, one)
    token = give_slip(prepared, one, poll_id).token
    assert refused(prepared, lambda: rooms.withdraw(prepared, poll_id)).code == "slips_out"
    return_slip(prepared, one, poll_id, token)
    rooms.withdraw(prepared, poll_id)
    assert state(prepared, poll_id) == "drafted"
    assert not box_path(prepared.path, poll_id).exists()
    with pytest.raises(NotFound):
        prepared.context.station.read_box_keys(poll_id)
    make_poll_ready(prepared, poll_id, rooms.two_people_lock(prepared), 2)
    open_poll(prepared, poll_id)
    assert refused(prepared, lambda: check_token(prepared, poll_id, token)).code == "slip_unknown"


def test_a_paused_poll_takes_no_ballot(voting: tuple[Room, PollId]) -> None:
    room, poll_id = voting
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    sealed = seal_ballot(read_ballot_paper(room, poll_id), Answer((0,)))
    pause_poll(room, poll_id)
    assert refused(room, lambda: cast_ballot(room, poll_id, token, sealed)).code == "poll_not_open"
    assert refused(room, lambda: check_token(room, poll_id, token)).code == "poll_not_open"
    resume_poll(room, poll_id)
    check_token(room, poll_id, token)
    first = cast_ballot(room, poll_id, token, sealed)
    assert cast_ballot(room, poll_id, token, sealed) == first
    other = seal_ballot(read_ballot_paper(room, poll_id), Answer((0,)))
    assert refused(room, lambda: cast_ballot(room, poll_id, token, other)).code == "slip_used"
    assert refused(room, lambda: check_token(room, poll_id, token)).code == "slip_used"
    assert refused(room, lambda: check_token(room, poll_id, "0" * 26)).code == "slip_unknown"
    assert refused(room, lambda: check_token(room, poll_id, "abc")).code == "slip_malformed"
    assert refused(room, lambda: seal_ballot(read_ballot_paper(room, poll_id), Answer((99,)))).code == "mark_unknown"


def test_a_ballot_in_the_box_gets_its_receipt_while_the_poll_is_paused(voting: tuple[Room, PollId]) -> None:
    room, poll_id = voting
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    sealed = seal_ballot(read_ballot_paper(room, poll_id), Answer((0,)))
    receipt = cast_ballot(room, poll_id, token, sealed)
    pause_poll(room, poll_id)
    assert cast_ballot(room, poll_id, token, sealed) == receipt
    rooms.close(room, poll_id)
    assert refused(room, lambda: cast_ballot(room, poll_id, token, sealed)).code == "poll_not_open"


@pytest.mark.parametrize("change", [lambda sealed: b"", lambda sealed: sealed[:-1], lambda sealed: sealed + b"x"])
def test_a_ballot_of_another_length_spends_nothing(
    voting: tuple[Room, PollId], change: Callable[[bytes], bytes]
) -> None:
    room, poll_id = voting
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    sealed = seal_ballot(read_ballot_paper(room, poll_id), Answer((0,)))
    wrong = replace(sealed, sealed=change(sealed.sealed))
    assert refused(room, lambda: cast_ballot(room, poll_id, token, wrong)).code == "ballot_length"
    check_token(room, poll_id, token)
    cast_ballot(room, poll_id, token, sealed)


def test_a_ballot_on_the_paper_of_a_withdrawn_box_spends_nothing(tmp_path: Path) -> None:
    prepared = rooms.make_room(tmp_path)
    rooms.furnish(prepared)
    poll_id = rooms.ready_poll(prepared)
    stale = seal_ballot(read_ballot_paper(prepared, poll_id), Answer((0,)))
    rooms.withdraw(prepared, poll_id)
    make_poll_ready(prepared, poll_id, rooms.two_people_lock(prepared), 12)
    open_poll(prepared, poll_id)
    (token,) = rooms.admit_with_slips(prepared, poll_id, 1)
    assert refused(prepared, lambda: cast_ballot(prepared, poll_id, token, stale)).code == "paper_of_another_poll"
    reopened = rooms.reopen(prepared)
    assert refused(reopened, lambda: cast_ballot(reopened, poll_id, token, stale)).code == "paper_of_another_poll"
    rooms.vote(reopened, poll_id, token, [0])
    rooms.close(reopened, poll_id)
    rooms.count(reopened, poll_id)
    close_meeting_and_boxes(reopened)


def test_a_ballot_of_another_poll_spends_nothing(voting: tuple[Room, PollId]) -> None:
    room, poll_id = voting
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    paper = read_ballot_paper(room, poll_id)
    for other in (replace(paper, poll_id=PollId("other")), replace(paper, definition_hash=bytes(32))):
        ballot = seal_ballot(other, Answer((0,)))
        assert refused(room, lambda b=ballot: cast_ballot(room, poll_id, token, b)).code == "paper_of_another_poll"  # type: ignore[misc]
    check_token(room, poll_id, token)


@pytest.mark.parametrize("key", [b"x", b"", bytes(32)])
def test_a_paper_with_a_broken_key_is_refused(voting: tuple[Room, PollId], key: bytes) -> None:
    room, poll_id = voting
    paper = replace(read_ballot_paper(room, poll_id), tally_public_key=key)
    with pytest.raises(BadInput) as refusal:
        seal_ballot(paper, Answer((0,)))
    assert refusal.value.code == "tally_key_unreadable"


@pytest.mark.parametrize("token", [None, 5, b"bytes", ["x"]])
def test_a_token_of_a_wrong_type_is_malformed(voting: tuple[Room, PollId], token: Any) -> None:
    room, poll_id = voting
    assert refused(room, lambda: check_token(room, poll_id, token)).code == "slip_malformed"


def test_a_ready_poll_takes_no_ballot_yet(prepared: Room) -> None:
    poll_id = rooms.ready_poll(prepared)
    (token,) = rooms.admit_with_slips(prepared, poll_id, 1)
    sealed = SealedBallot(bytes(49), bytes(32))
    assert refused(prepared, lambda: cast_ballot(prepared, poll_id, token, sealed)).code == "poll_not_open"


@pytest.mark.parametrize(("stop", "code"), [(spoil_slip, "slip_spoiled"), (return_slip, "slip_returned")])
def test_a_stopped_slip_never_votes_and_may_be_replaced(
    voting: tuple[Room, PollId], stop: Callable[[Room, object, PollId, str], Changes], code: str
) -> None:
    room, poll_id = voting
    one, other = rooms.person_ids(room)[:2]
    admit_person(room, one)
    token = give_slip(room, one, poll_id).token
    assert refused(room, lambda: give_slip(room, one, poll_id)).code == "slip_already_given"
    assert refused(room, lambda: stop(room, other, poll_id, token)).code == "slip_not_given"
    stop(room, one, poll_id, token)
    assert refused(room, lambda: rooms.vote(room, poll_id, token, [0])).code == code
    assert refused(room, lambda: check_token(room, poll_id, token)).code == code
    assert refused(room, lambda: stop(room, one, poll_id, token)).code == "slip_not_given"
    again = give_slip(room, one, poll_id).token
    assert again != token
    rooms.vote(room, poll_id, again, [0])
    assert refused(room, lambda: stop(room, one, poll_id, again)).code == "slip_used"
    rooms.close(room, poll_id)
    row = read_poll(room, poll_id).head
    assert (row.issued, row.cast, row.spoiled + row.returned, row.not_returned) == (2, 1, 1, 0)


def test_slips_run_out(voting: tuple[Room, PollId]) -> None:
    room, poll_id = voting
    rooms.admit_with_slips(room, poll_id, 10)
    assert count_unissued_slips(room, poll_id) == 2
    for person_id in rooms.person_ids(room)[:2]:
        refusal = refused(room, lambda p=person_id: give_slip(room, p, poll_id))  # type: ignore[misc]
        assert refusal.code == "slip_already_given"


def test_slips_lost_with_the_power_are_dealt_anew(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path)
    early = rooms.admit_with_slips(room, poll_id, 3)
    rooms.vote(room, poll_id, early[0], [0])
    assert not has_lost_unissued_slips(room, poll_id)
    assert refused(room, lambda: replace_lost_slips(room, poll_id)).code == "slips_in_hand"
    room = rooms.reopen(room)
    assert has_lost_unissued_slips(room, poll_id)
    numbers = ["4", "5"]
    room = rooms.reopen(room)
    assert refused(room, lambda: admit_paper_list(room, numbers, poll_id)).code == "slips_lost"
    replace_lost_slips(room, poll_id)
    assert count_unissued_slips(room, poll_id) == 9
    assert not has_lost_unissued_slips(room, poll_id)
    late = rooms.admit_with_slips(room, poll_id, 2, first=4)
    for token in (*early[1:], *late):
        rooms.vote(room, poll_id, token, [1])
    rooms.bring_to(room, poll_id, "certified")
    (row,) = rooms.rows_of(room, PollRow)
    assert (row.issued, row.cast, row.slots, row.tokens_made) == (5, 5, 12, 21)
    assert not has_lost_unissued_slips(room, poll_id)
    close_meeting_and_boxes(room)


def test_a_slip_that_the_kiosk_had_when_the_power_went_is_replaced_by_its_number(tmp_path: Path) -> None:
    """Nobody knows whose number it was: without it there is no second slip, with it the first one is stopped."""
    room, poll_id = rooms.open_room(tmp_path)
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    person = rooms.person_ids(room)[0]
    room = rooms.reopen(room)
    replace_lost_slips(room, poll_id)
    assert refused(room, lambda: give_slip(room, person, poll_id)).code == "slip_already_given"
    spoil_slip(room, person, poll_id, token)
    fresh = give_slip(room, person, poll_id).token
    assert refused(room, lambda: rooms.vote(room, poll_id, token, [0])).code == "slip_spoiled"
    rooms.vote(room, poll_id, fresh, [0])
    rooms.bring_to(room, poll_id, "certified")
    (row,) = rooms.rows_of(room, PollRow)
    assert (row.issued, row.cast, row.spoiled) == (2, 1, 1)
    close_meeting_and_boxes(room)


def test_a_box_made_anew_accounts_only_for_the_slips_that_it_gave(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    poll_id = draft_poll(room, "", "우선순위", rooms.DRAFT).poll_id
    people = rooms.person_ids(room)[:4]
    for person_id in people:
        admit_person(room, person_id)
    make_poll_ready(room, poll_id, rooms.two_people_lock(room), 3)
    for person_id in people[:2]:
        return_slip(room, person_id, poll_id, give_slip(room, person_id, poll_id).token)
    spoil_slip(room, people[2], poll_id, give_slip(room, people[2], poll_id).token)
    rooms.withdraw(room, poll_id)
    make_poll_ready(room, poll_id, rooms.two_people_lock(room), 3)
    open_poll(room, poll_id)
    assert read_turnout(room, poll_id).issued == 0
    token = give_slip(room, people[0], poll_id).token
    return_slip(room, people[0], poll_id, token)
    room = rooms.reopen(room)
    assert count_unissued_slips(room, poll_id) == 0
    assert has_lost_unissued_slips(room, poll_id)
    replace_lost_slips(room, poll_id)
    assert count_unissued_slips(room, poll_id) == 2
    rooms.vote(room, poll_id, give_slip(room, people[3], poll_id).token, [0])
    assert read_turnout(room, poll_id).issued == 1
    room = rooms.reopen(room)
    rooms.close(room, poll_id)
    head = read_poll(room, poll_id).head
    assert (head.issued, head.cast, head.spoiled, head.returned, head.not_returned) == (2, 1, 0, 1, 0)
    assert rooms.rows_of(room, PollRow)[0].tokens_made == 5
    close_meeting_and_boxes(room)


STATES = ("drafted", "ready", "open", "paused", "closed", "counted", "challenged", "selected", "certified", "published")


def poll_in(room: Room, wanted: str) -> PollId:
    poll_id = rooms.drafted_poll(room)
    if wanted == "drafted":
        return poll_id
    make_poll_ready(room, poll_id, rooms.two_people_lock(room), 4)
    if wanted == "ready":
        return poll_id
    open_poll(room, poll_id)
    tokens = rooms.admit_with_slips(room, poll_id, 2)
    rooms.vote(room, poll_id, tokens[0], [0])
    if wanted == "paused":
        pause_poll(room, poll_id)
    elif wanted != "open":
        rooms.bring_to(room, poll_id, wanted)
    return poll_id


@pytest.mark.parametrize("wanted", STATES)
def test_a_poll_is_voided_in_any_state_before_it_is_certified(prepared: Room, wanted: str) -> None:
    poll_id = poll_in(prepared, wanted)
    assert state(prepared, poll_id) == wanted

    def void(reason: str = "정전", names: tuple[str, ...] = rooms.TWO) -> object:
        two = rooms.two_signers(prepared)
        proofs = (two[0], two[1] if len(set(names)) == len(two) else two[0]) if wanted != "drafted" else ()
        return void_poll(prepared, poll_id, proofs, reason, names)

    if wanted in ("certified", "published"):
        assert refused(prepared, void).code == "poll_step"
        assert box_path(prepared.path, poll_id).exists()
        return
    assert refused(prepared, lambda: void(" ")).code == "reason_missing"
    alike = "two_people_alike" if wanted == "drafted" else "proof_twice"
    assert refused(prepared, lambda: void("정전", ("가", "가"))).code == alike
    if wanted != "drafted":  # names that anybody can type destroy no box
        typed = refused(prepared, lambda: void_poll(prepared, poll_id, (), "정전", rooms.TWO))
        assert typed.code == "two_people_needed"
    void()
    row = read_poll(prepared, poll_id).head
    assert (row.state, row.void_reason, set(row.void_by)) == ("void", "정전", set(rooms.TWO))
    assert not box_path(prepared.path, poll_id).exists()
    for missing in (prepared.context.station.read_box_keys, prepared.context.station.read_sealed_tally_key):
        with pytest.raises(NotFound):
            missing(poll_id)


@pytest.mark.parametrize("wanted", STATES)
def test_no_step_is_taken_out_of_turn(prepared: Room, wanted: str) -> None:
    poll_id = poll_in(prepared, wanted)
    steps: dict[str, tuple[tuple[str, ...], Callable[[], object]]] = {
        "open": (("ready",), lambda: open_poll(prepared, poll_id)),
        "pause": (("open",), lambda: pause_poll(prepared, poll_id)),
        "resume": (("paused",), lambda: resume_poll(prepared, poll_id)),
        "close": (("open", "paused"), lambda: rooms.close(prepared, poll_id)),
        "count": (("closed",), lambda: rooms.count(prepared, poll_id)),
        "challenge": (("counted",), lambda: start_challenge_period(prepared, poll_id)),
        "select": (("challenged",), lambda: select_list(prepared, poll_id)),
        "certify": (("selected",), lambda: certify_poll(prepared, poll_id, rooms.two_signers(prepared))),
        "publish": (("certified",), lambda: publish_poll(prepared, poll_id)),
        "seal": (("published",), lambda: seal_poll(prepared, poll_id)),
        "withdraw": (("ready",), lambda: rooms.withdraw(prepared, poll_id)),
    }
    for sources, verb in steps.values():
        if wanted not in sources:
            assert refused(prepared, verb).code == "poll_step"
    if wanted not in ("ready", "open", "paused"):
        assert refused(prepared, lambda: read_turnout(prepared, poll_id)).code == "poll_not_open"


def test_counting_needs_the_second_persons_words(voting: tuple[Room, PollId]) -> None:
    room, poll_id = voting
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    rooms.vote(room, poll_id, token, [0])
    rooms.close(room, poll_id)
    first, second = rooms.two_signers(room)
    for words in ("다른 암호문 1", rooms.PASSPHRASE):
        wrong = SignerProof(second.signer_id, words)
        assert refused(room, lambda p=wrong: count_poll(room, poll_id, (p,))).code == "passphrase_of_person_wrong"  # type: ignore[misc]
    assert refused(room, lambda: count_poll(room, poll_id, (first,))).code == "shares_missing"
    assert refused(room, lambda: count_poll(room, poll_id, ())).code == "shares_missing"
    count_poll(room, poll_id, (second,))
    assert refused(room, lambda: count_poll(room, poll_id, (second,))).code == "poll_step"


def test_a_box_with_one_ballot_more_or_less_is_not_counted(voting: tuple[Room, PollId]) -> None:
    room, poll_id = voting
    tokens = rooms.admit_with_slips(room, poll_id, 2)
    rooms.vote(room, poll_id, tokens[0], [0])
    rooms.close(room, poll_id)
    box = rooms.open_closed_box(room, poll_id)
    box._connection.execute("UPDATE slot SET filled = 0 WHERE filled = 1")
    box.close()
    fault = refused(room, lambda: rooms.count(room, poll_id))
    assert isinstance(fault, VerifyFailed)
    assert fault.code == "box_changed"


def test_keys_are_destroyed_when_the_objection_period_is_over(voting: tuple[Room, PollId]) -> None:
    room, poll_id = voting
    rooms.bring_to(room, poll_id, "selected")
    rooms.confirm(room, poll_id)

    def certify(days: int = 7) -> object:
        return rooms.certify(room, poll_id, days)

    assert refused(room, lambda: certify(-1)).code == "objection_days"
    assert refused(room, lambda: certify(91)).code == "objection_days"
    assert refused(room, lambda: certify_poll(room, poll_id, rooms.two_signers(room)[:1])).code == "two_people_needed"
    certify()
    publish_poll(room, poll_id)
    refusal = refused(room, lambda: seal_poll(room, poll_id))
    assert (refusal.code, refusal.facts) == ("objection_running", {"days": 7})
    assert isinstance(room.context.now, rooms.Wall)
    room.context.now.ms += 7 * DAY_MS
    seal_poll(room, poll_id)
    assert state(room, poll_id) == "sealed"
    assert not box_path(room.path, poll_id).exists()
    assert rooms.rows_of(room, PollCountRow)[0].tally


def test_a_poll_of_nobody_is_named(prepared: Room) -> None:
    for verb in (
        read_poll,
        open_poll,
        rooms.close,
        start_challenge_period,
        select_list,
        publish_poll,
        seal_poll,
        rooms.count,
    ):
        refusal = refused(prepared, lambda v=verb: v(prepared, PollId("nobody")))  # type: ignore[misc]
        assert refusal.code == "poll_unknown"
    assert list_polls(prepared) == ()


def test_a_box_that_is_gone_is_named(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path)
    close_meeting_and_boxes(room)
    box_path(room.path, poll_id).rename(tmp_path / "away")
    room = open_with_key(room.path, room.file.file_key, room.context)
    assert refused(room, lambda: count_unissued_slips(room, poll_id)).code == "box_missing"
    with room.writing() as tx:
        tx.poll_secrets.destroy(poll_id)
    assert refused(room, lambda: count_unissued_slips(room, poll_id)).code == "box_keys_missing"
    close_meeting_and_boxes(room)


def test_a_lot_decides_what_votes_and_cost_leave_open(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    same = [replace(draft, cost=100, group="") for draft in rooms.projects(4)]
    accept_project_file(room, rooms.reading_of(same), frozenset())
    draft = Draft(max_picks=4, ceiling=200, extra_steps=SelectionSteps(takes_unvoted=True))
    poll_id = rooms.ready_poll(room, draft)
    open_poll(room, poll_id)
    rooms.bring_to(room, poll_id, "selected")
    outcome = read_poll(room, poll_id).outcome
    assert outcome is not None
    assert sorted(outcome.lot) == ["P000", "P001", "P002", "P003"]
    assert outcome.selected == outcome.lot[:2]
    close_meeting_and_boxes(room)


def test_a_full_box_is_reported(voting: tuple[Room, PollId]) -> None:
    room, poll_id = voting
    booth = room.boxes[poll_id]
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    booth.box._free.clear()
    with pytest.raises(Conflict, match="box_full"):
        rooms.vote(room, poll_id, token, [0])


def test_a_box_whose_file_cannot_be_removed_is_left_without_its_keys_and_the_meeting_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails where the file goes before the keys: a program that held the file kept box and keys of a void vote, verify
    called it destroyed, and the meeting could not be opened. Before, the voiding was refused although it was done."""
    room, poll_id = rooms.open_room(tmp_path)
    rooms.vote(room, poll_id, rooms.admit_with_slips(room, poll_id, 1)[0], [0])

    def held(path: Path) -> None:
        raise StorageFault("read_only", file=path.name)

    monkeypatch.setattr(ballot_box, "destroy_box_file", held)
    assert poll_id in rooms.void(room, poll_id, "정전").ids
    with room.reading() as tx:
        assert [tx.poll_secrets.find(poll_id, name) for name in SecretName] == [None] * len(SecretName)
    room = rooms.reopen(room)
    assert [poll.box for poll in verify_room(room).polls] == ["left"]
    monkeypatch.undo()
    room = rooms.reopen(room)
    assert [poll.box for poll in verify_room(room).polls] == ["destroyed"]
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("left", ["{id}.box", "회의-{id}.box", "{id}.box-journal"])
def test_opening_a_meeting_destroys_what_is_left_of_an_ended_poll_and_else_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    """Fails where each opening destroys again what was destroyed long ago: it wrote and cut the log each time."""
    room, poll_id = rooms.open_room(tmp_path)
    rooms.void(room, poll_id, "잘못된 명부")
    destroyed = list[str]()

    def noted(secrets: PollSecrets, of: PollId, name: SecretName | None = None) -> None:
        destroyed.append(of)

    monkeypatch.setattr(PollSecrets, "destroy", noted)
    room = rooms.reopen(room)
    assert destroyed == []
    (room.path.parent / left.format(id=poll_id)).write_bytes(b"left by a power cut")
    room = rooms.reopen(room)
    assert destroyed == [poll_id]
    assert not list(room.path.parent.glob(f"*{poll_id}*"))
    close_meeting_and_boxes(room)


def hold_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another program hold every file of a box, as on Windows."""

    def held(path: Path) -> None:
        raise StorageFault("locked", file=path.name)

    monkeypatch.setattr(ballot_box, "destroy_box_file", held)


def test_a_withdrawal_whose_box_cannot_be_removed_is_done_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before, it was refused although it was recorded, and nothing ever finished it."""
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    poll_id = rooms.ready_poll(room)
    with monkeypatch.context() as holding:
        hold_boxes(holding)
        assert poll_id in rooms.withdraw(room, poll_id).ids
    assert state(room, poll_id) == "drafted"
    assert box_path(room.path, poll_id).exists()
    room = rooms.reopen(room)
    assert not box_path(room.path, poll_id).exists()
    close_meeting_and_boxes(room)


def test_polls_whose_boxes_cannot_be_removed_are_sealed_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before, the first refusal hid every poll that was sealed in the same look."""
    room, first = rooms.open_room(tmp_path)
    second = rooms.ready_poll(room)
    open_poll(room, second)
    for poll_id in (first, second):
        rooms.bring_to(room, poll_id, "published")
    assert isinstance(room.context.now, rooms.Wall)
    room.context.now.ms += 8 * DAY_MS
    with monkeypatch.context() as holding:
        hold_boxes(holding)
        found = seal_overdue_polls(room)
    assert len(found.sealed) == 2
    assert {first, second} <= found.changes.ids
    room = rooms.reopen(room)
    assert not list(room.path.parent.glob("*.box"))
    close_meeting_and_boxes(room)


def test_opening_a_meeting_finishes_a_withdrawal_that_a_power_cut_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before, box and keys of a withdrawn poll stayed for good: only sealed and void polls were looked at."""
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    poll_id = rooms.ready_poll(room)
    with monkeypatch.context() as cut:
        cut.setattr(polls, "destroy_poll_box", lambda *_: None)
        rooms.withdraw(room, poll_id)
    room = rooms.reopen(room)
    assert not box_path(room.path, poll_id).exists()
    with room.reading() as tx:
        assert [tx.poll_secrets.find(poll_id, name) for name in SecretName] == [None] * len(SecretName)
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("is_known_to_station", [True, False])
def test_a_record_from_before_a_poll_was_made_ready_again_destroys_no_box(
    tmp_path: Path, *, is_known_to_station: bool
) -> None:
    """Its file says that the poll is a draft that was withdrawn; people vote in the box of the second making. Fails
    where whatever lies beside a draft is destroyed at the opening."""
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    poll_id = rooms.ready_poll(room)
    rooms.withdraw(room, poll_id)
    room = rooms.reopen(room)
    shutil.copy(room.path, tmp_path / "old")
    make_poll_ready(room, poll_id, rooms.two_people_lock(room), 12)
    open_poll(room, poll_id)
    rooms.vote(room, poll_id, rooms.admit_with_slips(room, poll_id, 1)[0], [0])
    path, key, context = room.path, room.file.file_key, room.context
    close_meeting_and_boxes(room)
    box = box_path(path, poll_id).read_bytes()
    shutil.copy(tmp_path / "old", path)
    if not is_known_to_station:
        for note in (tmp_path / "station" / "witnesses").iterdir():
            note.unlink()
    room = open_with_key(path, key, context)
    assert box_path(path, poll_id).read_bytes() == box
    close_meeting_and_boxes(room)


def test_what_lost_slips_and_full_hands_mean_for_the_next_step(tmp_path: Path) -> None:
    """Fails where the console looks at the boxes in memory alone: after a restart none is open yet."""
    room, poll_id = rooms.open_room(tmp_path)
    (early,) = rooms.admit_with_slips(room, poll_id, 1)
    now = read_console_snapshot(room)
    assert now.lost_slips == frozenset()
    assert now.all_have_slips == {poll_id}
    admit_person(room, rooms.person_ids(room)[1])
    assert read_console_snapshot(room).all_have_slips == frozenset()
    room = rooms.reopen(room)
    assert read_console_snapshot(room).lost_slips == {poll_id}
    assert refused(room, lambda: give_slip(room, rooms.person_ids(room)[1], poll_id)).code == "slips_lost"
    replace_lost_slips(room, poll_id)
    assert read_console_snapshot(room).lost_slips == frozenset()
    rooms.vote(room, poll_id, early, [0])
    assert read_console_snapshot(room).all_have_slips == frozenset()
    give_slip(room, rooms.person_ids(room)[1], poll_id)
    assert read_console_snapshot(room).all_have_slips == {poll_id}
    close_meeting_and_boxes(room)
