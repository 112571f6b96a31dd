"""Every sentence of the message files can be said: its facts fill in, and no particle is left to the reader."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from sukui_desktop.assets import resource_path
from sukui_desktop.assets.messages import text

FILES = sorted(resource_path("i18n/ko").glob("*.toml"))
UNDECIDED = re.compile(r"은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|와\(과\)|과\(와\)|\(으\)로|\(이\)라")


def _sentences(tree: dict[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _sentences(value, f"{prefix}.{key}")
        else:
            yield f"{prefix}.{key}", str(value)


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
