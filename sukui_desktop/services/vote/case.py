"""What a poll is decided from, put together from the meeting's rows: settling and every "what if" start here."""

from __future__ import annotations

from msgspec.structs import replace

from sukui_desktop.domain import canonical
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.question.motion import Turnout
from sukui_desktop.domain.selection.case import Case
from sukui_desktop.domain.selection.decision import make_case
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.people import AttendanceRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.vote.channels import channel_counts, channel_votes
from sukui_desktop.storage.transaction import Transaction


def gather_case(tx: Transaction, poll: PollRow) -> Case:
    """Return the case of a counted poll as the meeting stands now, before any tie is drawn.

    A project counts as withdrawn when it is so on the meeting's list today.
    Raises RuleBroken channel_missing.
    """
    definition = decode_definition(poll.definition)
    tally = canonical.decode(poll.tally, Tally)
    on_ballot = {option.code for option in definition.question.options}
    gone = {project.code for project in tx.all(ProjectRow) if project.is_withdrawn}
    case = make_case(definition, tally, (), gone & on_ballot)
    return replace(
        case,
        counts=channel_counts(tx, poll, definition),
        votes=channel_votes(tx, poll, definition),
        turnout=_turnout(tx, tally),
    )


def _turnout(tx: Transaction, tally: Tally) -> Turnout:
    """Return who took part; 출석 is who is in the room now, walk-ins too."""
    rows = tx.all(AttendanceRow)
    return Turnout(
        enrolled=sum(row.is_enrolled for row in rows),
        present=sum(row.is_present for row in rows),
        cast=tally.ballots_cast,
        valid=tally.ballots_valid,
    )
