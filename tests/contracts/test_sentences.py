"""The message files: every sentence takes its facts, is used somewhere, and leaves no particle to the reader."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.resources import resource_path
from tests.contracts.source_tree import product_files, short, tree_of

FILES = sorted(resource_path("i18n/ko").glob("*.toml"))
UNDECIDED = re.compile(r"은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|와\(과\)|과\(와\)|\(으\)로|\(이\)라")


def _sentences(tree: dict[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _sentences(value, f"{prefix}.{key}")
        else:
            yield f"{prefix}.{key}", str(value)


def _all_sentences() -> dict[str, str]:
    return {
        key: sentence
        for path in FILES
        for key, sentence in _sentences(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)
    }


def _names_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def _literal_keys(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*_literal_keys(node.body), *_literal_keys(node.orelse)]
    return []


def _calls_of_text() -> Iterator[tuple[str, str, set[str] | None]]:
    """Key, place and names of the facts (None when they are not written out) of every `text(...)` by a literal."""
    for path in product_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "text" and node.args:
                names = {keyword.arg for keyword in node.keywords}
                facts = None if None in names else {name for name in names if name is not None}
                for key in _literal_keys(node.args[0]):
                    yield key, f"{short(path)}:{node.lineno}", facts


def _key_patterns() -> set[str]:
    """Every string of the product as a pattern; a part of an f-string that is worked out may be anything."""
    found = set()
    for path in product_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                if re.search(r"\.\w{3}|\w{3}.*\.", "".join(str(part or "") for part in parts)):
                    found.add("".join(".+" if part is None else re.escape(str(part)) for part in parts))
    return found


def test_every_key_by_a_literal_is_there_and_gets_its_facts() -> None:
    sentences = _all_sentences()
    calls = list(_calls_of_text())
    assert not [(key, place) for key, place, _ in calls if key not in sentences]
    short_of = [
        (key, place, sorted(_names_in(sentences[key]) - facts))
        for key, place, facts in calls
        if facts is not None and _names_in(sentences[key]) - facts
    ]
    assert not short_of


def test_every_sentence_is_used_somewhere() -> None:
    used = re.compile("|".join(f"(?:{pattern})" for pattern in sorted(_key_patterns())))
    # A table may be handed on by its name, such as `AskDialog(..., "run.close_question")`.
    unused = [key for key in _all_sentences() if not used.fullmatch(key) and not used.fullmatch(key.rpartition(".")[0])]
    assert not unused


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_sentence_takes_its_facts(path: Path) -> None:
    for key, sentence in _sentences(tomllib.loads(path.read_text(encoding="utf-8")), path.stem):
        names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        specs = {name: spec for _, name, spec, _ in string.Formatter().parse(sentence) if name}
        facts = {name: 1 if re.search(r"[,0-9]", specs[name] or "") else "값" for name in names}
        assert "{" not in text(key, **facts), key


def test_no_sentence_leaves_the_particle_to_the_reader() -> None:
    files = [*FILES, *sorted(resource_path("i18n/ko/errors").glob("*.toml"))]
    assert not [path.name for path in files if UNDECIDED.search(path.read_text(encoding="utf-8"))]


def test_no_sentence_says_a_fact_twice_for_its_particle() -> None:
    """`{names:이}` is the names with their particle; the minutes said "이영희, 정다은이영희, 정다은이 서명한"."""
    files = [*FILES, *sorted(resource_path("i18n/ko/errors").glob("*.toml"))]
    doubled = re.compile(r"\{(\w+)\}\{\1:(?!-)")
    assert not [path.name for path in files if doubled.search(path.read_text(encoding="utf-8"))]


KEYS = {key for path in FILES for key, _ in _sentences(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)}


def _pattern(node: ast.JoinedStr) -> str:
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)


def _asked(node: ast.expr) -> Iterator[str]:
    """The keys of one call of text() as patterns; nothing for a key that is made elsewhere."""
    if isinstance(node, ast.IfExp):
        yield from _asked(node.body)
        yield from _asked(node.orelse)
    elif isinstance(node, ast.Constant):
        yield re.escape(str(node.value))
    elif isinstance(node, ast.JoinedStr):
        yield _pattern(node)


def test_every_key_that_is_asked_for_has_a_sentence() -> None:
    missing = [
        f"{short(path)}:{node.lineno} {pattern}"
        for path in product_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text" and node.args
        for pattern in _asked(node.args[0])
        if not any(re.fullmatch(pattern, key) for key in KEYS)
    ]
    assert not missing


def test_every_sentence_is_asked_for() -> None:
    """By its key, by a key made of parts that begins with the file's name, or by its table (`minutes.help`)."""
    said, patterns = set[str](), set[str]()
    for path in product_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(node.value)
            elif isinstance(node, ast.JoinedStr) and _pattern(node).split("\\.")[0] in {path.stem for path in FILES}:
                patterns.add(_pattern(node))
    made = re.compile("|".join(sorted(patterns)))
    unused = [key for key in KEYS if not {key, key.rpartition(".")[0]} & said and not made.fullmatch(key)]
    assert not sorted(unused)


SEMICOLON = re.compile(r"(?<!\()[;；](?!\))")
"""But where a message names the sign itself, in brackets."""
MARKUP = re.compile(r"<[^>]*>|&\w+;")


def _strings_that_are_no_docstrings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_no_korean_sentence_has_a_semicolon() -> None:
    """Official Korean does not use it; fails on "선정되었습니다; 1표를 덜 얻었다면", put together of two texts."""
    files = [*FILES, *sorted(resource_path("i18n/ko/errors").glob("*.toml"))]
    said = [
        (key, sentence)
        for path in files
        for key, sentence in _sentences(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)
    ]
    said += [
        (f"{short(path)}:{line}", words)
        for path in product_files()
        for line, words in _strings_that_are_no_docstrings(tree_of(path))
        if re.search(r"[가-힣’”).][;；] ", words)  # a pattern that reads files may have one elsewhere
    ]
    assert not [where for where, sentence in said if SEMICOLON.search(MARKUP.sub("", sentence))]


def test_no_sentence_of_wording_is_joined_by_a_semicolon() -> None:
    """Whatever is put together of facts is joined by other signs: fails on `"; ".join(…)`."""
    places = ("wording", "documents/write", "ui", "cli")
    joined = [
        f"{short(path)}:{line}"
        for path in product_files()
        if any(f"/{place}/" in f"/{short(path)}" for place in places)
        for line, words in _strings_that_are_no_docstrings(tree_of(path))
        if re.fullmatch(r"[;；]\s+|\s+[;；]\s*", words)
    ]
    assert not joined


OF_EVERY_POLL = re.compile(
    r"vote\.(state|step|rail|challenge|certify|seal|confirm|help)\..*|steps\.next\..*|documents\.poll\.(state_.*|not_published)"
    r"|result\.counts\..*|verification\.kind\.poll\..*|console\..*|display\.state\..*"
)
"""Texts that stand on screens and papers of a motion as well as of a list of projects."""


def test_words_for_every_poll_do_not_call_a_motion_chosen() -> None:
    """Fails on 선정하기 and 선정 마침 under 찬반, which is carried or lost (F22)."""
    assert not [key for key, said in _all_sentences().items() if OF_EVERY_POLL.fullmatch(key) and "선정하" in said]
    states = [said for key, said in _all_sentences().items() if re.fullmatch(r".*\.(state\.|state_)selected", key)]
    assert states
    assert not [said for said in states if "선정" in said]
