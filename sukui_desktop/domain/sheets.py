"""What the result and the attendance sheet say: frozen input, so that making paper never reads the meeting."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.count import Tally
from sukui_desktop.domain.definition import Definition
from sukui_desktop.domain.equation import Equation
from sukui_desktop.domain.quorum import Quorum
from sukui_desktop.domain.selection import Outcome

RESULT_FORMAT = 1
"""Version of result.json (docs/formats/result.md)."""


class ResultSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The certified result of one poll; nothing in it is personal but the two who certified, who sign in public."""

    meeting_id: str
    meeting_title: str
    host: str
    place: str
    starts_at_ms: int
    poll_id: str
    poll_title: str
    definition: Definition
    definition_hash: str
    """64 hex digits."""
    words: tuple[str, ...]
    """The four words of the hash."""
    equation: Equation
    tally: Tally
    outcome: Outcome
    counted_at_ms: int
    certified_at_ms: int
    certified_by: tuple[str, ...]
    objection_until_ms: int
    is_practice: bool


class AttendanceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the attendance sheet."""

    number: str
    name: str
    channel: str
    subcommittee: str
    role: str
    is_present: bool
    was_present: bool
    admitted_at_ms: int
    """0 when never admitted."""
    is_walk_in: bool = False


class AttendanceSheet(msgspec.Struct, frozen=True, kw_only=True):
    """Who was invited and who came, to be signed and filed; personal throughout."""

    meeting_id: str
    meeting_title: str
    host: str
    place: str
    starts_at_ms: int
    lines: tuple[AttendanceLine, ...]
    """In the order of the roster, walk-ins last."""
    enrolled: int
    present: int
    was_present: int
    quorum: Quorum | None
    journal_head: str
    """64 hex digits."""
    is_practice: bool


def result_public(sheet: ResultSheet) -> dict[str, object]:
    """Return the content of result.json: the counts and the list, with no personal field but the certifiers' names.

    `votes` has every project of the ballot in the order of the ballot, `selected` the codes in order of selection;
    money is in the currency's smallest unit. Source: docs/formats/result.md.
    """
    options = sheet.definition.question.options
    return {
        "format": RESULT_FORMAT,
        "is_practice": sheet.is_practice,
        "meeting": _meeting(sheet),
        "poll": {"id": sheet.poll_id, "title": sheet.poll_title, "certified_at_ms": sheet.certified_at_ms},
        "definition_hash": sheet.definition_hash,
        "definition_words": list(sheet.words),
        "currency": sheet.definition.currency,
        "rule": _rule(sheet),
        "equation": msgspec.to_builtins(sheet.equation),
        "ballots_cast": sheet.tally.ballots_cast,
        "ballots_valid": sheet.tally.ballots_valid,
        "ballots_blank": sheet.tally.ballots_blank,
        "ballots_invalid": sheet.tally.ballots_invalid,
        "votes": {option.code: votes for option, votes in zip(options, sheet.tally.votes, strict=True)},
        "selected": list(sheet.outcome.selected),
        "lot": list(sheet.outcome.lot),
        "total_cost": sheet.outcome.total_cost,
        "ceiling": sheet.outcome.ceiling,
        "certified_by": list(sheet.certified_by),
    }


def _meeting(sheet: ResultSheet) -> dict[str, object]:
    return {
        "id": sheet.meeting_id,
        "title": sheet.meeting_title,
        "host": sheet.host,
        "place": sheet.place,
        "starts_at_ms": sheet.starts_at_ms,
    }


def _rule(sheet: ResultSheet) -> dict[str, object]:
    question, rule = sheet.definition.question, sheet.definition.rule
    return {
        "method": question.method,
        "min_picks": question.min_picks,
        "max_picks": question.max_picks,
        "groups": [msgspec.to_builtins(group) for group in question.groups],
        "allows_blank": question.allows_blank,
        "when_unaffordable": rule.when_unaffordable,
        "min_votes": rule.min_votes,
        "ties": ["lower_cost", "lot"],
    }
