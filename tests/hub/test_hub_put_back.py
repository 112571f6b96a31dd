"""A hub whose whole machine was put back to an older day: nothing of its own tells, but its kiosks do."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.hub.keeping_caster import KeepingCaster, KioskCopies
from sukui_desktop.hub.kept_enrolment import KeptEnrolment
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.stations.station_reports import StationReport
from sukui_desktop.services.vote.ballot_sealing import Receipt, SealedBallot, seal_ballot
from sukui_desktop.services.vote.poll_box import read_ballot_paper
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom, hub_of_folder, hub_room, pulse


class KioskAtHub:
    """A kiosk without its windows, at a hub of this moment."""

    def __init__(self, held: HubRoom, enrolment: KeptEnrolment, folder: Path) -> None:
        self.held = held
        self.line = StationLine(replace(enrolment, port=held.server.port), 2.0)
        self.copies = KioskCopies(folder, self.line, random.SystemRandom())
        self.caster = KeepingCaster(self.copies, held.poll_id)

    def seal(self) -> SealedBallot:
        return seal_ballot(self.line.call_verb(read_ballot_paper, self.held.poll_id), Answer((0,)))

    def cast(self, token: str, ballot: SealedBallot) -> Receipt:
        self.caster.check_token(token)
        return self.caster.cast_ballot(token, ballot)

    def report(self) -> StationReport:
        """What the console is told of it after it held its copy against the box."""
        self.copies.settle(self.held.poll_id)
        self.line.send_pulse(replace(pulse(), kept=self.copies.kept[self.held.poll_id]))
        [heard] = self.held.hub.list_reports()
        return heard


@contextmanager
def kiosk_at(held: HubRoom, enrolment: KeptEnrolment, folder: Path) -> Iterator[KioskAtHub]:
    made = KioskAtHub(held, enrolment, folder)
    yield made
    made.copies.close()
    made.line.close()


def put_back(folder: Path, older: Path) -> None:
    """Put every file back as it was, in its place: as an image of the disk does, of which no file can tell."""
    for source in older.rglob("*"):
        if source.is_file():
            (folder / source.relative_to(older)).write_bytes(source.read_bytes())


def test_ballots_that_an_older_hub_lacks_are_told_and_the_one_on_its_way_comes_in(tmp_path: Path) -> None:
    """Mutant: a hub that believes what a kiosk kept, and does not look what its box has of it, says nothing."""
    folder, older, own = tmp_path / "room", tmp_path / "older", tmp_path / "kiosk"
    with hub_room(folder) as held:
        poll_id: PollId = held.poll_id
        enrolment = held.enrol()
        tokens = held.call(rooms.admit_with_slips, poll_id, 4)
        with kiosk_at(held, enrolment, own) as kiosk:
            kiosk.cast(tokens[0], kiosk.seal())
    rooms.copy_tree(folder, older)
    with hub_of_folder(folder, poll_id) as held, kiosk_at(held, enrolment, own) as kiosk:
        for token in tokens[1:3]:
            kiosk.cast(token, kiosk.seal())
        heard = kiosk.report()
        assert (heard.received, heard.kept) == (3, 3)
    put_back(folder, older)
    with hub_of_folder(folder, poll_id) as held, kiosk_at(held, enrolment, own) as kiosk:
        heard = kiosk.report()
        assert (heard.received, heard.kept) == (1, 3)
        kiosk.cast(tokens[3], kiosk.seal())
        heard = kiosk.report()
        assert (heard.received, heard.kept) == (2, 4)
