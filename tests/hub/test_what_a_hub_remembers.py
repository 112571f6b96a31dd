"""What of a vote is in the memory of the hub: no slip beside a ballot, and not long from which kiosk it came."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import pytest

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.hub.keeping_caster import KeepingCaster, KioskCopies
from sukui_desktop.record.slip_token import token_from_text
from sukui_desktop.services.stations.station_reports import StationReport
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom, hub_room


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room") as opened:
        yield opened


def remembered(held: HubRoom) -> set[bytes | str]:
    """All bytes and words that the hub holds, but for the room itself."""
    found: set[bytes | str] = set()
    left: list[object] = [value for name, value in vars(held.hub).items() if name not in ("_room", "_submit")]
    seen = {id(held), id(held.hub), id(held.room)}
    while left:
        one = left.pop()
        if id(one) in seen or isinstance(one, type | ModuleType):
            continue
        seen.add(id(one))
        if isinstance(one, bytes | str):
            found.add(one)
        elif getattr(one, "__name__", "") not in ("sukui_desktop", "tests"):
            globals_of = getattr(one, "__globals__", None)
            left += [each for each in gc.get_referents(one) if each is not globals_of]
    return found


@pytest.mark.parametrize("is_refused", [False, True])
def test_no_slip_is_kept_beside_its_ballot(held: HubRoom, is_refused: bool) -> None:
    """The answer kept what was asked: of the last cast of each kiosk slip and ballot, until its next question."""
    token = held.call(rooms.admit_with_slips, held.poll_id, 1)[0]
    line = held.line()
    paper = line.call_verb(read_ballot_paper, held.poll_id)
    ballot = seal_ballot(paper, Answer((0,)))
    if is_refused:
        line.call_verb(cast_ballot, held.poll_id, token, seal_ballot(paper, Answer((1,))))
    with suppress(SukuiError):
        line.call_verb(cast_ballot, held.poll_id, token, ballot)
    gc.collect()
    kept = remembered(held)
    assert line.enrolment.station_id in kept  # the search finds what is there
    assert not kept & {token, token_from_text(token), ballot.sealed}
    line.close()


def test_from_which_kiosk_ballots_came_is_forgotten_with_the_poll_of_the_kiosks(held: HubRoom, tmp_path: Path) -> None:
    """It was remembered until the program ended, and counted beside a copy that was made anew after a reopening."""
    token, other = held.call(rooms.admit_with_slips, held.poll_id, 2)
    line = held.line()
    copies = KioskCopies(tmp_path / "copies", line, random.SystemRandom())
    caster = KeepingCaster(copies, held.poll_id)
    paper = line.call_verb(read_ballot_paper, held.poll_id)

    def heard() -> StationReport:
        return held.hub.list_reports()[0]

    caster.cast_ballot(token, seal_ballot(paper, Answer((0,))))
    copies.settle(held.poll_id)
    assert (heard().received, heard().is_compared) == (1, True)
    held.hub.set_kiosk_poll_and_staff_pin(held.poll_id, "4321")
    assert heard().received == 1
    held.hub.set_kiosk_poll_and_staff_pin(None, "4321")
    assert (heard().received, heard().is_compared) == (0, False)
    assert not held.hub._received
    caster.cast_ballot(other, seal_ballot(paper, Answer((0,))))  # of somebody who had begun before
    copies.settle()
    assert not held.hub._received
    held.hub.set_kiosk_poll_and_staff_pin(held.poll_id, "4321")
    copies.settle(held.poll_id)
    assert (heard().received, heard().is_compared) == (2, True)
    copies.close()
    line.close()
