"""Every real election comes out as its city counted it, and every list as it was decided, but for those we explain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from sukui_desktop.domain.pabulib.election_selection import BY_EQUAL_SHARES, BY_GREEDY
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.tally.pabulib_tally import ElectionTally, tally_election
from tests.conftest import ROOT

EXPLAINED = re.compile(r"^\| ([^|]+) \| ([^|]+) \| (\d{4}) \| (\d+) \| (\d+) \| .+ \|$", re.MULTILINE)
Difference = tuple[str, str, str, int, int]


@pytest.fixture(scope="module")
def files(shared_data: Path) -> list[Path]:
    found = sorted((shared_data / "pabulib").glob("*.pb"))
    assert len(found) == 107
    return found


@pytest.fixture(scope="module")
def tallies(files: list[Path]) -> list[ElectionTally]:
    return [tally_election(read_file(path)) for path in files]


def _official(election: Election) -> set[str] | None:
    """Projects chosen by the rule; those funded outside it bear 2 and 3."""
    if all(project.selected is None for project in election.projects):
        return None
    return {project.project_id for project in election.projects if project.selected == 1}


def _part(election: Election) -> str:
    part = election.meta.get("subunit", "")
    return part if part else "—"


def _differences(tallies: list[ElectionTally]) -> Iterator[Difference]:
    for found in tallies:
        official, ours = _official(found.election), set(found.listed.selected)
        if official is not None and ours != official:
            meta = found.election.meta
            more, less = len(ours - official), len(official - ours)
            yield meta["unit"], _part(found.election), meta["instance"], more, less


def test_every_ballot_is_counted_as_the_city_counted_it(tallies: list[ElectionTally]) -> None:
    for found in tallies:
        stated = [project.votes for project in found.election.projects]
        assert list(found.votes) == stated, found.election.file_name


def test_every_stated_score_comes_out(tallies: list[ElectionTally]) -> None:
    scored = [found for found in tallies if found.election.projects[0].score is not None]
    assert len(scored) > 30
    for found in scored:
        stated = [Fraction(project.score or 0) for project in found.election.projects]
        assert list(found.tally.points_or_votes) == stated, found.election.file_name


def test_every_ballot_row_is_accounted_for(tallies: list[ElectionTally]) -> None:
    assert sum(found.tally.ballots_cast for found in tallies) == 588_172
    for found in tallies:
        tally = found.tally
        assert tally.ballots_cast == len(found.election.ballots) == int(found.election.meta["num_votes"])
        assert tally.ballots_invalid == 0
        assert tally.ballots_blank == sum(not ballot for ballot in found.election.ballots)


def test_a_list_that_differs_from_the_official_one_is_explained(tallies: list[ElectionTally]) -> None:
    page = (ROOT / "docs" / "other-elections.md").read_text(encoding="utf-8")
    explained = {(city, part, year, int(more), int(less)) for city, part, year, more, less in EXPLAINED.findall(page)}
    assert set(_differences(tallies)) == explained
    assert sum(_official(found.election) is not None for found in tallies) == 65


def test_what_a_reserve_pays_is_what_the_city_marked_so(tallies: list[ElectionTally]) -> None:
    custom = [found for found in tallies if found.election.rule == "greedy-custom"]
    assert len(custom) > 5
    for found in custom:
        marked = {project.project_id for project in found.election.projects if project.selected == 2}
        assert set(found.listed.reserve) == marked, found.election.file_name


def test_no_list_costs_more_than_the_budget(tallies: list[ElectionTally]) -> None:
    for found in tallies:
        assert found.total_cost <= found.election.budget
        assert not set(found.listed.selected) & set(found.listed.withdrawn)


def test_every_project_is_explained_in_one_sentence(tallies: list[ElectionTally]) -> None:
    for found in tallies:
        codes = {project.project_id for project in found.election.projects}
        assert set(found.explanations) == codes
        assert all(told.strip() for told in found.explanations.values())


def test_equal_shares_gives_the_two_lists_that_were_made_by_it(files: list[Path], tallies: list[ElectionTally]) -> None:
    by_shares = [found for found in tallies if found.election.rule.startswith("equalshares")]
    assert len(by_shares) == 2
    for path, usual in zip(files, tallies, strict=True):
        if usual in by_shares:
            assert set(tally_election(read_file(path), BY_EQUAL_SHARES).listed.selected) == _official(usual.election)


def test_withdrawn_projects_stand_apart_under_every_rule(files: list[Path], tallies: list[ElectionTally]) -> None:
    gone = [path for path, found in zip(files, tallies, strict=True) if found.listed.withdrawn]
    assert len(gone) >= 2
    for path in gone:
        greedy = tally_election(read_file(path), BY_GREEDY)
        assert greedy.listed.withdrawn
        assert not set(greedy.listed.withdrawn) & set(greedy.listed.selected)
