"""A channel's file: as read, with its mapping, totals and faults, and as reconciled."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.counting.tally_figures import BallotSums
from sukui_desktop.domain.file_import import FileQuestion, NotRead, Problem
from sukui_desktop.domain.question.definition import Group
from sukui_desktop.domain.question.method_and_marking import PLAIN, Marking

REASON_OF = {
    "number_empty": "channel_votes_empty",
    "number_unreadable": "channel_votes_unreadable",
    "number_fraction": "channel_votes_fraction",
    "number_negative": "channel_votes_negative",
    "number_too_large": "channel_votes_too_large",
}
"""Error code of `whole_number.parse_whole_number` → the code for the same fault in a channel's file."""
MOST_NUMBER = 10**12
"""Larger numbers of people or votes are refused as misread."""
NO_COLUMN = -1


class ChannelMapping(msgspec.Struct, frozen=True, kw_only=True):
    """Which columns of a sheet say what: cells counted from 0, NO_COLUMN where the sheet has none."""

    header_row: int
    """Number of the header's row as a spreadsheet shows it; options are below. 0: no header was found."""
    code: int = NO_COLUMN
    title: int = NO_COLUMN
    votes: int = NO_COLUMN
    points: int = NO_COLUMN
    sheet: str = ""
    """Name of the sheet, '' for the first that is such a table."""

    def has_option_column(self) -> bool:
        """Return whether the options can be identified."""
        return self.code != NO_COLUMN or self.title != NO_COLUMN

    def has_number_column(self) -> bool:
        """Return whether there is anything to add up."""
        return self.votes != NO_COLUMN or self.points != NO_COLUMN


class ChannelLine(msgspec.Struct, frozen=True, kw_only=True):
    """One option of a channel's file."""

    row: int
    """1-based, as a spreadsheet counts; for result.json the place in `votes`."""
    code: str
    title: str
    votes: int | None = None
    """Ballots that name it; None where the file does not say."""
    points: int | None = None


class ChannelTotals(msgspec.Struct, frozen=True, kw_only=True):
    """Totals of the whole channel, from a file or a person; None where they are not given."""

    voters: int | None = None
    """투표자 수: everybody whose ballot came in; = valid + blank + invalid."""
    ballots_valid: int | None = None
    ballots_blank: int | None = None
    ballots_invalid: int | None = None
    votes: int | None = None
    """Sum of the votes, to compare with the lines."""
    points: int | None = None
    """Sum of the points, likewise."""


class ChannelOrigin(msgspec.Struct, frozen=True, kw_only=True):
    """Of our own result.json: which poll it is the result of, and how that was asked."""

    poll_id: str
    poll_title: str
    definition_hash: str
    """64 hex digits."""
    is_practice: bool
    currency: str
    method: str
    min_picks: int
    max_picks: int
    groups: tuple[Group, ...]
    marking: Marking = PLAIN
    """Plain where a file of the first release says nothing of it."""


class ChannelReading(msgspec.Struct, frozen=True, kw_only=True):
    """A channel's file as it was understood, for people to look at before anything is taken in."""

    file_name: str
    sha256: bytes
    encoding: str
    """utf-8 | utf-16 | cp949 … | xlsx | json."""
    first_rows: tuple[tuple[str, ...], ...] = ()
    """The sheet's first rows as written, from its row 1, to choose the header from; empty for result.json."""
    headers: tuple[str, ...] = ()
    """The cells of the header row; empty for result.json."""
    mapping: ChannelMapping = ChannelMapping(header_row=0)
    """As guessed or as given."""
    lines: tuple[ChannelLine, ...]
    """In the file's order, an option twice where the file has it twice."""
    totals: ChannelTotals = ChannelTotals()
    """As found; a person may say otherwise."""
    problems: tuple[Problem, ...] = ()
    """While there is one the file cannot be accepted."""
    origin: ChannelOrigin | None = None
    questions: tuple[FileQuestion, ...] = ()
    """What a person has to decide first, by choosing sheet or columns; likewise."""
    not_read: tuple[NotRead, ...] = ()
    sheets: tuple[str, ...] = ()
    """The sheets that people see, to choose from."""
    sheet: str = ""


class ChannelResult(BallotSums, frozen=True, kw_only=True):
    """A channel's numbers after they were found to be possible. voters = valid + blank + invalid."""

    voters: int


def questions_about_channel_lines(reading: ChannelReading) -> tuple[FileQuestion, ...]:
    """Return for what the lines alone will be refused: an option twice, a sum other than the file's own total.

    For looking at a file without an election; `reconcile_channel_reading` refuses the same with the election beside it.
    """
    alike: dict[tuple[str, str], list[int]] = {}
    for line in reading.lines:
        alike.setdefault((line.code, line.title), []).append(line.row)
    twice = sorted(row for rows in alike.values() if len(rows) > 1 for row in rows)
    found = [FileQuestion(reason_code="options_twice", rows=tuple(twice))] if twice else []
    for field in ("votes", "points"):
        numbers = [number for line in reading.lines if (number := getattr(line, field)) is not None]
        stated = getattr(reading.totals, field)
        if stated is not None and len(numbers) == len(reading.lines) and sum(numbers) != stated:
            found.append(FileQuestion(reason_code="votes_total_differs", values=(str(sum(numbers)), str(stated))))
    return tuple(found)
