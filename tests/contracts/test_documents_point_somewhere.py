"""Whatever a page, a docstring or a comment points to is there: files, pages and sections of `docs/sources.md`."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.contracts.source_tree import PACKAGE, ROOT, files_of_tests, tree_of

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
CODE_PATH = re.compile(r"`((?:sukui_desktop|resources|docs|tests|installers|typings|benchmarks)/[\w./가-힣-]+)`")
NAMED_PAGE = re.compile(r"[\w가-힣./-]+\.(?:md|png)\b")
NAMED_FILE = re.compile(r"`([\w/.-]+\.(?:py|toml|md))`")
COMMENT = re.compile(r"(?m)(?:^|\s)# (.*)$")
NAMED_MODULE = re.compile(r"`([\w/]+\.py)`")
"""A module by its path below the package; `sorting` is the made-up kind of docs/adding-a-kind-of-ballot.md."""
SECTION = re.compile(r'docs/sources\.md,? ((?:"[^"]+"(?:, | and )?)+)')


def _pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md")])


@pytest.mark.parametrize("page", _pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_paths_on_the_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [page.parent / link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    named = [ROOT / path.rstrip(".") for path in CODE_PATH.findall(text)]
    assert not [str(path) for path in [*links, *named] if not path.exists()]


def _pages_of_today() -> list[Path]:
    """Pages about the code as it is; a decision may name what it removed."""
    return [page for page in _pages() if page.parent.name != "decisions"]


@pytest.mark.parametrize("page", _pages_of_today(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_modules_named_on_the_page_exist(page: Path) -> None:
    named = NAMED_MODULE.findall(page.read_text(encoding="utf-8"))
    assert [name for name in named if not _is_there(name) and "sorting" not in name] == []


@cache
def _prose() -> dict[str, str]:
    """Docstrings and comments of every Python file and comments of every TOML file, as one line of text each."""
    found = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *files_of_tests(), *ROOT.glob("benchmarks/**/*.py")]):
        comments = COMMENT.findall(path.read_text(encoding="utf-8"))
        found[path.relative_to(ROOT).as_posix()] = _one_line([*_strings_alone(path), *comments])
    for path in sorted([*(ROOT / "resources").rglob("*.toml"), ROOT / "pyproject.toml"]):
        comments = COMMENT.findall(path.read_text(encoding="utf-8"))
        found[path.relative_to(ROOT).as_posix()] = _one_line(comments)
    return found


def _strings_alone(path: Path) -> list[str]:
    """Return the strings that stand alone as a statement: docstrings of modules, classes, functions and constants."""
    return [
        node.value.value
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]


def _one_line(parts: list[str]) -> str:
    return " ".join(" ".join(parts).split())


@cache
def _files() -> tuple[str, ...]:
    folders = ("sukui_desktop", "resources", "docs", "tests", "installers", "benchmarks", "typings")
    below = [path.relative_to(ROOT).as_posix() for folder in folders for path in (ROOT / folder).rglob("*")]
    return (*below, *(path.name for path in ROOT.iterdir()))


def _is_there(name: str) -> bool:
    return any(path == name or path.endswith(f"/{name}") for path in _files())


def test_every_page_that_code_cites_is_in_the_repository() -> None:
    gone = [
        f"{place}: {name}"
        for place, text in _prose().items()
        for name in NAMED_PAGE.findall(text)
        if not _is_there(name.lstrip("./"))
    ]
    assert gone == []


def test_every_file_that_a_docstring_of_the_product_names_exists() -> None:
    gone = [
        f"{place}: {name}"
        for place, text in _prose().items()
        if place.startswith("sukui_desktop/")
        for name in NAMED_FILE.findall(text)
        if not _is_there(name)
    ]
    assert gone == []


def test_every_section_of_the_sources_that_is_cited_exists() -> None:
    page = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    sections = {line.lstrip("# ") for line in page.splitlines() if line.startswith("##")}
    cited = [
        (place, title)
        for place, text in _prose().items()
        for titles in SECTION.findall(text)
        for title in re.findall(r'"([^"]+)"', titles)
    ]
    assert len(cited) > 10
    assert [f"{place}: {title}" for place, title in cited if title not in sections] == []


NAMED_THING = re.compile(r"`([A-Za-z_]\w{2,}(?:\.\w+)*)`")
IN_A_FILE = frozenset({"channels.channels.survey", "channels.channels.2"})
"""Places in a file that people write, not names in the code."""


def test_every_name_in_backticks_is_somewhere_in_the_code() -> None:
    """Fails where a docstring speaks of a function by the name that it had before: a reader looks for it in vain."""
    sources = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    known = {word for text in sources.values() for word in re.findall(r"\w+", re.sub(r"`[^`\n]*`", "", text))} | {
        path.stem for path in sources
    }
    gone = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in sources.items()
        for name in NAMED_THING.findall(text)
        if name.split(".")[-1] not in {*known, "py", "toml", "md"} and name not in IN_A_FILE
    ]
    assert gone == []
