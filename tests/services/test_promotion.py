"""Promotion without a line: the strict mode, what was cut off in between, and the old machine's box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from sukui_desktop.domain.errors import NotFound, RuleBroken, StorageFault, SukuiError
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import RollbackKind, RollbackRow
from sukui_desktop.services.handover.meeting_file_copies import copy_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.promotion import promotion
from sukui_desktop.services.promotion.promotion import go_on_after_promotion, promote_hub, read_promotion
from sukui_desktop.services.verify.verification import verify_room
from sukui_desktop.services.vote.poll_box import find_or_open_box
from sukui_desktop.services.vote.polls import pause_poll, reopen_poll
from sukui_desktop.storage.poll_secrets import SecretName
from tests.builders import rooms
from tests.services.test_box_closing import strict_vote

REASON = "진행석 컴퓨터가 켜지지 않음"


def code_of(call: object, *args: object) -> str:
    with pytest.raises(SukuiError) as refused:
        call(*args)  # type: ignore[operator]
    return refused.value.code


def copied(room: Room, folder: Path) -> Room:
    """Return the copy of a meeting on another machine; the first machine is gone."""
    (folder / "new").mkdir()
    copy_meeting(room, folder / "new" / "회의.sukui")
    close_meeting_and_boxes(room)
    return rooms.open_folder(folder / "new")


@pytest.fixture
def new(tmp_path: Path) -> Iterator[tuple[Room, PollId, Sequence[SignerProof], tuple[str, ...]]]:
    room, poll_id = rooms.open_room(tmp_path / "old")
    tokens, proofs = rooms.admit_with_slips(room, poll_id, 3), rooms.two_signers(room)
    made = copied(room, tmp_path)
    yield made, poll_id, proofs, tokens
    close_meeting_and_boxes(made)


def test_in_the_strict_mode_the_copy_opens_nothing_and_the_holders_promote(tmp_path: Path) -> None:
    """The copy has neither key of the box nor a tag that can be read; two of the holders bring both together."""
    room, poll_id, tokens, proofs = strict_vote(tmp_path / "old")
    made = copied(room, tmp_path)
    with made.reading() as tx:
        assert tx.poll_secrets.find(poll_id, SecretName.BOX_KEYS) is None
    assert code_of(find_or_open_box, made, poll_id) == "box_locked"
    assert code_of(promote_hub, made, poll_id, proofs[:1], "", REASON) == "two_people_needed"
    promote_hub(made, poll_id, proofs[:2], "", REASON)
    go_on_after_promotion(made, poll_id, proofs[:2], REASON)
    rooms.vote(made, poll_id, tokens[0], [0])
    assert code_of(rooms.vote, made, poll_id, tokens[0], [0]) == "slip_used"
    with made.reading() as tx:
        assert tx.poll_secrets.find(poll_id, SecretName.BOX_KEYS) is None
    close_meeting_and_boxes(made)


def test_what_is_cut_off_between_record_and_box_is_done_again_by_the_same_two(
    new: tuple[Room, PollId, Sequence[SignerProof], tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail where the box is laid before the record says so: a vote without the kiosks' ballots went on."""
    room, poll_id, proofs, tokens = new
    with monkeypatch.context() as failing:
        failing.setattr(promotion, "create_box_file", lambda *_, **__: (_ for _ in ()).throw(OSError(5, "disk")))
        with pytest.raises(OSError, match="disk"):
            promote_hub(room, poll_id, proofs, "", REASON)
    for _ in range(2):
        assert code_of(rooms.vote, room, poll_id, tokens[0], [0]) == "promotion_gathering"
        promote_hub(room, poll_id, proofs, "", REASON)
        assert code_of(rooms.vote, room, poll_id, tokens[0], [0]) == "promotion_gathering"
        room.boxes.pop(poll_id).box.close()  # the program is killed
    assert read_promotion(room, poll_id).is_locked
    promote_hub(room, poll_id, proofs, "", "")
    go_on_after_promotion(room, poll_id, proofs, REASON)
    rooms.vote(room, poll_id, tokens[0], [0])
    kinds = [row.kind for row in rooms.rows_of(room, RollbackRow)]
    assert kinds == [RollbackKind.HUB_PROMOTED, RollbackKind.HUB_GATHERED]
    verify_room(room)


def test_a_start_after_the_vote_went_on_asks_nobody_again(
    new: tuple[Room, PollId, Sequence[SignerProof], tuple[str, ...]],
) -> None:
    room, poll_id, proofs, tokens = new
    promote_hub(room, poll_id, proofs, "", REASON)
    go_on_after_promotion(room, poll_id, proofs, REASON)
    rooms.vote(room, poll_id, tokens[0], [0])
    room.boxes.pop(poll_id).box.close()
    rooms.vote(room, poll_id, tokens[1], [0])
    assert not read_promotion(room, poll_id).is_under_way
    assert code_of(go_on_after_promotion, room, poll_id, proofs, REASON) == "promotion_not_under_way"


def test_a_vote_whose_closing_was_taken_back_is_not_promoted(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path / "old")
    proofs = rooms.two_signers(room)
    rooms.close(room, poll_id)
    reopen_poll(room, poll_id, proofs, "잘못 누름")
    made = copied(room, tmp_path)
    assert code_of(promote_hub, made, poll_id, proofs, "", REASON) == "promotion_after_reopening"
    close_meeting_and_boxes(made)


def test_a_vote_that_stands_still_goes_on_standing_still(
    new: tuple[Room, PollId, Sequence[SignerProof], tuple[str, ...]],
) -> None:
    room, poll_id, proofs, tokens = new
    promote_hub(room, poll_id, proofs, "", REASON)
    assert code_of(pause_poll, room, poll_id) == "promotion_gathering"
    go_on_after_promotion(room, poll_id, proofs, REASON)
    pause_poll(room, poll_id)
    assert code_of(rooms.vote, room, poll_id, tokens[0], [0]) == "poll_not_open"


def test_a_box_of_before_without_what_another_machine_needs_is_refused(
    new: tuple[Room, PollId, Sequence[SignerProof], tuple[str, ...]],
) -> None:
    room, poll_id, proofs, _ = new
    with room.writing() as tx:
        tx.poll_secrets.destroy(poll_id, SecretName.STANDBY)
    assert code_of(promote_hub, room, poll_id, proofs, "", REASON) == "promotion_not_prepared"
    with pytest.raises((NotFound, RuleBroken, StorageFault)):
        find_or_open_box(room, poll_id)
