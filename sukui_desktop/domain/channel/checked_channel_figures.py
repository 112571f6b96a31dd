"""Reconciliation of a channel's file: its figures in the order of the ballot, refused where they cannot be true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UNSET

from sukui_desktop.domain.channel.channel_result_file import (
    MOST_NUMBER,
    ChannelLine,
    ChannelReading,
    ChannelResult,
    ChannelTotals,
)
from sukui_desktop.domain.channel.figure_limits import require_figures_within_limits
from sukui_desktop.domain.counting.tally_figures import BallotSums
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.file_import import Problem
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.project_codes import code_without_leading_zeros, comparable_title
from sukui_desktop.domain.question.channels import ChannelCount
from sukui_desktop.domain.question.definition import Definition, Question
from sukui_desktop.domain.text_cleaning_and_search import clean_text

_LONGEST_VALUE = 80


def require_result_of_same_question(definition: Definition, definition_hash: bytes, reading: ChannelReading) -> None:
    """Check that a result.json is of another poll over the same question; other files are not checked.

    Raises BadInput: channel_file_own_poll, channel_file_practice, channel_file_other_poll.
    """
    origin = reading.origin
    if origin is None:
        return
    if origin.poll_id == definition.poll_id or origin.definition_hash == definition_hash.hex():
        raise BadInput("channel_file_own_poll", file=reading.file_name, poll=origin.poll_title)
    if origin.is_practice != definition.is_practice:
        raise BadInput("channel_file_practice", file=reading.file_name, poll=origin.poll_title)
    question = definition.question
    limits = (question.min_picks, question.max_picks, question.groups, question.marking)
    theirs = (origin.min_picks, origin.max_picks, origin.groups, origin.marking)
    if (definition.currency, question.method, *limits) != (origin.currency, origin.method, *theirs):
        raise BadInput("channel_file_other_poll", file=reading.file_name, poll=origin.poll_title)


def reconcile_channel_reading(
    question: Question, reading: ChannelReading, said: ChannelTotals | None = None
) -> ChannelResult:
    """Return the channel's numbers in the order of the ballot, once they can be true.

    What `said` leaves out is taken from the file's own totals.
    Raises BadInput: the code of the reading's first problem, channel_option_unknown, channel_code_unknown,
    channel_option_missing,
    channel_option_twice, channel_option_differs, channel_title_ambiguous, channel_points_missing,
    channel_votes_missing, channel_total_missing, channel_total_negative, channel_total_too_large,
    channel_ballots_differ, channel_total_differs and those of
    `require_figures_within_limits` (`domain/channel/figure_limits.py`).
    """
    for problem in reading.problems:
        raise BadInput(
            problem.reason_code, file=problem.file, row=problem.row, column=problem.column, value=problem.value
        )
    lines = _lines_in_ballot_order(question, reading)
    totals = _totals_said_or_in_file(reading, said or ChannelTotals())
    voters, valid, blank, invalid = _voters_valid_blank_invalid(reading.file_name, totals)
    votes, points = _votes_by_option(question, reading, lines), _points_by_option(question, reading, lines)
    _check_stated_sum(reading.file_name, totals.votes, votes)
    _check_stated_sum(reading.file_name, totals.points, points)
    require_figures_within_limits(question, valid, votes, points, reading.file_name)
    return ChannelResult(
        voters=voters,
        ballots_valid=valid,
        ballots_blank=blank,
        ballots_invalid=invalid,
        votes=votes,
        points=points if ballot_kind_of(question).ranks_by_points else UNSET,
    )


def reconcile_reading_unattended(question: Question, reading: ChannelReading) -> ChannelResult:
    """Return a channel's numbers from a file alone: on a command line nobody is asked, so a file that is silent about
    invalid ballots has none.

    Raises BadInput as `reconcile_channel_reading`.
    """
    totals = reading.totals
    is_silent = totals.ballots_invalid is None and None in (totals.voters, totals.ballots_valid)
    return reconcile_channel_reading(question, reading, ChannelTotals(ballots_invalid=0) if is_silent else None)


def channel_count_of_result(key: str, result: BallotSums) -> ChannelCount:
    """Return a reconciled channel as `combine_channels` takes it."""
    return ChannelCount(key=key, marks=result.points_or_votes, ballots_valid=result.ballots_valid)


def empty_channel_result(question: Question) -> ChannelResult:
    """Return the result of a channel in which nobody voted."""
    zeros = (0,) * len(question.options)
    return ChannelResult(
        voters=0,
        ballots_valid=0,
        ballots_blank=0,
        ballots_invalid=0,
        votes=zeros,
        points=zeros if ballot_kind_of(question).ranks_by_points else UNSET,
    )


def problems_of_channel_lines(question: Question, reading: ChannelReading) -> tuple[Problem, ...]:
    """Return every line of a file that is about no option of the ballot, about two, or about one that it has already;
    in the file's order. `reconcile_channel_reading` refuses the first of them."""
    options, found, problems = _OptionsOfBallot(question), dict[int, ChannelLine](), list[Problem]()
    for line in reading.lines:
        try:
            place = options.index_of_line(line, reading.file_name)
            _require_first_line_of_option(question, found, place, line, reading.file_name)
        except BadInput as fault:
            about = fault.facts.get("title", fault.facts.get("first", ""))
            problems.append(
                Problem(
                    file=reading.file_name,
                    row=line.row,
                    column="",
                    value=str(fault.facts["value"])[:_LONGEST_VALUE],
                    reason_code=fault.code,
                    about=str(about),
                )
            )
        else:
            found[place] = line
    return tuple(problems)


def _lines_in_ballot_order(question: Question, reading: ChannelReading) -> list[ChannelLine]:
    options, found = _OptionsOfBallot(question), dict[int, ChannelLine]()
    for line in reading.lines:
        place = options.index_of_line(line, reading.file_name)
        _require_first_line_of_option(question, found, place, line, reading.file_name)
        found[place] = line
    missing = tuple(option.title for place, option in enumerate(question.options) if place not in found)
    if missing:
        raise BadInput("channel_option_missing", file=reading.file_name, count=len(missing), titles=missing[:10])
    return [found[place] for place in range(len(question.options))]


def _require_first_line_of_option(
    question: Question, found: Mapping[int, ChannelLine], place: int, line: ChannelLine, file: str
) -> None:
    if place in found:
        title = question.options[place].title
        raise BadInput("channel_option_twice", file=file, row=line.row, value=title, first=found[place].row)


class _OptionsOfBallot:
    """The options of a ballot as the lines of a file name them."""

    def __init__(self, question: Question) -> None:
        self._by_code = {option.code: place for place, option in enumerate(question.options)}
        self._by_short_code: dict[str, list[int]] = {}
        self._by_title: dict[str, list[int]] = {}
        for place, option in enumerate(question.options):
            self._by_short_code.setdefault(code_without_leading_zeros(option.code), []).append(place)
            self._by_title.setdefault(comparable_title(option.title), []).append(place)

    def index_of_line(self, line: ChannelLine, file: str) -> int:
        """Return the option a line is about: by its code where it has one, else by its title; they may not disagree.

        A code that lost the zeros before it in a spreadsheet (1 of 001) is the one option that has it with zeros.
        """
        titled = self._by_title.get(comparable_title(line.title), []) if line.title else []
        if line.code:
            place = self._by_code.get(line.code)
            alike = self._by_short_code.get(code_without_leading_zeros(line.code), [])
            if place is None and len(alike) == 1:
                place = alike[0]
            if place is None:
                code = "channel_code_unknown" if titled else "channel_option_unknown"
                about = {"title": line.title} if titled else {}
                raise BadInput(code, file=file, row=line.row, value=line.code, **about)
            if titled and place not in titled:
                raise BadInput("channel_option_differs", file=file, row=line.row, value=line.code, title=line.title)
            return place
        if not titled:
            raise BadInput("channel_option_unknown", file=file, row=line.row, value=line.title)
        if len(titled) > 1:
            raise BadInput("channel_title_ambiguous", file=file, row=line.row, value=line.title)
        return titled[0]


def _totals_said_or_in_file(reading: ChannelReading, said: ChannelTotals) -> ChannelTotals:
    fields = {}
    for name in ChannelTotals.__struct_fields__:
        value = getattr(said, name)
        value = getattr(reading.totals, name) if value is None else value
        if value is not None and value < 0 and name != "points":
            raise BadInput("channel_total_negative", file=reading.file_name, value=value)
        if value is not None and abs(value) > MOST_NUMBER:
            raise BadInput("channel_total_too_large", file=reading.file_name, value=value)
        fields[name] = value
    return ChannelTotals(**fields)


def _voters_valid_blank_invalid(file: str, totals: ChannelTotals) -> tuple[int, int, int, int]:
    """Return voters, valid, blank and invalid; one of the first, second and last follows from the others."""
    voters, valid, invalid = totals.voters, totals.ballots_valid, totals.ballots_invalid
    blank = totals.ballots_blank or 0
    if voters is None and valid is not None and invalid is not None:
        voters = valid + blank + invalid
    elif valid is None and voters is not None and invalid is not None:
        valid = voters - blank - invalid
    elif invalid is None and voters is not None and valid is not None:
        invalid = voters - blank - valid
    if voters is None or valid is None or invalid is None:
        raise BadInput("channel_total_missing", file=file)
    if valid < 0 or invalid < 0 or valid + blank + invalid != voters:
        raise BadInput("channel_ballots_differ", file=file, voters=voters, valid=valid, blank=blank, invalid=invalid)
    return voters, valid, blank, invalid


def _votes_by_option(question: Question, reading: ChannelReading, lines: Sequence[ChannelLine]) -> tuple[int, ...]:
    votes = tuple(line.votes for line in lines if line.votes is not None)
    if len(votes) == len(lines):
        return votes
    if votes or not ballot_kind_of(question).ranks_by_points:
        raise BadInput("channel_votes_missing", file=reading.file_name)
    return ()


def _points_by_option(question: Question, reading: ChannelReading, lines: Sequence[ChannelLine]) -> tuple[int, ...]:
    points = tuple(line.points for line in lines if line.points is not None)
    if not ballot_kind_of(question).ranks_by_points:
        return ()
    if len(points) != len(lines):
        raise BadInput("channel_points_missing", file=reading.file_name)
    return points


def _check_stated_sum(file: str, stated: int | None, numbers: tuple[int, ...]) -> None:
    if stated is not None and numbers and stated != sum(numbers):
        raise BadInput("channel_total_differs", file=file, stated=stated, total=sum(numbers))


def require_attester_name(name: str) -> str:
    """Return the attester's name, tidied.

    Raises RuleBroken attester_missing.
    """
    tidy = clean_text(name)
    if not tidy:
        raise RuleBroken("attester_missing")
    return tidy
