"""The programs of the `hall` benchmark, each a process of its own: the hubs of a room, its kiosks and its desks.

The hub is `HubKeeper` over `Operations` under a Qt loop, as in the console, without windows. Kiosk and desk are line
and pulse of a station, a kiosk's own sealed copy, and the verbs that their pages call. They are told what to do by
lines of JSON and answer so.
"""

from __future__ import annotations

import json
import os
import queue
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import SystemRandom
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from sukui_desktop.domain.errors import Conflict, DeviceFault, RuleBroken, SukuiError
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.hub.invitation_text import DEFAULT_PORT, invitation_of_qr_text
from sukui_desktop.hub.keeping_caster import KeepingCaster, KioskCopies
from sukui_desktop.hub.kept_enrolment import enrolment_at_place, read_stored_enrolment, store_enrolment
from sukui_desktop.hub.station_line import StationLine, enrol_at_hub
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.hub_keeper import HubKeeper
from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.programs.station_pulse import StationPulse
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.slips import DrawnSlips, draw_slips, give_slip
from sukui_desktop.services.handover.meeting_file_copies import copy_meeting
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.promotion.promotion import (
    PromotionView,
    go_on_after_promotion,
    promote_hub,
    read_promotion,
)
from sukui_desktop.services.vote.ballot_sealing import SealedBallot, seal_ballot
from sukui_desktop.services.vote.lost_slips import replace_lost_slips
from sukui_desktop.services.vote.poll_box import read_ballot_paper
from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Pace
from sukui_desktop.ui.service_queues import Operations

PASSPHRASE = "SUKUI_PASSPHRASE"
AGAIN_S = 0.2
LOOK_MS = 50
REASON = "진행석 컴퓨터가 꺼졌습니다"
T = TypeVar("T")


def main(arguments: list[str]) -> int:
    """Run `hub|promoted MEETING POLL`, or `kiosk|desk|row FOLDER POLL PORT`; port 0: that of the invitation."""
    role, path, poll_id = arguments[0], Path(arguments[1]), PollId(arguments[2])
    if role == "hub":
        return run_hub(path, poll_id)
    if role == "promoted":
        return run_hub(path, poll_id, msgspec.json.decode(sys.stdin.readline(), type=Decision))
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
        run_desk(line, poll_id, path)
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


class Decision(NamedTuple):
    """With what two people let another machine take the place of the hub."""

    proofs: tuple[SignerProof, ...]
    sheet: str


class _Hub(QObject):
    """Opens the meeting, answers stations, and does what its input says; with a decision on another machine."""

    commanded = Signal(object)

    def __init__(self, path: Path, poll_id: PollId, decision: Decision | None) -> None:
        super().__init__()
        self._poll_id, self._decision = poll_id, decision
        self._looks = QTimer(self, interval=LOOK_MS)
        self._looks.timeout.connect(self._look_whether_gathered)
        self._operations = Operations()
        self._keeper = HubKeeper(self._operations)
        self._keeper.started.connect(self._say_ready)
        self._room: Room | None = None
        self._is_ready = self._is_ended = False
        self._brought = 0
        self.commanded.connect(self._do)
        passphrase = os.environ[PASSPHRASE]
        self._operations.run(self, open_meeting, path, passphrase, make_context(), on_done=self._take_room)

    def _take_room(self, room: Room) -> None:
        self._room = room
        if self._decision is None:
            self._operations.run(self, replace_lost_slips, room, self._poll_id, on_done=self._take_slips)
            return
        proofs, sheet = self._decision
        self._operations.run(
            self,
            promote_hub,
            room,
            self._poll_id,
            proofs,
            sheet,
            REASON,
            on_done=self._serve_and_gather,
            on_refused=self._end_with_refusal,
        )

    def _serve_and_gather(self, changes: object) -> None:
        self._take_slips(changes)
        self._looks.start()

    @Slot()
    def _look_whether_gathered(self) -> None:
        self._operations.run(self, read_promotion, self._room, self._poll_id, on_done=self._go_on_if_gathered)

    def _go_on_if_gathered(self, view: PromotionView) -> None:
        if self._looks.isActive() and view.is_under_way and view.is_gathered and self._decision is not None:
            self._looks.stop()
            self._brought = view.ballots
            self._operations.run(
                self,
                go_on_after_promotion,
                self._room,
                self._poll_id,
                self._decision.proofs,
                REASON,
                on_done=self._replace_slips_and_say_so,
                on_refused=self._end_with_refusal,
            )

    def _replace_slips_and_say_so(self, _changes: object) -> None:
        self._operations.run(
            self,
            replace_lost_slips,
            self._room,
            self._poll_id,
            on_done=self._say_that_vote_is_on,
            on_refused=self._end_with_refusal,
        )

    def _say_that_vote_is_on(self, _changes: object) -> None:
        say(on=True, brought=self._brought)

    def _end_with_refusal(self, error: SukuiError) -> None:
        sys.stderr.write(f"{error.code} {error.facts}\n")
        os._exit(1)  # whoever waits for an answer hears that there is none

    def _say_copied(self, _path: Path) -> None:
        say(copied=True)

    def _take_slips(self, _changes: object) -> None:
        assert self._room is not None
        self._keeper.serve_stations_of_room(self._room)
        self._keeper.start(is_for_other_machines=False)

    @Slot()
    def _say_ready(self) -> None:
        if self._is_ready:
            return  # where stations are known it is started for them, and for us
        self._is_ready = True
        [*_, address] = self._keeper.list_addresses()
        say(ready=True, port=int(address.rpartition(":")[2]) if ":" in address else DEFAULT_PORT, **used())

    def _say_slips(self, slips: DrawnSlips) -> None:
        say(tokens=slips.mark_issued_and_list_tokens())

    @Slot(object)
    def _do(self, command: dict[str, Any]) -> None:
        if "invite" in command:
            shown = self._keeper.invite(StationRole(command["invite"]), command["name"])
            say(qr=shown.qr_text)
        elif "copy" in command:
            self._operations.run(
                self,
                copy_meeting,
                self._room,
                Path(command["copy"]),
                on_done=self._say_copied,
                on_refused=self._end_with_refusal,
            )
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


def run_hub(path: Path, poll_id: PollId, decision: Decision | None = None) -> int:
    """Serve a meeting until told to end."""
    app = QApplication([])
    hub = _Hub(path, poll_id, decision)

    def listen() -> None:
        for command in asked():
            hub.commanded.emit(command)
        hub.commanded.emit({"end": True})  # whoever began this process is gone

    threading.Thread(target=listen, daemon=True).start()
    return app.exec()


# Stations.


def asked_of_station(line: StationLine, folder: Path) -> Iterator[dict[str, Any]]:
    """Give what is asked of a station; where the hub is now it hears at once, whatever it is doing, as staff see to."""
    orders: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def listen() -> None:
        for order in asked():
            if "move" in order:
                moved = enrolment_at_place(line.enrolment, line.enrolment.addresses, order["move"])
                store_enrolment(folder, moved)
                line.move_to(moved)
            orders.put(order)
        orders.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while (order := orders.get()) is not None:
        yield order


def until_answered(ask: Callable[..., T], *args: Any, meanwhile: Callable[[], None] = lambda: None) -> T:
    """Ask the very same again until somebody answers and the vote is on, as staff and voters do."""
    while True:
        try:
            return ask(*args)
        except DeviceFault:
            pass
        except RuleBroken as refused:
            if refused.code != "promotion_gathering":
                raise
        meanwhile()
        time.sleep(AGAIN_S)


def run_kiosk(line: StationLine, poll_id: PollId, folder: Path) -> None:
    """Let voters vote: each line is a slip, a mark and how long the voter takes to choose.

    Between the tries of one voter, and while nobody votes, what is kept is held against the box, as `sukui kiosk` does.
    """
    began = time.perf_counter()
    paper = until_answered(line.call_verb, read_ballot_paper, poll_id)
    copies = KioskCopies(folder / "copies", line, SystemRandom())
    caster = KeepingCaster(copies, poll_id)
    until_answered(copies.settle, poll_id)

    def settle() -> None:
        with suppress(SukuiError):
            copies.settle(poll_id, is_at_rest=False)

    say(ready=True, paper_ms=(time.perf_counter() - began) * 1000)
    for voter in asked_of_station(line, folder):
        if "used" in voter:
            say(**used())
            continue
        if "move" in voter:
            until_answered(copies.settle, poll_id)
            continue
        try:
            until_answered(caster.check_token, voter["token"], meanwhile=settle)
            time.sleep(voter["vote_s"])
            at, began, began_cpu = time.time(), time.perf_counter(), time.process_time()
            ballot = seal_ballot(paper, Answer((voter["mark"],)))
            receipt = until_answered(caster.cast_ballot, voter["token"], ballot, meanwhile=settle)
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


def run_desk(line: StationLine, poll_id: PollId, folder: Path) -> None:
    """Admit people and give each a slip; where nobody knows whether it was given, the clerk looks and says so."""
    say(ready=True)
    for person in asked_of_station(line, folder):
        if "move" in person:
            continue
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
