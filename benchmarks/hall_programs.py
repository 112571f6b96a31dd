"""The programs of the `hall` benchmark, each a process of its own: the hub of a room, its kiosks and its desks.

The hub is `HubKeeper` over `Operations` under a Qt loop, as in the console, without windows. Kiosk and desk are line
and pulse of a station, a kiosk's own sealed copy, and the verbs that their pages call. They are told what to do by
lines of JSON and answer so.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import SystemRandom
from typing import Any, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from sukui_desktop.domain.errors import Conflict, DeviceFault, RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.hub.invitation_text import invitation_of_qr_text
from sukui_desktop.hub.keeping_caster import KeepingCaster, KioskCopies
from sukui_desktop.hub.kept_enrolment import read_stored_enrolment, store_enrolment
from sukui_desktop.hub.station_line import StationLine, enrol_at_hub
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.hub_keeper import HubKeeper
from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.programs.station_pulse import StationPulse
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.slips import DrawnSlips, draw_slips, give_slip
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.vote.ballot_sealing import SealedBallot, seal_ballot
from sukui_desktop.services.vote.lost_slips import replace_lost_slips
from sukui_desktop.services.vote.poll_box import read_ballot_paper
from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Pace
from sukui_desktop.ui.service_queues import Operations

PASSPHRASE = "SUKUI_PASSPHRASE"
AGAIN_S = 0.2
T = TypeVar("T")


def main(arguments: list[str]) -> int:
    """Run `hub MEETING POLL`, or `kiosk|desk|row FOLDER POLL PORT`; port 0: that of the invitation."""
    role, path, poll_id = arguments[0], Path(arguments[1]), PollId(arguments[2])
    if role == "hub":
        return run_hub(path, poll_id)
    app = QApplication([])
    kept = read_stored_enrolment(path)
    if kept is None:
        kept = enrol_at_hub(
            invitation_of_qr_text(sys.stdin.readline()), StationRole.KIOSK if role == "row" else StationRole(role)
        )
        store_enrolment(path, kept)
    line = StationLine(replace(kept, port=int(arguments[3]) or kept.port))
    if role == "row":
        run_row(app, line, poll_id, path)
        line.close()
        return 0
    pulse = StationPulse(line)
    pulse.start()
    if role == "kiosk":
        run_kiosk(line, poll_id, path)
    else:
        run_desk(line, poll_id)
    pulse.stop()
    line.close()
    return 0


def say(**words: object) -> None:
    """Print one answer."""
    print(json.dumps(words), flush=True)


def asked() -> Iterator[dict[str, Any]]:
    """Give what is asked of this process, until its input ends."""
    for line in sys.stdin:
        yield json.loads(line)


def used() -> dict[str, float]:
    """Return processor seconds and resident megabytes of this process."""
    with Path("/proc/self/statm").open() as pages:
        resident = int(pages.read().split()[1]) * resource.getpagesize() / 2**20
    return {"cpu_s": round(time.process_time(), 3), "rss_mb": round(resident, 1)}


# The hub.


class _Hub(QObject):
    """Opens the meeting, answers stations, and does what its input says."""

    commanded = Signal(object)

    def __init__(self, path: Path, poll_id: PollId) -> None:
        super().__init__()
        self._poll_id = poll_id
        self._operations = Operations()
        self._keeper = HubKeeper(self._operations)
        self._keeper.started.connect(self._say_ready)
        self._room: Room | None = None
        self._is_ended = False
        self.commanded.connect(self._do)
        passphrase = os.environ[PASSPHRASE]
        self._operations.run(self, open_meeting, path, passphrase, make_context(), on_done=self._take_room)

    def _take_room(self, room: Room) -> None:
        self._room = room
        self._operations.run(self, replace_lost_slips, room, self._poll_id, on_done=self._take_slips)

    def _take_slips(self, _changes: object) -> None:
        assert self._room is not None
        self._keeper.serve_stations_of_room(self._room)
        self._keeper.start(is_for_other_machines=False)

    @Slot()
    def _say_ready(self) -> None:
        say(ready=True, **used())

    def _say_slips(self, slips: DrawnSlips) -> None:
        say(tokens=slips.mark_issued_and_list_tokens())

    @Slot(object)
    def _do(self, command: dict[str, Any]) -> None:
        if "invite" in command:
            shown = self._keeper.invite(StationRole(command["invite"]), command["name"])
            say(qr=shown.qr_text)
        elif "used" in command:
            say(**used())
        elif "draw" in command:
            assert self._room is not None
            self._operations.run(self, draw_slips, self._room, self._poll_id, command["draw"], on_done=self._say_slips)
        elif not self._is_ended:
            self._is_ended = True
            self._keeper.stop_serving_stations()
            close = partial(close_meeting_and_boxes, self._room) if self._room is not None else None
            self._operations.finish_and_end_threads(close)
            say(**used())
            QCoreApplication.quit()


def run_hub(path: Path, poll_id: PollId) -> int:
    """Serve a meeting until told to end."""
    app = QApplication([])
    hub = _Hub(path, poll_id)

    def listen() -> None:
        for command in asked():
            hub.commanded.emit(command)
        hub.commanded.emit({"end": True})  # whoever began this process is gone

    threading.Thread(target=listen, daemon=True).start()
    return app.exec()


# Stations.


def until_answered(ask: Callable[..., T], *args: Any) -> T:
    """Ask the very same again until somebody answers, as staff and voters do."""
    while True:
        try:
            return ask(*args)
        except DeviceFault:
            time.sleep(AGAIN_S)


def run_kiosk(line: StationLine, poll_id: PollId, folder: Path) -> None:
    """Let voters vote: each line is a slip, a mark and how long the voter takes to choose."""
    began = time.perf_counter()
    paper = until_answered(line.call_verb, read_ballot_paper, poll_id)
    copies = KioskCopies(folder / "copies", line, SystemRandom())
    caster = KeepingCaster(copies, poll_id)
    until_answered(copies.settle, poll_id)
    say(ready=True, paper_ms=(time.perf_counter() - began) * 1000)
    for voter in asked():
        if "used" in voter:
            say(**used())
            continue
        try:
            until_answered(caster.check_token, voter["token"])
            time.sleep(voter["vote_s"])
            at, began, began_cpu = time.time(), time.perf_counter(), time.process_time()
            ballot = seal_ballot(paper, Answer((voter["mark"],)))
            receipt = until_answered(caster.cast_ballot, voter["token"], ballot)
            took, cpu = time.perf_counter() - began, time.process_time() - began_cpu
            say(code=receipt.code, ms=took * 1000, cpu_ms=cpu * 1000, at=at)
        except RuleBroken as refused:
            say(refused=refused.code)
    copies.close()


def run_row(app: QApplication, line: StationLine, poll_id: PollId, folder: Path) -> None:
    """Open the windows of a kiosk and a ballot in it; then let voters cast one after the other without windows."""
    say(ready=True)
    opening = next(asked())
    operations = Operations()
    began, began_cpu = time.perf_counter(), time.process_time()
    copies = KioskCopies(folder / "copies", line, SystemRandom())
    caster = KeepingCaster(copies, poll_id)
    kiosk = KioskWindow(operations, line, poll_id, "", Pace(guard_ms=0), caster=caster)
    kiosk.show_on(app.primaryScreen())
    _run_until(app, lambda: kiosk.pages.start.is_open)
    window_ms, window_cpu_ms = (time.perf_counter() - began) * 1000, (time.process_time() - began_cpu) * 1000
    kiosk.check_token(opening["token"])
    _run_until(app, lambda: kiosk.pages.currentWidget() is kiosk.pages.guide)
    began, began_cpu = time.perf_counter(), time.process_time()
    kiosk.pages.guide.begin.click()
    _run_until(app, lambda: kiosk.pages.currentWidget() is kiosk.pages.asking)
    kiosk.pages.asking.grab()
    ballot_ms, ballot_cpu_ms = (time.perf_counter() - began) * 1000, (time.process_time() - began_cpu) * 1000
    say(window_ms=window_ms, window_cpu_ms=window_cpu_ms, ballot_ms=ballot_ms, ballot_cpu_ms=ballot_cpu_ms)
    kiosk.hide()
    paper = line.call_verb(read_ballot_paper, poll_id)
    options = len(paper.definition.question.options)
    for part in asked():
        casts = []
        for place, token in enumerate(part["tokens"]):
            casts.append(_cast_one(caster, seal_ballot(paper, Answer((place % options,))), token))
        say(casts=casts, **used())
    copies.close()
    operations.finish_and_end_threads()


def _cast_one(caster: KeepingCaster, ballot: SealedBallot, token: str) -> tuple[float, float]:
    """Check a slip and cast; wall and processor milliseconds of the cast."""
    caster.check_token(token)
    began, began_cpu = time.perf_counter(), time.process_time()
    caster.cast_ballot(token, ballot)
    return (time.perf_counter() - began) * 1000, (time.process_time() - began_cpu) * 1000


def _run_until(app: QApplication, is_so: Callable[[], bool]) -> None:
    while not is_so():
        app.processEvents()
        time.sleep(0.0005)
    app.processEvents()


def run_desk(line: StationLine, poll_id: PollId) -> None:
    """Admit people and give each a slip; where nobody knows whether it was given, the clerk looks and says so."""
    say(ready=True)
    for person in asked():
        began = time.perf_counter()
        try:
            act_until_sure(line, admit_person, "already_present", person["person"])
            given = act_until_sure(line, give_slip, "slip_already_given", person["person"], poll_id)
        except RuleBroken as refused:
            say(refused=refused.code)
            continue
        took = time.perf_counter() - began
        say(token=given.token if given is not None else "", ms=took * 1000)


def act_until_sure(line: StationLine, verb: Callable[..., T], done: str, *args: Any) -> T | None:
    """Do it; where it is not known whether it was done, again, and `done` then says that it was: None."""
    is_unsure = False
    while True:
        try:
            return line.call_verb(verb, *args)
        except (Conflict, DeviceFault):
            is_unsure = True
            time.sleep(AGAIN_S)
        except RuleBroken as refused:
            if is_unsure and refused.code == done:
                return None
            raise


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
