"""A vote that is closed, reopened by two people, voted into and closed again: its box is moved three times.

What is told goes outside the disk that loses its power: `receipt CODE` and the names of steps (`begun`, `closed`,
`reopened`, `closed_again`).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.domain.box_lock_choice import LockChoice
from sukui_desktop.domain.errors import SukuiError, VerifyFailed
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import LockWay, PollRow
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Context, Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.prepare.meeting_creation_and_details import create_meeting
from sukui_desktop.services.signing.signers import enrol_signer_by_name, list_signers
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.services.vote.box_lock import is_box_locked, read_box_lock
from sukui_desktop.services.vote.counting import count_poll
from sukui_desktop.services.vote.poll_box import list_receipts, unlock_box_by_holders
from sukui_desktop.services.vote.poll_heads import list_polls
from sukui_desktop.services.vote.polls import make_poll_ready, open_poll, read_poll_head, reopen_poll, resume_poll
from sukui_desktop.storage.box_file_move import read_box_mark
from sukui_desktop.storage.poll_secrets import SecretName
from tests.builders import rooms
from tests.faults.power_cuts import Promised, State, assert_equal_counts, lay_out
from tests.faults.scene import MEETING, PASSPHRASE, Teller

VOTERS = 8
FIRST = 6
"""Who votes before the mistake; the others after it."""
THIRD = "추첨시민"
THIRDS_OWN = "추첨된 시민의 암호문 4"


def three_proofs(room: Room) -> tuple[SignerProof, ...]:
    """Return the proofs of the facilitator, the second person and a citizen drawn by lot."""
    known = {view.name: view.signer.signer_id for view in list_signers(room)}
    third = known.get(THIRD) or enrol_signer_by_name(
        room, THIRD, SignerWay.PASSPHRASE, passphrase=THIRDS_OWN, is_drawn=True
    ).signer_id  # fmt: skip
    return *rooms.two_signers(room), SignerProof(third, THIRDS_OWN)


def play(arguments: list[str]) -> None:
    """Play the scene: disk folder, file for what is told, `strict` or `light`."""
    disk, told = Path(arguments[0]), Teller(Path(arguments[1]))
    room, poll_id, tokens = begin(disk, told, is_strict=arguments[2] == "strict")
    told.tell("begun")
    go_on(room, poll_id, tokens, told)
    close_meeting_and_boxes(room)


def begin(disk: Path, told: Teller, *, is_strict: bool) -> tuple[Room, PollId, tuple[str, ...]]:
    """Vote up to the first closing; return the slips that are still in people's hands too."""
    room = create_meeting(disk / MEETING, PASSPHRASE, rooms.DETAILS, rooms.TEMPLATE, make_context())
    rooms.furnish(room, people_count=VOTERS)
    poll_id = ready_poll(room, is_strict=is_strict)
    open_poll(room, poll_id)
    tokens = rooms.admit_with_slips(room, poll_id, VOTERS)
    cast(room, poll_id, tokens[:FIRST], told)
    return room, poll_id, tokens[FIRST:]


def go_on(room: Room, poll_id: PollId, tokens: tuple[str, ...], told: Teller) -> None:
    """Close, take it back, let the others vote and close again."""
    rooms.close(room, poll_id)
    told.tell("closed")
    reopen_poll(room, poll_id, rooms.two_signers(room), "잘못 눌렀습니다")
    told.tell("reopened")
    resume_poll(room, poll_id)
    cast(room, poll_id, tokens, told)
    rooms.close(room, poll_id)
    told.tell("closed_again")


def ready_poll(room: Room, *, is_strict: bool) -> PollId:
    """Return a poll that is ready, with two of three shares in the strict mode."""
    poll_id = rooms.drafted_poll(room)
    holders = tuple(proof.signer_id for proof in three_proofs(room))
    shares = LockChoice(way=LockWay.SHARES, holders=holders, threshold=2, is_strict=True)
    make_poll_ready(room, poll_id, shares if is_strict else rooms.two_people_lock(room), VOTERS + 2)
    return poll_id


def cast(room: Room, poll_id: PollId, tokens: tuple[str, ...], told: Teller) -> None:
    """Vote with each slip and tell the receipts."""
    for place, token in enumerate(tokens):
        told.tell(f"receipt {rooms.vote(room, poll_id, token, [place % 3]).code}")


def check_closing(promised: Promised, root: Path, *, is_verified_first: bool) -> None:
    """Open what a power cut left, finish the vote and count it: every promised ballot is there, and once.

    The record is verified before anything settles what was cut off, or else at the end.
    Raises AssertionError, SukuiError.
    """
    context, path = make_context(), root / MEETING
    if is_verified_first:
        _verify_as_found(path, context, promised)
    room = open_meeting(path, PASSPHRASE, context)
    try:
        (poll,) = list_polls(room)
        if poll.state in HAS_BOX:
            assert "closed_again" not in promised.steps, "the second closing is gone"
            assert "closed" not in promised.steps or was_reopened(room, poll.poll_id), "the closing is gone"
        elif "reopened" in promised.steps:
            assert was_reopened(room, poll.poll_id), "the reopening is gone"
        _finish(room, poll.poll_id, promised)
    finally:
        close_meeting_and_boxes(room)
    if not is_verified_first:
        verify_meeting(path, PASSPHRASE, context, promised.receipts)


def _verify_as_found(path: Path, context: Context, promised: Promised) -> None:
    """Verify; nobody looks into a box that only its holders open."""
    try:
        verify_meeting(path, PASSPHRASE, context, promised.receipts)
    except VerifyFailed as refused:
        found = verify_meeting(path, PASSPHRASE, context)
        if refused.code != "receipt_missing" or found.polls[0].box != "locked":
            raise


def was_reopened(room: Room, poll_id: PollId) -> bool:
    """Return whether the record has the reopening."""
    with room.reading() as tx:
        return bool(tx.require_row(PollRow, poll_id).reopened)


def _finish(room: Room, poll_id: PollId, promised: Promised) -> None:
    is_strict = read_box_lock(room, poll_id).is_strict
    proofs = three_proofs(room)[1:] if is_strict else rooms.two_signers(room)[1:]
    assert [path.name for path in room.path.parent.iterdir() if "-next" in path.name] == [], "a move was not settled"
    if is_box_locked(room, poll_id):
        unlock_box_by_holders(room, poll_id, proofs)
    if read_poll_head(room, poll_id).state in HAS_BOX:
        assert_equal_counts(room, poll_id, 0)
        rooms.close(room, poll_id)
    receipts = list_receipts(room, poll_id)
    assert len(receipts) == len(set(receipts)), "a ballot is in the box twice"
    assert set(promised.receipts) <= set(receipts), "an acknowledged ballot is lost"
    assert len(receipts) <= len(promised.receipts) + 1, "there are ballots that nobody cast"
    count_poll(room, poll_id, proofs)
    names = [path.name for path in room.path.parent.iterdir() if poll_id in path.name]
    assert names == [f"{poll_id}.box"], f"left of the box: {names}"
    with room.reading() as tx:
        assert tx.poll_secrets.find(poll_id, SecretName.BOX_SHARES) is None, "the shares of the open box are left"
        assert tx.poll_secrets.find(poll_id, SecretName.BOX_FILE) == read_box_mark(room.path.with_name(names[0]))
        assert tx.require_row(PollRow, poll_id).cast == len(receipts), "counted are others than are in the box"


def what_was_lost(state: State, root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Lay a state out and return what `check_closing` found wrong, '' when all is well."""
    lay_out(state, root)
    monkeypatch.setenv("SUKUI_HOME", str(root / "home"))
    return check_promises(state.promised, root, is_verified_first=state.after % 2 == 0)


def check_promises(promised: Promised, root: Path, *, is_verified_first: bool) -> str:
    """Return what `check_closing` found wrong, '' when all is well."""
    try:
        check_closing(promised, root, is_verified_first=is_verified_first)
    except SukuiError as error:
        return f"{type(error).__name__} {error}"
    except AssertionError as error:
        return str(error) or "an assertion"
    return ""
