"""The manual and the screens agree: buttons it names exist in the messages, pages and pictures are there."""

from __future__ import annotations

import re
import tomllib
from functools import cache

import pytest

from tests.contracts.source_tree import ROOT

MANUAL = ROOT / "docs" / "사용설명서"
PAGES = sorted(MANUAL.glob("[0-9]*.md"))
BUTTON = re.compile(r"\*\*\[([^\]]+)\]\*\*")
PICTURE = re.compile(r"<!-- 그림: 그림/([\w-]+\.png) \| [^>]+ -->|!\[[^\]]+\]\(그림/([\w-]+\.png)\)")


@cache
def _messages() -> re.Pattern[str]:
    """Any text of the screens, without key marks such as ⏎; a blank to fill in may be anything."""
    texts: set[str] = set()
    for path in (ROOT / "resources" / "i18n" / "ko").glob("*.toml"):
        waiting: list[object] = [tomllib.loads(path.read_text(encoding="utf-8"))]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                waiting += value.values()
            else:
                texts.add(str(value).replace("⏎", "").strip())
    texts = {text for text in texts if re.search("[가-힣]", re.sub(r"\{[^}]*\}", "", text))}
    return re.compile("|".join(re.sub(r"\\\{[^}]*\\\}", ".+", re.escape(text)) for text in sorted(texts)))


def _pictures() -> list[str]:
    return [drawn or planned for page in PAGES for planned, drawn in PICTURE.findall(page.read_text(encoding="utf-8"))]


def test_the_pages_are_numbered_without_gaps_and_listed() -> None:
    assert [page.name[:2] for page in PAGES] == [f"{number:02d}" for number in range(1, len(PAGES) + 1)]
    contents = (MANUAL / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if f"]({page.name})" not in contents] == []


def test_every_picture_has_its_place_and_its_line_in_the_list() -> None:
    listed = re.findall(r"^\| ([\w-]+\.png) \|", (MANUAL / "그림" / "README.md").read_text(encoding="utf-8"), re.M)
    assert len(listed) > 30
    assert _pictures() == listed


def test_a_button_that_is_nowhere_would_be_found_out() -> None:
    assert _messages().fullmatch("1,200건 가져오기")
    assert not _messages().fullmatch("아무 데도 없는 단추")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_button_of_the_manual_is_on_a_screen(page: object) -> None:
    text = (MANUAL / str(page)).read_text(encoding="utf-8")
    assert [button for button in BUTTON.findall(text) if not _messages().fullmatch(button)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_manual_speaks_in_short_sentences(page: object) -> None:
    text = (MANUAL / str(page)).read_text(encoding="utf-8")
    prose = [line for line in text.splitlines() if line and line[0] not in "|<#`"]
    sentences = [sentence for line in prose for sentence in re.split(r"(?<=[.?!:])\s", line)]
    assert [sentence for sentence in sentences if len(sentence) > 110] == []
