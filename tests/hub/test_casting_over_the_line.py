"""A kiosk that seals by itself and casts at the hub: nothing lost, nothing twice, whatever becomes of the line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.poll_box import cast_ballot, check_token, find_or_open_box, read_ballot_paper
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom, hub_room


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path) as opened:
        yield opened


def test_a_ballot_is_sealed_at_the_kiosk_and_is_in_the_box_when_the_receipt_comes(held: HubRoom) -> None:
    token = held.call(rooms.admit_with_slips, held.poll_id, 1)[0]
    line = held.line()
    paper = line.call_verb(read_ballot_paper, held.poll_id)
    line.call_verb(check_token, held.poll_id, token)
    ballot = seal_ballot(paper, Answer((0,)))
    receipt = line.call_verb(cast_ballot, held.poll_id, token, ballot)
    assert held.call(lambda room: find_or_open_box(room, held.poll_id).box.holds_ballot(ballot.sealed))
    assert line.call_verb(cast_ballot, held.poll_id, token, ballot) == receipt
    with pytest.raises(RuleBroken) as refused:
        line.call_verb(cast_ballot, held.poll_id, token, seal_ballot(paper, Answer((1,))))
    assert refused.value.code == "slip_used"
    line.close()
