"""Published opinions: which may be named outside and which only counted."""

from __future__ import annotations

import msgspec
from msgspec import UnsetType

from sukui_desktop.domain.counting.tally_figures import OpinionCount, Tally

LEAST_PUBLISHED = 10
"""An opinion held by fewer people than this is published as a number alone. Source: docs/sources.md, "Turnout
in steps, small groups"."""


class PublicOpinions(msgspec.Struct, frozen=True, kw_only=True):
    """The opinions as papers and public files name them; the counts and `others` add up to the valid ballots."""

    listed: tuple[OpinionCount, ...]
    """Held by LEAST_PUBLISHED or more, most frequent first."""
    others: int
    """Ballots with any other opinion."""
    other_kinds: int
    """How many different opinions those are."""


def publishable_opinions(tally: Tally) -> PublicOpinions | None:
    """Return what may be published of the opinions of a count; None where nobody was asked for one."""
    if isinstance(tally.opinions, UnsetType):
        return None
    rare = [opinion for opinion in tally.opinions if opinion.count < LEAST_PUBLISHED]
    return PublicOpinions(
        listed=tuple(opinion for opinion in tally.opinions if opinion.count >= LEAST_PUBLISHED),
        others=sum(opinion.count for opinion in rare),
        other_kinds=len(rare),
    )
