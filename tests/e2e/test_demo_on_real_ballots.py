"""Real cities' ballots go through the box one by one and come out as those cities counted them."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.e2e.command import Ran, sukui

CITIES = ("Poland_Lodz_2023", "Poland_Warszawa_2026", "Poland_Gdynia_2020")
FIRST = 1500


class City(NamedTuple):
    """An election file read by nothing of ours."""

    meta: dict[str, str]
    projects: list[dict[str, str]]
    votes: list[dict[str, str]]
    lines: list[str]


def read_city(path: Path) -> City:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    starts = [lines.index(name) for name in ("META", "PROJECTS", "VOTES")]
    parts = [lines[a + 1 : b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    meta = dict(row[:2] for row in csv.reader(parts[0][1:], delimiter=";") if row)
    return City(meta, list(_table(parts[1])), list(_table(parts[2])), lines)


def _table(lines: Sequence[str]) -> csv.DictReader[str]:
    return csv.DictReader((line for line in lines if line.strip()), delimiter=";")


def shortened(city: City, path: Path) -> Path:
    """Write the file again with its first ballots only."""
    start = city.lines.index("VOTES") + 2
    kept = city.lines[: start + FIRST]
    path.write_text(
        "\n".join(f"num_votes;{FIRST}" if line.startswith("num_votes;") else line for line in kept) + "\n",
        encoding="utf-8",
    )
    return path


def recount(city: City, votes: Sequence[dict[str, str]]) -> dict[str, int]:
    counts = dict.fromkeys((project["project_id"] for project in city.projects), 0)
    for vote in votes:
        for project_id in filter(None, vote["vote"].split(",")):
            counts[project_id] += 1
    return counts


def walk_down(city: City, counts: dict[str, int], lot: Sequence[str]) -> list[str]:
    """Select as the file's rule says, written anew here: by votes, lower cost, then the recorded lot."""
    costs = {project["project_id"]: int(project["cost"]) for project in city.projects}
    drawn = {project_id: place for place, project_id in enumerate(lot)}
    left, chosen = int(city.meta["budget"]), []
    for project_id in sorted(counts, key=lambda p: (-counts[p], costs[p], drawn.get(p, 0))):
        if counts[project_id] < int(city.meta.get("min_project_score_threshold", "0")):
            continue
        if costs[project_id] <= left:
            chosen.append(project_id)
            left -= costs[project_id]
        elif city.meta["rule"] == "greedy-no-skip":
            break
    return chosen


def demo(source: Path, out: Path) -> Ran:
    return sukui("demo", "--from", source, "--out", out, "--acks", out.with_suffix(".acks"), "--json")


@pytest.mark.parametrize("name", CITIES)
def test_the_first_ballots_of_a_city_are_counted_as_a_plain_recount_counts_them(
    name: str, shared_data: Path, tmp_path: Path
) -> None:
    city = read_city(shared_data / "pabulib" / f"{name}.pb")
    ran = demo(shortened(city, tmp_path / "short.pb"), tmp_path / "out")
    assert ran.code == 0, ran.err
    result = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    votes = city.votes[:FIRST]
    assert result["votes"] == recount(city, votes)
    assert result["selected"] == walk_down(city, result["votes"], result["lot"])
    assert result["ballots_cast"] == FIRST == len(votes)
    assert result["ballots_blank"] == sum(not vote["vote"] for vote in votes)
    assert result["ballots_valid"] == FIRST - result["ballots_blank"]
    assert result["ballots_invalid"] == 0
    assert ran.document["votes"] == result["votes"], "stdout says what the file says"
    verified = sukui(
        "verify",
        tmp_path / "out" / "meeting.sukui",
        "--passphrase-file",
        tmp_path / "out" / "passphrases.txt",
        "--acks",
        tmp_path / "out.acks",
        "--json",
    )
    assert verified.code == 0, verified.err
    assert verified.document["receipts"] == FIRST
    assert [poll["box"] for poll in verified.document["polls"]] == ["matches"]


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", CITIES)
def test_every_ballot_of_a_city_gives_its_official_votes_and_list(name: str, shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "pabulib" / f"{name}.pb"
    city = read_city(source)
    ran = sukui_long(source, tmp_path / "out")
    assert ran.code == 0, ran.err
    result = ran.document
    assert result["votes"] == {project["project_id"]: int(project["votes"]) for project in city.projects}
    official = {project["project_id"] for project in city.projects if project["selected"] == "1"}
    assert set(result["selected"]) == official
    assert result["ballots_cast"] == int(city.meta["num_votes"])


def sukui_long(source: Path, out: Path) -> Ran:
    return sukui("demo", "--from", source, "--out", out, "--json", timeout_s=1700)
