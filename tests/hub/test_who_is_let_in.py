"""Who is let in and who is refused in words: codes, roles, revoked and paused stations, other rooms, other versions."""

from __future__ import annotations

import asyncio
import http.client
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import DeviceFault, RuleBroken, SukuiError, SyncRefused
from sukui_desktop.hub import messages, station_line
from sukui_desktop.hub.allowed_verbs import ALLOWED
from sukui_desktop.hub.messages import (
    PROTOCOL,
    REFUSED_STATUS,
    EnrolmentAsked,
    VerbAsked,
    wire_name_of_verb,
    wire_shape_of_verb,
)
from sukui_desktop.hub.room_hub import MOST_WRONG_CODES
from sukui_desktop.hub.room_tls import first_contact_tls_context, station_tls_context
from sukui_desktop.hub.secured_connections import connect_secured
from sukui_desktop.hub.station_line import StationLine, enrol_at_hub
from sukui_desktop.models.station import StationRole
from sukui_desktop.record.hub_and_station_certificates import make_certificate_request
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.saved_unfinished_words import list_unfinished_words, save_unfinished_words
from sukui_desktop.services.stations.enrolled_stations import pause_station, resume_station, revoke_station
from sukui_desktop.services.vote.polls import read_poll_head
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom, hub_room, pulse


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path) as opened:
        yield opened


def refusal(act: object, *args: object) -> str:
    with pytest.raises(SukuiError) as refused:
        act(*args)  # type: ignore[operator]
    return refused.value.code


def test_a_code_is_good_once_and_for_its_role_alone(held: HubRoom) -> None:
    invitation = held.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), held.server.port)
    assert refusal(enrol_at_hub, invitation, StationRole.DESK) == "station_other_role"
    enrol_at_hub(invitation, StationRole.KIOSK)
    assert refusal(enrol_at_hub, invitation, StationRole.KIOSK) == "invitation_not_good"


def test_names_whose_code_is_out_are_known_until_it_is_used_or_withdrawn(held: HubRoom) -> None:
    invited = held.hub.invite(StationRole.DESK, "접수대 1", ("127.0.0.1",), held.server.port)
    held.hub.invite(StationRole.DESK, "접수대 2", ("127.0.0.1",), held.server.port)
    assert held.hub.list_invited_names() == ("접수대 1", "접수대 2")
    enrol_at_hub(invited, StationRole.DESK)
    assert held.hub.list_invited_names() == ("접수대 2",)
    held.hub.withdraw_invitations()
    assert held.hub.list_invited_names() == ()


def test_wrong_codes_end_every_code_that_is_out(held: HubRoom) -> None:
    """Mutant: without the count a code of thirty bits is guessed in a night."""
    invitation = held.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), held.server.port)
    for step in range(1, MOST_WRONG_CODES + 1):
        wrong = replace(invitation, code=(invitation.code + step) % 2**30)
        assert refusal(enrol_at_hub, wrong, StationRole.KIOSK) == "invitation_not_good"
    assert refusal(enrol_at_hub, invitation, StationRole.KIOSK) == "invitation_not_good"


def test_a_hub_with_another_key_is_given_no_code(held: HubRoom) -> None:
    invitation = held.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), held.server.port)
    assert (
        refusal(enrol_at_hub, replace(invitation, fingerprint=invitation.fingerprint ^ 1), StationRole.KIOSK)
        == "hub_of_another"
    )
    enrol_at_hub(invitation, StationRole.KIOSK)


def test_a_revoked_station_is_refused_on_its_live_line(held: HubRoom) -> None:
    line = held.line()
    line.call_verb(read_poll_head, held.poll_id)
    held.call(revoke_station, line.enrolment.station_id, "잃어버렸습니다")
    held.refresh()
    assert refusal(line.call_verb, read_poll_head, held.poll_id) == "station_revoked"
    assert refusal(line.send_pulse, pulse()) == "station_revoked"
    line.close()


def test_a_paused_station_takes_nothing_and_goes_on_later(held: HubRoom) -> None:
    line = held.line()
    held.call(pause_station, line.enrolment.station_id)
    held.refresh()
    assert refusal(line.call_verb, read_poll_head, held.poll_id) == "station_paused"
    assert line.send_pulse(pulse()).is_paused
    held.call(resume_station, line.enrolment.station_id)
    held.refresh()
    line.call_verb(read_poll_head, held.poll_id)
    line.close()


def test_a_kiosk_may_not_read_the_roster(held: HubRoom) -> None:
    line = held.line()
    assert refusal(line.call_verb, list_people) == "verb_not_allowed"
    line.close()


def test_a_station_of_another_room_and_one_without_a_certificate_are_told_so(held: HubRoom, tmp_path: Path) -> None:
    with hub_room(tmp_path / "other") as other:
        stranger = replace(other.enrol(), port=held.server.port)
    assert refusal(StationLine(stranger).send_pulse, pulse()) == "hub_of_another_meeting"
    assert refusal(held.hub.find_station, None) == "station_not_enrolled"


def test_another_version_is_refused_in_words(held: HubRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    line = held.line()
    assert refusal(line.send_pulse, replace(pulse(), protocol=PROTOCOL + 1)) == "station_other_version"
    asked = EnrolmentAsked(
        protocol=PROTOCOL + 1, role=StationRole.KIOSK, code=1, request=make_certificate_request().request
    )
    with pytest.raises(SyncRefused):
        asyncio.run(held.hub.enrol_station(asked))
    monkeypatch.setattr(station_line, "PROTOCOL", PROTOCOL + 1)
    assert refusal(StationLine(line.enrolment).call_verb, read_poll_head, held.poll_id) == "station_other_version"
    line.close()
    assert messages.PROTOCOL == PROTOCOL


def test_nobody_there_is_said_as_nothing_sent(held: HubRoom) -> None:
    line = held.line(patience_s=0.2)
    held.server.stop()
    with pytest.raises(DeviceFault) as refused:
        line.call_verb(read_poll_head, held.poll_id)
    assert refused.value.code == "hub_not_reached"


def test_a_name_that_is_taken_leaves_the_code_good(held: HubRoom) -> None:
    held.enrol()
    invitation = held.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), held.server.port)
    for _ in range(2):
        with pytest.raises(RuleBroken) as refused:
            enrol_at_hub(invitation, StationRole.KIOSK)
        assert refused.value.code == "station_name_taken"


@pytest.mark.parametrize("shut_out", [partial(revoke_station, reason="잃어버렸습니다"), pause_station])
def test_a_question_that_was_under_way_is_not_begun_for_who_was_shut_out(
    held: HubRoom, shut_out: Callable[..., Changes]
) -> None:
    """Mutant: who asks is looked up when the question begins to come, and it may take an hour to come."""
    enrolled = held.enrol(StationRole.DESK, "접수대 1")
    packed, named = wire_shape_of_verb(admit_person).encode_arguments((held.call(rooms.person_ids)[0],), {})
    name = wire_name_of_verb(admit_person)
    number = held.hub.say_hello().line
    body = msgspec.msgpack.encode(
        VerbAsked(number=1, run="x", line=number, hub_run="", verb=name, args=packed, named=named)
    )
    context = station_tls_context(enrolled.own, enrolled.authority)
    with connect_secured((socket.AF_INET, ("127.0.0.1", held.server.port)), context) as line:
        line.sendall(f"POST /verb HTTP/1.1\r\nHost: hub\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[:9])
        time.sleep(0.3)  # the hub has read who asks
        held.call(shut_out, enrolled.station_id)
        held.refresh()
        before = held.call(rooms.snapshot)
        line.sendall(body[9:])
        with http.client.HTTPResponse(line) as answer:
            answer.begin()
            assert answer.status == REFUSED_STATUS
    assert held.call(rooms.snapshot) == before


@pytest.mark.parametrize("role", StationRole)
def test_arguments_that_no_verb_takes_are_a_refusal_and_no_bug_of_the_console(held: HubRoom, role: StationRole) -> None:
    """Mutant: arguments that are missing, given twice or named in vain are called with: the console showed a bug and
    ended, with every other station's hub."""
    held.enrol(role, "기기 1")
    [heard] = held.hub.list_reports()
    line = held.hub.say_hello().line
    number = 0
    for name, verb in ALLOWED[role].items():
        first = next(iter(wire_shape_of_verb(verb).parameters), "")
        word = msgspec.msgpack.encode("x")
        wrong = [((), {"nobody": word}), ((word,), {first: word}), ((word,) * 20, {}), ((b"\xc1",), {})]
        signature = wire_shape_of_verb(verb).signature
        wrong += [((), {})] if any(each.default is each.empty for each in signature.parameters.values()) else []
        for args, named in wrong:
            number += 1
            asked = VerbAsked(number=number, run="x", line=line, hub_run="", verb=name, args=args, named=named)
            with pytest.raises(SukuiError) as refused:
                asyncio.run(held.hub.call_verb(heard.row, asked))
            assert refused.value.code == "verb_arguments", name


def test_a_station_speaks_for_itself_alone(held: HubRoom) -> None:
    """Mutant: a bad recorder reads and overwrites what others type, a bad kiosk says that another handed over."""
    first, second = (held.enrol(StationRole.RECORDER, name) for name in ("서기석 1", "서기석 2"))
    line = StationLine(first)
    assert line.call_verb(list_unfinished_words, station=first.station_id) == ()
    for other in (second.station_id, ""):
        assert refusal(line.call_verb, save_unfinished_words, (), other) == "verb_not_allowed"
        assert refusal(partial(line.call_verb, list_unfinished_words, station=other)) == "verb_not_allowed"
    assert refusal(line.call_verb, list_unfinished_words) == "verb_not_allowed"
    line.close()


def test_who_was_not_let_in_sends_no_long_message(held: HubRoom) -> None:
    """Mutant: anybody on the cable lets the console read as much as a kiosk's whole copy."""
    with connect_secured((socket.AF_INET, ("127.0.0.1", held.server.port)), first_contact_tls_context()) as line:
        line.sendall(b"POST /enrol HTTP/1.1\r\nHost: hub\r\nContent-Length: 3000000\r\n\r\n" + bytes(100_000))
        line.settimeout(5.0)
        with http.client.HTTPResponse(line) as answer:
            answer.begin()
            assert answer.status == REFUSED_STATUS


def test_a_code_that_was_withdrawn_amid_a_request_stays_so(held: HubRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutant: a request that fails gives its code back, though staff have closed the window with it."""
    invitation = held.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), held.server.port)

    def submit_and_withdraw(*call: Any) -> Any:
        held.hub.withdraw_invitations()
        return held.submit(*call)

    monkeypatch.setattr(held.hub, "_submit", submit_and_withdraw)
    codes = []
    for request in (b"x", make_certificate_request().request):
        asked = EnrolmentAsked(protocol=PROTOCOL, role=StationRole.KIOSK, code=invitation.code, request=request)
        with pytest.raises(SukuiError) as refused:
            asyncio.run(held.hub.enrol_station(asked))
        codes.append(refused.value.code)
    assert codes == ["certificate_request_unreadable", "invitation_not_good"]
