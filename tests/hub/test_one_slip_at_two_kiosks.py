"""One slip at two kiosks within a tenth of a second, again and again, over lines that lose answers and questions, while
kiosks are paused, shut out and let in again: one ballot a slip, and every copy is as full as what the box has of it."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from sukui_desktop.domain.errors import DeviceFault, RuleBroken, SukuiError
from sukui_desktop.hub import station_line
from sukui_desktop.hub.messages import VerbAsked
from sukui_desktop.services.stations.enrolled_stations import pause_station, resume_station
from sukui_desktop.services.vote.ballot_sealing import SealedBallot
from sukui_desktop.services.vote.poll_box import find_or_open_box
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom, hub_room
from tests.hub.test_keeping_caster import Kiosk

ROUNDS = 300 if os.environ.get("SUKUI_LONG") == "1" else 24
APART_S = 0.1


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room", people_count=ROUNDS, slots=ROUNDS) as opened:
        yield opened


class LosingLines:
    """Loses, of one kiosk at a time, so many questions before they are sent or answers after they were given."""

    def __init__(self, patched: pytest.MonkeyPatch) -> None:
        self.left = 0
        self.of: Kiosk | None = None
        self.loses_question = False
        asking = station_line._Line.ask

        def ask(line: Any, path: str, question: Any, kind: Any, seconds: float) -> Any:
            is_cast = isinstance(question, VerbAsked) and question.verb.endswith("cast_ballot")
            loses = is_cast and self.left > 0 and self.of is not None and line.cable is self.of.line._cable
            if loses:
                self.left -= 1
            if loses and self.loses_question:
                raise OSError("the question was lost")
            try:
                return asking(line, path, question, kind, seconds)
            finally:
                if loses:
                    raise OSError("the answer was lost")

        patched.setattr(station_line._Line, "ask", ask)


def cast(kiosk: Kiosk, token: str, ballot: SealedBallot, wait_s: float) -> str:
    """Cast and try again as a voter does; '' for 접수됨, else the last refusal."""
    time.sleep(wait_s)
    said = ""
    for _ in range(3):
        try:
            kiosk.caster.cast_ballot(token, ballot)
        except DeviceFault as fault:
            said = fault.code
        except SukuiError as refusal:
            return refusal.code
        else:
            return ""
    return said


def kept_in(kiosk: Kiosk, held: HubRoom) -> tuple[set[bytes], int]:
    """The ballots of a copy, and how many numbers are there."""
    opened = kiosk.copies.open_copy(held.poll_id)
    assert opened is not None
    contents = opened.copy.read_contents()
    return set(contents.ballots), len(contents.used_slips)


def test_two_kiosks_make_one_ballot_of_one_slip(held: HubRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutants: what the hub refused stays in the copy; nobody asks what became of the ballot of a voter who left."""
    dice = random.Random(17)
    kiosks = [Kiosk(held, tmp_path / name, held.line(name, patience_s=0.3)) for name in ("가", "나")]
    losing = LosingLines(monkeypatch)
    tokens = held.call(rooms.admit_with_slips, held.poll_id, ROUNDS)
    told = 0
    with ThreadPoolExecutor(3) as crowd:
        for token in tokens:
            for kiosk in kiosks:
                kiosk.caster.check_token(token)
            losing.of, losing.loses_question = dice.choice(kiosks), dice.random() < 0.4
            losing.left = dice.choice((0, 1, 2, 30))
            ballots = [kiosk.seal(mark) for mark, kiosk in enumerate(kiosks)]
            waits = [dice.random() * APART_S for _ in kiosks]
            asked = [crowd.submit(cast, *each) for each in zip(kiosks, [token] * 2, ballots, waits, strict=True)]
            if dice.random() < 0.4:
                station = dice.choice(kiosks).line.enrolment.station_id
                time.sleep(dice.random() * APART_S)
                for act in (pause_station, resume_station):
                    held.call(act, station)
                    held.refresh()
                    time.sleep(dice.random() * APART_S)
            said = [each.result() for each in asked]
            losing.left = 0
            assert said.count("") <= 1, said
            told += said.count("")
            for kiosk in kiosks:  # the next voter of each: it may be that nobody came
                with pytest.raises((RuleBroken, SukuiError)):
                    kiosk.caster.check_token("0000-0000")
                kiosk.copies.settle()
    in_box = set(held.call(lambda room: find_or_open_box(room, held.poll_id).box.list_sealed_ballots()))
    copies = [kept_in(kiosk, held) for kiosk in kiosks]
    assert told <= len(in_box) <= ROUNDS
    assert copies[0][0] | copies[1][0] == in_box
    assert not copies[0][0] & copies[1][0]
    assert all(len(ballots) == numbers for ballots, numbers in copies)
    assert len(in_box) > ROUNDS // 2, "else nothing was tried"
    for kiosk in kiosks:
        kiosk.copies.close()
        kiosk.line.close()
