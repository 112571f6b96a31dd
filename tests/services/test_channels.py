"""Other channels of a poll in a real room: files in, out, missing and empty, and what the list makes of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.channel.channel_result_file import (
    ChannelMapping,
    ChannelReading,
    ChannelResult,
    ChannelTotals,
)
from sukui_desktop.domain.errors import BadInput, NotFound, SukuiError, VerifyFailed
from sukui_desktop.domain.facts.poll import PollSelected
from sukui_desktop.domain.question.channels import Channel, Channels, ChannelSource, EmptyChannel
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.selection.outcome_of_case import decide_case
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.domain.verification_findings import Verification
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import ConflictRow
from sukui_desktop.models.poll import ChannelRow, PollRow
from sukui_desktop.services.file_reading_and_saving import read_file, save_file
from sukui_desktop.services.handover.result_and_attendance_papers import compose_result_sheet, make_public_result_file
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.services.vote.channel_results import (
    accept_channel_result,
    declare_channel_empty,
    list_channels,
    preview_channel_result,
    read_channel_file,
    remove_channel_result,
)
from sukui_desktop.services.vote.polls import open_poll, read_poll
from sukui_desktop.services.vote.selection_and_certification import read_decision_case
from sukui_desktop.storage.meeting_file_check import check_meeting_file
from tests.builders import rooms

HALL = Channel(key="hall", name="현장", weight="1/2", source=ChannelSource.BOX)
ONLINE = Channel(key="online", name="온라인 시민", weight="2/5")
SURVEY = Channel(key="survey", name="설문", weight="1/10")
THREE = replace(rooms.DRAFT, channels=Channels(channels=(ONLINE, HALL, SURVEY)))
TABLE = """온라인 투표 결과,,
투표자 수,"1,000",
무효,100,
사업코드,사업명,득표수
P000,사업 0,"900"
P001,사업 1,450
P002,사업 2,300
P003,사업 3,0
P004,사업 4,0표
P005,사업 5,90
합계,,"1,740"
"""


@pytest.fixture
def ready(tmp_path: Path) -> Iterator[tuple[Room, PollId]]:
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    yield room, rooms.ready_poll(room, THREE)
    close_meeting_and_boxes(room)


@pytest.fixture
def voting(tmp_path: Path) -> Iterator[tuple[Room, PollId]]:
    room, poll_id = rooms.open_room(tmp_path, THREE)
    yield room, poll_id
    close_meeting_and_boxes(room)


def _table(folder: Path, content: str = TABLE, name: str = "온라인.csv") -> ChannelReading:
    path = folder / name
    path.write_bytes(content.encode("cp949"))
    return read_channel_file(read_file(path))


def _refused(deed: Callable[[], object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(SukuiError) as refused:
        deed()
    return refused.value.code, dict(refused.value.facts)


def _accept(room: Room, poll_id: PollId, folder: Path, key: str = "online") -> None:
    accept_channel_result(room, poll_id, key, _table(folder), None, "김 책임")


def _vote(room: Room, poll_id: PollId, *ballots: list[int]) -> None:
    for token, marks in zip(rooms.admit_with_slips(room, poll_id, len(ballots)), ballots, strict=True):
        rooms.vote(room, poll_id, token, marks)


def _outcome(room: Room, poll_id: PollId) -> Outcome:
    outcome = read_poll(room, poll_id).outcome
    assert outcome is not None
    return outcome


def test_a_file_comes_in_with_its_hash_and_a_name(ready: tuple[Room, PollId], tmp_path: Path) -> None:
    room, poll_id = ready
    reading = _table(tmp_path)
    shown = preview_channel_result(room, poll_id, "online", reading)
    assert list_channels(room, poll_id)[0].row is None, "a preview takes nothing in"
    changes = accept_channel_result(room, poll_id, "online", reading, None, "  김  책임 ")
    assert changes.tables == {"channel"}
    assert changes.ids == {poll_id}
    (row,) = rooms.rows_of(room, ChannelRow)
    assert (row.key, row.source, row.file_name, row.attested_by) == ("online", "table", "온라인.csv", "김 책임")
    assert row.file_sha256 == hashlib.sha256(TABLE.encode("cp949")).digest()
    assert row.at_ms > rooms.START_MS
    result = canonical_bytes.decode(row.result, ChannelResult)
    assert result == shown
    assert (result.voters, result.ballots_valid, result.ballots_invalid) == (1000, 900, 100)
    definition = read_poll(room, poll_id).definition
    assert definition is not None
    codes = [option.code for option in definition.question.options]
    assert dict(zip(codes, result.votes, strict=True)) == {
        "P000": 900, "P001": 450, "P002": 300, "P003": 0, "P004": 0, "P005": 90
    }  # fmt: skip
    check_meeting_file(room.file)


def test_channels_are_listed_in_the_order_of_the_definition(ready: tuple[Room, PollId], tmp_path: Path) -> None:
    room, poll_id = ready
    declare_channel_empty(room, poll_id, "survey", "박 책임")
    views = list_channels(room, poll_id)
    assert [view.channel for view in views] == [ONLINE, HALL, SURVEY]
    assert [view.row is None for view in views] == [True, True, False]
    assert views[2].result is not None
    assert views[2].result.voters == 0
    drafted = rooms.drafted_poll(room)
    assert list_channels(room, drafted) == ()
    assert list_channels(room, rooms.ready_poll(room)) == ()


def test_the_list_is_made_of_all_channels(voting: tuple[Room, PollId], tmp_path: Path) -> None:
    room, poll_id = voting
    _vote(room, poll_id, [0], [0, 1], [1], [2])
    _accept(room, poll_id, tmp_path)
    declare_channel_empty(room, poll_id, "survey", "박 책임")
    rooms.bring_to(room, poll_id, "challenged")
    with room.reading() as tx:
        case = read_decision_case(tx, tx.require_row(PollRow, poll_id))
    assert [(count.key, count.ballots_valid) for count in case.counts] == [("online", 900), ("hall", 4), ("survey", 0)]
    marks = dict(zip((count.key for count in case.counts), (count.marks for count in case.counts), strict=True))
    assert case.votes == tuple(map(sum, zip(*marks.values(), strict=True)))
    rooms.bring_one(room, poll_id, "selected")
    outcome = _outcome(room, poll_id)
    assert not isinstance(outcome.ledger, UnsetType)
    lines = {line.key: line for line in outcome.ledger.lines}
    assert {key: line.applied for key, line in lines.items()} == {"online": "4/9", "hall": "5/9", "survey": "0/1"}
    first = outcome.ledger.scores[0]
    hall_first = lines["hall"].marks[0]
    online_first = lines["online"].marks[0]
    assert Fraction(first) == Fraction(5, 9) * Fraction(hall_first, 4) + Fraction(4, 9) * Fraction(online_first, 900)
    rooms.bring_one(room, poll_id, "certified")
    check_meeting_file(room.file)


def test_a_channel_neither_there_nor_said_to_be_empty_stops_the_list(
    voting: tuple[Room, PollId], tmp_path: Path
) -> None:
    room, poll_id = voting
    _vote(room, poll_id, [0])
    rooms.bring_to(room, poll_id, "challenged")
    before = rooms.snapshot(room)

    def select() -> None:
        rooms.bring_one(room, poll_id, "selected")

    assert _refused(select) == ("channel_missing", {"channels": ("온라인 시민", "설문")})
    assert rooms.snapshot(room) == before
    _accept(room, poll_id, tmp_path)
    assert _refused(select) == ("channel_missing", {"channels": ("설문",)})
    declare_channel_empty(room, poll_id, "survey", "박 책임")
    select()
    assert _refused(lambda: remove_channel_result(room, poll_id, "survey")) == (
        "channel_not_now",
        {"state": "selected"},
    )


def test_the_frozen_rule_says_what_an_empty_channel_is_worth(tmp_path: Path) -> None:
    applied = {}
    for empty in EmptyChannel:
        folder = tmp_path / empty
        draft = replace(THREE, channels=Channels(channels=(ONLINE, HALL, SURVEY), empty=empty))
        room, poll_id = rooms.open_room(folder, draft)
        _vote(room, poll_id, [0])
        _accept(room, poll_id, folder)
        declare_channel_empty(room, poll_id, "survey", "박 책임")
        rooms.bring_to(room, poll_id, "selected")
        ledger = _outcome(room, poll_id).ledger
        assert not isinstance(ledger, UnsetType)
        applied[empty] = [line.applied for line in ledger.lines]
        close_meeting_and_boxes(room)
    assert applied == {"rescale": ["4/9", "5/9", "0/1"], "zero": ["2/5", "1/2", "0/1"]}


def test_a_poll_without_channels_is_its_box_alone(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path)
    _vote(room, poll_id, [0], [0])
    rooms.bring_to(room, poll_id, "challenged")
    with room.reading() as tx:
        case = read_decision_case(tx, tx.require_row(PollRow, poll_id))
    assert [(count.key, count.ballots_valid) for count in case.counts] == [("", 2)]
    assert case.counts[0].marks == case.votes
    assert _refused(lambda: _accept(room, poll_id, tmp_path)) == ("channel_unknown", {"channel": "online"})
    close_meeting_and_boxes(room)


def test_a_channel_is_taken_back_and_in_again(ready: tuple[Room, PollId], tmp_path: Path) -> None:
    room, poll_id = ready
    _accept(room, poll_id, tmp_path)
    assert _refused(lambda: _accept(room, poll_id, tmp_path)) == ("channel_taken", {"channel": "온라인 시민"})
    assert _refused(lambda: declare_channel_empty(room, poll_id, "online", "김"))[0] == "channel_taken"
    assert remove_channel_result(room, poll_id, "online").tables == {"channel"}
    assert rooms.rows_of(room, ChannelRow) == ()
    with pytest.raises(NotFound) as refused:
        remove_channel_result(room, poll_id, "online")
    assert refused.value.code == "channel_not_accepted"
    declare_channel_empty(room, poll_id, "online", "박 책임")
    (row,) = rooms.rows_of(room, ChannelRow)
    assert (row.source, row.file_name, row.file_sha256) == ("empty", "", b"")
    assert rooms.rows_of(room, ConflictRow) == ()


@pytest.mark.parametrize(
    ("key", "name", "code"),
    [("nobody", "김", "channel_unknown"), ("hall", "김", "channel_is_box"), ("online", " ", "attester_missing")],
)
def test_what_nobody_may_take_in(ready: tuple[Room, PollId], tmp_path: Path, key: str, name: str, code: str) -> None:
    room, poll_id = ready
    reading, before = _table(tmp_path), rooms.snapshot(room)
    assert _refused(lambda: accept_channel_result(room, poll_id, key, reading, None, name))[0] == code
    assert _refused(lambda: declare_channel_empty(room, poll_id, key, name))[0] == code
    assert rooms.snapshot(room) == before


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("P003,사업 3,0", "P003,사업 3,-1", "channel_votes_negative"),
        ("P003,사업 3,0", "P003,사업 3,0.5", "channel_votes_fraction"),
        ("P003,사업 3,0", "P003,사업 3,1", "channel_total_differs"),
        ("P003,사업 3,0", "P009,사업 9,0", "channel_option_unknown"),
        ("P003,사업 3,0\n", "", "channel_option_missing"),
        ("P003,사업 3,0", "P000,사업 0,0", "channel_option_twice"),
        ("무효,100,", "유효,901,\n무효,100,", "channel_ballots_differ"),
        ('P000,사업 0,"900"', "P000,사업 0,901", "channel_votes_over_ballots"),
        ("무효,100,", "", "channel_total_missing"),
        ("사업코드,사업명,득표수", "가,나,다", "channel_header_missing"),
    ],
)
def test_a_file_that_cannot_be_true_changes_nothing(
    ready: tuple[Room, PollId], tmp_path: Path, before: str, after: str, code: str
) -> None:
    room, poll_id = ready
    assert before in TABLE
    content = TABLE.replace(before, after)
    if code == "channel_votes_over_ballots":
        content = content.replace("1,740", "1,741")
    reading, was = _table(tmp_path, content), rooms.snapshot(room)
    with pytest.raises(BadInput) as refused:
        accept_channel_result(room, poll_id, "online", reading, None, "김 책임")
    assert refused.value.code == code
    assert refused.value.facts["file"] == "온라인.csv"
    assert _refused(lambda: preview_channel_result(room, poll_id, "online", reading))[0] == code
    assert rooms.snapshot(room) == was


def test_more_marks_than_voters_times_picks(ready: tuple[Room, PollId], tmp_path: Path) -> None:
    room, poll_id = ready
    reading = _table(tmp_path, TABLE.replace("P003,사업 3,0", "P003,사업 3,900").replace("1,740", "2,640"))
    code, facts = _refused(lambda: accept_channel_result(room, poll_id, "online", reading, None, "김 책임"))
    assert (code, facts["group"], facts["picks"], facts["valid"]) == ("channel_group_over_picks", "광역", 2, 900)


def test_what_the_file_does_not_say_is_asked_of_a_person(ready: tuple[Room, PollId], tmp_path: Path) -> None:
    room, poll_id = ready
    path = tmp_path / "설문.csv"
    path.write_text("항목,인원\n" + "".join(f"사업 {n},{n}\n" for n in range(6)), encoding="utf-8")
    assert read_channel_file(read_file(path)).lines == ()
    reading = read_channel_file(read_file(path), ChannelMapping(header_row=1, title=0, votes=1))
    assert _refused(lambda: preview_channel_result(room, poll_id, "survey", reading))[0] == "channel_total_missing"
    accept_channel_result(room, poll_id, "survey", reading, ChannelTotals(voters=50, ballots_valid=48), "이 책임")
    result = list_channels(room, poll_id)[2].result
    assert result is not None
    assert (result.voters, result.ballots_valid, result.ballots_invalid) == (50, 48, 2)


def test_nothing_comes_in_before_the_definition_is_frozen(tmp_path: Path) -> None:
    room = rooms.make_room(tmp_path)
    rooms.furnish(room)
    poll_id = rooms.drafted_poll(room, THREE)
    reading = _table(tmp_path)
    for deed in (
        lambda: accept_channel_result(room, poll_id, "online", reading, None, "김"),
        lambda: declare_channel_empty(room, poll_id, "online", "김"),
        lambda: remove_channel_result(room, poll_id, "online"),
        lambda: preview_channel_result(room, poll_id, "online", reading),
    ):
        assert _refused(deed) == ("channel_not_now", {"state": "drafted"})
    assert _refused(lambda: list_channels(room, PollId("nobody")))[0] == "poll_unknown"
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("state", ["closed", "counted", "challenged"])
def test_a_file_may_come_until_the_list_is_made(voting: tuple[Room, PollId], tmp_path: Path, state: str) -> None:
    room, poll_id = voting
    rooms.bring_to(room, poll_id, state)
    _accept(room, poll_id, tmp_path)
    remove_channel_result(room, poll_id, "online")
    _accept(room, poll_id, tmp_path)
    assert len(rooms.rows_of(room, ChannelRow)) == 1


def test_a_poll_taken_back_to_its_draft_forgets_its_channels(ready: tuple[Room, PollId], tmp_path: Path) -> None:
    room, poll_id = ready
    _accept(room, poll_id, tmp_path)
    changes = rooms.withdraw(room, poll_id)
    assert changes.touches("channel")
    assert rooms.rows_of(room, ChannelRow) == ()
    check_meeting_file(room.file)


def test_a_void_poll_keeps_what_was_attested_and_accepts_nothing_more(
    voting: tuple[Room, PollId], tmp_path: Path
) -> None:
    room, poll_id = voting
    _accept(room, poll_id, tmp_path)
    rooms.void(room, poll_id, "정전")
    assert [row.key for row in rooms.rows_of(room, ChannelRow)] == ["online"]
    assert _refused(lambda: remove_channel_result(room, poll_id, "online")) == ("channel_not_now", {"state": "void"})
    assert _refused(lambda: declare_channel_empty(room, poll_id, "survey", "박"))[0] == "channel_not_now"
    check_meeting_file(room.file)


def test_channels_are_there_after_the_file_was_opened_again(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path, THREE)
    _accept(room, poll_id, tmp_path)
    before = list_channels(room, poll_id)
    again = rooms.reopen(room)
    assert list_channels(again, poll_id) == before
    assert before[0].row is not None
    close_meeting_and_boxes(again)


def _other_hall(folder: Path, draft: Draft, *ballots: list[int]) -> ChannelReading:
    """Another hall's certified result; its first poll is another one, so that ids differ from ours."""
    there = rooms.make_room(folder)
    rooms.furnish(there)
    rooms.drafted_poll(there)
    their_poll = rooms.ready_poll(there, draft)
    open_poll(there, their_poll)
    _vote(there, their_poll, *ballots)
    rooms.bring_to(there, their_poll, "certified")
    path = save_file(make_public_result_file(compose_result_sheet(there, their_poll)), folder / "result.json")
    close_meeting_and_boxes(there)
    return read_channel_file(read_file(path))


def test_another_halls_certified_result_is_a_channel(voting: tuple[Room, PollId], tmp_path: Path) -> None:
    room, poll_id = voting
    reading = _other_hall(tmp_path / "둘째", rooms.DRAFT, [0], [0, 3], [1])
    accept_channel_result(room, poll_id, "online", reading, None, "김 책임")
    (row,) = rooms.rows_of(room, ChannelRow)
    result = canonical_bytes.decode(row.result, ChannelResult)
    assert (row.source, result.voters, result.ballots_valid, sum(result.votes)) == ("result", 3, 3, 4)


def test_a_result_of_another_question_or_of_this_very_poll_is_not(voting: tuple[Room, PollId], tmp_path: Path) -> None:
    room, poll_id = voting
    reading = _other_hall(tmp_path / "둘째", replace(rooms.DRAFT, max_picks=2), [0])
    code, facts = _refused(lambda: accept_channel_result(room, poll_id, "online", reading, None, "김"))
    assert (code, facts["file"], facts["poll"]) == ("channel_file_other_poll", "result.json", "우선사업")
    assert reading.origin is not None
    ours = replace(reading, origin=replace(reading.origin, poll_id=poll_id))
    assert (
        _refused(lambda: accept_channel_result(room, poll_id, "online", ours, None, "김"))[0] == "channel_file_own_poll"
    )
    assert rooms.rows_of(room, ChannelRow) == ()


def _challenged(folder: Path) -> tuple[Room, PollId]:
    room, poll_id = rooms.open_room(folder, THREE)
    _vote(room, poll_id, [0])
    _accept(room, poll_id, folder)
    declare_channel_empty(room, poll_id, "survey", "박 책임")
    rooms.bring_to(room, poll_id, "challenged")
    return room, poll_id


def _verify(room: Room) -> Verification:
    close_meeting_and_boxes(room)
    return verify_meeting(room.path, rooms.PASSPHRASE, room.context)


def test_a_true_ledger_verifies(tmp_path: Path) -> None:
    room, poll_id = _challenged(tmp_path)
    rooms.bring_one(room, poll_id, "selected")
    assert _verify(room).polls[0].recount == "ballots"


def test_a_ledger_that_differs_from_what_was_attested_is_found(tmp_path: Path) -> None:
    room, poll_id = _challenged(tmp_path)
    with room.writing() as tx:
        case = read_decision_case(tx, tx.require_row(PollRow, poll_id))
        forged = [
            replace(count, marks=(1, *count.marks[1:])) if count.key == "online" else count for count in case.counts
        ]
        order = tuple(option.code for option in case.definition.question.options)
        outcome = decide_case(replace(case, counts=tuple(forged), tie_order=order))
        tx.append_fact(poll_id, PollSelected(outcome=replace(outcome, draw=UNSET), draw=outcome.draw))
    with pytest.raises(VerifyFailed) as failed:
        _verify(room)
    assert forged[0].marks != case.counts[0].marks
    assert (failed.value.code, failed.value.facts) == (
        "channel_differs",
        {"poll": "우선사업", "channel": "온라인 시민"},
    )
