"""Ballot accounting: every slip that was given out is explained before a box may be opened; turnout in steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.models.ids import PersonId
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

    def counts_added_since(self, before: SlipCounts) -> SlipCounts:
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


def closing_needs_two_people(accounting: BallotAccounting, poll: PollRow) -> bool:
    """Return whether two people have to say why a poll is closed so: slips did not come back.

    A poll that was made ready before 0.5.0 has no lock, and nobody in its meeting need sign with a key of their own.
    Source: docs/sources.md, "Life of a poll".
    """
    return bool(poll.lock) and accounting.not_returned > 0


def accounting_of_closed_poll(poll: PollRow) -> BallotAccounting:
    """Return the ballot accounting that a poll was closed with."""
    return copy_fields(BallotAccounting, poll)


def turnout_in_steps(cast: int, step: int = 5) -> int:
    """Return the turnout that may be shown while a poll is open: rounded down to steps, so no single cast shows.

    Source: docs/sources.md, "Turnout in steps, small groups".
    """
    return cast - cast % step


class ChannelSlips(msgspec.Struct, frozen=True):
    """How many slips of a poll the people of one 구분 have, whether they voted with them or not."""

    channel: str
    """'' for people without one."""
    given: int


class BoxFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Slips and ballots of a poll's box before it is opened: numbers alone, nothing of any vote."""

    made: int
    issued: int
    cast: int
    """Ballots that are in the box."""
    spoiled: int
    returned: int
    channels: tuple[ChannelSlips, ...] = ()
    """By the 구분 of who has them, in the order of the names; together issued - spoiled - returned."""

    @property
    def outstanding(self) -> int:
        """Slips that neither voted nor came back; below 0 where the figures cannot be true."""
        return self.issued - self.cast - self.spoiled - self.returned


class SpentInBox(msgspec.Struct, frozen=True, kw_only=True):
    """What a box says of its own slips."""

    voted: int
    returned: int
    spoiled: int
    tells_apart: bool = True
    """False in boxes of 0.3.0 and before: all that was spent counts as voted."""


class AccountingFault(StrEnum):
    """Why the figures of a poll cannot be true."""

    TOO_MANY = "too_many"
    """More ballots and slips came in than slips were given out."""
    BALLOTS_DIFFER = "ballots_differ"
    """The box has more or fewer ballots than slips that voted."""
    RETURNS_DIFFER = "returns_differ"
    """Other slips came back by the record than by the box."""


def find_accounting_faults(figures: BoxFigures, spent: SpentInBox) -> tuple[AccountingFault, ...]:
    """Return everything on which the record, the ballots and the slips of a box do not agree; () where they balance.

    Slips that are still out are no fault before the closing. Source: docs/sources.md, "Life of a poll".
    """
    back, back_in_box = (figures.spoiled, figures.returned), (spent.spoiled, spent.returned)
    voted = spent.voted if spent.tells_apart else spent.voted - sum(back)
    faults = []
    if figures.outstanding < 0:
        faults.append(AccountingFault.TOO_MANY)
    if figures.cast != voted:
        faults.append(AccountingFault.BALLOTS_DIFFER)
    if spent.tells_apart and back != back_in_box:
        faults.append(AccountingFault.RETURNS_DIFFER)
    return tuple(faults)


def count_slips_by_channel(slips: Iterable[SlipRow], channels: Mapping[PersonId, str]) -> tuple[ChannelSlips, ...]:
    """Return how many slips of one poll people of each 구분 have (person → 구분), in the order of the names.

    Slips of boxes that were withdrawn count for nothing: a box is withdrawn once all of them came back.
    """
    given: Counter[str] = Counter()
    for slip in slips:
        given[channels.get(slip.person_id, "")] += slip.issued - slip.spoiled - slip.returned
    return tuple(ChannelSlips(name, count) for name, count in sorted(given.items()) if count)


def round_figures_down(figures: BoxFigures) -> BoxFigures:
    """Return what a screen may show while ballots come in: the ballots in steps, so that no single cast shows."""
    return replace(figures, cast=turnout_in_steps(figures.cast))


def require_empty_box(figures: BoxFigures, spent: SpentInBox, title: str) -> None:
    """Let it be said that a box is empty only where no ballot is in it and no slip voted.

    Raises RuleBroken box_not_empty with the number of ballots, or of slips that voted where that is more.
    """
    found = max(figures.cast, spent.voted)
    if found:
        raise RuleBroken("box_not_empty", title=title, count=f"{found:,}")
