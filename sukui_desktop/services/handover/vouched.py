"""Holding a list's ledger against what was vouched for: without it the list could rest on numbers nobody brought."""

from __future__ import annotations

from msgspec import UnsetType

from sukui_desktop.domain import canonical
from sukui_desktop.domain.channel.file import ChannelResult
from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.domain.question.channels import FROM_FILE, LedgerLine
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.poll import ChannelRow, PollRow


def check_vouched(poll: PollRow, rows: tuple[ChannelRow, ...]) -> None:
    """See that every file channel of a poll's ledger has the numbers that were taken in for it.

    `rows` are those of this poll. A poll without a list or without channels has nothing to see.
    Raises VerifyFailed channel_differs.
    """
    if not poll.outcome:
        return
    definition, outcome = decode_definition(poll.definition), canonical.decode(poll.outcome, Outcome)
    if isinstance(definition.channels, UnsetType):
        return
    lines = () if isinstance(outcome.ledger, UnsetType) else outcome.ledger.lines
    told = {line.key: line for line in lines}
    vouched = {row.key: canonical.decode(row.result, ChannelResult) for row in rows}
    for channel in definition.channels.channels:
        if channel.source == FROM_FILE and not _agrees(told.get(channel.key), vouched.get(channel.key)):
            raise VerifyFailed("channel_differs", poll=poll.title, channel=channel.name)


def _agrees(line: LedgerLine | None, result: ChannelResult | None) -> bool:
    if line is None or result is None:
        return False
    return (line.marks, line.ballots_valid) == (result.scored, result.ballots_valid)
