"""Lines of a TOML file: the line of each key, which the parser names for broken syntax only."""

from __future__ import annotations

import re

_TABLE = re.compile(r"\s*\[([^\[\]]+)\]\s*(#.*)?")
_ELEMENT = re.compile(r"\s*\[\[([^\[\]]+)\]\]\s*(#.*)?")
_VALUE = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w-]+)((\s*\.\s*[\w-]+)*)\s*=""")

Place = tuple[int, int]
"""Line and column, both from 1."""


def find_key_positions(content: str) -> dict[str, Place]:
    """Return where each table and key is, by its dotted path; an array of tables counts from 0: `open.0.kind`.

    What is inside an inline table or an array has no place of its own: look for the longest known beginning.
    """
    places: dict[str, Place] = {"": (1, 1)}
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(content.splitlines(), start=1):
        column = len(line) - len(line.lstrip()) + 1
        if found := _ELEMENT.fullmatch(line):
            name = _dotted_key(found[1])
            counts[name] = counts.get(name, -1) + 1
            table = f"{name}.{counts[name]}"
            places.setdefault(name, (number, column))
            places[table] = (number, column)
        elif found := _TABLE.fullmatch(line):
            table = _dotted_key(found[1])
            places.setdefault(table, (number, column))
        elif found := _VALUE.match(line):
            places.setdefault(_dotted_key(f"{table}.{found[1]}{found[2]}".lstrip(".")), (number, column))
    return places


def position_of_key(places: dict[str, Place], path: str) -> Place:
    """Return where `path` is, or where the longest known beginning of it is."""
    while path not in places:
        path = path.rpartition(".")[0]
    return places[path]


def _dotted_key(written: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in written.split("."))
