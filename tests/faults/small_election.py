"""A small election file for the fault tests."""

from __future__ import annotations

import random
from pathlib import Path

PROJECTS = 12
CEILING = 3_000_000


def write_election(path: Path, voters: int, seed: int = 5) -> Path:
    """Write a `.pb` of twelve projects and `voters` approval ballots, always the same for the same seed."""
    dice = random.Random(seed)
    meta = {
        "description": "작은 선거",
        "country": "Korea",
        "unit": "연습구",
        "instance": "1",
        "num_projects": str(PROJECTS),
        "num_votes": str(voters),
        "budget": str(CEILING),
        "vote_type": "approval",
        "rule": "greedy",
        "max_length": "4",
        "currency": "KRW",
    }
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in meta.items())]
    lines += ["PROJECTS", "project_id;cost;name;votes;selected"]
    lines += [f"{place};{place * 100_000};사업 {place};0;0" for place in range(1, PROJECTS + 1)]
    lines += ["VOTES", "voter_id;vote"]
    for voter in range(1, voters + 1):
        marks = sorted(dice.sample(range(1, PROJECTS + 1), dice.randint(1, 4)))
        lines.append(f"{voter};{','.join(map(str, marks))}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
