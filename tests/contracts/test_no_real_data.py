"""No project, voter or file of the real data is in what we ship."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from tests.contracts.source_tree import shipped_text_files, short


def _project_names(path: Path) -> set[str]:
    """Names and long ids of the projects of one Pabulib file."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    _, _, rest = text.partition("PROJECTS")
    table = rest.partition("VOTES")[0].strip().splitlines()
    rows = list(csv.DictReader(table, delimiter=";"))
    names = {(row.get("name") or "").strip() for row in rows}
    ids = {(row.get("project_id") or "").strip() for row in rows}
    return {name for name in names if len(name) >= 12} | {key for key in ids if len(key) >= 6}


def test_no_file_name_of_the_real_data(shared_data: Path) -> None:
    stems = {path.stem for path in shared_data.rglob("*") if path.is_file()}
    telling = {stem for stem in stems if len(stem) >= 8 and re.search(r"[_\d]", stem)}
    found = [
        (short(path), stem)
        for path in shipped_text_files()
        for stem in telling
        if stem in path.read_text(encoding="utf-8")
    ]
    assert telling
    assert not found


def test_no_project_of_the_real_data(shared_data: Path) -> None:
    files = sorted((shared_data / "pabulib").glob("*.pb"))
    names: set[str] = set().union(*(_project_names(path) for path in files))
    found = []
    for path in shipped_text_files():
        text = path.read_text(encoding="utf-8")
        words = set(re.findall(r"[\w-]{6,}", text))
        found += [(short(path), name) for name in names if (name in words if " " not in name else name in text)]
    assert len(names) > 100
    assert not found
