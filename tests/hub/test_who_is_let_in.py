"""Who is let in and who is refused in words: codes, roles, revoked and paused stations, other rooms, other versions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.errors import DeviceFault, RuleBroken, SukuiError, SyncRefused
from sukui_desktop.hub import messages, station_line
from sukui_desktop.hub.messages import PROTOCOL, EnrolmentAsked
from sukui_desktop.hub.room_hub import MOST_WRONG_CODES
from sukui_desktop.hub.station_line import StationLine, enrol_at_hub
from sukui_desktop.models.station import StationRole
from sukui_desktop.record.room_certificates import make_certificate_request
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.stations.enrolled_stations import pause_station, resume_station, revoke_station
from sukui_desktop.services.vote.polls import read_poll_head
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


def test_wrong_codes_end_every_code_that_is_out(held: HubRoom) -> None:
    """Mutant: without the count a code of thirty bits is guessed in a night."""
    invitation = held.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), held.server.port)
    for step in range(1, MOST_WRONG_CODES + 1):
        wrong = replace(invitation, code=(invitation.code + step) % 2**30)
        assert refusal(enrol_at_hub, wrong, StationRole.KIOSK) == "invitation_not_good"
    assert refusal(enrol_at_hub, invitation, StationRole.KIOSK) == "invitation_not_good"


def test_a_hub_with_another_key_is_given_no_code(held: HubRoom) -> None:
    invitation = held.hub.invite(StationRole.KIOSK, "키오스크 1", ("127.0.0.1",), held.server.port)
    assert refusal(enrol_at_hub, replace(invitation, pin=invitation.pin ^ 1), StationRole.KIOSK) == "hub_of_another"
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
