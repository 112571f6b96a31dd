"""Lists that a rule leaves open, written as text: points of places, limits of groups, words of a choice.

An answer to a rule parameter is a number or text, so that it can be typed on a command line and sent over a wire.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sukui_desktop.domain.question.definition import Group

MOST_PLACES = 50
_POINT = re.compile(r"[0-9]{1,4}")
_LIMITS = re.compile(r"([0-9]{1,4})-([0-9]{1,4}) ?(.*)")


def parse_place_points(written: str) -> tuple[int, ...]:
    """Return the points of the first, second … place: `5, 4, 3`; () when they cannot be read."""
    parts = [part for part in re.split(r"[\s,·]+", written.strip()) if part]
    is_read = len(parts) <= MOST_PLACES and all(_POINT.fullmatch(part) for part in parts)
    return tuple(map(int, parts)) if is_read else ()


def place_points_text(points: Sequence[int]) -> str:
    """Return points as `parse_place_points` takes them."""
    return ", ".join(map(str, points))


def parse_group_limits(written: str) -> tuple[Group, ...] | None:
    """Return limits of groups, a line each: `0-7 복지` is fewest, most, name; None when a line cannot be read."""
    found = [_LIMITS.fullmatch(line) for line in written.split("\n")] if written else []
    groups = [
        Group(name=match[3], min_picks=int(match[1]), max_picks=int(match[2])) for match in found if match is not None
    ]
    return tuple(groups) if len(groups) == len(found) else None


def group_limits_text(groups: Sequence[Group]) -> str:
    """Return limits of groups as `parse_group_limits` takes them."""
    return "\n".join(f"{group.min_picks}-{group.max_picks} {group.name}" for group in groups)


def parse_choice_words(written: str) -> tuple[str, ...]:
    """Return the words of a choice: `찬성, 반대`."""
    return tuple(word.strip() for word in written.split(","))


def choice_words_text(words: Sequence[str]) -> str:
    """Return words as `parse_choice_words` takes them."""
    return ", ".join(words)
