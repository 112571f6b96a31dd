"""One person once, across places: three booths that never saw each other exchange lists."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from sukui_desktop.documents.write.minutes import minutes_text
from sukui_desktop.domain.entitlement_check import EntitlementFault
from sukui_desktop.domain.errors import BadInput, RuleBroken, SukuiError
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.domain.papers.poll_closing_decisions import DoublesRecord
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.joint_vote import DoubleDecision, SlipElsewhereRow
from sukui_desktop.models.people import PersonRow
from sukui_desktop.record.place_list import MAGIC, decode_place_list
from sukui_desktop.services.checkin.attendance import admit_paper_list
from sukui_desktop.services.checkin.entitlement import check_entitlement
from sukui_desktop.services.checkin.slips import give_slip, return_slip
from sukui_desktop.services.handover.poll_reports import issue_closing_report
from sukui_desktop.services.minutes.minutes import compose_minutes_so_far
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.roster import add_person
from sukui_desktop.services.vote.joint_votes import (
    OtherSystemVoter,
    begin_joint_vote,
    decide_double,
    join_joint_vote,
    list_doubles,
    list_joint_votes,
    list_slips_elsewhere,
    make_place_list,
    name_place,
    preview_place_list,
    take_place_list,
    take_voters_of_other_system,
)
from sukui_desktop.services.vote.selection_and_certification import find_certification_obstacle
from sukui_desktop.wording.poll_closing_decisions import doubles_words
from tests.builders import rooms, three_places

Place = tuple[Room, PollId]


@pytest.fixture
def places(tmp_path: Path) -> Iterator[list[Place]]:
    made = three_places.joined_places(tmp_path)
    yield made
    for room, _ in made:
        close_meeting_and_boxes(room)


def carry(source: Place, target: Place) -> None:
    take_place_list(target[0], make_place_list(*source).content)


def refused(act: object, *arguments: object) -> SukuiError:
    assert callable(act)
    with pytest.raises(SukuiError) as caught:
        act(*arguments)
    return caught.value


def test_who_has_a_slip_elsewhere_is_refused_with_where_and_when(places: list[Place]) -> None:
    one, two, three = places
    three_places.give(*one, 0)
    carry(one, two)
    error = refused(three_places.give, *two, 0)
    assert isinstance(error, RuleBroken)
    assert error.code == "voted_elsewhere"
    assert "김영수" in str(error.facts["name"])
    assert error.facts["place"] == three_places.PLACES[0]
    assert error.facts["when"]
    three_places.give(*two, 5)  # a namesake of another day of birth
    three_places.give(*three, 0)  # no list came here


def test_a_list_comes_through_a_third_place(places: list[Place]) -> None:
    one, two, three = places
    three_places.give(*one, 0)
    carry(one, two)
    carry(two, three)
    assert refused(three_places.give, *three, 0).facts["place"] == three_places.PLACES[0]


def test_a_paper_list_with_somebody_who_voted_elsewhere_admits_nobody(places: list[Place]) -> None:
    one, two, _ = places
    three_places.give(*one, 0)
    three_places.give(*one, 1)
    carry(one, two)
    numbers = [row.number for row in rooms.rows_of(two[0], PersonRow) if row.number]
    error = refused(admit_paper_list, two[0], numbers, two[1])
    assert (error.code, error.facts["count"]) == ("voted_elsewhere_several", 2)


def test_a_slip_that_came_back_takes_its_entry_back(places: list[Place]) -> None:
    one, two, _ = places
    given = three_places.give(*one, 0)
    old = make_place_list(*one).content
    take_place_list(two[0], old)
    return_slip(one[0], three_places.person_of(one[0], 0), one[1], given.token)
    carry(one, two)
    take_place_list(two[0], old)  # the older list once more
    three_places.give(*two, 0)
    assert list_doubles(*two) == ()


@pytest.mark.parametrize("order", list(permutations(range(3)))[::2])
def test_three_places_list_every_double_once_when_they_meet(places: list[Place], order: tuple[int, ...]) -> None:
    for place, whom in zip(places, ((0, 1, 2), (0, 3), (0, 1, 4, 5)), strict=True):
        for who in whom:
            three_places.give(*place, who)
    lists = [make_place_list(*place).content for place in places]
    for room, poll_id in places:
        for at in order:
            take_place_list(room, lists[at])  # its own too
        found = list_doubles(room, poll_id)
        assert sorted((len(view.givings), view.name[:3]) for view in found) == [(2, "이하나"), (3, "김영수")]
        assert sum(given.is_here for view in found for given in view.givings) > 0
        [vote] = list_joint_votes(room)
        assert vote.doubles == 2
        again = preview_place_list(room, lists[0])
        assert (again.added, again.gone, again.doubles) == (0, 0, 2)


def test_people_decide_a_double_and_it_is_listed_as_decided(places: list[Place]) -> None:
    one, two, _ = places
    three_places.give(*one, 0)
    three_places.give(*two, 0)
    carry(one, two)
    [view] = list_doubles(*two)
    givings = [given.giving for given in view.givings]
    decide_double(*two, view.person_id, givings, DoubleDecision.TWICE, "김하나", "본인이 두 곳에서 받았다고 함")
    [view] = list_doubles(*two)
    assert view.decision is not None
    assert (view.decision.decision, view.decision.decided_by) == (DoubleDecision.TWICE, "김하나")
    assert list_joint_votes(two[0])[0].doubles == 0


def test_another_person_of_the_same_marks_is_given_a_slip_once_people_said_so(places: list[Place]) -> None:
    one, two, _ = places
    three_places.give(*one, 0)
    carry(one, two)
    refused(three_places.give, *two, 0)
    person_id = three_places.person_of(two[0], 0)
    slips = list_slips_elsewhere(*two, person_id)
    decide_double(
        *two, person_id, [each.giving for each in slips], DoubleDecision.TWO_PEOPLE, "김하나", "신분증의 주소가 다름"
    )
    give_slip(two[0], person_id, two[1])
    [view] = list_doubles(*two)
    assert view.decision is not None


@pytest.mark.parametrize(("by", "why", "code"), [("", "이유", "decider_missing"), ("김하나", " ", "reason_missing")])
def test_a_decision_has_who_and_why(places: list[Place], by: str, why: str, code: str) -> None:
    one, two, _ = places
    three_places.give(*one, 0)
    carry(one, two)
    [slip] = list_slips_elsewhere(*two, three_places.person_of(two[0], 0))
    error = refused(decide_double, *two, "", [slip.giving], DoubleDecision.TWICE, by, why)
    assert error.code == code
    unknown = refused(decide_double, *two, "", ["a:1"], DoubleDecision.TWICE, "김하나", "이유")
    assert unknown.code == "double_unknown"


def test_people_of_the_online_list_are_refused_and_the_list_may_come_twice(places: list[Place]) -> None:
    one, two, _ = places
    voters = [OtherSystemVoter(name="김 영수", birth="1960.03.05"), OtherSystemVoter(name="없는이", phone_last4="9999")]
    assert take_voters_of_other_system(*one, "온라인", voters, bytes(32)).added == 2
    assert take_voters_of_other_system(*one, "온라인", voters, bytes(32)).added == 0
    carry(one, two)
    for place in (one, two):
        assert refused(three_places.give, *place, 0).code == "voted_in_other_system"
    error = refused(take_voters_of_other_system, *one, "온라인", [OtherSystemVoter(name="이름만")], bytes(32))
    assert (error.code, error.facts["lines"]) == ("voters_unknowable", ("1",))


def test_a_place_that_was_restored_learns_from_the_others_what_it_had_given(places: list[Place]) -> None:
    """A copy from before the slip is opened on another machine: its own slip is known from the list of the other."""
    one, two, _ = places
    room, poll_id = one
    before = room.path.with_name("사본.sukui")
    with room.reading() as tx:
        tx.journal.newest_heads()
    room.file.checkpoint_wal()
    before.write_bytes(room.path.read_bytes())
    three_places.give(room, poll_id, 0)
    carry(one, two)
    key, folder = room.file.file_key, room.path.parent / "restored"
    folder.mkdir()
    from sukui_desktop.services.meeting_opening import open_with_key

    restored = open_with_key(before, key, rooms.make_context(folder))
    take_place_list(restored, make_place_list(*two).content)
    [slip] = list_slips_elsewhere(restored, poll_id, three_places.person_of(restored, 0))
    assert slip.place == three_places.PLACES[0]
    close_meeting_and_boxes(restored)


def test_an_own_list_changes_nothing(places: list[Place]) -> None:
    three_places.give(*places[0], 0)
    taken = take_place_list(places[0][0], make_place_list(*places[0]).content)
    assert not taken.changes
    assert not rooms.rows_of(places[0][0], SlipElsewhereRow)


def changed_in_body(content: bytes) -> bytes:
    """Somebody took a line out and made the checksum right again, without the key."""
    import hashlib

    from msgspec.structs import replace

    from sukui_desktop.domain import canonical_bytes

    listed = decode_place_list(content)
    body = canonical_bytes.encode(replace(listed, givings=()))
    head = len(MAGIC) + 1
    return content[:head] + hashlib.sha256(body).digest() + content[head + 32 : head + 64] + body


def test_what_is_no_list_of_this_vote_is_refused_in_words(places: list[Place], tmp_path: Path) -> None:
    one, two, _ = places
    three_places.give(*one, 0)
    content = make_place_list(*one).content
    for broken, code in (
        (b"PK\x03\x04", "list_foreign"),
        (b"", "list_foreign"),
        (MAGIC, "list_foreign"),
        (MAGIC + b"\x02" + content[11:], "list_newer"),
        (content[:-1], "list_damaged"),
        (content[:200] + b"\x00" + content[201:], "list_damaged"),
        (changed_in_body(content), "list_changed"),
    ):
        for verb in (preview_place_list, take_place_list):
            error = refused(verb, two[0], broken)
            assert isinstance(error, BadInput)
            assert error.code == code
    other, poll_id = three_places.make_place(tmp_path / "other", 0)
    assert preview_place_list(other, content).poll_id is None
    assert refused(take_place_list, other, content).code == "list_of_another_vote"
    assert refused(join_joint_vote, other, poll_id, "다른 곳", content, "아무 말").code == "list_words_wrong"
    begin_joint_vote(other, poll_id, "다른 곳")
    assert refused(take_place_list, two[0], make_place_list(other, poll_id).content).code == "list_of_another_vote"
    assert refused(begin_joint_vote, other, poll_id, "다른 곳").code == "joint_vote_already"
    close_meeting_and_boxes(other)


def test_words_are_read_however_they_are_typed(places: list[Place], tmp_path: Path) -> None:
    one, *_ = places
    words = list_joint_votes(one[0])[0].words
    typed = "\n".join(f"{at}. {word}" for at, word in enumerate(words, start=1))
    other, poll_id = three_places.make_place(tmp_path / "other", 1)
    three_places.give(*one, 0)
    assert join_joint_vote(other, poll_id, "늦은 곳", make_place_list(*one).content, typed).added == 1
    assert list_joint_votes(other)[0].words == words
    close_meeting_and_boxes(other)


def test_a_list_says_nothing_that_its_reader_could_know_without_the_key(places: list[Place]) -> None:
    one, *_ = places
    three_places.give(*one, 1)
    content = make_place_list(*one).content
    for said in ("이하나", "0001", "1961", three_places.person_of(one[0], 1)):
        assert said.encode() not in content
    assert all(given.at_ms % 60_000 == 0 for given in decode_place_list(content).givings)


def test_a_place_is_called_otherwise(places: list[Place]) -> None:
    one, two, _ = places
    three_places.give(*one, 0)
    name_place(*one, "  동주민센터 2층 ")
    carry(one, two)
    assert refused(three_places.give, *two, 0).facts["place"] == "동주민센터 2층"
    assert not name_place(*one, "동주민센터 2층")
    assert refused(name_place, *one, " ").code == "place_missing"


def test_the_key_goes_with_the_end_of_the_poll(places: list[Place]) -> None:
    room, poll_id = places[0]
    three_places.give(room, poll_id, 0)
    rooms.void(room, poll_id)
    assert refused(make_place_list, room, poll_id).code == "joint_vote_over"
    [vote] = list_joint_votes(room)
    assert vote.is_over


def test_a_vote_taken_back_to_its_draft_keeps_its_key(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    poll_id = rooms.ready_poll(room)
    begin_joint_vote(room, poll_id, "시청")
    rooms.withdraw(room, poll_id)
    assert make_place_list(room, poll_id).people == 0
    close_meeting_and_boxes(room)


def test_papers_say_what_people_found_and_the_count_stays(places: list[Place]) -> None:
    """Mutants: a later decision about the same slips counts beside the first; the closing report says nothing."""
    one, two, _ = places
    three_places.give(*one, 0)
    three_places.give(*two, 0)
    carry(one, two)
    [view] = list_doubles(*two)
    givings = [given.giving for given in view.givings]
    for decision in (DoubleDecision.TWO_PEOPLE, DoubleDecision.TWICE):
        decide_double(*two, view.person_id, givings, decision, "김하나", "확인함")
    rooms.close(*two)
    report = issue_closing_report(*two).report
    decide_double(*two, view.person_id, givings, DoubleDecision.TWO_PEOPLE, "김하나", "다시 확인함")
    assert report.closing.doubles == DoublesRecord(twice=1, two_people=0)
    assert report.content.figures == issue_closing_report(*two).report.content.figures
    [poll] = compose_minutes_so_far(two[0]).polls
    assert poll.closing.doubles == DoublesRecord(twice=0, two_people=1)
    assert doubles_words(poll.closing) in minutes_text(compose_minutes_so_far(two[0]))


def test_a_result_is_certified_once_people_decided_every_double(places: list[Place]) -> None:
    one, two, _ = places
    three_places.give(*one, 0)
    three_places.give(*two, 0)
    carry(one, two)
    rooms.bring_to(*two, "selected")
    error = refused(rooms.certify, *two)
    assert (error.code, error.facts["count"]) == ("doubles_undecided", 1)
    assert find_certification_obstacle(*two) == "doubles_undecided"
    [view] = list_doubles(*two)
    givings = [given.giving for given in view.givings]
    decide_double(*two, view.person_id, givings, DoubleDecision.TWICE, "김하나", "확인하지 못함")
    rooms.certify(*two)


def test_the_check_before_the_opening_names_who_no_other_place_could_know(places: list[Place]) -> None:
    room, poll_id = places[0]
    unknown = add_person(room, PersonDraft(number="99", name="한무명", channel="주민", role="주민")).person_id
    lines = check_entitlement(room, poll_id).lines
    assert [(line.finding.person_id, line.finding.fault) for line in lines if line.role != "참관인"] == [
        (unknown, EntitlementFault.UNKNOWN_ELSEWHERE)
    ]


def test_a_poll_that_is_a_draft_has_no_electorate_to_check(places: list[Place]) -> None:
    room, _ = places[0]
    assert refused(check_entitlement, room, rooms.drafted_poll(room, title="다음 투표")).code == "poll_not_ready"
