"""Inputs of the result and the attendance sheet: frozen, so that making a paper never reads the meeting."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.ballot_accounting import BallotAccounting
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.papers.study import Study, StudyInput
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.quorum import Quorum
from sukui_desktop.domain.selection.project_list import Outcome


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
    accounting: BallotAccounting
    tally: Tally
    outcome: Outcome
    counted_at_ms: int
    certified_at_ms: int
    certified_by: tuple[str, ...]
    objection_until_ms: int
    is_practice: bool
    to_study: StudyInput | None = None
    """What the study is made from while it is not made yet; nothing of it is on paper."""
    study: Study | None = None
    """None: the paper has the result without its reasons and its margin."""


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
