"""What is written as `.pb` is read again as the same election, by us and by anybody strict."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.documents.write.pabulib import pabulib_bytes
from sukui_desktop.domain.errors import BadInput, StorageFault
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.services.file_reading_and_saving import read_file, save_file
from tests.builders.pabulib_text import election_of

POINTS = {"vote_columns": "voter_id;vote;points"}


def again(election: Election, folder: Path) -> Election:
    path = folder / "city.pb"
    save_file(pabulib_bytes(election), path)
    return read_pabulib(read_file(path))


def same(one: Election, other: Election) -> bool:
    """Return whether two elections mean the same; the bytes may differ."""
    parts = ("currency", "budget", "vote_type", "rule", "projects", "voter_ids", "ballots", "points")
    return all(getattr(one, part) == getattr(other, part) for part in parts)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"votes": ["A,B", "", "C,A", "A"]},
        {"votes": ["A", "", "C"], "vote_type": "choose-1"},
        {"votes": ["C,A,B", "B"], "vote_type": "ordinal"},
        {"votes": ["A,B;3,2", ";", "C;5"], "vote_type": "cumulative", **POINTS},
        {"votes": ["A,B;-3,0"], "vote_type": "scoring", **POINTS},
        {"votes": ["A,A,B"]},
        {"budget": "1000.50", "currency": "EUR"},
        {"budget": "400000.0", "currency": ""},
        {"budget": 40_000_000_000, "currency": "KRW"},
        {"rule": ""},
        {"description": '"Streets; parks and ""squares"""', "comment": "#1: 10 % #2: 한글"},
    ],
)
def test_what_is_written_means_the_same(tmp_path: Path, settings: dict[str, object]) -> None:
    votes = settings.pop("votes", ["A"]) if "votes" in settings else ["A"]
    election = election_of(tmp_path, votes, **settings)  # type: ignore[arg-type]
    read = again(election, tmp_path)
    assert same(election, read)
    kept = {key: value for key, value in read.meta.items() if key in election.meta}
    assert kept == {**election.meta, **{key: kept[key] for key in ("rule",) if key in kept}}
    assert pabulib_bytes(read) == pabulib_bytes(again(read, tmp_path))


@pytest.mark.parametrize(
    ("columns", "projects"),
    [
        ("project_id;cost", ("A;400", "B;600")),
        ("project_id;cost;name;category", ('A;400;"Trees; ""new""";green', "B;600.50;B;")),
        ("project_id;cost;votes;score;selected", ("A;400;12;12.5;1", "B;600;;;")),
        ("project_id;cost;selected", ("A/1 b;400;3", "B;999999999;0")),
    ],
)
def test_projects_keep_what_is_reported_of_them(tmp_path: Path, columns: str, projects: tuple[str, ...]) -> None:
    election = election_of(tmp_path, ["B"], columns=columns, projects=projects)
    assert again(election, tmp_path).projects == election.projects


def test_the_file_is_what_a_strict_reader_expects(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["A,C", ""], description="Small")
    assert pabulib_bytes(election).decode() == (
        "META\nkey;value\nbudget;1000\nvote_type;approval\nrule;greedy\ncurrency;PLN\ndescription;Small\n"
        "num_projects;3\nnum_votes;2\n"
        "PROJECTS\nproject_id;cost;name\nA;400;A\nB;600;B\nC;50;C\n"
        'VOTES\nvoter_id;vote\n1;A,C\n2;""\n'.replace('""', "")
    )


def test_numbers_of_the_file_follow_what_it_holds(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["A", "B"], num_projects=3, num_votes=2)
    fewer = replace(election, voter_ids=("1",), ballots=((0,),), budget=5_000)
    read = again(fewer, tmp_path)
    assert (read.meta["num_votes"], read.meta["budget"], read.budget) == ("1", "50", 5_000)


def test_columns_about_voters_are_not_kept(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["A;77;F"], vote_columns="voter_id;vote;age;sex")
    assert "77" not in pabulib_bytes(election).decode()


def test_a_comma_in_a_project_that_was_voted_for_is_refused(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["B"], projects=("A,1;5", "B;5"))
    assert same(election, again(election, tmp_path))
    with pytest.raises(BadInput, match="pb_unwritable"):
        pabulib_bytes(replace(election, ballots=((0,),)))


def test_a_voter_whose_line_would_begin_a_section_is_refused(tmp_path: Path) -> None:
    election = replace(election_of(tmp_path, ["A"]), voter_ids=("VOTES",))
    with pytest.raises(BadInput, match="pb_unwritable"):
        pabulib_bytes(election)


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    election = election_of(tmp_path, ["A"])
    with pytest.raises(StorageFault, match="folder_missing"):
        save_file(pabulib_bytes(election), tmp_path / "none" / "city.pb")
    assert [path.name for path in tmp_path.iterdir()] == ["city.pb"]
