"""Votes read in blocks equal votes read line by line; faults are reported with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.documents.read import pabulib_plain_votes
from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.documents.read.pabulib_plain_votes import split_file_before_votes
from sukui_desktop.documents.read.source_file_kind import check_and_hash_source_file
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.services.file_reading_and_saving import read_file
from tests.builders.pabulib_text import pabulib_text, write_text

TEXT = pabulib_text(["A,B;30", "A;", ";41", "A;50"], vote_columns="voter_id;vote;age")


def is_plain(path: Path, encoding: str = "utf-8") -> bool:
    return split_file_before_votes(check_and_hash_source_file(read_file(path)), encoding) is not None


def exact(path: Path, text: str) -> Election:
    """Read the same votes by the exact way: one quoted voter is enough."""
    assert "\n1;" in text
    return read_pabulib(read_file(write_text(path, text.replace("\n1;", '\n"1";'))))


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("\n", "\r\n"),
        TEXT.rstrip("\n"),
        TEXT + "\n\n",
        TEXT.replace("A,B", " A , B "),
        TEXT.replace("VOTES", "VOTES;;"),
        TEXT.replace("\n1;", "\n 1 ;"),
        pabulib_text(["A;3", "B,C;1,2"], vote_type="cumulative", vote_columns="voter_id;vote;points"),
        pabulib_text(["A;-3", "B,C;1,2"], vote_type="scoring", vote_columns="voter_id;vote;points"),
        pabulib_text(["A", ""], vote_type="choose-1"),
    ],
)
def test_both_ways_read_the_same(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plain.pb"
    path.write_bytes(text.encode())
    assert is_plain(path)
    quick, slow = (
        read_pabulib(read_file(path)),
        exact(tmp_path / "exact.pb", text.replace("\r\n", "\n").replace("\n 1 ;", "\n1;")),
    )
    assert (quick.voter_ids, quick.ballots, quick.points) == (slow.voter_ids, slow.ballots, slow.points)
    assert quick.projects == slow.projects


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n2;", '\n"2";'),
        TEXT.replace("\n2;A;", "\n2;A;\r1"),
        TEXT.replace("VOTES\n", "VOTES\n\n"),
        TEXT.partition("VOTES")[0],
    ],
)
def test_what_is_not_plain_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "city.pb"
    path.write_bytes(text.encode())
    assert not is_plain(path)


def test_other_letters_are_left_alone(tmp_path: Path) -> None:
    assert not is_plain(write_text(tmp_path / "city.pb", TEXT), "cp949")


def test_a_mark_before_the_text_is_no_letter(tmp_path: Path) -> None:
    path = write_text(tmp_path / "city.pb", "\ufeff" + TEXT)
    assert is_plain(path, "utf-8-sig")
    assert read_pabulib(read_file(path)).ballots == ((0, 1), (0,), (), (0,))


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("\n2;A;", "\n2;Z;"), "pb_vote_unknown", 15),
        (("\n2;A;", "\n1;A;"), "pb_voter_twice", 15),
        (("\n2;A;", "\n;A;"), "pb_voter_empty", 15),
        (("\n2;A;", "\n2;A"), "pb_columns", 15),
        (("\n4;A;", "\n4;A;1;2"), "pb_columns", 17),
        (("\n4;A;50\n", "\n4;A;50\nVOTES\n"), "pb_section_twice", 18),
    ],
)
def test_a_fault_is_reported_by_its_line_all_the_same(
    tmp_path: Path, change: tuple[str, str], code: str, line: int
) -> None:
    path = write_text(tmp_path / "city.pb", TEXT.replace(*change))
    assert is_plain(path)
    with pytest.raises(BadInput, match=code) as caught:
        read_pabulib(read_file(path))
    assert caught.value.facts["line"] == line


@pytest.mark.parametrize(
    ("votes", "meta", "code"),
    [
        (["A,B"], {"vote_type": "choose-1"}, "pb_vote_many"),
        (["A;x"], {"vote_type": "cumulative", "vote_columns": "voter_id;vote;points"}, "pb_points"),
        (["A;-1"], {"vote_type": "cumulative", "vote_columns": "voter_id;vote;points"}, "pb_points"),
        (["A,B;1"], {"vote_type": "cumulative", "vote_columns": "voter_id;vote;points"}, "pb_points"),
    ],
)
def test_faults_of_a_ballot(tmp_path: Path, votes: list[str], meta: dict[str, str], code: str) -> None:
    with pytest.raises(BadInput, match=code):
        read_pabulib(read_file(write_text(tmp_path / "city.pb", pabulib_text(votes, **meta))))


def test_a_blank_line_or_a_width_of_its_own_goes_the_exact_way(tmp_path: Path) -> None:
    path = write_text(tmp_path / "city.pb", TEXT.replace("\n2;A;\n", "\n\n2;A;;;\n"))
    assert is_plain(path)
    assert read_pabulib(read_file(path)).ballots == ((0, 1), (0,), (), (0,))


def test_a_repeated_approval_is_noted_by_its_line(tmp_path: Path) -> None:
    election = read_pabulib(read_file(write_text(tmp_path / "city.pb", TEXT.replace("\n2;A;", "\n2;A,A;"))))
    assert election.ballots[1] == (0, 0)
    assert [(problem.row, problem.reason_code) for problem in election.problems] == [(15, "vote_names_twice")]


def test_a_section_inside_a_quoted_description_is_text(tmp_path: Path) -> None:
    text = TEXT.replace("budget;1000", 'description;"a\nVOTES\nvoter_id;vote\n9;A"\nbudget;1000')
    election = read_pabulib(read_file(write_text(tmp_path / "city.pb", text)))
    assert election.voter_ids == ("1", "2", "3", "4")


def test_many_blocks_are_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    votes = [("A", "A,B", "", "C")[place % 4] for place in range(500)]
    path = write_text(tmp_path / "city.pb", pabulib_text(votes))
    whole = read_pabulib(read_file(path))
    monkeypatch.setattr(pabulib_plain_votes, "_BLOCK_LETTERS", 40)
    assert read_pabulib(read_file(path)) == whole
    assert len(whole.ballots) == 500
    assert len({id(ballot) for ballot in whole.ballots}) <= 4


def test_no_votes_at_all(tmp_path: Path) -> None:
    election = read_pabulib(read_file(write_text(tmp_path / "city.pb", pabulib_text([]))))
    assert (election.ballots, election.voter_ids) == ((), ())


def test_a_space_that_does_not_break_is_a_space_in_both_places(tmp_path: Path) -> None:
    text = pabulib_text(["A\u00a01", "A 1"], projects=("A\u00a01;5",))
    assert read_pabulib(read_file(write_text(tmp_path / "city.pb", text))).ballots == ((0,), (0,))


@pytest.mark.parametrize("written", ["12", "12.0", "12.00"])
def test_a_count_may_have_been_saved_by_a_spreadsheet(tmp_path: Path, written: str) -> None:
    text = pabulib_text(["A"], projects=(f"A;400;{written}",), columns="project_id;cost;votes")
    assert read_pabulib(read_file(write_text(tmp_path / "city.pb", text))).projects[0].votes == 12


@pytest.mark.parametrize("written", ["3", "3.0", " 3.00 "])
def test_points_may_have_been_saved_by_a_spreadsheet(tmp_path: Path, written: str) -> None:
    text = pabulib_text([f"A;{written}"], vote_type="cumulative", vote_columns="voter_id;vote;points")
    assert read_pabulib(read_file(write_text(tmp_path / "city.pb", text))).points == ((3,),)


@pytest.mark.parametrize("written", ["3.5", ".0", "3,0.", "1e2"])
def test_points_are_whole(tmp_path: Path, written: str) -> None:
    text = pabulib_text([f"A;{written}"], vote_type="cumulative", vote_columns="voter_id;vote;points")
    with pytest.raises(BadInput, match="pb_points"):
        read_pabulib(read_file(write_text(tmp_path / "city.pb", text)))


@pytest.mark.parametrize(
    ("written", "currency", "budget"),
    [("1000.339", "EUR", 100_033), ("1000.999999", "KRW", 1_000), ("1000.", "PLN", 100_000), ("0.5", "PLN", 50)],
)
def test_what_is_left_of_the_smallest_coin_buys_nothing(
    tmp_path: Path, written: str, currency: str, budget: int
) -> None:
    text = pabulib_text(["A"], budget=written, currency=currency)
    if written.endswith("."):
        with pytest.raises(BadInput, match="pb_budget"):
            read_pabulib(read_file(write_text(tmp_path / "city.pb", text)))
    else:
        assert read_pabulib(read_file(write_text(tmp_path / "city.pb", text))).budget == budget


def test_an_empty_row_of_a_spreadsheet_is_none(tmp_path: Path) -> None:
    text = TEXT.replace("\nVOTES", "\n;\nVOTES").replace("\n3;;41", "\n;;\n3;;41")
    election = read_pabulib(read_file(write_text(tmp_path / "city.pb", text)))
    assert (len(election.projects), election.ballots) == (3, ((0, 1), (0,), (), (0,)))


@pytest.mark.parametrize(("written", "length"), [("2", 2), ("2.0", 2), ("many", 3), ("2.5", 3), ("", 3)])
def test_a_length_that_is_none_sets_no_limit(tmp_path: Path, written: str, length: int) -> None:
    election = read_pabulib(read_file(write_text(tmp_path / "city.pb", pabulib_text(["A"], max_length=written))))
    assert election.most_marks_per_ballot == length
