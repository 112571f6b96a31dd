"""Every sentence people read, found by its key: code and facts in, Korean out."""

from __future__ import annotations

import tomllib
from functools import cache

from sukui_desktop.assets.resources import read_resource, resource_path

_LANGUAGE = "ko"


@cache
def _table(part: str) -> dict[str, str]:
    tree = tomllib.loads(read_resource(f"i18n/{_LANGUAGE}/{part}.toml").decode("utf-8"))
    return dict(_flatten("", tree))


def _flatten(prefix: str, tree: dict[str, object]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, dict):
            rows += _flatten(f"{prefix}{key}.", value)
        else:
            rows.append((prefix + key, str(value)))
    return rows


def text(key: str, **facts: object) -> str:
    """Return the sentence `part.key` (file `i18n/ko/<part>.toml`, tables joined by dots) with its facts filled in.

    Raises KeyError when there is no such sentence or a fact it needs is missing.
    """
    part, _, name = key.partition(".")
    return _table(part)[name].format(**facts)


@cache
def error_sentences() -> dict[str, str]:
    """Return every error code's sentence, read from all files of `i18n/ko/errors/`.

    Raises ValueError when two files give the same code.
    """
    sentences: dict[str, str] = {}
    for path in sorted(resource_path(f"i18n/{_LANGUAGE}/errors").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))["errors"]
        twice = sentences.keys() & table.keys()
        if twice:
            raise ValueError(f"{path.name}: {sorted(twice)}")
        sentences.update(table)
    return sentences
