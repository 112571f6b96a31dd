"""Ballots of every kind go through the box one by one: scores, places, points and money limits of real cities."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.command import sukui
from tests.e2e.test_demo_on_real_ballots import read_city

KINDS = (
    "Poland_Krakow_2019_Bienczyce",  # ordinal
    "Poland_Katowice_2025_Zarzecze",  # cumulative, with a least score
    "Poland_Czestochowa_2024_Podjasnogorska",  # cumulative, ten points
    "Poland_Warszawa_2017_Plac_Wojska_Polskiego",  # approval under a limit of cost
    "Poland_Zabrze_2020_Konczyce",  # one choice; no official list
)


@pytest.mark.parametrize("name", KINDS)
def test_a_city_of_another_kind_comes_out_as_it_was_counted(name: str, shared_data: Path, tmp_path: Path) -> None:
    source, out = shared_data / "pabulib" / f"{name}.pb", tmp_path / "out"
    city = read_city(source)
    ran = sukui("demo", "--from", source, "--out", out, "--acks", tmp_path / "acks", "--json")
    assert ran.code == 0, ran.err
    result = ran.document
    assert result["votes"] == {project["project_id"]: int(project["votes"]) for project in city.projects}
    if "score" in city.projects[0]:
        assert result["points"] == {project["project_id"]: int(project["score"]) for project in city.projects}
    if "selected" in city.projects[0]:
        official = {project["project_id"] for project in city.projects if project["selected"] == "1"}
        assert set(result["selected"]) == official
    assert result["counters_agree"] is True
    assert set(result["explanations"]) == set(result["votes"])
    secret = ("--passphrase-file", out / "passphrases.txt")
    verified = sukui("verify", out / "meeting.sukui", *secret, "--acks", tmp_path / "acks", "--json")
    assert verified.code == 0, verified.err
    assert verified.document["receipts"] == len(city.votes)
