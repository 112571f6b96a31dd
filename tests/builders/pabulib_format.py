"""What the checker of the Pabulib library finds wrong in a file, written anew: only what makes a file invalid.

Source: the published checker of the format (pabulib.org/format, `pabulib-checker` 1.0.8), read rule by rule. Left out
is its opinion on a poll rather than on a file: that no project may cost more than the budget.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime

META_KEYS = [
    "description",
    "country",
    "unit",
    "district",
    "subunit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
    "min_length",
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
    "min_project_cost",
    "max_project_cost",
    "min_project_score_threshold",
    "neighborhoods",
    "subdistricts",
    "categories",
    "edition",
    "language",
    "currency",
    "fully_funded",
    "experimental",
    "comment",
]
NEEDED = META_KEYS[:3] + META_KEYS[5:13]
WHOLE = [key for key in META_KEYS if re.match(r"(min|max)_(length|points|sum_points|project)|num_|default|fully", key)]
PROJECT_COLUMNS = ["project_id", "cost", "votes", "score", "name", "category", "beneficiaries", "selected"]
RULES = ["greedy", "greedy-no-skip", "greedy-threshold", "greedy-exclusive", "greedy-custom"]


def faults_of_file(text: str) -> list[str]:
    """Return one word for each rule of the format that a file breaks."""
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    titles = [row[0] for row in rows if row[:1] and row[0] in ("META", "PROJECTS", "VOTES")]
    if titles != ["META", "PROJECTS", "VOTES"] or rows[1] != ["key", "value"] or [] in rows:
        return ["sections"]
    at = [next(place for place, row in enumerate(rows) if row[0] == title) for title in titles]
    meta = dict(row for row in rows[2 : at[1]])
    head, *lines = rows[at[1] + 1 : at[2]]
    projects = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    vote_head, *votes = rows[at[2] + 1 :]
    ballots = [dict(zip(vote_head, line, strict=True)) for line in votes]
    faults = [f"untidy {cell!r}" for row in rows for cell in row if cell != cell.strip()]
    faults += _meta_faults(meta)
    if head != [name for name in PROJECT_COLUMNS if name in head] or vote_head[:2] != ["voter_id", "vote"]:
        faults.append("columns")
    if int(meta["num_projects"]) != len(projects) or int(meta["num_votes"]) != len(ballots):
        faults.append("numbers")
    faults += _project_faults(meta, projects)
    faults += _vote_faults(meta, projects, ballots)
    return faults + ([] if faults else _list_faults(meta, projects))


def _meta_faults(meta: dict[str, str]) -> list[str]:
    faults = [f"unknown key {key}" for key in meta if key not in META_KEYS]
    faults += [f"missing {key}" for key in NEEDED if not meta.get(key)]
    faults += [f"empty {key}" for key, value in meta.items() if not value]
    if list(meta) != [key for key in META_KEYS if key in meta]:
        faults.append("order of keys")
    faults += [f"whole {key}" for key in WHOLE if key in meta and not re.fullmatch(r"-?[0-9]+", meta[key])]
    if meta.get("country") not in ("South Korea", "Worldwide") or meta.get("rule") not in RULES:
        faults.append("country or rule")
    days = [datetime.strptime(meta[key], "%d.%m.%Y") for key in ("date_begin", "date_end")]  # noqa: DTZ007
    markers = re.findall(r"#(\d+):", meta["comment"])
    if days[0] > days[1] or markers != [str(number) for number in range(1, len(markers) + 1)]:
        faults.append("days or comment")
    if (meta["rule"] == "greedy-threshold") != ("min_project_score_threshold" in meta) and meta["rule"] != (
        "greedy-no-skip"
    ):
        faults.append("threshold")
    if meta["vote_type"] == "cumulative" and not meta.get("max_sum_points"):
        faults.append("max_sum_points")
    if meta["vote_type"] == "choose-1" and {meta.get("min_length"), meta.get("max_length")} - {"1", None}:
        faults.append("choose-1")
    if int(meta.get("max_length", 0)) > int(meta["num_projects"]):
        faults.append("max_length")
    return faults


def _project_faults(meta: dict[str, str], projects: dict[str, dict[str, str]]) -> list[str]:
    faults = [f"cost {code}" for code, each in projects.items() if not int(each["cost"])]
    faults += [f"category {code}" for code, each in projects.items() if _is_spaced(each.get("category", ""))]
    faults += [f"selected {code}" for code, each in projects.items() if each["selected"] not in ("0", "1")]
    is_funded = int(meta["budget"]) >= sum(int(each["cost"]) for each in projects.values())
    if sum(int(each["cost"]) for each in projects.values() if each["selected"] == "1") > int(meta["budget"]):
        faults.append("budget")
    return faults + (["fully_funded"] if is_funded != (meta.get("fully_funded") == "1") else [])


def _vote_faults(meta: dict[str, str], projects: dict[str, dict[str, str]], ballots: list[dict[str, str]]) -> list[str]:
    faults: list[str] = []
    votes, scores = dict.fromkeys(projects, 0), dict.fromkeys(projects, 0)
    low, high = int(meta.get("min_length", 0)), int(meta.get("max_length", 0)) or len(projects)
    least, most = int(meta.get("min_points", -(10**9))), int(meta.get("max_points", 10**9))
    for ballot in ballots:
        named = ballot["vote"].split(",") if ballot["vote"] else []
        points = [int(number) for number in ballot.get("points", "").split(",") if number]
        if not named or set(named) - set(projects) or len(set(named)) != len(named) or not low <= len(named) <= high:
            faults.append(f"vote {ballot['voter_id']}")
            continue
        if bool(points) == (meta["vote_type"] in ("approval", "choose-1")) or (points and len(points) != len(named)):
            faults.append(f"points {ballot['voter_id']}")
        if any(not least <= number <= most for number in points):
            faults.append(f"range {ballot['voter_id']}")
        for code, number in zip(named, points or range(len(named), 0, -1), strict=True):
            votes[code] += 1
            scores[code] += number
    faults += [f"votes {code}" for code, each in projects.items() if int(each["votes"]) != votes[code]]
    has_scores = any("score" in each for each in projects.values())
    faults += [f"score {code}" for code, each in projects.items() if has_scores and int(each["score"]) != scores[code]]
    return faults


def _list_faults(meta: dict[str, str], projects: dict[str, dict[str, str]]) -> list[str]:
    """Compare the list with the rule that is named; `greedy-custom` cannot be compared."""
    if meta["rule"] == "greedy-custom":
        return []
    field = "score" if any("score" in each for each in projects.values()) else "votes"
    left, least, chosen = int(meta["budget"]), int(meta.get("min_project_score_threshold", 0)), set()
    for code, each in sorted(projects.items(), key=lambda pair: -int(pair[1][field])):
        if int(each[field]) < least:
            continue
        if int(each["cost"]) <= left:
            chosen.add(code)
            left -= int(each["cost"])
        elif meta["rule"] == "greedy-no-skip":
            break
    official = {code for code, each in projects.items() if each["selected"] == "1"}
    return [] if chosen == official else ["list"]


def _is_spaced(listed: str) -> bool:
    return any(item != item.strip() for item in listed.split(","))
