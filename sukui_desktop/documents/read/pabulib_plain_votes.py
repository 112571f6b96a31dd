"""Pabulib votes in plain lines, read a block at a time.

Nothing is decided here: what is not entirely plain (a quote, a line of another width, an unknown project, a project
named twice) is left to the exact way, which says line and column.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from itertools import repeat

from sukui_desktop.documents.read.pabulib_section import TITLES, Section
from sukui_desktop.documents.read.pabulib_votes import LONGEST_POINTS, Votes, has_points_beside_votes
from sukui_desktop.documents.read.source_file_kind import Source

_VOTES = re.compile(rb"^VOTES;*\r?\n[^\r\n]+\r?\n", re.IGNORECASE | re.MULTILINE)
_BLOCK_LETTERS = 256 * 1024
_Numbers = tuple[int, ...]


class PlainVotes:
    """A file in two parts: everything to the header of the votes, and their lines without a quote among them."""

    def __init__(self, head: str, lines: str) -> None:
        self._head = head
        self._lines = lines

    def lines_before_votes(self) -> Iterator[str]:
        """Yield the lines up to the header of the votes, with their ends."""
        return iter(io.StringIO(self._head, newline=""))

    def read_votes_block_by_block(self, section: Section, project_ids: Sequence[str], vote_type: str) -> Votes | None:
        """Return the votes in the file's order, equal ones one object; None when one of them is not plain."""
        has_points = has_points_beside_votes(section, vote_type)
        width = section.width
        voters: list[str] = []
        marks = _Column(_Marks(project_ids, vote_type))
        points = _Column(_Points(vote_type))
        for block in self._blocks_of_lines():
            if set(map(str.count, block.split("\n"), repeat(";"))) != {width - 1}:
                return None
            cells = block.replace("\n", ";").split(";")
            voters.extend(map(str.strip, cells[section.column_index("voter_id") :: width]))
            if not marks.add_plain_cells(cells[section.column_index("vote") :: width]):
                return None
            if has_points and not points.add_plain_cells(cells[section.column_index("points") :: width]):
                return None
        different = set(voters)
        if len(different) != len(voters) or "" in different or not different.isdisjoint(TITLES):
            return None
        if has_points and list(map(len, marks.found)) != list(map(len, points.found)):
            return None
        return Votes(tuple(voters), tuple(marks.found), tuple(points.found), ())

    def _blocks_of_lines(self) -> Iterator[str]:
        """Yield whole lines, the last without its end."""
        text, begin, size = self._lines, 0, len(self._lines)
        while begin < size:
            end = text.find("\n", begin + _BLOCK_LETTERS)
            if end < 0:
                end = size
            yield text[begin:end]
            begin = end + 1


class _Column:
    """One column as indexes or numbers, each different writing understood once."""

    def __init__(self, meaning: _Marks | _Points) -> None:
        self.found: list[_Numbers] = []
        self._known: dict[str, _Numbers] = {}
        self._meaning = meaning

    def add_plain_cells(self, cells: list[str]) -> bool:
        """Add the cells; False when one of them is not plain."""
        for written in set(cells).difference(self._known):
            numbers = self._meaning.numbers_if_plain(written)
            if numbers is None:
                return False
            self._known[written] = numbers
        self.found.extend(map(self._known.__getitem__, cells))
        return True


class _Marks:
    """Project ids as written in a vote."""

    def __init__(self, project_ids: Sequence[str], vote_type: str) -> None:
        self._indexes = {project_id: index for index, project_id in enumerate(project_ids)}
        self._most = 1 if vote_type == "choose-1" else len(project_ids)

    def numbers_if_plain(self, written: str) -> _Numbers | None:
        """Return the indexes, None when the vote is for the exact way to judge."""
        if not written.strip():
            return ()
        marks: list[int] = []
        for name in written.split(","):
            index = self._indexes.get(name.strip())
            if index is None or index in marks:
                return None
            marks.append(index)
        return tuple(marks) if len(marks) <= self._most else None


class _Points:
    """Whole numbers beside the marks; only scoring files may hold negative ones."""

    def __init__(self, vote_type: str) -> None:
        self._sign = "-" if vote_type == "scoring" else ""

    def numbers_if_plain(self, written: str) -> _Numbers | None:
        """Return the numbers, None when one of them is not plain."""
        if not written.strip():
            return ()
        numbers = [number.strip() for number in written.split(",")]
        for number in numbers:
            digits = number.removeprefix(self._sign)
            if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_POINTS):
                return None
        return tuple(map(int, numbers))


def split_file_before_votes(source: Source, encoding: str) -> PlainVotes | None:
    """Return the file in two parts; None where votes hold a quote, a stray line end, a zero byte or no UTF-8."""
    if encoding not in ("utf-8", "utf-8-sig"):
        return None
    content = source.content
    title = _VOTES.search(content)
    if title is None:
        return None
    head, lines = content[: title.end()], content[title.end() :]
    if b"\r" in lines:  # asked first: replacing walks through every line
        lines = lines.replace(b"\r\n", b"\n")
    if b"\r" in lines or b'"' in lines or b"\0" in lines:
        return None
    return PlainVotes(head.decode(encoding), lines.rstrip(b"\n").decode("utf-8"))
