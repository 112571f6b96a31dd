"""Another machine takes the place of a hub that is gone: nothing acknowledged is lost, nothing is counted twice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.errors import (
    BadInput,
    DeviceFault,
    RuleBroken,
    StorageFault,
    SukuiError,
    SyncRefused,
    VerifyFailed,
)
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.hub.keeping_caster import KeepingCaster, KioskCopies
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.poll import PollRow, PollState, RollbackKind, RollbackRow
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.handover.anchor_sheets import issue_anchor_sheet, list_anchor_sheets
from sukui_desktop.services.handover.meeting_file_copies import copy_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.promotion.promotion import (
    HandedOver,
    KioskState,
    go_on_after_promotion,
    hand_over_kiosk_copy,
    promote_hub,
    read_promotion,
    write_off_kiosk,
)
from sukui_desktop.services.stations.hub_parts import read_promotion_count
from sukui_desktop.services.verify.verification import verify_room
from sukui_desktop.services.vote.ballot_sealing import SealedBallot, seal_ballot
from sukui_desktop.services.vote.lost_slips import replace_lost_slips
from sukui_desktop.services.vote.poll_box import read_ballot_paper
from sukui_desktop.storage.ballot_box import BallotBox
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom, hub_room, pulse
from tests.hub.lost_answers import LostAnswers

REASON = "진행석 컴퓨터가 꺼져 켜지지 않음"


class Kiosk:
    """One kiosk without its windows; `move` brings it to another hub."""

    def __init__(self, held: HubRoom, folder: Path, name: str) -> None:
        self.held, self.folder = held, folder
        self.line = held.line(name, patience_s=0.3)
        self.paper = self.line.call_verb(read_ballot_paper, held.poll_id)
        self.begin()

    def begin(self) -> None:
        self.copies = KioskCopies(self.folder, self.line, random.SystemRandom())
        self.caster = KeepingCaster(self.copies, self.held.poll_id)

    def move(self, held: HubRoom) -> None:
        kept = self.line.enrolment
        self.end()
        self.held, self.line = held, StationLine(replace(kept, port=held.server.port), 0.3)
        self.begin()

    def end(self) -> None:
        self.copies.close()
        self.line.close()

    def seal(self, mark: int = 0) -> SealedBallot:
        return seal_ballot(self.paper, Answer((mark,)))

    def vote(self, token: str, mark: int = 0) -> SealedBallot:
        ballot = self.seal(mark)
        self.caster.check_token(token)
        self.caster.cast_ballot(token, ballot)
        return ballot

    def hand_over(self) -> None:
        self.copies.settle(self.held.poll_id)


class TwoMachines:
    """The machine of before with an open vote, and a copy of its meeting on another one."""

    def __init__(self, old: HubRoom, folder: Path, scene: ExitStack, kiosks: int = 2) -> None:
        self.old, self.folder, self._scene = old, folder, scene
        self.proofs = old.call(rooms.two_signers)
        self.tokens = old.call(rooms.admit_with_slips, old.poll_id, 8)
        old.call(issue_anchor_sheet, old.poll_id)
        self.sheet = " ".join(old.call(list_anchor_sheets)[-1].words)
        self.kiosks = [Kiosk(old, folder / f"kiosk{n}", f"키오스크 {n}") for n in range(1, kiosks + 1)]
        for kiosk in self.kiosks:
            scene.callback(kiosk.end)
        (folder / "new").mkdir()
        if kiosks:
            self.copy()

    def copy(self) -> None:
        """Make the copy that the new machine will have."""
        self.old.call(copy_meeting, self.folder / "new" / "회의.sukui")

    def lose_hub(self) -> HubRoom:
        """Let the old machine die, and open the copy on the new one."""
        self.old.server.stop()
        return self._scene.enter_context(new_hub(self.folder / "new", self.old.poll_id))

    def promote(self, new: HubRoom) -> None:
        new.call(promote_hub, new.poll_id, self.proofs, self.sheet, REASON)
        new.hub.set_promotions(new.call(read_promotion_count))

    def go_on(self, new: HubRoom) -> None:
        new.call(go_on_after_promotion, new.poll_id, self.proofs, REASON)


@contextmanager
def new_hub(folder: Path, poll_id: str) -> Iterator[HubRoom]:
    with ThreadPoolExecutor(max_workers=1) as store:
        held = HubRoom(store.submit(rooms.open_folder, folder).result(), store, poll_id)  # type: ignore[arg-type]
        held.start()
        try:
            yield held
        finally:
            held.server.stop()
            store.submit(close_meeting_and_boxes, held.room).result()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[TwoMachines]:
    with hub_room(tmp_path / "old") as old, ExitStack() as scene:
        yield TwoMachines(old, tmp_path, scene)


def ballots_of(held: HubRoom) -> tuple[bytes, ...]:
    def read(room: Room) -> tuple[bytes, ...]:
        return room.boxes[held.poll_id].box.list_sealed_ballots()

    return held.call(read)


def code_of(held: HubRoom, service: object, *args: object) -> str:
    with pytest.raises(SukuiError) as refused:
        held.call(service, *args)  # type: ignore[arg-type]
    return refused.value.code


def give_one_more_slip(held: HubRoom) -> str:
    """Give somebody a slip on the new machine, where new ones are made in place of those that the old one held."""
    held.call(replace_lost_slips, held.poll_id)
    person_id = held.call(rooms.person_ids)[8]
    held.call(admit_person, person_id)
    return held.call(give_slip, person_id, held.poll_id).token


def test_the_vote_goes_on_with_every_ballot_and_no_slip_votes_twice(machines: TwoMachines) -> None:
    """From the dying hub to the count, verified. Seen to fail where kiosks vote before all handed over, and on 0.6.0,
    where the new machine had no slips to give until its program was started again."""
    first, second = machines.kiosks
    cast = [first.vote(machines.tokens[0]), second.vote(machines.tokens[1]), first.vote(machines.tokens[2], 1)]
    new = machines.lose_hub()
    machines.promote(new)
    for kiosk in machines.kiosks:
        kiosk.move(new)
    first.hand_over()
    with pytest.raises(RuleBroken, match="promotion_gathering"):
        first.caster.check_token(machines.tokens[3])
    assert code_of(new, go_on_after_promotion, new.poll_id, machines.proofs, REASON) == "promotion_waiting"
    assert code_of(new, rooms.close, new.poll_id) == "promotion_gathering"
    second.hand_over()
    machines.go_on(new)
    assert ballots_of(new) == tuple(sorted(ballot.sealed for ballot in cast))
    for token in machines.tokens[:3]:
        with pytest.raises(RuleBroken, match="slip_used"):
            second.caster.check_token(token)
    for kiosk in machines.kiosks:
        kiosk.hand_over()
    cast += [second.vote(token) for token in machines.tokens[3:]]
    cast.append(second.vote(give_one_more_slip(new)))
    assert ballots_of(new) == tuple(sorted(ballot.sealed for ballot in cast))
    new.call(rooms.close, new.poll_id)
    new.call(rooms.count, new.poll_id)
    [poll] = new.call(rooms.rows_of, PollRow)
    assert (poll.state, poll.cast) == (PollState.COUNTED, 9)
    kinds = [row.kind for row in new.call(rooms.rows_of, RollbackRow)]
    assert kinds == [RollbackKind.HUB_PROMOTED, RollbackKind.HUB_GATHERED]
    new.call(verify_room)


def test_a_ballot_of_which_nobody_knew_is_in_once(machines: TwoMachines, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub died after the commit, before the answer: the kiosk's copy has it, and the retry gets its receipt."""
    first, second = machines.kiosks
    lost = LostAnswers(monkeypatch, "cast_ballot")
    lost.left, ballot = 50, first.seal()
    with pytest.raises(DeviceFault):
        first.caster.cast_ballot(machines.tokens[0], ballot)
    lost.left = 0
    new = machines.lose_hub()
    machines.promote(new)
    first.move(new)
    second.move(new)
    with pytest.raises(DeviceFault, match="hub_unreachable"):
        KeepingCasterAgain(first, ballot).cast(machines.tokens[0])
    first.hand_over()
    second.hand_over()
    machines.go_on(new)
    first.caster.cast_ballot(machines.tokens[0], ballot)
    assert ballots_of(new) == (ballot.sealed,)


class KeepingCasterAgain:
    """The retry of a voter whose kiosk was not started again meanwhile: what was sent is still doubtful."""

    def __init__(self, kiosk: Kiosk, ballot: SealedBallot) -> None:
        self._kiosk, self._ballot = kiosk, ballot

    def cast(self, token: str) -> None:
        held = self._kiosk.copies.open_copy(self._kiosk.held.poll_id)
        assert held is not None
        assert held.copy.holds_ballot(self._ballot.sealed)
        self._kiosk.caster.cast_ballot(token, self._ballot)


@pytest.mark.parametrize("times", [2, 5])
def test_handing_over_again_adds_nothing(machines: TwoMachines, times: int) -> None:
    """The mutant, merging twice: `merge` of everything that is handed over instead of what is not in the box yet."""
    first, second = machines.kiosks
    cast = [first.vote(token) for token in machines.tokens[:3]]
    new = machines.lose_hub()
    machines.promote(new)
    first.move(new)
    second.move(new)
    for _ in range(times):
        first.hand_over()
    assert ballots_of(new) == tuple(sorted(ballot.sealed for ballot in cast))
    machines.promote(new)  # the new machine was started again: two people open it, the kiosks hand over once more
    assert new.call(read_promotion, new.poll_id).kiosks[0].state is KioskState.WAITING
    first.hand_over()
    second.hand_over()
    assert ballots_of(new) == tuple(sorted(ballot.sealed for ballot in cast))
    machines.go_on(new)


def test_a_lost_answer_to_the_handing_over_is_asked_again(
    machines: TwoMachines, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _second = machines.kiosks
    cast = [first.vote(token) for token in machines.tokens[:3]]
    new = machines.lose_hub()
    machines.promote(new)
    first.move(new)
    lost = LostAnswers(monkeypatch, "hand_over_kiosk_copy")
    lost.left = 50
    with pytest.raises(DeviceFault):
        first.hand_over()
    lost.left = 0
    first.hand_over()
    assert ballots_of(new) == tuple(sorted(ballot.sealed for ballot in cast))


@pytest.mark.parametrize("step", ["_write_transaction", "_overwrite_journal", "write_witness", "_reset_file_times"])
def test_a_disk_that_fails_anywhere_in_the_merge_leaves_all_or_nothing(
    machines: TwoMachines, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Two people open it again, the kiosk hands over again, and every ballot is there once."""
    first, second = machines.kiosks
    cast = [first.vote(token) for token in machines.tokens[:3]]
    new = machines.lose_hub()
    machines.promote(new)
    first.move(new)
    second.move(new)
    with monkeypatch.context() as failing:
        failing.setattr(BallotBox, step, lambda self: (_ for _ in ()).throw(StorageFault("disk_failed", file="x")))
        with pytest.raises(StorageFault):
            first.hand_over()
    with pytest.raises(RuleBroken, match="promotion_gathering"):
        first.hand_over()
    machines.promote(new)
    first.hand_over()
    second.hand_over()
    machines.go_on(new)
    assert ballots_of(new) == tuple(sorted(ballot.sealed for ballot in cast))


def test_a_kiosk_that_is_not_heard_from_is_written_off_by_two_people(machines: TwoMachines) -> None:
    first, second = machines.kiosks
    first.vote(machines.tokens[0])
    second.vote(machines.tokens[1])
    new = machines.lose_hub()
    machines.promote(new)
    first.move(new)
    first.hand_over()
    view = new.call(read_promotion, new.poll_id)
    assert [(one.name, one.state) for one in view.kiosks] == [
        ("키오스크 1", KioskState.IN),
        ("키오스크 2", KioskState.WAITING),
    ]
    there, gone = (one.station_id for one in view.kiosks)
    assert code_of(new, write_off_kiosk, new.poll_id, gone, machines.proofs[:1], REASON) == "two_people_needed"
    assert code_of(new, write_off_kiosk, new.poll_id, gone, machines.proofs, " ") == "reason_missing"
    assert code_of(new, write_off_kiosk, new.poll_id, there, machines.proofs, REASON) == "kiosk_handed_over"
    new.call(write_off_kiosk, new.poll_id, gone, machines.proofs, "키오스크 2를 잃어버림")
    assert new.call(read_promotion, new.poll_id).is_gathered
    machines.go_on(new)
    rows = new.call(rooms.rows_of, RollbackRow)
    assert [row.station_id for row in rows] == ["", gone, ""]
    assert len(ballots_of(new)) == 1


def test_sets_that_do_not_agree_go_in_only_by_people(machines: TwoMachines) -> None:
    """Seen to fail where what is new goes in whatever the numbers are: a slip would have two ballots."""
    first, second = machines.kiosks
    ballot = first.vote(machines.tokens[0])
    held = second.copies.open_copy(machines.old.poll_id)
    assert held is not None
    first_held = first.copies.open_copy(machines.old.poll_id)
    assert first_held is not None
    [used] = first_held.copy.read_contents().used_slips
    held.copy.keep(second.seal(1).sealed, used)  # the same slip, another ballot
    new = machines.lose_hub()
    machines.promote(new)
    first.move(new)
    second.move(new)
    first.hand_over()
    second.hand_over()
    assert ballots_of(new) == (ballot.sealed,)
    [_, other] = new.call(read_promotion, new.poll_id).kiosks
    assert other.state is KioskState.DIFFERS
    assert other.figures is not None
    assert (other.figures.new_slips, other.figures.new_ballots) == (0, 1)
    assert code_of(new, go_on_after_promotion, new.poll_id, machines.proofs, REASON) == "promotion_waiting"


def test_numbers_that_do_not_open_are_no_slips(machines: TwoMachines) -> None:
    first, _ = machines.kiosks
    first.vote(machines.tokens[0])
    held = first.copies.open_copy(machines.old.poll_id)
    assert held is not None
    held.copy.keep(first.seal(1).sealed, bytes(held.setup.used_slip_length))
    new = machines.lose_hub()
    machines.promote(new)
    first.move(new)
    first.hand_over()
    assert ballots_of(new) == ()
    assert new.call(read_promotion, new.poll_id).kiosks[0].state is KioskState.DIFFERS


def test_who_may_promote_and_with_what(machines: TwoMachines) -> None:
    """Two people, the sheet, a machine without the box; one of them has to hold a share of the box."""
    new = machines.lose_hub()
    one, two = machines.proofs
    words = machines.sheet.split()
    wrong = " ".join([*words[1:], words[0]])
    assert code_of(new, promote_hub, new.poll_id, (one,), machines.sheet, REASON) == "two_people_needed"
    assert code_of(new, promote_hub, new.poll_id, (one, two), machines.sheet, "") == "reason_missing"
    with pytest.raises((BadInput, VerifyFailed)):
        new.call(promote_hub, new.poll_id, (one, two), wrong, REASON)
    with pytest.raises((BadInput, VerifyFailed)):
        new.call(promote_hub, new.poll_id, (one, two), "", REASON)
    assert not new.call(rooms.rows_of, RollbackRow)
    machines.promote(new)
    assert not new.call(read_promotion, new.poll_id).is_needed


def test_the_machine_that_has_the_box_is_not_promoted(machines: TwoMachines) -> None:
    old = machines.old
    assert not old.call(read_promotion, old.poll_id).is_needed
    assert code_of(old, promote_hub, old.poll_id, machines.proofs, machines.sheet, REASON) == "promotion_not_needed"


def test_the_hub_of_before_is_refused_and_refuses(machines: TwoMachines) -> None:
    """It comes back: no kiosk that knows of the promotion takes a ballot there, and it answers nobody any more."""
    first, second = machines.kiosks
    first.vote(machines.tokens[0])
    port = machines.old.server.port
    new = machines.lose_hub()
    machines.promote(new)
    first.move(new)
    first.hand_over()
    known = first.line.promotions
    assert known == 1
    machines.old.start(port)
    proof = first.line.promotion_proof
    first.line.enrolment = replace(first.line.enrolment, promotions=known, promotion_proof=proof)
    first.move(machines.old)
    with pytest.raises(SyncRefused, match="hub_superseded"):
        first.caster.check_token(machines.tokens[1])
    second.caster.check_token(machines.tokens[1])  # it does not know yet
    with pytest.raises(SyncRefused, match="hub_superseded"):
        first.line.send_pulse(pulse())
    with pytest.raises(SyncRefused, match="hub_superseded"):
        second.caster.check_token(machines.tokens[1])
    assert machines.old.hub.is_superseded


def test_nobody_hands_over_in_the_name_of_another(machines: TwoMachines) -> None:
    first, second = machines.kiosks
    new = machines.lose_hub()
    machines.promote(new)
    first.move(new)
    with pytest.raises(RuleBroken, match="verb_not_allowed"):
        first.line.call_verb(hand_over_kiosk_copy, new.poll_id, second.line.enrolment.station_id, bytes(16), (), ())


def test_where_nothing_is_under_way_nothing_is_taken(machines: TwoMachines) -> None:
    first, _ = machines.kiosks
    first.vote(machines.tokens[0])
    old, station = machines.old, first.line.enrolment.station_id
    asked = old.call(hand_over_kiosk_copy, old.poll_id, station, bytes(16), (), (bytes(49),))
    assert asked == HandedOver(is_needed=False)
    assert len(ballots_of(old)) == 1


def test_what_another_machine_gets_beforehand_tells_nothing_of_the_vote(machines: TwoMachines) -> None:
    """(b) The copy from before the first ballot and the one from after it hold the same for the new machine."""
    first, _ = machines.kiosks
    old = machines.old

    def kept(room: Room) -> bytes | None:
        from sukui_desktop.storage.poll_secrets import SecretName

        with room.reading() as tx:
            return tx.poll_secrets.find(old.poll_id, SecretName.STANDBY)

    before = old.call(kept)
    for token in machines.tokens[:4]:
        first.vote(token)
    assert before is not None
    assert old.call(kept) == before
