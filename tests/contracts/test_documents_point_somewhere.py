"""A page that points to a file which is not there sends its reader away empty-handed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.contracts.source_tree import ROOT

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
CODE_PATH = re.compile(r"`((?:sukui_desktop|resources|docs|tests|installers|typings|benchmarks)/[\w./가-힣-]+)`")


def _pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", _pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_paths_on_the_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [page.parent / link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    named = [ROOT / path.rstrip(".") for path in CODE_PATH.findall(text)]
    assert not [str(path) for path in [*links, *named] if not path.exists()]
