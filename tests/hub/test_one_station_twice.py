"""Two programs with what one station keeps: on one machine the second says so, on two the hub notices it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.errors import Conflict, SukuiError
from sukui_desktop.hub.invitation_text import invitation_as_qr_text
from sukui_desktop.hub.messages import Pulse
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.desk import DeskProgram
from sukui_desktop.services.vote.polls import read_poll_head
from sukui_desktop.storage.file_lock import FileLock
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.wording.refusal_sentences import refusal_sentence
from tests.builders.hub_rooms import HubRoom, hub_room, pulse

HOLD = """
import sys, time
from pathlib import Path
from sukui_desktop.storage.file_lock import FileLock
lock = FileLock(Path(sys.argv[1]))
assert lock.take()
print("held", flush=True)
time.sleep(60)
"""
Make = Callable[[], DeskProgram]


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room") as opened:
        yield opened


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Give a maker of desks of this machine, all with one folder."""
    monkeypatch.setenv("SUKUI_HOME", str(tmp_path / "home"))
    operations, made = Operations(), list[DeskProgram]()

    def make_desk() -> DeskProgram:
        made.append(DeskProgram(operations))
        return made[-1]

    yield make_desk
    for program in made:
        program.end()
        program.hide_work()
        program.waiting.close()
    operations.finish_and_end_threads()


def invitation(held: HubRoom) -> str:
    return invitation_as_qr_text(held.hub.invite(StationRole.DESK, "접수대 1", ("127.0.0.1",), held.server.port))


def test_a_second_program_of_a_station_says_so_and_takes_over_once_the_first_ended(
    qtbot: QtBot, held: HubRoom, make: Make
) -> None:
    """Seen to fail on 0.6.0: both ran, and each was refused out of turn at random."""
    first, second = make(), make()
    first.begin(invitation(held))
    qtbot.waitUntil(lambda: first.window is not None, timeout=10_000)
    second.begin()
    assert second.line is None
    assert second.window_to_show().isVisible()
    assert second.waiting.why.text() == refusal_sentence(Conflict("station_program_open"))
    assert not second.waiting.address.isVisible()
    with pytest.raises(Conflict) as refused:  # as the console starts it: the console says it
        make().begin(invitation(held))
    assert refused.value.code == "station_program_open"
    first.end()
    first.hide_work()
    second.begin()
    qtbot.waitUntil(lambda: second.window is not None, timeout=10_000)


def test_a_lock_ends_with_its_program_however_it_ends(tmp_path: Path) -> None:
    """Mutant: a file that a killed program left behind counts as a lock."""
    path = tmp_path / "one" / "in-use"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        lock = FileLock(path)
        assert lock.is_held_elsewhere()
        assert not lock.take()
        other.kill()
        other.wait()
        assert path.exists()
        assert lock.take()
        assert not lock.is_held_elsewhere()
        assert FileLock(path).is_held_elsewhere()
        lock.release()


def test_a_copied_folder_is_noticed_while_both_are_at_work(held: HubRoom) -> None:
    """Mutant: two machines with one certificate are one station, whose questions are refused out of turn at random."""
    enrolment = held.enrol(StationRole.DESK, "접수대 1")
    first, second = StationLine(enrolment), StationLine(enrolment)
    for _ in range(3):
        first.send_pulse(pulse())
    assert not held.hub.list_reports()[0].is_double
    for _ in range(3):
        second.send_pulse(pulse())
        first.send_pulse(pulse())
    assert held.hub.list_reports()[0].is_double
    first.close()
    second.close()


def test_one_station_on_a_bad_cable_is_no_copy(held: HubRoom) -> None:
    """Each line that it left may still deliver one pulse. Mutant: every pulse of an older line is called a copy."""
    held.enrol()
    [heard] = held.hub.list_reports()
    for connection in (1, 2, 1, 3, 2, 4, 5, 6, 4, 3):
        held.hub.take_pulse_and_answer(heard.row, pulse(), connection)
    assert not held.hub.list_reports()[0].is_double
    held.hub.take_pulse_and_answer(heard.row, pulse(), 4)
    assert held.hub.list_reports()[0].is_double


def test_a_copy_that_lies_about_its_line_does_not_shut_the_station_out(
    held: HubRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail on 0.6.0: a question with line = 2**64 - 1 refused every later one until the hub was restarted."""
    honest = held.line()
    honest.call_verb(read_poll_head, held.poll_id)
    copy = StationLine(honest.enrolment)
    made = copy._open_line()
    copy._verb_line = made
    for line in (2**64 - 1, 2**53 - 1, made.number + 1):
        made.number = line
        with pytest.raises(SukuiError) as refused:
            copy.call_verb(read_poll_head, held.poll_id)
        assert refused.value.code == "message_unreadable"
        honest.call_verb(read_poll_head, held.poll_id)
    honest.close()
    copy.close()


BAD: tuple[dict[str, object], ...] = (
    {"battery": 10**15},
    {"battery": -2},
    {"kept": -5},
    {"kept": 10**9},
    {"program": "0" * 4_000_000},
    {"program": "0.6.0\n"},
    {"program": "<b>0.6</b>"},
    {"clock_ms": -1},
    {"clock_ms": 2**62},
    {"seen": -(2**60)},
    {"serves": "ㄱ" * 200},
)


@pytest.mark.parametrize("said", BAD, ids=lambda said: f"{next(iter(said))} {str(next(iter(said.values())))[:12]}")
def test_what_a_station_says_of_itself_is_bounded(held: HubRoom, said: dict[str, object]) -> None:
    """Seen to fail on 0.6.0: it came to the table of the console as it was."""
    line = held.line()
    line.send_pulse(pulse())
    with pytest.raises(SukuiError) as refused:
        line.send_pulse(replace(pulse(), **said))
    assert refused.value.code in ("message_unreadable", "message_too_long")
    [heard] = held.hub.list_reports()
    assert held.hub._pulses[heard.row.station_id][0] == pulse()
    line.close()


def test_what_honest_stations_say_is_taken(held: HubRoom) -> None:
    line = held.line()
    for said in (
        Pulse(protocol=pulse().protocol, program="0.6.1.dev3+g1a2b", seen=0, clock_ms=0, battery=100, kept=0),
        replace(pulse(), serves="ㄱ–ㅂ", battery=0, kept=10_000),
        replace(pulse(), serves="ㅎ", clock_ms=4_102_444_800_000),
    ):
        line.send_pulse(said)
        [report] = held.hub.list_reports()
        assert held.hub._pulses[report.row.station_id][0] == said
    line.close()
