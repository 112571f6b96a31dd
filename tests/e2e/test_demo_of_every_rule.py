"""A rule year is held from the first slip to the published result, whatever it asks: people who do not exist vote."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.pabulib_text import pabulib_text, write_text
from tests.e2e.command import sukui

FIELDS = ("광역제안형", "광역협치형", "여성", "복지")
RULES = {
    "minju-seoul-forum": "choice",
    "minju-seoul-discussion": "opinion",
    "general-score": "score",
    "general-cumulative": "cumulative",
    "general-ranking": "ranking",
    "general-knapsack": "approval",
    "seoul-2015": "approval",
    "seoul-2020": "approval",
    "daejeon": "approval",
}
VOTERS = 40


def hall(path: Path, fields: tuple[str, ...] = FIELDS) -> Path:
    """Write an election of sixteen projects and forty voters; what they said in it is not looked at."""
    projects = [f"P{n:02};{(n % 5 + 1) * 1_000_000};사업 {n};{fields[n % len(fields)]}" for n in range(16)]
    text = pabulib_text(
        ["P01"] * VOTERS, projects=projects, columns="project_id;cost;name;category", currency="KRW", budget=20_000_000
    )
    return write_text(path, text)


@pytest.mark.parametrize(("key", "method"), RULES.items())
def test_a_rule_year_from_the_first_slip_to_the_published_result(key: str, method: str, tmp_path: Path) -> None:
    out, fields = tmp_path / "out", FIELDS[:2] if key == "seoul-2020" else FIELDS
    ran = sukui("demo", "--from", hall(tmp_path / "hall.pb", fields), "--rule", key, "--out", out, "--json")
    assert ran.code == 0, ran.err
    result = ran.document
    assert result["rule"]["method"] == method
    assert result["rule"]["key"] == key
    assert result["ballots_cast"] == VOTERS
    assert result["ballots_invalid"] == 0, "a kiosk takes no invalid ballot"
    assert result["counters_agree"] is True
    if method == "choice":
        assert result["passage"]["took_part"] == VOTERS
        assert result["passage"]["code"] == "too_few_took_part"
    elif method == "opinion":
        assert result["opinions"] is not None
    else:
        assert result["selected"]
        assert result["total_cost"] <= result["ceiling"]
        assert set(result["explanations"]) == set(result["votes"])
    for name in ("minutes.pdf", "result.pdf", "attendance.pdf"):
        assert (out / name).stat().st_size > 1000
    verified = sukui("verify", out / "meeting.sukui", "--passphrase-file", out / "passphrases.txt", "--json")
    assert verified.code == 0, verified.err


def test_what_a_rule_leaves_open_is_answered_or_refused(tmp_path: Path) -> None:
    source = hall(tmp_path / "hall.pb")
    ran = sukui("demo", "--from", source, "--rule", "seoul-2014", "--out", tmp_path / "a", "--json")
    assert (ran.code, ran.document["error"]) == (3, "limits_crossed"), "168 of sixteen"
    ran = sukui("demo", "--from", source, "--rule", "nope", "--out", tmp_path / "b", "--json")
    assert (ran.code, ran.document["error"]) == (3, "rule_unknown")
    small = ("demo", "--from", source, "--rule", "general-approval", "--answer", "selection.ceiling=300만")
    ran = sukui(*small, "--out", tmp_path / "c", "--json")
    assert ran.code == 0, ran.err
    assert ran.document["ceiling"] == 3_000_000
