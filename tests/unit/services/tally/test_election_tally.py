"""One election file from its ballots to its list, every project explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.pabulib.election_list import BY_EQUAL_SHARES, BY_FILE, BY_PHRAGMEN, RULES
from sukui_desktop.services.files import read_file
from sukui_desktop.services.tally.election_tally import ElectionTally, tally_election
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
