"""Pabulib reader: the VOTES section of a `.pb` file, in blocks."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sukui_desktop.documents.read.pabulib_section import WHOLE_DECIMAL, Record, Section
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.file_import import Problem
from sukui_desktop.domain.text_cleaning_and_search import clean_text

WITH_POINTS = ("cumulative", "scoring")
LONGEST_POINTS = 9


class Votes(msgspec.Struct, frozen=True):
    """The section VOTES; see `Election` for the meaning of its parts."""

    voter_ids: Sequence[str]
    ballots: Sequence[tuple[int, ...]]
    points: Sequence[tuple[int, ...]]
    problems: tuple[Problem, ...]


def read_votes(section: Section, project_ids: Sequence[str], vote_type: str) -> Votes:
    """Read the ballots in the file's order; equal ones share one object.

    Raises BadInput: pb_columns, pb_column_missing, pb_voter_empty, pb_voter_twice, pb_vote_unknown, pb_vote_many,
    pb_points.
    """
    has_points = has_points_beside_votes(section, vote_type)
    marks = _Marks(section, project_ids, vote_type)
    voter_place, vote_place = section.column_index("voter_id"), section.column_index("vote")
    voters: dict[str, None] = {}
    ballots: list[tuple[int, ...]] = []
    points: list[tuple[int, ...]] = []
    for record in section.rows():
        voter = record.cells[voter_place].strip()
        if not voter or voter in voters:
            raise section.refusal_at_cell("pb_voter_twice" if voter else "pb_voter_empty", record, "voter_id")
        voters[voter] = None
        ballot = marks.known.get(record.cells[vote_place])
        ballots.append(marks.project_indexes_of_vote(record) if ballot is None else ballot)
        if has_points:
            points.append(marks.points_of_vote(record, len(ballots[-1])))
    return Votes(tuple(voters), tuple(ballots), tuple(points), tuple(marks.problems))


def has_points_beside_votes(section: Section, vote_type: str) -> bool:
    """Return whether each vote has points beside it; a ranking may say what its places are worth.

    Raises BadInput pb_column_missing.
    """
    has_points = vote_type in WITH_POINTS or (vote_type == "ordinal" and section.has_column("points"))
    section.require_columns("voter_id", "vote", *(("points",) if has_points else ()))
    return has_points


class _Marks:
    """Turns what a voter wrote into indexes, once for each different ballot."""

    def __init__(self, section: Section, project_ids: Sequence[str], vote_type: str) -> None:
        self.known: dict[str, tuple[int, ...]] = {}
        """Ballots without fault by what was written."""
        self.problems: list[Problem] = []
        self._section = section
        self._vote_type = vote_type
        self._indexes = {project_id: index for index, project_id in enumerate(project_ids)}
        self._known_points: dict[str, tuple[int, ...]] = {}

    def project_indexes_of_vote(self, record: Record) -> tuple[int, ...]:
        """Return the projects named by one ballot.

        Raises BadInput: pb_vote_unknown, pb_vote_many.
        """
        written = self._section.read_cell(record, "vote")
        ballot = (
            tuple(self._index_of_option(record, name.strip()) for name in written.split(",")) if written.strip() else ()
        )
        if self._vote_type == "choose-1" and len(set(ballot)) > 1:
            raise self._section.refusal_at_cell("pb_vote_many", record, "vote", "1")
        if len(set(ballot)) != len(ballot):
            self._note_repeated_project(record)
            return ballot
        self.known[written] = ballot
        return ballot

    def points_of_vote(self, record: Record, marks: int) -> tuple[int, ...]:
        """Return the points of one ballot, one number for each of its `marks` projects.

        Raises BadInput: pb_points.
        """
        written = self._section.read_cell(record, "points")
        points = self._known_points.get(written)
        if points is None:
            points = self._read_whole_numbers(record, written)
            self._known_points[written] = points
        if len(points) != marks:
            raise self._section.refusal_at_cell("pb_points", record, "points", str(marks))
        return points

    def _index_of_option(self, record: Record, name: str) -> int:
        index = self._indexes.get(name)
        if index is None:  # as the projects' own ids were tidied: a no-break space for a space
            index = self._indexes.get(clean_text(name))
        if index is None:
            error = self._section.refusal_at_cell("pb_vote_unknown", record, "vote")
            raise BadInput(error.code, **{**error.facts, "value": name[:80]})
        return index

    def _read_whole_numbers(self, record: Record, written: str) -> tuple[int, ...]:
        """Return whole numbers (3 or 3.0); only scoring files may hold negative ones."""
        if not written.strip():
            return ()
        numbers: list[int] = []
        for number in (WHOLE_DECIMAL.sub("", each.strip()) for each in written.split(",")):
            digits = number.removeprefix("-") if self._vote_type == "scoring" else number
            if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_POINTS):
                raise self._section.refusal_at_cell("pb_points", record, "points", "0..")
            numbers.append(int(number))
        return tuple(numbers)

    def _note_repeated_project(self, record: Record) -> None:
        """Keep a ballot that names a project more than once as it is, for people to see.

        Official counts took such ballots as written (two votes of one approval; four votes and all the points of a
        cumulative `579,579,579,579`), so none can be dropped or refused without changing a known result.
        """
        value = self._section.read_cell(record, "vote")[:80]
        self.problems.append(
            Problem(
                file=self._section.file, row=record.line, column="vote", value=value, reason_code="vote_names_twice"
            )
        )
