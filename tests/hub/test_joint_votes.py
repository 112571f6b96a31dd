"""A desk of its own takes the list of another place in over the line, and both desks refuse whom it names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.hub.station_line import StationLine
from sukui_desktop.models.station import StationRole
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.services.prepare.roster import add_person
from sukui_desktop.services.vote.joint_votes import (
    begin_joint_vote,
    join_joint_vote,
    list_doubles,
    make_place_list,
    preview_place_list,
    read_places_snapshot,
    take_place_list,
)
from tests.builders import rooms, three_places
from tests.builders.hub_rooms import HubRoom, hub_room


@pytest.fixture
def held(tmp_path: Path) -> Iterator[HubRoom]:
    with hub_room(tmp_path / "room") as opened:
        yield opened


def test_a_list_is_taken_in_over_the_line_and_every_desk_refuses(held: HubRoom, tmp_path: Path) -> None:
    desks = [StationLine(held.enrol(StationRole.DESK, f"접수대 {number}")) for number in (1, 2)]
    words = " ".join(held.call(begin_joint_vote, held.poll_id, "시청").words)
    other, its_poll = three_places.make_place(tmp_path / "other", 1)
    first = desks[0].call_verb(make_place_list, held.poll_id).content
    join_joint_vote(other, its_poll, "복지관", first, words)
    draft = PersonDraft(number="900", name="주민1", channel="주민", role="주민", phone_last4="0001")
    there = add_person(other, draft).person_id
    admit_person(other, there)
    give_slip(other, there, its_poll)
    content = make_place_list(other, its_poll).content
    close_meeting_and_boxes(other)
    assert desks[0].call_verb(preview_place_list, content).on_roster == 1
    assert desks[0].call_verb(take_place_list, content).added == 1
    assert not desks[1].call_verb(take_place_list, content).changes
    person_id = held.call(rooms.person_ids)[0]
    desks[1].call_verb(admit_person, person_id)
    for desk in desks:
        with pytest.raises(RuleBroken) as caught:
            desk.call_verb(give_slip, person_id, held.poll_id)
        assert (caught.value.code, caught.value.facts["place"]) == ("voted_elsewhere", "복지관")
    [vote] = desks[1].call_verb(read_places_snapshot).votes
    assert vote.elsewhere == (("복지관", 1),)
    assert desks[1].call_verb(list_doubles, held.poll_id) == ()
    for desk in desks:
        desk.close()
