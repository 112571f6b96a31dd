"""One slip is one ballot however many kiosks cast it at once, and who has no business at the hub is told so."""

from __future__ import annotations

import http
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from benchmarks.faulty_cable import faulty_cable
from sukui_desktop.domain.errors import RuleBroken, SukuiError
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.hub.messages import REFUSED_STATUS, HubRefusal, VerbAsked, wire_name_of_verb, wire_shape_of_verb
from sukui_desktop.hub.room_tls import first_contact_tls_context
from sukui_desktop.hub.secured_connections import SecuredConnection, connect_secured
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.station import StationRole
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.stations.enrolled_stations import revoke_station
from sukui_desktop.services.vote.ballot_sealing import Receipt, seal_ballot
from sukui_desktop.services.vote.poll_box import cast_ballot, find_or_open_box, read_ballot_paper
from sukui_desktop.storage.ballot_box import BallotBox
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom, hub_room, pulse

CASTS, KIOSKS = 50, 10


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room") as opened:
        yield opened


def count_in_box(held: HubRoom) -> tuple[int, int]:
    """Spent slips and filled slots."""
    counts = held.call(lambda room: find_or_open_box(room, held.poll_id).box.count_spent_and_filled())
    return counts.spent, counts.filled


def cast_at_once(held: HubRoom, token: str) -> Counter[str]:
    """Cast `CASTS` different ballots with one slip from all kiosks at once; how often each answer came."""
    lines = [held.line(f"키오스크 {number}") for number in range(1, KIOSKS + 1)]
    paper = lines[0].call_verb(read_ballot_paper, held.poll_id)
    ballots = [seal_ballot(paper, Answer((place % 2,))) for place in range(CASTS)]
    barrier = threading.Barrier(KIOSKS)
    answers: Counter[str] = Counter()

    def cast(number: int) -> None:
        barrier.wait()
        for ballot in ballots[number::KIOSKS]:
            try:
                lines[number].call_verb(cast_ballot, held.poll_id, token, ballot)
            except RuleBroken as refused:
                answers[refused.code] += 1
            else:
                answers["receipt"] += 1

    with ThreadPoolExecutor(KIOSKS) as pool:
        list(pool.map(cast, range(KIOSKS)))
    for line in lines:
        line.close()
    return answers


def test_fifty_casts_with_one_slip_are_one_ballot(held: HubRoom) -> None:
    token = held.call(rooms.admit_with_slips, held.poll_id, 1)[0]
    assert cast_at_once(held, token) == {"receipt": 1, "slip_used": CASTS - 1}
    assert count_in_box(held) == (1, 1)


def test_looking_first_and_spending_later_counts_a_slip_twice(held: HubRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant alone: the box looks whether the slip is good, and fills a slot whatever became of it since."""
    token = held.call(rooms.admit_with_slips, held.poll_id, 1)[0]
    looked: list[bytes] = []

    def cast_after_looking(self: BallotBox, tag: bytes, sealed: bytes) -> None:
        if len(looked) < 2:  # what two connections see that look before either has written
            looked.append(tag)
        else:
            self.require_unspent_slip(tag)
        self._find_free_slots()
        place = self._free.pop()
        with self._write_transaction() as connection:
            connection.execute("UPDATE slip SET spent = 1 WHERE tag = ?", (tag,))
            connection.execute("UPDATE slot SET sealed = ?, filled = 1 WHERE place = ?", (sealed, place))

    monkeypatch.setattr(BallotBox, "cast_ballot", cast_after_looking)
    assert cast_at_once(held, token)["receipt"] == 2


def test_a_kiosk_that_sends_what_another_one_cast_gets_the_same_receipt(held: HubRoom) -> None:
    token = held.call(rooms.admit_with_slips, held.poll_id, 1)[0]
    first, second = held.line("키오스크 1"), held.line("키오스크 2")
    ballot = seal_ballot(first.call_verb(read_ballot_paper, held.poll_id), Answer((0,)))
    receipts = {line.call_verb(cast_ballot, held.poll_id, token, ballot) for line in (first, second)}
    assert len(receipts) == 1
    assert isinstance(receipts.pop(), Receipt)
    assert count_in_box(held) == (1, 1)
    first.close()
    second.close()


# Who has no business at the hub.


def refusal_of(status: int, body: bytes) -> str:
    assert status == REFUSED_STATUS
    return msgspec.msgpack.decode(body, type=HubRefusal).code


def test_who_was_never_let_in_is_told_so_over_the_line(held: HubRoom) -> None:
    """Mutant: a hub that asks no certificate answers everybody."""
    connection = SecuredConnection(
        connect_secured((socket.AF_INET, ("127.0.0.1", held.server.port)), first_contact_tls_context())
    )
    packed, named = wire_shape_of_verb(read_ballot_paper).encode_arguments((held.poll_id,), {})
    asked = VerbAsked(
        number=1, run="x", line=1, hub_run="", verb=wire_name_of_verb(read_ballot_paper), args=packed, named=named
    )
    for path, message in (("/verb", asked), ("/pulse", pulse())):
        assert refusal_of(*connection.post(path, msgspec.msgpack.encode(message), 5.0)) == "station_not_enrolled"
    assert connection.post("/hello", b"", 5.0)[0] == http.HTTPStatus.OK
    connection.close()


def test_a_revoked_desk_is_told_so_and_does_nothing(held: HubRoom) -> None:
    """Mutant: a hub that looks a station up when its line is made goes on serving it."""
    line = StationLine(held.enrol(StationRole.DESK, "접수대 1"))
    first, second = held.call(rooms.person_ids)[:2]
    line.call_verb(admit_person, first)
    held.call(revoke_station, line.enrolment.station_id, "잃어버렸습니다")
    held.refresh()
    before = held.call(rooms.snapshot)
    for again in (line, StationLine(line.enrolment)):  # on its live line, and on a new one
        with pytest.raises(RuleBroken) as refused:
            again.call_verb(admit_person, second)
        assert refused.value.code == "station_revoked"
        again.close()
    assert held.call(rooms.snapshot) == before


def test_what_was_heard_on_the_cable_does_nothing_when_it_is_sent_again(
    held: HubRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mutant: without TLS a desk's admission that was heard is done again after it was undone."""
    enrolled = held.enrol(StationRole.DESK, "접수대 1")
    with faulty_cable(held.server.port) as cable:
        line = held.line_over(cable.port, enrolled)
        line.call_verb(admit_person, held.call(rooms.person_ids)[0])
        line.close()
        heard = b"".join(cable.heard)
    assert len(heard) > 1_000
    assert wire_name_of_verb(admit_person).encode() not in heard
    with hub_room(tmp_path / "other") as other:
        for port, room in ((held.server.port, held), (other.server.port, other)):
            asked: list[object] = []
            monkeypatch.setattr(room.hub, "_submit", lambda *call, asked=asked: asked.append(call))
            before = room.call(rooms.snapshot)
            with socket.create_connection(("127.0.0.1", port), 5.0) as thief:
                thief.sendall(heard)
                with suppress(ConnectionError):
                    while thief.recv(65536):
                        pass  # until the hub hangs up
            assert (asked, room.call(rooms.snapshot)) == ([], before)


def test_the_key_of_another_room_opens_nothing(held: HubRoom, tmp_path: Path) -> None:
    with hub_room(tmp_path / "other") as other:
        stranger = other.enrol(StationRole.DESK, "접수대 1")
        line = held.line_over(held.server.port, stranger, patience_s=0.0)
        before = held.call(rooms.snapshot)
        with pytest.raises(SukuiError) as refused:
            line.call_verb(admit_person, held.call(rooms.person_ids)[0])
        assert refused.value.code == "hub_of_another_meeting"
        assert held.call(rooms.snapshot) == before
