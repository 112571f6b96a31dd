"""One election file from its ballots to its list, every project explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.pabulib.election_selection import BY_EQUAL_SHARES, BY_FILE, BY_GREEDY, BY_PHRAGMEN, RULES
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.tally.pabulib_tally import ElectionTally, tally_election
from tests.builders.pabulib_text import pabulib_text, write_text

VOTES = ["A,B", "B", "B,C", "", "A,B,B"]


def tally(folder: Path, rule: str = BY_FILE, votes: list[str] | None = None, **meta: object) -> ElectionTally:
    text = pabulib_text(VOTES if votes is None else votes, **meta)  # type: ignore[arg-type]
    return tally_election(read_file(write_text(folder / "city.pb", text)), rule)


def test_everything_of_a_small_city(tmp_path: Path) -> None:
    found = tally(tmp_path, max_length=1)
    assert found.votes == (2, 5, 1)  # as the city counts: B twice on one ballot
    assert found.tally.votes == (2, 4, 1)
    assert (found.tally.ballots_cast, found.tally.ballots_valid, found.tally.ballots_blank) == (5, 4, 1)
    assert found.listed.selected == ("B", "A")
    assert found.total_cost == 100_000
    assert found.beyond_limits == 3
    assert list(found.explanations) == ["B", "A", "C"]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_explains_every_project(tmp_path: Path, rule: str) -> None:
    found = tally(tmp_path, rule)
    assert set(found.explanations) == {"A", "B", "C"}
    assert all(sentence.endswith(".") for sentence in found.explanations.values())


@pytest.mark.parametrize("rule", [BY_EQUAL_SHARES, BY_PHRAGMEN])
def test_rules_over_ballots_say_who_shares(tmp_path: Path, rule: str) -> None:
    found = tally(tmp_path, rule, projects=("A;400", "B;600", "C;999999999"))
    assert "선정되었습니다" in found.explanations["B"]
    assert "철회" in found.explanations["C"]
    assert found.listed.withdrawn == ("C",)


def test_a_project_its_supporters_cannot_pay_is_reported_so(tmp_path: Path) -> None:
    found = tally(tmp_path, BY_PHRAGMEN, projects=("A;400", "B;600", "C;2000"))
    assert "선정되지 않았습니다" in found.explanations["C"]


def test_a_reserve_learns_where_it_pays(tmp_path: Path) -> None:
    comment = '"#1: until the next project does not fit. If 80% of it is left, a reserve pays."'
    found = tally(tmp_path, rule=BY_FILE, projects=("A;500", "B;600", "C;50"), comment=comment, vote_type="approval")
    assert found.listed.reserve == ()
    text = pabulib_text(VOTES, projects=("A;500", "B;600", "C;50"), comment=comment)
    path = write_text(tmp_path / "custom.pb", text.replace("rule;greedy", "rule;greedy-custom"))
    custom = tally_election(read_file(path))
    assert (custom.listed.selected, custom.listed.reserve) == (("B",), ("A",))
    assert "예비 재원" in custom.explanations["A"]
    assert "예비 재원" not in custom.explanations["C"]


def test_an_election_without_a_voter_is_one(tmp_path: Path) -> None:
    found = tally(tmp_path, votes=[])
    assert (found.votes, found.tally.ballots_cast) == ((0, 0, 0), 0)


def test_what_cannot_be_read_or_followed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="input_missing"):
        tally_election(read_file(tmp_path / "none.pb"))
    with pytest.raises(RuleBroken, match="rule_name_unknown"):
        tally(tmp_path, "astrology")


POINTS = "voter_id;vote;points"


def test_points_of_a_project_named_more_than_once_are_added(tmp_path: Path) -> None:
    # Fails where the ballot refused the file or counted once: the columns of such a file have 4 votes and all points.
    found = tally(
        tmp_path, votes=["A,A,A,A;3,3,2,2", "B;9", "A,B;1,5"], vote_type="cumulative", vote_columns=POINTS, max_length=4
    )
    assert (found.votes, found.tally.points_or_votes) == ((5, 2, 0), (11, 14, 0))
    assert found.beyond_limits == 1


def test_what_a_ballot_leaves_out_has_the_default_score(tmp_path: Path) -> None:
    # Fails where the key was not read: then 3, 3, 2.
    found = tally(
        tmp_path,
        votes=["A,B;2,1", "B,C;2,2", "A;1", ";"],
        vote_type="scoring",
        vote_columns=POINTS,
        default_score=-1,
        projects=("A;400", "B;600", "C;50"),
    )
    assert found.tally.points_or_votes == (2, 2, 0)
    assert found.votes == (2, 2, 1)
    assert (found.tally.ballots_valid, found.tally.ballots_blank) == (3, 1)


@pytest.mark.parametrize("written", ["minus one", "0.5", "99999999"])
def test_a_default_score_that_is_no_whole_number_is_refused(tmp_path: Path, written: str) -> None:
    with pytest.raises(BadInput, match="election_key"):
        tally(tmp_path, votes=["A;1"], vote_type="scoring", vote_columns=POINTS, default_score=written)


def test_other_ballots_have_no_default_score(tmp_path: Path) -> None:
    assert tally(tmp_path, default_score=-1).votes == (2, 5, 1)


def test_a_tie_that_decides_is_told(tmp_path: Path) -> None:
    # Fails where nobody was told: B and C have one vote each, and only the order of the file prefers C.
    found = tally(tmp_path, votes=["A", "A", "C", "B"], projects=("A;400", "C;600", "B;550"))
    assert found.listed.selected == ("A", "C")
    (tie,) = found.listed.ties
    assert (tie.codes, tie.selected) == (("C", "B"), ("C",))
    (sentence,) = found.ties
    assert "파일에 적힌 차례" in sentence
    assert (
        "사업코드 차례"
        in tally(tmp_path, BY_GREEDY, votes=["A", "A", "C", "B"], projects=("A;400", "C;600", "B;550")).ties[0]
    )


def test_a_tie_that_changes_nothing_is_not_told(tmp_path: Path) -> None:
    assert tally(tmp_path, votes=["A", "A", "C", "B"], projects=("A;400", "C;300", "B;300")).ties == ()
    assert tally(tmp_path, votes=["A", "A", "C", "B"], projects=("A;900", "C;300", "B;300")).ties == ()


@pytest.mark.parametrize("rule", [BY_EQUAL_SHARES, BY_PHRAGMEN])
def test_a_tie_in_the_middle_of_purchases_is_told(tmp_path: Path, rule: str) -> None:
    found = tally(tmp_path, rule, votes=["A,B"] * 3, projects=("A;700", "B;700"))
    assert found.listed.selected == ("A",)
    assert found.listed.ties[0].codes == ("A", "B")
    assert len(found.ties) == 1


def test_a_rule_that_is_not_followed_is_named_as_a_guess(tmp_path: Path) -> None:
    votes = ["A,B"] * 6 + ["C"] * 4
    found = tally(tmp_path, votes=votes, projects=("A;500", "B;500", "C;400"), comment="")
    assert not found.listed.is_rule_guessed
    text = pabulib_text(votes, projects=("A;500", "B;500", "C;400")).replace("rule;greedy", "rule;{}")
    for rule, followed, selected in (
        ("equalshares/add1-comparison", BY_EQUAL_SHARES, {"A", "C"}),
        ("greedy-exclusive", BY_GREEDY, {"A", "B"}),
    ):
        path = write_text(tmp_path / "city.pb", text.format(rule))
        listed = tally_election(read_file(path)).listed
        assert (listed.is_rule_guessed, listed.rule, set(listed.selected)) == (True, followed, selected)
