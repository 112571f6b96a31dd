"""Korean sentences by key or error code, with facts filled in.

A sentence names its facts in braces. After a colon come a format (`{count:,}`) and a particle that is chosen by the
fact's last sound: `{title:은}` gives 시민숲은 or 놀이터는; with a dash the particle alone, for a fact in quotation
marks: `‘{title}’{title:-은}`. The particles are those of `assets/korean_particles.py`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from sukui_desktop.assets.korean_particles import PARTICLES, particle_of
from sukui_desktop.assets.resources import read_resource, resource_path

_LANGUAGE = "ko"
_SPEC = re.compile(rf"(?P<format>.*?)(?P<alone>-?)(?P<particle>{'|'.join(PARTICLES)})\Z")
_HAS_PARTICLE = re.compile(rf":[^{{}}]*(?:{'|'.join(PARTICLES)})\}}")


class _Fact:
    """A fact that can be formatted with a particle after it."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __format__(self, spec: str) -> str:
        found = _SPEC.match(spec)
        if found is None:
            return format(self._value, spec)
        word = format(self._value, found["format"])
        particle = particle_of(word, found["particle"])
        return particle if found["alone"] else word + particle


@cache
def _sentences_in_file(part: str) -> dict[str, str]:
    tree = tomllib.loads(read_resource(f"i18n/{_LANGUAGE}/{part}.toml").decode("utf-8"))
    return dict(_flatten_tables("", tree))


def _flatten_tables(prefix: str, tree: dict[str, object]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, dict):
            rows += _flatten_tables(f"{prefix}{key}.", value)
        else:
            rows.append((prefix + key, str(value)))
    return rows


@cache
def _has_particle_placeholder(sentence: str) -> bool:
    return _HAS_PARTICLE.search(sentence) is not None


def _fill_in_facts(sentence: str, facts: dict[str, object]) -> str:
    if _has_particle_placeholder(sentence):
        facts = {name: _Fact(value) for name, value in facts.items()}
    return sentence.format(**facts)


def text(key: str, /, **facts: object) -> str:
    """Return the sentence `part.key` (file `i18n/ko/<part>.toml`, tables joined by dots) with its facts filled in.

    Raises KeyError when there is no such sentence or a fact it needs is missing.
    """
    part, _, name = key.partition(".")
    return _fill_in_facts(_sentences_in_file(part)[name], facts)


def error_text(code: str, /, **facts: object) -> str:
    """Return the sentence of an error code with its facts filled in; a list of names is joined by commas.

    Raises KeyError when there is no such sentence or a fact it needs is missing.
    """
    return _fill_in_facts(error_sentences()[code], {name: _joined_if_tuple(fact) for name, fact in facts.items()})


def _joined_if_tuple(fact: object) -> object:
    return ", ".join(map(str, fact)) if isinstance(fact, tuple) else fact


@cache
def error_sentences() -> dict[str, str]:
    """Return every error code's sentence with its facts still in braces, read from all files of `i18n/ko/errors/`.

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
