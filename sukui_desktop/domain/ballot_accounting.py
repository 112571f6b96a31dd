"""Ballot accounting: every slip that was given out is explained before a box may be opened; turnout in steps."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.models.people import SlipRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.models.shared_fields import copy_fields


class BallotAccounting(msgspec.Struct, frozen=True, kw_only=True):
    """issued = cast + spoiled + returned + not_returned, all numbers of slips."""

    issued: int
    cast: int
    spoiled: int
    returned: int
    not_returned: int


class SlipCounts(msgspec.Struct, frozen=True):
    """Slips that were ever given, and what became of those that came back."""

    issued: int = 0
    spoiled: int = 0
    returned: int = 0

    def since(self, before: SlipCounts) -> SlipCounts:
        """Return what was added to earlier counts of the same poll."""
        return SlipCounts(self.issued - before.issued, self.spoiled - before.spoiled, self.returned - before.returned)


def count_slip_rows(slips: Iterable[SlipRow]) -> SlipCounts:
    """Count the slips of one poll over all people and over every box that the poll has had."""
    rows = tuple(slips)
    return SlipCounts(
        issued=sum(slip.issued for slip in rows),
        spoiled=sum(slip.spoiled for slip in rows),
        returned=sum(slip.returned for slip in rows),
    )


def account_for_ballots(*, issued: int, cast: int, spoiled: int, returned: int) -> BallotAccounting:
    """Work out the slips that did not come back, and see that the numbers can be true.

    Raises RuleBroken ballot_accounting_impossible when more slips came back than were given out.
    Source: docs/sources.md, "Life of a poll".
    """
    missing = issued - cast - spoiled - returned
    if missing < 0 or min(issued, cast, spoiled, returned) < 0:
        raise RuleBroken("ballot_accounting_impossible", issued=issued, cast=cast, spoiled=spoiled, returned=returned)
    return BallotAccounting(issued=issued, cast=cast, spoiled=spoiled, returned=returned, not_returned=missing)


def needs_two_people(accounting: BallotAccounting, poll: PollRow) -> bool:
    """Return whether two people have to say why a poll is closed so: slips did not come back.

    A poll that was made ready before 0.5.0 has no lock, and nobody in its meeting need sign with a key of their own.
    Source: docs/sources.md, "Life of a poll".
    """
    return bool(poll.lock) and accounting.not_returned > 0


def accounting_of(poll: PollRow) -> BallotAccounting:
    """Return the ballot accounting that a poll was closed with."""
    return copy_fields(BallotAccounting, poll)


def turnout_in_steps(cast: int, step: int = 5) -> int:
    """Return the turnout that may be shown while a poll is open: rounded down to steps, so no single cast shows.

    Source: docs/sources.md, "Turnout in steps, small groups".
    """
    return cast - cast % step
