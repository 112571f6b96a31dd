"""Bad files and bad input: a clear refusal or the right handling, and the meeting unchanged."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from sukui_desktop.documents.write.spreadsheet import attendance_rows, csv_bytes
from sukui_desktop.domain.errors import BadInput, SukuiError
from sukui_desktop.services.checkin.people_search import find_people, list_people
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.handover.result_and_attendance_papers import compose_attendance_sheet
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.pabulib_import import draft_from_election, read_election_file
from sukui_desktop.services.prepare.projects import (
    accept_project_file,
    compare_project_file_with_list,
    list_projects,
    read_project_file,
)
from sukui_desktop.services.prepare.roster import accept_roster_file, compare_roster_file_with_list, read_roster_file
from tests.builders.rooms import furnish, make_room, snapshot

HEAD = "META\nkey;value\ndescription;d\ncountry;c\nunit;u\nnum_projects;2\nnum_votes;2\nbudget;100\n"
META = HEAD + "vote_type;approval\nrule;greedy\ncurrency;KRW\n"
PROJECTS = "PROJECTS\nproject_id;cost;name\na;60;가\nb;50;나\n"
VOTES = "VOTES\nvoter_id;vote\n1;a\n2;a,b\n"

BAD_ELECTIONS = {
    "a vote for an unknown project": META + PROJECTS + "VOTES\nvoter_id;vote\n1;a\n2;c\n",
    "the same voter twice": META + PROJECTS + "VOTES\nvoter_id;vote\n1;a\n1;b\n",
    "negative money": META + PROJECTS.replace(";60;", ";-60;") + VOTES,
    "a fraction of a won": META + PROJECTS.replace(";60;", ";60.5;") + VOTES,
    "no votes section": META + PROJECTS,
    "rubbish": "\x00\x01\x02" * 100,
    "nothing": "",
}
BAD_LISTS = {
    "columns missing": "무엇,어디\n1,2\n",
    "only rubbish": "\x00" * 50,
    "an open quote": '코드,사업명,사업비(원)\n1,"놀이터,500\n2,도서관,600\n',
}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = make_room(tmp_path / "room")
    furnish(room)
    yield room
    close_meeting_and_boxes(room)


def write(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("name", BAD_ELECTIONS)
def test_a_malformed_election_is_refused_and_leaves_the_meeting_alone(room: Room, tmp_path: Path, name: str) -> None:
    before = snapshot(room)
    path = write(tmp_path / "bad.pb", BAD_ELECTIONS[name])
    with pytest.raises(BadInput) as refused:
        read_election_file(read_file(path))
    assert refused.value.facts["file"] == "bad.pb"
    with pytest.raises(BadInput):
        read_project_file(read_file(path), currency="KRW")
    assert snapshot(room) == before


@pytest.mark.parametrize("name", BAD_LISTS)
def test_a_malformed_list_gives_nothing_to_accept(room: Room, tmp_path: Path, name: str) -> None:
    before = snapshot(room)
    path = write(tmp_path / "bad.csv", BAD_LISTS[name])
    try:
        drafts, told = read_project_file(read_file(path), currency="KRW").drafts, "bad.csv"
    except SukuiError as refused:
        drafts, told = (), str(refused.facts["file"])
    assert (drafts, told) == ((), "bad.csv")
    assert snapshot(room) == before


def test_a_gigabyte_is_refused_before_it_is_read(room: Room, tmp_path: Path) -> None:
    before = snapshot(room)
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.write("번호,성명\n".encode())
        stream.truncate(1 << 30)
    with pytest.raises(BadInput, match="file_too_large"):
        read_roster_file(read_file(path))
    assert snapshot(room) == before


def test_looking_at_a_file_changes_nothing(room: Room, tmp_path: Path) -> None:
    before = snapshot(room)
    reading = read_roster_file(read_file(write(tmp_path / "r.csv", "번호,성명\n901,새사람\n902,\n")))
    comparison = compare_roster_file_with_list(room, reading)
    assert [draft.number for draft in comparison.added] == ["901"]
    assert [(part.what, part.place, part.reason_code) for part in reading.not_read] == [("row", "3", "number_alone")]
    assert comparison.gone, "everybody else is not in the file"
    assert snapshot(room) == before


def test_nothing_gone_is_removed_without_a_tick(room: Room, tmp_path: Path) -> None:
    people = len(list_people(room))
    reading = read_roster_file(read_file(write(tmp_path / "r.csv", "번호,성명\n901,새사람\n")))
    accept_roster_file(room, reading, frozenset())
    assert len(list_people(room)) == people + 1
    gone = compare_roster_file_with_list(room, reading).gone
    accept_roster_file(room, reading, frozenset({gone[0].number}))
    assert len(list_people(room)) == people


def test_formulas_stay_text_and_exports_do_not_execute(room: Room, tmp_path: Path) -> None:
    text = '번호,성명\n901,"=HYPERLINK(""http://x"",""y"")"\n902,+82-10\n903,@SUM(A1)\n904,-1+1\n'
    accept_roster_file(room, read_roster_file(read_file(write(tmp_path / "r.csv", text))), frozenset())
    names = {view.person.number: view.person.name for view in list_people(room)}
    assert names["901"] == '=HYPERLINK("http://x","y")'
    out = tmp_path / "attendance.csv"
    out.write_bytes(csv_bytes(attendance_rows(compose_attendance_sheet(room))))
    with out.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert '\'=HYPERLINK("http://x","y")' in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "\t") or (cell[:1] in "+-" and len(cell) > 1)]


def test_names_of_many_kinds_are_kept_as_people_write_them(room: Room, tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "각설탕")
    long_name = "가" * 200
    marked = "아리\u202e프\u200f"
    lines = [f"{901 + place},{name}" for place, name in enumerate((decomposed, long_name, "김😀민", marked))]
    reading = read_roster_file(read_file(write(tmp_path / "r.csv", "번호,성명\n" + "\n".join(lines) + "\n")))
    accept_roster_file(room, reading, frozenset())
    names = {view.person.number: view.person.name for view in list_people(room)}
    assert names["901"] == "각설탕", "composed, so that a search finds it"
    assert names["902"] == long_name
    assert names["903"] == "김😀민"
    assert names["904"] == "아리프", "marks that turn the line around are dropped"
    assert [view.person.number for view in find_people(list_people(room), "ㄱㅅㅌ")] == ["901"]


def test_a_name_beyond_200_letters_is_a_problem_of_its_row(tmp_path: Path) -> None:
    reading = read_roster_file(read_file(write(tmp_path / "r.csv", f"번호,성명\n1,{'가' * 201}\n2,나리\n")))
    assert [draft.name for draft in reading.drafts] == ["나리"]
    assert [(problem.row, problem.column) for problem in reading.problems] == [(2, "성명")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_list_in_any_usual_encoding_is_taken(room: Room, tmp_path: Path, encoding: str) -> None:
    text = '코드,사업명,사업비(원)\n가-1,뷁 마을 똠방각하 놀이터,"1,200,000"\n가-2,도서관,3억 2천만원\n'
    reading = read_project_file(read_file(write(tmp_path / "p.csv", text, encoding)), currency="KRW")
    assert not reading.problems
    accept_project_file(room, reading, frozenset())
    taken = {project.code: project for project in list_projects(room)}
    assert (taken["가-1"].title, taken["가-1"].cost) == ("뷁 마을 똠방각하 놀이터", 1_200_000)
    assert taken["가-2"].cost == 320_000_000


def test_a_changed_file_shows_what_changed_by_its_key(room: Room, tmp_path: Path) -> None:
    first = write(tmp_path / "p.csv", "코드,사업명,사업비(원)\n가-1,놀이터,1000000\n가-2,도서관,2000000\n")
    accept_project_file(room, read_project_file(read_file(first), currency="KRW"), frozenset())
    second = write(tmp_path / "p.csv", "코드,사업명,사업비(원)\n가-1,놀이터,1500000\n가-3,쉼터,3000000\n")
    comparison = compare_project_file_with_list(room, read_project_file(read_file(second), currency="KRW"))
    assert [draft.code for draft in comparison.added] == ["가-3"]
    assert [(change.before.code, change.fields) for change in comparison.changed] == [("가-1", ("cost",))]
    assert "가-2" in {row.code for row in comparison.gone}


@pytest.mark.parametrize(
    ("meta", "code"),
    [
        (META.replace("rule;greedy", "rule;astrology"), "selection_rule_unsupported"),
        (META + "min_project_score_threshold;ten\n", "election_key"),
        (META + "group_limits;가나다\n", "election_key"),
    ],
)
def test_a_rule_we_do_not_know_is_refused_by_name(tmp_path: Path, meta: str, code: str) -> None:
    election = read_election_file(read_file(write(tmp_path / "e.pb", meta + PROJECTS + VOTES)))
    with pytest.raises(SukuiError, match=code):
        draft_from_election(election)
