"""An election of a Pabulib file: projects, ballots and the keys of META.

Source: the file format of pabulib.org (sections META, PROJECTS, VOTES; fields parted by semicolons).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from sukui_desktop.domain.file_import import Problem

VOTE_TYPES = ("approval", "choose-1", "ordinal", "cumulative", "scoring")


class PabulibProject(msgspec.Struct, frozen=True, kw_only=True):
    """One project of the file; None means that the file has no such column."""

    project_id: str
    name: str
    """The id where the file names it otherwise not."""
    cost: int
    category: str
    votes: int | None
    score: str | None
    """As written: some cities publish fractions."""
    selected: int | None
    """0 no · 1 yes by the rule · 2 and 3 funded outside the rule."""


class Election(msgspec.Struct, frozen=True, kw_only=True):
    """Budget, projects and every ballot of a `.pb` file."""

    file_name: str
    sha256: bytes
    meta: Mapping[str, str]
    """Every key of META as written, in order."""
    currency: str
    budget: int
    """In the currency's smallest unit."""
    vote_type: str
    """One of `VOTE_TYPES`."""
    rule: str
    """As written, 'unknown' where the file is silent."""
    projects: tuple[PabulibProject, ...]
    voter_ids: Sequence[str]
    ballots: Sequence[tuple[int, ...]]
    """One a voter, in the file's order: indexes into `projects` as written (best first when ordinal); () is blank.

    Equal ballots are one object, so many voters take little memory.
    """
    points: Sequence[tuple[int, ...]]
    """Beside `ballots` for cumulative and scoring files and for rankings that say them, one number a mark; empty for
    the others."""
    problems: tuple[Problem, ...]
    """What was taken as written but should be looked at: a ballot that names a project twice."""

    @property
    def most_marks_per_ballot(self) -> int:
        """Most projects one ballot may name; all of them where the file is silent."""
        return _whole_number_or_default(self.meta.get("max_length", ""), len(self.projects))

    @property
    def fewest_marks_per_ballot(self) -> int:
        """Fewest projects one ballot must name; 0 where the file is silent."""
        return _whole_number_or_default(self.meta.get("min_length", ""), 0)


def merge_repeated_marks(marks: Sequence[int], points: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return each marked project once, in the order of its first mention, with the sum of its points."""
    sums: dict[int, int] = {}
    for mark, number in zip(marks, points, strict=True):
        sums[mark] = sums.get(mark, 0) + number
    return tuple(sums), tuple(sums.values())


def _whole_number_or_default(written: str, otherwise: int) -> int:
    """Return a length (5 or 5.0), `otherwise` where there is nothing of the kind."""
    whole, _, part = written.partition(".")
    return int(whole) if whole.isascii() and whole.isdigit() and not part.strip("0") else otherwise
